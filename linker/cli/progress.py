"""Progress bars on standard error, off where nobody looks (pipes, CI)."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from linker.cli.output import note

ERASE_LINE = "\r\x1b[K"


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


@contextmanager
def count_progress(
    label: str,
) -> Iterator[tuple[Callable[[str], None], Callable[[int, int], None] | None]]:
    """A bar over what is done one by one: yields `tell(line)`, above the bar, and `progress(done, total)`."""
    if not sys.stderr.isatty():
        yield note, None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, show_pos=True, show_percent=False) as bar:

        def tell(line: str) -> None:
            click.echo(ERASE_LINE, nl=False, err=True)
            note(line)

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)
            bar.render_progress()

        yield tell, progress
