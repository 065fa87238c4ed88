"""What a daemon must remember: sources, runs and their items, validators of URLs, breakers of hosts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlite_utils import Database

from db.columns import clean, read_time, time_text
from db.counts import Counts
from db.opening import transaction
from db.rows import select


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where articles or posts come from; `id` is None before it is stored."""

    name: str
    kind: str
    """feed, page, sitemap, archive, …"""
    address: str
    """URL, or path as the user gave it."""
    every_minutes: int | None
    """None: only when asked."""
    origin: str = "config"
    enabled: bool = True
    settings: Mapping[str, Any] | None = None
    """What else config.toml says of it, plain JSON values."""
    id: int | None = None
    last_started_at: datetime | None = None
    last_success_at: datetime | None = None
    failures: int = 0
    """In a row."""


SOURCE_COLUMNS = ("kind", "address", "every_minutes", "origin", "enabled", "settings")
UPSERT_SOURCE = f"""
INSERT INTO sources(name, {", ".join(SOURCE_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in SOURCE_COLUMNS)}
"""
DISABLE_MISSING = """
UPDATE sources SET enabled = 0
WHERE origin = ? AND enabled AND name NOT IN (SELECT value FROM json_each(?))
"""
FINISH_SOURCE = """
UPDATE sources SET last_started_at = (SELECT started_at FROM runs WHERE id = :run),
  last_success_at = CASE WHEN :success THEN :now ELSE last_success_at END,
  failures = CASE WHEN :success THEN 0 ELSE failures + 1 END
WHERE id = (SELECT source FROM runs WHERE id = :run)
"""
INTERRUPT_UNFINISHED = """
UPDATE runs SET finished_at = ?, outcome = 'interrupted' WHERE finished_at IS NULL AND kind = ?
"""
UPSERT_VALIDATORS = """
INSERT INTO validators(url, etag, last_modified, fetched_at, sha256) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
  fetched_at = excluded.fetched_at, sha256 = coalesce(excluded.sha256, sha256)
"""
UPSERT_HOST = """
INSERT INTO hosts(host, failures, closed_until, reason) VALUES (?, ?, ?, ?)
ON CONFLICT (host) DO UPDATE SET failures = excluded.failures, closed_until = excluded.closed_until,
  reason = excluded.reason
"""


def upsert_sources(db: Database, sources: Iterable[Source], *, origin: str = "config") -> Counts:
    """Make the sources of this origin these; those no longer named are disabled, not forgotten."""
    sources = tuple(sources)
    before = {source.name: source for source in all_sources(db)}
    counts = Counts()
    with transaction(db):
        for source in sources:
            db.conn.execute(UPSERT_SOURCE, _source_row(source))
            counts += _change(before.get(source.name), source)
        names = orjson.dumps([source.name for source in sources]).decode()
        counts += Counts(updated=db.conn.execute(DISABLE_MISSING, (origin, names)).rowcount)
    return counts


def all_sources(db: Database) -> list[Source]:
    """Every source, by name."""
    return [_read_source(row) for row in select(db, "SELECT * FROM sources ORDER BY name")]


def due_sources(db: Database, now: datetime) -> list[Source]:
    """Enabled sources never read with success, or whose interval has passed since."""
    return [
        source
        for source in all_sources(db)
        if source.enabled and source.every_minutes is not None and _is_due(source, source.every_minutes, now)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One round of work, before it starts."""

    kind: str
    """pull, import, link, …"""
    source: int | None = None
    config_hash: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What became of one thing (a URL, a file) in a run."""

    subject: str
    outcome: str
    http_status: int | None = None
    message: str | None = None


def start_run(db: Database, run: Run, *, now: datetime) -> int:
    """A new row in `runs`; its id."""
    with transaction(db):
        cursor = db.conn.execute(
            "INSERT INTO runs(kind, source, started_at, config_hash, version) VALUES (?, ?, ?, ?, ?)",
            (run.kind, run.source, time_text(now), run.config_hash, run.version),
        )
    return int(cursor.lastrowid or 0)


def finish_run(
    db: Database, run: int, outcome: str, *, now: datetime, counts: Mapping[str, int] | None = None
) -> None:
    """Say how a run ended: `done`, or else (`failed`, `stopped`, `partial`); its source remembers it."""
    with transaction(db):
        db.conn.execute(
            "UPDATE runs SET finished_at = ?, outcome = ?, counts = ? WHERE id = ?",
            (time_text(now), outcome, orjson.dumps(counts).decode() if counts else None, run),
        )
        db.conn.execute(FINISH_SOURCE, {"run": run, "success": outcome == "done", "now": time_text(now)})


def interrupt_unfinished(db: Database, kind: str, *, now: datetime) -> int:
    """Say of runs that never ended (a crash, a power cut) that they were interrupted; how many there were.

    Only whoever holds the database's lock for this kind may call this: others may be under way.
    """
    with transaction(db):
        return db.conn.execute(INTERRUPT_UNFINISHED, (time_text(now), kind)).rowcount


def add_item(db: Database, run: int, item: Item, *, now: datetime) -> None:
    """Record what became of one thing."""
    message = clean(item.message) if item.message else None
    with transaction(db):
        db.conn.execute(
            "INSERT INTO run_items(run, subject, outcome, http_status, message, finished_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (run, clean(item.subject), item.outcome, item.http_status, message, time_text(now)),
        )


def validators(db: Database, url: str) -> tuple[str | None, str | None]:
    """The ETag and Last-Modified last seen at a URL."""
    row = db.conn.execute("SELECT etag, last_modified FROM validators WHERE url = ?", (url,)).fetchone()
    return (row[0], row[1]) if row else (None, None)


def validated_bytes(db: Database, url: str) -> str | None:
    """The SHA-256 of the bytes that the validators of a URL came with."""
    row = db.conn.execute("SELECT sha256 FROM validators WHERE url = ?", (url,)).fetchone()
    return row[0] if row else None


def last_fetched(db: Database, url: str) -> datetime | None:
    """When a URL last answered, changed or not; None if it never did."""
    row = db.conn.execute("SELECT fetched_at FROM validators WHERE url = ?", (url,)).fetchone()
    return read_time(row[0]) if row else None


def save_validators(  # noqa: PLR0913 - the columns of one row
    db: Database,
    url: str,
    *,
    etag: str | None,
    last_modified: str | None,
    now: datetime,
    sha256: str | None = None,
) -> None:
    """Remember what a conditional GET will need, and of which bytes it speaks (None: the same as before)."""
    with transaction(db):
        db.conn.execute(UPSERT_VALIDATORS, (url, etag, last_modified, time_text(now), sha256))


def host_state(db: Database, host: str) -> tuple[int, datetime | None]:
    """Failures in a row, and until when the host is left alone."""
    row = db.conn.execute("SELECT failures, closed_until FROM hosts WHERE host = ?", (host,)).fetchone()
    return (row[0], read_time(row[1])) if row else (0, None)


def save_host_state(
    db: Database, host: str, *, failures: int, closed_until: datetime | None, reason: str | None = None
) -> None:
    """Remember a host's breaker over restarts."""
    with transaction(db):
        db.conn.execute(UPSERT_HOST, (host, failures, time_text(closed_until), reason))


def _is_due(source: Source, every_minutes: int, now: datetime) -> bool:
    last = source.last_success_at
    return last is None or last + timedelta(minutes=every_minutes) <= now


def _change(before: Source | None, source: Source) -> Counts:
    if before is None:
        return Counts(inserted=1)
    same = _source_row(before) == _source_row(source)
    return Counts(unchanged=1) if same else Counts(updated=1)


def _source_row(source: Source) -> tuple[str | int | None, ...]:
    settings = (
        orjson.dumps(source.settings, option=orjson.OPT_SORT_KEYS).decode() if source.settings else None
    )
    return (
        source.name, source.kind, source.address, source.every_minutes, source.origin, int(source.enabled),
        settings,
    )  # fmt: skip


def _read_source(row: dict[str, Any]) -> Source:
    times = {name: read_time(row[name]) for name in ("last_started_at", "last_success_at")}
    settings = orjson.loads(row["settings"]) if row["settings"] else None
    return Source(**row | times | {"enabled": bool(row["enabled"]), "settings": settings})
