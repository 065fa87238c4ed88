"""What each archive and look-up last answered of a post that it was asked for, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from db.columns import clean, read_time, time_text
from db.opening import transaction
from db.rows import select

UPSERT_ANSWER = """
INSERT INTO asked(subject, source, outcome, asked_at) VALUES (?, ?, ?, ?)
ON CONFLICT (subject, source) DO UPDATE SET outcome = excluded.outcome, asked_at = excluded.asked_at
"""
LAST_ANSWERS = "SELECT source, outcome, asked_at FROM asked WHERE subject = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAnswer:
    """Of one source about one post."""

    outcome: str
    """found, absent, failed."""
    asked_at: datetime


def save_answer(db: Database, subject: str, source: str, answer: LastAnswer) -> None:
    """Remember this answer in place of the source's older one."""
    with transaction(db):
        db.conn.execute(UPSERT_ANSWER, (clean(subject), source, answer.outcome, time_text(answer.asked_at)))


def last_answers(db: Database, subject: str) -> dict[str, LastAnswer]:
    """By the names of those that were ever asked for this post."""
    return {row["source"]: _answer(row) for row in select(db, LAST_ANSWERS, (clean(subject),))}


def _answer(row: dict[str, str]) -> LastAnswer:
    asked_at = read_time(row["asked_at"])
    assert asked_at is not None
    return LastAnswer(outcome=row["outcome"], asked_at=asked_at)
