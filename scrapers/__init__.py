"""Strangers' bytes -> our records, in parts; each may import from the rows below its own.

articles    a page as the article that a reader reads
lookups     what a platform says of a post now

archives    saved posts in all their formats
captures    what web archives hold
embeds      the posts that a page shows or links to

listings    feeds and sitemaps: where articles are
platforms   each platform's rules: addresses, ids, markup

saved       pages that somebody kept
web         asking politely and safely
writing     letters, languages and dates
"""
