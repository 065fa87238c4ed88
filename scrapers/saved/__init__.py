"""Pages that somebody kept: files of browsers, WARC and WACZ, and copies that web archives replay."""
