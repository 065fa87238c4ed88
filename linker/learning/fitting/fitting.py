"""Fits an additive model in log-odds: logistic regression, weights of a known sign, ridge, calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """log-odds = prior + values @ slopes, the values first held between low and high."""

    prior: float
    slopes: Floats
    low: Floats
    high: Floats

    def log_odds(self, values: Floats) -> Floats:
        """Log-odds of rows of signals."""
        result: Floats = np.clip(values, self.low, self.high) @ self.slopes + self.prior
        return result

    def calibrated(self, scale: float, shift: float) -> "Fit":
        """The same ranking under `scale x log-odds + shift`."""
        return Fit(self.prior * scale + shift, self.slopes * scale, self.low, self.high)


def fit(values: Floats, right: Floats, signs: Sequence[int], ridge: float, odds: Floats | float = 0.0) -> Fit:
    """Fit to rows of signals; `signs` says which weights may not be negative (1) or positive (-1).

    `odds` are log-odds that stand already, on top of which is fitted.
    """
    low, high = np.quantile(values, [0.001, 0.999], axis=0)
    held = np.clip(values, low, high)
    centre, spread = held.mean(axis=0), held.std(axis=0)
    spread[spread < 1e-6] = np.inf
    scaled = (held - centre) / spread
    bounds = [(None, None), *(_BOUNDS[sign] for sign in signs)]
    found = minimize(
        _loss,
        np.zeros(scaled.shape[1] + 1),
        (scaled, right, ridge, odds),
        jac=True,
        bounds=bounds,
        method="L-BFGS-B",
    ).x
    slopes = found[1:] / spread
    return Fit(float(found[0] - centre @ slopes), slopes, low, high)


def logistic(z: Floats) -> Floats:
    """Probabilities of log-odds."""
    result: Floats = 0.5 * (1 + np.tanh(z / 2))
    return result


def calibrate(log_odds: Floats, right: Floats) -> tuple[float, float]:
    """Scale and shift that make held-out log-odds say what share is right (Platt)."""
    values = np.stack([log_odds, np.ones(len(log_odds))], axis=1)

    def loss(weights: Floats) -> tuple[float, Floats]:
        z = values @ weights
        return float((np.logaddexp(0, z) - right * z).sum()), values.T @ (logistic(z) - right)

    scale, shift = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B").x
    return max(float(scale), 0.05), float(shift)


def fit_slope(odds: Floats, values: Floats, right: Floats) -> float:
    """Weight, not negative, of one more signal on top of log-odds that stand."""

    def loss(slope: Floats) -> tuple[float, Floats]:
        z = odds + slope[0] * values
        error = values @ (logistic(z) - right)
        return float((np.logaddexp(0, z) - right * z).sum() + slope[0] ** 2 / 2), np.array([error + slope[0]])

    return float(minimize(loss, np.zeros(1), jac=True, bounds=[(0.0, None)], method="L-BFGS-B").x[0])


def firmness(found: Fit, values: Floats, ridge: float, odds: Floats | float = 0.0) -> Floats:
    """How firmly a fit holds its prior and slopes: the curvature of its loss (Laplace), their precision."""
    held = np.clip(values, found.low, found.high)
    scores = logistic(odds + found.log_odds(values))
    rows = np.column_stack([np.ones(len(held)), held])
    curvature: Floats = rows.T @ (rows * (scores * (1 - scores))[:, None])
    return curvature + ridge * np.diag([0.0, *held.var(axis=0)])


def refit(start: Fit, precision: Floats, values: Floats, right: Floats, odds: Floats) -> Fit:
    """Move a fit by rows that it has not seen, under a normal prior around it; no slope falls below 0."""
    held = np.clip(values, start.low, start.high)
    rows = np.column_stack([np.ones(len(held)), held])
    centre = np.array([start.prior, *start.slopes])

    def loss(weights: Floats) -> tuple[float, Floats]:
        z, moved = odds + rows @ weights, weights - centre
        pull = precision @ moved
        lost = float((np.logaddexp(0, z) - right * z).sum() + moved @ pull / 2)
        return lost, rows.T @ (logistic(z) - right) + pull

    bounds = [(None, None), *(_BOUNDS[1] for _ in start.slopes)]
    found = minimize(loss, centre, jac=True, bounds=bounds, method="L-BFGS-B").x
    return Fit(float(found[0]), found[1:], start.low, start.high)


_BOUNDS = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}


def _loss(
    weights: Floats, scaled: Floats, right: Floats, ridge: float, odds: Floats | float
) -> tuple[float, Floats]:
    z = odds + weights[0] + scaled @ weights[1:]
    error = logistic(z) - right
    slope = np.concatenate([[error.sum()], scaled.T @ error + ridge * weights[1:]])
    return float((np.logaddexp(0, z) - right * z).sum() + ridge / 2 * weights[1:] @ weights[1:]), slope
