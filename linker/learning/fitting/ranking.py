"""Fits rankers: conditional logistic regression over groups of which one or more are right; its figures."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from linker.learning.fitting.measures import Bools
from linker.matching.words.prepared import Floats, Ints

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """Rows of signals in groups, consecutive; in each group the right rows are to be ranked first."""

    names: tuple[str, ...]
    values: Floats
    """Rows by signals."""
    groups: Ints
    right: Bools

    def of(self, groups: Ints) -> "Choices":
        """The rows of some groups."""
        kept = np.isin(self.groups, groups)
        return Choices(self.names, self.values[kept], self.groups[kept], self.right[kept])


def fit(choices: Choices, ridge: float = 1.0) -> dict[str, float]:
    """Weights under which the right rows are likeliest to be chosen from their groups (McFadden 1974).

    The ridge holds the weights of standardised signals small; groups without a right row teach nothing.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - extra `train`

    spread = choices.values.std(axis=0) + 1e-9
    values = (choices.values - choices.values.mean(axis=0)) / spread
    starts = np.flatnonzero(np.diff(choices.groups, prepend=-1))
    sizes = np.diff(np.append(starts, len(values)))

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = values @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        grown = np.exp(scores)
        right = np.where(choices.right, grown, 0.0)
        every, wanted = np.add.reduceat(grown, starts), np.add.reduceat(right, starts)
        counts = wanted > 0
        lost = -np.log(wanted[counts] / every[counts]).sum() + ridge * weights @ weights / 2
        pull = grown / np.repeat(every, sizes) - right / np.repeat(np.maximum(wanted, 1e-300), sizes)
        return float(lost), values.T @ (pull * np.repeat(counts, sizes)) + ridge * weights

    found = minimize(loss, np.zeros(values.shape[1]), jac=True, method="L-BFGS-B").x / spread
    return {name: float(f"{weight:.6g}") for name, weight in zip(choices.names, found, strict=True)}


def folds(count: int, parts: int = 5) -> Iterable[tuple[Ints, Ints]]:
    """Cut groups 0 to `count` into held-out parts, shuffled by a fixed seed: (kept, held out) each."""
    part = np.random.default_rng(2020).permutation(count) % parts
    for number in range(parts):
        yield np.flatnonzero(part != number), np.flatnonzero(part == number)


def ranking_figures(
    predicted: Mapping[str, Sequence[tuple[float, str]]], right: Mapping[str, Iterable[str]]
) -> dict[str, float | int | None]:
    """P@1, MRR and MAP@5 over everything asked; what was not predicted counts as not found."""
    firsts, reciprocals, averages = [], [], []
    for asked, wanted in right.items():
        ranked = sorted(predicted.get(asked, ()), key=lambda pair: -pair[0])
        hits = [name in set(wanted) for _, name in ranked]
        firsts.append(hits[:1] == [True])
        reciprocals.append(1 / (hits.index(True) + 1) if True in hits else 0.0)
        averages.append(_average_precision_at(hits, len(set(wanted)), 5))
    return {
        "asked": len(firsts),
        "precision_at_1": float(np.mean(firsts)) if firsts else None,
        "mean_reciprocal_rank": float(np.mean(reciprocals)) if firsts else None,
        "map_at_5": float(np.mean(averages)) if firsts else None,
    }


def figures_by_language(
    predicted: Mapping[str, Sequence[tuple[float, str]]],
    right: Mapping[str, Iterable[str]],
    languages: Mapping[str, str],
) -> Row:
    """The figures over everything asked, and under `by_language` over what is asked in each language."""
    parts: dict[str, dict[str, Iterable[str]]] = {}
    for asked, wanted in right.items():
        parts.setdefault(languages[asked], {})[asked] = wanted
    by_language = {language: ranking_figures(predicted, parts[language]) for language in sorted(parts)}
    return {**ranking_figures(predicted, right), "by_language": by_language}


def _average_precision_at(hits: Sequence[bool], wanted: int, depth: int) -> float:
    found, summed = 0, 0.0
    for place, hit in enumerate(hits[:depth], start=1):
        found += hit
        summed += hit * found / place
    return summed / max(min(wanted, depth), 1)


def file_hashes(*paths: Path) -> dict[str, str]:
    """SHA-256 of each file, by the file's own folder and name."""
    return {
        f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }
