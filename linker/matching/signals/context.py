"""Signals of context: how a claim stands among its article's other claims."""

import numpy as np

from linker.matching.page import Page, PostView
from linker.matching.prepared import Floats


def measure_context(post: PostView, page: Page, base: dict[str, Floats]) -> dict[str, Floats]:
    """Measure each claim against its neighbours, the best claim and the title."""
    count = len(page)
    place = np.arange(count) / max(count - 1, 1)
    out = {"lead": (np.arange(count) < 2).astype(np.float64), "place": place}
    for name in ("evidence", "characters", "meaning"):
        if name in base:
            out[f"{name}_rank"] = base[name] / max(float(base[name].max(initial=0.0)), 1e-6)
            out[f"{name}_near"] = _neighbours(base[name])
            out[f"{name}_best"] = np.full(count, base[name].max(initial=0.0))
    out["author_near"] = np.minimum(_neighbours(base["author"]) * 2, 1)
    out["claim_words"] = np.log1p(np.bincount(page.bag.owner, minlength=count).astype(np.float64))
    out["post_words"] = np.full(count, np.log1p(len(post.text.words)))
    return out


def _neighbours(values: Floats) -> Floats:
    if len(values) < 2:
        return np.zeros(len(values))
    around = np.concatenate([[0.0], values, [0.0]])
    return (around[:-2] + around[2:]) / 2
