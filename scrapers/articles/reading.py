"""A page's bytes -> what a reader reads: the article, its embedded posts, the posts it links to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from linker.records import Article, Embed, Page, Position, Problem, Reading
from scrapers.articles.agencies import agency_signed
from scrapers.articles.body import Body, body_lines, paragraph_of, settle
from scrapers.articles.forms import form_of, no_article_because
from scrapers.articles.liveblog import is_live_blog, post_times, unite_posts
from scrapers.articles.markup import MAX_CHARS, parse
from scrapers.articles.metadata import Metadata, read_metadata
from scrapers.embeds import (
    FoundEmbed,
    FoundLink,
    claim_review_posts,
    flattened_embeds,
    linked_posts,
    take_embeds,
)
from scrapers.saved.replays import as_original
from scrapers.writing.charset import decode, unmarked_utf16
from scrapers.writing.languages import language_of

MAX_BYTES = 64 * 1024 * 1024
"""A larger page is not read at all; a smaller one as far as `markup.py` bounds it."""

_BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"PK\x03\x04", "a zip file"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"\x7fELF", "a program"),
    (b"OggS", "a media file"),
    (b"ID3", "a media file"),
    (b"SQLite format 3", "an SQLite database"),
)
_TAG = re.compile(rb"<\s*[a-z!/]", re.IGNORECASE)
_PAGE_TAG = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title|blockquote|section)\b",
    re.IGNORECASE,
)
_JSON = re.compile(rb"^\s*(?:\{\s*[\"}]|\[\s*[\[{\]\"])")
_XML = re.compile(rb"^\s*<(?:\?xml|rss|feed|urlset|sitemapindex)\b", re.IGNORECASE)
_CONTROL = bytes({*range(32)} - {*b"\t\n\r\f\x1b"})
_HEAD = 4096


def read_any(page: Page) -> Reading:
    """Read HTML or plain text, told apart by their content; the header only says which is likelier."""
    told = page.headers.get("content-type", "")
    window = _HEAD if "text/plain" in told else 16 * _HEAD
    head = page.body[: 2 * window].replace(b"\0", b"")[:window]
    is_html = _TAG.match(head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")) or _PAGE_TAG.search(head)
    return read_page(page) if is_html else read_text(page)


def read_page(page: Page) -> Reading:
    """Read an HTML page: its article, embeds with their places, and posts that it links to.

    Never raises: bytes without an article give `article=None` and a `Problem` that says what they are and
    what to do next. Embeds and linked posts are given even where there is no article around them. A copy
    that a web archive replays is read as the original.
    """
    if problem := _unreadable(page) or _unmarked(page):
        return Reading(article=None, problems=(problem,))
    original = as_original(page)
    markup = parse(decode(original.body, page.headers.get("content-type", "")))
    if markup is None:
        return _nothing(page, "not html", "it holds no markup; check the file")
    reading = _read_tree(markup.tree, original)
    # The hash names the bytes that were given, which are the ones that get stored.
    article = reading.article and replace(reading.article, sha256=page.sha256)
    left_out = (_problem(page, "too large", markup.left_out),) if markup.left_out else ()
    return replace(reading, article=article, problems=reading.problems + left_out)


def read_text(page: Page) -> Reading:
    """Read plain text: the first line is the title, the others are paragraphs; flattened posts go out."""
    if problem := _unreadable(page):
        return Reading(article=None, problems=(problem,))
    text = decode(page.body[: 4 * MAX_CHARS], page.headers.get("content-type", ""))
    lines = [" ".join(line.split()) for line in text.replace("\0", "").splitlines()]
    title, *rest = [line for line in lines if line] or [""]
    paragraphs, embeds = flattened_embeds(tuple(rest))
    if not paragraphs:
        found = "it has a first line and nothing below it" if title else "it holds no text"
        return _nothing(page, "no article", f"{found}; check the file")
    article = Article(
        url=page.final_url or page.url,
        title=title,
        paragraphs=tuple(paragraphs),
        language=language_of(paragraphs),
        agency=agency_signed(paragraphs),
        sha256=page.sha256,
        archive_url=page.archive_url,
        captured_at=page.captured_at,
    )
    return Reading(article=article, embeds=_owned(embeds, article.article_id))


def _read_tree(tree: HtmlElement, page: Page) -> Reading:
    metadata = read_metadata(tree, page)
    url = page.final_url or page.url or metadata.url
    unite_posts(tree)
    found = take_embeds(tree, url)
    links = linked_posts(tree, url)
    lines = body_lines(tree, [one.token for one in found], metadata.title)
    lines, flattened = flattened_embeds(lines)
    body = settle(lines, found, tree)
    reason = no_article_because(page, metadata, body.paragraphs, tree)
    article = _article(page, metadata, body.paragraphs, tree)
    embeds = [*_placed(found, body), *_counted(flattened, lines, body)]
    linked = [*_anchored(links, body), *claim_review_posts(metadata.objects)]
    return Reading(
        article=None if reason else article,
        embeds=_owned(embeds, article.article_id),
        linked=_owned(linked, article.article_id),
        problems=(_problem(page, "no article", reason),) if reason else (),
        next_url=metadata.next_url,
    )


def _article(page: Page, metadata: Metadata, paragraphs: tuple[str, ...], tree: HtmlElement) -> Article:
    times = post_times(tree, metadata, paragraphs, page.fetched_at)
    live = is_live_blog(metadata, times)
    return Article(
        url=metadata.url,
        title=metadata.title,
        paragraphs=paragraphs,
        authors=metadata.authors,
        publisher=metadata.publisher,
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        language=language_of(paragraphs, metadata.language),
        section=metadata.section,
        agency=metadata.agency or agency_signed(paragraphs),
        form="live blog" if live else form_of(metadata, paragraphs, tree),
        times=times if live else (),
        sha256=page.sha256,
        archive_url=page.archive_url,
        captured_at=page.captured_at,
    )


def _placed(found: Sequence[FoundEmbed], body: Body) -> Iterator[Embed]:
    for one in found:
        yield replace(one.embed, paragraph=body.places.get(one.token))


def _counted(flattened: Sequence[Embed], lines: Sequence[str], body: Body) -> Iterator[Embed]:
    """Flattened posts with their places counted in paragraphs; they were found among lines and tokens."""
    for embed in flattened:
        tokens = sum(line in body.places for line in lines[: embed.paragraph or 0])
        yield embed if embed.paragraph is None else replace(embed, paragraph=embed.paragraph - tokens)


def _anchored(links: Sequence[FoundLink], body: Body) -> Iterator[Embed]:
    for link in links:
        anchor = _anchor(link, body.paragraphs)
        yield replace(link.embed, anchor=anchor, paragraph=anchor.paragraph if anchor else None)


def _anchor(link: FoundLink, paragraphs: Sequence[str]) -> Position | None:
    """Where a hyperlink's words stand in the paragraphs: the place nearest to where its block had them."""
    at = paragraph_of(link.block_text, paragraphs)
    if at is None:
        return None
    words = " ".join(link.anchor_text.split())
    starts = [match.start() for match in re.finditer(re.escape(words), paragraphs[at])] if words else []
    if not starts:
        return Position(paragraph=at, start=0, end=len(paragraphs[at]))
    start = min(starts, key=lambda place: abs(place - link.offset))
    return Position(paragraph=at, start=start, end=start + len(words))


def _owned(embeds: Iterable[Embed], article_id: str) -> tuple[Embed, ...]:
    return tuple(replace(embed, article_id=article_id) for embed in embeds)


def _unreadable(page: Page) -> Problem | None:
    """What makes bytes neither a page nor a text."""
    body = page.body
    if not body.strip(b" \t\r\n\0"):
        return _problem(page, "empty", "it is empty; fetch or save it again")
    if len(body) > MAX_BYTES:
        return _problem(page, "too large", f"it is larger than {MAX_BYTES >> 20} MB; save the article alone")
    kind = next((name for magic, name in _BINARY if body.startswith(magic)), None)
    if kind or _is_binary(body):
        return _problem(page, "binary", f"it is {kind or 'binary data'}, not a page; save the page as HTML")
    if _JSON.match(body[:_HEAD]):
        return _problem(page, "not html", "it is JSON; archived posts are read by `linker posts`")
    if _XML.match(body[:_HEAD]) and b"<html" not in body[:_HEAD].lower():
        return _problem(page, "not html", "it is XML, maybe a feed; name it as a source of `linker pull`")
    return None


def _is_binary(body: bytes) -> bool:
    head = body[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or unmarked_utf16(body):
        return False
    return len(head) - len(head.translate(None, _CONTROL)) > 0.1 * len(head)


def _unmarked(page: Page) -> Problem | None:
    if _TAG.search(page.body.replace(b"\0", b"")):
        return None
    return _problem(page, "not html", "it holds no markup; if it is a text, save it as .txt")


def _nothing(page: Page, kind: str, message: str) -> Reading:
    return Reading(article=None, problems=(_problem(page, kind, message),))


def _problem(page: Page, kind: str, message: str) -> Problem:
    return Problem(stage="parse", subject=page.final_url or page.url, kind=kind, message=message)
