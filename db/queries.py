"""Named SELECTs, and the records and rows that they give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlite_utils import Database

from db.columns import time_text
from db.rows import POST_COLUMNS, read_article, read_claim, read_embed, read_post, select
from linker.records import Article, Claim, Embed, Post, PostRef

_POST = f"""
SELECT posts.id AS number, posts.post_id, posts.status,
  {", ".join(f"observations.{name}" for name in POST_COLUMNS)}
FROM posts JOIN observations ON observations.id = posts.observation
"""
POST_BY_REF = f"{_POST} WHERE posts.post_id = ? AND posts.platform = ? AND posts.host = ?"
POSTS_BY_NUMBER = f"{_POST} WHERE posts.id IN (SELECT value FROM json_each(?))"
POSTS_BY = {
    column: f"""{_POST} WHERE posts.author IN (SELECT id FROM authors WHERE {column} = ? AND platform = ?)
      AND posts.created_at >= ? AND posts.created_at < ? ORDER BY posts.created_at, posts.id LIMIT ?"""
    for column in ("author_id", "handle", "name")
}
OTHERS_BY = {
    column: f"""{_POST} WHERE posts.author IN (SELECT id FROM authors WHERE {column} = ? AND platform = ?)
      AND posts.host = ? AND posts.post_id <> ? AND posts.status IN ('ok', 'unknown')
      AND posts.text IS NOT NULL AND observations.repost_of_id IS NULL
      ORDER BY posts.status = 'ok' DESC, posts.created_at DESC LIMIT ?"""
    for column in ("author_id", "handle")
}
OBSERVATIONS = f"""
SELECT posts.post_id, observations.status, {", ".join(f"observations.{name}" for name in POST_COLUMNS)}
FROM posts JOIN observations ON observations.post = posts.id
WHERE posts.post_id = ? AND posts.platform = ? AND posts.host = ?
ORDER BY observations.rank DESC, observations.captured_at DESC, observations.sha256 DESC
"""
_CLAIM = """
SELECT claims.id AS number, claims.article, claims.text, claims.kind, claims.speaker, (
  SELECT json_group_array(json_array(paragraph, start, "end")) FROM (
    SELECT * FROM claim_positions WHERE claim = claims.id ORDER BY number
  )
) AS positions FROM claims
"""
CLAIMS_OF_ARTICLE = f"""{_CLAIM}
JOIN claim_positions AS first ON first.claim = claims.id AND first.number = 0
WHERE claims.article = ? AND claims.current ORDER BY first.paragraph, first.start
"""
CLAIMS_BY_NUMBER = f"{_CLAIM} WHERE claims.id IN (SELECT value FROM json_each(?))"
_WHOLE_ARTICLE = """
SELECT articles.*, (
  SELECT json_group_array(json_array(paragraph, posted_at, posted_offset_minutes)) FROM (
    SELECT * FROM entries WHERE article = articles.id ORDER BY paragraph
  )
) AS entries, (
  SELECT json_group_array(json_array(url, paragraph, sha256)) FROM (
    SELECT parts.url, parts.paragraph, pages.sha256 FROM parts LEFT JOIN pages ON pages.id = parts.page
    WHERE parts.article = articles.id ORDER BY parts.number
  )
) AS parts FROM articles
"""
ARTICLE_BY_URL = f"{_WHOLE_ARTICLE} WHERE url = ? OR id = ?"
ARTICLES = f"{_WHOLE_ARTICLE} WHERE id > ? ORDER BY id LIMIT 100"
PAGE = "SELECT * FROM pages WHERE url = ? AND sha256 = ?"
PAGE_OF_PART = """
SELECT pages.* FROM parts JOIN pages ON pages.id = parts.page WHERE parts.article = ? AND parts.url = ?
"""
IS_PART = "SELECT EXISTS (SELECT 1 FROM parts WHERE url = ?)"
EMBEDS_OF_ARTICLE = """
SELECT * FROM embeds WHERE article = ? AND current AND linked = ? AND quoted_by IS NULL ORDER BY number
"""
UNRESOLVED_EMBEDS = """
SELECT embeds.* FROM embeds
  LEFT JOIN posts ON posts.id = embeds.post
  LEFT JOIN observations ON observations.id = posts.observation
WHERE embeds.current AND (posts.id IS NULL OR observations.source_format = 'embed' OR posts.text IS NULL)
ORDER BY embeds.id
"""
EMBEDS_WITH_ID = "SELECT * FROM embeds WHERE current AND post_id IS NOT NULL ORDER BY id"
POST_NUMBERS = """
SELECT id FROM posts WHERE post_id = ? AND (? IS NULL OR platform = ? AND host = ?) ORDER BY platform, host
"""
_ARTICLE = """
articles.id AS article_id, articles.url AS article_url, articles.title AS article_title,
articles.publisher AS article_publisher, articles.published_at AS article_published_at
"""
# A post is used where a page shows or links it, and where a claim is linked to it.
_EMBEDDED = f"""
SELECT {_ARTICLE}, iif(embeds.linked, 'links', 'embeds') AS how,
  embeds.platform, embeds.host, embeds.post_id,
  coalesce(posts.author_handle, embeds.author_handle) AS author_handle,
  coalesce(posts.text, embeds.text) AS text, coalesce(posts.status, 'unknown') AS status,
  NULL AS link, NULL AS claim, NULL AS speaker, NULL AS score, NULL AS decision
FROM embeds JOIN articles ON articles.id = embeds.article LEFT JOIN posts ON posts.id = embeds.post
"""
_LINKED = f"""
SELECT {_ARTICLE}, links.relation AS how, posts.platform, posts.host, posts.post_id,
  posts.author_handle, posts.text, posts.status,
  links.id AS link, claims.text AS claim, claims.speaker, links.score, links.decision
FROM links JOIN claims ON claims.id = links.claim JOIN articles ON articles.id = claims.article
  JOIN posts ON posts.id = links.post
"""
USES_OF_POST = f"""
SELECT * FROM ({_EMBEDDED} WHERE embeds.current AND embeds.post = :post UNION ALL
  {_LINKED} WHERE links.post = :post AND links.decision <> 'none')
ORDER BY score IS NOT NULL, score DESC, article_url
"""
USES_BY_ADDRESS = f"""
{_EMBEDDED} WHERE embeds.current
  AND (embeds.url = :asked OR embeds.post_id = :asked OR instr(embeds.text, :asked))
"""

ARTICLES_LINKED_WITH_OLDER_WORDS = """
SELECT DISTINCT claims.article FROM links
  JOIN claims ON claims.id = links.claim
  JOIN posts ON posts.id = links.post
WHERE posts.observation <> links.observation
"""


def post(db: Database, ref: PostRef) -> Post | None:
    """The best observation of a post, with the status that all its observations give."""
    rows = select(db, POST_BY_REF, _ref_values(ref))
    return read_post(rows[0]) if rows else None


def observations(db: Database, ref: PostRef) -> list[Post]:
    """All that was observed of a post, best first."""
    return [read_post(row) for row in select(db, OBSERVATIONS, _ref_values(ref))]


def posts_by_number(db: Database, numbers: Sequence[int]) -> dict[int, Post]:
    """Posts by their id in `posts`."""
    rows = select(db, POSTS_BY_NUMBER, (orjson.dumps(numbers).decode(),))
    return {row["number"]: read_post(row) for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Whom posts are asked of; the first that is known of id, handle and name is asked for, in any case."""

    platform: str
    author_id: str | None = None
    handle: str | None = None
    name: str | None = None

    @property
    def known(self) -> tuple[str | None, str | None]:
        """The column to ask by and its value, None for both where nothing is known."""
        named = (("author_id", self.author_id), ("handle", self.handle), ("name", self.name))
        return next((pair for pair in named if pair[1]), (None, None))


def posts_by_author(
    db: Database, author: Author, since: datetime, until: datetime, *, limit: int = 1_000
) -> list[Post]:
    """Posts of an author from `since` up to, not including, `until`, in order of time."""
    column, value = author.known
    if column is None:
        return []
    window = (value, author.platform, time_text(since), time_text(until), limit)
    return [read_post(row) for row in select(db, POSTS_BY[column], window)]


def others_by_author(db: Database, ref: PostRef, author: Author, *, limit: int) -> list[Post]:
    """Other posts of a post's author that may still stand, those last seen so and the newest first."""
    known = (("author_id", author.author_id), ("handle", author.handle))
    asked = ((column, value) for column, value in known if value)
    found = [
        read_post(row)
        for column, value in asked
        for row in select(db, OTHERS_BY[column], (value, author.platform, ref.host, ref.post_id, limit))
    ]
    return list({post.ref: post for post in found}.values())[:limit]


def article(db: Database, url_or_id: str) -> Article | None:
    """The article of a canonical URL or an article id."""
    rows = select(db, ARTICLE_BY_URL, (url_or_id, url_or_id))
    return read_article(rows[0]) if rows else None


def articles(db: Database) -> Iterator[Article]:
    """Every article, by id."""
    last = ""
    while rows := select(db, ARTICLES, (last,)):
        yield from (read_article(row) for row in rows)
        last = rows[-1]["id"]


def page(db: Database, url: str, sha256: str) -> dict[str, Any] | None:
    """The row of a page as it stood at a URL with these bytes."""
    return next(iter(select(db, PAGE, (url, sha256))), None)


def page_of_part(db: Database, article_id: str, url: str) -> dict[str, Any] | None:
    """The row of the page that this part of an article was last read from."""
    return next(iter(select(db, PAGE_OF_PART, (article_id, url))), None)


def is_part(db: Database, url: str) -> bool:
    """Whether a URL is one of the pages of an article that has several, or goes on unread."""
    return bool(db.conn.execute(IS_PART, (url,)).fetchone()[0])


def claims_of(db: Database, article_id: str) -> list[Claim]:
    """The claims of an article's latest reading, in reading order."""
    return [read_claim(row) for row in select(db, CLAIMS_OF_ARTICLE, (article_id,))]


def claims_by_number(db: Database, numbers: Sequence[int]) -> dict[int, Claim]:
    """Claims by their id in `claims`."""
    rows = select(db, CLAIMS_BY_NUMBER, (orjson.dumps(numbers).decode(),))
    return {row["number"]: read_claim(row) for row in rows}


def embeds_of(db: Database, article_id: str, *, linked: bool = False) -> list[Embed]:
    """The embeds (or the posts merely linked) of an article's latest reading, in order."""
    return [read_embed(row) for row in select(db, EMBEDS_OF_ARTICLE, (article_id, int(linked)))]


def post_numbers(db: Database, post_id: str, *, platform: str | None = None, host: str = "") -> list[int]:
    """Rows of `posts` with this id, on one platform or on any."""
    return [row["id"] for row in select(db, POST_NUMBERS, (post_id, platform, platform, host))]


def uses_of_post(db: Database, number: int) -> list[dict[str, Any]]:
    """The articles that embed, link, quote, report or dispute a post: embeds first, then the best links."""
    return _named(db, USES_OF_POST, {"post": number})


def uses_by_address(db: Database, asked: str) -> list[dict[str, Any]]:
    """The articles that show a post of this URL, id or words that is not stored itself."""
    return _named(db, USES_BY_ADDRESS, {"asked": asked})


def unresolved_embeds(db: Database) -> list[Embed]:
    """Embeds and linked posts of which no archived words are stored."""
    return [read_embed(row) for row in select(db, UNRESOLVED_EMBEDS)]


def embeds_with_id(db: Database) -> list[Embed]:
    """Embeds and linked posts of which the page tells the id."""
    return [read_embed(row) for row in select(db, EMBEDS_WITH_ID)]


def articles_linked_with_older_words(db: Database) -> list[str]:
    """Ids of articles with a link to a post of which a better observation has arrived since."""
    return [article for (article,) in db.conn.execute(ARTICLES_LINKED_WITH_OLDER_WORDS)]


def _ref_values(ref: PostRef) -> tuple[str, str, str]:
    return ref.post_id, ref.platform, ref.host


def _named(db: Database, sql: str, values: dict[str, object]) -> list[dict[str, Any]]:
    cursor = db.conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
