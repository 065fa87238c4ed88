"""An article's claims, and a post, made ready to be measured against each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from linker.matching.prepared import Bag, Floats, Ints, Prepared, bag, prepare, sentences
from linker.matching.traits import Traits, traits_of
from linker.records import Article, Claim, Embed, Post
from linker.text import signature

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Texts to vectors of length 1; no columns where the encoder is `none`."""

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
    title: Prepared
    vectors: Vectors
    title_vector: Vectors

    def __len__(self) -> int:
        return len(self.claims)


@dataclass(frozen=True, slots=True, eq=False)
class PostView:
    """A post with its author's names and its sentences' vectors (the whole post's first)."""

    post: Post
    embed: Embed | None
    text: Prepared
    traits: Traits
    author: frozenset[str]
    """Folded words of display name and handle."""
    author_keys: Ints
    vectors: Vectors
    keys: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Different keys, ascending, with their rarity."""
    idf: Floats = field(default_factory=lambda: np.empty(0))


def view_page(article: Article, claims: Sequence[Claim], encoder: Encoder) -> Page:
    """Make an article's claims ready; the costly part, done once for all its posts."""
    texts = [prepare(claim.text, lang=article.language) for claim in claims]
    title = prepare(article.title or "", lang=article.language)
    vectors = encoder.encode([title.source, *(claim.text for claim in claims)])
    speakers = tuple(prepare(claim.speaker or "", lang=article.language) for claim in claims)
    return Page(
        article=article,
        claims=tuple(claims),
        bag=bag(texts),
        traits=tuple(traits_of(text) for text in texts),
        speakers=speakers,
        title=title,
        vectors=vectors[1:],
        title_vector=vectors[0],
    )


def view_post(post: Post, embed: Embed | None, encoder: Encoder) -> PostView:
    """Make a post ready; its text is the archived one, or else the embed's."""
    source = post.text or (embed.text if embed else None) or ""
    text = prepare(source, post=True, lang=post.lang)
    keys, places = np.unique(text.keys, return_index=True)
    author = author_words(post, embed, source)
    clean = readable(text)
    return PostView(
        post=post,
        embed=embed,
        text=text,
        traits=traits_of(text),
        author=author,
        author_keys=np.unique(prepare(" ".join(sorted(author))).keys),
        vectors=encoder.encode([clean, *sentences(clean)]),
        keys=keys,
        idf=text.idf[places],
    )


def author_words(post: Post, embed: Embed | None, source: str) -> frozenset[str]:
    """Folded words of three letters or more by which an article may name the post's author."""
    signed = signature(source)
    names = [post.author_name, embed.author_name if embed else None, signed.name if signed else None]
    handles = [post.author_handle, embed.author_handle if embed else None, signed.handle if signed else None]
    written = " ".join([name or "" for name in names] + [f"@{handle}" for handle in handles if handle])
    return frozenset(word.text for word in prepare(written).words if len(word.text) > 2)


def readable(text: Prepared) -> str:
    """A post's own words with their punctuation: no leading mentions, signature or links."""
    if not text.words:
        return ""
    # Places a link or a signature leaves are not between the first and the last word, or stay as written.
    return text.source[text.words[0].start : text.words[-1].end + 1].strip()
