"""Where posts are asked for: the enabled web archives and look-ups, each giving one answer about one post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from db import Database
from linker.config import Config
from linker.errors import FetchError
from linker.records import Miss, Page, Post
from linker.service.pages.webarchives import keep_breaker, web_archives
from scrapers.captures.cdx import Capture
from scrapers.captures.dayposts import AuthorDay, find_on_day
from scrapers.captures.posts import Found, find_captured, variants
from scrapers.captures.wayback import WebArchive
from scrapers.lookups.answers import answers_about, is_of, posts_of, says_none, shows_account
from scrapers.lookups.interfaces import LOOKUPS, Lookup, Wanted, request_url
from scrapers.platforms import find_post
from scrapers.web.fetch import Fetcher
from scrapers.web.manner import Manner


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A post to ask for: by its id, or by its author and day where an embed shows no more."""

    subject: str
    wanted: Wanted | None = None
    near: datetime | None = None
    """When it was seen."""
    author_day: AuthorDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one archive or look-up said of one post."""

    source: str
    outcome: str
    """found, absent, failed."""
    said: str
    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()
    miss: Miss | None = None
    """Where the platform itself says that it has no such post."""

    @property
    def shows_words(self) -> bool:
        """True if the post's own words came; a tombstone has none."""
        return any(post.text for post in self.posts)

    def __str__(self) -> str:
        return f"{self.source}: {self.said}"


class Source(Protocol):
    """An archive or a look-up."""

    @property
    def name(self) -> str:
        """As in config.toml."""

    def is_for(self, asked: Asked) -> bool:
        """Whether it can be asked for this post."""

    def ask(self, asked: Asked) -> Answer:
        """What it says of a post now; a failure is an answer too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveLookup:
    """One enabled look-up, at its own address or a mirror's."""

    lookup: Lookup
    address: str
    fetcher: Fetcher

    @property
    def name(self) -> str:
        """As in `[lookups]` of config.toml."""
        return self.lookup.name

    def is_for(self, asked: Asked) -> bool:
        """Whether it can be asked for this post."""
        return self._url(asked) is not None

    def ask(self, asked: Asked) -> Answer:
        """What the platform says of a post now."""
        wanted, url = asked.wanted, self._url(asked)
        if wanted is None or url is None:
            return Answer(source=self.name, outcome="absent", said="is not for this post")
        try:
            page = self._get(url)
        except FetchError as error:
            return Answer(source=self.name, outcome="failed", said=str(error))
        posts = answers_about(posts_of(page), wanted.ref)
        if says_none(self.lookup, page):
            said = f"HTTP {page.status}, no such post"
            miss = Miss(lookup=self.name, asked_at=page.fetched_at, said=said)
            return Answer(source=self.name, outcome="absent", said=said, miss=miss)
        if posts:
            return Answer(source=self.name, outcome="found", said=posts[0].status, posts=posts, pages=(page,))
        outcome = "absent" if page.status == 200 else "failed"
        return Answer(source=self.name, outcome=outcome, said=f"HTTP {page.status}, no post in the answer")

    def account_shown(self, wanted: Wanted) -> str | None:
        """Address of the profile of a post's author, if the platform shows it now."""
        url = self.lookup.account_request(self.address, wanted)
        if url is None:
            return None
        try:
            return url if shows_account(self._get(url), wanted) else None
        except FetchError:
            return None

    def _url(self, asked: Asked) -> str | None:
        return request_url(self.lookup, asked.wanted, self.address) if asked.wanted else None

    def _get(self, url: str) -> Page:
        # A server that the post itself names is not the user's word.
        manner = Manner(accept="*/*", robots=False)
        return self.fetcher.get(url, trusted="{host}" not in self.address, manner=manner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Captures:
    """One enabled web archive; how it treated us is kept in the database."""

    archive: WebArchive
    db: Database

    @property
    def name(self) -> str:
        """As in `[[archives]]` of config.toml."""
        return self.archive.endpoint.name

    def is_for(self, asked: Asked) -> bool:
        """Whether anything is told by which captures are found."""
        return asked.wanted is not None or asked.author_day is not None

    def ask(self, asked: Asked) -> Answer:
        """What it has captured of a post."""
        pages = list[Page]()
        try:
            found = _found(self.archive, asked, pages)
        except FetchError as error:
            said = str(error).removeprefix(f"{self.name}: ")
            return Answer(source=self.name, outcome="failed", said=said)
        finally:
            keep_breaker(self.archive, self.db)
        outcome = "found" if found.posts else "absent"
        return Answer(
            source=self.name, outcome=outcome, said=found.said, posts=found.posts, pages=tuple(pages)
        )


def archives_of(config: Config, db: Database, fetcher: Fetcher) -> tuple[Captures, ...]:
    """The enabled archives in the configured order."""
    return tuple(Captures(archive=each, db=db) for each in web_archives(config, fetcher, db))


def lookups_of(config: Config, fetcher: Fetcher) -> tuple[LiveLookup, ...]:
    """The enabled look-ups in the configured order."""
    known = {lookup.name: lookup for lookup in LOOKUPS}
    return tuple(
        LiveLookup(lookup=known[name], address=setting.address or known[name].address, fetcher=fetcher)
        for name, setting in config.lookups.items()
        if setting.enabled
    )


def _found(archive: WebArchive, asked: Asked, pages: list[Page]) -> Found:
    """What an archive gives; the pages that show it are added to `pages`."""

    def read(page: Page) -> Iterable[Post]:
        posts = [post for post in posts_of(page) if asked.wanted is None or is_of(post, asked.wanted.ref)]
        pages.extend([page] if posts else [])
        return posts

    if asked.author_day is not None:
        return find_on_day(archive, asked.author_day, read)
    if asked.wanted is None:
        return Found(said="nothing to ask for")
    wanted = asked.wanted

    def belongs(capture: Capture) -> bool:
        found = find_post(capture.original)
        return found is not None and found[1] == wanted.ref

    addresses = variants(wanted.url, wanted.ref, wanted.handle)
    return find_captured(archive, addresses, belongs, asked.near, read)
