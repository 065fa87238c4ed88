"""X as it tells of itself: its APIs, account exports, web client and (in `pages`) its captured pages."""
