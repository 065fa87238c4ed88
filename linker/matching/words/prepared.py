"""Texts made ready for comparing: words, stems, rarity and character grams as arrays."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

from linker.matching.words.frequencies import idf
from linker.text import Word, normalise, words

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

GRAM_BITS = 18
MAX_WORDS = 1500
"""Strangers' texts are compared by their first words only; longer than any post and any sentence."""
_GRAM_LENGTHS = (3, 4, 5)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_NAME_RARITY = 7.0


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """One text: for each word the hashes of itself, its stem and its sound (0 if no name), and its rarity."""

    source: str
    words: tuple[Word, ...]
    ids: Ints
    keys: Ints
    sounds: Ints
    idf: Floats
    small: Bools
    """Which words begin with no capital; all, in scripts that have none."""
    grams: Ints
    """Buckets of character grams, each once, ascending."""
    gram_counts: Floats
    """1 + ln of how often each stands in the text."""


@dataclass(frozen=True, slots=True, eq=False)
class Bag:
    """Texts laid end to end: `owner` tells for each word which text it stands in."""

    texts: tuple[Prepared, ...]
    owner: Ints
    ids: Ints
    idf: Floats
    small: Ints
    """The different words, as ids, that stand somewhere without a capital."""
    vocabulary: Ints
    """Places of the different words' first occurrences; `place` leads from each word to its entry."""
    place: Ints
    keys: Ints
    """Of the vocabulary, as are the sounds."""
    sounds: Ints
    mass: Floats
    """Summed rarity of each text's different words."""
    gram_owner: Ints
    grams: Ints
    gram_counts: Floats

    def __len__(self) -> int:
        return len(self.texts)


def prepare(text: str, *, post: bool = False, lang: str | None = None) -> Prepared:
    """Make one text ready; only its first `MAX_WORDS` words are read."""
    found = words(normalise(text[: MAX_WORDS * 20], post=post))[:MAX_WORDS]
    facts = [_facts(word.text, lang) for word in found]
    small = [not text[word.start].isupper() for word in found]
    grams, counts = _count_grams(" ".join(word.text for word in found))
    return Prepared(
        source=text,
        words=found,
        ids=np.array([fact.id for fact in facts], dtype=np.int64),
        keys=np.array([fact.key for fact in facts], dtype=np.int64),
        sounds=np.array([0 if low else fact.sound for fact, low in zip(facts, small, strict=True)], np.int64),
        idf=np.array([fact.idf for fact in facts], dtype=np.float64),
        small=np.array(small, dtype=np.bool_),
        grams=grams,
        gram_counts=counts,
    )


def bag(texts: Sequence[Prepared]) -> Bag:
    """Lay texts end to end."""
    count = len(texts)
    owner = np.repeat(np.arange(count), [len(text.words) for text in texts])
    ids = _join([text.ids for text in texts])
    rarity = _join([text.idf for text in texts])
    keys, sounds = _join([text.keys for text in texts]), _join([text.sounds for text in texts])
    _, vocabulary, place = np.unique(ids, return_index=True, return_inverse=True)
    first = np.unique(owner * max(len(vocabulary), 1) + place, return_index=True)[1]
    return Bag(
        texts=tuple(texts),
        owner=owner,
        ids=ids.astype(np.int64),
        idf=rarity,
        small=np.unique(ids[_join([text.small for text in texts]).astype(np.bool_)]).astype(np.int64),
        vocabulary=vocabulary,
        place=place.reshape(-1),
        keys=keys[vocabulary],
        sounds=sounds[vocabulary],
        mass=np.bincount(owner[first], weights=rarity[first], minlength=count).astype(np.float64),
        gram_owner=np.repeat(np.arange(count), [len(text.grams) for text in texts]),
        grams=_join([text.grams for text in texts]).astype(np.int64),
        gram_counts=_join([text.gram_counts for text in texts]),
    )


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Cut a word to the beginning that inflection leaves alone, in no language in particular.

    Other alphabets are spelt in Latin letters first, so that a name meets its transliteration.
    """
    latin = word if word.isascii() else _latin(word)
    return latin[:6] if len(latin) > 6 and latin.isalpha() else latin or word


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """How a name sounds in any spelling: its first consonants in broad classes, "" if too short to tell.

    Example: `sound("zelenskyy") == sound("selenskyj") == sound("зеленський") == "slnsk"`
    """
    letters = _latin(word)
    for written, heard in _SPELLINGS:
        letters = letters.replace(written, heard)
    kept = [letter for letter in letters if letter not in "aeiouyhj"]
    skeleton = "".join(letter for place, letter in enumerate(kept) if not place or letter != kept[place - 1])
    return skeleton[:5] if len(skeleton) >= 4 and letters.isalpha() else ""


# Spellings of one sound in the Latin alphabets of news: longest first.
_SPELLINGS = (
    ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("zh", "s"), ("cz", "c"), ("sz", "s"),
    ("ch", "c"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("w", "v"), ("q", "k"), ("c", "k"), ("z", "s"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Facts:
    id: int
    key: int
    sound: int
    idf: float


@lru_cache(maxsize=1 << 17)
def _facts(word: str, lang: str | None) -> _Facts:
    rarity = float(idf(word, lang))
    heard = sound(word) if rarity >= _NAME_RARITY and len(word) >= 5 else ""
    return _Facts(_hash(word), _hash(stem(word)), _hash(heard) if heard else 0, rarity)


def _latin(word: str) -> str:
    return anyascii(word).lower().replace("'", "").replace("`", "")


def _hash(word: str) -> int:
    # Python's own hash is salted for each process; ours must sort alike in each run.
    data = word.encode("utf-8", "surrogatepass")
    return zlib.crc32(data) | zlib.adler32(data) << 31


def _count_grams(text: str) -> tuple[Ints, Floats]:
    codes = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    hashed = codes
    found = []
    for length in range(2, max(_GRAM_LENGTHS) + 1):
        if len(hashed) < 2:
            break
        hashed = (hashed[:-1] ^ codes[length - 1 :]) * _MIX
        if length in _GRAM_LENGTHS:
            found.append(hashed >> np.uint64(64 - GRAM_BITS))
    buckets, counts = np.unique(np.concatenate(found) if found else np.empty(0), return_counts=True)
    return buckets.astype(np.int64), 1.0 + np.log(counts)


def _join(parts: Sequence[NDArray]) -> NDArray:  # type: ignore[type-arg]
    return np.concatenate(parts) if parts else np.empty(0)
