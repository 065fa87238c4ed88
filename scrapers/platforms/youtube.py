"""YouTube: video ids of players, pages, shorts and short links; community posts."""

import re

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import address
from scrapers.platforms._words import no_words

_VIDEO = re.compile(r"[\w-]{11}", re.ASCII)
_COMMUNITY = re.compile(r"Ug[\w-]{20,60}", re.ASCII)
_KINDS = frozenset({"embed", "v", "shorts", "live", "e"})
_NO_VIDEOS = frozenset({"videoseries", "live_stream"})


def _video(url: str) -> str | None:
    cut = address(url)
    if cut is None:
        return None
    path = cut.path
    if cut.host == "youtu.be":
        found = path[0] if path else ""
    elif not cut.on("youtube.com", "youtube-nocookie.com"):
        return None
    elif path[:1] == ("post",) and len(path) > 1 and _COMMUNITY.fullmatch(path[1]):
        return path[1]
    elif len(path) > 1 and path[0] in _KINDS:
        found = path[1]
    else:
        found = cut.query.get("v", "") if path[:1] == ("watch",) else ""
    return found if _VIDEO.fullmatch(found) and found not in _NO_VIDEOS else None


def post_ref(url: str) -> PostRef | None:
    """`watch?v=ID`, `youtu.be/ID`, `/embed/ID`, `/shorts/ID`, `/live/ID`, `/post/Ug…`; no playlists."""
    found = _video(url)
    return PostRef(platform="youtube", post_id=found) if found else None


def handle(_url: str) -> str | None:
    """Addresses of videos carry no author."""
    return None


def canonical_url(ref: PostRef, handle: str | None) -> str:  # noqa: ARG001 - the shape that all platforms share
    """`watch?v=ID`, or the community post's own address."""
    kind = "post/" if _COMMUNITY.fullmatch(ref.post_id) else "watch?v="
    return f"https://www.youtube.com/{kind}{ref.post_id}"


def ref_of_id(value: str) -> PostRef | None:
    """A bare video id, as `amp-youtube` and `lite-youtube` hold it."""
    known = _VIDEO.fullmatch(value.strip())
    return PostRef(platform="youtube", post_id=value.strip()) if known else None


PLATFORM = Platform(
    name="youtube",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    marks=("youtu",),
    tags=("amp-youtube", "lite-youtube", "youtube-video"),
    classes=("youtube-player", "lazy-youtube", "rll-youtube-player"),
    called=("youtube",),
    id_attributes=(
        "videoid",
        "data-videoid",
        "data-video-id",
        "data-youtube-id",
        "data-id",
        "data-embed-id",
        "src",
    ),
    own_attributes=("data-youtube-id",),
    ref_of_id=ref_of_id,
    words=no_words,
)
