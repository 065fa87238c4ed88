"""Steps about links: signals, models, reviews, and the views in which a person reads them."""

from sqlite_utils import Database

from db.schema.script import run


def m004_links(db: Database) -> None:
    """Links, the signals that explain them, the models that made them, and people's reviews."""
    run(
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


def m007_readable_views(db: Database) -> None:
    """Views that a person reads: a link with the words of both its sides."""
    run(
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
