"""`linker status`: which encoder and model are active, and what the database holds."""

from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

from db import open_database
from db.summary import summary
from linker.config import load_or_default
from linker.errors import ModelError
from linker.matching import encoders, model
from linker.records import EncoderName
from linker.service.rows import Row


def status(database: Path | None, config_path: Path | None) -> Row:
    """Version, active encoder with its model, and the database in numbers (null if there is none yet)."""
    config = load_or_default(config_path)
    path = database or Path(config.database)
    return {
        "version": version("linker-posts-articles"),
        "encoder": config.matching.encoder,
        "encoders": [_encoder(name) for name in model.ENCODERS],
        "database": _held(path) if database or path.exists() else None,
    }


def _encoder(name: EncoderName) -> Row:
    try:
        loaded = encoders.load(name)
        fitted = model.load(name, loaded.version)
    except ModelError as error:
        return {"name": name, "version": None, "model": None, "why": str(error)}
    return {
        "name": name,
        "version": loaded.version,
        "model": fitted.scoring_with(loaded.version).version,
        "fitted_with": fitted.encoder_version or None,
        "multilingual": loaded.multilingual,
    }


def _held(path: Path) -> dict[str, Any]:
    db = open_database(path, create=False)
    with closing(db.conn):
        return summary(db)
