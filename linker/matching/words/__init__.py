"""Texts by their words: what they are made of, how rare that is, what is alike."""
