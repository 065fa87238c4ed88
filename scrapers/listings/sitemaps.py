"""Sitemaps, their indexes and news sitemaps -> the addresses of articles, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.etree import _Element as Element

from linker.errors import FetchError, ParseError
from linker.records import Page
from scrapers.listings.listed import Listed, absolute, moment, unique
from scrapers.web.decoding import gunzip

MAX_ITEMS = 50_000
"""As the protocol allows a sitemap."""
MAX_BYTES = 52_428_800
"""As the protocol allows a sitemap, uncompressed."""
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """One file: the articles it lists, and the further sitemaps that an index names, newest first."""

    articles: tuple[Listed, ...] = ()
    sitemaps: tuple[Listed, ...] = ()


def read_sitemap(page: Page) -> Sitemap:
    """What a sitemap or an index lists; gzip is undone, broken XML is read as far as it goes.

    Raises:
        ParseError: the bytes are no sitemap.
    """
    root = _root(page)
    name = _local(root)
    if name == "sitemapindex":
        return Sitemap(sitemaps=unique(_entries(root, "sitemap", page.final_url)))
    if name == "urlset":
        return Sitemap(articles=unique(_entries(root, "url", page.final_url)))
    raise ParseError(
        f"{page.url}: holds no sitemap but <{name[:40]}>; give the address of the sitemap itself"
    )


def _root(page: Page) -> Element:
    try:
        body = gunzip(page.body, MAX_BYTES) if page.body.startswith(_GZIP) else page.body
        parser = etree.XMLParser(
            recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        # mypy's stubs do not know that recovering may recover nothing.
        root: Element | None = etree.fromstring(body, parser)
    except (FetchError, etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(f"{page.url}: holds no sitemap ({error})") from error
    if root is None:
        raise ParseError(f"{page.url}: holds no sitemap")
    return root


def _local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _entries(root: Element, name: str, base: str) -> Iterable[Listed | None]:
    elements = [child for child in islice(root, MAX_ITEMS) if _local(child) == name]
    return (_listed(element, base) for element in elements)


def _listed(element: Element, base: str) -> Listed | None:
    # The first of a name wins; image and video entries name their own `loc` and `title` deeper down.
    texts: dict[str, str] = {}
    for child in element:
        texts.setdefault(_local(child), (child.text or "").strip())
        if _local(child) == "news":
            texts |= {f"news_{_local(grandchild)}": (grandchild.text or "").strip() for grandchild in child}
    url = absolute(base, texts.get("loc"))
    if url is None:
        return None
    return Listed(
        url=url,
        title=texts.get("news_title") or None,
        published_at=moment(texts.get("news_publication_date")),
        modified_at=moment(texts.get("lastmod")),
    )
