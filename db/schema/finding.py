"""Steps about finding rows: full text, postings of words, vectors."""

from sqlite_utils import Database

from db.schema.script import run


def m005_full_text(db: Database) -> None:
    """Full text over claims and posts.

    Triggers keep it in step, but for new posts: a trigger costs ten times what one INSERT a batch does (FTS5
    writes its buffer out at every savepoint, and each trigger opens one), so `db.observations` sees to those.
    """
    run(db, _full_text_script("claims", ("text", "speaker")))
    run(db, _full_text_script("posts", ("text", "author_handle", "author_name")))
    db.execute("DROP TRIGGER posts_fts_insert")
    # What a batch of an import brings is one segment, and merged half as often: 4 µs a post, not 8.
    db.execute("INSERT INTO posts_fts(posts_fts, rank) VALUES ('hashsize', 16000000)")
    db.execute("INSERT INTO posts_fts(posts_fts, rank) VALUES ('automerge', 16)")


def _full_text_script(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(columns)
    new = ", ".join(f"new.{column}" for column in columns)
    old = ", ".join(f"old.{column}" for column in columns)
    forget = f"INSERT INTO {table}_fts({table}_fts, rowid, {names}) VALUES ('delete', old.id, {old});"
    learn = f"INSERT INTO {table}_fts(rowid, {names}) VALUES (new.id, {new});"
    return f"""
        CREATE VIRTUAL TABLE {table}_fts USING fts5(
          {names}, content="{table}", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
        );
        CREATE TRIGGER {table}_fts_insert AFTER INSERT ON {table} BEGIN {learn} END;
        CREATE TRIGGER {table}_fts_delete AFTER DELETE ON {table} BEGIN {forget} END;
        CREATE TRIGGER {table}_fts_update AFTER UPDATE OF {names} ON {table} BEGIN {forget} {learn} END;
        """


def m006_candidate_index(db: Database) -> None:
    """Words and bigrams of claims, as postings; the ascii tokenizer keeps all other scripts whole."""
    run(
        db,
        """
        CREATE VIRTUAL TABLE claim_grams USING fts5(
          grams, content='', detail=none, tokenize="ascii tokenchars '_.,'"
        );
        CREATE TABLE indexes (
          name TEXT PRIMARY KEY,
          indexed_to INTEGER NOT NULL
        ) STRICT;
        INSERT INTO indexes(name, indexed_to) VALUES ('claim_grams', 0);
        """,
    )


def m008_embeddings(db: Database) -> None:
    """Vectors of texts, by the version of their encoder; a cache, from which the oldest are dropped."""
    run(
        db,
        """
        CREATE TABLE embeddings (
          id INTEGER PRIMARY KEY,
          encoder TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          vector BLOB NOT NULL,
          UNIQUE (sha256, encoder)
        ) STRICT;
        """,
    )
