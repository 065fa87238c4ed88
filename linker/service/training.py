"""`linker train`: weights made anew from labelled data, with figures and a report; publishing is a choice."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from linker.errors import InputError, ModelError
from linker.matching import encoders
from linker.records import EncoderName

TASKS = ("alignment", "retrieval", "resolution")
Report = Callable[[str], None]


def train(  # noqa: PLR0913 - one parameter an option of the command
    folder: Path,
    *,
    task: str,
    encoder: EncoderName,
    pages: Path | None,
    into: Path,
    publish: bool,
    report: Report,
) -> dict[str, Any]:
    """Train one task on `folder` (alignment/, retrieval/, resolution/ in it) and give its figures.

    `pages` is a folder of saved pages: rows that stand in one learn the place of their embed from it.

    Raises:
        InputError: the data is missing or of another shape.
        ModelError: the encoder or the extra `train` is not installed.
    """
    data = folder / task
    if not data.is_dir():
        raise InputError(f"{data}: no such folder; DIR holds {', '.join(TASKS)}")
    into.mkdir(parents=True, exist_ok=True)
    try:
        weights, figures = (
            _alignment(data, encoder, pages, into, report)
            if task == "alignment"
            else _ranker(data, task, encoder)
        )
    except ImportError as error:
        raise ModelError(
            f"training needs the extra `train` ({error.name} is missing): pip install '.[train]'"
        ) from error
    target = into / f"{task}-{encoder}.json"
    target.write_text(weights, encoding="utf-8")
    report(f"weights written to {target}")
    if publish:
        published = Path(str(files("linker.matching").joinpath("weights"))) / target.name
        published.write_text(weights, encoding="utf-8")
        report(f"published as {published.name}: all scores from now on are the new model's")
    return figures


def _ranker(data: Path, task: str, encoder: EncoderName) -> tuple[str, dict[str, Any]]:
    from linker.learning import resolution, retrieval  # noqa: PLC0415 - the extra may be missing
    from linker.matching import ranking  # noqa: PLC0415 - the same

    ranker = (retrieval if task == "retrieval" else resolution).train(data, encoder)
    return ranking.write(ranker), dict(ranker.figures)


def _alignment(
    data: Path, encoder: EncoderName, pages: Path | None, into: Path, report: Report
) -> tuple[str, dict[str, Any]]:
    from linker.learning.report import write_report  # noqa: PLC0415 - the same
    from linker.learning.training import train as fit  # noqa: PLC0415 - the same
    from linker.matching.model import write_model  # noqa: PLC0415 - the same

    trained = fit([data / "dev.jsonl"], encoder, encoders.load(encoder), pages=pages)
    report(f"report written to {write_report(trained, into)}")
    return write_model(trained.model), trained.figures
