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
def test_a_cut_text_is_truncated_on_either_side(shown):
    assert compare(embed(shown), post(TEXT))[0] == "truncated"
    assert compare(embed(TEXT), post(shown))[0] == "truncated"


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
