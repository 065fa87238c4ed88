"""The schema, as numbered migrations that are never edited after release.

Times are UTC in ISO text that sorts (`2023-04-20T10:35:27+00:00`); lists are JSON arrays, NULL where empty.
Tables that full text or postings point into have a number as key beside their natural key.
"""

from textwrap import dedent

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

MIGRATIONS = Migrations("linker")


def newer_steps(db: Database) -> list[str]:
    """Names of applied steps that this program does not know."""
    return [step.name for step in MIGRATIONS.applied(db) if step.name not in globals()]


def _run(db: Database, script: str) -> None:
    # Datasette shows the statements as they were written.
    db.executescript(dedent(script))


@MIGRATIONS()
def m001_pulling(db: Database) -> None:
    """Sources, runs and what happened in them, and what politeness must remember."""
    _run(
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


@MIGRATIONS()
def m002_articles(db: Database) -> None:
    """Pages, the articles read from them, and their claims."""
    _run(
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


@MIGRATIONS()
def m003_posts(db: Database) -> None:
    """Posts with their authors, what was observed of them, and the embeds that show them."""
    _run(
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


@MIGRATIONS()
def m004_links(db: Database) -> None:
    """Links, the signals that explain them, the models that made them, and people's reviews."""
    _run(
        db,
        """
        CREATE TABLE models (
          version TEXT PRIMARY KEY,
          encoder TEXT,
          details TEXT
        ) STRICT;
        CREATE TABLE links (
          id INTEGER PRIMARY KEY,
          claim INTEGER NOT NULL REFERENCES claims(id),
          post INTEGER REFERENCES posts(id),
          observation INTEGER NOT NULL REFERENCES observations(id),
          embed INTEGER REFERENCES embeds(id),
          relation TEXT NOT NULL,
          decision TEXT NOT NULL,
          score REAL NOT NULL,
          prior REAL NOT NULL,
          fidelity TEXT,
          fidelity_diff TEXT,
          model TEXT NOT NULL REFERENCES models(version)
        ) STRICT;
        CREATE UNIQUE INDEX links_key ON links(claim, post) WHERE post IS NOT NULL;
        CREATE UNIQUE INDEX links_key_without_post ON links(claim, observation) WHERE post IS NULL;
        CREATE INDEX links_post ON links(post);
        CREATE INDEX links_observation ON links(observation);
        CREATE INDEX links_embed ON links(embed);
        CREATE INDEX links_decision ON links(decision, score);
        CREATE INDEX links_relation ON links(relation);
        CREATE TABLE signals (
          link INTEGER NOT NULL REFERENCES links(id) ON DELETE CASCADE,
          number INTEGER NOT NULL,
          name TEXT NOT NULL,
          value REAL NOT NULL,
          weight REAL,
          contribution REAL NOT NULL,
          claim_compared TEXT NOT NULL,
          post_compared TEXT NOT NULL,
          claim_spans TEXT,
          post_spans TEXT,
          PRIMARY KEY (link, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE reviews (
          id INTEGER PRIMARY KEY,
          claim INTEGER NOT NULL REFERENCES claims(id),
          post INTEGER NOT NULL REFERENCES posts(id),
          verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject', 'unsure')),
          reviewer TEXT NOT NULL,
          blind INTEGER NOT NULL,
          model TEXT NOT NULL,
          score REAL NOT NULL,
          reviewed_at TEXT NOT NULL,
          comment TEXT NOT NULL
        ) STRICT;
        CREATE INDEX reviews_pair ON reviews(claim, post);
        """,
    )


@MIGRATIONS()
def m005_full_text(db: Database) -> None:
    """Full text over claims and posts.

    Triggers keep it in step, but for new posts: a trigger costs ten times what one INSERT a batch does (FTS5
    writes its buffer out at every savepoint, and each trigger opens one), so `db.observations` sees to those.
    """
    _run(db, _full_text_script("claims", ("text", "speaker")))
    _run(db, _full_text_script("posts", ("text", "author_handle", "author_name")))
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


@MIGRATIONS()
def m006_candidate_index(db: Database) -> None:
    """Words and bigrams of claims, as postings; the ascii tokenizer keeps all other scripts whole."""
    _run(
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


@MIGRATIONS()
def m007_readable_views(db: Database) -> None:
    """Views that a person reads: a link with the words of both its sides."""
    _run(
        db,
        """
        CREATE VIEW links_readable AS
        SELECT links.decision, links.score, links.relation, links.fidelity,
          claims.text AS claim, claims.speaker, observations.text AS post,
          coalesce(observations.author_name, '') || coalesce(' @' || observations.author_handle, '')
            AS post_author,
          replace(substr(observations.created_at, 1, 16), 'T', ' ') AS posted_at,
          articles.title AS article, articles.publisher,
          replace(substr(articles.published_at, 1, 16), 'T', ' ') AS published_at,
          claims.kind, posts.status AS post_status, observations.url AS post_url, articles.url AS article_url,
          links.model, links.id AS link, links.claim AS claim_id
        FROM links
          JOIN claims ON claims.id = links.claim
          JOIN articles ON articles.id = claims.article
          JOIN observations ON observations.id = links.observation
          LEFT JOIN posts ON posts.id = links.post;
        CREATE VIEW embeds_readable AS
        SELECT articles.title AS article, embeds.platform, embeds.method, embeds.linked,
          embeds.author_name, embeds.author_handle, embeds.date,
          embeds.text AS embedded_text, posts.text AS best_text, observations.source_format AS best_source,
          posts.status AS post_status, embeds.resolved_by,
          embeds.fidelity, embeds.fidelity_diff, embeds.confidence, articles.publisher, embeds.url,
          articles.url AS article_url, embeds.id AS embed
        FROM embeds
          JOIN articles ON articles.id = embeds.article
          LEFT JOIN posts ON posts.id = embeds.post
          LEFT JOIN observations ON observations.id = posts.observation
        WHERE embeds.current;
        """,
    )


@MIGRATIONS()
def m008_embeddings(db: Database) -> None:
    """Vectors of texts, by the version of their encoder; a cache, from which the oldest are dropped."""
    _run(
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


@MIGRATIONS()
def m009_misses(db: Database) -> None:
    """Look-ups that answered that there is no such post; what they say together is an observation."""
    _run(
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


@MIGRATIONS()
def m010_asked(db: Database) -> None:
    """What each archive and look-up last answered of a post, so that it is not asked again too soon."""
    _run(
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
