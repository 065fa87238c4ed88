"""Signals of who speaks and how: the author named, words of posting, claiming, denial and negation."""

import numpy as np

from linker.matching.signals.page import Page, PostView
from linker.matching.words.prepared import Floats, Prepared


def measure_voices(post: PostView, page: Page) -> dict[str, Floats]:
    """Measure the post against each claim."""
    traits = page.traits
    named = np.array([_named(post, each.words) for each in traits], dtype=np.float64)
    speaks = [_is_said_by(post, each) for each in page.speakers]
    return {
        "author": np.maximum(named, 2.0 * np.array(speaks, dtype=np.float64)),
        "posting": np.array([bool(each.posting) for each in traits], dtype=np.float64),
        "claiming": np.array([each.claiming for each in traits], dtype=np.float64),
        "denial": np.array([min(each.denial, 2) for each in traits], dtype=np.float64),
    }


def measure_cues(post: PostView, page: Page) -> dict[str, Floats]:
    """1 where a claim negates and the post does not, and where another than the post's author says the claim.

    What that weighs depends on how the claim fits.
    """
    negated = [each.negates and not post.traits.negates for each in page.traits]
    other = [bool(post.author and each.words) and not _is_said_by(post, each) for each in page.speakers]
    return {
        "negated": np.array(negated, dtype=np.float64),
        "other_voice": np.array(other, dtype=np.float64),
    }


def _is_said_by(post: PostView, speaker: Prepared) -> bool:
    return bool(post.author.intersection(word.text for word in speaker.words))


def _named(post: PostView, words: frozenset[str]) -> int:
    """0, 1, or 2 for given and family name (or the handle's two words)."""
    return min(len(post.author & words), 2)
