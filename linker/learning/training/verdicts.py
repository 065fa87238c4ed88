"""Learns from people's verdicts how much to take off posts that an article does not show.

As in the labelled data (`linker.learning.training.unshown`), a line is an article and a post, and the claim
that fits best decides: the pair is right where any claim was accepted, and wrong where that one was rejected.
That a lesser claim was rejected says nothing of the post. What the verdicts move are the weights from before
any verdict, under a normal prior as firm as their JSON tells, so that a handful changes little and the same
verdicts never count twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from linker.errors import InputError, ModelError
from linker.learning.fitting.fitting import Fit, Floats, logistic, refit
from linker.learning.fitting.measures import Bools, average_precision, brier, calibration_error
from linker.learning.fitting.ranking import folds
from linker.learning.labels.reviewed import Lessons, Reviewed, settle
from linker.matching.scoring.unshown import OLD, claim_odds, deserves, is_old, measure_unshown, tell
from linker.matching.signals.page import Encoder, view_page, view_post
from linker.matching.weights.model import Belief, Model, versioned
from linker.matching.words.prepared import Ints
from linker.records import Claim

FEWEST = 5
"""Articles: of fewer, none could be held out and the others still tell something."""
FOLDS = 10
_BEFORE = "before any verdict"


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Articles and posts on which people decided, one a line."""

    odds: Floats
    """Log-odds of the best claim, and what is taken off by no learned weight."""
    values: Floats
    right: Floats
    articles: Ints
    """Numbered from 0."""

    def of(self, kept: Bools) -> "Lines":
        """Some of the lines."""
        return Lines(self.odds[kept], self.values[kept], self.right[kept], self.articles[kept])


def train(lessons: Lessons, doubt: Model, model: Model, encoder: Encoder) -> Model:
    """Teach the weights of unshown posts; the figures are of verdicts on articles that were held out.

    `doubt` are those weights, taught before or not; `model` and `encoder` are what scores the claims.

    Raises:
        InputError: there are no such verdicts, or too few.
        ModelError: the weights do not say how firm they are.
    """
    lines = measure_verdicts(lessons, doubt, model, encoder)
    covered = len(set(lines.articles.tolist()))
    if covered < FEWEST:
        raise InputError(
            f"verdicts on posts that are not shown cover {covered} articles, {FEWEST} are needed:"
            " `linker review --db FILE` lists what awaits one"
        )
    found = {**figures(doubt, lines), "undecided": len(lessons.reviewed) - len(lines.odds)}
    draft = replace(
        teach(doubt, lines),
        encoder_version=encoder.version,
        data={**doubt.data, "reviews": lessons.sha256},
        figures={"verdicts": found, _BEFORE: doubt.figures.get(_BEFORE, doubt.figures)},
    )
    return versioned(draft, "unshown")


def measure_verdicts(lessons: Lessons, doubt: Model, model: Model, encoder: Encoder) -> Lines:
    """Measure what people decided on as production does; left out is what it would not score at all."""
    numbers: dict[str, int] = {}
    lines: list[tuple[float, list[float], bool, int]] = []
    for each in lessons.reviewed:
        if line := _line(each, doubt, model, encoder):
            number = numbers.setdefault(each.article.article_id, len(numbers))
            lines.append((*line, number))
    return Lines(
        np.array([odds for odds, _, _, _ in lines]),
        np.array([values for _, values, _, _ in lines]).reshape(len(lines), len(doubt.weights)),
        np.array([right for _, _, right, _ in lines], dtype=np.float64),
        np.array([number for _, _, _, number in lines], dtype=np.int64),
    )


def teach(doubt: Model, lines: Lines) -> Model:
    """Move weights from where they were before any verdict, by these lines alone.

    Raises:
        ModelError: the weights do not say how firm they are.
    """
    belief = _belief(doubt)
    low, high = np.array([(weight.low, weight.high) for weight in doubt.weights.values()]).T
    start = Fit(belief.prior, np.array(belief.slopes), low, high)
    moved = refit(start, np.array(belief.precision), lines.values, lines.right, lines.odds)
    return _with(doubt, moved.prior, moved.slopes.tolist())


def scores_of(doubt: Model, lines: Lines) -> Floats:
    """Probabilities of the best claims, as production scores them: nothing is ever added."""
    taken = doubt.log_odds(dict(zip(doubt.weights, lines.values.T, strict=True)))
    return logistic(lines.odds + np.minimum(taken, 0.0))


def figures(doubt: Model, lines: Lines) -> dict[str, Any]:
    """How well the weights of before say which lines are right, and those that the other articles taught."""
    count = int(lines.articles.max()) + 1
    held_out = np.empty(len(lines.odds))
    for kept, out in folds(count, min(FOLDS, count)):
        outside = np.isin(lines.articles, out)
        taught = teach(doubt, lines.of(np.isin(lines.articles, kept)))
        held_out[outside] = scores_of(taught, lines.of(outside))
    belief = _belief(doubt)
    before = scores_of(_with(doubt, belief.prior, belief.slopes), lines)
    return {
        "articles": count,
        "posts": len(lines.odds),
        "right": int(lines.right.sum()),
        "before": _told(before, lines.right > 0, doubt),
        "taught, held out": _told(held_out, lines.right > 0, doubt),
    }


def _line(
    each: Reviewed, doubt: Model, model: Model, encoder: Encoder
) -> tuple[float, list[float], bool] | None:
    told = tell(view_page(each.article, each.claims, encoder))
    if not deserves(each.post, told):
        return None
    view = view_post(each.post, None, encoder)
    odds = claim_odds(view, told.page, model, encoder)
    right = _is_right(each, each.claims[int(np.argmax(odds))])
    if right is None:
        return None
    measured = measure_unshown(view, told)
    stated = OLD if is_old(each.post, each.article) else 0.0
    return float(np.max(odds)) + stated, [measured[name] for name in doubt.weights], right


def _is_right(each: Reviewed, best: Claim) -> bool | None:
    """Whether the article quotes or reports the post; None where nobody has decided that."""
    settled = settle(each)
    if "accepted" in settled.values():
        return True
    return False if settled.get(best.claim_id) == "rejected" else None


def _with(doubt: Model, prior: float, slopes: Sequence[float]) -> Model:
    pairs = zip(doubt.weights.items(), slopes, strict=True)
    return replace(
        doubt, prior=prior, weights={name: replace(each, slope=slope) for (name, each), slope in pairs}
    )


def _belief(doubt: Model) -> Belief:
    if doubt.belief is None:
        raise ModelError(
            f"the weights {doubt.version} do not say how firm they are: fit them anew,"
            " `linker train DIR --task unshown --publish`"
        )
    return doubt.belief


def _told(scores: Floats, right: Bools, doubt: Model) -> dict[str, Any]:
    shown = scores >= doubt.costs.suggest_from
    return {
        "average_precision": average_precision(right, scores),
        "calibration_error": calibration_error(right, scores),
        "brier": brier(right, scores),
        "suggested": {"right": int(right[shown].sum()), "wrong": int((~right[shown]).sum())},
    }
