"""TikTok: video ids, and the blockquote with its section of caption and sound."""

import re

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import address
from scrapers.platforms._words import caption_words

_NUMBER = re.compile(r"\d{15,20}", re.ASCII)
_USER = re.compile(r"@([\w.-]{1,40})", re.ASCII)
_FRAMES = frozenset({"embed", "player", "v", "video", "i18n", "share"})


def _video(url: str) -> tuple[str | None, str] | None:
    cut = address(url)
    if cut is None or not cut.on("tiktok.com", "vxtiktok.com", "tnktok.com"):
        return None
    path = cut.path
    user = _USER.fullmatch(path[0]) if path else None
    if user and len(path) >= 3 and path[1] in {"video", "photo"}:
        number = path[2]
    elif path and path[0] in _FRAMES:
        number = path[-1].removesuffix(".html")
    else:
        return None
    return (user[1] if user else None, number) if _NUMBER.fullmatch(number) else None


def post_ref(url: str) -> PostRef | None:
    """`https://www.tiktok.com/@user/video/ID`, `/embed/v2/ID`, `/player/v1/ID`, `m.tiktok.com/v/ID.html`."""
    found = _video(url)
    return PostRef(platform="tiktok", post_id=found[1]) if found else None


def handle(url: str) -> str | None:
    """The user in the path; frames carry none."""
    found = _video(url)
    return found[0] if found else None


def canonical_url(ref: PostRef, handle: str | None) -> str:
    """With a bare `@`, TikTok redirects to the right user."""
    return f"https://www.tiktok.com/@{handle or ''}/video/{ref.post_id}"


def ref_of_id(value: str) -> PostRef | None:
    """A bare video id."""
    number = value.strip()
    return PostRef(platform="tiktok", post_id=number) if _NUMBER.fullmatch(number) else None


# Ids hold a time (id >> 32 seconds), but nobody confirmed it: posted_at stays unknown.
PLATFORM = Platform(
    name="tiktok",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    marks=("tiktok", "tnktok"),
    tags=("amp-tiktok",),
    classes=("tiktok-embed",),
    called=("tiktok",),
    id_attributes=("cite", "data-video-id", "data-src"),
    ref_of_id=ref_of_id,
    words=caption_words,
)
