"""Which archived post an embed shows, and whether it shows it word for word."""
