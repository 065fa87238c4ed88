"""From an address to the post it names, as every platform reads it."""

from typing import NamedTuple

from linker.records import PostRef
from scrapers.platforms import Platform, find_post


class Named(NamedTuple):
    """A post as an address names it."""

    rules: Platform
    ref: PostRef
    url: str
    """Canonical."""
    handle: str | None
    author_id: str | None


def named_by(*urls: str | None) -> Named | None:
    """The post that the first address of a post names, or None."""
    for url in urls:
        found = find_post(url) if url else None
        if url and found:
            rules, ref = found
            handle = rules.handle(url)
            return Named(rules, ref, rules.canonical_url(ref, handle), handle, rules.author_id(url))
    return None
