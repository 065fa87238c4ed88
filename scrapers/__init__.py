"""Strangers' bytes -> our records: pages, feeds, embeds, archives, platforms."""
