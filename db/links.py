"""Writing links with their signals, and the models that made them."""

from collections.abc import Iterable, Sequence

import orjson
from sqlite_utils import Database

from db.columns import Value, clean, clean_row
from db.counts import Counts
from db.observations import observation_ids
from db.opening import transaction
from db.store import embed_key
from linker.errors import StoreError
from linker.records import Link, Signal

LINK_COLUMNS = (
    "claim", "post", "observation", "embed", "relation", "decision", "score", "prior", "fidelity",
    "fidelity_diff", "model",
)  # fmt: skip
SIGNAL_COLUMNS = (
    "link", "number", "name", "value", "weight", "contribution", "claim_compared", "post_compared",
    "claim_spans", "post_spans",
)  # fmt: skip

FIND_LINK = f"""
SELECT id, {", ".join(LINK_COLUMNS)} FROM links
WHERE claim = ? AND CASE WHEN ? IS NULL THEN post IS NULL AND observation = ? ELSE post = ? END
"""
INSERT_LINK = f"INSERT INTO links({', '.join(LINK_COLUMNS)}) VALUES ({', '.join('?' * len(LINK_COLUMNS))})"
UPDATE_LINK = f"UPDATE links SET {', '.join(f'{name} = ?' for name in LINK_COLUMNS)} WHERE id = ?"
FIND_SIGNALS = f"SELECT {', '.join(SIGNAL_COLUMNS)} FROM signals WHERE link = ? ORDER BY number"
INSERT_SIGNAL = (
    f"INSERT INTO signals({', '.join(SIGNAL_COLUMNS)}) VALUES ({', '.join('?' * len(SIGNAL_COLUMNS))})"
)
DROP_STALE = """
DELETE FROM links WHERE claim IN (SELECT id FROM claims WHERE article = ?)
  AND id NOT IN (SELECT value FROM json_each(?))
"""


def save_links(db: Database, links: Iterable[Link]) -> Counts:
    """Insert each link or bring it up to date, one a pair of claim and post; the claims are stored before."""
    with transaction(db):
        return sum((change for _, change in _saved(db, links)), Counts())


def replace_links(db: Database, article_id: str, links: Iterable[Link]) -> tuple[Counts, int]:
    """Make `links` the links of this article; what was written, and how many stale ones were dropped."""
    with transaction(db):
        saved = _saved(db, links)
        kept = orjson.dumps([number for number, _ in saved]).decode()
        dropped = db.conn.execute(DROP_STALE, (article_id, kept)).rowcount
        return sum((change for _, change in saved), Counts()), dropped


def save_model(db: Database, version: str, *, encoder: str | None = None, details: str | None = None) -> None:
    """Name a model, so that links can refer to it."""
    with transaction(db):
        db.conn.execute(
            "INSERT OR IGNORE INTO models(version, encoder, details) VALUES (?, ?, ?)",
            (version, encoder, details),
        )


def _saved(db: Database, links: Iterable[Link]) -> list[tuple[int, Counts]]:
    links = list(links)
    for version in {link.model for link in links}:
        save_model(db, version)
    ids = observation_ids(db, [link.post for link in links])
    return [_save_link(db, link, *pair) for link, pair in zip(links, ids, strict=True)]


def _save_link(db: Database, link: Link, post: int | None, observation: int) -> tuple[int, Counts]:
    claim = _number(db, "claims", "claim_id", link.claim.claim_id)
    if claim is None:
        raise StoreError(f"a link to the claim {link.claim.text[:80]!r}: store its article's reading first")
    row = clean_row((
        claim, post, observation,
        _number(db, "embeds", "key", embed_key(link.embed)) if link.embed else None, link.relation,
        link.decision, link.score, link.prior, link.fidelity, link.fidelity_diff, link.model,
    ))  # fmt: skip
    found = db.conn.execute(FIND_LINK, (row[0], post, observation, post)).fetchone()
    if found is None:
        number = int(db.conn.execute(INSERT_LINK, row).lastrowid or 0)
        _save_signals(db, number, link.signals)
        return number, Counts(inserted=1)
    number = found[0]
    explained_alike = not _save_signals(db, number, link.signals)
    if found[1:] == row and explained_alike:
        return number, Counts(unchanged=1)
    db.conn.execute(UPDATE_LINK, (*row, number))
    return number, Counts(updated=1)


def _save_signals(db: Database, link: int, signals: Sequence[Signal]) -> bool:
    """Whether the link is explained otherwise than it was."""
    rows = [_signal_row(link, number, signal) for number, signal in enumerate(signals)]
    if db.conn.execute(FIND_SIGNALS, (link,)).fetchall() == rows:
        return False
    db.conn.execute("DELETE FROM signals WHERE link = ?", (link,))
    db.conn.executemany(INSERT_SIGNAL, rows)
    return True


def _signal_row(link: int, number: int, signal: Signal) -> tuple[Value, ...]:
    compared = signal.compared
    return (
        link, number, signal.name, signal.value, signal.weight, signal.contribution, clean(compared.claim),
        clean(compared.post), _spans_text(compared.claim_spans), _spans_text(compared.post_spans),
    )  # fmt: skip


def _spans_text(spans: tuple[tuple[int, int], ...]) -> str | None:
    return orjson.dumps(spans).decode() if spans else None


def _number(db: Database, table: str, key: str, value: str) -> int | None:
    row = db.conn.execute(f"SELECT id FROM {table} WHERE {key} = ?", (value,)).fetchone()
    return row[0] if row else None
