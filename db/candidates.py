"""Stored posts that an article may quote without showing them, found by words they share with its claims."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import orjson
from sqlite_utils import Database

from db.columns import time_text
from db.index import post_index
from db.observed import EMBED_FORMAT
from db.queries import posts_by_number
from linker.records import Post

BUDGET = 500
"""Postings looked at for a claim: its rarest words, so that an article costs the same in any archive."""
MOST_A_CLAIM = 10
MOST = 40
_LOOKED_AT = 4 * MOST_A_CLAIM
"""Found for each claim before the time blocks."""

# Archived words of the author's own: what only a page showed is its article's, a repost is another's.
QUOTABLE = """
SELECT posts.id, coalesce(posts.created_at < ?, 0) FROM posts
  JOIN observations ON observations.id = posts.observation
WHERE posts.id IN (SELECT value FROM json_each(?)) AND posts.text <> ''
  AND (posts.created_at IS NULL OR posts.created_at <= ?)
  AND observations.source_format <> ? AND observations.repost_of_id IS NULL
"""


def posts_sharing(
    db: Database,
    asked: Iterable[Sequence[str]],
    *,
    until: datetime | None = None,
    fresh_from: datetime | None = None,
    most: int = MOST,
) -> list[Post]:
    """Posts that share rare words with a claim, the rarest first: at most 10 a claim and `most` in all.

    `asked` are the words of each claim. Posts after `until` are left out; those before `fresh_from` stand
    behind the others.
    """
    index = post_index(db, budget=BUDGET)
    if not index.total:
        return []
    found = [index.search(words, limit=_LOOKED_AT) for words in asked]
    old = _quotable(db, {number for ranked in found for number, _ in ranked}, until, fresh_from)
    best: dict[int, float] = {}
    for ranked in found:
        kept = [(number, score) for number, score in ranked if number in old]
        for number, score in sorted(kept, key=lambda pair: old[pair[0]])[:MOST_A_CLAIM]:
            best[number] = max(best.get(number, 0.0), score)
    chosen = sorted(best, key=lambda number: (old[number], -best[number], number))[:most]
    posts = posts_by_number(db, chosen)
    return [posts[number] for number in chosen]


def _quotable(
    db: Database, numbers: Iterable[int], until: datetime | None, fresh_from: datetime | None
) -> dict[int, bool]:
    """Which of the posts may be quoted at all, and of each whether it is old."""
    listed = orjson.dumps(sorted(numbers)).decode()
    last = time_text(until) if until else "9999"
    first = time_text(fresh_from) if fresh_from else ""
    rows = db.conn.execute(QUOTABLE, (first, listed, last, EMBED_FORMAT))
    return {number: bool(old) for number, old in rows}
