"""Look-ups that answered that there is no such post, and what their post was last seen as.

The misses of one post hang on one observation of it (`MISSES_FORMAT`), which says what they mean together.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import orjson
from sqlite_utils import Database

from db.columns import clean, read_time, time_text
from db.opening import transaction
from db.rows import select
from linker.records import Miss, PostRef

INSERT_MISS = """
INSERT OR IGNORE INTO misses(observation, lookup, asked_at, said, witness) VALUES (?, ?, ?, ?, ?)
"""
MISSES = "SELECT lookup, asked_at, said, witness FROM misses WHERE observation = ? ORDER BY asked_at, id"
COUNT_MISSES = """
UPDATE misses SET counts = asked_at IN (SELECT value FROM json_each(:times)) AND witness IS NOT NULL
WHERE observation = :observation
"""
LAST_SEEN = """
SELECT max(captured_at) FROM observations WHERE post = (
  SELECT id FROM posts WHERE post_id = ? AND platform = ? AND host = ?
) AND status <> 'unknown' AND source_format NOT IN ('embed', 'misses')
"""


def add_misses(db: Database, observation: int, misses: Iterable[Miss]) -> list[Miss]:
    """Keep these, each once; all that are kept of this observation, in order of time."""
    rows = [
        (observation, each.lookup, time_text(each.asked_at), clean(each.said), each.witness)
        for each in misses
    ]
    with transaction(db):
        db.conn.executemany(INSERT_MISS, rows)
    return [_miss(row) for row in select(db, MISSES, (observation,))]


def count_misses(db: Database, observation: int, counted: Sequence[Miss]) -> None:
    """Say on which misses the observation rests."""
    times = orjson.dumps([time_text(each.asked_at) for each in counted]).decode()
    with transaction(db):
        db.conn.execute(COUNT_MISSES, {"observation": observation, "times": times})


def last_seen(db: Database, ref: PostRef) -> datetime | None:
    """When a post was last seen, or last said to be away, by anything but a page and our misses."""
    moment: str | None = db.conn.execute(LAST_SEEN, (ref.post_id, ref.platform, ref.host)).fetchone()[0]
    return read_time(moment)


def _miss(row: dict[str, str]) -> Miss:
    return Miss(
        lookup=row["lookup"], asked_at=read_time(row["asked_at"]), said=row["said"], witness=row["witness"]
    )
