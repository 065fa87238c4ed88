"""Where a run's posts are resolved and its results kept: the user's database, or one in memory."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db import Database, open_database, queries
from db.bytes import ByteStore, bytes_path
from db.candidates import posts_sharing
from db.counts import Counts
from db.links import replace_links
from db.observations import save_posts
from db.observed import EMBED_FORMAT
from db.rows import read_page
from db.shown import posts_for_resolution
from db.store import save_findings, save_problems, save_reading
from linker.matching.scoring.unshown import telling_words, window_of
from linker.records import Article, Claim, Embed, Page, Post, Problem
from linker.service.archives.importing import import_files
from linker.service.linking.linking import Linked
from linker.service.pages.reading import SourceReading
from linker.service.telling.reports import Report
from linker.text import normalise, words

_MEMORY = ":memory:"


class PostArchive:
    """Archived posts to resolve against; `keeps` tells whether what is saved outlives the run."""

    def __init__(self, db: Database, kept_bytes: ByteStore | None) -> None:
        self.db = db
        self._bytes = kept_bytes

    @property
    def keeps(self) -> bool:
        """Whether there is a database of the user's."""
        return self._bytes is not None

    def candidates(self, embed: Embed) -> Sequence[Post]:
        """Stored posts that the embed may show: by id, by author and day, by words."""
        said = words(normalise(embed.text or "", post=True))
        found = posts_for_resolution(self.db, embed, dict.fromkeys(word.text for word in said))
        return [post for post in found if post.source_format != EMBED_FORMAT]

    def quotable(self, article: Article, claims: Sequence[Claim]) -> Sequence[Post]:
        """Stored posts that share rare words with the claims, none posted after the article."""
        window = window_of(article)
        asked = map(telling_words, claims)
        return posts_sharing(self.db, asked, until=window.until, fresh_from=window.fresh_from)

    def save(self, page: Page, read: SourceReading, linked: Linked, *, now: datetime) -> Counts:
        """Keep the bytes, what was read of them, and its links; nothing without a database."""
        if self._bytes is None or read.reading is None:
            return Counts()
        for each in (page, *read.later):
            self._bytes.put(each.body)
        counts = save_reading(self.db, page, read.reading, read.claims, now=now, later=read.later)
        if read.reading.article is None:
            return counts
        return counts + self.save_links(read.reading.article.article_id, linked)

    def has(self, article: Article) -> bool:
        """Whether the article is stored as read from the very same pages."""
        stored = queries.article(self.db, article.article_id)
        return stored is not None and (stored.sha256, stored.parts) == (article.sha256, article.parts)

    def page(self, url: str, sha256: str) -> Page | None:
        """A page as it was stored with these bytes; None where they are gone, or there is no database."""
        return self._with_bytes(queries.page(self.db, url, sha256))

    def page_of_part(self, article_id: str, url: str) -> Page | None:
        """The page that this part of a stored article was last read from."""
        return self._with_bytes(queries.page_of_part(self.db, article_id, url))

    def _with_bytes(self, row: dict[str, Any] | None) -> Page | None:
        body = self._bytes.get(row["sha256"]) if row and self._bytes else None
        return read_page(row, body) if row and body is not None else None

    def save_links(self, article_id: str, linked: Linked) -> Counts:
        """Make these the article's links, and say of its embeds what became of them."""
        saved, dropped = replace_links(self.db, article_id, linked.kept)
        return saved + save_findings(self.db, linked.findings) + Counts(updated=dropped)

    def save_observations(self, pages: Iterable[Page], posts: Iterable[Post]) -> Counts:
        """Keep what was observed of posts and the bytes that show it; nothing without a database."""
        if self._bytes is None:
            return Counts()
        for page in pages:
            self._bytes.put(page.body)
        return save_posts(self.db, posts)

    def save_problems(self, problems: Iterable[Problem], *, now: datetime) -> None:
        """Keep what went wrong; nothing without a database."""
        if self.keeps:
            save_problems(self.db, problems, now=now)


def open_archive(stack: ExitStack, database: Path | None, *, create: bool = True) -> PostArchive:
    """The user's database, or an empty one in memory; closed with the stack.

    Raises:
        InputError: the path is no database, or missing while `create` is false.
        NewerDatabase: a newer linker wrote it.
    """
    db = open_database(database or _MEMORY, create=create)
    stack.callback(db.conn.close)
    if database is None:
        return PostArchive(db, None)
    kept_bytes = ByteStore(bytes_path(database))
    stack.callback(kept_bytes.close)
    return PostArchive(db, kept_bytes)


def add_files(archive: PostArchive, files: Sequence[str], report: Report) -> int:
    """Import archived posts, into the database where there is one; the import's exit code."""
    if not files:
        return 0
    imported = import_files(archive.db, files, now=datetime.now(UTC))
    for line in imported.lines():
        report(line)
    return imported.exit_code
