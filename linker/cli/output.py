"""How rows are printed: JSON by default, or one a line, CSV, TSV, or a table for a person."""

import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, ParamSpec, TypeVar

import click
import orjson

from linker.service.telling.rows import Row, flat

Format = Literal["json", "nl", "csv", "tsv", "table"]
P = ParamSpec("P")
R = TypeVar("R")

_NAMES: tuple[tuple[Format, str], ...] = (
    ("nl", "One JSON object a line."),
    ("csv", "Comma-separated, nested fields as article_url and the like."),
    ("tsv", "Tab-separated, the same columns."),
    ("table", "For a person."),
)


def format_options(command: Callable[P, R]) -> Callable[P, R]:
    """Give a command `--nl --csv --tsv --table`; it receives `output`, "json" without any of them."""
    for name, help_text in reversed(_NAMES):
        command = click.option(f"--{name}", "output", flag_value=name, help=help_text)(command)
    return click.option(
        "--json", "output", flag_value="json", default="json", help="One JSON array (default)."
    )(command)


def emit(rows: Iterable[Row], output: Format, table: Callable[[list[Row]], str] | None = None) -> None:
    """Print rows to standard output; `table` draws them for a person, a plain grid without it."""
    if output == "nl":
        for row in rows:
            _write(orjson.dumps(row) + b"\n")
        return
    listed = list(rows)
    if output == "json":
        emit_object(listed)
    elif output == "table":
        click.echo((table or grid)(listed))
    else:
        _write(_separated(listed, "\t" if output == "tsv" else ",").encode())


def emit_object(value: object) -> None:
    """Print one JSON value, indented."""
    _write(orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n")


def note(message: str) -> None:
    """A line on standard error: progress, counts, why not; file names and words in it may be a stranger's."""
    click.echo("\n".join(map(printable, message.split("\n"))), err=True)


def grid(rows: list[Row], width: int = 48) -> str:
    """Rows as aligned columns, long values cut."""
    if not rows:
        return "(no rows)"
    flats = [{name: _cell(value)[:width] for name, value in flat(row).items()} for row in rows]
    columns = list(dict.fromkeys(name for row in flats for name in row))
    widths = {name: max(len(name), *(len(row.get(name, "")) for row in flats)) for name in columns}
    lines = ["  ".join(name.ljust(widths[name]) for name in columns).rstrip()]
    lines += ["  ".join(row.get(name, "").ljust(widths[name]) for name in columns).rstrip() for row in flats]
    return "\n".join(lines)


def printable(text: str) -> str:
    """A stranger's text without control characters: a terminal obeys them (CWE-150)."""
    return "".join(char if char.isprintable() else " " for char in text)


def _separated(rows: list[Row], delimiter: str) -> str:
    flats = [flat(row) for row in rows]
    columns = list(dict.fromkeys(name for row in flats for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _value(value) for name, value in row.items()} for row in flats)
    return out.getvalue()


def _value(value: Any) -> Any:  # noqa: ANN401 - any JSON value goes in and a CSV cell comes out
    return orjson.dumps(value).decode() if isinstance(value, list | Mapping) else value


def _cell(value: Any) -> str:  # noqa: ANN401 - the same
    return "" if value is None else printable(str(_value(value)))


def _write(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
