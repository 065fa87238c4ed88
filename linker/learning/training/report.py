"""Writes what a training found: Markdown with a reliability plot, a precision/recall curve and tables."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np

from linker.files import write_whole
from linker.learning.fitting.measures import Bools, Floats
from linker.learning.tasks.alignment import judged
from linker.learning.training.alignment import Trained

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

BINS = 10
_INTRODUCTION = (
    "Trained on {posts} posts with their articles. All figures are of held-out folds, an article's rows in "
    "one fold, ridge and calibration chosen inside the rest."
)
_FIGURES = (
    "posts", "precision_at_1", "mean_average_precision", "average_precision", "abstention_auc",
    "calibration_error", "brier",
)  # fmt: skip


def write_report(trained: Trained, folder: Path) -> Path:
    """Write `alignment-ENCODER.md` and its two pictures into a folder; gives the Markdown's path."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"alignment-{trained.model.encoder}"
    right, scores = _pooled(trained)
    text = "\n".join(_lines(trained, name, right, scores)) + "\n"
    files = {
        f"{name}-reliability.png": _reliability_plot(right, scores),
        f"{name}-precision.png": _precision_plot(right, scores),
        f"{name}.md": text.encode(),
    }
    for file, content in files.items():
        write_whole(folder / file, content)
    return folder / f"{name}.md"


def reliability(right: Bools, scores: Floats, bins: int = BINS) -> list[tuple[float, float, int]]:
    """For each bin of scores that holds any: mean score, share of right pairs, number of pairs."""
    place = np.minimum((scores * bins).astype(int), bins - 1)
    return [
        (float(scores[place == each].mean()), float(right[place == each].mean()), int((place == each).sum()))
        for each in np.unique(place)
    ]


def _pooled(trained: Trained) -> tuple[Bools, Floats]:
    told = {(each["id"], each["sentence"]): float(each["score"]) for each in trained.held_out}
    pairs = [(is_right, told[row["id"], place]) for row in trained.rows for place, is_right in judged(row)]
    return np.array([pair[0] for pair in pairs], dtype=np.bool_), np.array([pair[1] for pair in pairs])


def _lines(trained: Trained, name: str, right: Bools, scores: Floats) -> list[str]:
    model = trained.model
    return [
        f"# {model.version}",
        "",
        _INTRODUCTION.format(posts=len(trained.rows)),
        "",
        *_table(
            ("rows", *_FIGURES),
            [(group, *map(told.get, _FIGURES)) for group, told in trained.figures.items()],
        ),
        "",
        "## Calibration",
        "",
        f"![reliability]({name}-reliability.png)",
        "",
        *_table(("mean score", "share right", "pairs"), reliability(right, scores)),
        "",
        "## Precision and recall",
        "",
        f"![precision and recall]({name}-precision.png)",
        "",
        "## Signals",
        "",
        f"Prior {model.prior:+.3f}. Worth: average precision lost without the signal.",
        "",
        *_table(
            ("signal", "weight", "from", "to", "worth"),
            [
                (signal, *(_weight(trained, signal)), worth)
                for signal, worth in sorted(trained.worth.items(), key=lambda item: -item[1])
            ],
        ),
        "",
        "## Data",
        "",
        *[f"- {file}: `{digest}`" for file, digest in model.data.items()],
    ]


def _weight(trained: Trained, signal: str) -> tuple[float, float | None, float | None]:
    weight = trained.model.weights.get(signal)
    return (weight.slope, weight.low, weight.high) if weight else (0.0, None, None)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
        *[f"| {' | '.join(map(_cell, row))} |" for row in rows],
    ]


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _reliability_plot(right: Bools, scores: Floats) -> bytes:
    bins = reliability(right, scores)
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.scatter(
        [each[0] for each in bins], [each[1] for each in bins], s=[4 + each[2] ** 0.7 for each in bins]
    )
    axes.set(xlabel="score", ylabel="share of right pairs", xlim=(0, 1), ylim=(0, 1))
    return _png(figure)


def _precision_plot(right: Bools, scores: Floats) -> bytes:
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot(hits / max(int(hits[-1]), 1), hits / np.arange(1, len(hits) + 1))
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1.02))
    return _png(figure)


def _png(figure: Figure) -> bytes:
    drawn = BytesIO()
    figure.savefig(drawn, format="png", dpi=110, metadata={"Software": None})
    plt.close(figure)
    return drawn.getvalue()
