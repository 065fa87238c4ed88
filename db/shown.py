"""Stored posts that an embed may show: by its id, else by author and day, then by words.

Each way looks at a bounded number of posts, so that an embed costs the same among a million as among few.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlite_utils import Database

from db.index import Index, post_index
from db.queries import Author, post, posts_by_author, posts_by_number
from linker.records import Embed, Post

MOST_BY_AUTHOR = 200
"""Posts of one author, around one day or ever, that are all looked at for an embed."""
MOST_BY_WORDS = 50
_MOST_OF_AUTHOR = 20_000
_LOOKED_AT = 8 * MOST_BY_WORDS
"""Found by words before reposts, of which one post may have hundreds with its very words, are left out."""

NUMBERS_BY = {
    column: f"""SELECT posts.id FROM posts
      WHERE posts.author IN (SELECT id FROM authors WHERE {column} = ? AND platform = ?) LIMIT ?"""
    for column in ("author_id", "handle", "name")
}


def posts_for_resolution(
    db: Database,
    embed: Embed,
    words: Iterable[str] = (),
    *,
    margin_days: int = 1,
    index: Index | None = None,
) -> list[Post]:
    """Stored posts that an embed may show: by id alone if it has one, else by author and day, then words.

    Embeds show the day in their reader's zone, hence the margin. `index` is `post_index(db)`, kept by a
    caller who asks for many embeds: it remembers how frequent words are.
    """
    if embed.ref is not None:
        found = post(db, embed.ref)
        return [found] if found else []
    posts = _by_author_and_day(db, embed, margin_days) if embed.date else []
    ranked = _ranked(index or post_index(db), tuple(words))
    posts += posts_by_number(db, _by_author(db, embed, ranked)).values()
    posts += _originals(db, ranked[:_LOOKED_AT])
    return list({post.ref: post for post in posts if post.platform == embed.platform}.values())


def _ranked(index: Index, words: Sequence[str]) -> list[int]:
    """Posts by the rarity of the words they share; where many share alike, those with all words first."""
    found = index.search(words, limit=None)
    ranked = [number for number, _ in found]
    if len(found) > MOST_BY_WORDS and found[MOST_BY_WORDS][1] == found[0][1]:
        ranked = list(dict.fromkeys([*index.holding_all(words, limit=_LOOKED_AT), *ranked]))
    return ranked


def _by_author_and_day(db: Database, embed: Embed, margin_days: int) -> list[Post]:
    assert embed.date is not None
    since = _midnight(embed.date) - timedelta(days=margin_days)
    until = _midnight(embed.date) + timedelta(days=1 + margin_days)
    found = (posts_by_author(db, author, since, until, limit=MOST_BY_AUTHOR) for author in _authors(embed))
    return [post for posts in found for post in posts]


def _by_author(db: Database, embed: Embed, ranked: Sequence[int]) -> list[int]:
    """Of an author who posted little all posts, else those that the words found, best first."""
    known: set[int] = set()
    for author in _authors(embed):
        column, value = author.known
        if column:
            window = (value, author.platform, _MOST_OF_AUTHOR)
            known |= {number for (number,) in db.conn.execute(NUMBERS_BY[column], window)}
    if not embed.date and len(known) <= MOST_BY_AUTHOR:
        return sorted(known)
    return [number for number in ranked if number in known][:MOST_BY_WORDS]


def _originals(db: Database, ranked: Sequence[int]) -> list[Post]:
    """The best of these that are no reposts; most often the first ones are."""
    found: list[Post] = []
    for start in range(0, len(ranked), MOST_BY_WORDS):
        some = ranked[start : start + MOST_BY_WORDS]
        by_number = posts_by_number(db, some)
        found += [by_number[number] for number in some if by_number[number].repost_of_id is None]
        if len(found) >= MOST_BY_WORDS:
            break
    return found[:MOST_BY_WORDS]


def _authors(embed: Embed) -> tuple[Author, ...]:
    """Whom an embed names, by each fact apart: two stored posts may share but one of them."""
    return (
        Author(platform=embed.platform, author_id=embed.author_id),
        Author(platform=embed.platform, handle=embed.author_handle),
        Author(platform=embed.platform, name=embed.author_name),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
