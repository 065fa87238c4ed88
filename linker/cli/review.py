"""`linker review`: what awaits a person's verdict, and giving it."""

import getpass
import sys
from pathlib import Path

import click

from linker.cli import options
from linker.cli.output import Format, emit, emit_object, format_options, note
from linker.cli.tables import review_table
from linker.errors import UsageError
from linker.records import Verdict


@click.command()
@click.argument("link", type=int, required=False)
@click.argument("verdict", type=click.Choice(["accept", "reject", "unsure"]), required=False)
@options.DATABASE
@click.option("--by", "reviewer", metavar="NAME", help="Whose verdict it is. Default: your login name.")
@click.option("--comment", default="", help="Why.")
@click.option("--blind", is_flag=True, help="List without scores; record that the score was not seen.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Links listed at most.")
@options.CONFIG
@format_options
def review(
    *,
    link: int | None,
    verdict: Verdict | None,
    database: Path,
    reviewer: str | None,
    comment: str,
    blind: bool,
    limit: int,
    config_path: Path | None,
    output: Format,
) -> None:
    """Say whether LINK is right; without LINK, list what nobody has judged, the least sure first.

    LINK is its number, as this list, `linker find` and the table `links` show it. Verdicts are only ever
    added: to undo one, give another. `linker train DIR --db FILE` learns from them.

    \b
    linker review --db linker.db --table
    linker review 17 reject --db linker.db --comment "another mayor"
    """
    from linker.service.browsing.reviews import awaiting_in, record_in

    if link is None:
        rows = awaiting_in(database, config_path, limit=limit, blind=blind)
        emit(rows, output, review_table)
        sys.exit(0 if rows else 1)
    if verdict is None:
        raise UsageError(f"link {link}: say accept, reject or unsure")
    given = record_in(
        database, link, verdict, reviewer=reviewer or _login_name(), blind=blind, comment=comment
    )
    note(f"link {link}: {verdict} by {given['reviewer']}")
    emit_object(given)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:  # a container's user may have no name
        raise UsageError("nobody is logged in by name: say whose verdict it is with --by NAME") from error


COMMANDS = (review,)
