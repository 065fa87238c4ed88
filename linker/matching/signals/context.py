"""Signals of context: how far a claim stands out among its article's claims, and how its neighbours do."""

import numpy as np

from linker.matching.page import Page, PostView
from linker.matching.prepared import Floats

_STANDING = ("evidence", "fit", "characters", "meaning")


def measure_context(post: PostView, page: Page, base: dict[str, Floats]) -> dict[str, Floats]:
    """Measure each claim against the others."""
    count = len(page)
    out = {f"{name}_ahead": ahead(base[name]) for name in _STANDING if name in base}
    out["fit_near"] = _neighbours(base["fit"])
    out["lead"] = (np.arange(count) < 2).astype(np.float64)
    out["claim_words"] = np.log1p(np.bincount(page.bag.owner, minlength=count).astype(np.float64))
    out["post_words"] = np.full(count, np.log1p(len(post.text.words)))
    return out


def ahead(values: Floats) -> Floats:
    """Distance to the best of the other claims: above 0 for the best one only; 0 for a single claim."""
    if len(values) < 2:
        return np.zeros(len(values))
    second, best = np.partition(values, -2)[-2:]
    result: Floats = values - np.where(values == best, second, best)
    return result


def _neighbours(values: Floats) -> Floats:
    around = np.concatenate([[0.0], values, [0.0]])
    result: Floats = (around[:-2] + around[2:]) / 2
    return result
