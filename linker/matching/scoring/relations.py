"""Says how a claim stands to a post: it quotes it, reports it, or disputes it."""

import math

from linker.matching.words.traits import Traits
from linker.records import Relation

QUOTED_RARITY = 20.0
"""Summed rarity (nats) of a run of words that two texts do not share by chance; chosen on dev."""
UNMARKED_RARITY = 30.0
"""The same where the claim has no quotation marks."""


def relation_of(claim: Traits, post: Traits, run: float) -> Relation:
    """Tell a claim's relation to a post, as if they belonged together; `run` is the signal's value.

    Words repeated alike are a quotation even where the sentence goes on to doubt them. A claim disputes the
    post where it denies or corrects, or negates and the post does not; but where the post itself denies
    something ("this is obviously fake") such words report it. What shows it are the spans of the signal `run`
    for a quotation, of `denial` and `negated` for a dispute.
    """
    if math.expm1(run) >= (QUOTED_RARITY if claim.quotes else UNMARKED_RARITY):
        return "quotes"
    denies = claim.denial or (claim.negates and not post.negates)
    return "disputes" if denies and not post.denial else "reports"
