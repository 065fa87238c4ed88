"""`linker browse`: plain Datasette over the database, with the flags that a live file needs."""

import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import datasette
import orjson
from datasette.cli import serve

from db import open_database
from linker.service.ending import end_by_exception

SETTINGS = {
    # Beside a writer, suggested facets cost 0.8 s a page; ours are declared on indexed columns.
    "suggest_facets": "off",
    "default_page_size": "50",
    "sql_time_limit_ms": "3000",
    "facet_time_limit_ms": "1000",
    "truncate_cells_html": "280",
    # A copy of a live file would be torn.
    "allow_download": "off",
}


def browse(
    database: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8001,
    open_browser: bool = False,
    extra: Sequence[str] = (),
) -> int:
    """Serve until interrupted; the exit code. `extra` goes to Datasette as it is.

    Raises:
        InputError, NewerDatabase, StoreError: as `db.open_database`.
    """
    open_database(database, create=False).close()
    end_by_exception()
    with tempfile.TemporaryDirectory(prefix="linker-browse-") as folder:
        told = Path(folder) / "metadata.json"
        told.write_bytes(orjson.dumps(metadata(database.stem)))
        arguments = [
            *arguments_for(database, told, host, port),
            *(["--open"] if open_browser else []),
            *extra,
        ]
        serve.main(arguments, prog_name="datasette", standalone_mode=False)
    return 0


def metadata(name: str) -> dict[str, Any]:
    """What Datasette is told of our tables, for the database of this name."""
    text = resources.files("linker.browse").joinpath("metadata.json").read_bytes()
    told: dict[str, Any] = orjson.loads(text)
    return told | {"databases": {name: told["databases"]["DATABASE"]}}


def arguments_for(database: Path, told: Path, host: str, port: int) -> list[str]:
    """Datasette's arguments: the file mutable (`-i` on a live file reads torn pages), settings, metadata.

    Metadata goes in by `-m` on 0.65; from 1.0 on what configures tables belongs to `-c`.
    """
    settings = [part for name, value in SETTINGS.items() for part in ("--setting", name, value)]
    configured = ["-c", str(told)] if int(datasette.__version__.split(".")[0]) >= 1 else []
    return [str(database), "--host", host, "--port", str(port), "-m", str(told), *configured, *settings]
