"""What a database holds, in numbers: for `linker status`."""

from typing import Any

from sqlite_utils import Database

from db.rows import select

TABLES = (
    "articles",
    "claims",
    "embeds",
    "posts",
    "observations",
    "links",
    "reviews",
    "problems",
    "sources",
    "runs",
)
DECISIONS = "SELECT decision, count(*) AS number FROM links GROUP BY decision ORDER BY decision"
MODELS = "SELECT model, count(*) AS number FROM links GROUP BY model ORDER BY model"
LAST_RUN = "SELECT kind, started_at, finished_at, outcome FROM runs ORDER BY started_at DESC, id DESC LIMIT 1"


def summary(db: Database) -> dict[str, Any]:
    """Rows a table, links by decision and by model, the last run."""
    counts = {table: select(db, f"SELECT count(*) AS number FROM {table}")[0]["number"] for table in TABLES}
    return {
        "rows": counts,
        "links_by_decision": {row["decision"]: row["number"] for row in select(db, DECISIONS)},
        "links_by_model": {row["model"]: row["number"] for row in select(db, MODELS)},
        "last_run": next(iter(select(db, LAST_RUN)), None),
    }
