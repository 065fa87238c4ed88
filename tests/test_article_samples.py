"""Real pages: what we cut out is out, what trafilatura keeps is kept."""

import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest
import trafilatura

from linker.records import Page
from scrapers.articles.markup import parse
from scrapers.articles.reading import read_any, read_page
from scrapers.embeds import take_embeds
from scrapers.writing.charset import decode


@pytest.fixture(scope="module")
def pages(shared):
    folder = shared / "samples/pages"
    rows = map(json.loads, (folder / "pages.jsonl").read_text().splitlines())
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return {
        row["file"]: Page(
            url=row["url"],
            final_url=row["url"],
            status=200,
            fetched_at=now,
            body=(folder / row["file"]).read_bytes(),
        )
        for row in rows
    }


@pytest.fixture(scope="module")
def readings(pages):
    return {name: read_page(page) for name, page in pages.items()}


@pytest.fixture(scope="module")
def labels(shared):
    return [json.loads(line) for line in (shared / "samples/pages/embeds.jsonl").read_text().splitlines()]


def folded(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


def grams(text):
    words = re.findall(r"\w+", text.casefold())
    return Counter(zip(*(words[start:] for start in range(4)), strict=False))


def test_all_samples_but_the_home_page_are_articles(readings):
    without = {name: reading.problems[0].message for name, reading in readings.items() if not reading.article}
    assert list(without) == ["theverge-com.html"]
    assert "home page" in without["theverge-com.html"]


def test_every_article_has_a_title_a_language_and_paragraphs(readings):
    for reading in filter(lambda reading: reading.article, readings.values()):
        assert reading.article.title
        assert reading.article.language
        assert reading.article.paragraphs


def test_no_paragraph_holds_a_token_or_the_words_of_an_embed(pages, readings, labels):
    for name, page in pages.items():
        body = "\n".join(readings[name].article.paragraphs) if readings[name].article else ""
        tokens = [found.token for found in take_embeds(parse(decode(page.body)).tree, page.final_url)]
        assert not [token for token in tokens if token in body]
    leaked = [
        (row["file"], row["text"])
        for row in labels
        if row["text"]
        and len(folded(row["text"])) > 30
        and readings[row["file"]].article
        and _is_leaked(folded(row["text"])[:50], readings[row["file"]].article.paragraphs)
    ]
    assert leaked == []


def _is_leaked(words, paragraphs):
    """A writer may quote a post in a sentence; a paragraph of a post's words alone is a leak."""
    return any(
        words in folded(paragraph) and len(folded(paragraph)) < 3 * len(words) for paragraph in paragraphs
    )


def test_the_body_agrees_with_trafilatura_once_embeds_are_cut_from_both(pages, readings):
    scores = []
    for name, page in pages.items():
        tree = parse(decode(page.body)).tree
        tokens = {found.token for found in take_embeds(tree, page.final_url)}
        for element in list(tree.iter("p")):
            if (element.text or "").strip() in tokens:
                element.drop_tree()
        document = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False)
        if document and readings[name].article:
            ours, theirs = grams(" ".join(readings[name].article.paragraphs)), grams(document.text)
            scores.append(2 * sum((ours & theirs).values()) / (sum(ours.values()) + sum(theirs.values())))
    assert len(scores) >= 65
    assert sum(scores) / len(scores) > 0.98


def test_the_seed_is_a_title_its_paragraphs_and_one_post_at_the_end(shared):
    body = (shared / "seed/stoltenberg.txt").read_bytes()
    reading = read_any(
        Page(url="", final_url="", status=200, fetched_at=datetime(2023, 4, 21, tzinfo=UTC), body=body)
    )
    assert reading.article.title.startswith("Meeting Jens Stoltenberg, President Zelensky Urges")
    (embed,) = reading.embeds
    assert embed.paragraph == len(reading.article.paragraphs)
    assert embed.author_handle == "jensstoltenberg"
    assert not any("An honour to be back" in paragraph for paragraph in reading.article.paragraphs)
