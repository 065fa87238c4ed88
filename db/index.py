"""The candidate index kept beside the rows: grams in, ids out.

Rare grams first until a budget of postings is spent, so that the cost of a query does not grow with what is
stored; scored by ourselves, since a contentless FTS5 table without positions breaks `ORDER BY rank`.
Document frequencies are the stored corpus' own and serve candidates only, never scores.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from sqlite_utils import Database

from db.opening import transaction

BATCH = 5_000
BUDGET = 5_000
MOST_TOGETHER = 16
"""Grams asked for together; more would not tell more."""

# All ASCII that the tokenizer would split at; every other script passes whole.
_JOINED = {code: "_" for code in range(128) if not (chr(code).isalnum() or chr(code) in ".,_")}

UNINDEXED_CLAIMS = """
SELECT id, text FROM claims WHERE id > (SELECT indexed_to FROM indexes WHERE name = 'claim_grams')
ORDER BY id LIMIT ?
"""
INSERT_GRAMS = "INSERT INTO claim_grams(rowid, grams) VALUES (?, ?)"
INDEXED_TO = "UPDATE indexes SET indexed_to = ? WHERE name = 'claim_grams'"


@dataclass(slots=True)
class Index:
    """One full-text table asked for ids; remembers document frequencies, so keep it for a run, not longer."""

    db: Database
    table: str
    total: int
    budget: int = BUDGET
    _frequencies: dict[str, int] = field(default_factory=dict)

    def search(self, grams: Iterable[str], *, limit: int | None = 50) -> list[tuple[int, float]]:
        """Ids with the summed rarity of the grams they share, best first, ties by id; None: all of them."""
        chosen = self._affordable({_token(gram) for gram in grams})
        if not chosen:
            return []
        ids = [self._postings(token, self.budget) for token, _ in chosen]
        weights = [
            np.full(len(found), self._rarity(count)) for found, (_, count) in zip(ids, chosen, strict=True)
        ]
        unique, place = np.unique(np.concatenate(ids), return_inverse=True)
        scores = np.bincount(place, np.concatenate(weights))
        best = np.lexsort((unique, -scores))[:limit]
        return list(zip(unique[best].tolist(), scores[best].tolist(), strict=True))

    def holding_all(self, grams: Iterable[str], *, limit: int) -> list[int]:
        """Ids of rows with all these grams, or of many the rarest: for words that are frequent each alone."""
        rarest = sorted({_token(gram) for gram in grams}, key=lambda token: (self.frequency(token), token))
        asked = " AND ".join(map(_quoted, rarest[:MOST_TOGETHER]))
        sql = f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH ? LIMIT ?"
        return [number for (number,) in self.db.conn.execute(sql, (asked, limit))] if asked else []

    def frequency(self, gram: str) -> int:
        """In how many rows the gram stands; counting ends where the budget could not pay for more."""
        token = _token(gram)
        if token not in self._frequencies:
            sql = f"SELECT count(*) FROM (SELECT 1 FROM {self.table} WHERE {self.table} MATCH ? LIMIT ?)"
            (count,) = self.db.conn.execute(sql, (_quoted(token), self.budget + 1)).fetchone()
            self._frequencies[token] = count
        return self._frequencies[token]

    def _affordable(self, tokens: set[str]) -> list[tuple[str, int]]:
        counted = sorted((self.frequency(token), token) for token in tokens)
        chosen: list[tuple[str, int]] = []
        spent = 0
        for count, token in counted:
            if count and (spent + count <= self.budget or not chosen):
                chosen.append((token, count))
                spent += count
        return chosen

    def _postings(self, token: str, limit: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        rows = self.db.conn.execute(
            f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH ? LIMIT ?",
            (_quoted(token), limit),
        )
        return np.fromiter((row[0] for row in rows), np.int64)

    def _rarity(self, count: int) -> float:
        return log(1 + self.total / count)


def claim_index(db: Database, *, budget: int = BUDGET) -> Index:
    """The index of stored claims by words and bigrams: ids are of `claims`."""
    return Index(db, "claim_grams", _greatest_id(db, "claims"), budget)


def post_index(db: Database, *, budget: int = BUDGET) -> Index:
    """The full text of stored posts: ids are of `posts`; a bigram is asked for as a phrase."""
    return Index(db, "posts_fts", _greatest_id(db, "posts"), budget)


def index_claims(db: Database, grams: Callable[[str], Sequence[str]]) -> int:
    """Take in the claims stored since the last time, `grams` cutting their text; how many there were."""
    indexed = 0
    while True:
        with transaction(db):
            rows = db.conn.execute(UNINDEXED_CLAIMS, (BATCH,)).fetchall()
            if not rows:
                return indexed
            joined = ((number, " ".join(map(_token, grams(text)))) for number, text in rows)
            db.conn.executemany(INSERT_GRAMS, joined)
            db.conn.execute(INDEXED_TO, (rows[-1][0],))
            indexed += len(rows)


def _greatest_id(db: Database, table: str) -> int:
    (greatest,) = db.conn.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
    return int(greatest)


def _token(gram: str) -> str:
    """A gram as the one token that the index holds for it."""
    return gram.translate(_JOINED)


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'
