"""Signals of meaning: cosines of sentence vectors."""

import numpy as np

from linker.matching.page import Page, PostView
from linker.matching.prepared import Floats


def measure_meaning(post: PostView, page: Page) -> dict[str, Floats]:
    """Measure the post, and its best sentence, against each claim; nothing without an encoder."""
    if not page.vectors.shape[-1]:
        return {}
    cosines = (page.vectors @ post.vectors.T).astype(np.float64)
    return {"meaning": cosines[:, 0], "meaning_sentence": cosines.max(axis=1)}
