"""Which stored posts are looked at for an embed without an id."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from stored import NAMELESS, a_post

import db
from db.index import post_index
from db.observations import save_posts
from db.shown import MOST_BY_AUTHOR, MOST_BY_WORDS, posts_for_resolution

WORDS = ("in", "kyiv", "today", "the", "alliance", "stands", "with", "you", "for", "as", "long", "takes")
AT = datetime(2023, 4, 20, 10, 35, 27, tzinfo=UTC)
STRANGER = {"author_handle": "reader", "author_name": "A Reader", "author_id": "5"}


@pytest.fixture
def opened():
    opened = db.open_database(":memory:")
    yield opened
    opened.close()


def numbered(count: int, **changes):
    return [a_post(f"9{number:04}", sha256=f"{number:064}", **changes) for number in range(count)]


def found(opened, index=None, **known):
    posts = posts_for_resolution(opened, replace(NAMELESS, **known), WORDS, index=index)
    return {post.post_id for post in posts}


def test_hundreds_of_reposts_do_not_hide_the_original(opened):
    save_posts(opened, [*numbered(300, repost_of_id="1649013", **STRANGER), a_post()])
    assert "1649013" in found(opened, author_handle=None, author_name=None, date=None)


def test_an_author_without_a_day_is_looked_through(opened):
    other = numbered(MOST_BY_AUTHOR - 1, text="something else")
    save_posts(opened, [*other, a_post(text="words that the page changed beyond finding")])
    assert "1649013" in found(opened, date=None)


def test_of_an_author_who_posts_all_the_time_the_words_choose(opened):
    often = [
        replace(post, created_at=AT + timedelta(minutes=number))
        for number, post in enumerate(numbered(2 * MOST_BY_AUTHOR, text="something else, again and again"))
    ]
    save_posts(opened, [*often, a_post(created_at=AT + timedelta(days=1))])
    assert "1649013" in found(opened)


def test_words_that_are_frequent_each_alone_find_their_post_together(opened):
    frequent = [
        replace(post, text=" ".join(WORDS[number % 5 :: 2]))
        for number, post in enumerate(numbered(6 * MOST_BY_WORDS, **STRANGER))
    ]
    save_posts(opened, [*frequent, a_post()])
    index = post_index(opened, budget=2 * MOST_BY_WORDS)
    assert "1649013" in found(opened, index, author_handle=None, author_name=None, date=None)
