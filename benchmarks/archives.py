"""How fast saved posts are read, beside the JSON parser alone, and in how much memory.

    python benchmarks/archives.py [--posts 100000] [--folder /tmp]

The lines are those of `benchmarks/importing.py` (X API v2, flattened); times are CPU time, so that a busy
machine changes them little.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson
from importing import lines

from scrapers.archives.reading import read_archives


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--posts", type=int, default=100_000)
    arguments.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = arguments.parse_args()
    archive = options.folder / f"linker-synthetic-{options.posts}.jsonl"
    if not archive.exists():
        with archive.open("wb") as file:
            file.writelines(lines(options.posts))
    print(f"{options.posts:,} lines of {archive.stat().st_size / options.posts:,.0f} bytes")
    plain = measured(options.posts, lambda: [orjson.loads(line) and None for line in archive.open("rb")])
    print(f"orjson alone   {plain:6.1f} µs a line")
    ours = measured(options.posts, lambda: [None for _ in read_archives([archive])])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"read_archives  {ours:6.1f} µs a line, {ours - plain:.1f} on top; peak {peak:,.0f} MB")


def measured(count: int, work: Callable[[], object]) -> float:
    """CPU microseconds for each of so many lines."""
    started = time.process_time()
    work()
    return (time.process_time() - started) / count * 1e6


if __name__ == "__main__":
    main()
