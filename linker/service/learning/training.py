"""`linker train`: weights made anew from labelled data and people's verdicts; publishing is a choice."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import open_database, queries
from db.reviews import judged_pairs
from linker.config import load_or_default
from linker.errors import InputError, ModelError, Stopped
from linker.files import write_whole
from linker.matching.ranking import ranking
from linker.matching.scoring.unshown import load_doubt
from linker.matching.vectors import encoders
from linker.matching.weights import model, published
from linker.records import EncoderName
from linker.service.telling.reports import Report

if TYPE_CHECKING:
    from linker.learning.labels.reviewed import Lessons, Reviewed

TASKS = ("alignment", "retrieval", "resolution")
"""Each has a folder of its name in DIR; `unshown` learns from several of them, and from verdicts."""


def train(  # noqa: PLR0913 - one parameter an option of the command
    folder: Path | None,
    *,
    task: str,
    encoder: EncoderName | None,
    config_path: Path | None,
    pages: Path | None,
    databases: Sequence[Path],
    into: Path,
    publish: bool,
    report: Report,
) -> dict[str, Any]:
    """Train one task on `folder` (alignment/, retrieval/, resolution/ in it) and give its figures.

    Without an encoder, for the configured one.
    `pages` is a folder of saved pages: rows that stand in one learn the place of their embed from it.
    `databases` hold people's verdicts on links: alignment learns from those on posts that their article
    shows, unshown from the others, on top of the published weights where there is no `folder`.

    Raises:
        InputError: the data is missing or of another shape; verdicts are given to a task that knows none, or
            are too few.
        ModelError: the encoder or the extra `train` is not installed.
        ConfigError: config.toml is off.
        Stopped: before there were any weights.
    """
    if databases and task not in {"alignment", "unshown"}:
        raise InputError(f"verdicts say nothing of {task}: leave out --db, or train alignment or unshown")
    encoder = encoder or load_or_default(config_path).matching.encoder
    with _made(into), _failures_told():
        match task:
            case "alignment":
                weights, figures = _alignment(_data(folder, task), encoder, pages, databases, into, report)
            case "unshown":
                weights, figures = _unshown(folder, encoder, databases, report)
            case _:
                weights, figures = _ranker(_data(folder, task), task, encoder)
    target = into / f"{task}-{encoder}.json"
    write_whole(target, weights.encode())
    report(f"weights written to {target}")
    if publish:
        name = _publish(weights, task, encoder)
        report(f"published as {name}: all scores from now on are the new model's")
    return figures


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """A folder that is there before hours of work, and no longer where those gave nothing to put into it."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        with suppress(OSError):  # somebody else's file is in it
            for each in missing:
                each.rmdir()
        raise


@contextmanager
def _failures_told() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise ModelError(
            f"training needs the extra `train` ({error.name} is missing): pip install '.[train]'"
        ) from error
    except KeyboardInterrupt:
        raise Stopped("stopped before there were new weights: the old ones stand, run it again") from None


def _data(folder: Path | None, task: str) -> Path:
    if folder is None:
        raise InputError(f"{task} is trained on labelled data: name DIR, which holds {', '.join(TASKS)}")
    if not (folder / task).is_dir():
        raise InputError(f"{folder / task}: no such folder; DIR holds {', '.join(TASKS)}")
    return folder / task


def _publish(weights: str, task: str, encoder: EncoderName) -> str:
    name = published.file_name(task, encoder, encoders.load(encoder).version)
    write_whole(Path(str(published.folder()), name), weights.encode())
    return name


def _ranker(data: Path, task: str, encoder: EncoderName) -> tuple[str, dict[str, Any]]:
    from linker.learning.tasks import resolution, retrieval  # noqa: PLC0415 - the extra may be missing

    ranker = (retrieval if task == "retrieval" else resolution).train(data, encoder)
    return ranking.write(ranker), dict(ranker.figures)


def _alignment(  # noqa: PLR0913, PLR0917 - what it learns from, and where that goes
    data: Path,
    encoder: EncoderName,
    pages: Path | None,
    databases: Sequence[Path],
    into: Path,
    report: Report,
) -> tuple[str, dict[str, Any]]:
    from linker.learning.labels.readings import read_readings  # noqa: PLC0415 - the extra may be missing
    from linker.learning.training.alignment import train as fit  # noqa: PLC0415 - the same
    from linker.learning.training.report import write_report  # noqa: PLC0415 - the same

    reviewed = lessons(databases) if databases else None
    if reviewed:
        report(f"reviews: {reviewed.summary()}")
        if reviewed.outcomes.get("not shown"):
            report(
                "verdicts on posts that are not shown teach another: `linker train --task unshown --db FILE`"
            )
    loaded = encoders.load(encoder)
    readings = read_readings(data.parent / "resolution", "weights" if loaded.tuned else None)
    if readings:
        report(
            f"readings: {len(readings)} posts of resolution whose sentences we labelled widen what is learned"
        )
    trained = fit(
        [data / "dev.jsonl"],
        encoder,
        loaded,
        reviewed=reviewed,
        readings=readings,
        pages=pages,
    )
    report(f"report written to {write_report(trained, into)}")
    return model.write_model(trained.model), trained.figures


def _unshown(
    folder: Path | None, encoder: EncoderName, databases: Sequence[Path], report: Report
) -> tuple[str, dict[str, Any]]:
    from linker.learning.training import verdicts  # noqa: PLC0415 - the extra may be missing

    if folder is None and not databases:
        raise InputError("nothing to learn from: name DIR, or a database with verdicts (--db FILE)")
    loaded = encoders.load(encoder)
    doubt = _fitted_doubt(folder, encoder) if folder else load_doubt(encoder, loaded.version)
    if databases:
        given = lessons(databases, shown=False)
        report(f"reviews: {given.summary()}")
        doubt = verdicts.train(given, doubt, model.load(encoder, loaded.version), loaded)
    return model.write_model(doubt), dict(doubt.figures)


def _fitted_doubt(folder: Path, encoder: EncoderName) -> model.Model:
    from linker.learning.training import unshown  # noqa: PLC0415 - the extra may be missing

    for task in TASKS:
        _data(folder, task)
    return unshown.train(folder, encoder)


def lessons(databases: Sequence[Path], *, shown: bool = True) -> "Lessons":
    """What the verdicts in some databases teach of posts that their article shows, or else of the others.

    Raises:
        InputError: one of them does not exist or is no database of linker's.
    """
    from linker.learning.labels.reviewed import lessons_of  # noqa: PLC0415 - the extra may be missing

    return lessons_of((pair for database in databases for pair in _reviewed(database)), shown=shown)


def _reviewed(database: Path) -> "Iterator[Reviewed]":
    from linker.learning.labels.reviewed import Reviewed  # noqa: PLC0415 - the same

    db = open_database(database, create=False)
    with closing(db.conn):
        by_pair = groupby(judged_pairs(db), key=lambda judged: (judged.article_id, judged.review.post))
        for (article_id, ref), group in by_pair:
            judged = tuple(group)
            article, post = queries.article(db, article_id), queries.post(db, ref)
            assert article is not None
            assert post is not None
            yield Reviewed(
                article=article,
                claims=tuple(queries.claims_of(db, article_id)),
                post=post,
                reviews=tuple(each.review for each in judged),
                shown=judged[0].shown,
                paragraph=judged[0].paragraph,
                relations={each.review.claim_id: each.relation for each in judged if each.relation},
            )
