"""The readings of an article's pages -> one reading: paragraphs, embeds and times in order, nothing twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import accumulate, chain, compress, takewhile

from linker.records import Article, Embed, Part, Reading
from linker.text import folded

_LONG = 40
"""Characters from which a paragraph that an earlier page has is a caption or a box, not a short answer."""
_LABEL = 60
"""Characters of the longest pager."""
_REPEATED = 0.8
"""Share of known text from which a page is no further one: servers pass over a number that is too great."""
_LIVE = timedelta(days=1)
"""Between guesses at when a live blog was published."""
_WHOLE = 0.8
"""Share of the first page's text that stands on a page which claims to hold the whole article."""
_SHORTEST = 15
"""Characters of a title that tell an article though another title has more behind or before it."""
_COUNTED = re.compile(
    # From the start of a run only: a title may be nothing but dashes, and long.
    r"(?<![\s|:,·–—-])[\s|:,·–—-]*(?:\b(?:page|seite|pagina|página|strona|halaman|сторінка|страница)\s*\d{1,3}"
    r"(?:\s*(?:/|of|von|de|di|van|z|из|з|dari|sur)\s*\d{1,3})?|[(\[]\s*\d{1,3}\s*/\s*\d{1,3}\s*[)\]])\s*[)\]]?",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*[|:·–—-]\s")
_JOINS = re.compile(r"[|:·–—-]\s*$")


def other_article(first: Reading, later: Reading) -> str | None:
    """Why a page named as a further one is none, as the end of a sentence; None where it may be one."""
    ours, theirs = first.article, later.article
    if ours is None or theirs is None:
        return "it holds no article"
    if theirs.url == ours.url:
        return None
    if ours.language and theirs.language and ours.language != theirs.language:
        return "it is in another language"
    same_time = _same_time(ours, theirs)
    if same_time is False:
        return "it was published at another time"
    exact = same_time is True and ours.published_at is not None and _has_hour(ours.published_at)
    if not exact and not _same_title(ours.title or "", theirs.title or ""):
        return f"it has another title, {theirs.title!r}"
    return None


def repeats(earlier: Sequence[Reading], later: Reading) -> bool:
    """Whether a page has (nearly) nothing that the pages before it have not."""
    return _share(later, earlier) >= _REPEATED


def holds(whole: Reading, first: Reading) -> bool:
    """Whether a page that claims to hold the whole article holds its first page and more."""
    return _share(first, [whole]) >= _WHOLE and _length(whole) > _length(first)


def instead(whole: Reading, first: Reading, urls: tuple[str, str]) -> Reading:
    """The article as the page `whole` has it, but still that of its first page. `urls`: of both."""
    assert first.article is not None
    assert whole.article is not None
    given, taken = first.article, whole.article
    parts = (
        Part(url=urls[0], paragraph=0, sha256=given.sha256),
        Part(url=urls[1], paragraph=0, sha256=taken.sha256),
    )
    article = replace(taken, url=given.url, sha256=given.sha256, parts=parts)
    return replace(
        whole,
        article=article,
        embeds=tuple(_on(embed, article, 2) for embed in whole.embeds),
        linked=tuple(_on(embed, article, 2) for embed in whole.linked),
        next_url=None,
        whole_url=first.whole_url,
    )


def unite(readings: Sequence[Reading], urls: Sequence[str], unread: str | None) -> Reading:
    """One reading of the pages of an article, each with the address it was asked by.

    What a template repeats on each page (standfirst, byline, captions, boxes) stays once. `unread` is where
    the article goes on and was not read.
    """
    articles = [reading.article for reading in readings if reading.article]
    masks = _masks([article.paragraphs for article in articles])
    pages = _places(masks)
    parts = [
        Part(url=url, paragraph=places[0], sha256=article.sha256)
        for url, places, article in zip(urls, pages, articles, strict=True)
    ]
    if unread:
        parts.append(Part(url=unread, paragraph=pages[-1][-1], sha256=None))
    article = replace(
        articles[0],
        paragraphs=tuple(chain.from_iterable(map(compress, (one.paragraphs for one in articles), masks))),
        form=_form(articles),
        times=_times(articles, pages),
        parts=tuple(parts) if len(parts) > 1 else (),
    )
    return Reading(
        article=article,
        embeds=tuple(_moved([reading.embeds for reading in readings], pages, article)),
        linked=tuple(_moved([reading.linked for reading in readings], pages, article)),
        problems=tuple(dict.fromkeys(problem for reading in readings for problem in reading.problems)),
        next_url=unread,
        whole_url=readings[0].whole_url,
    )


def _masks(pages: Sequence[Sequence[str]]) -> list[list[bool]]:
    """For each page, which of its paragraphs stay: a head stays where it came first, a foot where last."""
    texts = [["" if _is_pager(text) else folded(text) for text in page] for page in pages]
    seen = {""}
    masks = []
    for page, following in zip(texts, [*texts[1:], []], strict=True):
        head = sum(1 for _ in takewhile(seen.__contains__, page))
        foot = len(page) - _shared_end(page, following)
        mask = [
            bool(text) and head <= place < foot and not (len(text) >= _LONG and text in seen)
            for place, text in enumerate(page)
        ]
        seen |= set(compress(page, mask))
        masks.append(mask)
    return masks


def _is_pager(text: str) -> bool:
    """`Page 1 of 4`, `Continued on page 2`: what numbers the pages says nothing of the whole."""
    return len(text) <= _LABEL and _COUNTED.search(text) is not None and text[-1] not in ".!?"


def _shared_end(page: Sequence[str], following: Sequence[str]) -> int:
    pairs = zip(reversed(page), reversed(following), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return shared if shared < len(page) else 0


def _places(masks: Sequence[Sequence[bool]]) -> list[list[int]]:
    """For each page and each place between its paragraphs, how many of the united ones stand before it."""
    pages, before = [], 0
    for mask in masks:
        pages.append(list(accumulate(mask, initial=before)))
        before = pages[-1][-1]
    return pages


def _moved(
    embeds: Sequence[Sequence[Embed]], pages: Sequence[Sequence[int]], article: Article
) -> Iterator[Embed]:
    seen: set[object] = set()
    for number, (shown, places) in enumerate(zip(embeds, pages, strict=True), 1):
        yield from (
            _on(_placed(embed, places), article, number)
            for embed in shown
            if not (_said(embed) in seen and _is_beside(embed, places)) and not _is_cut(embed, places)
        )
        seen |= {_said(embed) for embed in shown}


def _said(embed: Embed) -> object:
    return embed.ref or (embed.platform, embed.author_handle, embed.text, embed.url)


def _is_beside(embed: Embed, places: Sequence[int]) -> bool:
    """Whether it stands before or behind a page's own text, as what a template repeats does."""
    return embed.paragraph is None or places[embed.paragraph] in {places[0], places[-1]}


def _is_cut(embed: Embed, places: Sequence[int]) -> bool:
    """Whether it is a hyperlink of a paragraph that stands on another page already."""
    anchor = embed.anchor
    return anchor is not None and places[anchor.paragraph] == places[anchor.paragraph + 1]


def _placed(embed: Embed, places: Sequence[int]) -> Embed:
    anchor = embed.anchor and replace(embed.anchor, paragraph=places[embed.anchor.paragraph])
    return replace(
        embed, anchor=anchor, paragraph=None if embed.paragraph is None else places[embed.paragraph]
    )


def _on(embed: Embed, article: Article, part: int) -> Embed:
    return replace(embed, article_id=article.article_id, part=part)


def _form(articles: Sequence[Article]) -> str:
    """The first page's; it seems a stub where it tells the length of the whole."""
    forms = [article.form for article in articles]
    return next((form for form in forms if form != "paywall stub"), forms[0])


def _times(articles: Sequence[Article], pages: Sequence[Sequence[int]]) -> tuple[tuple[int, datetime], ...]:
    # Where an entry was cut as repeated, the next one has its place, and its time there wins.
    found = {
        places[at]: when
        for article, places in zip(articles, pages, strict=True)
        for at, when in article.times
        if places[at] < pages[-1][-1]
    }
    return tuple(sorted(found.items()))


def _share(page: Reading, others: Sequence[Reading]) -> float:
    """How much of a page's text, in characters, stands in the others."""
    known = {folded(text) for other in others if other.article for text in other.article.paragraphs}
    texts = [folded(text) for text in page.article.paragraphs] if page.article else []
    return sum(len(text) for text in texts if text in known) / max(1, sum(map(len, texts)))


def _length(reading: Reading) -> int:
    return sum(map(len, reading.article.paragraphs)) if reading.article else 0


def _same_title(one: str, other: str) -> bool:
    short, long = sorted((folded(_COUNTED.sub("", title)) for title in (one, other)), key=len)
    if short == long:
        return True
    if len(short) < _SHORTEST:
        return False
    behind, before = long.removeprefix(short), long.removesuffix(short)
    return bool(_JOINED.match(behind) if behind != long else before != long and _JOINS.search(before))


def _same_time(ours: Article, theirs: Article) -> bool | None:
    """Whether both were published at once, by the day where one names no hour; None where one is unknown."""
    one, other = ours.published_at, theirs.published_at
    if one is None or other is None:
        return None
    if ours.times and theirs.times:
        # Where a live blog says nothing of itself, the day it was published is guessed by an entry's.
        return False if abs(one - other) > _LIVE else None
    if _has_hour(one) and _has_hour(other):
        return one.timestamp() == other.timestamp()
    return one.date() == other.date()


def _has_hour(at: datetime) -> bool:
    return at.time() != time()
