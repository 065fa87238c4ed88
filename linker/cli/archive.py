"""`linker posts`, `linker import`, `linker find`, `linker browse`: what is archived and stored."""

import sys
from pathlib import Path

import click

from linker.cli import options
from linker.cli.output import Format, emit, format_options, note
from linker.cli.tables import find_table


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@format_options
def posts(*, files: tuple[str, ...], output: Format) -> None:
    """Show archived posts of any format as normalised rows; with --nl it is linker's own JSONL.

    FILE may be compressed, a folder, or - for standard input; the format is known by content.

    \b
    linker posts tweets.jsonl.gz --nl > posts.jsonl
    """
    from linker.cli.progress import byte_progress
    from linker.service.archives.posts import PostReading

    with byte_progress("reading", beside_output=True) as progress:
        reading = PostReading(files, report=note, progress=progress)
        emit(reading.rows(), output)
    note(reading.summary())
    sys.exit(reading.exit_code)


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@options.DATABASE
def import_(*, files: tuple[str, ...], database: Path) -> None:
    """Store archived posts of any format in the database; run again after a stop, it goes on.

    \b
    linker import archive/ tweets.js stream.tar --db linker.db
    """
    from linker.cli.progress import byte_progress
    from linker.service.archives.importing import import_archives

    with byte_progress("importing") as progress:
        report = import_archives(database, files, progress=progress)
    for line in report.lines():
        note(line)
    sys.exit(report.exit_code)


@click.command()
@click.argument("post")
@options.DATABASE
@format_options
def find(*, post: str, database: Path, output: Format) -> None:
    """Show the stored articles that embed, link, quote or report POST (a URL, an id or its words).

    \b
    linker find https://x.com/NATO/status/1649045800350648714 --db linker.db --table
    """
    from linker.service.browsing.find import find_in

    rows = find_in(database, post)
    emit(rows, output, find_table)
    note(f"{len(rows)} found" if rows else f"{post}: no stored article embeds, links, quotes or reports it")
    sys.exit(0 if rows else 1)


@click.command()
@options.DATABASE
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, help="Port to listen on.")
@click.option("--open", "open_browser", is_flag=True, help="Open a browser.")
def browse(*, database: Path, host: str, port: int, open_browser: bool) -> None:
    """Browse the database with Datasette: tables, facets, full-text search.

    \b
    linker browse --db linker.db --open
    """
    from linker.service.browsing.browse import browse as serve

    sys.exit(serve(database, host=host, port=port, open_browser=open_browser))


COMMANDS = (posts, import_, find, browse)
