"""What a web archive says it has: CDX rows and timemaps in all their forms, junk told from captures."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from scrapers.web.headers import http_time

_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_OTHER_NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}
"""pywb's words for the Wayback Machine's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One row of an archive's index."""

    timestamp: str
    """14 digits, UTC."""
    original: str
    mimetype: str
    status: int | None
    """None for a revisit: its status is that of the capture it repeats."""
    digest: str

    @property
    def captured_at(self) -> datetime:
        """The timestamp as a time."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)

    @property
    def is_json(self) -> bool:
        """JSON holds the whole post; HTML may be a shell that a script fills."""
        return "json" in self.mimetype


def read_index(body: bytes) -> tuple[list[dict[str, str]], str | None]:
    """The rows of an index page in any of its forms, and the key of the next page.

    Forms: an array of arrays under a row of names (Wayback), one object a line (pywb), or seven columns
    between spaces. The key stands alone after an empty row.
    """
    text = body.decode("utf-8", errors="replace").strip()
    if text.startswith("[") and (table := _table(text)) is not None:
        return _rows_of_table(table)
    lines, key = _without_key(text.splitlines())
    return [row for line in lines for row in [_row_of_line(line)] if row], key


def _table(text: str) -> list[list[str | None]] | None:
    try:
        return msgspec.json.decode(text, type=list[list[str | None]])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _rows_of_table(table: list[list[str | None]]) -> tuple[list[dict[str, str]], str | None]:
    if not table:
        return [], None
    names, rows = table[0], table[1:]
    key = None
    if len(rows) >= 2 and not rows[-2] and len(rows[-1]) == 1:
        key = rows[-1][0] or None
        rows = rows[:-2]
    return [
        {str(name): value or "" for name, value in zip(names, row, strict=False)} for row in rows if row
    ], key


def _without_key(lines: list[str]) -> tuple[list[str], str | None]:
    if len(lines) >= 2 and not lines[-2].strip() and " " not in lines[-1].strip():
        return lines[:-2], lines[-1].strip() or None
    return lines, None


def _row_of_line(line: str) -> dict[str, str] | None:
    if line.startswith("{"):
        try:
            found = msgspec.json.decode(line, type=dict[str, str | int | None])
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return {}
        return {_OTHER_NAMES.get(name, name): str(value or "") for name, value in found.items()}
    parts = line.split(" ")
    return dict(zip(_FIELDS, parts, strict=False)) if line.strip() else None


_TIMESTAMP = re.compile(r"\d{14}", re.ASCII)


def read_row(row: dict[str, str]) -> Capture | None:
    """A row as a capture, or None for junk: no time, no web address, a length of `-` is no matter."""
    timestamp, original = row.get("timestamp", ""), row.get("original", "")
    if not original.startswith(("http://", "https://")) or not _is_time(timestamp):
        return None
    if "@" in original.partition("://")[2].partition("/")[0]:
        return None
    status = row.get("statuscode", "")
    mimetype = row.get("mimetype", "").casefold()
    return Capture(
        timestamp=timestamp,
        original=original,
        mimetype=mimetype,
        status=int(status) if status.isascii() and status.isdigit() else None,
        digest=row.get("digest", ""),
    )


def _is_time(timestamp: str) -> bool:
    if not _TIMESTAMP.fullmatch(timestamp):
        return False
    try:
        datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


_MEMENTO = re.compile(
    r"""<[^<>\s]{1,4000}>(?P<about>(?:\s*;\s*[\w-]{1,20}\s*=\s*(?:"[^"]{0,500}"|[^\s,;"]{1,100})){1,10})"""
)
_ABOUT = re.compile(r"""(?P<name>[\w-]{1,20})\s*=\s*(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s,;"]+))""")


def read_timemap(body: bytes, url: str) -> list[Capture]:
    """The captures that a timemap (RFC 7089, link format) lists of an address, of kind and status unknown."""
    found = []
    for link in _MEMENTO.finditer(body.decode("utf-8", errors="replace")):
        about = {
            each["name"].lower(): each["quoted"] or each["bare"] or ""
            for each in _ABOUT.finditer(link["about"])
        }
        moment = http_time(about.get("datetime", ""))
        if moment is not None and "memento" in about.get("rel", "").split():
            stamp = moment.strftime("%Y%m%d%H%M%S")
            found.append(Capture(timestamp=stamp, original=url, mimetype="", status=None, digest=""))
    return found
