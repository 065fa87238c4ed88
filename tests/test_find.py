"""`linker find`: which stored articles embed, link, quote or report a post."""

from dataclasses import replace

import pytest
from stored import ARTICLE, CLAIMS, EMBED, LINKED, NAMELESS, NOW, PAGE, READING, a_link, a_post

import db
from db.links import save_links
from db.observations import save_posts
from db.store import save_reading
from linker.errors import InputError
from linker.service.browsing.find import find, find_in


@pytest.fixture
def opened():
    opened = db.open_database(":memory:")
    save_reading(opened, PAGE, READING, CLAIMS, now=NOW)
    save_posts(opened, [a_post(), a_post("99", text="Nobody quotes these other sentences", sha256="9" * 64)])
    save_links(opened, [a_link(), a_link(claim=CLAIMS[0], relation="reports", score=0.6, decision="suggest")])
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "asked",
    [
        "https://twitter.com/secretary/status/1649013",
        "https://x.com/secretary/status/1649013?s=20",
        "1649013",
        " 1649013 ",
        "alliance stands with you, for as long as it takes",
    ],
)
def test_a_post_is_found_by_url_id_or_words(opened, asked):
    assert [(row["how"], row["score"]) for row in find(opened, asked)] == [
        ("embeds", None),
        ("quotes", 0.7027),
        ("reports", 0.6),
    ]


def test_a_row_says_what_uses_the_post_and_how(opened):
    row = find(opened, "1649013")[1]
    assert row["article"] == {
        "id": ARTICLE.article_id,
        "url": ARTICLE.url,
        "title": ARTICLE.title,
        "publisher": "The News",
        "published_at": "2023-04-20T11:00:00+00:00",
    }
    assert (row["post"]["author_handle"], row["post"]["status"]) == ("Secretary", "ok")
    assert (row["claim"], row["speaker"], row["decision"]) == (CLAIMS[1].text, "the secretary", "link")


def test_a_post_merely_linked_is_found_by_its_id(opened):
    assert [row["how"] for row in find(opened, LINKED.ref.post_id)] == ["links"]


def test_an_embed_without_id_is_found_by_its_words(opened):
    assert [row["how"] for row in find(opened, NAMELESS.text)][-1:] == ["reports"]
    lonely = replace(NAMELESS, text="Words that only this embed shows", author_handle="other")
    save_reading(opened, PAGE, replace(READING, embeds=(EMBED, lonely)), CLAIMS, now=NOW)
    assert [row["post"]["text"] for row in find(opened, "only this embed shows")] == [lonely.text]


@pytest.mark.parametrize(
    "asked", ["https://x.com/other/status/5", "5", "zebra xylophone", "?!", '"', "NEAR("]
)
def test_what_nobody_uses_is_an_empty_list(opened, asked):
    assert find(opened, asked) == []


def test_a_stored_post_that_nobody_uses_is_an_empty_list(opened):
    assert find(opened, "99") == []


def test_nothing_asked_is_told(opened):
    with pytest.raises(InputError, match="name a post"):
        find(opened, "  ")


def test_a_missing_database_is_told(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        find_in(tmp_path / "none.db", "1649013")
