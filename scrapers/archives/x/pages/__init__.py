"""Captured pages of X by their ages, and those of its front end Nitter."""
