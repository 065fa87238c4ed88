"""From an address to the post it names: asks every platform."""

from linker.records import PostRef
from scrapers.platforms import Platform, platforms


def ref_of(url: str | None) -> PostRef | None:
    """The post that an address names, or None."""
    if not url:
        return None
    return next((found for each in platforms() if (found := each.post_ref(url))), None)


def platform_of(ref: PostRef) -> Platform | None:
    """The rules of a post's platform."""
    return next((each for each in platforms() if each.name == ref.platform), None)


def handle_of(ref: PostRef, url: str) -> str | None:
    """The author's handle in a post's address, where it stands there."""
    rules = platform_of(ref)
    return rules.handle(url) if rules else None


def url_of(ref: PostRef, handle: str | None) -> str | None:
    """The address that we show."""
    rules = platform_of(ref)
    return rules.canonical_url(ref, handle) if rules else None
