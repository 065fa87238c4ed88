"""Normalising with the way back to the original characters; words and bigrams."""
