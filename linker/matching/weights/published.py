"""Where published weights lie: for a task and an encoder the usual ones, and those of other models."""

import json
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from linker.matching.vectors.encoders import name_of


def folder() -> Traversable:
    """The folder of all published weights."""
    return files("linker.matching.weights")


def choose(task: str, encoder: str, version: str = "") -> str:
    """JSON of the weights fitted with this version of the encoder, or else of the usual ones.

    Raises:
        OSError: the usual ones are not there.
    """
    texts = _texts(task, encoder)
    usual = next(texts)
    if version in {"", _fitted_with(usual)}:
        return usual
    return next((text for text in texts if _fitted_with(text) == version), usual)


def file_name(task: str, encoder: str, version: str) -> str:
    """Under which weights fitted with this version of the encoder are published.

    Those of another contextual model than the usual ones stand beside them.
    """
    usual = f"{task}-{encoder}.json"
    if encoder != "contextual" or not folder().joinpath(usual).is_file():
        return usual
    ours = name_of(version)
    return usual if ours == name_of(_fitted_with(choose(task, encoder))) else f"{task}-{encoder}-{ours}.json"


def _texts(task: str, encoder: str) -> Iterator[str]:
    """The usual weights first; each is read only when it is asked for."""
    yield folder().joinpath(f"{task}-{encoder}.json").read_text(encoding="utf-8")
    others = (file for file in folder().iterdir() if file.name.startswith(f"{task}-{encoder}-"))
    for file in sorted(others, key=lambda file: file.name):
        yield file.read_text(encoding="utf-8")


def _fitted_with(text: str) -> str:
    """The encoder's version, "" where the weights do not say, or cannot be read: their reader tells why."""
    try:
        return str(json.loads(text)["encoder_version"])
    except (ValueError, KeyError, TypeError):
        return ""
