"""Says how a claim stands to a post: it quotes it, reports it, or disputes it."""

import math

from linker.matching.traits import Traits
from linker.records import Relation

QUOTED_RARITY = 20.0
"""Summed rarity (nats) of a run of words that two texts do not share by chance; chosen on dev."""
UNMARKED_RARITY = 30.0
"""The same where the claim has no quotation marks."""


def relation_of(claim: Traits, run: float) -> Relation:
    """Tell a claim's relation to a post, as if they belonged together; `run` is the signal's value.

    Words repeated alike are a quotation even where the sentence goes on to doubt them; the words that show a
    quotation are the spans of the signal `run`, those that show a denial the spans of `denial`.
    """
    if math.expm1(run) >= (QUOTED_RARITY if claim.quotes else UNMARKED_RARITY):
        return "quotes"
    return "disputes" if claim.denial else "reports"
