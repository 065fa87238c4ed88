"""The options that several commands share."""

from pathlib import Path

import click

CONFIG = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    help="config.toml; else $LINKER_CONFIG, else ./config.toml, else the defaults.",
)
ENCODER = click.option(
    "--encoder",
    type=click.Choice(["none", "static", "contextual"]),
    default=None,
    help="How meaning is compared; one published model each. Default: config.toml's, static without one.",
)
DATABASE = click.option(
    "--db", "database", type=click.Path(path_type=Path), required=True, help="The SQLite database."
)
ARCHIVED = click.option(
    "--archived", is_flag=True, help="Read a vanished article from the configured web archives."
)
OFFLINE = click.option("--offline", is_flag=True, help="No network at all.")
