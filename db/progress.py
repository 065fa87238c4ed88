"""How far the import of each archive file has come, so that a stopped one goes on where it stopped."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from db.columns import clean, time_text
from db.opening import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFile:
    """One stream of posts: a file, or a member of a container."""

    fingerprint: str
    """SHA-256 over size, first and last bytes of the file: the same file under another name is the same."""
    member: str
    """Inside its container; "" for a file of its own."""
    name: str
    """As the user gave it."""
    size_bytes: int | None


UPSERT = """
INSERT INTO archive_files(fingerprint, member, name, size_bytes, offset_reached, started_at)
VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT (fingerprint, member) DO NOTHING
"""
FIND = "SELECT id, offset_reached FROM archive_files WHERE fingerprint = ? AND member = ?"
REACHED = "UPDATE archive_files SET offset_reached = max(offset_reached, ?) WHERE id = ?"
FINISHED = "UPDATE archive_files SET finished_at = ? WHERE fingerprint = ? AND finished_at IS NULL"
UNFINISHED = "SELECT fingerprint, member, offset_reached FROM archive_files WHERE finished_at IS NULL"


def start_file(db: Database, file: ArchiveFile, *, now: datetime) -> int:
    """The file's row, made where there is none."""
    row = (file.fingerprint, clean(file.member), clean(file.name), file.size_bytes, time_text(now))
    with transaction(db):
        db.conn.execute(UPSERT, row)
        (number, _) = db.conn.execute(FIND, (file.fingerprint, clean(file.member))).fetchone()
    return int(number)


def offsets_reached(db: Database) -> dict[str, dict[str, int]]:
    """Fingerprint -> member -> where to take up again, of files whose import was stopped."""
    found: dict[str, dict[str, int]] = {}
    for fingerprint, member, offset in db.conn.execute(UNFINISHED):
        found.setdefault(fingerprint, {})[member] = offset
    return found


def save_offset(db: Database, file: int, offset: int) -> None:
    """Say that everything before `offset` is stored; call it in the transaction that stored it."""
    db.conn.execute(REACHED, (offset, file))


def finish_file(db: Database, fingerprint: str, *, now: datetime) -> None:
    """The file was read to its end."""
    with transaction(db):
        db.conn.execute(FINISHED, (time_text(now), fingerprint))
