"""Storing readings, problems, links and bytes: natural keys, honest counts, nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored import (
    ARTICLE,
    CLAIMS,
    EMBED,
    LINKED,
    NAMELESS,
    NOW,
    PAGE,
    PROBLEM,
    READING,
    SIGNALS,
    a_link,
    a_post,
    rows_of,
)

import db
from db import queries
from db.bytes import ByteStore, bytes_path
from db.counts import Counts
from db.links import replace_links, save_links
from db.observations import save_posts
from db.store import post_of_embed, save_problem, save_reading
from linker.errors import StoreError
from linker.records import Position, PostRef, Reading


@pytest.fixture
def opened():
    opened = db.open_database(":memory:")
    yield opened
    opened.close()


@pytest.fixture
def read(opened):
    save_reading(opened, PAGE, READING, CLAIMS, now=NOW)
    return opened


def test_a_reading_comes_back_as_it_was_stored(read):
    assert queries.article(read, ARTICLE.url) == ARTICLE
    assert queries.article(read, ARTICLE.article_id) == ARTICLE
    assert queries.claims_of(read, ARTICLE.article_id) == list(CLAIMS)
    assert queries.embeds_of(read, ARTICLE.article_id) == [EMBED, NAMELESS]
    assert queries.embeds_of(read, ARTICLE.article_id, linked=True) == [LINKED]


def test_the_offset_of_the_publication_time_is_kept(read):
    stored = queries.article(read, ARTICLE.url)
    assert stored.published_at.utcoffset() == timedelta(hours=3)
    assert read.execute("SELECT published_at FROM articles").fetchone()[0] == "2023-04-20T11:00:00+00:00"


def test_storing_a_reading_twice_changes_nothing(opened):
    first = save_reading(opened, PAGE, READING, CLAIMS, now=NOW)
    before = rows_of(opened)
    again = save_reading(opened, PAGE, READING, CLAIMS, now=NOW + timedelta(hours=1))
    assert again == Counts(unchanged=first.inserted)
    assert rows_of(opened) == before


def test_a_claim_that_left_the_text_is_kept_but_no_longer_current(read):
    counts = save_reading(read, PAGE, READING, CLAIMS[:1], now=NOW)
    assert counts.updated == 1
    assert queries.claims_of(read, ARTICLE.article_id) == [CLAIMS[0]]
    assert read["claims"].count == 2


def test_a_claim_that_moved_is_the_same_claim(read):
    moved = replace(CLAIMS[1], positions=(Position(paragraph=1, start=0, end=40),))
    save_reading(read, PAGE, READING, [CLAIMS[0], moved], now=NOW)
    assert queries.claims_of(read, ARTICLE.article_id)[1] == moved
    assert read["claims"].count == 2


def test_an_embed_that_left_the_page_is_no_longer_current(read):
    save_reading(read, PAGE, replace(READING, embeds=(EMBED,)), CLAIMS, now=NOW)
    assert queries.embeds_of(read, ARTICLE.article_id) == [EMBED]
    assert read["embeds"].count == 3


def test_the_same_embed_twice_in_one_place_is_one(opened):
    save_reading(opened, PAGE, replace(READING, embeds=(EMBED, EMBED), linked=()), CLAIMS, now=NOW)
    assert opened["embeds"].count == 1


def test_a_quoted_post_is_an_embed_of_its_own_that_names_the_quoting_one(opened):
    quoting = replace(
        EMBED, quoted=replace(EMBED, ref=PostRef(platform="x", post_id="5"), text="older words")
    )
    save_reading(opened, PAGE, replace(READING, embeds=(quoting,), linked=()), CLAIMS, now=NOW)
    assert opened.execute("SELECT post_id, quoted_by FROM embeds ORDER BY id").fetchall() == [
        ("1649013", None),
        ("5", 1),
    ]
    assert queries.post(opened, PostRef(platform="x", post_id="5")).text == "older words"


def test_a_page_without_article_leaves_its_problem_and_its_page(opened):
    save_reading(opened, PAGE, Reading(article=None, problems=(PROBLEM,)), (), now=NOW)
    assert (opened["pages"].count, opened["problems"].count, opened["articles"].count) == (1, 1, 0)


def test_a_problem_is_told_once_with_the_first_time_it_was_seen(opened):
    save_problem(opened, PROBLEM, now=NOW)
    assert save_problem(opened, PROBLEM, now=NOW + timedelta(days=1)) == Counts(unchanged=1)
    assert opened.execute("SELECT seen_at FROM problems").fetchall() == [("2023-04-21T09:30:00+00:00",)]


def test_an_embed_is_the_lowest_observation_of_its_post(read):
    assert queries.post(read, EMBED.ref).text == EMBED.text
    save_posts(read, [a_post(text="as archived")])
    assert queries.post(read, EMBED.ref).text == "as archived"


def test_embeds_are_unresolved_until_archived_words_are_stored(read):
    assert queries.unresolved_embeds(read) == [EMBED, NAMELESS, LINKED]
    save_posts(read, [a_post()])
    assert queries.unresolved_embeds(read) == [NAMELESS, LINKED]


def test_storing_links_twice_changes_nothing(read):
    save_posts(read, [a_post()])
    assert save_links(read, [a_link()]) == Counts(inserted=1)
    before = rows_of(read)
    assert save_links(read, [a_link()]) == Counts(unchanged=1)
    assert rows_of(read) == before


def test_a_link_names_claim_post_observation_embed_and_model(read):
    save_links(read, [a_link()])
    (row,) = read.query(
        "SELECT claims.claim_id, posts.post_id, observations.sha256, embeds.method, links.model FROM links"
        " JOIN claims ON claims.id = links.claim JOIN posts ON posts.id = links.post"
        " JOIN observations ON observations.id = links.observation JOIN embeds ON embeds.id = links.embed"
    )
    assert list(row.values()) == [CLAIMS[1].claim_id, "1649013", "a" * 64, "blockquote", "static-1"]


def test_stored_signals_add_up_to_the_links_log_odds(read):
    save_links(read, [a_link()])
    (total,) = read.execute(
        "SELECT prior + sum(contribution) FROM links JOIN signals ON link = links.id"
    ).fetchone()
    assert total == pytest.approx(-2.5 + sum(signal.contribution for signal in SIGNALS))


def test_a_link_to_a_post_without_id_points_to_its_observation(read):
    shown = post_of_embed(NAMELESS)
    assert save_links(read, [a_link(shown, embed=NAMELESS)]) == Counts(inserted=1)
    assert save_links(read, [a_link(shown, embed=NAMELESS)]) == Counts(unchanged=1)
    assert read.execute(
        "SELECT links.post, observations.text FROM links JOIN observations ON observations.id = links.observation"
    ).fetchall() == [(None, NAMELESS.text)]


def test_a_link_does_not_change_what_was_observed(read):
    save_posts(read, [a_post()])
    save_links(
        read, [a_link(a_post(status="deleted", status_evidence="by another observation", text="other"))]
    )
    assert queries.post(read, EMBED.ref) == a_post()


def test_a_new_model_brings_the_link_up_to_date(read):
    save_links(read, [a_link()])
    assert save_links(read, [a_link(model="static-2", score=0.9, signals=SIGNALS[:1])]) == Counts(updated=1)
    assert read.execute("SELECT model, score FROM links").fetchall() == [("static-2", 0.9)]
    assert read["signals"].count == 1


def test_links_that_no_longer_hold_are_dropped_with_their_signals(read):
    save_links(read, [a_link(), a_link(claim=CLAIMS[0])])
    counts, dropped = replace_links(read, ARTICLE.article_id, [a_link()])
    assert (counts, dropped) == (Counts(unchanged=1), 1)
    assert (read["links"].count, read["signals"].count) == (1, 2)


def test_a_link_of_a_claim_that_is_not_stored_writes_nothing(opened):
    with pytest.raises(StoreError, match="store its article's reading first"):
        save_links(opened, [a_link()])
    assert opened["observations"].count == 0


def test_links_are_readable_in_one_view(read):
    save_posts(read, [a_post()])
    save_links(read, [a_link()])
    (row,) = read["links_readable"].rows
    assert row["article"] == ARTICLE.title
    assert row["claim"] == CLAIMS[1].text
    assert row["post"] == a_post().text
    assert (row["speaker"], row["post_author"], row["decision"], row["fidelity"]) == (
        "the secretary",
        "The Secretary @Secretary",
        "link",
        "identical",
    )


def test_bytes_lie_beside_the_database(tmp_path):
    assert bytes_path(tmp_path / "news.db") == tmp_path / "news.bytes.db"


@given(st.binary(max_size=5000))
def test_bytes_come_back_by_their_hash(tmp_path_factory, body):
    kept = ByteStore(tmp_path_factory.mktemp("kept") / "news.bytes.db")
    assert kept.get(kept.put(body)) == body
    assert kept.put(body) == kept.put(body)
    kept.close()


def test_bytes_never_kept_are_none(tmp_path):
    kept = ByteStore(tmp_path / "news.bytes.db")
    assert kept.get("0" * 64) is None
    kept.close()


def test_damaged_bytes_are_told(tmp_path):
    kept = ByteStore(tmp_path / "news.bytes.db")
    first, second = kept.put(b"first"), kept.put(b"other")
    kept._connection.execute(
        "UPDATE bytes SET zstd = (SELECT zstd FROM bytes WHERE sha256 = ?) WHERE sha256 = ?", (second, first)
    )
    with pytest.raises(StoreError, match="damaged"):
        kept.get(first)
    kept.close()
