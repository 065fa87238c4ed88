"""`linker find`: the stored articles that embed, link, quote or report a post."""

from pathlib import Path

from db import Database, open_database, queries
from db.index import post_index
from linker.errors import InputError
from linker.records import PostRef
from linker.service.telling.rows import Row
from linker.text import normalise, words
from scrapers.platforms import platforms

MAX_POSTS = 20
"""Posts looked into when it is asked by words."""


def find_in(database: Path, post: str) -> list[Row]:
    """Open the database and `find`; what `linker find` calls.

    Raises:
        InputError: there is no such database, or nothing is asked for.
    """
    db = open_database(database, create=False)
    try:
        return find(db, post)
    finally:
        db.close()


def find(db: Database, post: str) -> list[Row]:
    """Articles by a post's URL, id or words: one row a use, embeds first, then by score.

    A row: `article` {id, url, title, publisher, published_at}, `how` (embeds, links, quotes, reports,
    disputes), `post` {platform, host, post_id, author_handle, text, status}, `link` (its number, for
    `linker review`), `claim`, `speaker`, `score`, `decision`.
    """
    asked = post.strip()
    if not asked:
        raise InputError("find: name a post by its URL, its id or some of its words")
    rows = [row for number in _posts(db, asked) for row in queries.uses_of_post(db, number)]
    if not rows:
        rows = queries.uses_by_address(db, asked)
    return [_shown(row) for row in rows]


def _posts(db: Database, asked: str) -> list[int]:
    ref = ref_of(asked)
    if ref is not None:
        return queries.post_numbers(db, ref.post_id, platform=ref.platform, host=ref.host)
    if not any(map(str.isspace, asked)):
        return queries.post_numbers(db, asked) or _by_words(db, asked)
    return _by_words(db, asked)


def ref_of(address: str) -> PostRef | None:
    """The post that a URL names, by the first platform that knows it."""
    if "://" not in address:
        return None
    return next((ref for platform in platforms() if (ref := platform.post_ref(address))), None)


def _by_words(db: Database, asked: str) -> list[int]:
    said = dict.fromkeys(word.text for word in words(normalise(asked, post=True)))
    found = post_index(db).search(said, limit=MAX_POSTS)
    best = found[0][1] if found else 0.0
    return [number for number, score in found if score >= best / 2]


def _shown(row: Row) -> Row:
    article = {name: row[f"article_{name}"] for name in ("id", "url", "title", "publisher", "published_at")}
    post = {name: row[name] for name in ("platform", "host", "post_id", "author_handle", "text", "status")}
    rest = {name: row[name] for name in ("link", "claim", "speaker", "score", "decision")}
    return {"article": article, "how": row["how"], "post": post, **rest}
