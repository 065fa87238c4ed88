"""Signals of who speaks: the author named, words of posting, of denial and of asking."""

import numpy as np

from linker.matching.page import Page, PostView
from linker.matching.prepared import Floats


def measure_voices(post: PostView, page: Page) -> dict[str, Floats]:
    """Measure the post against each claim."""
    named = [_names(post, text.words) for text in page.bag.texts]
    speaks = [_names(post, speaker.words) for speaker in page.speakers]
    traits = page.traits
    return {
        "author": np.array(named, dtype=np.float64),
        "speaker": np.array(speaks, dtype=np.float64),
        "posting": np.array([min(each.posting, 2) for each in traits], dtype=np.float64),
        "denial": np.array([min(each.denial, 2) for each in traits], dtype=np.float64),
        "negation": np.array(
            [min(each.negation, 1) != min(post.traits.negation, 1) for each in traits], dtype=np.float64
        ),
        "asks": np.array([each.asks and not post.traits.asks for each in traits], dtype=np.float64),
        "quoted": np.array([each.quotes for each in traits], dtype=np.float64),
    }


def _names(post, found):
    return any(word.text in post.author for word in found)
