"""An embed's blockquote as an observation of its post: the lowest rank, for the page's author could edit it."""

from datetime import UTC, datetime

from linker.records import CreatedAtSource, Post, PostRef
from scrapers.archives import Place
from scrapers.archives.blockquotes import Quoted
from scrapers.archives.refs import handle_of, platform_of, url_of


def post_of(shown: Quoted, ref: PostRef, place: Place) -> Post:
    """The post that a blockquote shows."""
    handle = handle_of(ref, shown.url or "") or shown.handle
    created_at, source = _time(shown, ref)
    is_did = (handle or "").startswith("did:")
    return Post(
        platform=ref.platform,
        host=ref.host,
        post_id=ref.post_id,
        url=url_of(ref, handle),
        author_handle=shown.handle if is_did else handle,
        author_name=shown.name,
        author_id=handle if is_did else None,
        created_at=created_at,
        created_at_source=source,
        text=shown.text,
        text_raw=shown.text,
        lang=shown.lang,
        links=shown.links,
        media=shown.media,
        truncated=(shown.text or "").endswith("…"),
        **place.origin,
    )


def _time(shown: Quoted, ref: PostRef) -> tuple[datetime | None, CreatedAtSource | None]:
    rules = platform_of(ref)
    from_id = rules.posted_at(ref.post_id) if rules else None
    if from_id is not None:
        return from_id, "id"
    day = _displayed(shown.date)
    return day, "embed" if day else None


def _displayed(written: str | None) -> datetime | None:
    """Midnight UTC of a displayed day, in the page's language."""
    if not written or len(written) > 60 or not any(each.isdigit() for each in written):
        return None
    import dateparser  # noqa: PLC0415 - loads its languages for half a second, and few files need it

    found = dateparser.parse(written, settings={"RETURN_AS_TIMEZONE_AWARE": False, "STRICT_PARSING": True})
    return found.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC) if found else None
