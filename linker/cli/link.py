"""`linker link`, `linker inspect`: one-off reading and linking."""

import sys
from pathlib import Path

import click

from linker.cli import options
from linker.cli.output import Format, emit, emit_object, format_options, note
from linker.cli.tables import inspect_table, links_table
from linker.records import EncoderName


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option(
    "--posts", "archives", multiple=True, metavar="FILE", help="Archived posts, any format; repeatable."
)
@click.option("--db", "database", type=click.Path(path_type=Path), help="Resolve in this database and store.")
@options.OFFLINE
@options.ARCHIVED
@click.option("--all", "every", is_flag=True, help="Print every scored pair, not only links and suggestions.")
@click.option("--explain", is_flag=True, help="With --table: every signal, not only the strongest.")
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, help="Leave out what scores less.")
@options.ENCODER
@options.CONFIG
@format_options
def link(
    *,
    sources: tuple[str, ...],
    archives: tuple[str, ...],
    database: Path | None,
    offline: bool,
    archived: bool,
    every: bool,
    explain: bool,
    min_score: float,
    encoder: EncoderName | None,
    config_path: Path | None,
    output: Format,
) -> None:
    """Link the posts of each SOURCE (URL, HTML or text file, - or @list.txt) to its claims.

    Without --db nothing is written. Exit codes: 0 a link or suggestion, 1 none, 2 unusable input,
    3 not fetched, 4 some SOURCEs failed, 5 a failure of ours.

    \b
    linker link page.html --posts archive.jsonl --table
    linker link https://example.org/article --db linker.db
    """
    from linker.service.linking.one_off import Wanted, link_sources, reach

    run = link_sources(
        sources,
        within=reach(config_path, offline=offline, archived=archived),
        wanted=Wanted(every=every, min_score=min_score),
        archives=archives,
        database=database,
        encoder=encoder,
        report=note,
    )
    emit(run.best_first, output, lambda listed: links_table(listed, explain=explain))
    sys.exit(run.exit_code)


@click.command()
@click.argument("source")
@options.OFFLINE
@options.ARCHIVED
@options.CONFIG
@format_options
def inspect(*, source: str, offline: bool, archived: bool, config_path: Path | None, output: Format) -> None:
    """Show what is read in SOURCE: article, claims with speakers, embedded and linked posts.

    One JSON object; an array where SOURCE holds several pages (a WARC, @list.txt).

    \b
    linker inspect page.html
    linker inspect https://example.org/article --table
    """
    from linker.service.linking.one_off import inspect_source, reach

    run = inspect_source(source, within=reach(config_path, offline=offline, archived=archived), report=note)
    if output == "json" and len(run.rows) == 1:
        emit_object(run.rows[0])
    else:
        emit(run.rows, output, inspect_table)
    sys.exit(run.exit_code)


COMMANDS = (link, inspect)
