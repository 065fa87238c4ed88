"""linker: links social posts to the claims of the articles that carry them, and explains each link."""
