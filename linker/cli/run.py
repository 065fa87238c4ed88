"""`linker pull`, `linker daemon`, `linker resolve`: what runs by schedule, or one round of it."""

import sys
from pathlib import Path

import click

from linker.cli import options
from linker.cli.output import note


@click.command()
@options.CONFIG
@click.option("--due", "only_due", is_flag=True, help="Only the sources whose time has come.")
def pull(*, config_path: Path | None, only_due: bool) -> None:
    """Do one round: fetch the feeds and pages of config.toml, import its archives, link.

    \b
    linker pull --config config.toml
    """
    from linker.service.pulling.pull import pull_once

    report = pull_once(config_path, only_due=only_due, report=note)
    note(report.summary())
    sys.exit(report.exit_code)


@click.command()
@options.CONFIG
def daemon(*, config_path: Path | None) -> None:
    """Do rounds by the schedule of config.toml until SIGTERM or Ctrl-C.

    \b
    linker daemon --config config.toml
    """
    from linker import daemon as background
    from linker.config import load

    sys.exit(background.run(load(config_path)))


@click.command()
@click.argument("posts", nargs=-1, metavar="[URL|ID]…")
@click.option(
    "--check", is_flag=True, help="Ask look-ups alone whether posts still stand, archived ones as well."
)
@click.option("--again", is_flag=True, help="Ask also for what was found absent lately.")
@click.option(
    "--db", "database", type=click.Path(path_type=Path), help="The database; default: config.toml's."
)
@options.CONFIG
def resolve(
    *, posts: tuple[str, ...], check: bool, again: bool, database: Path | None, config_path: Path | None
) -> None:
    """Ask the configured archives and look-ups for posts, and store what was observed of them.

    Without a URL or id: for every embed of the database of which no archived words are stored and that was
    not found absent lately ([resolve] of config.toml); with --check for every post that articles embed or
    link to, those asked longest ago first. Stop it at any time: the next run goes on.
    Exit codes: 0 found, or nothing to ask; 1 none found, 3 all failed, 4 some failed or stopped.

    \b
    linker resolve --db linker.db
    linker resolve https://x.com/NATO/status/1649031519219871745 --db linker.db
    linker resolve --check --db linker.db
    """
    from linker.cli.progress import count_progress
    from linker.service.resolving.resolve import Errand, resolve_once

    errand = Errand(posts=posts, check=check, again=again, database=database, config_path=config_path)
    with count_progress("asking") as (tell, progress):
        report = resolve_once(errand, report=tell, progress=progress)
    note(report.summary())
    sys.exit(report.exit_code)


COMMANDS = (pull, daemon, resolve)
