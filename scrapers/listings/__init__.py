"""What lists the addresses of articles: feeds and sitemaps."""
