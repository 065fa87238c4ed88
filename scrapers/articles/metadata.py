"""What a page says about its article: JSON-LD first, then meta tags, then trafilatura and htmldate."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from htmldate import find_date
from lxml.html import HtmlElement
from rapidfuzz import fuzz
from trafilatura.metadata import extract_author, extract_title

from linker.records import Page
from scrapers.articles.addresses import absolute, host_of, path_of, without_trackers
from scrapers.articles.agencies import agency_named, agency_of_host
from scrapers.articles.bylines import names_of, people
from scrapers.articles.jsonld import Json, json_objects, listed, resolved, text_of, types
from scrapers.articles.paging import Paging, paging_of
from scrapers.writing.moments import moment

_ARTICLE_ENDINGS = ("article", "posting", "report", "review", "claimreview", "gallery", "recipe")
_NOT_AN_ARTICLE = frozenset({"jobposting"})
_PUBLISHED_KEYS = ("datePublished", "dateCreated", "uploadDate")
_PUBLISHED = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "cxenseparse:recs:publishtime",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "originalpublicationdate",
    "article.published",
    "published-date",
    "citation_publication_date",
    "ptime",
    "iso-8601-publish-date",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "lastmod",
)
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "citation_author",
)
_TITLES = ("og:title", "twitter:title", "parsely-title", "dc.title", "title")
_SECTIONS = ("article:section", "parsely-section", "cxenseparse:articlesection", "section")
_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")

_SUFFIX = re.compile(r"\s+[|–—•·»:-]\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article; the names are those of `linker.records.Article`."""

    url: str
    title: str | None
    authors: tuple[str, ...]
    publisher: str | None
    published_at: datetime | None
    modified_at: datetime | None
    language: str | None
    section: str | None
    agency: str | None
    paging: Paging
    types: tuple[str, ...]
    """The schema.org types of the page's objects and its og:type, in lower case."""
    is_free: bool
    """False where the page says that readers must pay."""
    is_named: bool
    """Whether the JSON-LD says that this page is its article's own."""
    main: Json
    """The JSON-LD object of the article, {} without one."""
    objects: tuple[Json, ...]


def read_metadata(tree: HtmlElement, page: Page) -> Metadata:
    """Read what the page says of its article; needs the whole tree, with its scripts."""
    return _Head(tree, page).metadata()


class _Head:
    """The sources of one page's metadata, each read once."""

    def __init__(self, tree: HtmlElement, page: Page) -> None:
        self.tree, self.page = tree, page
        self.objects = json_objects(tree)
        self.meta = _meta(tree)
        self.base = page.final_url or page.url

    def metadata(self) -> Metadata:
        url = self.url
        persons, houses = self._signers
        publisher = self.publisher
        return Metadata(
            url=url,
            title=self.title,
            authors=persons or tuple(house for house in houses if not _same(house, publisher)),
            publisher=publisher,
            published_at=self._time(_PUBLISHED_KEYS, _PUBLISHED, "datePublished") or self._guessed_day(),
            modified_at=self._time(("dateModified",), _MODIFIED, "dateModified"),
            language=self.language,
            section=text_of(self.main.get("articleSection")) or self._first(_SECTIONS),
            agency=agency_named((*houses, *persons, *self._sources)) or agency_of_host(url),
            paging=paging_of(self.tree, self.base or url, url),
            types=tuple(kind for one in self.objects for kind in types(one))
            + tuple(self.meta.get("og:type", ())),
            is_free=not any(_is_no(one.get("isAccessibleForFree")) for one in self.objects),
            is_named=self._is_named(self.main),
            main=self.main,
            objects=self.objects,
        )

    @cached_property
    def main(self) -> Json:
        """The object that is this page's article: the one of its title, else the first."""
        articles = [one for one in self.objects if _is_article(one)]
        if len(articles) < 2:
            return articles[0] if articles else {}
        wanted = self._first(_TITLES) or self._title_tag or ""
        return max(articles, key=lambda one: (self._is_named(one), _likeness(_headline(one), wanted) > 85))

    def _is_named(self, one: Json) -> bool:
        names = (text_of(one.get("url")), _reference(one.get("mainEntityOfPage")), text_of(one.get("@id")))
        return any(name and name.split("#")[0].rstrip("/") == self.url.rstrip("/") for name in names)

    @cached_property
    def url(self) -> str:
        """The canonical URL; the address itself where the page names none, or only its home page."""
        own = without_trackers(self.base)
        named = (self._link("canonical"), *self.meta.get("og:url", ()))
        for candidate in named:
            url = absolute(self.base, candidate) if candidate else None
            if url and (path_of(url) or not path_of(own)):
                return url
        return own

    @cached_property
    def title(self) -> str | None:
        headline = _headline(self.main)
        heading = self._heading
        if headline and heading and _is_cut(headline, heading):
            headline = heading
        title = headline or self._first(_TITLES) or heading or self._title_tag or extract_title(self.tree)
        return self._bare(title) if title else None

    def _bare(self, title: str) -> str:
        """A title without the site's name at its end (or start)."""
        parts = _SUFFIX.split(title)
        if len(parts) < 2:
            return title
        names = [name for name in (self.publisher, *self.meta.get("og:site_name", ())) if name]
        for part, rest in ((parts[-1], _before(title, parts[-1])), (parts[0], _after(title, parts[0]))):
            if any(_same(part, name) for name in names) or _is_host(part, self.base):
                return self._bare(rest) if rest else title
        heading = self._heading
        if heading and len(heading) > 15 and heading != title and title.startswith(heading):
            return heading
        return title

    @cached_property
    def _heading(self) -> str | None:
        headings = [text for h1 in self.tree.iter("h1") if (text := _text(h1))]
        return headings[0] if len(headings) == 1 else None

    @cached_property
    def _title_tag(self) -> str | None:
        element = self.tree.find(".//head//title")
        return _text(element) if element is not None else None

    @cached_property
    def publisher(self) -> str | None:
        site = next((text_of(one.get("name")) for one in self.objects if "website" in types(one)), None)
        named = (text_of(resolved(self.main.get("publisher"), self.objects)), self._first(_SITE_NAMES), site)
        usable = (name for name in named if name and len(name) < 60 and not name.startswith("http"))
        return next(usable, None) or host_of(self.base) or None

    @cached_property
    def language(self) -> str | None:
        written = (
            text_of(self.main.get("inLanguage")),
            self.tree.get("lang") or self.tree.get("xml:lang"),
            self._first(("content-language", "og:locale", "language", "dc.language")),
        )
        for tag in written:
            primary = re.split(r"[-_,; ]", (tag or "").strip())[0].lower()
            if re.fullmatch(r"[a-z]{2,3}", primary):
                return primary
        return None

    @cached_property
    def _signers(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Authors as people, and as houses (agencies, desks)."""
        signed = [resolved(one, self.objects) for one in listed(self.main.get("author"))]
        houses = [name for one in signed if _is_house(one) and (name := text_of(one))]
        names = [name for one in signed if not _is_house(one) for name in names_of(one)]
        if not names and not houses:
            names = [name for key in _AUTHORS for text in self.meta.get(key, ()) for name in people(text)]
        if not names and not houses:
            names = list(people((extract_author(self.tree) or "").replace("; ", ", ")))
        wires = [name for name in names if agency_named([name])]
        persons = (name for name in names if name not in wires)
        return tuple(dict.fromkeys(persons)), tuple(dict.fromkeys(houses + wires))

    @cached_property
    def _sources(self) -> tuple[str, ...]:
        holders = (
            self.main.get(key) for key in ("sourceOrganization", "copyrightHolder", "creator", "provider")
        )
        return tuple(name for one in holders if (name := text_of(resolved(one, self.objects))))

    def _time(self, keys: Sequence[str], names: Sequence[str], itemprop: str) -> datetime | None:
        for written in self._times(keys, names, itemprop):
            if found := moment(written, self.page.fetched_at):
                return found
        return None

    def _times(self, keys: Sequence[str], names: Sequence[str], itemprop: str) -> Iterator[str | None]:
        for key in keys:
            yield from (
                text_of(one.get(key)) for one in (self.main, *self.objects) if not _is_organization(one)
            )
        for name in names:
            yield from self.meta.get(name, ())
        for element in self.tree.xpath("//*[@itemprop=$name]", name=itemprop):
            yield element.get("datetime") or element.get("content")
        if itemprop == "datePublished":
            yield from (element.get("datetime") for element in self.tree.xpath("//time[@pubdate][@datetime]"))

    def _guessed_day(self) -> datetime | None:
        """The day that htmldate finds, and its hour where a `time` element has that day."""
        try:
            day = find_date(self.tree, url=self.base or None, original_date=True, extensive_search=False)
        except (ValueError, TypeError, OverflowError, RecursionError):
            return None
        guessed = moment(day, self.page.fetched_at)
        written = (element.get("datetime") for element in self.tree.iter("time"))
        exact = (found for text in written if (found := moment(text, self.page.fetched_at)))
        return next((found for found in exact if guessed and found.date() == guessed.date()), guessed)

    def _first(self, names: Sequence[str]) -> str | None:
        return next((value for name in names for value in self.meta.get(name, ())), None)

    def _link(self, relation: str) -> str | None:
        for element in self.tree.iter("link", "a"):
            if relation in (element.get("rel") or "").lower().split() and element.get("href"):
                return absolute(self.base, element.get("href"))
        return None


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """Meta tags by lower-case name, values in order, whitespace folded."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        content = " ".join((element.get("content") or "")[:2000].split())
        if name and content:
            found.setdefault(name.lower(), []).append(content)
    return found


def _is_article(one: Json) -> bool:
    return any(kind.endswith(_ARTICLE_ENDINGS) and kind not in _NOT_AN_ARTICLE for kind in types(one))


def _is_organization(one: Json) -> bool:
    return any(
        kind.endswith(("organization", "person", "website", "imageobject", "comment")) for kind in types(one)
    )


def _is_house(one: object) -> bool:
    return isinstance(one, Mapping) and any(kind.endswith("organization") for kind in types(one))


def _is_no(value: object) -> bool:
    return value is False or str(value).lower() in {"false", "no", "http://schema.org/false"}


def _headline(one: Json) -> str | None:
    title = text_of(one.get("headline")) or text_of(one.get("name"))
    return re.sub(r"<[^<>]{1,200}>", "", title) if title else None


def _same(one: str | None, other: str | None) -> bool:
    def folded(text: str) -> str:
        return re.sub(r"^the |[^\w]|\.(?:com|org|net|de|co\.uk)$", "", text.casefold())

    return bool(one and other and folded(one) == folded(other))


def _is_host(part: str, base: str) -> bool:
    name = re.sub(r"[^\w]", "", part.casefold())
    host = re.sub(r"[^\w]", "", host_of(base))
    return len(name) > 2 and bool(host) and (name == host or host.startswith(name))


def _is_cut(headline: str, heading: str) -> bool:
    kept = headline.rstrip(" .…")
    return (
        len(heading) > len(kept) > 20
        and heading.startswith(kept)
        and headline.rstrip().endswith(("…", "..."))
    )


def _likeness(one: str | None, other: str) -> float:
    return fuzz.ratio(one[:300], other[:300]) if one else 0.0


def _before(title: str, part: str) -> str:
    return title[: len(title) - len(part)].rstrip(" |–—•·»:-")


def _after(title: str, part: str) -> str:
    return title[len(part) :].lstrip(" |–—•·»:-")


def _reference(value: object) -> str | None:
    if isinstance(value, Mapping):
        return text_of(value.get("@id")) or text_of(value.get("url"))
    return text_of(value)


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())[:500]
