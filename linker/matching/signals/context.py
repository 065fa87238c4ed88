"""Signals of context: how far a claim stands out among its article's claims, and how its neighbours do."""

import numpy as np

from linker.matching.words.prepared import Floats

FITS_FROM = 0.08
"""Value from which being the best of an article counts in full: among misfits the first is no match."""
_STANDING = ("fit", "characters", "meaning")


def measure_context(base: dict[str, Floats], cues: dict[str, Floats]) -> dict[str, Floats]:
    """Measure each claim against the others, out of what was measured of each by itself."""
    fit = base["fit"]
    out = {f"{name}_ahead": ahead(base[name]) for name in _STANDING if name in base}
    out["fit_rank"] = reciprocal_rank(fit)
    if "meaning_said" in base:
        out["meaning_rank"] = reciprocal_rank(base["meaning_said"])
    fits = np.minimum(3 * fit, 1.0)
    # Neighbours of a right claim are no links by themselves: they lend weight to what fits already.
    out["fit_near"] = _neighbours(fit) * fits
    out["fit_beside"] = beside_best(fit) * fits.max(initial=0.0)
    # A negation, or another's voice, tells something of the post only in a claim that speaks of the same.
    return out | {name: cue * fits for name, cue in cues.items()}


def reciprocal_rank(values: Floats) -> Floats:
    """1 for the best claim, 1/2 for the next, …; equal values share a rank; less where little fits."""
    rank = np.searchsorted(np.sort(-values), -values) + 1
    result: Floats = np.clip(values / FITS_FROM, 0.0, 1.0) / rank
    return result


def ahead(values: Floats) -> Floats:
    """Distance to the best of the other claims: above 0 for the best one only; 0 for a single claim."""
    if len(values) < 2:
        return np.zeros(len(values))
    second, best = np.partition(values, -2)[-2:]
    result: Floats = values - np.where(values == best, second, best)
    return result


def beside_best(values: Floats) -> Floats:
    """1/2 next to the (first) best claim, 1/3 after that, …; 0 for the best itself."""
    if not len(values):
        return np.zeros(0)
    away = np.abs(np.arange(len(values)) - int(np.argmax(values)))
    result: Floats = np.where(away, 1 / (1 + away), 0.0)
    return result


def _neighbours(values: Floats) -> Floats:
    around = np.concatenate([[0.0], values, [0.0]])
    result: Floats = (around[:-2] + around[2:]) / 2
    return result
