"""Records -> the JSON rows of the command line's contract: fields may be added, never renamed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from linker.records import Article, Claim, Compared, Embed, Link, Position, Post, Problem, Reading, Signal

Row = dict[str, Any]
NOT_EMBEDDED = frozenset({"linked", "claimreview"})
"""Methods of `Reading.linked`: the page names the post but does not show it."""


def instant(moment: datetime | None) -> str | None:
    """UTC with a Z; None stays None."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def article_row(article: Article) -> Row:
    """The whole article, as `inspect` prints it; times keep the page's own offset."""
    return {
        **article_head(article),
        "authors": list(article.authors),
        "modified_at": article.modified_at.isoformat() if article.modified_at else None,
        "language": article.language,
        "publisher": article.publisher,
        "section": article.section,
        "agency": article.agency,
        "form": article.form,
        "times": [{"paragraph": at, "time": moment.isoformat()} for at, moment in article.times],
        "parts": [
            {"url": each.url, "paragraph": each.paragraph, "sha256": each.sha256} for each in article.parts
        ],
        "sha256": article.sha256,
        "archive_url": article.archive_url,
        "captured_at": instant(article.captured_at),
        "paragraphs": list(article.paragraphs),
    }


def article_head(article: Article) -> Row:
    """What a link says of its article."""
    return {
        "url": article.url or None,
        "title": article.title,
        "published_at": article.published_at.isoformat() if article.published_at else None,
    }


def claim_row(claim: Claim) -> Row:
    """A claim with its first position in front and all of them behind."""
    return {
        "text": claim.text,
        "kind": claim.kind,
        "speaker": claim.speaker,
        **_position(claim.positions[0]),
        "positions": [_position(position) for position in claim.positions],
    }


def _position(position: Position) -> Row:
    return {"paragraph": position.paragraph, "start": position.start, "end": position.end}


def embed_row(embed: Embed) -> Row:
    """An embedded or linked post, as `inspect` prints it."""
    return {
        "platform": embed.platform,
        "host": embed.ref.host if embed.ref else "",
        "post_id": embed.ref.post_id if embed.ref else None,
        "url": embed.url,
        "author_handle": embed.author_handle,
        "author_name": embed.author_name,
        "author_id": embed.author_id,
        "date": embed.date.isoformat() if embed.date else None,
        "posted_at": instant(embed.posted_at),
        "date_text": embed.date_text,
        "text": embed.text,
        "text_found": embed.text_found,
        "media": list(embed.media),
        "method": embed.method,
        "paragraph": embed.paragraph,
        "part": embed.part,
        "confidence": embed.confidence,
        "anchor": _position(embed.anchor) if embed.anchor else None,
        "quoted": embed_row(embed.quoted) if embed.quoted else None,
    }


def reading_row(reading: Reading, claims: tuple[Claim, ...]) -> Row:
    """What `inspect` prints of one page."""
    return {
        "article": article_row(reading.article) if reading.article else None,
        "claims": [claim_row(claim) for claim in claims],
        "embeds": [embed_row(embed) for embed in reading.embeds],
        "linked": [embed_row(embed) for embed in reading.linked],
        "problems": [problem_row(problem) for problem in reading.problems],
        "next_url": reading.next_url,
        "whole_url": reading.whole_url,
    }


def problem_row(problem: Problem) -> Row:
    """What could not be read, and why."""
    return {
        "stage": problem.stage,
        "subject": problem.subject,
        "kind": problem.kind,
        "message": problem.message,
    }


def post_row(post: Post) -> Row:
    """What a link says of its post."""
    return {
        "platform": post.platform,
        "host": post.host,
        "post_id": post.post_id,
        "url": post.url,
        "author_handle": post.author_handle,
        "author_name": post.author_name,
        "created_at": instant(post.created_at),
        "created_at_source": post.created_at_source,
        "text": post.text,
        "status": post.status,
        "archive_url": post.archive_url,
        "captured_at": instant(post.captured_at),
    }


def signal_row(signal: Signal) -> Row:
    """One reason with what it compared and what it adds, in log-odds."""
    return {
        "name": signal.name,
        "value": signal.value,
        "compared": _compared(signal.compared),
        "weight": signal.weight,
        "contribution": signal.contribution,
    }


def _compared(compared: Compared) -> Row:
    return {
        "claim": compared.claim,
        "post": compared.post,
        "claim_spans": [list(span) for span in compared.claim_spans],
        "post_spans": [list(span) for span in compared.post_spans],
    }


def link_row(article: Article, link: Link) -> Row:
    """One link of the contract: article, claim, post, embed, relation, score and its reasons."""
    return {
        "article": article_head(article),
        "claim": claim_row(link.claim),
        "post": post_row(link.post),
        "embed": _embed_of(link),
        "relation": link.relation,
        "score": link.score,
        "decision": link.decision,
        "signals": [signal_row(signal) for signal in link.signals],
        "prior": link.prior,
        "model": link.model,
    }


def _embed_of(link: Link) -> Row | None:
    if link.embed is None or link.embed.anchor is not None or link.embed.method in NOT_EMBEDDED:
        return None
    return {
        "method": link.embed.method,
        "paragraph": link.embed.paragraph,
        "fidelity": link.fidelity,
        "fidelity_diff": link.fidelity_diff,
    }


def flat(row: Mapping[str, Any], prefix: str = "") -> Row:
    """Nested objects as `article_url`-like columns, for CSV; lists stay as they are."""
    columns: Row = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            columns |= flat(value, f"{prefix}{key}_")
        else:
            columns[f"{prefix}{key}"] = value
    return columns
