"""Labelled rows: as they lie on disk, made of readings and reviews, kept apart by article."""
