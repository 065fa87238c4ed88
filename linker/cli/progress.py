"""Progress bars on standard error, off where nobody looks (pipes, CI)."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def byte_progress(label: str, *, beside_output: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """A bar over bytes: yields `progress(done, total)`, or None where standard error is no terminal.

    `beside_output`: rows are printed meanwhile, so there is no bar where they go to the terminal too.
    """
    if not sys.stderr.isatty() or (beside_output and sys.stdout.isatty()):
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, show_pos=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield progress
