"""Signals of numbers: in common, and at odds where they count the same thing."""

from collections.abc import Sequence

import numpy as np

from linker.matching.signals.page import Page, PostView
from linker.matching.words.numbers import Number
from linker.matching.words.prepared import Floats


def measure_values(post: PostView, page: Page) -> dict[str, Floats]:
    """Measure the post against each claim."""
    count = len(page)
    together, apart = np.zeros(count), np.zeros(count)
    if post.traits.numbers:
        for index, traits in enumerate(page.traits):
            if traits.numbers:
                together[index] = min(_shared(post.traits.numbers, traits.numbers), 2)
                apart[index] = _at_odds(post.traits.numbers, traits.numbers)
    return {"numbers": together, "numbers_apart": apart}


def _shared(some: Sequence[Number], others: Sequence[Number]) -> int:
    return len({number.value for number in some} & {number.value for number in others})


def _at_odds(some: Sequence[Number], others: Sequence[Number]) -> bool:
    """Whether both count the same thing, none with the other's value."""
    for unit in {number.unit for number in some if number.unit} & {number.unit for number in others}:
        values = {number.value for number in some if number.unit == unit}
        if not values & {number.value for number in others}:
            return True
    return False
