"""The retrieval task: which claims, among thousands, a post belongs to; trained, predicted, measured."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from linker.learning.fitting.ranking import (
    Choices,
    Row,
    figures_by_language,
    file_hashes,
    fit,
    folds,
    ranking_figures,
)
from linker.learning.labels.languages import language_of
from linker.learning.labels.rows import read_rows
from linker.matching.ranking import ranking
from linker.matching.ranking.retrieval import Asked, ClaimIndex, index_claims, measure, rank_claims
from linker.matching.vectors import encoders
from linker.records import EncoderName

MOST = 50
"""Predictions a post."""
_BEST_BY_SIGNAL = 60
"""A post is trained on the best claims by each signal: the others are told apart anyhow."""


def predictions(folder: Path, split: str, encoder: EncoderName) -> list[Row]:
    """Rank claims for each post: rows {post_id, claim_id, score}, best first, the best 50 a post.

    Raises:
        InputError: the folder holds no such data.
        ModelError: the encoder or its weights are not installed.
    """
    posts, ranker = (
        read_rows(folder / f"{split}.jsonl"),
        ranking.load("retrieval", encoder, encoders.load(encoder).version),
    )
    return _predict(posts, read_index(folder, encoder), ranker, encoder)


def figures(folder: Path, split: str, predictions: Iterable[Row]) -> Row:
    """MAP@5, MRR and P@1 over the split's posts, and over those of each language."""
    return _figures(read_rows(folder / f"{split}.jsonl"), predictions)


def train(folder: Path, encoder: EncoderName) -> ranking.Ranker:
    """Fit on `train.jsonl`; the figures are cross-validated there, and plain on `dev.jsonl`, never fitted on.

    Raises:
        InputError: the folder holds no such data.
    """
    index, posts = read_index(folder, encoder), read_rows(folder / "train.jsonl")
    choices = choices_of(posts, index, encoder)
    version = encoders.load(encoder).version
    ranker = ranking.Ranker(version=f"retrieval-1-{version}", encoder_version=version, weights=fit(choices))
    dev = read_rows(folder / "dev.jsonl")
    return replace(
        ranker,
        figures={
            "train, cross-validated, claims of the same words taken as one": _cross_validated(choices),
            "dev": _figures(dev, _predict(dev, index, ranker, encoder)),
        },
        data=file_hashes(*(folder / f"{name}.jsonl" for name in ("claims", "train", "dev"))),
    )


def read_index(folder: Path, encoder: EncoderName) -> ClaimIndex:
    """Make the folder's claims ready to be found."""
    rows = read_rows(folder / "claims.jsonl")
    claims = [Asked(str(row["claim_id"]), str(row["claim"]), str(row.get("title") or "")) for row in rows]
    return index_claims(claims, encoders.load(encoder))


def _predict(
    posts: Sequence[Row], index: ClaimIndex, ranker: ranking.Ranker, encoder: EncoderName
) -> list[Row]:
    loaded, found = encoders.load(encoder), []
    for post in posts:
        ranked = rank_claims(_text(post), index, ranker, loaded, limit=MOST)
        scores = ranking.stepped([each.score for each in ranked])
        found += [
            {"post_id": post["post_id"], "claim_id": each.claim_id, "score": score}
            for each, score in zip(ranked, scores, strict=True)
        ]
    return found


def _figures(posts: Sequence[Row], predictions: Iterable[Row]) -> Row:
    right = {str(post["post_id"]): [str(name) for name in post["claim_ids"]] for post in posts}
    predicted: dict[str, list[tuple[float, str]]] = {}
    for row in predictions:
        predicted.setdefault(str(row["post_id"]), []).append((float(row["score"]), str(row["claim_id"])))
    return figures_by_language(predicted, right, _languages(posts))


def _languages(posts: Sequence[Row]) -> dict[str, str]:
    return {str(post["post_id"]): language_of(post, _text(post)) for post in posts}


def choices_of(posts: Sequence[Row], index: ClaimIndex, encoder: EncoderName) -> Choices:
    """The claims among which each post is to choose, with their signals: the best by each signal."""
    loaded, values, groups, right = encoders.load(encoder), [], [], []
    group_of = dict(zip(index.claim_ids, index.group.tolist(), strict=True))
    for number, post in enumerate(posts):
        signals = measure(_text(post), index, loaded)
        table = np.column_stack(list(signals.values()))
        best = np.argpartition(-table, _BEST_BY_SIGNAL, axis=0)[:_BEST_BY_SIGNAL]
        chosen = np.unique(best)
        values.append(table[chosen])
        groups.append(np.full(len(chosen), number))
        right.append(np.isin(chosen, [group_of[str(name)] for name in post["claim_ids"]]))
    return Choices(tuple(signals), np.concatenate(values), np.concatenate(groups), np.concatenate(right))


def _cross_validated(choices: Choices) -> Row:
    predicted: dict[str, list[tuple[float, str]]] = {}
    right: dict[str, list[str]] = {}
    for kept, held_out in folds(int(choices.groups.max()) + 1):
        tried = choices.of(held_out)
        scores = tried.values @ np.array(list(fit(choices.of(kept)).values()))
        for row, (group, score) in enumerate(zip(tried.groups.tolist(), scores.tolist(), strict=True)):
            predicted.setdefault(str(group), []).append((score, str(row)))
        for group in held_out.tolist():
            right[str(group)] = [str(row) for row in np.flatnonzero((tried.groups == group) & tried.right)]
    return ranking_figures(predicted, right)


def _text(post: Row) -> str:
    return str(post.get("text") or "")
