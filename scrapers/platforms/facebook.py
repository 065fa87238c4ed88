"""Facebook: posts, videos and photos under a dozen kinds of address, plugin frames, SDK elements."""

import re

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import Address, address
from scrapers.platforms._words import caption_words

_PFBID = re.compile(r"pfbid\w{10,120}", re.ASCII)
_NUMBER = re.compile(r"\d{6,20}", re.ASCII)
_USER = re.compile(r"[\w.-]{2,100}", re.ASCII)
_KINDS = frozenset(
    {"posts", "videos", "photos", "photo", "permalink", "reel", "reels", "notes", "stories", "activity"}
)
_PAGES = frozenset(
    {"photo.php", "story.php", "permalink.php", "watch", "video.php", "photo", "reel", "groups", "events"}
)
_NO_HANDLES = _PAGES | {
    "plugins",
    "share",
    "sharer",
    "dialog",
    "hashtag",
    "login",
    "pages",
    "people",
    "media",
    "live",
}
_SHOWING = frozenset({"post", "video", "comment_embed"})
"""Plugins that show a post; the others like, share or comment on one."""
_QUERY = ("story_fbid", "fbid", "v", "multi_permalinks")


def _post(url: str, depth: int = 2) -> tuple[str | None, str] | None:
    cut = address(url)
    if cut is None or not cut.on("facebook.com", "fb.com", "facebook.net"):
        return None
    if cut.path[:1] == ("plugins",) or cut.path[1:2] == ("plugins",):
        shows = depth and cut.path[-1].lower().removesuffix(".php") in _SHOWING
        return _post(cut.query.get("href", ""), depth - 1) if shows else None
    number = _from_query(cut) or _from_path(cut.path)
    return (_user(cut), number) if number else None


def _from_query(cut: Address) -> str | None:
    if cut.path[:1] and cut.path[0].lower() not in _PAGES:
        return None
    values = (cut.query.get(name, "").split(":")[-1] for name in _QUERY)
    return next((one for one in values if _NUMBER.fullmatch(one) or _PFBID.fullmatch(one)), None)


def _from_path(path: tuple[str, ...]) -> str | None:
    """The last number or pfbid behind a word that tells a kind of post."""
    at = next((i for i, part in enumerate(path[:3]) if part.lower() in _KINDS), None)
    if at is None:
        return None
    ids = [part.rsplit(":", 1)[-1] for part in path[at + 1 :]]
    return next((one for one in reversed(ids) if _NUMBER.fullmatch(one) or _PFBID.fullmatch(one)), None)


def _user(cut: Address) -> str | None:
    first = cut.path[0] if len(cut.path) > 1 else ""
    known = _USER.fullmatch(first) and first.lower() not in _NO_HANDLES and not first.isdigit()
    return first if known else None


def post_ref(url: str) -> PostRef | None:
    """The last number or `pfbid…` of a post, video, photo or reel; also inside a plugin's `href`."""
    found = _post(url)
    return PostRef(platform="facebook", post_id=found[1]) if found else None


def handle(url: str) -> str | None:
    """The page's name in the path; numbers are ids, not handles."""
    found = _post(url)
    return found[0] if found else None


def canonical_url(ref: PostRef, handle: str | None) -> str:
    """`/HANDLE/posts/ID`, or the old form that names no author."""
    if handle:
        return f"https://www.facebook.com/{handle}/posts/{ref.post_id}"
    return f"https://www.facebook.com/story.php?story_fbid={ref.post_id}"


PLATFORM = Platform(
    name="facebook",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    marks=("facebook", "fb.com", "fb-post", "fb-video"),
    tags=("amp-facebook", "fb:post", "fb:video"),
    classes=("fb-post", "fb-video"),
    id_attributes=("data-href",),
    ref_of_id=post_ref,
    words=caption_words,
)
