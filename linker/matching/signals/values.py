"""Signals of numbers: in common, and in conflict where the units agree."""

import numpy as np

from linker.matching.page import Page, PostView
from linker.matching.prepared import Floats


def measure_values(post: PostView, page: Page) -> dict[str, Floats]:
    """Measure the post against each claim."""
    numbers = post.traits.numbers
    return {
        "numbers": np.array([min(len(numbers & each.numbers), 2) for each in page.traits], dtype=np.float64),
    }
