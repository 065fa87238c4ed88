"""`linker status` and `linker model`: what is active and stored, and installing an encoder."""

from pathlib import Path

import click

from linker.cli import options
from linker.cli.output import emit_object, note


@click.command()
@click.option(
    "--db", "database", type=click.Path(path_type=Path), help="The database; default: config.toml's."
)
@options.CONFIG
def status(*, database: Path | None, config_path: Path | None) -> None:
    """Show which encoder and model are active, and what the database holds.

    \b
    linker status --db linker.db
    """
    from linker.service.browsing.status import status as read_status

    emit_object(read_status(database, config_path))


@click.group()
def model() -> None:
    """Install the models that compare meaning."""


@model.command()
@click.argument("name_or_path", metavar="NAME|PATH")
def install(*, name_or_path: str) -> None:
    """Install a contextual encoder: a folder with an ONNX export and its tokenizer.json, or a name.

    \b
    linker model install ./all-minilm-l6-v2-int8
    """
    from linker.service.learning import models

    folder = models.install(name_or_path)
    note(f"installed in {folder}")
    note(models.about(folder))


COMMANDS = (status, model)
