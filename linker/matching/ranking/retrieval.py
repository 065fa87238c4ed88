"""Which claims, among thousands, a post belongs to.

A claim here is its own text and, where there is one, the title it stands under. Claims of (nearly) the
same words are one: they get the same score and stand in the order in which they were given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from linker.matching.ranking.ranking import Ranker, order
from linker.matching.vectors.encoders import Encoder, Vectors
from linker.matching.words.copies import group_copies
from linker.matching.words.postings import (
    MAX_CHARS,
    Postings,
    build,
    folded,
    grams_of,
    rarity_of,
    terms_of,
)
from linker.matching.words.prepared import Floats, Ints, prepare


class Asked(NamedTuple):
    """A claim to be found, with the title it stands under ("" if none)."""

    claim_id: str
    claim: str
    title: str = ""


class Ranked(NamedTuple):
    """A claim that was found; only differences between scores mean something."""

    claim_id: str
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class ClaimIndex:
    """Claims made ready; arrays hold one entry for each group of copies."""

    claim_ids: tuple[str, ...]
    group: Ints
    """For each claim its group."""
    stems: Postings
    """Of claim and title, as are the grams and the mass."""
    grams: Postings
    mass: Floats
    """Summed rarity of the stems."""
    claim_vectors: Vectors
    title_vectors: Vectors
    whole_vectors: Vectors


def index_claims(claims: Sequence[Asked], encoder: Encoder) -> ClaimIndex:
    """Make claims ready to be found."""
    group, speakers = _group(claims)
    kept = [claims[place] for place in speakers]
    whole = [f"{each.title}. {each.claim}" for each in kept]
    prepared = [prepare(text) for text in whole]
    return ClaimIndex(
        claim_ids=tuple(each.claim_id for each in claims),
        group=group,
        stems=build([terms_of(text.keys) for text in prepared]),
        grams=build([grams_of(text) for text in prepared]),
        mass=np.array([rarity_of(text)[1].sum() for text in prepared]),
        claim_vectors=encoder.encode([folded(each.claim) for each in kept]),
        title_vectors=encoder.encode([folded(each.title) for each in kept]),
        whole_vectors=encoder.encode([folded(text) for text in whole]),
    )


def rank_claims(
    post_text: str, index: ClaimIndex, ranker: Ranker, encoder: Encoder, *, limit: int = 50
) -> list[Ranked]:
    """The claims that a post belongs to, best first; no more than `limit`."""
    if not index.claim_ids:
        return []
    scores = ranker.score(measure(post_text, index, encoder))[index.group]
    return [Ranked(index.claim_ids[place], float(scores[place])) for place in order(scores)[:limit]]


def measure(post_text: str, index: ClaimIndex, encoder: Encoder) -> dict[str, Floats]:
    """Each signal of a post against every group of claims.

    The author's name, as the post is signed, counts as words: claims tell who said it.
    """
    signed = prepare(post_text[:MAX_CHARS])
    hashes, rarity = rarity_of(signed)
    evidence = index.stems.shared(hashes, rarity)
    return {
        "bm25": index.stems.bm25(hashes, rarity),
        "evidence": evidence,
        "coverage": evidence / np.maximum(index.mass, 1.0),
        "gram_cosine": index.grams.cosines(grams_of(signed)),
        **_meaning(post_text, index, encoder),
    }


def _meaning(text: str, index: ClaimIndex, encoder: Encoder) -> dict[str, Floats]:
    if not encoder.dimensions:
        return {}
    body, signed = encoder.encode([folded(text, post=True), folded(text)]).astype(np.float64)
    return {
        "meaning": index.whole_vectors @ body,
        "meaning_claim": index.claim_vectors @ body,
        "meaning_title": index.title_vectors @ body,
        "meaning_signed": index.whole_vectors @ signed,
    }


def _group(claims: Sequence[Asked]) -> tuple[Ints, list[int]]:
    """For each claim its group, and the place of the claim that speaks for each group."""
    group = group_copies([prepare(each.claim) for each in claims])
    members: dict[int, list[int]] = {}
    for place, number in enumerate(group.tolist()):
        members.setdefault(number, []).append(place)
    # Whatever the order of the claims, the same one speaks for its group.
    return group, [min(places, key=lambda place: claims[place][1:]) for places in members.values()]
