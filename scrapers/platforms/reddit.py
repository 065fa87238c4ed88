"""Reddit: fullnames of posts (`t3_…`) and comments (`t1_…`), and the blockquotes of its embeds."""

import re

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import address
from scrapers.platforms._words import caption_words

_ID = re.compile(r"[0-9a-z]{3,10}", re.IGNORECASE | re.ASCII)
_FULLNAME = re.compile(r"t[13]_[0-9a-z]{3,10}", re.IGNORECASE | re.ASCII)
_USER = re.compile(r"[\w-]{2,30}", re.ASCII)


def _thread(url: str) -> tuple[str | None, str] | None:
    """User (of a post on a profile) and fullname."""
    cut = address(url)
    if cut is None or not cut.on("reddit.com", "redditmedia.com", "rxddit.com", "redd.it"):
        return None
    path = cut.path
    if path[-1:] == ("info",) and _FULLNAME.fullmatch(cut.query.get("id", "")):
        return None, cut.query["id"].lower()
    if cut.host == "redd.it":
        return (None, f"t3_{path[0].lower()}") if len(path) == 1 and _ID.fullmatch(path[0]) else None
    return _from_path(path) if "comments" in path[:3] else None


def _from_path(path: tuple[str, ...]) -> tuple[str | None, str] | None:
    at = path.index("comments")
    rest = path[at + 1 :]
    if not rest or not _ID.fullmatch(rest[0]):
        return None
    if len(rest) >= 3 and _ID.fullmatch(rest[2]):
        return None, f"t1_{rest[2].lower()}"
    user = path[1] if at == 2 and path[0] in {"user", "u"} and _USER.fullmatch(path[1]) else None
    return user, f"t3_{rest[0].lower()}"


def post_ref(url: str) -> PostRef | None:
    """`/r/SUB/comments/ID/slug/` -> `t3_ID`; with a comment's id behind the slug -> `t1_…`; `redd.it/ID`."""
    found = _thread(url)
    return PostRef(platform="reddit", post_id=found[1]) if found else None


def handle(url: str) -> str | None:
    """Only posts on a user's profile carry it."""
    found = _thread(url)
    return found[0] if found else None


def canonical_url(ref: PostRef, handle: str | None) -> str:  # noqa: ARG001 - the shape that all platforms share
    """Reddit redirects both short forms."""
    kind, _, number = ref.post_id.partition("_")
    return (
        f"https://www.reddit.com/comments/{number}/"
        if kind == "t3"
        else f"https://www.reddit.com/api/info?id={ref.post_id}"
    )


PLATFORM = Platform(
    name="reddit",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    marks=("reddit", "redd.it"),
    tags=("amp-reddit",),
    classes=("reddit-embed-bq", "reddit-card", "reddit-embed"),
    id_attributes=("data-src",),
    ref_of_id=post_ref,
    words=caption_words,
)
