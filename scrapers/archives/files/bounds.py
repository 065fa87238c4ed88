"""How much of a stranger's file is held, unpacked or copied at the most."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """In bytes, but for `members`."""

    unit: int = 64 * 1024 * 1024
    """Of one value or page; a larger one is a problem. A line of an archive holds kilobytes, a page more."""
    whole: int = 8 * 1024 * 1024
    """Of an object that is held at once: a larger one is a list under a head, which is read in pieces."""
    piece: int = 1024 * 1024
    """Of a piece after the first."""
    bomb: int = 2 * 1024**3
    """What may come out of a container whatever its ratio: more, at more than `BOMB_RATIO`, is no archive."""
    copied: int = 4 * 1024**3
    """Of what must be sought in, and is copied to disk where it stands inside a container: zip, database."""

    members: int = 1_000_000
    """Files of one zip; their names are held at once."""


USUAL = Bounds()

BOMB_RATIO = 400
"""Texts compress to about a tenth."""
