"""The resolution task: each article's post and each post's article; trained, predicted, measured."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from linker.learning.fitting.ranking import Choices, Row, figures_by_language, file_hashes, fit, folds
from linker.learning.labels.languages import language_of
from linker.learning.labels.rows import read_rows
from linker.matching.ranking import ranking
from linker.matching.ranking.pairing import compete, measure_pairs, pair
from linker.matching.vectors import encoders
from linker.matching.words.prepared import Floats, Ints
from linker.records import EncoderName

MOST = 50
"""Predictions either way."""
_RIDGE = 10.0
"""Chosen by cross-validation among 1, 10 and 30."""
Signals = dict[str, Floats]


def predictions(folder: Path, _split: str, encoder: EncoderName) -> list[Row]:
    """Pair posts and articles: rows {post_id, article_id, score}, the best 50 of each post and each article.

    The data has no splits: `articles.jsonl` and `posts.jsonl` are all there is.

    Raises:
        InputError: the folder holds no such data.
        ModelError: the encoder or its weights are not installed.
    """
    posts, articles = read_data(folder)
    ranker = ranking.load("resolution", encoder, encoders.load(encoder).version)
    scores = pair(texts_of(posts), texts_of(articles), ranker, encoders.load(encoder))
    return [
        {
            "post_id": posts[row]["post_id"],
            "article_id": articles[column]["article_id"],
            "score": float(scores[row, column]),
        }
        for row, column in zip(*np.nonzero(_best_either_way(scores)), strict=True)
    ]


def figures(folder: Path, _split: str, predictions: Iterable[Row]) -> Row:
    """P@1, MRR and MAP@5 each way, over the posts and the articles that have one, and by language of each."""
    posts, articles = read_data(folder)
    by_post: dict[str, list[tuple[float, str]]] = {}
    by_article: dict[str, list[tuple[float, str]]] = {}
    for row in predictions:
        by_post.setdefault(str(row["post_id"]), []).append((float(row["score"]), str(row["article_id"])))
        by_article.setdefault(str(row["article_id"]), []).append((float(row["score"]), str(row["post_id"])))
    articles_of = {str(post["post_id"]): [str(post["article_id"])] for post in posts}
    posts_of: dict[str, list[str]] = {}
    for post_id, (article_id,) in articles_of.items():
        posts_of.setdefault(article_id, []).append(post_id)
    return {
        "post to article": figures_by_language(by_post, articles_of, _languages(posts, "post_id")),
        "article to post": figures_by_language(by_article, posts_of, _languages(articles, "article_id")),
    }


def _languages(rows: Sequence[Row], key: str) -> dict[str, str]:
    return {str(row[key]): language_of(row, str(row.get("text") or "")) for row in rows}


def train(folder: Path, encoder: EncoderName) -> ranking.Ranker:
    """Fit on all pairs, both ways; the figures are cross-validated by article.

    Raises:
        InputError: the folder holds no such data.
    """
    posts, articles = read_data(folder)
    signals = measure_pairs(texts_of(posts), texts_of(articles), encoders.load(encoder))
    places = {str(article["article_id"]): place for place, article in enumerate(articles)}
    right = np.array([places[str(post["article_id"])] for post in posts])
    weights = fit(_choices(signals, right, np.arange(len(posts)), np.arange(len(articles))), _RIDGE)
    return ranking.Ranker(
        version=f"resolution-1-{encoders.load(encoder).version}",
        encoder_version=encoders.load(encoder).version,
        weights=weights,
        figures={"dev, cross-validated": _cross_validated(signals, right)},
        data=file_hashes(folder / "articles.jsonl", folder / "posts.jsonl"),
    )


def read_data(folder: Path) -> tuple[list[Row], list[Row]]:
    """Posts and articles."""
    return read_rows(folder / "posts.jsonl"), read_rows(folder / "articles.jsonl")


def texts_of(rows: Sequence[Row]) -> list[str]:
    """The rows' texts, "" where one has none."""
    return [str(row.get("text") or "") for row in rows]


def _best_either_way(scores: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    kept = np.zeros(scores.shape, dtype=np.bool_)
    for axis in (0, 1):
        best = np.argsort(-scores, axis=axis, kind="stable").take(range(min(MOST, scores.shape[axis])), axis)
        np.put_along_axis(kept, best, values=True, axis=axis)
    return kept


def _choices(signals: Signals, right: Ints, posts: Ints, articles: Ints) -> Choices:
    """Each post chooses among the articles, and each article among the posts."""
    table = np.stack(list(signals.values()), axis=-1)[np.ix_(posts, articles)]
    hit = right[posts][:, None] == articles[None, :]
    flat = table.reshape(-1, table.shape[-1]), table.swapaxes(0, 1).reshape(-1, table.shape[-1])
    groups = np.concatenate(
        (
            np.repeat(np.arange(len(posts)), len(articles)),
            len(posts) + np.repeat(np.arange(len(articles)), len(posts)),
        )
    )
    return Choices(tuple(signals), np.concatenate(flat), groups, np.concatenate((hit.ravel(), hit.T.ravel())))


def _cross_validated(signals: Signals, right: Ints) -> Row:
    """Weights never saw the article asked about or its posts; rivals are all articles and posts."""
    shape = next(iter(signals.values())).shape
    firsts: dict[str, list[bool]] = {"post to article": [], "article to post": []}
    for kept, held_out in folds(shape[1]):
        seen = np.flatnonzero(np.isin(right, kept))
        ranker = ranking.Ranker(version="", weights=fit(_choices(signals, right, seen, kept), _RIDGE))
        scores = compete(ranker.score(signals))
        asked = np.flatnonzero(np.isin(right, held_out))
        firsts["post to article"] += (scores[asked].argmax(axis=1) == right[asked]).tolist()
        firsts["article to post"] += (right[scores[:, held_out].argmax(axis=0)] == held_out).tolist()
    return {way: {"asked": len(hits), "precision_at_1": float(np.mean(hits))} for way, hits in firsts.items()}
