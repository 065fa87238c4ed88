"""Archived posts in any format -> rows, stored or shown."""
