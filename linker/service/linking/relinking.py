"""Linking stored articles anew, from what is stored of them: after posts arrived, or the model changed."""

from collections.abc import Iterable, Iterator

from db import Database, queries
from linker.records import Reading
from linker.service.linking.linking import Matcher, link_reading
from linker.service.linking.postarchive import PostArchive


def waiting_articles(db: Database) -> tuple[str, ...]:
    """Ids of the articles that new posts may concern, each once.

    Those with an embed of which no archived words are stored, and those linked with a post's older words.
    """
    unresolved = (embed.article_id for embed in queries.unresolved_embeds(db))
    return tuple(dict.fromkeys((*unresolved, *queries.articles_linked_with_older_words(db))))


def stored_reading(db: Database, article_id: str) -> Reading | None:
    """What the latest reading of an article gave, None if it is not stored."""
    article = queries.article(db, article_id)
    if article is None:
        return None
    return Reading(
        article=article,
        embeds=tuple(queries.embeds_of(db, article_id)),
        linked=tuple(queries.embeds_of(db, article_id, linked=True)),
    )


def relink_articles(
    archive: PostArchive, matcher: Matcher, article_ids: Iterable[str]
) -> Iterator[tuple[str, int, bool]]:
    """For each stored article: its id, its links and suggestions now, and whether anything changed."""
    for article_id in article_ids:
        reading = stored_reading(archive.db, article_id)
        if reading is None:
            continue
        claims = queries.claims_of(archive.db, article_id)
        linked = link_reading(reading, claims, archive.candidates, archive.quotable, matcher)
        saved = archive.save_links(article_id, linked)
        yield article_id, len(linked.kept), bool(saved.inserted or saved.updated)
