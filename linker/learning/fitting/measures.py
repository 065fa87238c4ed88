"""Figures of merit over labels and scores; None where a figure is not defined."""

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def average_precision(right: Bools, scores: Floats) -> float | None:
    """Mean precision at each right item, items of equal score taken together."""
    if not right.any():
        return None
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    last = np.append(np.diff(scores[order]) != 0, [True])
    precision = hits[last] / (np.flatnonzero(last) + 1)
    gained = np.diff(hits[last], prepend=0)
    return float((precision * gained).sum() / hits[-1])


def area_under_roc(right: Bools, scores: Floats) -> float | None:
    """Chance that a right item scores above a wrong one, ties counting half."""
    above, below = scores[right], scores[~right]
    if not len(above) or not len(below):
        return None
    difference = above[:, None] - below[None, :]
    return float((difference > 0).mean() + (difference == 0).mean() / 2)


def calibration_error(right: Bools, scores: Floats, bins: int = 10) -> float | None:
    """Expected calibration error: mean distance of score and share of right items, bins of equal width."""
    if not len(right):
        return None
    place = np.minimum((scores * bins).astype(int), bins - 1)
    total = np.bincount(place, minlength=bins)
    gap = np.bincount(place, weights=scores - right, minlength=bins)
    return float(np.abs(gap[total > 0]).sum() / len(right))


def brier(right: Bools, scores: Floats) -> float | None:
    """Mean squared distance of score and truth."""
    return float(((scores - right) ** 2).mean()) if len(right) else None
