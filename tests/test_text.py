import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linker.text import fold_accents, grams, normalise, signature, words


def texts(text, *, post=False):
    return [word.text for word in words(normalise(text, post=post))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fish &amp; chips", ["fish", "chips"]),
        ("&amp;lt;", ["lt"]),
        ("#KillerRobots now", ["killer", "robots", "now"]),
        ("#COVID19", ["covid", "19"]),
        ("with @ZelenskyyUa", ["with", "zelenskyy", "ua"]),
        ("see https://t.co/hcKsDsaEMc@JessKane11", ["see", "jess", "kane", "11"]),
        ("on camera.#IranUsapic.twitter.com/TvRk", ["on", "camera", "iran", "usa"]),
        ("Read www.example.org/a?b=c", ["read"]),
        ("cut off https:…", ["cut", "off"]),
        ('to <span class="tweet-fake-link">me</span>', ["to", "me"]),
        ("1,234.5 60fps G20", ["1,234.5", "60", "fps", "g", "20"]),
        ("Stoltenberg’s", ["stoltenberg", "s"]),
        ("Jakub Świerczok", ["jakub", "swierczok"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("ﬁnance ①", ["finance", "1"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("北京欢迎你", ["北京", "京欢", "欢迎", "迎你"]),
        ("東 ok", ["東", "ok"]),
        ("so\u00adft", ["soft"]),
        ("Київ, йод", ["київ", "йод"]),
        ("user@example.org", ["user", "example", "org"]),
        ("🔥📺 ⬇️", []),
        ("", []),
    ],
)
def test_words_are_folded_and_language_neutral(text, expected):
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@a @b_c Yes", ["yes"]),
        ("RT @a: Yes", ["yes"]),
        ("Yes @a", ["yes", "a"]),
        (".@a Yes", ["a", "yes"]),
        ("@a @b", []),
        ("Whatever — Teen Vogue (@TeenVogue) December 12, 2016", ["whatever"]),
    ],
)
def test_a_post_loses_reply_mentions_and_its_signature(text, expected):
    assert texts(text, post=True) == expected


def test_a_signature_names_the_author():
    signed = signature("Done. pic.twitter.com/x— CANAL+ SPORT (@CANALPLUS_SPORT) February 3, 2025")
    assert (signed.name, signed.handle, signed.date_text) == (
        "CANAL+ SPORT",
        "CANALPLUS_SPORT",
        "February 3, 2025",
    )


@pytest.mark.parametrize("text", ["Done (@me).", "— a dash", "", "x — (@y) "])
def test_what_is_no_signature_stays(text):
    assert signature(text) is None


def test_words_know_their_place_in_the_original():
    text = "Hi &amp; “#KillerRobots” ﬁne"
    spans = [(word.text, text[word.start : word.end]) for word in words(normalise(text))]
    assert spans == [("hi", "Hi"), ("killer", "Killer"), ("robots", "Robots"), ("fine", "ﬁne")]


def test_grams_are_words_and_bigrams_each_once():
    assert grams("No no no #MoreWar") == ("no", "more", "war", "no no", "no more", "more war")


@pytest.mark.parametrize(
    ("word", "folded"), [("zürich", "zurich"), ("øl", "ol"), ("ёлка", "елка"), ("йод", "йод"), ("ά", "α")]
)
def test_accents_fold_where_they_are_no_letters_of_their_own(word, folded):
    assert fold_accents(word) == folded


@given(st.text(), st.booleans())
def test_any_text_maps_back_into_itself(text, post):
    normalised = normalise(text, post=post)
    assert len(normalised.text) == len(normalised.origin)
    assert all(0 <= place < len(text) for place in normalised.origin)
    assert all(0 <= word.start < word.end <= len(text) and word.text for word in words(normalised))


@given(st.text())
@example("<À>")
@example("À@aA")
@example("<İ>")
@example("https://t.co/ÀB")
@settings(max_examples=400)
def test_composed_and_decomposed_text_give_the_same_words(text):
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert texts(composed) == texts(decomposed)
