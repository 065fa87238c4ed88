"""Whether an embed says what was posted: innocent changes never alter, changed words always do."""

import html
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linker.matching.embeds.fidelity import compare
from linker.records import Embed, Post

TEXT = "We met the mayor of Springfield today. She promised 300 new homes & a park by May. #OpenCity"


def embed(text):
    return Embed(article_id="a", platform="x", paragraph=1, method="blockquote", confidence=1.0, text=text)


def post(text, **more):
    return Post(platform="x", post_id="1", text=text, **more)


@pytest.mark.parametrize(
    "shown",
    [
        TEXT,
        TEXT.replace("&", "&amp;"),
        TEXT.replace("&", "&amp;amp;"),
        TEXT.upper(),
        TEXT + " pic.twitter.com/abc",
        TEXT + " https://t.co/abc",
        TEXT + " springfield.example/news/homes…",
        TEXT + " 🔥1️⃣ℹ️",
        "@mayor @press " + TEXT,
        TEXT.replace(". She", ".She"),
        TEXT.replace(" She", "\n\nShe"),
        TEXT.replace("today. She", "today She"),
        "“" + TEXT + "”",
        TEXT + " — City Desk (@citydesk) May 3, 2021",
        "RT @citydesk: " + TEXT,
        TEXT.replace("mayor", "may\u00ador"),
    ],
)
def test_furniture_is_no_alteration(shown):
    assert compare(embed(shown), post(TEXT)) == ("identical", None)
    assert compare(embed(TEXT), post(shown)) == ("identical", None)


@pytest.mark.parametrize("charset", ["latin-1", "cp1252"])
def test_text_read_in_the_wrong_charset_is_no_alteration(charset):
    written = "Nie daj się zwycię złu"
    misread = written.encode().decode(charset) + " — 🔥"
    assert compare(embed(misread), post(written))[0] == "identical"


@pytest.mark.parametrize(
    "shown",
    [
        TEXT[:60],
        TEXT[:58] + "…",
        "She promised 300 new homes & a park by May.",
        "We met the mayor … by May. #OpenCity",
        "We met the mayor [...] 300 new homes",
    ],
)
def test_a_cut_embed_is_truncated(shown):
    assert compare(embed(shown), post(TEXT))[0] == "truncated"


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (TEXT[:58] + "…", False),
        (TEXT[:57] + "...", False),
        (TEXT[:60], True),
        ("We met the mayor … by May. #OpenCity", False),
    ],
)
def test_an_archived_copy_that_says_it_is_cut_alters_nothing(kept, told):
    assert compare(embed(TEXT), post(kept, truncated=told))[0] == "truncated"


@pytest.mark.parametrize(
    "shown",
    [
        TEXT + " She did not",
        TEXT.replace(" #OpenCity", " or never"),
        "Nobody says: " + TEXT,
        TEXT + " And what is said here was never in the post, though it is long.",
    ],
)
def test_words_added_at_an_end_are_altered(shown):
    assert compare(embed(shown), post(TEXT))[0] == "altered"


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("She will not resign", "She will not resign today"),
        ("everyone in the city agrees", "Not everyone in the city agrees"),
        ("They promised 300 new home", "They promised 300 new homes"),
    ],
)
def test_a_word_dropped_at_an_end_without_a_mark_is_altered(shown, kept):
    assert compare(embed(shown), post(kept))[0] == "altered"
    assert compare(embed("…" + shown + "…"), post(kept))[0] == "truncated"


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("Read it here nytimes.com", "Read it here https://t.co/AbCdEfGh12"),
        (
            "Read it here nytimes.com/2020/01/06/us…",
            "Read it here https://www.nytimes.com/2020/01/06/us/a-b.html?x=1",
        ),
        ("The nosepic.twitter.com/AbC", "The nose https://t.co/AbCdEfGh12"),
        ("See https://t.co/AbCdEfGh12#COP26", "See nyti.ms/2XyZ #COP26"),
        ("Yes \u2014 we\u200b can", "Yes - we\u00a0can"),
        ("Fire 👩🏽\u200d🚒❤️ now", "Fire 👩❤ now"),
        ("so it is", "RT @desk: @mayor so it is"),
    ],
)
def test_links_emoji_and_marks_as_others_write_them_are_no_alteration(shown, kept):
    assert compare(embed(shown), post(kept)) == ("identical", None)
    assert compare(embed(kept), post(shown)) == ("identical", None)


@pytest.mark.parametrize(
    ("shown", "difference"),
    [
        (
            TEXT.replace("300", "500"),
            "… today. She promised [-300-]{+500+} new homes & a …",
        ),
        (TEXT.replace("promised", "never promised"), "… Springfield today. She {+never+} promised 300 new …"),
        (TEXT.replace("new ", ""), "… She promised 300 [-new-] homes & a park …"),
    ],
)
def test_a_changed_word_is_altered_and_shown(shown, difference):
    verdict, told = compare(embed(shown), post(TEXT))
    assert verdict == "altered"
    assert told == difference


def test_no_copy_is_embed_only():
    assert compare(embed(TEXT), None) == ("embed_only", None)


def test_a_deleted_post_without_text_is_unavailable():
    assert compare(embed(TEXT), post(None, status="deleted")) == ("unavailable", None)


def test_a_frame_without_text_cannot_differ():
    assert compare(embed(None), post(TEXT)) == ("identical", None)


@given(st.text(min_size=1))
def test_any_text_is_faithful_to_itself(text):
    assert compare(embed(text), post(text))[0] == "identical"


@given(st.text(max_size=300), st.text(max_size=300, min_size=1))
def test_any_two_texts_can_be_compared(shown, kept):
    verdict, told = compare(embed(shown), post(kept))
    assert (told is None) == (verdict == "identical")


WORDS = st.lists(
    st.sampled_from(["alder", "birch", "cedar", "dogwood", "elm", "fir", "gum", "hazel"]),
    min_size=4,
    max_size=30,
)
GAPS = st.sampled_from([" ", "\n", "\u00a0", "\n\n", "  ", " \u200b"])


@given(WORDS, st.data())
def test_spacing_case_and_links_never_alter(written, data):
    kept = " ".join(written)
    shown = "".join(word + data.draw(GAPS) for word in written)
    tail = data.draw(st.sampled_from(["", "https://t.co/AbCdEfGh12", "pic.twitter.com/AbC", "🔥", "“”"]))
    assert compare(embed(shown.upper() + tail), post(kept))[0] == "identical"


@given(WORDS, st.data())
def test_one_word_more_or_other_is_always_altered(written, data):
    at = data.draw(st.integers(0, len(written)))
    more = [*written[:at], "never", *written[at:]]
    other = [*written[:at], "never", *written[at + 1 :]]
    assert compare(embed(" ".join(more)), post(" ".join(written)))[0] == "altered"
    assert compare(embed(" ".join(other)), post(" ".join(written)))[0] == "altered"


@given(WORDS, st.data())
def test_a_text_cut_with_a_mark_is_always_truncated(written, data):
    at = data.draw(st.integers(1, len(written) - 1))
    mark = data.draw(st.sampled_from(["…", " …", "...", " [...]"]))
    cut = " ".join(written[:at]) + mark
    assert compare(embed(cut), post(" ".join(written)))[0] == "truncated"
    assert compare(embed(" ".join(written)), post(cut))[0] == "truncated"


# What frames, widgets and wrong charsets do to a text


@pytest.mark.parametrize(
    "frame",
    [
        "Show more",
        "Mehr anzeigen",
        "Показать ещё",
        "もっと見る",
        "Translate post",
        "Übersetzung anzeigen",
        "Translated from German by Google",
        "10:35 AM · Apr 20, 2023",
        "10:35 · 20 avr. 2023 · Twitter Web App",
        "April 20, 2023",
        "2023年4月20日",
        "12 Retweets 1,204 Likes",
        "Show more\nTranslate post\n10:35 AM · Apr 20, 2023",
        "— Mira Todorova 🇧🇬 (@mira_t) 20. April 2023",
        "— City – Desk (@citydesk) May 3, 2021",
        "— Desk (@citydesk) May 3, 2021”",
        "Ver más pic.twitter.com/AbC",
        unicodedata.normalize("NFD", "Ver más 🔥"),
        "Translate post https://t.co/AbCdEfGh12 — Desk (@citydesk) May 3, 2021",
        "— Desk (@citydesk) May 3, 2021\n— News (@news) 4 May 2021",
        "- Desk (@citydesk) 3 мая 2021 г.",
    ],
)
def test_what_a_frame_says_below_a_post_is_no_alteration(frame):
    assert compare(embed(f"{TEXT}\n{frame}"), post(TEXT)) == ("identical", None)
    assert compare(embed(TEXT), post(f"{TEXT}\n{frame}")) == ("identical", None)
    assert compare(embed(f"{TEXT[:58]}…\n{frame}"), post(TEXT))[0] == "truncated"


def test_a_dash_of_the_authors_own_does_not_begin_the_signature():
    kept = "We count the same - old - voices. – And then again"
    assert compare(embed(f"{kept} – Desk (@citydesk) May 3, 2021"), post(kept)) == ("identical", None)


@pytest.mark.parametrize(
    "added",
    [
        "The vote is on May 4, 2024.",
        "Nobody is to read more here",
        "on May 4, 2024",
        "— said nobody, ever",
        "— Desk (@citydesk) May 3, 2021 or else",
    ],
)
def test_words_that_only_resemble_a_frame_are_altered(added):
    assert compare(embed(f"{TEXT} {added}"), post(TEXT))[0] == "altered"


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("“@mayor @press we agree", "we agree"),
        ("\u2068@mayor we agree\u2069", "we agree"),
        ("@ mayor we agree", "we agree"),
        ("<p>@mayor we agree<br>at last</p>", "we agree at last"),
        ("ＷＥ agree # OpenCity", "we agree #OpenCity"),
        (
            "We agree on http://www. news.example/a-long …",
            "We agree on https://www.news.example/a-long-story",
        ),
        ("get desk.example/aIf you can", "get desk.example/a\nIf you can"),
        ("In May, 2019.2nd is from June", "In May, 2019.\n2nd is from June"),
        ("D\ufffdj\ufffd vu \ufffd l\ufffdheure \ufffd", "Déjà vu à l’heure …"),
        ("It’s 5 € now", "It’s 5 â‚¬ now"),
        ("It’s fine", "Itâ€™s fine"),
        ("a <noun> of it", "a &lt;noun&gt; of it"),
    ],
)
def test_what_pages_and_charsets_do_to_a_text_is_no_alteration(shown, kept):
    assert compare(embed(shown), post(kept)) == ("identical", None)
    assert compare(embed(kept), post(shown)) == ("identical", None)


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("It costs 5 € in all", "It costs 5 $ in all"),
        ("Turnout fell by 5 this year", "Turnout fell by 5 % this year"),
        ("It was 1.5 million", "It was 15 million"),
        ("But … now we shall see", "But wait … now we shall see"),
        ("We agree", "Nobody says:\nWe agree"),
        ("Episode bit.ly/24M2 is out", "Episode 2 bit.ly/24M2 is out"),
        ("She will \ufffd resign", "She will never resign"),
        ("a <never> b", "a <always> b"),
        ("@mayor’s house burns", "house burns"),
    ],
)
def test_small_signs_that_change_what_is_said_are_altered(shown, kept):
    assert compare(embed(shown), post(kept))[0] == "altered"


def test_dots_that_both_have_are_no_cut_and_a_mark_beside_them_is():
    kept = "It gets worse... I know, for nobody ever listens to what the engineers of this city say."
    assert compare(embed("It gets worse... I know"), post(kept))[0] == "truncated"
    assert compare(embed(f"It gets worse... I know, {kept[24:]}"), post(kept))[0] == "identical"
    assert compare(embed(f"{kept} And so on."), post(kept))[0] == "altered"


@pytest.mark.parametrize(
    "unit", ["a ", "a.", "a-", "— x(@a) ", "a\ufffd", "a… ", "<a ", "1.1", "Ã", "&amp;", "show more "]
)
def test_hostile_repetition_is_compared_all_the_same(unit):
    text = unit * (20_000 // len(unit))
    assert compare(embed(f"z {text}"), post(f"{text} y"))[0] in {"identical", "truncated", "altered"}


MARKS = st.sampled_from(["\u200f", "\u2066", "\u00ad", "\u200d", "\ufeff"])
WRAPS = [
    lambda text: text,
    html.escape,
    lambda text: html.escape(html.escape(text)),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: f"<p>{text}</p>",
    lambda text: f"@desk @press {text}",
    lambda text: f"„{text}“",
    lambda text: text.encode().decode("latin-1"),
    lambda text: f"{text}pic.twitter.com/AbC",
    lambda text: f"{text}\nShow more",
    lambda text: f"{text} — Desk (@citydesk) May 3, 2021",
    lambda text: text.replace(" ", "\n"),
]
LETTERS = st.lists(
    st.sampled_from(["жито", "über", "наш", "mañana", "Łódź", "sea", "don’t", "300", "παντα", "naïve"]),
    min_size=4,
    max_size=20,
)


@given(LETTERS, st.lists(st.sampled_from(WRAPS), max_size=2), st.data())
def test_innocent_changes_never_alter(written, wraps, data):
    kept = " ".join(written)
    shown = "".join(data.draw(MARKS) + word if data.draw(st.booleans()) else word for word in kept.split(" "))
    shown = kept if data.draw(st.booleans()) else shown
    for wrap in wraps:
        shown = wrap(shown)
    assert compare(embed(shown), post(kept))[0] == "identical"


@given(LETTERS, st.sampled_from(WRAPS), st.data())
def test_one_content_word_changed_always_alters_whatever_else_is_done(written, wrap, data):
    at = data.draw(st.integers(0, len(written) - 1))
    other = " ".join([*written[:at], "жодного", *written[at + 1 :]])
    assert compare(embed(wrap(other)), post(" ".join(written)))[0] == "altered"
