"""An article's claims, and a post, made ready to be measured against each other."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from linker.matching.vectors.wordvectors import word_vectors
from linker.matching.words.prepared import GRAM_BITS, Bag, Floats, Ints, Prepared, bag, prepare
from linker.matching.words.traits import Traits, traits_of
from linker.records import Article, Claim, Embed, Post
from linker.text import normalise, readable, signature, words

Vectors = NDArray[np.float32]

MAX_CHARS = 8_000
_SENTENCE_END = re.compile(r"(?<=[.!?…:。！？])[\"”’»)]*\s+|\n+|(?<=[a-z])\.(?=[A-Z])")


class Encoder(Protocol):
    """Texts to vectors of length 1; no columns where the encoder is `none`."""

    @property
    def version(self) -> str:
        """Vectors of two versions are never compared."""

    @property
    def multilingual(self) -> bool:
        """Whether a sentence and its translation are alike."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one row a text."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """Claims of one article (or any others to choose among), end to end."""

    article: Article
    claims: tuple[Claim, ...]
    bag: Bag
    traits: tuple[Traits, ...]
    speakers: tuple[Prepared, ...]
    word_vectors: Vectors
    """Of the bag's vocabulary."""
    vectors: Vectors
    """Of the claims."""
    gram_rarity: Floats
    """Of each bucket of character grams among these claims."""

    def __len__(self) -> int:
        return len(self.claims)


@dataclass(frozen=True, slots=True, eq=False)
class PostView:
    """A post made ready; `ids`, `keys`, `sounds`, `idf` and `word_vectors` are of its different words."""

    post: Post
    embed: Embed | None
    text: Prepared
    traits: Traits
    author: frozenset[str]
    """Folded words of display name and handle."""
    ids: Ints
    keys: Ints
    sounds: Ints
    idf: Floats
    word_vectors: Vectors
    vectors: Vectors
    """Of the post after its author's name, of the post, then of its sentences."""


def view_page(article: Article, claims: Sequence[Claim], encoder: Encoder) -> Page:
    """Make an article's claims ready; the costly part, done once for all its posts."""
    texts = [prepare(claim.text, lang=article.language) for claim in claims]
    together = bag(texts)
    vectors = encoder.encode(encoded_claims(claim.text for claim in claims))
    every = [word.text for text in texts for word in text.words]
    vocabulary = [every[place] for place in together.vocabulary]
    frequency = np.bincount(together.grams, minlength=1 << GRAM_BITS)
    return Page(
        article=article,
        claims=tuple(claims),
        bag=together,
        traits=tuple(traits_of(text) for text in texts),
        speakers=tuple(prepare(claim.speaker or "", lang=article.language) for claim in claims),
        word_vectors=_word_vectors(vocabulary, vectors),
        vectors=vectors,
        gram_rarity=np.log((2 + len(texts)) / (1 + frequency)) + 1,
    )


def view_post(post: Post, embed: Embed | None, encoder: Encoder) -> PostView:
    """Make a post ready; its text is the archived one, or else the embed's."""
    source = _source(post, embed)
    text = prepare(source, post=True, lang=post.lang)
    keys, places = np.unique(text.keys, return_index=True)
    said = encoded_post(post, embed)
    different = list(dict.fromkeys(said))
    vectors = encoder.encode(different)[[different.index(each) for each in said]]
    return PostView(
        post=post,
        embed=embed,
        text=text,
        traits=traits_of(text),
        author=author_words(post, embed, source),
        ids=text.ids[places],
        keys=keys,
        sounds=text.sounds[places],
        idf=text.idf[places],
        word_vectors=_word_vectors([text.words[place].text for place in places], vectors),
        vectors=vectors,
    )


def encoded_claims(texts: Iterable[str]) -> list[str]:
    """Give each claim's text as encoders get it."""
    return [readable(text[:MAX_CHARS]) for text in texts]


def encoded_post(post: Post, embed: Embed | None) -> tuple[str, ...]:
    """Give what encoders get of a post: it after its author's name, it, then its sentences."""
    clean = readable(_source(post, embed)[:MAX_CHARS], post=True)
    return _said(post, embed, clean), clean, *sentences(clean)


def _source(post: Post, embed: Embed | None) -> str:
    return post.text or (embed.text if embed else None) or ""


def sentences(text: str, *, most: int = 12) -> tuple[str, ...]:
    """Cut a post into sentences and lines, roughly and in any language; a long rest stays in one piece."""
    parts = [part.strip() for part in _SENTENCE_END.split(text, maxsplit=most - 1)]
    return tuple(part for part in parts if len(part.split()) > 2)


def _said(post: Post, embed: Embed | None, clean: str) -> str:
    signed = signature(post.text or "")
    name = post.author_name or (embed.author_name if embed else None) or (signed.name if signed else None)
    return f"{name}: {clean}" if name and clean else clean


def author_words(post: Post, embed: Embed | None, source: str) -> frozenset[str]:
    """Folded words of three letters or more by which an article may name the post's author."""
    signed = signature(source)
    names = [post.author_name, embed.author_name if embed else None, signed.name if signed else None]
    handles = [post.author_handle, embed.author_handle if embed else None, signed.handle if signed else None]
    written = " ".join([name or "" for name in names] + [f"@{handle}" for handle in handles if handle])
    return frozenset(word.text for word in words(normalise(written)) if len(word.text) > 2)


def _word_vectors(words: Sequence[str], vectors: Vectors) -> Vectors:
    # The encoder `none` means without any vectors, those of words included.
    if not vectors.shape[-1]:
        return np.zeros((len(words), 0), dtype=np.float32)
    return word_vectors(words)
