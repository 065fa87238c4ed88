"""The published model: a prior and one weight a signal, in log-odds, read from the package's JSON."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from linker.errors import ModelError
from linker.matching.weights import published
from linker.matching.words.prepared import Floats
from linker.records import Decision, EncoderName

ENCODERS: tuple[EncoderName, ...] = ("none", "static", "contextual")


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What each mistake costs a newsroom, in units of its own; only their ratios matter."""

    false_link: float = 2.0
    """A wrong pair shown as a link."""
    needless_suggestion: float = 0.35
    """A wrong pair that a person had to look at."""
    unconfirmed: float = 0.6
    """A right pair that a person had to confirm."""
    missed: float = 1.6
    """A right pair shown to nobody."""

    @property
    def link_from(self) -> float:
        """Probability from which a link costs less than a suggestion."""
        saved = self.false_link - self.needless_suggestion
        return saved / (saved + self.unconfirmed)

    @property
    def suggest_from(self) -> float:
        """Probability from which a suggestion costs less than silence."""
        return self.needless_suggestion / (self.needless_suggestion + self.missed - self.unconfirmed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Log-odds a unit of the signal, whose values are first held between `low` and `high`."""

    slope: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Prior and weights that stand in for a model's own."""

    prior: float
    weights: Mapping[str, Weight]


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What weights were before people's verdicts, and how firmly: a normal prior in log-odds."""

    prior: float
    slopes: tuple[float, ...]
    """In the order of the model's weights."""
    precision: tuple[tuple[float, ...], ...]
    """Inverse of the covariance of prior and slopes, in that order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """score = 1 / (1 + e^-(prior + sum of weight x signal)); calibration is folded into both."""

    version: str
    encoder: EncoderName
    prior: float
    weights: Mapping[str, Weight]
    costs: Costs = field(default_factory=Costs)
    figures: Mapping[str, object] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file it was trained on."""
    encoder_version: str = ""
    """The encoder's version that it was fitted with."""
    wordless: Part | None = None
    """For posts in another language than their article; see `linker.matching.scoring.across`."""
    belief: Belief | None = None
    """Of weights that verdicts teach, where teaching starts; see `linker.learning.training.verdicts`."""

    def hold(self, measured: Mapping[str, Floats]) -> dict[str, Floats]:
        """Signals that the model weighs, within the bounds it knows; what was not measured is left out."""
        return {
            name: np.clip(np.nan_to_num(measured[name]), weight.low, weight.high)
            for name, weight in self.weights.items()
            if name in measured
        }

    def log_odds(self, measured: Mapping[str, Floats]) -> Floats | float:
        """Log-odds of each claim: the prior plus weight x held value of each signal."""
        return self.prior + sum(self.weights[name].slope * held for name, held in self.hold(measured).items())

    def decide(self, score: float) -> Decision:
        """Turn a probability into what costs least."""
        if score >= self.costs.link_from:
            return "link"
        return "suggest" if score >= self.costs.suggest_from else "none"

    def without_words(self) -> "Model":
        """The same model with the part that needs no words in common, where it has one."""
        part = self.wordless
        return replace(self, prior=part.prior, weights=part.weights) if part else self

    def scoring_with(self, encoder_version: str) -> "Model":
        """The same model, named for the encoder too where it was fitted with another: their scores differ."""
        if self.encoder != "contextual" or encoder_version == self.encoder_version:
            return self
        return replace(self, version=f"{self.version}+{encoder_version}")

    def with_costs(self, costs: Costs) -> "Model":
        """The same model under another newsroom's costs."""
        return replace(self, costs=costs)


def probability(log_odds: float) -> float:
    """Logistic function, finite for any finite log-odds."""
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    grown = math.exp(max(log_odds, -700.0))
    return grown / (1.0 + grown)


@cache
def load(encoder: str, version: str = "") -> Model:
    """Read the model published for an encoder: the one fitted with this version, or else the usual one.

    Raises:
        ModelError: no model is published for it.
    """
    if encoder not in ENCODERS:
        raise ModelError(f"no model for encoder {encoder!r}: choose one of {', '.join(ENCODERS)}")
    try:
        return read_model(published.choose("alignment", encoder, version))
    except OSError as error:
        raise ModelError(f"no weights are published for encoder {encoder!r}: run `linker train`") from error


def read_model(text: str) -> Model:
    """Read a model from its JSON.

    Raises:
        ModelError: the text is no such JSON.
    """
    try:
        found = json.loads(text)
        wordless, weights = found.pop("wordless", None), _read_weights(found.pop("weights"))
        part = wordless and Part(prior=wordless["prior"], weights=_read_weights(wordless["weights"]))
        belief = _read_belief(found.pop("belief", None))
        return Model(
            weights=weights, costs=Costs(**found.pop("costs")), wordless=part, belief=belief, **found
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"these weights cannot be read ({error}): run `linker train` again") from error


def write_model(model: Model) -> str:
    """Give a model as JSON, its keys in order, so that the same training gives the same bytes."""
    fields = {
        "version": model.version,
        "encoder": model.encoder,
        "encoder_version": model.encoder_version,
        "prior": model.prior,
        "weights": _weight_rows(model.weights),
        "wordless": model.wordless
        and {"prior": model.wordless.prior, "weights": _weight_rows(model.wordless.weights)},
        "costs": {
            name: getattr(model.costs, name)
            for name in ("false_link", "needless_suggestion", "unconfirmed", "missed")
        },
        **({"belief": asdict(model.belief)} if model.belief else {}),
        "data": dict(model.data),
        "figures": dict(model.figures),
    }
    return json.dumps(fields, indent=1, ensure_ascii=False) + "\n"


def versioned(draft: Model, task: str) -> Model:
    """The same weights, named for what they hold: the same training gives the same version."""
    digest = hashlib.sha256(write_model(replace(draft, version="")).encode()).hexdigest()[:8]
    return replace(draft, version=f"{task}-{draft.encoder}-{digest}")


def _read_weights(rows: Mapping[str, Mapping[str, float]]) -> dict[str, Weight]:
    return {name: Weight(**row) for name, row in rows.items()}


def _read_belief(row: Mapping[str, Any] | None) -> Belief | None:
    if row is None:
        return None
    return Belief(
        prior=row["prior"], slopes=tuple(row["slopes"]), precision=tuple(map(tuple, row["precision"]))
    )


def _weight_rows(weights: Mapping[str, Weight]) -> dict[str, dict[str, float]]:
    return {name: {"slope": each.slope, "low": each.low, "high": each.high} for name, each in weights.items()}
