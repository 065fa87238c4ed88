"""Asking the database: posts by author and day, candidates by words, what a daemon must remember."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored import CLAIMS, EMBED, NAMELESS, NOW, PAGE, READING, a_post

import db
from db import pulling, queries
from db.counts import Counts
from db.index import claim_index, index_claims, post_index
from db.observations import save_posts
from db.pulling import Item, Run, Source
from db.queries import Author
from db.shown import posts_for_resolution
from db.store import save_reading
from linker.text import grams

DAY = datetime(2023, 4, 20, tzinfo=UTC)


@pytest.fixture
def opened():
    opened = db.open_database(":memory:")
    yield opened
    opened.close()


def posts_of_days(*days: int) -> list:
    return [
        a_post(
            f"{day}", text=f"day {day}", created_at=DAY + timedelta(days=day, hours=23), sha256=f"{day:064}"
        )
        for day in days
    ]


@pytest.mark.parametrize(
    "author",
    [
        Author(platform="x", author_id="77"),
        Author(platform="x", handle="SECRETARY"),
        Author(platform="x", name="the secretary"),
    ],
    ids=["id", "handle", "name"],
)
def test_posts_are_found_by_author_and_day(opened, author):
    save_posts(opened, posts_of_days(0, 1, 2))
    found = queries.posts_by_author(opened, author, DAY + timedelta(days=1), DAY + timedelta(days=2))
    assert [post.text for post in found] == ["day 1"]


def test_an_authors_older_handle_still_finds_by_id(opened):
    save_posts(
        opened, [a_post("1", author_handle="before", sha256="1" * 64), a_post("2", author_handle="after")]
    )
    found = queries.posts_by_author(
        opened, Author(platform="x", author_id="77"), DAY, DAY + timedelta(days=1)
    )
    assert {post.author_handle for post in found} == {"before", "after"}


def test_an_author_of_another_platform_is_another(opened):
    save_posts(opened, posts_of_days(0))
    assert queries.posts_by_author(opened, Author(platform="vk", author_id="77"), DAY, NOW) == []


def test_an_author_of_whom_nothing_is_known_has_no_posts(opened):
    save_posts(opened, posts_of_days(0))
    assert queries.posts_by_author(opened, Author(platform="x"), DAY, NOW) == []


def test_an_embed_with_id_is_resolved_by_id_alone(opened):
    save_posts(opened, [a_post(), *posts_of_days(0)])
    assert posts_for_resolution(opened, EMBED, ["day"]) == [a_post()]


def test_an_embed_without_id_is_looked_for_by_author_and_day_then_words(opened):
    stranger = a_post(
        "5", text="as long as it takes", author_id="1", author_handle="b", author_name="B", sha256="5" * 64
    )
    save_posts(opened, [*posts_of_days(-3, 0, 1, 5), stranger])
    found = posts_for_resolution(opened, NAMELESS, ["takes", "long"])
    assert [post.text for post in found] == ["day 0", "day 1", "as long as it takes"]


def test_an_embed_of_an_unknown_post_finds_nothing(opened):
    unknown = replace(NAMELESS, date=None, author_handle=None, author_name=None)
    assert posts_for_resolution(opened, unknown, []) == []


def test_claims_are_taken_into_the_index_once(opened):
    save_reading(opened, PAGE, READING, CLAIMS, now=NOW)
    assert index_claims(opened, grams) == 2
    assert index_claims(opened, grams) == 0


def test_the_claim_that_shares_the_rarest_words_comes_first(opened):
    save_reading(opened, PAGE, READING, CLAIMS, now=NOW)
    index_claims(opened, grams)
    found = claim_index(opened).search(grams("we stand with you, the secretary said"))
    claims = queries.claims_by_number(opened, [number for number, _ in found])
    assert claims[found[0][0]] == CLAIMS[1]
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_frequent_words_beyond_the_budget_are_left_out(opened):
    save_posts(
        opened, [a_post(f"{n}", text="frequent" + " rare" * (n == 7), sha256=f"{n:064}") for n in range(50)]
    )
    assert [number for number, _ in post_index(opened, budget=10).search(["frequent", "rare"])] == [8]


def test_a_query_of_frequent_words_only_still_finds(opened):
    save_posts(opened, [a_post(f"{n}", text="frequent", sha256=f"{n:064}") for n in range(50)])
    assert len(post_index(opened, budget=10).search(["frequent"])) == 10


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=5))
def test_no_words_break_a_search(words):
    opened = db.open_database(":memory:")
    save_posts(opened, [a_post()])
    assert len(post_index(opened).search(words)) <= 1
    assert claim_index(opened).search(words) == []
    opened.close()


FEED = Source(name="news", kind="feed", address="https://news.example/feed", every_minutes=30)


def test_sources_are_upserted_and_forgotten_ones_disabled(opened):
    other = replace(FEED, name="other")
    assert pulling.upsert_sources(opened, [FEED, other]) == Counts(inserted=2)
    assert pulling.upsert_sources(opened, [FEED, other]) == Counts(unchanged=2)
    assert pulling.upsert_sources(opened, [replace(FEED, every_minutes=5)]) == Counts(updated=2)
    assert [source.enabled for source in pulling.all_sources(opened)] == [True, False]


@pytest.mark.parametrize(
    ("outcome", "minutes", "due"),
    [("done", 29, False), ("done", 30, True), ("failed", 1, True)],
)
def test_a_source_is_due_an_interval_after_its_last_success(opened, outcome, minutes, due):
    pulling.upsert_sources(opened, [FEED])
    run = pulling.start_run(opened, Run(kind="pull", source=1), now=NOW)
    pulling.finish_run(opened, run, outcome, now=NOW)
    assert bool(pulling.due_sources(opened, NOW + timedelta(minutes=minutes))) is due


def test_a_run_keeps_its_items_and_counts(opened):
    run = pulling.start_run(opened, Run(kind="pull", config_hash="c", version="0.1"), now=NOW)
    pulling.add_item(opened, run, Item(subject="https://a", outcome="stored", http_status=200), now=NOW)
    pulling.finish_run(opened, run, "done", now=NOW, counts={"inserted": 3})
    assert opened.execute("SELECT outcome, counts FROM runs").fetchone() == ("done", '{"inserted":3}')
    assert opened.execute("SELECT run, subject, http_status FROM run_items").fetchone() == (
        run,
        "https://a",
        200,
    )


def test_validators_and_breakers_are_remembered(opened):
    assert pulling.validators(opened, "https://a") == (None, None)
    pulling.save_validators(opened, "https://a", etag='"1"', last_modified=None, now=NOW)
    pulling.save_validators(opened, "https://a", etag='"2"', last_modified="Thu", now=NOW)
    assert pulling.validators(opened, "https://a") == ('"2"', "Thu")
    pulling.save_host_state(opened, "a", failures=3, closed_until=NOW, reason="429")
    assert pulling.host_state(opened, "a") == (3, NOW)
    assert pulling.host_state(opened, "b") == (0, None)
