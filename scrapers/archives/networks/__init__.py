"""Platforms whose own answers take one file each: Bluesky, Reddit."""
