"""`linker evaluate …` and `linker train`: figures on labelled data, and the weights made from it."""

from pathlib import Path

import click
import orjson

from linker.cli import options
from linker.cli.output import emit_object, note
from linker.errors import InputError
from linker.records import EncoderName

_TASKS = click.Choice(["alignment", "retrieval", "resolution", "speakers"])


@click.command()
@click.argument("task", type=_TASKS)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--split", default="dev", show_default=True, help="The file DIR/SPLIT.jsonl.")
@options.ENCODER
@options.CONFIG
@click.option(
    "--predictions", type=click.Path(path_type=Path), help="Write every prediction there, as JSON lines."
)
def evaluate(
    *,
    task: str,
    folder: Path,
    split: str,
    encoder: EncoderName | None,
    config_path: Path | None,
    predictions: Path | None,
) -> None:
    """Print figures as JSON for a folder of labelled data; it never trains.

    \b
    linker evaluate alignment eval/alignment --split dev --predictions out.jsonl
    """
    from linker.service.learning.evaluate import evaluate as run

    figures, rows = run(task, folder, split=split, encoder=encoder, config_path=config_path)
    if figures["in_sample"]:
        note("in-sample: the weights were fitted on these rows; their JSON has the held-out figures")
    if predictions:
        _write_lines(predictions, rows)
        note(f"{len(rows)} predictions written to {predictions}")
    emit_object(figures)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", required=False)
@click.option(
    "--task",
    type=click.Choice(["alignment", "retrieval", "resolution", "unshown"]),
    default="alignment",
    show_default=True,
)
@options.ENCODER
@options.CONFIG
@click.option(
    "--pages", type=click.Path(path_type=Path), help="Saved pages of the rows: where their embeds stood."
)
@click.option(
    "--db",
    "databases",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Learn from people's verdicts in this database as well; repeatable. Those on posts that their"
    " article does not show teach `--task unshown`, the others alignment.",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=Path("build/trained"),
    show_default=True,
    help="A folder.",
)
@click.option("--publish", is_flag=True, help="Make the weights those that every command uses.")
def train(
    *,
    folder: Path | None,
    task: str,
    encoder: EncoderName | None,
    config_path: Path | None,
    pages: Path | None,
    databases: tuple[Path, ...],
    into: Path,
    publish: bool,
) -> None:
    """Make weights from the labelled data of DIR, with cross-validated figures and a report.

    DIR holds alignment/, retrieval/ and resolution/, each in the shape that `linker evaluate` reads.
    Without it, `--task unshown` (posts that an article quotes without showing them) learns from verdicts
    alone, on top of the published weights.

    \b
    linker train eval/ --task alignment --pages samples/pages
    linker train eval/ --db linker.db --publish
    linker train --task unshown --db linker.db --publish
    """
    from linker.service.learning.training import train as run

    figures = run(
        folder,
        task=task,
        encoder=encoder,
        config_path=config_path,
        pages=pages,
        databases=databases,
        into=into,
        publish=publish,
        report=note,
    )
    emit_object(figures)


def _write_lines(path: Path, rows: list[dict[str, object]]) -> None:
    try:
        path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); name another file") from error


COMMANDS = (evaluate, train)
