"""The signal of place: a claim right before an embedded post most often introduces it."""

import numpy as np

from linker.matching.signals.page import Page, PostView
from linker.matching.words.prepared import Floats
from linker.records import Claim

PLACE = "before_embed"
_NEAR = {0: 1.0, 1: 0.8}
"""By paragraphs between claim and embed. Of sentences in the paragraph right before an embed 39 % are right
links in the labelled pages, one before that 27 %, farther off or after it 3 to 10 %."""
_ELSEWHERE = 1 / 6
"""Taken off all values: what a claim far from the embed loses, so that unknown places cost nothing."""


def measure_place(post: PostView, page: Page) -> dict[str, Floats]:
    """Measure each claim's place against the embed's; nothing where the embed's is unknown.

    A flattened embed's place is not the editor's choice, and a hyperlink stands in its claim.
    """
    embed = post.embed
    if embed is None or embed.paragraph is None or embed.method in {"flattened", "linked"}:
        return {}
    near = [_near(claim, embed.paragraph) for claim in page.claims]
    return {PLACE: np.array(near, dtype=np.float64) - _ELSEWHERE}


def _near(claim: Claim, before: int) -> float:
    return max((_NEAR.get(before - 1 - each.paragraph, 0.0) for each in claim.positions), default=0.0)
