"""What an account export of X says of other people's posts: `like.js`, `bookmark.js`; no author, no time."""

import re

from linker.records import Post
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import ident, mapping, string
from scrapers.archives.posts.text import said, unescape
from scrapers.archives.x.posts import address, gone, timed

_KINDS = ("like", "bookmark")
_CUT = re.compile(r"…\s+https?://t\.co/\w+\s*$")


def sniff(value: Json) -> bool:
    """`{"like": {"tweetId": …}}`."""
    return "tweetId" in _liked(value)


def _liked(value: Json) -> Json:
    return next((found for kind in _KINDS if (found := mapping(value.get(kind)))), {})


def read(value: Json, place: Place) -> Items:
    """The post that was liked; its short links stay short: the export does not tell what they stand for."""
    liked = _liked(value)
    post_id, raw = ident(liked.get("tweetId")), string(liked.get("fullText"))
    if raw is None:
        yield gone(place, post_id, "unknown", "a like whose words the export does not give")
        return
    created_at, source = timed(post_id, None)
    yield Post(
        platform="x",
        post_id=post_id,
        url=address(None, post_id),
        created_at=created_at,
        created_at_source=source,
        text=said(unescape(raw)),
        text_raw=raw,
        truncated=_CUT.search(raw) is not None,
        **place.origin,
    )


FORMAT = JsonFormat(
    name="x_likes", title="Likes and bookmarks of an X account export", sniff=sniff, read=read, rank=11
)
