"""Steps about pages, articles, their parts, entries and claims."""

from sqlite_utils import Database

from db.schema.script import run


def m002_articles(db: Database) -> None:
    """Pages, the articles read from them, and their claims."""
    run(
        db,
        """
        CREATE TABLE pages (
          id INTEGER PRIMARY KEY,
          url TEXT NOT NULL,
          final_url TEXT NOT NULL,
          status INTEGER NOT NULL,
          fetched_at TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          size_bytes INTEGER NOT NULL,
          headers TEXT,
          archive_url TEXT,
          captured_at TEXT,
          UNIQUE (url, sha256)
        ) STRICT;
        CREATE TABLE articles (
          id TEXT PRIMARY KEY,
          url TEXT NOT NULL,
          publisher TEXT,
          title TEXT,
          authors TEXT,
          published_at TEXT,
          published_offset_minutes INTEGER,
          modified_at TEXT,
          modified_offset_minutes INTEGER,
          language TEXT,
          section TEXT,
          agency TEXT,
          form TEXT NOT NULL,
          paragraphs TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          archive_url TEXT,
          captured_at TEXT,
          page INTEGER REFERENCES pages(id)
        ) STRICT;
        CREATE INDEX articles_url ON articles(url);
        CREATE INDEX articles_publisher ON articles(publisher);
        CREATE INDEX articles_language ON articles(language);
        CREATE INDEX articles_published ON articles(published_at);
        CREATE INDEX articles_page ON articles(page);
        CREATE TABLE claims (
          id INTEGER PRIMARY KEY,
          claim_id TEXT NOT NULL UNIQUE,
          article TEXT NOT NULL REFERENCES articles(id),
          text TEXT NOT NULL,
          kind TEXT NOT NULL,
          speaker TEXT,
          current INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        CREATE INDEX claims_article ON claims(article);
        CREATE INDEX claims_kind ON claims(kind);
        CREATE INDEX claims_speaker ON claims(speaker);
        CREATE TABLE claim_positions (
          claim INTEGER NOT NULL REFERENCES claims(id),
          number INTEGER NOT NULL,
          paragraph INTEGER NOT NULL,
          start INTEGER NOT NULL,
          "end" INTEGER NOT NULL,
          PRIMARY KEY (claim, number)
        ) STRICT, WITHOUT ROWID;
        """,
    )


def m011_parts(db: Database) -> None:
    """The pages of an article that is cut into several, and when the entries of a live blog were posted.

    What was fetched before is asked for in full once more, for neither was kept of it.
    """
    run(
        db,
        """
        CREATE TABLE parts (
          article TEXT NOT NULL REFERENCES articles(id),
          number INTEGER NOT NULL,
          url TEXT NOT NULL,
          page INTEGER REFERENCES pages(id),
          paragraph INTEGER NOT NULL,
          PRIMARY KEY (article, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX parts_url ON parts(url);
        CREATE TABLE entries (
          article TEXT NOT NULL REFERENCES articles(id),
          paragraph INTEGER NOT NULL,
          posted_at TEXT NOT NULL,
          posted_offset_minutes INTEGER,
          PRIMARY KEY (article, paragraph)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE embeds ADD COLUMN part INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE validators ADD COLUMN sha256 TEXT;
        UPDATE validators SET etag = NULL, last_modified = NULL WHERE url IN (SELECT url FROM pages);
        """,
    )
