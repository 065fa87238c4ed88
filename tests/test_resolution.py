"""Embeds find their archived post, and nobody else's."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linker.matching.embeds.resolution import resolve, same_words, why_not
from linker.records import Embed, Post, PostRef

SAID = "The bridge over the Arda stays closed until the engineers have seen every one of its forty pillars."
DAY = date(2023, 4, 20)


def embed(**known) -> Embed:
    told = {
        "author_handle": "MayorOfArda",
        "author_name": "Mira Todorova",
        "date": DAY,
        "text": SAID,
        "paragraph": 3,
        "method": "blockquote",
        "confidence": 1.0,
        "platform": "x",
        "article_id": "a",
    }
    return Embed(**{**told, **known})


def post(post_id="1", **known) -> Post:
    told = {
        "author_handle": "mayorofarda",
        "author_name": "Mira Todorova",
        "created_at": datetime(2023, 4, 20, 9, tzinfo=UTC),
        "text": SAID,
        "platform": "x",
    }
    return Post(post_id=post_id, **{**told, **known})


def resolved(shown: Embed, *posts: Post) -> str | None:
    found = resolve(shown, posts)
    return found.post.post_id if found else None


def test_an_id_is_sure_whatever_the_words():
    found = resolve(embed(ref=PostRef(platform="x", post_id="7")), [post("6"), post("7", text="Other words")])
    assert (found.post.post_id, found.how, found.confidence) == ("7", "id", 1.0)


def test_an_id_that_is_not_archived_resolves_to_nothing_else():
    assert resolve(embed(ref=PostRef(platform="x", post_id="7")), [post("6")]) is None


@pytest.mark.parametrize(
    "rival",
    [
        pytest.param(post("2", author_handle="other", author_name="O"), id="copied by another"),
        pytest.param(post("2", author_handle="other", author_name="O", text=f"{SAID} Shame!"), id="quoted"),
        pytest.param(
            post("2", author_handle="other", author_name="O", quote_of_id="1", text=f'"{SAID}"'),
            id="quote-tweet",
        ),
        pytest.param(post("2", repost_of_id="1"), id="reposted by the author"),
        pytest.param(
            post("2", text="Good morning, Arda! The market opens at nine."), id="same day, other words"
        ),
        pytest.param(post("2", created_at=datetime(2022, 4, 20, 9, tzinfo=UTC)), id="said a year before too"),
        pytest.param(post("2", platform="threads"), id="on another platform"),
    ],
)
def test_the_authors_own_post_wins_over(rival):
    assert resolved(embed(), rival, post("1")) == "1"
    assert resolved(embed(), post("1"), rival) == "1"


@pytest.mark.parametrize(
    "rival",
    [
        pytest.param(post(author_handle="other", author_name="O"), id="another author, same words"),
        pytest.param(
            post(text="The market opens at nine, with cheese from the mountain villages."), id="other words"
        ),
        pytest.param(post(repost_of_id="9"), id="a repost"),
        pytest.param(post(text=None), id="no words kept"),
    ],
)
def test_an_embed_resolves_to_none_rather_than_to(rival):
    assert resolved(embed(), rival) is None


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(SAID.replace("forty", "fourteen"), id="a word changed"),
        pytest.param(SAID[:60], id="archive cut"),
        pytest.param(SAID + " We thank everyone for their patience in these days.", id="embed cut"),
        pytest.param("@someone " + SAID.upper() + " https://t.co/abc123", id="mention, case, link"),
    ],
)
def test_words_may_differ_where_author_and_day_agree(kept):
    assert resolved(embed(), post(text=kept), post("2", text="Good morning, Arda!")) == "1"


def test_a_name_tells_the_author_where_no_handle_is_known():
    assert resolved(embed(author_handle=None), post("2", author_name="Another"), post("1")) == "1"


def test_a_changed_handle_is_no_other_author_under_the_same_author_id():
    assert resolved(embed(author_id="55"), post(author_handle="exmayor", author_id="55")) == "1"


def test_a_day_of_another_time_zone_still_fits():
    assert resolved(embed(), post(created_at=datetime(2023, 4, 21, 1, tzinfo=UTC))) == "1"


def test_words_alone_suffice_when_they_are_the_same():
    bare = embed(author_handle=None, author_name=None, date=None)
    found = resolve(bare, [post("1"), post("2", text="The bridge over the Arda opens today.")])
    assert (found.post.post_id, found.how) == ("1", "text")


def test_two_posts_that_fit_alike_are_told_and_not_guessed():
    twice = [post("1"), post("2")]
    assert resolve(embed(), twice) is None
    assert why_not(embed(), twice) == "2 archived posts fit alike"


def test_several_observations_of_one_post_are_no_rivals():
    found = resolve(embed(), [post("1", sha256="best"), post("1", sha256="older")])
    assert found.post.sha256 == "best"


def test_a_frame_without_words_takes_the_only_post_of_that_day():
    frame = embed(text=None)
    assert resolve(frame, [post("1")]).how == "author+day"
    assert resolve(frame, [post("1"), post("2", text="Another")]) is None


def test_why_not_is_silent_where_an_embed_resolves():
    assert why_not(embed(), [post()]) is None


@given(st.text(), st.text())
def test_sameness_of_any_words_is_symmetric_and_bounded(first, second):
    share = same_words(first, second)
    assert 0.0 <= share <= 1.0
    assert share == same_words(second, first)


@given(st.text(), st.text(), st.none() | st.text())
def test_strangers_words_never_raise(shown, kept, handle):
    resolve(embed(text=shown, author_handle=handle), [post(text=kept), post("2", text=shown)])


def test_the_very_words_win_over_a_copy_with_a_word_changed():
    typo = post("2", text=SAID.replace("forty", "fourty"))
    assert resolved(embed(), typo, post("1")) == "1"
    assert resolved(embed(), post("1"), typo) == "1"


def test_the_very_words_win_over_a_post_that_goes_on():
    longer = post("2", text=f"{SAID} Thank you.")
    assert resolved(embed(author_handle=None, author_name=None), longer, post("1")) == "1"


def test_an_altered_embed_resolves_to_the_post_that_differs_least():
    shown = embed(text=SAID.replace("engineers", "inspectors"))
    reworded = post("2", text=SAID.replace("closed", "shut").replace("forty", "forty-two"))
    assert resolved(shown, reworded, post("1")) == "1"


def test_a_cut_embed_that_two_posts_begin_with_is_not_guessed():
    shown = embed(text=f"{SAID[:60]}…")
    assert resolved(shown, post("1"), post("2", text=f"{SAID} Thank you.")) is None


def test_letters_alone_do_not_make_another_post_of_that_day_the_same():
    other = post(
        "2", text="These bridges of Adra may stay open until more engines have been seen near the old forts."
    )
    assert resolved(embed(), other) is None
