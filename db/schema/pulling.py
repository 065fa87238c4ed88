"""Steps about asking: sources, runs, problems, manners, and what was asked of a post."""

from sqlite_utils import Database

from db.schema.script import run


def m001_pulling(db: Database) -> None:
    """Sources, runs and what happened in them, and what politeness must remember."""
    run(
        db,
        """
        CREATE TABLE sources (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE,
          kind TEXT NOT NULL,
          address TEXT NOT NULL,
          every_minutes INTEGER,
          origin TEXT NOT NULL,
          enabled INTEGER NOT NULL DEFAULT 1,
          settings TEXT,
          last_started_at TEXT,
          last_success_at TEXT,
          failures INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE runs (
          id INTEGER PRIMARY KEY,
          kind TEXT NOT NULL,
          source INTEGER REFERENCES sources(id),
          started_at TEXT NOT NULL,
          finished_at TEXT,
          outcome TEXT,
          counts TEXT,
          config_hash TEXT,
          version TEXT
        ) STRICT;
        CREATE INDEX runs_started ON runs(started_at);
        CREATE INDEX runs_kind ON runs(kind, outcome);
        CREATE TABLE run_items (
          id INTEGER PRIMARY KEY,
          run INTEGER NOT NULL REFERENCES runs(id),
          subject TEXT NOT NULL,
          outcome TEXT NOT NULL,
          http_status INTEGER,
          message TEXT,
          finished_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX run_items_run ON run_items(run, outcome);
        CREATE TABLE problems (
          id INTEGER PRIMARY KEY,
          stage TEXT NOT NULL,
          subject TEXT NOT NULL,
          kind TEXT NOT NULL,
          message TEXT NOT NULL,
          seen_at TEXT NOT NULL,
          UNIQUE (subject, stage, kind, message)
        ) STRICT;
        CREATE INDEX problems_stage_kind ON problems(stage, kind);
        CREATE TABLE validators (
          url TEXT PRIMARY KEY,
          etag TEXT,
          last_modified TEXT,
          fetched_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE hosts (
          host TEXT PRIMARY KEY,
          failures INTEGER NOT NULL DEFAULT 0,
          closed_until TEXT,
          reason TEXT
        ) STRICT;
        CREATE TABLE archive_files (
          id INTEGER PRIMARY KEY,
          fingerprint TEXT NOT NULL,
          member TEXT NOT NULL,
          name TEXT NOT NULL,
          size_bytes INTEGER,
          offset_reached INTEGER NOT NULL,
          started_at TEXT NOT NULL,
          finished_at TEXT,
          UNIQUE (fingerprint, member)
        ) STRICT;
        """,
    )


def m010_asked(db: Database) -> None:
    """What each archive and look-up last answered of a post, so that it is not asked again too soon."""
    run(
        db,
        """
        CREATE TABLE asked (
          subject TEXT NOT NULL,
          source TEXT NOT NULL,
          outcome TEXT NOT NULL,
          asked_at TEXT NOT NULL,
          PRIMARY KEY (subject, source)
        ) STRICT;
        """,
    )
