"""Threads: post codes, and the blockquote that its embed script reads."""

import re

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import address
from scrapers.platforms._words import caption_words

_CODE = re.compile(r"[\w-]{5,40}", re.ASCII)
_USER = re.compile(r"@([\w.]{1,30})", re.ASCII)


def _post(url: str) -> tuple[str | None, str] | None:
    cut = address(url)
    if cut is None or not cut.on("threads.net", "threads.com"):
        return None
    path = cut.path
    if len(path) >= 3 and path[1] == "post":
        user, code = _USER.fullmatch(path[0]), path[2]
    elif len(path) >= 2 and path[0] == "t":
        user, code = None, path[1]
    else:
        return None
    return (user[1] if user else None, code) if _CODE.fullmatch(code) else None


def post_ref(url: str) -> PostRef | None:
    """`https://www.threads.net/@user/post/CODE[/embed]`, `https://www.threads.net/t/CODE`."""
    found = _post(url)
    return PostRef(platform="threads", post_id=found[1]) if found else None


def handle(url: str) -> str | None:
    """The user in the path."""
    found = _post(url)
    return found[0] if found else None


def canonical_url(ref: PostRef, handle: str | None) -> str:
    """With the user, or the short form."""
    path = f"@{handle}/post" if handle else "t"
    return f"https://www.threads.net/{path}/{ref.post_id}"


PLATFORM = Platform(
    name="threads",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    marks=("threads.", "text-post"),
    classes=("text-post-media",),
    called=("threads",),
    id_attributes=("data-text-post-permalink",),
    own_attributes=("data-text-post-permalink",),
    ref_of_id=post_ref,
    words=caption_words,
)
