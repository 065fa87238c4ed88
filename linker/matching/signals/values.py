"""Signals of names and numbers: in common, in conflict."""

import numpy as np

from linker.matching.page import Page, PostView
from linker.matching.prepared import Floats


def measure_values(post: PostView, page: Page) -> dict[str, Floats]:
    """Measure the post against each claim."""
    names, numbers = post.traits.names, post.traits.numbers
    return {
        "names": np.array([min(len(names & claim.names), 4) for claim in page.traits], dtype=np.float64),
        "numbers": np.array(
            [min(len(numbers & claim.numbers), 2) for claim in page.traits], dtype=np.float64
        ),
    }
