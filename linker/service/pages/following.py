"""An article cut into several pages: those after the first are fetched, read and united with it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from linker.claims import claims_of
from linker.errors import FetchError
from linker.records import Page, Problem, Reading
from linker.service.pages.reading import SourceReading
from linker.service.pages.web import FetchPage
from scrapers.articles.paging import may_begin, start_of
from scrapers.articles.reading import read_any
from scrapers.articles.uniting import holds, instead, other_article, repeats, unite

Stored = Callable[[str, str], Page | None]
"""Article id and URL -> the page there that the stored article was last read from, if it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """How further pages are come by."""

    fetch: FetchPage
    """Of what a page names, which is not trusted as what the user names."""
    stored: Stored
    """Stands in for a page that cannot be fetched, so that nothing is lost of what was read before."""
    most_pages: int
    """Of one article, the first counted in."""


def followed(read: SourceReading, by: Follow) -> SourceReading:
    """The reading of the whole article that `read` is a page of; `read` itself where that is all of it.

    Further pages stand on the host of the first. Where one fails, the article is kept as far as it was read:
    `next_url` says where it goes on, a problem why it was not read.
    """
    if read.page is None or read.reading is None or read.reading.article is None:
        return read
    trail = _Trail(by=by, pages=[read.page], readings=[read.reading])
    trail.begin()
    if not trail.goes_on and not trail.problems and trail.pages[0] is read.page:
        return read
    reading = trail.whole() or trail.united() if trail.goes_on else trail.readings[0]
    return replace(
        read,
        page=trail.pages[0],
        later=tuple(trail.pages[1:]),
        missed=tuple(trail.missed),
        reading=replace(reading, problems=(*reading.problems, *trail.problems)),
        claims=claims_of(reading.article) if reading.article else (),
    )


@dataclass(slots=True, kw_only=True)
class _Trail:
    """The pages of one article as they are read."""

    by: Follow
    pages: list[Page]
    readings: list[Reading]
    problems: list[Problem] = field(default_factory=list)
    missed: list[FetchError] = field(default_factory=list)
    unread: str | None = None
    given: Page | None = None
    """A later page, from which the first was gone to."""

    @property
    def goes_on(self) -> bool:
        """Whether the first page names a second; the page after a numbered story is another story."""
        following = self.readings[0].next_url
        return following is not None and may_begin(self.pages[0].final_url, following)

    def begin(self) -> None:
        """Go to the first page, where a feed or the user named a later one: it would replace the whole."""
        what, otherwise = "the first page", "it is read from a later one"
        start = start_of(self.pages[0].final_url, self._article_url)
        page = self._fetched(start, what, otherwise) if start else None
        if page is None:
            return
        reading = read_any(page)
        is_ours = reading.article is not None and reading.article.url == self._article_url
        if is_ours and self._is_near(page.final_url):
            self.given, self.pages, self.readings = self.pages[0], [page], [reading]
        else:
            reason = "it holds no such article" if not is_ours else "it leads to another host"
            self._tell(page.url, "no first page", f"{reason}; {otherwise}", what)

    def whole(self) -> Reading | None:
        """The article as one page has it, if its first page names such a page and that holds the article."""
        url = self.readings[0].whole_url
        if url is None or self.by.most_pages == 1:
            return None
        missed = len(self.missed)
        page = self._fetched(url, "the whole", "its pages are read")
        del self.missed[missed:]  # they hold as much
        reading = read_any(page) if page and self._is_near(page.final_url) else None
        if page is None or reading is None or not holds(reading, self.readings[0]):
            return None
        self.pages.append(page)
        return instead(reading, self.readings[0], (self.pages[0].url, page.url))

    def united(self) -> Reading:
        """The article by its pages, read on until it ends or cannot be followed."""
        while (url := self._following()) and (page := self._fetched_page(url)) and self._takes(page):
            pass
        return unite(self.readings, [page.url for page in self.pages], self.unread)

    def _following(self) -> str | None:
        url = self.readings[-1].next_url
        if url is None or url in self._visited:
            return None
        if len(self.pages) >= self.by.most_pages:
            self.unread = url
            self._tell(url, "too many pages", f"only {self.by.most_pages} are read; raise fetch.most_pages")
            return None
        return url

    def _fetched_page(self, url: str) -> Page | None:
        page = self._fetched(url, f"page {len(self.pages) + 1}", "the article is kept as far as it was read")
        self.unread = None if page else url
        return page

    def _takes(self, page: Page) -> bool:
        """Whether a page goes on with the article; if so it is read."""
        if page.final_url in self._visited:
            return False
        reading = read_any(page)
        reason = (
            other_article(self.readings[0], reading)
            if self._is_near(page.final_url)
            else "it leads to another host"
        )
        if reason:
            self._tell(page.url, "no further page", f"not united with it, for {reason}; give it as a SOURCE")
        if reason or repeats(self.readings, reading):
            return False
        self.pages.append(page)
        self.readings.append(reading)
        return True

    def _fetched(self, url: str, what: str, otherwise: str) -> Page | None:
        if not self._is_near(url):
            # Never asked: the host of the first page may be trusted, and so be told where others lead.
            self._tell(url, "no further page", "it stands on another host; give it as a SOURCE", what)
            return None
        if self.given and url == self.given.url:
            return self.given
        try:
            return self.by.fetch(url)
        except FetchError as error:
            self.missed.append(error)
            article = self.readings[0].article
            stored = self.by.stored(article.article_id, url) if article else None
            then = "the stored one is read" if stored else otherwise
            self._tell(url, type(error).__name__, f"{error}; {then}", what)
            return stored

    def _tell(self, url: str, kind: str, message: str, what: str | None = None) -> None:
        named = f"{what or f'page {len(self.pages) + 1}'} of {self._article_url}"
        self.problems.append(Problem(stage="fetch", subject=url, kind=kind, message=f"{named}: {message}"))

    def _is_near(self, url: str) -> bool:
        return urlsplit(url).netloc.lower() == urlsplit(self.pages[0].final_url).netloc.lower()

    @property
    def _visited(self) -> set[str]:
        return {url for page in self.pages for url in (page.url, page.final_url)}

    @property
    def _article_url(self) -> str:
        article = self.readings[0].article
        return article.url if article else ""
