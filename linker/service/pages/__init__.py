"""SOURCEs and URLs -> articles, live or from web archives."""
