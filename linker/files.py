"""Files that are there whole or not at all, whenever the program is stopped."""

import secrets
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the file, then take its place.

    Raises:
        OSError: it cannot be written; what stood there is as it was.
    """
    fresh = path.with_name(f".new-{secrets.token_hex(8)}")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
