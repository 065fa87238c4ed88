"""Evaluation rows of the alignment task: read, scored by the production path, and put into figures."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from linker.errors import InputError
from linker.learning.measures import area_under_roc, average_precision, brier, calibration_error
from linker.matching.model import Model
from linker.matching.page import Encoder
from linker.matching.scoring import score_article
from linker.records import Article, Claim, Position, Post

RIGHT = frozenset({"quotes", "reports"})
Row = Mapping[str, object]
Prediction = Mapping[str, object]


def read_rows(path: Path) -> tuple[dict[str, object], ...]:
    """Read JSON lines.

    Raises:
        InputError: no such file, or a line that is no JSON object.
    """
    try:
        return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not JSON lines of evaluation rows ({error})") from error


def article_of(row: Row) -> tuple[Article, tuple[Claim, ...]]:
    """Build the article whose claim i is the row's sentence i."""
    sentences = tuple(str(sentence) for sentence in row["sentences"])
    article = Article(url=f"evaluation:{row['id']}", title=row.get("title") or None, paragraphs=sentences)
    claims = tuple(
        Claim(
            article_id=article.article_id,
            text=sentence,
            kind="statement",
            speaker=None,
            positions=(Position(paragraph=place, start=0, end=len(sentence)),),
        )
        for place, sentence in enumerate(sentences)
    )
    return article, claims


def post_of(row: Row) -> Post:
    """Build the row's post; all but its text may be unknown."""
    post = row["post"]
    return Post(
        platform=post.get("platform", "x"),
        post_id=post.get("id"),
        author_handle=post.get("handle"),
        author_name=post.get("name"),
        text=post.get("text") or "",
    )


def predictions(rows: Sequence[Row], model: Model, encoder: Encoder) -> list[dict[str, object]]:
    """Score each sentence of each row: id, sentence (its index), score, decision."""
    found = []
    for row in rows:
        article, claims = article_of(row)
        links = score_article(article, claims, post_of(row), None, model, encoder)
        found += [
            {"id": row["id"], "sentence": place, "score": link.score, "decision": link.decision}
            for place, link in enumerate(links)
        ]
    return found


def figures(rows: Sequence[Row], predictions: Sequence[Prediction]) -> dict[str, object]:
    """Figures over all rows, over each kind (the id's first letter) and over each language told."""
    scores: dict[object, dict[int, float]] = {}
    for each in predictions:
        scores.setdefault(each["id"], {})[int(each["sentence"])] = float(each["score"])
    groups: dict[str, list[Row]] = {"all": list(rows)}
    for row in rows:
        groups.setdefault(f"kind {str(row['id'])[:1]}", []).append(row)
    return {name: _figures(group, scores) for name, group in groups.items()}


def judged(row: Row) -> list[tuple[int, bool]]:
    """Sentences that count, each with whether it is a right link; `unsure` ones are left out."""
    return [(place, label in RIGHT) for place, label in enumerate(row["labels"]) if label != "unsure"]


def _figures(rows: Sequence[Row], scores: Mapping[object, Mapping[int, float]]) -> dict[str, object]:
    firsts, averages, bests, has_right = [], [], [], []
    right_all, scores_all = [], []
    for row in rows:
        counted = judged(row)
        right = np.array([is_right for _, is_right in counted], dtype=bool)
        found = np.array([scores.get(row["id"], {}).get(place, 0.0) for place, _ in counted])
        if not len(right):
            continue
        right_all.append(right)
        scores_all.append(found)
        bests.append(found.max())
        has_right.append(right.any())
        if right.any():
            firsts.append(right[np.argmax(found)])
            averages.append(average_precision(right, found))
    right = np.concatenate(right_all) if right_all else np.empty(0, dtype=bool)
    found = np.concatenate(scores_all) if scores_all else np.empty(0)
    return {
        "posts": len(rows),
        "posts_with_right": len(firsts),
        "precision_at_1": float(np.mean(firsts)) if firsts else None,
        "mean_average_precision": float(np.mean(averages)) if averages else None,
        "average_precision": average_precision(right, found),
        "abstention_auc": area_under_roc(np.array(has_right, dtype=bool), np.array(bests)),
        "calibration_error": calibration_error(right, found),
        "brier": brier(right, found),
    }
