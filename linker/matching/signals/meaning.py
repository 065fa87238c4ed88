"""The signal of meaning: cosine of sentence vectors, what all claims of the article share taken out."""

import numpy as np

from linker.matching.signals.lexical import substance
from linker.matching.signals.page import Page, PostView, Vectors
from linker.matching.words.prepared import Floats

COMMON = 0.7
"""Share of the claims' mean vector that is subtracted; chosen on dev among 0, .3, .5, .7, .9, 1."""


def measure_meaning(post: PostView, page: Page) -> dict[str, Floats]:
    """Measure each claim against the post, or its best sentence, and against "author: post".

    Nothing without an encoder.
    """
    if not page.vectors.shape[-1]:
        return {}
    common = COMMON * page.vectors.mean(axis=0)
    cosines = (_unit(page.vectors - common) @ _unit(post.vectors - common).T).astype(np.float64)
    if not np.any(post.vectors[0]):
        cosines[:] = 0.0
    cosines[~np.any(page.vectors, axis=1)] = 0.0
    cosines *= substance(post, page)[:, None]
    return {"meaning": cosines[:, 1:].max(axis=1), "meaning_said": cosines[:, 0]}


def _unit(vectors: Vectors) -> Vectors:
    result: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return result
