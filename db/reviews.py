"""People's verdicts on pairs of claim and post: appended, never changed; and the links that await one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from db.columns import clean_row, read_time, time_text
from db.opening import transaction
from db.rows import select
from linker.errors import StoreError
from linker.records import PostRef, Relation, Review

_LINK = """
SELECT links.id AS link, links.decision, links.score, links.relation, links.model,
  claims.claim_id, claims.text AS claim, claims.speaker,
  articles.id AS article_id, articles.url AS article_url, articles.title AS article_title,
  articles.publisher AS article_publisher, articles.published_at AS article_published_at,
  posts.platform, posts.host, posts.post_id, observations.url AS post_url, observations.author_handle,
  observations.author_name, observations.text, posts.status
FROM links
  JOIN claims ON claims.id = links.claim
  JOIN articles ON articles.id = claims.article
  JOIN observations ON observations.id = links.observation
  LEFT JOIN posts ON posts.id = links.post
"""
LINK_BY_NUMBER = f"{_LINK} WHERE links.id = ?"
AWAITING = f"""
{_LINK} WHERE links.post IS NOT NULL AND links.decision <> 'none'
  AND NOT EXISTS (SELECT 1 FROM reviews WHERE reviews.claim = links.claim AND reviews.post = links.post)
ORDER BY min(abs(links.score - ?), abs(links.score - ?)), links.id LIMIT ?
"""
INSERT_REVIEW = """
INSERT INTO reviews(claim, post, verdict, reviewer, blind, model, score, reviewed_at, comment)
SELECT claims.id, posts.id, ?, ?, ?, ?, ?, ?, ? FROM claims, posts
WHERE claims.claim_id = ? AND posts.post_id = ? AND posts.platform = ? AND posts.host = ?
"""
_OF_PAIR = "WHERE embeds.article = claims.article AND embeds.post = reviews.post AND embeds.current"
VERDICTS = f"""
SELECT reviews.*, claims.claim_id, claims.article, posts.platform, posts.host, posts.post_id,
  links.relation,
  EXISTS (SELECT 1 FROM embeds {_OF_PAIR}) AS shown,
  (SELECT min(paragraph) FROM embeds {_OF_PAIR} AND NOT linked AND method <> 'flattened') AS paragraph
FROM reviews
  JOIN claims ON claims.id = reviews.claim
  JOIN posts ON posts.id = reviews.post
  LEFT JOIN links ON links.claim = reviews.claim AND links.post = reviews.post
ORDER BY claims.article, reviews.post, reviews.reviewed_at, reviews.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A review with what is stored about its pair now."""

    review: Review
    article_id: str
    relation: Relation | None
    """Of the link, None where linking anew has dropped it."""
    shown: bool
    """The article's latest reading embeds the post or links to it."""
    paragraph: int | None
    """Number of paragraphs before the embed, where it is known and the editor's choice."""


def link_by_number(db: Database, number: int) -> dict[str, Any] | None:
    """One stored link with the words of both its sides; `post_id` is None where the post has no id yet."""
    return next(iter(select(db, LINK_BY_NUMBER, (number,))), None)


def links_awaiting(db: Database, thresholds: tuple[float, float], *, limit: int) -> list[dict[str, Any]]:
    """Links and suggestions that nobody has judged, the nearest to a threshold first."""
    return select(db, AWAITING, (*thresholds, limit))


def save_review(db: Database, review: Review) -> int:
    """Append a verdict; its number.

    Raises:
        StoreError: the claim or the post is not stored.
    """
    row = (
        review.verdict, review.reviewer, int(review.blind), review.model, review.score,
        time_text(review.reviewed_at), review.comment, review.claim_id, review.post.post_id,
        review.post.platform, review.post.host,
    )  # fmt: skip
    with transaction(db):
        cursor = db.conn.execute(INSERT_REVIEW, clean_row(row))
        if cursor.rowcount != 1:
            raise StoreError(f"a review of the claim {review.claim_id}: store its claim and its post first")
        return int(cursor.lastrowid or 0)


def judged_pairs(db: Database) -> Iterator[Judged]:
    """Every verdict, those on one article and post together, in the order in which they were given."""
    for row in select(db, VERDICTS):
        yield Judged(
            review=_read_review(row),
            article_id=row["article"],
            relation=row["relation"],
            shown=bool(row["shown"]),
            paragraph=row["paragraph"],
        )


def _read_review(row: dict[str, Any]) -> Review:
    reviewed_at = read_time(row["reviewed_at"])
    assert reviewed_at is not None
    return Review(
        claim_id=row["claim_id"],
        post=PostRef(platform=row["platform"], post_id=row["post_id"], host=row["host"]),
        verdict=row["verdict"],
        reviewer=row["reviewer"],
        blind=bool(row["blind"]),
        model=row["model"],
        score=row["score"],
        reviewed_at=reviewed_at,
        comment=row["comment"],
    )
