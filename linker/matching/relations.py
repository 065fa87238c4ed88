"""Says how a claim stands to a post: it quotes it, reports it, or disputes it."""

from linker.matching.page import Page, PostView
from linker.matching.runs import longest_run
from linker.records import Relation

QUOTED_WORDS = 5
QUOTED_RARITY = 14.0
"""Summed rarity (nats) of a run that is hardly met twice by chance."""


def relation_of(post: PostView, page: Page, index: int) -> Relation:
    """Tell the relation of the claim at `index` to the post, as if they belonged together."""
    claim = page.bag.texts[index]
    at, _, length = longest_run(claim, post.text)
    if length >= QUOTED_WORDS and float(claim.idf[at : at + length].sum()) >= QUOTED_RARITY:
        return "quotes"
    return "disputes" if page.traits[index].denial else "reports"
