"""`linker train`: weights made anew from labelled data and people's verdicts; publishing is a choice."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import open_database, queries
from db.reviews import judged_pairs
from linker.errors import InputError, ModelError
from linker.matching import encoders, model, published, ranking
from linker.records import EncoderName
from linker.service.telling import Report

if TYPE_CHECKING:
    from linker.learning.reviewed import Lessons, Reviewed

TASKS = ("alignment", "retrieval", "resolution")


def train(  # noqa: PLR0913 - one parameter an option of the command
    folder: Path,
    *,
    task: str,
    encoder: EncoderName,
    pages: Path | None,
    databases: Sequence[Path],
    into: Path,
    publish: bool,
    report: Report,
) -> dict[str, Any]:
    """Train one task on `folder` (alignment/, retrieval/, resolution/ in it) and give its figures.

    `pages` is a folder of saved pages: rows that stand in one learn the place of their embed from it.
    `databases` hold people's verdicts on links; alignment learns from them as well.

    Raises:
        InputError: the data is missing or of another shape; verdicts are given to a task that knows none.
        ModelError: the encoder or the extra `train` is not installed.
    """
    data = folder / task
    if not data.is_dir():
        raise InputError(f"{data}: no such folder; DIR holds {', '.join(TASKS)}")
    if databases and task != "alignment":
        raise InputError(f"verdicts say nothing of {task}: leave out --db, or train alignment")
    into.mkdir(parents=True, exist_ok=True)
    try:
        weights, figures = (
            _alignment(data, encoder, pages, databases, into, report)
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
        name = _publish(weights, task, encoder)
        report(f"published as {name}: all scores from now on are the new model's")
    return figures


def _publish(weights: str, task: str, encoder: EncoderName) -> str:
    name = published.file_name(task, encoder, encoders.load(encoder).version)
    Path(str(published.folder())).joinpath(name).write_text(weights, encoding="utf-8")
    return name


def _ranker(data: Path, task: str, encoder: EncoderName) -> tuple[str, dict[str, Any]]:
    from linker.learning import resolution, retrieval  # noqa: PLC0415 - the extra may be missing

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
    from linker.learning.readings import read_readings  # noqa: PLC0415 - the extra may be missing
    from linker.learning.report import write_report  # noqa: PLC0415 - the same
    from linker.learning.training import train as fit  # noqa: PLC0415 - the same

    reviewed = lessons(databases) if databases else None
    if reviewed:
        report(f"reviews: {reviewed.summary()}")
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


def lessons(databases: Sequence[Path]) -> "Lessons":
    """What the verdicts in some databases teach.

    Raises:
        InputError: one of them does not exist or is no database of linker's.
    """
    from linker.learning.reviewed import lessons_of  # noqa: PLC0415 - the extra may be missing

    return lessons_of(pair for database in databases for pair in _reviewed(database))


def _reviewed(database: Path) -> "Iterator[Reviewed]":
    from linker.learning.reviewed import Reviewed  # noqa: PLC0415 - the same

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
