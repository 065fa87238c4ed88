"""Trains the alignment model with folds that keep an article together, and publishes its weights."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linker.learning.fitting.fitting import Fit, Floats, calibrate, fit, fit_slope
from linker.learning.fitting.measures import average_precision
from linker.learning.labels.folding import articles_of, fold_by_article
from linker.learning.labels.places import read_pages, with_places
from linker.learning.labels.reviewed import Lessons
from linker.learning.labels.rows import Row, read_rows
from linker.learning.tasks.alignment import article_of, embed_of, figures, judged, post_of
from linker.matching.scoring.across import crosses, needs_no_words
from linker.matching.signals import SIGNS, measure
from linker.matching.signals.page import Encoder, view_page, view_post
from linker.matching.signals.place import PLACE
from linker.matching.weights.model import Model, Part, Weight, probability, versioned
from linker.records import EncoderName

FOLDS = 10
RIDGES = (30.0, 60.0, 100.0)
"""Few rows, many signals that say nearly the same: below 30 the weights chase the noise."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A row's signals, one line a sentence; `right` is NaN where the sentence does not count."""

    row: Row
    article: str
    values: Floats
    right: Floats
    place: Floats | None = None
    """The signal of place, where the row tells."""
    foreign: bool = False
    """The post is in another language than its article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A model, its cross-validated figures, the held-out scores behind them, what each signal is worth."""

    model: Model
    figures: dict[str, Any]
    held_out: tuple[dict[str, Any], ...]
    rows: tuple[Row, ...]
    worth: dict[str, float]
    """Average precision lost when the signal is left out (held out, ridge fixed); below 0 it does harm."""


def train(  # noqa: PLR0913 - what it learns from, each optional by name
    files: Sequence[Path],
    name: EncoderName,
    encoder: Encoder,
    *,
    reviewed: Lessons | None = None,
    readings: Sequence[Row] = (),
    pages: Path | None = None,
    seed: int = 0,
) -> Trained:
    """Train on files of alignment rows and on reviewers' verdicts; figures are of rows that no fit had seen.

    `readings` widen what is learned from; they have figures of their own, so that those of the files stay
    comparable.
    Most rows do not say where in its page the post stood: figures and weights are learned without, and
    the weight of the place then on top, from rows that say it and from `pages`, a folder of saved pages.

    Raises:
        InputError: a file holds no such rows.
    """
    rows = _read(files, reviewed, pages)
    names, measured = measure_rows((*rows, *readings), encoder)
    folds = fold_by_article([each.article for each in measured], FOLDS, seed)
    own = _learn(names, measured, folds, seed)
    wordless = _learn(*_without_words(names, measured), folds, seed) if name == "contextual" else None
    held_out = _as_scored(measured, own, wordless if encoder.multilingual else None)
    scored = tuple(_scored(measured, held_out))
    told = figures(rows, scored) | _figures_placed(measured, held_out, folds)
    if readings:
        told["readings"] = figures(readings, scored)["all"]
    draft = Model(
        version="",
        encoder=name,
        encoder_version=encoder.version,
        prior=0.0,
        weights={},
        data=_hashes(files, reviewed, readings, measured),
        figures=told,
    )
    return Trained(
        model=_filled(draft, own, wordless, _fit_place(measured, held_out)),
        figures=told,
        held_out=scored,
        rows=rows,
        worth=_worth(names, measured, folds, own.ridge),
    )


def measure_rows(rows: Sequence[Row], encoder: Encoder) -> tuple[tuple[str, ...], tuple[Measured, ...]]:
    """Measure every sentence of every row as in production: names of the signals, and their values."""
    names: tuple[str, ...] = ()
    found = []
    for row, article_key in zip(rows, articles_of(rows), strict=True):
        article, claims = article_of(row)
        view = view_post(post_of(row), embed_of(row), encoder)
        page = view_page(article, claims, encoder)
        measured = measure(view, page)
        names = tuple(name for name in measured if name in SIGNS and name != PLACE)
        right = np.full(len(claims), np.nan)
        for place, is_right in judged(row):
            right[place] = is_right
        values = np.stack([measured[name] for name in names], axis=1)
        foreign = crosses(view, page)
        found.append(Measured(row, article_key, values, right, measured.get(PLACE), foreign))
    return names, tuple(found)


def _read(files: Sequence[Path], reviewed: Lessons | None, pages: Path | None) -> tuple[Row, ...]:
    learned = reviewed.rows if reviewed else ()
    given = (*(row for file in files for row in read_rows(file)), *learned)
    return tuple(with_places(given, read_pages(pages) if pages else {}))


@dataclass(frozen=True, slots=True)
class _Learned:
    """A fit to all rows, and what fits to the other folds made of each row."""

    names: tuple[str, ...]
    fit: Fit
    ridge: float
    held_out: list[Floats]


def _learn(
    names: tuple[str, ...], measured: Sequence[Measured], folds: NDArray[np.int64], seed: int
) -> _Learned:
    signs = [SIGNS[each] for each in names]
    ridge = _best_ridge(measured, signs, folds)
    whole = fit(*_counted(measured), signs, ridge).calibrated(*_calibration(measured, signs, folds, ridge))
    return _Learned(names, whole, ridge, _held_out(measured, signs, folds, seed))


def _without_words(
    names: tuple[str, ...], measured: Sequence[Measured]
) -> tuple[tuple[str, ...], tuple[Measured, ...]]:
    kept = [place for place, name in enumerate(names) if needs_no_words(name)]
    fewer = tuple(replace(each, values=each.values[:, kept]) for each in measured)
    return tuple(names[place] for place in kept), fewer


def _as_scored(measured: Sequence[Measured], own: _Learned, wordless: _Learned | None) -> list[Floats]:
    """Held-out log-odds by the part of the model that would score each row."""
    return [
        wordless.held_out[row] if wordless and each.foreign else own.held_out[row]
        for row, each in enumerate(measured)
    ]


def _hashes(
    files: Sequence[Path], reviewed: Lessons | None, readings: Sequence[Row], measured: Sequence[Measured]
) -> dict[str, str]:
    data = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    if reviewed and reviewed.rows:
        data["reviews"] = reviewed.sha256
    if readings:
        data["readings"] = hashlib.sha256(repr(readings).encode()).hexdigest()
    if any(each.place is not None for each in measured):
        data["places"] = _hash_places([each.row for each in measured])
    return data


def _hash_places(rows: Sequence[Row]) -> str:
    places = [(row["id"], row.get("embed_paragraph"), row.get("paragraphs")) for row in rows]
    return hashlib.sha256(repr(places).encode()).hexdigest()


def _figures_placed(
    measured: Sequence[Measured], held_out: Sequence[Floats], folds: NDArray[np.int64]
) -> dict[str, Any]:
    """Figures of the rows whose place is known, without it and with its weight learned on the other folds."""
    known = [index for index, each in enumerate(measured) if each.place is not None]
    placed = list(held_out)
    for fold in np.unique(folds):
        outside = [index for index in range(len(measured)) if folds[index] != fold]
        slope = _fit_place([measured[index] for index in outside], [held_out[index] for index in outside])
        for index in known:
            if folds[index] == fold:
                placed[index] = held_out[index] + slope * np.asarray(measured[index].place)
    told = {}
    for name, odds in (("place known, unused", held_out), ("place known, used", placed)):
        rows = [measured[index] for index in known]
        scored = list(_scored(rows, [odds[index] for index in known]))
        told[name] = figures([each.row for each in rows], scored)["all"]
    return told if known else {}


def _fit_place(measured: Sequence[Measured], held_out: Sequence[Floats]) -> float:
    """Weight of the place on top of the rest, whose held-out log-odds stand: it learns what they miss."""
    known = [
        (odds[counts], np.asarray(each.place)[counts], each.right[counts])
        for each, odds in zip(measured, held_out, strict=True)
        if each.place is not None
        for counts in [~np.isnan(each.right)]
    ]
    if not known:
        return 0.0
    return fit_slope(*(np.concatenate(parts) for parts in zip(*known, strict=True)))


def _scored(measured: Sequence[Measured], log_odds: Sequence[Floats]) -> Iterable[dict[str, Any]]:
    for each, row_odds in zip(measured, log_odds, strict=True):
        for place, odds in enumerate(row_odds):
            yield {"id": each.row["id"], "sentence": place, "score": probability(float(odds))}


def _held_out(
    measured: Sequence[Measured], signs: Sequence[int], folds: NDArray[np.int64], seed: int
) -> list[Floats]:
    """Nested: in each fold, ridge and calibration are chosen by inner folds over the rest."""
    scores: list[Floats] = [np.empty(0)] * len(measured)
    for fold in np.unique(folds):
        rest = [each for each, place in zip(measured, folds, strict=True) if place != fold]
        inner = fold_by_article([each.article for each in rest], FOLDS // 2, seed + 1)
        ridge = _best_ridge(rest, signs, inner)
        found = fit(*_counted(rest), signs, ridge).calibrated(*_calibration(rest, signs, inner, ridge))
        for index in np.flatnonzero(folds == fold).tolist():
            scores[index] = found.log_odds(measured[index].values)
    return scores


def _best_ridge(measured: Sequence[Measured], signs: Sequence[int], folds: NDArray[np.int64]) -> float:
    def loss(ridge: float) -> float:
        odds, right = _cross(measured, signs, folds, ridge)
        return float((np.logaddexp(0, odds) - right * odds).mean())

    return min(RIDGES, key=loss)


def _calibration(
    measured: Sequence[Measured], signs: Sequence[int], folds: NDArray[np.int64], ridge: float
) -> tuple[float, float]:
    return calibrate(*_cross(measured, signs, folds, ridge))


def _cross(
    measured: Sequence[Measured], signs: Sequence[int], folds: NDArray[np.int64], ridge: float
) -> tuple[Floats, Floats]:
    """Held-out log-odds of the sentences that count, with their labels."""
    odds, right = [], []
    for fold in np.unique(folds):
        inside = [each for each, place in zip(measured, folds, strict=True) if place != fold]
        outside = [each for each, place in zip(measured, folds, strict=True) if place == fold]
        values, labels = _counted(outside)
        odds.append(fit(*_counted(inside), signs, ridge).log_odds(values))
        right.append(labels)
    return np.concatenate(odds), np.concatenate(right)


def _counted(measured: Sequence[Measured]) -> tuple[Floats, Floats]:
    values = np.concatenate([each.values for each in measured])
    right = np.concatenate([each.right for each in measured])
    counts = ~np.isnan(right)
    return values[counts], right[counts]


def _worth(
    names: Sequence[str], measured: Sequence[Measured], folds: NDArray[np.int64], ridge: float
) -> dict[str, float]:
    def precision(kept: Sequence[int]) -> float:
        less = [replace(each, values=each.values[:, kept]) for each in measured]
        odds, right = _cross(less, [SIGNS[names[place]] for place in kept], folds, ridge)
        return average_precision(right > 0, odds) or 0.0

    every = range(len(names))
    whole = precision(list(every))
    return {
        name: whole - precision([each for each in every if each != place]) for place, name in enumerate(names)
    }


def _weights(learned: _Learned, place: float) -> dict[str, Weight]:
    found = learned.fit
    weights = {
        name: Weight(slope=float(slope), low=float(low), high=float(high))
        for name, slope, low, high in zip(learned.names, found.slopes, found.low, found.high, strict=True)
        if slope
    }
    return weights | ({PLACE: Weight(slope=place, low=-1.0, high=1.0)} if place else {})


def _filled(draft: Model, own: _Learned, wordless: _Learned | None, place: float) -> Model:
    part = Part(prior=wordless.fit.prior, weights=_weights(wordless, place)) if wordless else None
    full = replace(draft, prior=own.fit.prior, weights=_weights(own, place), wordless=part)
    return versioned(full, "alignment")
