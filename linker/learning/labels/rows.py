"""Labelled data as it lies on disk: JSON lines, whole in memory, for it is small."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linker.errors import InputError

Row = Mapping[str, Any]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines; only a line feed ends one, since texts hold every other kind of line break.

    Raises:
        InputError: no such file, or a line that is no JSON object.
    """
    try:
        rows = [json.loads(line) for line in path.read_bytes().split(b"\n") if line.strip()]
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; --split names another") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not JSON lines of evaluation rows ({error})") from error
    if not all(isinstance(row, dict) for row in rows):
        raise InputError(f"{path}: not JSON lines of evaluation rows (a line is no object)")
    return rows
