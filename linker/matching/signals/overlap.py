"""Which of a post's words each claim holds, alike or by meaning, and how much that weighs here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linker.matching.signals.page import Page, PostView
from linker.matching.words.prepared import Floats

ALIKE_FROM = 0.35
"""Cosine of two words' vectors from which they count as kin; chosen on dev among .2, .35, .5, .7."""
FEWEST = 16
"""Rarity within an article is smoothed as if it had at least so many claims."""


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """`met[i, j]`: how well claim j holds the post's word i, 0 to 1; `weight[i]`: what the word tells."""

    met: NDArray[np.float32]
    weight: Floats
    alike: NDArray[np.float32]
    """Likeness of the post's words to the page's vocabulary."""

    @property
    def shared(self) -> Floats:
        """Weight of the post's words that each claim holds."""
        result: Floats = self.weight @ self.met
        return result


def overlap(post: PostView, page: Page) -> Overlap:
    """Compare the different words of a post with all claims.

    A word weighs its background rarity times its rarity among these claims: what every sentence of an article
    repeats tells nothing about which of them the post is.
    """
    alike = _likeness(post, page)
    met = np.zeros((len(post.idf), len(page)), dtype=np.float32)
    filled = np.unique(page.bag.owner)
    if len(filled) and len(post.idf):
        starts = np.searchsorted(page.bag.owner, filled)
        met[:, filled] = np.maximum.reduceat(alike[:, page.bag.place], starts, axis=1)
    count = max(len(page), FEWEST)
    here = np.log((count + 1) / (met.sum(axis=1) + 0.5)) / np.log(count + 1)
    return Overlap(met=met, weight=post.idf * np.maximum(here, 0.0), alike=alike)


def _likeness(post: PostView, page: Page) -> NDArray[np.float32]:
    bag = page.bag
    if post.word_vectors.shape[-1] and page.word_vectors.shape[-1]:
        alike = (post.word_vectors @ page.word_vectors.T - ALIKE_FROM) / (1 - ALIKE_FROM)
        np.clip(alike, 0.0, 1.0, out=alike)
    else:
        alike = np.zeros((len(post.keys), len(bag.keys)), dtype=np.float32)
    alike[post.keys[:, None] == bag.keys[None, :]] = 1.0
    heard = np.flatnonzero(post.sounds)
    alike[heard] = np.maximum(alike[heard], post.sounds[heard][:, None] == bag.sounds[None, :])
    return alike
