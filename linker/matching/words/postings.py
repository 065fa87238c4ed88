"""Many texts turned inside out, term by term, so that one text is compared with all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linker.matching.words.prepared import Floats, Ints, Prepared
from linker.text import normalise

MAX_CHARS = 8_000
"""Strangers' texts are compared by their beginning; longer than any post."""

# Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond".
_SATURATION, _LENGTH = 1.2, 0.75


class Terms(NamedTuple):
    """A text's different terms as hashes, ascending, and how often each stands in it."""

    hashes: Ints
    counts: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """For each term (ascending) the texts that hold it: `texts[starts[i]:starts[i + 1]]`."""

    size: int
    terms: Ints
    starts: Ints
    texts: Ints
    saturated: Floats
    """A posting's BM25 weight before rarity: grows with its count, ever more slowly, less in long texts."""
    cosine: Floats
    """A posting's share of its text's unit vector: 1 + ln(count), times rarity."""
    rarity: Floats
    """Of each term among these texts: BM25's inverse document frequency."""

    def find(self, terms: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Places of terms among ours, and which of them are there at all."""
        places = np.minimum(np.searchsorted(self.terms, terms), max(len(self.terms) - 1, 0))
        known = self.terms[places] == terms if len(self.terms) else np.zeros(len(terms), dtype=np.bool_)
        return places[known], known

    def sum(self, places: Ints, weights: Floats, values: Floats | None = None) -> Floats:
        """Add up, for each text, the weights of the terms that it holds, times the postings' own values."""
        counts = self.starts[places + 1] - self.starts[places]
        gaps = np.repeat(self.starts[places] - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
        rows = np.arange(len(gaps)) + gaps
        spread = np.repeat(weights, counts)
        added = spread if values is None else spread * values[rows]
        return np.bincount(self.texts[rows], weights=added, minlength=self.size).astype(np.float64)

    def bm25(self, terms: Ints, weights: Floats) -> Floats:
        """BM25 of different terms, each with its weight, against all texts."""
        places, known = self.find(terms)
        return self.sum(places, weights[known], self.saturated)

    def shared(self, terms: Ints, weights: Floats) -> Floats:
        """Summed weight of the terms in common, each counted once."""
        places, known = self.find(terms)
        return self.sum(places, weights[known])

    def cosines(self, asked: Terms) -> Floats:
        """Cosine over all terms, weighted by rarity; unknown terms are the rarest."""
        places, known = self.find(asked.hashes)
        rarity = np.full(len(asked.hashes), np.log1p(2 * self.size + 1))
        rarity[known] = self.rarity[places]
        weights = (1 + np.log(asked.counts)) * rarity
        return self.sum(places, weights[known] / max(float(np.linalg.norm(weights)), 1e-9), self.cosine)


def terms_of(hashes: Ints) -> Terms:
    """Count a text's terms."""
    unique, counts = np.unique(hashes, return_counts=True)
    return Terms(unique.astype(np.int64), counts.astype(np.float64))


def grams_of(text: Prepared) -> Terms:
    """A text's character grams with their counts."""
    return Terms(text.grams, np.exp(text.gram_counts - 1))


def pairs_of(text: Prepared) -> Terms:
    """A text's pairs of neighbouring stems."""
    # An odd multiplier tells "a b" from "b a".
    return terms_of((text.keys[:-1] * np.int64(0x9E3779B1)) ^ text.keys[1:])


def rarity_of(text: Prepared) -> tuple[Ints, Floats]:
    """A text's different stems, ascending, and how rare the commonest word of each is (nats)."""
    hashes, place = np.unique(text.keys, return_inverse=True)
    rarity = np.full(len(hashes), np.inf)
    np.minimum.at(rarity, place.reshape(-1), text.idf)
    return hashes.astype(np.int64), rarity


def folded(text: str, *, post: bool = False) -> str:
    """A text as encoders are given it: folded, without links."""
    return normalise(text[:MAX_CHARS], post=post).text


def build(texts: Sequence[Terms]) -> Postings:
    """Turn texts inside out."""
    size = len(texts)
    owner = np.repeat(np.arange(size), [len(text.hashes) for text in texts])
    hashes = _join([text.hashes for text in texts]).astype(np.int64)
    counts = _join([text.counts for text in texts]).astype(np.float64)
    order = np.argsort(hashes, kind="stable")
    owner, counts = owner[order], counts[order]
    terms, starts = np.unique(hashes[order], return_index=True)
    held = np.diff(np.append(starts, len(owner)))
    rarity = np.log1p((size - held + 0.5) / (held + 0.5))
    cosine = (1 + np.log(counts)) * np.repeat(rarity, held)
    norms = np.sqrt(np.bincount(owner, weights=cosine**2, minlength=size))
    return Postings(
        size=size,
        terms=terms,
        starts=np.append(starts, len(owner)).astype(np.int64),
        texts=owner,
        saturated=_saturate(owner, counts, size),
        cosine=cosine / np.maximum(norms[owner], 1e-9),
        rarity=rarity,
    )


def _saturate(owner: Ints, counts: Floats, size: int) -> Floats:
    lengths = np.bincount(owner, weights=counts, minlength=size)
    usual = max(float(lengths.mean()) if size else 1.0, 1.0)
    damped = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / usual)
    return counts * (_SATURATION + 1) / (counts + damped[owner])


def _join(parts: Sequence[NDArray]) -> NDArray:  # type: ignore[type-arg]
    return np.concatenate(parts) if parts else np.empty(0)
