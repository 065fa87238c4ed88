"""Which of many posts and which of many articles belong together, where no embed tells.

Posts compete for articles and articles for posts: what a post or an article shares with everybody speaks less
for any one of them. A pair's score is therefore its own, less half the (soft) best of its post and of its
article; one score ranks both ways. Copies (wire stories, one post by many) do not compete with each other but
share the best score of any of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linker.matching.ranking.ranking import Ranker
from linker.matching.vectors.encoders import Encoder, Vectors
from linker.matching.words.copies import group_copies
from linker.matching.words.postings import (
    MAX_CHARS,
    Postings,
    build,
    folded,
    grams_of,
    pairs_of,
    rarity_of,
    terms_of,
)
from linker.matching.words.prepared import Floats, Ints, prepare

MAX_SENTENCES = 400
_COMPETITION = 0.5
"""Chosen by cross-validation among 0, 0.5 and 1."""
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"”’»)]*\s+|\n+")


@dataclass(frozen=True, slots=True, eq=False)
class ArticleIndex:
    """Articles made ready, whole and by sentence."""

    stems: Postings
    pairs: Postings
    grams: Postings
    sentence_stems: Postings
    sentence_grams: Postings
    starts: Ints
    """Of each article's sentences; every article has at least one."""
    vectors: Vectors
    """Of the sentences."""


def pair(posts: Sequence[str], articles: Sequence[str], ranker: Ranker, encoder: Encoder) -> Floats:
    """Score each post (rows) against each article (columns); higher belongs together rather."""
    if not posts or not articles:
        return np.zeros((len(posts), len(articles)))
    scores = ranker.score(measure_pairs(posts, articles, encoder))
    rows = group_copies([prepare(post[:MAX_CHARS], post=True) for post in posts])
    columns = group_copies([prepare(article) for article in articles])
    best = np.full((rows.max() + 1, columns.max() + 1), -np.inf)
    np.maximum.at(best, (rows[:, None], columns[None, :]), scores)
    shared: Floats = compete(best)[np.ix_(rows, columns)]
    return shared


def compete(scores: Floats) -> Floats:
    """Take from each score half the soft maximum of its row and of its column."""
    rows = np.logaddexp.reduce(scores, axis=1, keepdims=True)
    columns = np.logaddexp.reduce(scores, axis=0, keepdims=True)
    competed: Floats = scores - _COMPETITION * (rows + columns)
    return competed


def measure_pairs(posts: Sequence[str], articles: Sequence[str], encoder: Encoder) -> dict[str, Floats]:
    """Each signal as a matrix: posts by articles."""
    index = index_articles(articles, encoder)
    vectors = encoder.encode([folded(post, post=True) for post in posts])
    rows = [measure(post, vector, index) for post, vector in zip(posts, vectors, strict=True)]
    return {name: np.stack([row[name] for row in rows]) for name in rows[0]}


def index_articles(articles: Sequence[str], encoder: Encoder) -> ArticleIndex:
    """Make articles ready to be paired."""
    whole = [prepare(article) for article in articles]
    cut = [_sentences(article) for article in articles]
    flat = [prepare(sentence) for sentences in cut for sentence in sentences]
    return ArticleIndex(
        stems=build([terms_of(text.keys) for text in whole]),
        pairs=build([pairs_of(text) for text in whole]),
        grams=build([grams_of(text) for text in whole]),
        sentence_stems=build([terms_of(text.keys) for text in flat]),
        sentence_grams=build([grams_of(text) for text in flat]),
        starts=np.cumsum([0, *(len(sentences) for sentences in cut[:-1])]).astype(np.int64),
        vectors=encoder.encode([folded(sentence) for sentences in cut for sentence in sentences]),
    )


def measure(post_text: str, vector: Vectors, index: ArticleIndex) -> dict[str, Floats]:
    """Each signal of a post against every article."""
    post = prepare(post_text[:MAX_CHARS], post=True)
    hashes, rarity = rarity_of(post)
    pairs, mass = pairs_of(post), max(float(rarity.sum()), 1.0)
    bm25 = index.stems.bm25(hashes, rarity)
    common = index.pairs.shared(pairs.hashes, np.ones(len(pairs.hashes)))
    stems = index.sentence_stems.cosines(terms_of(post.keys))
    return {
        "bm25": bm25,
        "bm25_share": bm25 / mass,
        "coverage": index.stems.shared(hashes, rarity) / mass,
        "pair_coverage": common / max(len(pairs.hashes), 1),
        "gram_cosine": index.grams.cosines(grams_of(post)),
        "sentence_cosine": np.maximum.reduceat(stems, index.starts),
        "sentence_grams": np.maximum.reduceat(index.sentence_grams.cosines(grams_of(post)), index.starts),
        "post_mass": np.full(len(index.starts), np.log(mass)),
        **_meaning(vector, index),
    }


def _meaning(vector: Vectors, index: ArticleIndex) -> dict[str, Floats]:
    if not len(vector):
        return {}
    cosines = index.vectors.astype(np.float64) @ vector
    return {
        "meaning": np.maximum.reduceat(cosines, index.starts),
        "meaning_top3": _mean_of_best(cosines, index.starts, 3),
    }


def _mean_of_best(values: Floats, starts: Ints, most: int) -> Floats:
    parts = np.split(values, starts[1:])
    return np.array([np.sort(part)[-most:].mean() for part in parts])


def _sentences(article: str) -> list[str]:
    found = [part for part in _SENTENCE_END.split(article, maxsplit=MAX_SENTENCES) if part.strip()]
    return found or [""]
