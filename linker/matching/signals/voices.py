"""Signals of who speaks and how: the author named, words of posting, claiming, denial and negation."""

import numpy as np

from linker.matching.page import Page, PostView
from linker.matching.prepared import Floats


def measure_voices(post: PostView, page: Page) -> dict[str, Floats]:
    """Measure the post against each claim."""
    traits = page.traits
    named = np.array([_named(post, each.words) for each in traits], dtype=np.float64)
    speaks = [bool(post.author.intersection(word.text for word in each.words)) for each in page.speakers]
    return {
        "author": np.maximum(named, 2.0 * np.array(speaks, dtype=np.float64)),
        "posting": np.array([bool(each.posting) for each in traits], dtype=np.float64),
        "claiming": np.array([each.claiming for each in traits], dtype=np.float64),
        "denial": np.array([min(each.denial, 2) for each in traits], dtype=np.float64),
    }


def measure_negation(post: PostView, page: Page) -> Floats:
    """1 where the claim negates and the post nowhere does; what that weighs depends on how the claim fits."""
    alone = [each.negates and not post.traits.negates for each in page.traits]
    return np.array(alone, dtype=np.float64)


def _named(post: PostView, words: frozenset[str]) -> int:
    """0, 1, or 2 for given and family name (or the handle's two words)."""
    return min(len(post.author & words), 2)
