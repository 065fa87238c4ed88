"""Addresses asked again: conditionally, by what was remembered, and given as stored where nothing changed."""

from collections.abc import Container
from dataclasses import dataclass, field

from db import pulling
from linker.records import Page
from linker.service.linking.postarchive import PostArchive
from scrapers.web.fetch import Fetcher
from scrapers.web.headers import Validators
from scrapers.web.manner import PAGE, Manner


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What is asked for one item, be it a listing or an article with all its pages."""

    fetcher: Fetcher
    archive: PostArchive
    answers: list[Page] = field(default_factory=list)
    """As servers gave them, 304 among them."""

    def ask(self, url: str, *, trusted: bool, manner: Manner = PAGE) -> Page:
        """The page, or one of status 304 without a body where it did not change."""
        etag, last_modified = pulling.validators(self.archive.db, url)
        conditional = Validators(etag=etag, last_modified=last_modified)
        page = self.fetcher.fetch(url, trusted=trusted, conditional=conditional, manner=manner)
        self.answers.append(page)
        return page

    def read(self, url: str, *, trusted: bool) -> Page:
        """The page with its bytes, the stored ones where it did not change."""
        page = self.ask(url, trusted=trusted)
        return page if page.status != 304 else self.stored(url, trusted=trusted)

    def stored(self, url: str, *, trusted: bool) -> Page:
        """The bytes that the validators of a URL came with; asked for in full where they are lost."""
        sha256 = pulling.validated_bytes(self.archive.db, url)
        page = self.archive.page(url, sha256) if sha256 else None
        if page is None:
            page = self.fetcher.fetch(url, trusted=trusted)
            self.answers.append(page)
        return page

    def remember(self, urls: Container[str]) -> None:
        """Keep the validators of these that were asked; only once what was read of them is stored.

        Of what was asked and not taken nothing is kept, or it would seem unchanged when its own turn comes.
        """
        db = self.archive.db
        for page in (each for each in self.answers if each.url in urls):
            is_same = page.status == 304
            given = Validators.of(page)
            etag, last_modified = pulling.validators(db, page.url) if is_same else (None, None)
            pulling.save_validators(
                db,
                page.url,
                etag=given.etag or etag,
                last_modified=given.last_modified or last_modified,
                now=page.fetched_at,
                sha256=None if is_same else page.sha256,
            )
