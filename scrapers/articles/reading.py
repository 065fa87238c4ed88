"""A page's bytes -> what a reader reads: the article, its embedded posts, the posts it links to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from linker.records import Article, Embed, Page, Position, Reading
from scrapers.articles.agencies import agency_signed
from scrapers.articles.body import Body, body_lines, paragraph_of, settle
from scrapers.articles.forms import form_of, is_list_of_posts, no_article_because
from scrapers.articles.liveblog import is_live_blog, post_times, unite_posts
from scrapers.articles.markup import MAX_CHARS, parse
from scrapers.articles.metadata import Metadata, read_metadata
from scrapers.articles.paging import Paging
from scrapers.articles.sniffing import is_html, problem_of, unmarked, unreadable
from scrapers.embeds import (
    FoundEmbed,
    FoundLink,
    claim_review_posts,
    flattened_embeds,
    linked_posts,
    take_embeds,
)
from scrapers.saved.replays import as_original
from scrapers.writing.charset import decode
from scrapers.writing.languages import language_of


def read_any(page: Page) -> Reading:
    """Read HTML or plain text, told apart by their content."""
    return read_page(page) if is_html(page) else read_text(page)


def read_page(page: Page) -> Reading:
    """Read an HTML page: its article, embeds with their places, and posts that it links to.

    Never raises: bytes without an article give `article=None` and a `Problem` that says what they are and
    what to do next. Embeds and linked posts are given even where there is no article around them. A copy
    that a web archive replays is read as the original.
    """
    if problem := unreadable(page) or unmarked(page):
        return Reading(article=None, problems=(problem,))
    original = as_original(page)
    markup = parse(decode(original.body, page.headers.get("content-type", "")))
    if markup is None:
        return _nothing(page, "not html", "it holds no markup; check the file")
    reading = _read_tree(markup.tree, original)
    # The hash names the bytes that were given, which are the ones that get stored.
    article = reading.article and replace(reading.article, sha256=page.sha256)
    left_out = (problem_of(page, "too large", markup.left_out),) if markup.left_out else ()
    return replace(reading, article=article, problems=reading.problems + left_out)


def read_text(page: Page) -> Reading:
    """Read plain text: the first line is the title, the others are paragraphs; flattened posts go out."""
    if problem := unreadable(page):
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
    paging = Paging() if is_list_of_posts(tree, metadata) else metadata.paging
    embeds = [*_placed(found, body), *_counted(flattened, lines, body)]
    linked = [*_anchored(links, body), *claim_review_posts(metadata.objects)]
    return Reading(
        article=None if reason else article,
        embeds=_owned(embeds, article.article_id),
        linked=_owned(linked, article.article_id),
        problems=(problem_of(page, "no article", reason),) if reason else (),
        next_url=paging.next_url,
        whole_url=paging.whole_url,
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


def _nothing(page: Page, kind: str, message: str) -> Reading:
    return Reading(article=None, problems=(problem_of(page, kind, message),))
