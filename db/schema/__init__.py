"""The schema, as numbered migrations that are never edited after release, a file a subject.

Times are UTC in ISO text that sorts (`2023-04-20T10:35:27+00:00`); lists are JSON arrays, NULL where empty.
Tables that full text or postings point into have a number as key beside their natural key.
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from db.schema.articles import m002_articles, m011_parts
from db.schema.finding import m005_full_text, m006_candidate_index, m008_embeddings
from db.schema.links import m004_links, m007_readable_views
from db.schema.posts import m003_posts, m009_misses
from db.schema.pulling import m001_pulling, m010_asked

STEPS = (
    m001_pulling,
    m002_articles,
    m003_posts,
    m004_links,
    m005_full_text,
    m006_candidate_index,
    m007_readable_views,
    m008_embeddings,
    m009_misses,
    m010_asked,
    m011_parts,
)
"""In the order in which they are applied; a new one is added at the end."""

MIGRATIONS = Migrations("linker")
for _step in STEPS:
    MIGRATIONS()(_step)


def newer_steps(db: Database) -> list[str]:
    """Names of applied steps that this program does not know."""
    known = {step.__name__ for step in STEPS}
    return [step.name for step in MIGRATIONS.applied(db) if step.name not in known]
