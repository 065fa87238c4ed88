import pytest
from hypothesis import given
from hypothesis import strategies as st

from linker.matching.fidelity import compare
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
