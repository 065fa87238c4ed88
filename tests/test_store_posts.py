"""Storing posts: every observation is kept, the best one is shown, absence is claimed with evidence only."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored import EMBED, NOW, a_post, rows_of

import db
from db import queries
from db.counts import Counts
from db.observations import save_posts
from db.store import post_of_embed
from linker.records import Post, PostRef

REF = PostRef(platform="x", post_id="1649013")


@pytest.fixture
def opened():
    opened = db.open_database(":memory:")
    yield opened
    opened.close()


def shown(opened: db.Database) -> Post:
    post = queries.post(opened, REF)
    assert post is not None
    return post


def test_a_post_comes_back_as_it_was_stored(opened):
    post = a_post(
        edit_ids=("1", "2"), reply_to_id="12", truncated=True, archive_url="https://archive.example/1"
    )
    save_posts(opened, [post])
    assert shown(opened) == post


def test_storing_twice_changes_nothing(opened):
    posts = [a_post(), a_post("2", sha256="c" * 64), a_post(None, sha256="d" * 64)]
    assert str(save_posts(opened, posts)) == "3 inserted, 0 unchanged"
    before = rows_of(opened)
    assert str(save_posts(opened, posts)) == "0 inserted, 3 unchanged"
    assert rows_of(opened) == before


def test_the_same_post_twice_in_one_batch_is_one_observation(opened):
    assert save_posts(opened, [a_post(), a_post()]) == Counts(inserted=1, unchanged=1)


def test_the_same_line_in_another_file_is_the_same_observation(opened):
    save_posts(opened, [a_post()])
    assert save_posts(opened, [a_post(offset=4711)]) == Counts(unchanged=1)


def test_better_reading_of_the_same_bytes_replaces_the_row(opened):
    save_posts(opened, [a_post(lang=None)])
    assert save_posts(opened, [a_post()]) == Counts(updated=1)
    assert shown(opened) == a_post()


def test_names_with_a_nul_are_found_again(opened):
    posts = [
        a_post("12\x003", author_handle="sec\x00retary"),
        a_post(None, author_name="\x00", sha256="c" * 64),
    ]
    save_posts(opened, posts)
    assert save_posts(opened, posts) == Counts(unchanged=2)


def test_ids_stay_text_to_the_last_digit(opened):
    save_posts(opened, [a_post("00123456789012345678901")])
    assert opened.execute("SELECT post_id, typeof(post_id) FROM posts").fetchall() == [
        ("00123456789012345678901", "text")
    ]


def test_equal_ids_of_two_servers_are_two_posts(opened):
    save_posts(
        opened, [a_post("7", platform="mastodon", host=host) for host in ("one.example", "two.example")]
    )
    assert opened["posts"].count == 2


def test_a_post_without_id_is_an_observation_only(opened):
    save_posts(opened, [a_post(None)])
    assert (opened["posts"].count, opened["observations"].count) == (0, 1)


def test_times_are_stored_in_utc_and_sort_as_text(opened):
    away = datetime(2023, 4, 20, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    save_posts(opened, [a_post(created_at=away)])
    assert opened.execute("SELECT created_at FROM posts").fetchone()[0] == "2023-04-21T04:30:00+00:00"


WORSE_TO_BETTER = {
    "no text": a_post(text=None, sha256="1" * 64),
    "embed": replace(post_of_embed(EMBED), status="ok"),
    "cut": a_post(text="In Kyiv today: …", truncated=True, sha256="2" * 64),
    "without time": a_post(text="no time", created_at=None, created_at_source=None, sha256="3" * 64),
    "without author": a_post(text="nobody", author_id=None, author_handle=None, sha256="4" * 64),
    "complete": a_post(text="complete", sha256="5" * 64),
    "complete and later": a_post(text="later", captured_at=NOW + timedelta(days=1), sha256="0" * 64),
}


@pytest.mark.parametrize(("worse", "better"), list(itertools.pairwise(WORSE_TO_BETTER)))
def test_the_better_observation_is_shown_whatever_came_first(opened, worse, better):
    pair = [WORSE_TO_BETTER[worse], WORSE_TO_BETTER[better]]
    save_posts(opened, pair)
    assert shown(opened).text == pair[1].text
    again = db.open_database(":memory:")
    save_posts(again, pair[1:])
    save_posts(again, pair[:1])
    assert shown(again) == shown(opened)


@settings(max_examples=30, deadline=None)
@given(st.permutations(list(WORSE_TO_BETTER.values())), st.integers(1, 6))
def test_the_order_of_imports_does_not_matter(order, cut):
    opened = db.open_database(":memory:")
    save_posts(opened, order[:cut])
    save_posts(opened, order[cut:])
    assert shown(opened).text == "later"
    opened.close()


DELETED = a_post(
    text=None,
    status="deleted",
    status_evidence="compliance: delete, reason deleted",
    source_format="x_compliance",
    captured_at=NOW + timedelta(days=9),
    sha256="6" * 64,
)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["text first", "deletion first"])
def test_evidence_of_deletion_gives_the_status_and_leaves_the_text(opened, order):
    posts = [a_post(), DELETED]
    for place in order:
        save_posts(opened, [posts[place]])
    assert (shown(opened).status, shown(opened).text) == ("deleted", a_post().text)


def test_a_claim_of_absence_names_its_observation(opened):
    save_posts(opened, [a_post(), DELETED])
    rows = list(
        opened.query(
            "SELECT observations.status_evidence FROM posts"
            " JOIN observations ON observations.id = posts.status_observation"
        )
    )
    assert rows == [{"status_evidence": "compliance: delete, reason deleted"}]


def test_deletion_without_evidence_is_unknown(opened):
    save_posts(opened, [a_post(status="deleted", status_evidence=None)])
    assert shown(opened).status == "unknown"


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["ok", "unavailable"], "unavailable"),
        (["unavailable", "ok"], "ok"),
        (["ok", "unknown"], "ok"),
        (["suspended", "ok"], "ok"),
        (["unknown"], "unknown"),
    ],
    ids=str,
)
def test_the_latest_definite_status_counts(opened, statuses, expected):
    posts = [
        a_post(status=status, sha256=f"{day}" * 64, captured_at=NOW + timedelta(days=day))
        for day, status in enumerate(statuses)
    ]
    save_posts(opened, posts)
    assert shown(opened).status == expected


def test_an_embed_knows_nothing_of_the_posts_fate(opened):
    save_posts(opened, [post_of_embed(EMBED)])
    assert shown(opened).status == "unknown"


def test_all_observations_of_a_post_come_best_first(opened):
    save_posts(opened, WORSE_TO_BETTER.values())
    texts = [post.text for post in queries.observations(opened, REF)]
    assert (texts[0], texts[-1], len(texts)) == ("later", None, len(WORSE_TO_BETTER))


def test_full_text_follows_the_best_observation(opened):
    save_posts(opened, [WORSE_TO_BETTER["cut"]])
    save_posts(opened, [a_post(text="Slava, said with diacritics: é")])
    found = opened.execute("SELECT rowid FROM posts_fts WHERE posts_fts MATCH 'diacritics e'").fetchall()
    assert found == [(1,)]
    assert opened.execute("SELECT rowid FROM posts_fts WHERE posts_fts MATCH 'today'").fetchall() == []
    opened.execute("INSERT INTO posts_fts(posts_fts) VALUES ('integrity-check')")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            a_post,
            st.one_of(st.none(), st.sampled_from(["1", "2", "3", "\x00"])),
            text=st.one_of(st.none(), st.text(st.characters(), max_size=30)),
            author_name=st.one_of(st.none(), st.text(st.characters(), max_size=5)),
            sha256=st.sampled_from(["7" * 64, "8" * 64]),
            links=st.lists(st.text(st.characters(), max_size=5), max_size=2).map(tuple),
            created_at=st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
        ),
        max_size=6,
    )
)
def test_any_strangers_text_is_stored_once_and_stays_sound(posts):
    opened = db.open_database(":memory:")
    unique = list({(post.ref, post.sha256): post for post in posts}.values())
    save_posts(opened, unique)
    before = rows_of(opened)
    assert save_posts(opened, unique) == Counts(unchanged=len(unique))
    assert rows_of(opened) == before
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    opened.execute("INSERT INTO posts_fts(posts_fts) VALUES ('integrity-check')")
    opened.close()
