"""`linker status`: which encoder and model are active, and what the database holds."""

from contextlib import ExitStack, closing
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from db import Database, open_database
from db.summary import summary
from linker.config import Config, load_or_default
from linker.errors import ModelError
from linker.matching.scoring.unshown import load_doubt
from linker.matching.vectors import encoders
from linker.matching.weights import model
from linker.records import EncoderName
from linker.service.pages.web import open_fetcher, utc_now
from linker.service.resolving.asking import planned, shown_only
from linker.service.resolving.postsources import Source, archives_of, lookups_of
from linker.service.telling.rows import Row


def status(database: Path | None, config_path: Path | None) -> Row:
    """Version, active encoder with its model, and the database in numbers (null if there is none yet)."""
    config = load_or_default(config_path)
    path = database or Path(config.database)
    return {
        "version": version("linker-posts-articles"),
        "encoder": config.matching.encoder,
        "encoders": [_encoder(name) for name in model.ENCODERS],
        "database": _held(path, config) if database or path.exists() else None,
    }


def _encoder(name: EncoderName) -> Row:
    try:
        loaded = encoders.load(name)
        fitted, doubt = model.load(name, loaded.version), load_doubt(name, loaded.version)
    except ModelError as error:
        return {"name": name, "version": None, "model": None, "unshown": None, "why": str(error)}
    return {
        "name": name,
        "version": loaded.version,
        "model": fitted.scoring_with(loaded.version).version,
        "unshown": doubt.version,
        "fitted_with": fitted.encoder_version or None,
        "multilingual": loaded.multilingual,
    }


def _held(path: Path, config: Config) -> dict[str, Any]:
    db = open_database(path, create=False)
    with closing(db.conn):
        return {**summary(db), "unresolved": _unresolved(db, config)}


def _unresolved(db: Database, config: Config) -> Row:
    """What the next `linker resolve` would ask for, and what it would leave for later."""
    with ExitStack() as stack:
        fetcher = open_fetcher(stack, config)
        sources: list[Source] = [*archives_of(config, db, fetcher), *lookups_of(config, fetcher)]
        wait = timedelta(days=config.resolve.again_after_days)
        asked = [each for _, each in shown_only(db)]
        plan = planned(db, asked, sources, wait=wait, now=utc_now())
    askable = sum(bool(question.sources) for question in plan.questions)
    return {
        "posts": len(asked),
        "to_ask": askable,
        "asked_lately": len(plan.later),
        "next_due": plan.later[0].isoformat() if plan.later else None,
        "last_due": plan.later[-1].isoformat() if plan.later else None,
    }
