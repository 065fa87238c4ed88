"""Whatever bytes come, there is an article, an honest word that there is none, or a problem."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linker.records import Page, Reading
from scrapers.articles.markup import MAX_CHARS, MAX_ELEMENTS, parse
from scrapers.articles.reading import read_any, read_page, read_text

STORM = (Path(__file__).parent / "fixtures/articles/storm.html").read_bytes()
WATER = "The coast guard said on Monday that the water rose by a metre within the hour. "


def read(body, how=read_any, **headers):
    body = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    address = "https://courier.example/news/storm"
    now = datetime(2023, 4, 22, tzinfo=UTC)
    return how(Page(url=address, final_url=address, status=200, fetched_at=now, body=body, headers=headers))


def in_article(inner):
    return f"<html><head><title>Storm</title></head><body><article>{inner}</article></body></html>"


def is_whole(reading):
    """An article with text, or a reason why there is none; and every embed in its bounds."""
    assert isinstance(reading, Reading)
    if reading.article is None:
        return bool(reading.problems) and all(problem.message for problem in reading.problems)
    count = len(reading.article.paragraphs)
    return count > 0 and all(
        embed.paragraph is None or 0 <= embed.paragraph <= count for embed in reading.embeds
    )


@pytest.mark.parametrize(
    "html",
    [
        in_article("<div>" * 100_000 + f"<p>{WATER}</p>"),
        in_article("<div><span>" * 50_000 + f"<p>{WATER}</p>"),
        in_article("<p>" + "<b><i>" * 50_000 + WATER),
        in_article("<ul><li>" * 20_000 + WATER),
        in_article("<table><tr><td>" * 5_000 + WATER),
        in_article(f'<p title="{"x" * 1_000_000}">{WATER}</p>'),
        in_article("<blockquote>" * 300 + WATER),
        f"<script type='application/ld+json'>{'[' * 200_000}</script><p>{WATER}",
        "<script type='application/ld+json'>" + '{"a":' * 5_000 + f"</script><p>{WATER}",
        "<script type='application/ld+json'>" + '{"a": "b" ' * 9_000 + f"</script><p>{WATER}",
        in_article(f"<p>{'&amp;' * 200_000}</p><p>{WATER}</p>"),
        '<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
        + in_article(f"<p>&b;</p><p>{WATER}</p>"),
        in_article(f"<p>\0\0{WATER}\0</p>"),
        in_article(f"<p>\ud800{WATER}\udfff</p>"),
        in_article(f"<p>{' ' * 2_000_000}{WATER}</p>"),
        in_article(f'<img src="data:image/png;base64,{"A" * 20_000_000}"><p>{WATER}</p>'),
    ],
    ids=[
        "deep",
        "deep by turns",
        "deep in bold",
        "deep lists",
        "deep tables",
        "a megabyte in an attribute",
        "deep quotes",
        "deep JSON",
        "deep objects",
        "broken JSON",
        "many entities",
        "entity bomb",
        "null bytes",
        "lone surrogates",
        "spaces",
        "an inlined picture",
    ],
)
def test_a_hostile_page_gives_the_text_that_it_holds(html):
    reading = read(html)
    assert reading.article, reading.problems
    assert any("coast guard" in paragraph for paragraph in reading.article.paragraphs)


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (in_article(f"<p>{WATER}</p>" + "<hr>" * (MAX_ELEMENTS + 10)), "too large"),
        (in_article(f"<p>{WATER}</p>" + f"<!-- {'x' * MAX_CHARS} -->"), "too large"),
        ("<" * 100_000, "not html"),
        ("<p " * 100_000, "no article"),
        ("<!--" * 100_000, "not html"),
    ],
    ids=["many elements", "many characters", "brackets", "open tags", "open comments"],
)
def test_what_was_not_read_is_told(html, kind):
    reading = read(html, read_page)
    assert is_whole(reading)
    assert kind in [problem.kind for problem in reading.problems]


def test_a_tree_is_never_deeper_than_recursion_allows():
    tree = parse("<div><span>" * 40_000 + "<p>text").tree
    assert max(len(list(element.iterancestors())) for element in tree.iter()) < 300


@given(st.binary(max_size=800), st.sampled_from([read_any, read_page, read_text]), st.text(max_size=20))
def test_any_bytes_give_a_reading(body, how, charset):
    assert is_whole(read(body, how, **{"content-type": f"text/html; charset={charset}"}))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.integers(0, len(STORM)), st.integers(0, 60), st.binary(max_size=12)),
        min_size=1,
        max_size=12,
    )
)
def test_a_mutated_page_gives_a_reading(changes):
    body = STORM
    for start, length, junk in changes:
        body = body[:start] + junk + body[start + length :]
    assert is_whole(read(body))


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "span",
        "a",
        "b",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "blockquote",
        "article",
        "h1",
        "script",
        "iframe",
        "template",
        "noscript",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["<{}>", "</{}>", '<{} class="x">']), TAGS, st.sampled_from(["", WATER, "x"])
        ),
        max_size=60,
    )
)
def test_any_soup_of_tags_gives_a_reading(soup):
    assert is_whole(read("".join(form.format(tag) + text for form, tag, text in soup), read_page))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_json_ld_gives_a_reading(json):
    assert is_whole(
        read(f"<script type='application/ld+json'>{json}</script>" + in_article(f"<p>{WATER}</p>"))
    )


KEYS = st.sampled_from(
    [
        "@type",
        "@id",
        "@graph",
        "headline",
        "name",
        "author",
        "publisher",
        "datePublished",
        "mainEntityOfPage",
        "url",
        "inLanguage",
        "image",
        "wordCount",
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(["NewsArticle", "2023-04-20", "#a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_json_ld_with_values_of_any_type_gives_a_reading(value):
    import json

    head = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    assert is_whole(read(head + in_article(f"<p>{WATER}</p>")))
