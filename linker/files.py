"""Files that are there whole or not at all, whenever the program is stopped."""

import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write in a folder beside the file, then take its place.

    Raises:
        OSError: it cannot be written; what stood there is as it was.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".new-") as folder:
        fresh = Path(folder, path.name)
        fresh.write_bytes(content)
        fresh.replace(path)
