"""Steps about posts: authors, observations, embeds, and look-ups that missed."""

from sqlite_utils import Database

from db.schema.script import run


def m003_posts(db: Database) -> None:
    """Posts with their authors, what was observed of them, and the embeds that show them."""
    run(
        db,
        """
        CREATE TABLE authors (
          id INTEGER PRIMARY KEY,
          platform TEXT NOT NULL,
          author_id TEXT NOT NULL,
          handle TEXT NOT NULL COLLATE NOCASE,
          name TEXT NOT NULL COLLATE NOCASE,
          label TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX authors_key ON authors(
          author_id, handle COLLATE BINARY, name COLLATE BINARY, platform
        );
        CREATE INDEX authors_handle ON authors(handle);
        CREATE INDEX authors_name ON authors(name);
        CREATE TABLE posts (
          id INTEGER PRIMARY KEY,
          platform TEXT NOT NULL,
          host TEXT NOT NULL,
          post_id TEXT NOT NULL,
          author INTEGER REFERENCES authors(id),
          text TEXT,
          created_at TEXT,
          lang TEXT,
          status TEXT NOT NULL,
          url TEXT,
          author_handle TEXT,
          author_name TEXT,
          status_observation INTEGER REFERENCES observations(id),
          observation INTEGER NOT NULL REFERENCES observations(id),
          UNIQUE (post_id, platform, host)
        ) STRICT;
        CREATE INDEX posts_author ON posts(author, created_at);
        CREATE INDEX posts_platform ON posts(platform, status);
        CREATE TABLE observations (
          id INTEGER PRIMARY KEY,
          post INTEGER REFERENCES posts(id) DEFERRABLE INITIALLY DEFERRED,
          platform TEXT NOT NULL,
          host TEXT NOT NULL,
          source_format TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          url TEXT,
          author INTEGER REFERENCES authors(id),
          author_handle TEXT,
          author_name TEXT,
          author_id TEXT,
          created_at TEXT,
          created_at_source TEXT,
          text TEXT,
          text_raw TEXT,
          lang TEXT,
          reply_to_id TEXT,
          quote_of_id TEXT,
          repost_of_id TEXT,
          conversation_id TEXT,
          edit_ids TEXT,
          links TEXT,
          mentions TEXT,
          hashtags TEXT,
          media TEXT,
          truncated INTEGER NOT NULL,
          status TEXT NOT NULL,
          status_evidence TEXT,
          archive_url TEXT,
          captured_at TEXT,
          rank INTEGER NOT NULL,
          archive_file INTEGER REFERENCES archive_files(id),
          offset INTEGER,
          length INTEGER,
          CHECK (status <> 'deleted' OR status_evidence IS NOT NULL)
        ) STRICT;
        CREATE UNIQUE INDEX observations_key ON observations(post, source_format, sha256)
          WHERE post IS NOT NULL;
        CREATE UNIQUE INDEX observations_key_without_post ON observations(sha256, source_format)
          WHERE post IS NULL;
        CREATE TABLE embeds (
          id INTEGER PRIMARY KEY,
          key TEXT NOT NULL UNIQUE,
          article TEXT NOT NULL REFERENCES articles(id),
          number INTEGER NOT NULL,
          linked INTEGER NOT NULL,
          platform TEXT NOT NULL,
          host TEXT NOT NULL,
          post_id TEXT,
          paragraph INTEGER,
          method TEXT NOT NULL,
          confidence REAL NOT NULL,
          url TEXT,
          author_handle TEXT,
          author_name TEXT,
          author_id TEXT,
          date TEXT,
          posted_at TEXT,
          date_text TEXT,
          text TEXT,
          text_found TEXT,
          media TEXT,
          quoted_by INTEGER REFERENCES embeds(id),
          anchor_paragraph INTEGER,
          anchor_start INTEGER,
          anchor_end INTEGER,
          observation INTEGER NOT NULL REFERENCES observations(id),
          post INTEGER REFERENCES posts(id),
          resolved_by TEXT,
          fidelity TEXT,
          fidelity_diff TEXT,
          current INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        CREATE INDEX embeds_article ON embeds(article);
        CREATE INDEX embeds_post ON embeds(post);
        CREATE INDEX embeds_observation ON embeds(observation);
        CREATE INDEX embeds_platform_method ON embeds(platform, method);
        """,
    )


def m009_misses(db: Database) -> None:
    """Look-ups that answered that there is no such post; what they say together is an observation."""
    run(
        db,
        """
        CREATE TABLE misses (
          id INTEGER PRIMARY KEY,
          observation INTEGER NOT NULL REFERENCES observations(id),
          lookup TEXT NOT NULL,
          asked_at TEXT NOT NULL,
          said TEXT NOT NULL,
          witness TEXT,
          counts INTEGER NOT NULL DEFAULT 0,
          UNIQUE (observation, lookup, asked_at)
        ) STRICT;
        """,
    )
