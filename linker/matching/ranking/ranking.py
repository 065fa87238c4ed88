"""The published rankers: a weight a signal, added up, for what is ranked within one collection.

Unlike a link's score, a rank only says which text of a collection stands before which: rarity among the texts
at hand may count, and no probability is claimed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from linker.errors import ModelError
from linker.matching.weights import published

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranker:
    """score = sum of weight x signal; only differences between scores mean something."""

    version: str
    weights: Mapping[str, float]
    figures: Mapping[str, object] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file it was trained on."""
    encoder_version: str = ""
    """The encoder's version that it was fitted with."""

    def score(self, signals: Mapping[str, Floats]) -> Floats:
        """Add up the signals, arrays of one shape."""
        summed: Floats = np.sum([weight * signals[name] for name, weight in self.weights.items()], axis=0)
        return summed


@cache
def load(task: str, encoder: str, version: str = "") -> Ranker:
    """Read the ranker published for a task (retrieval, resolution) and an encoder.

    The one fitted with this version of the encoder, or else the usual one.

    Raises:
        ModelError: none is published.
    """
    try:
        return _read(published.choose(task, encoder, version))
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(f"no {task} weights for encoder {encoder!r}: run `linker train`") from error


def _read(text: str) -> Ranker:
    return Ranker(**json.loads(text))


def write(ranker: Ranker) -> str:
    """Give a ranker as JSON, so that the same training gives the same bytes."""
    fields = {
        "version": ranker.version,
        "encoder_version": ranker.encoder_version,
        "weights": dict(ranker.weights),
        "data": dict(ranker.data),
        "figures": dict(ranker.figures),
    }
    return json.dumps(fields, indent=1, ensure_ascii=False) + "\n"


def order(scores: Floats) -> NDArray[np.int64]:
    """Places from the best score down; equal ones in their own order."""
    return np.argsort(-scores, kind="stable").astype(np.int64)


def stepped(scores: Sequence[float]) -> list[float]:
    """Scores from the best down, equal ones a float apart, so that any reader's sorting keeps our order."""
    strict: list[float] = []
    for score in scores:
        strict.append(min(float(score), float(np.nextafter(strict[-1], -np.inf))) if strict else float(score))
    return strict
