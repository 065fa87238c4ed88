"""Trains the alignment model with folds that keep an article together, and publishes its weights."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linker.learning.alignment import Row, article_of, figures, judged, post_of, read_rows
from linker.learning.fitting import Fit, Floats, calibrate, fit
from linker.matching.model import Costs, EncoderName, Model, Weight, probability, write_model
from linker.matching.page import Encoder, view_page, view_post
from linker.matching.signals import SIGNS, measure

FOLDS = 10
RIDGES = (30.0, 60.0, 100.0)


@dataclass(frozen=True, slots=True)
class Measured:
    """A row's signals, one line a sentence; `right` is NaN where the sentence does not count."""

    row: Row
    values: Floats
    right: Floats


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, its cross-validated figures, and the held-out scores behind them."""

    model: Model
    figures: dict[str, object]
    held_out: list[dict[str, object]]


def measure_rows(rows: Sequence[Row], encoder: Encoder) -> tuple[tuple[str, ...], tuple[Measured, ...]]:
    """Measure every sentence of every row: names of the signals, and their values."""
    names: tuple[str, ...] = ()
    found = []
    for row in rows:
        article, claims = article_of(row)
        measured = measure(view_post(post_of(row), None, encoder), view_page(article, claims, encoder))
        names = tuple(name for name in measured if name in SIGNS)
        right = np.full(len(claims), np.nan)
        for place, is_right in judged(row):
            right[place] = is_right
        found.append(Measured(row, np.stack([measured[name] for name in names], axis=1), right))
    return names, tuple(found)


def train(path: Path, name: EncoderName, encoder: Encoder, *, seed: int = 0) -> Trained:
    """Train on rows of the alignment task; figures are of rows that the scoring model never saw."""
    rows = read_rows(path)
    names, measured = measure_rows(rows, encoder)
    signs = [SIGNS[each] for each in names]
    folds = fold_by_article(rows, FOLDS, seed)
    held_out = _held_out(measured, signs, folds, seed)
    ridge = _best_ridge(measured, signs, folds)
    values, right = _counted(measured)
    whole = fit(values, right, signs, ridge).calibrated(*_calibration(measured, signs, folds, ridge))
    scored = [
        {"id": each.row["id"], "sentence": place, "score": probability(float(z)), "decision": "none"}
        for each, scores in zip(measured, held_out, strict=True)
        for place, z in enumerate(scores)
    ]
    told = figures(rows, scored)
    data = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}
    return Trained(_publishable(whole, names, name, data, told), told, scored)


def fold_by_article(rows: Sequence[Row], folds: int, seed: int) -> NDArray[np.int64]:
    """Give each row a fold; rows of the same article share theirs, or the test would be seen in training."""
    keys = [hashlib.sha256("\n".join(map(str, row["sentences"])).encode()).hexdigest() for row in rows]
    order = np.random.default_rng(seed).permutation(len(set(keys)))
    place = {key: int(order[index]) % folds for index, key in enumerate(sorted(set(keys)))}
    return np.array([place[key] for key in keys])


def _held_out(
    measured: Sequence[Measured], signs: Sequence[int], folds: NDArray[np.int64], seed: int
) -> list[Floats]:
    """Nested: in each fold, ridge and calibration are chosen by inner folds over the rest."""
    scores: list[Floats] = [np.empty(0)] * len(measured)
    for fold in np.unique(folds):
        rest = [each for each, place in zip(measured, folds, strict=True) if place != fold]
        inner = fold_by_article([each.row for each in rest], FOLDS // 2, seed + 1)
        ridge = _best_ridge(rest, signs, inner)
        values, right = _counted(rest)
        found = fit(values, right, signs, ridge).calibrated(*_calibration(rest, signs, inner, ridge))
        for index in np.flatnonzero(folds == fold):
            scores[index] = found.log_odds(measured[index].values)
    return scores


def _best_ridge(measured: Sequence[Measured], signs: Sequence[int], folds: NDArray[np.int64]) -> float:
    def loss(ridge: float) -> float:
        z, right = _cross(measured, signs, folds, ridge)
        return float((np.logaddexp(0, z) - right * z).mean())

    return min(RIDGES, key=loss)


def _calibration(
    measured: Sequence[Measured], signs: Sequence[int], folds: NDArray[np.int64], ridge: float
) -> tuple[float, float]:
    return calibrate(*_cross(measured, signs, folds, ridge))


def _cross(
    measured: Sequence[Measured], signs: Sequence[int], folds: NDArray[np.int64], ridge: float
) -> tuple[Floats, Floats]:
    """Held-out log-odds of the sentences that count, with their labels."""
    z, right = [], []
    for fold in np.unique(folds):
        inside = [each for each, place in zip(measured, folds, strict=True) if place != fold]
        outside = [each for each, place in zip(measured, folds, strict=True) if place == fold]
        values, labels = _counted(outside)
        z.append(fit(*_counted(inside), signs, ridge).log_odds(values))
        right.append(labels)
    return np.concatenate(z), np.concatenate(right)


def _counted(measured: Sequence[Measured]) -> tuple[Floats, Floats]:
    values = np.concatenate([each.values for each in measured])
    right = np.concatenate([each.right for each in measured])
    counts = ~np.isnan(right)
    return values[counts], right[counts]


def _publishable(
    found: Fit, names: Sequence[str], encoder: EncoderName, data: dict[str, str], told: dict[str, object]
) -> Model:
    weights = {
        name: Weight(slope=float(slope), low=float(low), high=float(high))
        for name, slope, low, high in zip(names, found.slopes, found.low, found.high, strict=True)
        if slope
    }
    draft = Model(
        version="",
        encoder=encoder,
        prior=found.prior,
        weights=weights,
        costs=Costs(),
        data=data,
        figures=told,
    )
    digest = hashlib.sha256(write_model(draft).encode()).hexdigest()[:8]
    return Model(
        version=f"alignment-{encoder}-{digest}",
        encoder=encoder,
        prior=found.prior,
        weights=weights,
        data=data,
        figures=told,
    )
