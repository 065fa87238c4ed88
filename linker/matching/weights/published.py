"""Where published weights lie: for a task and an encoder the usual ones, and those of other models."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable


def folder() -> Traversable:
    """The folder of all published weights."""
    return files("linker.matching.weights")


def weights(task: str, encoder: str) -> Iterator[str]:
    """Texts of the published weights, the usual ones first; each is read only when it is asked for.

    Raises:
        OSError: the usual ones are not there.
    """
    yield folder().joinpath(f"{task}-{encoder}.json").read_text(encoding="utf-8")
    others = (file for file in folder().iterdir() if file.name.startswith(f"{task}-{encoder}-"))
    for file in sorted(others, key=lambda file: file.name):
        yield file.read_text(encoding="utf-8")
