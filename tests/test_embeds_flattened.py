from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linker.records import PostRef
from scrapers.embeds import flattened_embeds
from scrapers.writing.days import parse_day

BEFORE = "The two harbour towns went on talking on Thursday about the old lighthouse."
AFTER = "A further meeting is planned for next week, both town halls said."
TOKEN = "embed0123456789abcdefn1x"
WORDS = "The lamp stays lit."
DAY = date(2023, 4, 20)
WITH_URL = "https://twitter.com/keeper/status/1648999000000000000"


def read(*middle):
    paragraphs, embeds = flattened_embeds((BEFORE, *middle, AFTER))
    return list(paragraphs), embeds


@pytest.mark.parametrize(
    "lines",
    [
        (WORDS, "— The Keeper (@keeper) April 20, 2023"),
        (WORDS, "- The Keeper (@keeper) April 20, 2023"),
        (WORDS, "-- The Keeper (@keeper) 20 April 2023"),
        (WORDS, "– The Keeper (@keeper) Apr 20, 2023"),
        (WORDS, "&mdash; The Keeper (@keeper) April 20, 2023"),
        (WORDS, "—The Keeper (@keeper) April 20, 2023"),
        (WORDS, "— The Keeper (@keeper)", "April 20, 2023"),
        (WORDS, "— The Keeper (@keeper) 20 avril 2023"),
        (WORDS, "— The Keeper (@keeper) 20. April 2023"),
        (WORDS, "— The Keeper (@keeper) 20 de abril de 2023"),
        (WORDS, "— The Keeper (@keeper) 20 aprile 2023"),
        (WORDS, "— The Keeper (@keeper) 20 kwietnia 2023"),
        (WORDS, "— The Keeper (@keeper) 20 апреля 2023 г."),
        (WORDS, "— The Keeper (@keeper) 20 квітня 2023 р."),
        (WORDS, "— The Keeper (@keeper) 20 Nisan 2023"),
        (WORDS, "— The Keeper (@keeper) 2023年4月20日"),
        (WORDS, "— The Keeper (@keeper) 2023년 4월 20일"),
        (WORDS, "— The Keeper (@keeper) أبريل 20, 2023"),
        (WORDS, "— The Keeper (@keeper) 2023. április 20."),
        (f"{WORDS} — The Keeper (@keeper) April 20, 2023",),
        (f"{WORDS}— The Keeper (@keeper) April 20, 2023",),
        (WORDS, f"— The Keeper (@keeper) [April 20, 2023]({WITH_URL})"),
        (WORDS, f"— The Keeper (@keeper) April 20, 2023 {WITH_URL}"),
    ],
)
def test_a_signed_post_is_taken_out_with_its_words(lines):
    paragraphs, (embed,) = read(*lines)
    assert paragraphs == [BEFORE, AFTER]
    assert (embed.platform, embed.method, embed.paragraph) == ("x", "flattened", 1)
    assert (embed.author_name, embed.author_handle) == ("The Keeper", "keeper")
    assert (embed.text, embed.date) == (WORDS, DAY)


def test_text_behind_a_signature_in_the_same_line_is_the_articles():
    paragraphs, (embed,) = flattened_embeds((f"{WORDS} — The Keeper (@keeper) April 20, 2023 {AFTER}",))
    assert (paragraphs, embed.text) == ((AFTER,), WORDS)


def test_picture_links_are_media_and_no_words():
    _, (embed,) = read(f"{WORDS} pic.twitter.com/AbC1", "— The Keeper (@keeper) April 20, 2023")
    assert (embed.text, embed.media) == (WORDS, ("pic.twitter.com/AbC1",))
    assert embed.text_found == f"{WORDS} pic.twitter.com/AbC1"


def test_an_address_behind_the_signature_gives_the_identity():
    _, (embed,) = read(WORDS, f"— The Keeper (@keeper) [April 20, 2023]({WITH_URL})")
    assert embed.ref == PostRef(platform="x", post_id="1648999000000000000")


def test_a_post_of_a_picture_only_takes_no_paragraph_of_the_article():
    paragraphs, (embed,) = read("pic.twitter.com/AbC1", "— The Keeper (@keeper) April 20, 2023")
    assert (paragraphs, embed.text, embed.media) == ([BEFORE, AFTER], None, ("pic.twitter.com/AbC1",))


def test_a_post_broken_at_its_line_ends_is_one_post():
    lines = (
        "Tonight at the old pier #lighthouse",
        "#harbour #talks",
        "— The Keeper (@keeper) April 20, 2023",
    )
    paragraphs, (embed,) = read(*lines)
    assert paragraphs == [BEFORE, AFTER]
    assert embed.text == "Tonight at the old pier #lighthouse\n#harbour #talks"


def test_the_sentence_that_announces_a_post_stays_in_the_article():
    paragraphs, _ = read("The keeper wrote:", WORDS, "— The Keeper (@keeper) April 20, 2023")
    assert paragraphs == [BEFORE, "The keeper wrote:", AFTER]


def test_a_date_is_read_in_the_language_of_the_text():
    polish = (
        "Obie strony rozmawiały w czwartek o tym, że to nie jest jeszcze koniec, ale po spotkaniu się nie zgodziły.",
    )
    _, (embed,) = flattened_embeds((*polish, "Lampa się pali.", "— Latarnik (@keeper) 20 listopada 2023"))
    assert (embed.date, embed.text) == (date(2023, 11, 20), "Lampa się pali.")


def test_a_second_signature_does_not_reach_over_the_first():
    paragraphs, (_, second) = read(
        WORDS, "— The Keeper (@keeper) April 20, 2023", "— The Mayor (@mayor) April 21, 2023"
    )
    assert (paragraphs, second.text) == ([BEFORE, AFTER], None)


@pytest.mark.parametrize(
    ("handle", "platform"),
    [("keeper", "x"), ("keeper.bsky.social", "bluesky"), ("keeper@harbour.social", "mastodon")],
)
def test_the_handle_tells_the_platform(handle, platform):
    _, (embed,) = read(WORDS, f"— The Keeper (@{handle}) April 20, 2023 at 3:00 PM")
    assert (embed.platform, embed.author_handle, embed.text) == (platform, handle, WORDS)


def test_the_bbcs_markers_and_its_consent_note_go_out_with_the_post():
    paragraphs, (embed,) = read(
        "Skip Twitter post by @keeper",
        "Allow Twitter content?",
        "This article contains content provided by Twitter. We ask for your permission before anything is loaded.",
        WORDS,
        "— The Keeper (@keeper) April 20, 2023",
        "End of Twitter post by @keeper",
    )
    assert paragraphs == [BEFORE, AFTER]
    assert (embed.author_handle, embed.text, embed.date, embed.paragraph) == ("keeper", WORDS, DAY, 1)


def test_the_bbcs_markers_around_an_embed_already_cut_out_make_no_second_one():
    paragraphs, embeds = read("Skip Twitter post by @keeper", TOKEN, "End of Twitter post by @keeper")
    assert (paragraphs, embeds) == ([BEFORE, TOKEN, AFTER], ())


@pytest.mark.parametrize(
    ("lines", "text", "name"),
    [
        (("View this post on Instagram", "A post shared by The Keeper (@the.keeper)"), None, "The Keeper"),
        (("View this post on Instagram A post shared by The Keeper (@the.keeper)",), None, "The Keeper"),
        (
            (
                "View this post on Instagram",
                "Dusk.",
                "A post shared by The Keeper (@the.keeper) on May 4, 2019",
            ),
            "Dusk.",
            "The Keeper",
        ),
        (
            ("Sieh dir diesen Beitrag auf Instagram an", "Ein Beitrag geteilt von Die Wärter (@the.keeper)"),
            None,
            "Die Wärter",
        ),
        (
            ("Voir cette publication sur Instagram", "Une publication partagée par Gardien (@the.keeper)"),
            None,
            "Gardien",
        ),
    ],
)
def test_instagrams_furniture_is_no_text_but_tells_the_author(lines, text, name):
    paragraphs, (embed,) = read(*lines)
    assert paragraphs == [BEFORE, AFTER]
    assert (embed.platform, embed.author_handle, embed.author_name) == ("instagram", "the.keeper", name)
    assert embed.text == text


@pytest.mark.parametrize(
    "line",
    [
        '"We shall keep it" - John Smith (@keeper)',
        "By Jane Doe (@janedoe) April 20, 2023",
        "The keeper — a quiet man (see 2023) — said nothing.",
        "Write to us (@harbourpost) by April 20, 2023.",
        TOKEN,
    ],
)
def test_what_is_no_signature_stays(line):
    assert read(line) == ([BEFORE, line, AFTER], ())


def test_a_token_is_never_taken_for_a_posts_words():
    paragraphs, embeds = read(TOKEN, "— The Keeper (@keeper) April 20, 2023")
    assert (paragraphs, embeds) == ([BEFORE, TOKEN, AFTER], ())


def test_the_flattened_article_gives_its_post(shared):
    lines = (shared / "seed" / "stoltenberg.txt").read_text().splitlines()
    paragraphs, (embed,) = flattened_embeds(lines[1:])
    assert embed.paragraph == len(paragraphs) == len(lines) - 3
    assert (embed.platform, embed.method, embed.ref) == ("x", "flattened", None)
    assert (embed.author_name, embed.author_handle, embed.date) == (
        "Jens Stoltenberg",
        "jensstoltenberg",
        DAY,
    )
    assert embed.media == ("pic.twitter.com/0vlKZNVY0F",)
    assert embed.text is not None
    assert embed.text.endswith("for the long haul.")


LINES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["— ", "-- ", "The Keeper", " (@keeper)", "(@", ") ", "April 20, 2023", "2023年4月20日", "pic.twitter.com/Ab",
             "Skip Twitter post by @a", "End of Twitter post by @a", "View this post on Instagram", TOKEN, "[", "](",
             "A post shared by ", WITH_URL, " ", "\n", "♬", "@a ", "&mdash;", "\ud800", "20"]
        ),
        max_size=8,
    ).map("".join),
)  # fmt: skip


@given(st.lists(LINES, max_size=8))
def test_no_lines_make_it_raise_and_places_lie_within_them(lines):
    paragraphs, embeds = flattened_embeds(lines)
    places = [embed.paragraph for embed in embeds]
    assert places == sorted(places)
    assert all(0 <= place <= len(paragraphs) for place in places)


@given(st.text(max_size=120))
def test_no_date_makes_it_raise(written):
    parse_day(written)


@pytest.mark.parametrize(
    "line", ["(@a" * 6000, "— " * 9000, "pic.twitter.com/" * 1200, "— a (@a) " * 2000, "[" * 19000, "https://t.co/" * 1500]
)  # fmt: skip
def test_long_lines_are_read_within_bounds(line):
    paragraphs, embeds = flattened_embeds((BEFORE, line, AFTER))
    assert BEFORE in paragraphs
    assert len(embeds) <= 1


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-04-20", DAY),
        ("Thu Apr 20 15:13:45 +0000 2023", DAY),
        ("3:13 PM · Apr 20, 2023", DAY),
        ("20.04.2023", DAY),
        ("2023. április 20.", DAY),
        ("20 tháng 4, 2023", DAY),
        ("20 เมษายน 2566", DAY),
        ("20 באפריל 2023", DAY),
        ("Apr 19, 2023 at 11:30pm PDT", DAY),
        ("4/20/2023", DAY),
        ("4/5/2023", None),
        ("31 April 2023", None),
        ("3 hours ago", None),
        ("April 2023", None),
    ],
)
def test_displayed_dates_give_their_utc_day(written, day):
    assert parse_day(written) == day


def test_a_word_that_two_languages_give_to_two_months_needs_the_pages_language():
    assert parse_day("20 listopada 2023") is None
    assert parse_day("20 listopada 2023", "pl") == date(2023, 11, 20)
    assert parse_day("20 listopada 2023", "hr") == date(2023, 10, 20)
