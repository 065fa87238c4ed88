"""People's verdicts on links: the links that await one, nearest a threshold first, and recording it."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from db import Database, open_database
from db.reviews import link_by_number, links_awaiting, save_review
from linker.config import load_or_default
from linker.errors import InputError
from linker.matching.weights.model import Costs
from linker.records import PostRef, Review, Verdict
from linker.service.telling.rows import Row


def record(  # noqa: PLR0913 - what a verdict holds
    db: Database,
    link: int,
    verdict: Verdict,
    *,
    reviewer: str,
    now: datetime,
    blind: bool = False,
    comment: str = "",
) -> Row:
    """Append a verdict on a stored link, with the model and score that stood then; the link as a row.

    Whoever changes their mind says so anew: the last verdict of a reviewer counts.

    Raises:
        InputError: there is no such link, or its post has no id yet.
    """
    judged = link_by_number(db, link)
    if judged is None:
        raise InputError(f"no link {link} is stored: `linker review --db FILE` lists what awaits a verdict")
    if judged["post_id"] is None:
        raise InputError(f"link {link} is of a post without an id: import its archive, then link again")
    review = Review(
        claim_id=judged["claim_id"],
        post=PostRef(platform=judged["platform"], post_id=judged["post_id"], host=judged["host"]),
        verdict=verdict,
        reviewer=reviewer,
        blind=blind,
        model=judged["model"],
        score=judged["score"],
        reviewed_at=now,
        comment=comment,
    )
    return {"review": save_review(db, review), "verdict": verdict, "reviewer": reviewer} | _shown(judged)


def awaiting(db: Database, costs: Costs, *, limit: int, blind: bool = False) -> list[Row]:
    """Links and suggestions that nobody has judged, the least sure first; `blind` hides what linker says."""
    rows = links_awaiting(db, (costs.link_from, costs.suggest_from), limit=limit)
    told = ("decision", "score", "relation", "model")
    return [_shown({**row, **(dict.fromkeys(told) if blind else {})}) for row in rows]


def record_in(  # noqa: PLR0913 - one parameter an option of the command
    database: Path, link: int, verdict: Verdict, *, reviewer: str, blind: bool, comment: str
) -> Row:
    """Open the database and `record`; what `linker review LINK VERDICT` calls.

    Raises:
        InputError: there is no such database or link.
    """
    db = open_database(database, create=False)
    with closing(db.conn):
        return record(
            db, link, verdict, reviewer=reviewer, now=datetime.now(UTC), blind=blind, comment=comment
        )


def awaiting_in(database: Path, config_path: Path | None, *, limit: int, blind: bool) -> list[Row]:
    """Open the database and list what awaits a verdict, by the configured costs.

    Raises:
        InputError: there is no such database.
        ConfigError: config.toml is off.
    """
    costs = load_or_default(config_path).matching.costs
    db = open_database(database, create=False)
    with closing(db.conn):
        return awaiting(db, costs, limit=limit, blind=blind)


def _shown(row: Row) -> Row:
    article = {name: row[f"article_{name}"] for name in ("id", "url", "title", "publisher", "published_at")}
    post = {name: row[name] for name in ("platform", "host", "post_id", "author_handle", "author_name")}
    post |= {"url": row["post_url"], "text": row["text"], "status": row["status"]}
    rest = {name: row[name] for name in ("decision", "score", "relation", "claim", "speaker", "model")}
    return {"link": row["link"], "article": article, "post": post, **rest}
