"""People's verdicts, one rule for what counts of them; alignment rows of them, one an article and post."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from linker.learning.labels.rows import Row
from linker.records import Article, Claim, Post, Relation, Review, Verdict

LEFT_OUT = {
    "unsure": "unsure",
    "disagreed": "on which reviewers disagree",
    "outdated": "of claims that their article no longer holds",
    "shown": "of posts that their article shows",
    "not shown": "of posts that their article does not show",
}
"""Outcomes that teach nothing, and why. What a page does not show is scored by a model of its own, which
learns from those alone (`linker.learning.training.verdicts`)."""
_LABELS: Mapping[Relation, str] = {
    "quotes": "quotes", "reports": "reports", "disputes": "disputes", "linked": "reports",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """An article and one post, with what people said of their pairs."""

    article: Article
    claims: tuple[Claim, ...]
    post: Post
    reviews: tuple[Review, ...]
    shown: bool = True
    """The article embeds the post or links to it."""
    paragraph: int | None = None
    """Number of paragraphs before the embed."""
    relations: Mapping[str, Relation] = field(default_factory=dict)
    """Of the links, by claim."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Articles and posts to learn from, each with a verdict that counts, and what became of all verdicts."""

    reviewed: tuple[Reviewed, ...]
    verdicts: int
    outcomes: Mapping[str, int]
    """Pairs of claim and post: accepted, rejected, or one of LEFT_OUT."""
    replaced: int
    """Verdicts that a later one of the same reviewer undid."""

    def summary(self) -> str:
        """One line: what came in, what counts, what is left out and why."""
        told = [f"{self.outcomes.get(name, 0)} {name}" for name in ("accepted", "rejected")]
        left = [f"{self.outcomes[name]} {why}" for name, why in LEFT_OUT.items() if self.outcomes.get(name)]
        return (
            f"{self.verdicts} verdicts ({self.replaced} replaced by later ones) on"
            f" {sum(self.outcomes.values())} pairs: {', '.join(told)};"
            f" left out: {', '.join(left) or 'none'}; {len(self.reviewed)} rows to learn from"
        )

    @property
    def rows(self) -> tuple[Row, ...]:
        """An alignment row each."""
        return tuple(map(row_of, self.reviewed))

    @property
    def sha256(self) -> str:
        """Of the rows, so that weights name what they learned from."""
        return hashlib.sha256(json.dumps(self.rows, sort_keys=True).encode()).hexdigest()


def lessons_of(reviewed: Iterable[Reviewed], *, shown: bool = True) -> Lessons:
    """What verdicts teach of posts that their article shows, or else of the others.

    Verdicts of several databases on one article and post count as one.
    """
    kept: list[Reviewed] = []
    outcomes: Counter[str] = Counter()
    given = counted = 0
    for each in _merged(reviewed):
        last = _last(each.reviews)
        given, counted = given + len(each.reviews), counted + len(last)
        settled = _outcomes(each, shown=shown)
        outcomes.update(settled)
        if not {"accepted", "rejected"}.isdisjoint(settled):
            kept.append(each)
    return Lessons(tuple(kept), given, outcomes, given - counted)


def settle(reviewed: Reviewed) -> dict[str, str]:
    """The outcome of each judged claim: accepted, rejected, unsure, disagreed or outdated.

    Of each reviewer the last verdict counts: a mistake is undone by saying so anew. `unsure` says nothing,
    and where those who decided do not agree, nothing is learned.
    """
    held = {claim.claim_id for claim in reviewed.claims}
    said: dict[str, set[Verdict]] = {}
    for (claim_id, _), verdict in _last(reviewed.reviews).items():
        said.setdefault(claim_id, set()).add(verdict)
    return {
        claim_id: _agreed(verdicts) if claim_id in held else "outdated" for claim_id, verdicts in said.items()
    }


def row_of(reviewed: Reviewed) -> dict[str, Any]:
    """Make an alignment row of the verdicts on one article and post.

    What nobody judged is `unsure`, and so left out: that a program did not show a pair says nothing of it.
    An accepted link that was shown as a denial stays one.
    """
    article, post = reviewed.article, reviewed.post
    return {
        "id": f"R{article.article_id}-{post.platform}-{post.host}{post.post_id}",
        "language": article.language,
        "post": {
            "platform": post.platform,
            "id": post.post_id,
            "handle": post.author_handle,
            "name": post.author_name,
            "lang": post.lang,
            "text": post.text or "",
        },
        "title": article.title,
        "sentences": [claim.text for claim in reviewed.claims],
        "speakers": [claim.speaker for claim in reviewed.claims],
        "paragraphs": [claim.positions[0].paragraph for claim in reviewed.claims],
        "embed_paragraph": reviewed.paragraph,
        "labels": list(_labels(reviewed)),
    }


def _outcomes(reviewed: Reviewed, *, shown: bool) -> list[str]:
    other = "shown" if reviewed.shown else "not shown"
    settled = settle(reviewed).values()
    return [each if reviewed.shown is shown or each == "outdated" else other for each in settled]


def _labels(reviewed: Reviewed) -> Iterator[str]:
    settled = settle(reviewed)
    for claim in reviewed.claims:
        match settled.get(claim.claim_id):
            case "accepted":
                yield _LABELS[reviewed.relations.get(claim.claim_id, "reports")]
            case "rejected":
                yield "none"
            case _:
                yield "unsure"


def _last(reviews: Iterable[Review]) -> dict[tuple[str, str], Verdict]:
    """The last verdict by claim and reviewer."""
    ordered = sorted(reviews, key=lambda review: review.reviewed_at)
    return {(review.claim_id, review.reviewer): review.verdict for review in ordered}


def _agreed(verdicts: set[Verdict]) -> str:
    match sorted(verdicts - {"unsure"}):
        case ["accept"]:
            return "accepted"
        case ["reject"]:
            return "rejected"
        case []:
            return "unsure"
        case _:
            return "disagreed"


def _merged(reviewed: Iterable[Reviewed]) -> list[Reviewed]:
    found: dict[tuple[str, str, str, str | None], Reviewed] = {}
    for each in reviewed:
        key = (each.article.article_id, each.post.platform, each.post.host, each.post.post_id)
        held = found.get(key)
        # A verdict in a database and in its copy is one.
        both = dict.fromkeys((*held.reviews, *each.reviews)) if held else each.reviews
        found[key] = replace(held or each, reviews=tuple(both))
    return list(found.values())
