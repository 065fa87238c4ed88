"""Instagram: shortcodes, and the blockquote with its caption and 'A post shared by'."""

import re

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import address
from scrapers.platforms._words import caption_words

_CODE = re.compile(r"[\w-]{5,40}", re.ASCII)
_USER = re.compile(r"[\w.]{1,30}", re.ASCII)
_KINDS = frozenset({"p", "reel", "reels", "tv"})
_AUTHOR = re.compile(r"author_([\w.]{1,30})", re.ASCII)


def _post(url: str) -> tuple[str | None, str] | None:
    cut = address(url)
    if cut is None or not cut.on("instagram.com", "instagr.am", "ddinstagram.com"):
        return None
    for at in (0, 1):
        known = (
            len(cut.path) > at + 1 and cut.path[at].lower() in _KINDS and _CODE.fullmatch(cut.path[at + 1])
        )
        if known and cut.path[at + 1] not in {"audio", "videos"}:
            named = _USER.fullmatch(cut.path[0]) if at else _AUTHOR.fullmatch(cut.fragment)
            return (named[named.lastindex or 0] if named else None), cut.path[at + 1]
    return None


def post_ref(url: str) -> PostRef | None:
    """`https://www.instagram.com/p/CODE/`, also `/reel/`, `/tv/`, `/USER/p/`; stories give None."""
    found = _post(url)
    return PostRef(platform="instagram", post_id=found[1]) if found else None


def handle(url: str) -> str | None:
    """Only the longer form `/USER/p/CODE/` carries it."""
    found = _post(url)
    return found[0] if found else None


def canonical_url(ref: PostRef, handle: str | None) -> str:  # noqa: ARG001 - the shape that all platforms share
    """`/p/` answers for reels as well."""
    return f"https://www.instagram.com/p/{ref.post_id}/"


def ref_of_id(value: str) -> PostRef | None:
    """A bare shortcode, as `amp-instagram` holds it; numbers alone are ids of other things."""
    code = value.strip()
    known = _CODE.fullmatch(code) and not code.isdigit()
    return PostRef(platform="instagram", post_id=code) if known else None


# Shortcodes hold a time ((id >> 23) + 1314220021721 ms), but nobody confirmed it: posted_at stays unknown.
PLATFORM = Platform(
    name="instagram",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    marks=("instagr", "instgrm"),
    tags=("amp-instagram",),
    classes=("instagram-media", "js-instagram__container", "embed-instagram", "instagram-embed"),
    called=("instagram",),
    id_attributes=("data-instgrm-permalink", "data-shortcode", "data-instagram-id", "data-embed-id"),
    own_attributes=("data-instgrm-permalink",),
    ref_of_id=ref_of_id,
    words=caption_words,
)
