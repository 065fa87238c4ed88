"""Which addresses are pages of one article, and what a page says of them."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring
from serial import sheet, story

from linker.records import Article, Embed, Page, Position, PostRef, Reading
from scrapers.articles.paging import is_next, may_begin, numbered, paging_of, start_of
from scrapers.articles.reading import read_any
from scrapers.articles.uniting import other_article, unite

SITE = "https://post.example"
NOON = datetime(2023, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("own", "following"),
    [
        ("/ferry", "/ferry?page=2"),
        ("/ferry/", "/ferry/2/"),
        ("/ferry", "/ferry/page/2/"),
        ("/ferry", "/ferry?lang=en&page=2"),
        ("/ferry.html", "/ferry-2.html"),
        ("/ferry.html", "/ferry,2.html"),
        ("/ferry.html", "/ferry_2.html"),
        ("/ferry.html", "/ferry.2.html"),
        ("/ferry", "/ferry/seite-2"),
        ("/ferry?page=2", "/ferry?page=3"),
        ("/ferry/2", "/ferry/3"),
        ("/ferry/9/", "/ferry/10"),
        ("/ferry?page=0", "/ferry?page=1"),
        ("/ferry-2304-173590.html", "/ferry-2304-173590-2.html"),
        ("/news-47.html", "/news-47-2.html"),
        ("/?story=12", "/?story=12&page=2"),
    ],
)
def test_the_address_after_a_page_is_known(own, following):
    asked = own if "?lang" not in following else f"{own}?lang=en"
    assert is_next(SITE + following, SITE + asked)
    assert may_begin(SITE + asked, SITE + following) or numbered(SITE + own).number > 1


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("/ferry", "/ferry"),
        ("/ferry", "/storm?page=2"),
        ("/ferry", "/ferry?page=3"),
        ("/ferry?page=3", "/ferry?page=2"),
        ("/ferry?page=2", "/ferry?page=2"),
        ("/ferry", "/ferry?lang=2"),
        ("/ferry", "/ferry/comments/2"),
        ("/", "/?page=2"),
        ("/", "/2"),
        ("/?page=1", "/?page=2"),
        ("/?p=8", "/?p=9"),
    ],
)
def test_other_addresses_are_not_after_it(own, other):
    assert not is_next(SITE + other, SITE + own)


@pytest.mark.parametrize("host", ["https://www.post.example", "http://10.0.0.1", "https://post.example:8443"])
def test_another_host_is_never_after_it(host):
    assert not is_next(f"{host}/ferry?page=2", f"{SITE}/ferry")


@pytest.mark.parametrize(
    ("own", "following"),
    [
        ("/story/812", "/story/813"),
        ("/news-26/", "/news-27/"),
        ("/2023/04/20", "/2023/04/21"),
    ],
)
def test_what_counts_stories_begins_no_article(own, following):
    assert is_next(SITE + following, SITE + own)
    assert not may_begin(SITE + own, SITE + following)


@pytest.mark.parametrize(
    ("own", "canonical", "start"),
    [
        ("/ferry?page=2", "/ferry", True),
        ("/ferry/3/", "/ferry/", True),
        ("/ferry?page=2", "/ferry?page=2", False),
        ("/ferry", "/ferry", False),
        ("/ferry/2", "/storm", False),
        ("/story/812", "/story/812-the-ferry", False),
    ],
)
def test_a_later_page_whose_canonical_address_is_the_first_begins_there(own, canonical, start):
    assert start_of(SITE + own, SITE + canonical) == (SITE + canonical if start else None)


@given(st.text(), st.text())
def test_no_address_is_too_odd(one, other):
    for url in (one, f"{SITE}/{one}"):
        numbered(url)
        is_next(url, f"{SITE}/{other}")
        start_of(url, other)


def paging(body, own="/ferry"):
    found = paging_of(document_fromstring(f"<html><body>{body}</body></html>"), SITE + own, SITE + own)
    return tuple(url and url.removeprefix(SITE) for url in (found.next_url, found.whole_url))


@pytest.mark.parametrize(
    "link",
    [
        '<a rel="next" href="?page=2">On</a>',
        '<a href="/ferry?page=2">Next page »</a>',
        '<a href="/ferry?page=2">2</a>',
        '<a href="/ferry?page=2">Seite 2</a>',
        '<a href="/ferry?page=2">Weiter</a>',
        '<a href="/ferry?page=2" aria-label="Go to the next page"><svg></svg></a>',
        '<a href="/ferry?page=2" class="pager__next">Go on</a>',
        '<a href="/ferry?page=1">1</a> <a href="/ferry?page=3">3</a> <a href="/ferry?page=2">2</a>',
        '<a href="/ferry?page=2&utm_source=mail">2</a><a href="/ferry?page=2">2</a>',
    ],
)
def test_a_link_to_the_next_page_is_found(link):
    assert paging(link) == ("/ferry?page=2", None)


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/ferry-2">Ferry sinks in the harbour, eleven people were rescued on Monday</a>',
        '<a href="/ferry-2">Ferry sinks</a>',
        '<a rel="next" href="/storm">Next post</a>',
        '<a href="/ferry?page=2">12 comments</a>',
        '<a rel="next" href="https://other.example/ferry?page=2">Next page</a>',
        '<a rel="next" href="http://127.0.0.1/ferry?page=2">Next page</a>',
        '<a rel="next" href="javascript:next(2)">Next page</a>',
        '<a rel="next" href="http://[broken/ferry?page=2">Next page</a>',
    ],
)
def test_a_link_elsewhere_is_no_next_page(link):
    assert paging(link) == (None, None)


@pytest.mark.parametrize(
    "whole",
    [
        "/ferry?page=all",
        "/ferry?pagewanted=all",
        "/ferry?singlepage=true",
        "/ferry?view=single",
        "/ferry/komplettansicht",
        "/ferry/single-page/",
        "/ferry/all",
    ],
)
def test_the_whole_on_one_page_is_found(whole):
    pager = f'<a href="/ferry?page=2">2</a> <a href="{whole}">View as a single page</a>'
    assert paging(pager) == ("/ferry?page=2", whole)
    assert paging(f'<a href="{whole}">View as a single page</a>') == (None, None)


def test_an_article_is_counted_by_its_canonical_address_where_one_came_by_another():
    tree = document_fromstring('<p><a href="/ferry?page=2">2</a></p>')
    assert paging_of(tree, f"{SITE}/s/x7Gq", f"{SITE}/ferry").next_url == f"{SITE}/ferry?page=2"


def test_a_last_page_is_not_followed_by_itself_although_its_canonical_address_is_the_first():
    tree = document_fromstring('<p><a href="/ferry">1</a> <a href="/ferry?page=2">2</a></p>')
    assert paging_of(tree, f"{SITE}/ferry?page=2", f"{SITE}/ferry").next_url is None


def posts(count, tag="article", attributes=""):
    return "".join(
        f'<{tag} {attributes}><h2><a href="/post-{number}">Post {number}</a></h2><p>{story(number)[0]}</p>'
        f"<p>{story(number)[1]}</p></{tag}>"
        for number in range(count)
    )


@pytest.mark.parametrize(
    "listed", [posts(4), posts(4, "div", 'class="hentry"'), posts(4, "div", 'class="post first"')]
)
def test_the_index_of_a_blog_has_no_next_page(listed):
    body = f'<html><body><h1>Blog</h1><main>{listed}</main><a rel="next" href="/blog/page/2/">Older</a></body></html>'
    assert read(body, "/blog/").next_url is None


def test_an_article_above_teasers_of_others_has_a_next_page():
    teasers = "".join(
        f'<article><h3><a href="/t{number}">Another story of number {number}</a></h3><p>{story(number)[0][:110]}.</p></article>'
        for number in range(4)
    )
    body = sheet(story(1), pager=f'<a href="/ferry?page=2">2</a>{teasers}').replace("og:type", "x:type")
    assert read(body, "/ferry").next_url == f"{SITE}/ferry?page=2"


@pytest.mark.parametrize("told", ["og:type", "JSON-LD"])
def test_what_says_that_it_is_an_article_has_a_next_page_whatever_stands_below(told):
    named = f'<script type="application/ld+json">{{"@type": "NewsArticle", "url": "{SITE}/ferry"}}</script>'
    body = sheet(story(1), head=named * (told == "JSON-LD"), pager=f'<a href="/ferry?page=2">2</a>{posts(4)}')
    body = body.replace("og:type", "x:type") if told == "JSON-LD" else body
    assert read(body, "/ferry").next_url == f"{SITE}/ferry?page=2"


def test_a_title_of_nothing_but_dashes_is_another_title():
    first, later = (
        Reading(article=Article(url=f"{SITE}/{title[0]}", title=title, paragraphs=()))
        for title in ("Ferry", "a" + 400_000 * "-")
    )
    assert "another title" in other_article(first, later)


def read(body, path):
    url = SITE + path
    return read_any(
        Page(
            url=url,
            final_url=url,
            status=200,
            fetched_at=datetime(2023, 5, 1, tzinfo=UTC),
            body=body.encode(),
        )
    )


TEXTS = st.lists(
    st.sampled_from(["a", "b", "c" * 50, "d" * 50, "e" * 50, "Page 1 of 2", "f" * 50]), max_size=6
)


@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
def test_pages_unite_without_losing_a_paragraph_or_a_place(pages, data):
    readings = [
        Reading(
            article=Article(url=SITE, title="Ferry", paragraphs=tuple(texts), sha256=str(number)),
            embeds=tuple(embed(data.draw(st.integers(0, len(texts))), number) for _ in range(2)),
            linked=tuple(linked(place, number) for place in range(len(texts))),
        )
        for number, texts in enumerate(pages)
    ]
    united = unite(readings, [f"{SITE}/{number}" for number in range(len(pages))], None)
    paragraphs = united.article.paragraphs
    assert {text for texts in pages for text in texts} - set(paragraphs) <= {"Page 1 of 2"}
    assert all(0 <= each.paragraph <= len(paragraphs) for each in united.embeds)
    for each in united.linked:
        assert paragraphs[each.anchor.paragraph] == pages[each.part - 1][int(each.author_handle)]
    assert [each.part for each in united.embeds] == sorted(each.part for each in united.embeds)
    starts = [part.paragraph for part in united.article.parts]
    assert starts == sorted(starts)


OWN = [[letter * 50 for letter in letters] for letters in ("abc", "dec")]


def two_pages(embeds, **first):
    """Pages whose last paragraph is the same, with an embed each at these places."""
    return [
        Reading(
            article=replace(Article(url=SITE, title="Ferry", paragraphs=tuple(texts)), **more),
            embeds=(embed(place, "same"),),
        )
        for texts, place, more in zip(OWN, embeds, (first, {}), strict=True)
    ]


@pytest.mark.parametrize(
    ("places", "kept"), [((1, 1), [(1, 1), (2, 3)]), ((3, 3), [(1, 2)])], ids=["amid its text", "at its foot"]
)
def test_a_post_shown_again_is_kept_where_it_stands_amid_a_page_s_own_text(places, kept):
    first, second = two_pages(places)
    second = replace(second, embeds=(replace(second.embeds[0], ref=first.embeds[0].ref),))
    united = unite([first, second], [f"{SITE}/1", f"{SITE}/2"], None)
    assert [(each.part, each.paragraph) for each in united.embeds] == kept


def test_the_form_of_an_article_is_that_of_the_page_that_is_no_stub():
    united = unite(two_pages((0, 0), form="paywall stub"), [f"{SITE}/1", f"{SITE}/2"], None)
    assert united.article.form == "article"


def test_an_entry_that_was_cut_as_repeated_leaves_no_time_behind_the_last():
    first, second = two_pages((0, 0), times=((0, NOON),))
    lines = (OWN[1][0], OWN[1][1], OWN[0][0])
    second = replace(second, article=replace(second.article, paragraphs=lines, times=((2, NOON),)))
    united = unite([first, second], [f"{SITE}/1", f"{SITE}/2"], None)
    assert united.article.times == ((0, NOON),)


def embed(paragraph, number):
    ref = PostRef(platform="x", post_id=f"{number}-{paragraph}")
    return Embed(article_id="", platform="x", paragraph=paragraph, method="data", confidence=1, ref=ref)


def linked(place, number):
    anchor = Position(paragraph=place, start=0, end=1)
    return replace(embed(place, number), anchor=anchor, method="linked", author_handle=str(place))


def test_no_real_page_names_another_article_as_its_next_page(shared):
    folder = shared / "samples" / "pages"
    told = [json.loads(line) for line in (folder / "pages.jsonl").read_text().splitlines()]
    pages = [(one["url"], (folder / one["file"]).read_bytes()) for one in told]
    readings = [
        read_any(Page(url=url, final_url=url, status=200, fetched_at=datetime.now(UTC), body=body))
        for url, body in pages
    ]
    assert len(readings) > 60
    assert [each.next_url for each in readings if each.next_url] == []
