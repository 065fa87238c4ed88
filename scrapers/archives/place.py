"""Where a reader stands in a file, and what the files of one export share."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TypedDict

from linker.records import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote the posts of a file that does not say so in each post."""

    handle: str | None = None
    name: str | None = None
    author_id: str | None = None
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A long post's words, which an account export keeps apart from the post, under a number of their own."""

    raw: str
    written: datetime | None
    links: tuple[tuple[str, str], ...] = ()
    """Short and long forms."""
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Export:
    """What the files of one folder or zip share: the owner of an account export, the words of long posts."""

    owner: Author | None = None
    notes: dict[str, list[Note]] = field(default_factory=dict)
    """By how they begin."""
    alone: bool = False
    """Whether no other file of the export is read after this one."""


class Origin(TypedDict):
    """The fields of a post that tell where it was read; a format passes them on as `**place.origin`."""

    source_format: str
    archive_url: str | None
    captured_at: datetime | None
    sha256: str
    offset: int | None
    length: int | None


def _nowhere() -> Origin:
    return Origin(source_format="", archive_url=None, captured_at=None, sha256="", offset=None, length=None)


@dataclass(slots=True, kw_only=True)
class Place:
    """Where the reader stands; one object a file, whose `line` and `origin` move on with each unit."""

    name: str
    """For people: `folder/archive.tar!part.jsonl`."""
    url: str | None = None
    """Of the page, where the container tells (WARC)."""
    archive_url: str | None = None
    captured_at: datetime | None = None
    export: Export = field(default_factory=Export)
    line: int | None = None
    origin: Origin = field(default_factory=_nowhere)
    troubles: int = 0
    """Problems told here; whoever looks at them sets it back."""

    def at(self, raw: bytes, offset: int | None, line: int | None) -> None:
        """Move on to a unit."""
        self.line = line
        self.origin = {
            "source_format": "",
            "archive_url": self.archive_url,
            "captured_at": self.captured_at,
            "sha256": sha256(raw).hexdigest(),
            "offset": offset,
            "length": len(raw),
        }

    def seen(self, moment: datetime | None) -> Origin:
        """The origin of posts whose own record tells when they were seen."""
        return {**self.origin, "captured_at": moment} if moment else self.origin

    def piece(self, element: bytes) -> Origin:
        """The origin of a post without an id that is one of many in a page: its own hash tells it apart."""
        return {**self.origin, "sha256": sha256(element).hexdigest(), "offset": None, "length": None}

    def problem(self, kind: str, message: str) -> Problem:
        """What could not be read here."""
        self.troubles += 1
        subject = self.name if self.line is None else f"{self.name}:{self.line}"
        return Problem(stage="archive", subject=subject, kind=kind, message=message)
