"""A page -> the article a reader reads: its body, what it says of itself, the places of its posts."""
