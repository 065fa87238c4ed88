"""`linker evaluate`: figures of the published models on labelled data; it never trains."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from linker.config import load_or_default
from linker.errors import InputError
from linker.learning.labels.rows import read_rows
from linker.learning.tasks import alignment, resolution, retrieval, speakers
from linker.matching.ranking import ranking
from linker.matching.vectors import encoders
from linker.matching.weights import model
from linker.records import EncoderName

Figures = dict[str, Any]
Rows = list[dict[str, Any]]
Task = Callable[[Path, str, EncoderName], tuple[Figures, Rows]]


def evaluate(
    task: str, folder: Path, *, split: str, encoder: EncoderName | None, config_path: Path | None
) -> tuple[Figures, Rows]:
    """Figures and predictions for the data in `folder`, in the shape that docs/cli.md tells.

    Without an encoder, of the configured one.

    Raises:
        InputError: the data is missing or of another shape.
        ModelError: the encoder is not installed.
        ConfigError: config.toml is off.
    """
    encoder = encoder or load_or_default(config_path).matching.encoder
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; DIR is a folder that holds {split}.jsonl")
    try:
        figures, rows = TASKS[task](folder, split, encoder)
        return figures | {"in_sample": _in_sample(task, folder, split, encoder)}, rows
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{folder}: not in the shape of {task} data ({type(error).__name__}: {error})"
        ) from error


def _in_sample(task: str, folder: Path, split: str, encoder: EncoderName) -> bool:
    """Whether the published weights were fitted on these very rows: such figures flatter."""
    if task == "speakers":
        return False
    version = encoders.load(encoder).version
    if task == "alignment":
        fitted = model.load(encoder, version).data
    else:
        fitted = ranking.load(task, encoder, version).data
    labelled = folder / ("posts.jsonl" if task == "resolution" else f"{split}.jsonl")
    learned = {value for name, value in fitted.items() if not name.endswith("retrieval/dev.jsonl")}
    return hashlib.sha256(labelled.read_bytes()).hexdigest() in learned


def _alignment(folder: Path, split: str, encoder: EncoderName) -> tuple[Figures, Rows]:
    rows = read_rows(folder / f"{split}.jsonl")
    loaded = encoders.load(encoder)
    predictions = alignment.predictions(rows, model.load(encoder, loaded.version), loaded)
    return alignment.figures(rows, predictions), predictions


def _retrieval(folder: Path, split: str, encoder: EncoderName) -> tuple[Figures, Rows]:
    predictions = retrieval.predictions(folder, split, encoder)
    return retrieval.figures(folder, split, predictions), predictions


def _resolution(folder: Path, split: str, encoder: EncoderName) -> tuple[Figures, Rows]:
    predictions = resolution.predictions(folder, split, encoder)
    return resolution.figures(folder, split, predictions), predictions


def _speakers(folder: Path, split: str, _encoder: EncoderName) -> tuple[Figures, Rows]:
    rows = read_rows(folder / f"{split}.jsonl")
    return speakers.figures(rows), speakers.predictions(rows)


TASKS: dict[str, Task] = {
    "alignment": _alignment,
    "retrieval": _retrieval,
    "resolution": _resolution,
    "speakers": _speakers,
}
