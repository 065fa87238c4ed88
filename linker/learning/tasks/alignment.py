"""Evaluation rows of the alignment task: read, scored by the production path, and put into figures."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from linker.claims import claims_of
from linker.learning.fitting.measures import (
    Bools,
    Floats,
    area_under_roc,
    average_precision,
    brier,
    calibration_error,
)
from linker.learning.labels.languages import language_of
from linker.learning.labels.rows import Row
from linker.matching.scoring.scoring import score_article
from linker.matching.signals.page import Encoder
from linker.matching.weights.model import Model
from linker.records import Article, Claim, Embed, Position, Post

RIGHT = frozenset({"quotes", "reports"})
Prediction = Mapping[str, Any]


def article_of(row: Row) -> tuple[Article, tuple[Claim, ...]]:
    """Build the article whose claim i is the row's sentence i.

    `paragraphs` may say where each stands, `speakers` who says it, `language` what it is written in. Without
    `speakers` they are read from the sentences, as from any article: production knows them too.
    """
    sentences = tuple(str(sentence) for sentence in row["sentences"])
    article = Article(
        url=f"evaluation:{row['id']}",
        title=row.get("title") or None,
        paragraphs=sentences,
        language=row.get("language"),
    )
    paragraphs = row.get("paragraphs") or range(len(sentences))
    speakers = row.get("speakers") or _speakers(article)
    claims = tuple(
        Claim(
            article_id=article.article_id,
            text=sentence,
            kind="statement",
            speaker=speaker,
            positions=()
            if paragraph is None
            else (Position(paragraph=paragraph, start=0, end=len(sentence)),),
        )
        for sentence, paragraph, speaker in zip(sentences, paragraphs, speakers, strict=True)
    )
    return article, claims


def _speakers(article: Article) -> list[str | None]:
    """Who says what stands in each paragraph, by whoever is found there first."""
    found: list[str | None] = [None] * len(article.paragraphs)
    for claim in claims_of(article):
        for position in claim.positions:
            found[position.paragraph] = found[position.paragraph] or claim.speaker
    return found


def post_of(row: Row) -> Post:
    """Build the row's post; all but its text may be unknown."""
    post = row["post"]
    return Post(
        platform=post.get("platform", "x"),
        post_id=post.get("id"),
        author_handle=post.get("handle"),
        author_name=post.get("name"),
        text=post.get("text") or "",
        lang=post.get("lang"),
    )


def embed_of(row: Row) -> Embed | None:
    """Build the row's embed where the row tells its place (`embed_paragraph`)."""
    if row.get("embed_paragraph") is None:
        return None
    return Embed(
        article_id="",
        platform=row["post"].get("platform", "x"),
        paragraph=int(row["embed_paragraph"]),
        method="evaluation",
        confidence=1.0,
    )


def predictions(rows: Sequence[Row], model: Model, encoder: Encoder) -> list[dict[str, object]]:
    """Score each sentence of each row: id, sentence (its index), score, decision."""
    found = []
    for row in rows:
        article, claims = article_of(row)
        links = score_article(article, claims, post_of(row), embed_of(row), model, encoder)
        found += [
            {"id": row["id"], "sentence": place, "score": link.score, "decision": link.decision}
            for place, link in enumerate(links)
        ]
    return found


def figures(rows: Sequence[Row], predictions: Sequence[Prediction]) -> dict[str, object]:
    """Figures over all rows, over each kind (the id's first letter) and over each language of the articles.

    Where a row says that its post is in another language (`lang`), it counts under that pair as well.
    """
    scores: dict[object, dict[int, float]] = {}
    for each in predictions:
        scores.setdefault(each["id"], {})[int(each["sentence"])] = float(each["score"])
    groups: dict[str, list[Row]] = {"all": list(rows)}
    for row in rows:
        groups.setdefault(f"kind {str(row['id'])[:1]}", []).append(row)
        language = language_of(row, " ".join(map(str, row["sentences"])))
        groups.setdefault(f"language {language}", []).append(row)
        if row["post"].get("lang") not in {None, language}:
            groups.setdefault(f"post {row['post']['lang']}, article {language}", []).append(row)
    return {name: _figures(group, scores) for name, group in groups.items()}


def judged(row: Row) -> list[tuple[int, bool]]:
    """Sentences that count, each with whether it is a right link; `unsure` ones are left out."""
    return [(place, label in RIGHT) for place, label in enumerate(row["labels"]) if label != "unsure"]


def _figures(rows: Sequence[Row], scores: Mapping[object, Mapping[int, float]]) -> dict[str, float | None]:
    told = [(right, found) for row in rows for right, found in [_told(row, scores)] if len(right)]
    with_right = [(right, found) for right, found in told if right.any()]
    right = np.concatenate([each for each, _ in told]) if told else np.empty(0, dtype=np.bool_)
    found = np.concatenate([each for _, each in told]) if told else np.empty(0)
    best = np.array([each.max() for _, each in told])
    return {
        "posts": len(rows),
        "posts_with_right": len(with_right),
        "precision_at_1": _mean([float(each[np.argmax(values)]) for each, values in with_right]),
        "mean_average_precision": _mean([average_precision(*pair) or 0.0 for pair in with_right]),
        "average_precision": average_precision(right, found),
        "abstention_auc": area_under_roc(np.array([each.any() for each, _ in told], dtype=np.bool_), best),
        "calibration_error": calibration_error(right, found),
        "brier": brier(right, found),
    }


def _told(row: Row, scores: Mapping[object, Mapping[int, float]]) -> tuple[Bools, Floats]:
    """What is right and what was scored, of the sentences that count; a missing prediction counts as 0."""
    counted, known = judged(row), scores.get(row["id"], {})
    right = np.array([is_right for _, is_right in counted], dtype=np.bool_)
    return right, np.array([known.get(place, 0.0) for place, _ in counted], dtype=np.float64)


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
