"""Texts made ready for comparing: words, keys, document frequencies and character grams as arrays."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

from linker.matching.frequencies import idf
from linker.text import Word, normalise, words

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

GRAM_BUCKETS = 1 << 18
MAX_WORDS = 4000
"""Strangers' texts are compared by their first words only; longer than any post and most sentences."""
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"”’»)]*\s+|\n+")


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """One text: `ids` are the words' hashes, `keys` the hashes of their stems, `idf` their rarity (nats)."""

    source: str
    words: tuple[Word, ...]
    ids: Ints
    keys: Ints
    idf: Floats
    grams: Ints
    gram_weights: Floats
    """Character grams as buckets, each once, ascending, with weights of L2 norm 1."""

    @property
    def mass(self) -> float:
        """Summed rarity of the different words."""
        return float(self.idf[np.unique(self.keys, return_index=True)[1]].sum())


@dataclass(frozen=True, slots=True, eq=False)
class Bag:
    """Several texts laid end to end: `owner` tells for each word which text it stands in."""

    texts: tuple[Prepared, ...]
    owner: Ints
    ids: Ints
    keys: Ints
    idf: Floats
    first: NDArray[np.bool_]
    """Whether a word is the first with its key in its text."""
    mass: Floats
    gram_owner: Ints
    grams: Ints
    gram_weights: Floats

    def __len__(self) -> int:
        return len(self.texts)

    def sum(self, values: Floats) -> Floats:
        """Add up values of words for each text."""
        return np.bincount(self.owner, weights=values, minlength=len(self.texts))


def prepare(text: str, *, post: bool = False, lang: str | None = None) -> Prepared:
    """Make one text ready; only its first `MAX_WORDS` words are read."""
    found = words(normalise(text[: MAX_WORDS * 12], post=post))[:MAX_WORDS]
    facts = [_facts(word.text, lang) for word in found]
    grams, gram_weights = _grams([fact.grams for fact in facts], [fact.idf for fact in facts])
    return Prepared(
        source=text,
        words=found,
        ids=np.array([fact.id for fact in facts], dtype=np.int64),
        keys=np.array([fact.key for fact in facts], dtype=np.int64),
        idf=np.array([fact.idf for fact in facts], dtype=np.float64),
        grams=grams,
        gram_weights=gram_weights,
    )


def bag(texts: Sequence[Prepared]) -> Bag:
    """Lay texts end to end."""
    owner = np.repeat(np.arange(len(texts)), [len(text.words) for text in texts])
    keys = _joined([text.keys for text in texts], np.int64)
    values = _joined([text.idf for text in texts], np.float64)
    first = _first(owner, keys)
    return Bag(
        texts=tuple(texts),
        owner=owner,
        ids=_joined([text.ids for text in texts], np.int64),
        keys=keys,
        idf=values,
        first=first,
        mass=np.bincount(owner, weights=values * first, minlength=len(texts)),
        gram_owner=np.repeat(np.arange(len(texts)), [len(text.grams) for text in texts]),
        grams=_joined([text.grams for text in texts], np.int64),
        gram_weights=_joined([text.gram_weights for text in texts], np.float64),
    )


def sentences(text: str, *, most: int = 12) -> tuple[str, ...]:
    """Cut a post into sentences and lines, roughly and in any language; a long rest stays in one piece."""
    parts = [part.strip() for part in _SENTENCE_END.split(text, maxsplit=most - 1)]
    return tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class _Facts:
    id: int
    key: int
    idf: float
    grams: Ints


@lru_cache(maxsize=1 << 17)
def _facts(word: str, lang: str | None) -> _Facts:
    return _Facts(_hash(word), _hash(stem(word)), float(idf(word, lang)), _word_grams(word))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Cut a word to the part that inflection leaves alone, in no language in particular.

    Letters of other alphabets are spelt in Latin ones first, so that a name meets its transliteration.
    """
    latin = word if word.isascii() else anyascii(word).lower().replace("'", "")
    if len(latin) > 6 and latin.isalpha():
        return latin[:6]
    return latin or word


def _hash(word: str) -> int:
    # Python's own hash is salted for each process; ours must sort alike in each run.
    data = word.encode("utf-8", "surrogatepass")
    return zlib.crc32(data) | zlib.adler32(data) << 31


def _word_grams(word: str) -> Ints:
    padded = f" {word[:40]} "
    cuts = [padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)]
    hashed = [zlib.crc32(cut.encode("utf-8", "surrogatepass")) % GRAM_BUCKETS for cut in cuts or [padded]]
    return np.array(hashed, dtype=np.int64)


def _grams(parts: list[Ints], weights: list[float]) -> tuple[Ints, Floats]:
    if not parts:
        return np.empty(0, dtype=np.int64), np.empty(0)
    spread = np.repeat(np.array(weights), [len(part) for part in parts])
    buckets, place = np.unique(np.concatenate(parts), return_inverse=True)
    summed = np.bincount(place, weights=spread)
    return buckets, summed / max(float(np.sqrt(summed @ summed)), 1e-9)


def _joined(parts: Sequence[NDArray[np.generic]], kind: type) -> NDArray:  # type: ignore[type-arg]
    return np.concatenate(parts) if parts else np.empty(0, dtype=kind)


def _first(owner: Ints, keys: Ints) -> NDArray[np.bool_]:
    order = np.lexsort((np.arange(len(keys)), keys, owner))
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[1:] = (keys[order][1:] != keys[order][:-1]) | (owner[order][1:] != owner[order][:-1])
    first = np.empty(len(keys), dtype=np.bool_)
    first[order] = fresh
    return first
