import numpy as np
import pytest

from linker.matching.signals import SIGNS, measure
from linker.matching.signals.page import view_page, view_post
from linker.matching.signals.place import measure_place
from linker.matching.vectors.encoders import load
from linker.matching.words.numbers import number_value, read_numbers
from linker.matching.words.prepared import prepare, sound, stem
from linker.matching.words.runs import longest_run
from linker.records import Article, Claim, Embed, Position, Post
from linker.text import normalise, words

SENTENCES = (
    "The mayor of Springfield presented the budget on Monday.",
    "Mayor Alma Reyes promised 300 new homes in the harbour district by May.",
    "The opposition called the plan a false promise.",
    "Rain is expected in the afternoon.",
    '"We will build three hundred homes where the old harbour stands," Reyes said.',
    "The fire brigade was not available for comment.",
)
POST = "We promised new homes, and we keep our word: 300 of them in the old harbour. #HarbourHomes"


def page_of(*sentences, encoder="none", speakers=()):
    article = Article(url="https://news.example/a", title="Budget", paragraphs=tuple(sentences))
    claims = [
        Claim(
            article_id=article.article_id,
            text=text,
            kind="statement",
            speaker=speakers[place] if speakers else None,
            positions=(Position(paragraph=place, start=0, end=len(text)),),
        )
        for place, text in enumerate(sentences)
    ]
    return view_page(article, claims, load(encoder))


def post_of(text, *, encoder="none", handle=None, name=None):
    post = Post(platform="x", post_id="1", text=text, author_handle=handle, author_name=name)
    return view_post(post, None, load(encoder))


def measured(text, *sentences, encoder="none", **author):
    return measure(post_of(text, encoder=encoder, **author), page_of(*sentences, encoder=encoder))


@pytest.mark.parametrize("encoder", ["none", "static"])
def test_every_signal_is_finite_and_known_to_the_model(encoder):
    found = measured(POST, *SENTENCES, encoder=encoder)
    assert set(found) <= set(SIGNS)
    assert all(np.isfinite(values).all() and len(values) == len(SENTENCES) for values in found.values())


@pytest.mark.parametrize("signal", ["evidence", "cover", "fit", "characters", "fit_rank"])
def test_what_shares_rare_words_stands_first(signal):
    assert measured(POST, *SENTENCES)[signal].argmax() in {1, 4}
    assert measured(POST, *SENTENCES)[signal][1] > measured(POST, *SENTENCES)[signal][3]


def test_a_word_that_every_sentence_repeats_tells_less_than_one_that_stands_out():
    repeated = [f"Zanzibar report number {word}." for word in ("alpha", "beta", "gamma", "delta", "epsilon")]
    alone = ["Zanzibar report number alpha.", *(f"Another {w} thing." for w in ("beta", "gamma", "delta"))]
    assert measured("Zanzibar!", *repeated)["evidence"][0] < measured("Zanzibar!", *alone)["evidence"][0]


def test_words_of_like_meaning_meet_with_an_encoder_only():
    sentences = ("The physician was happy.", "The train was late.")
    alike = measured("My doctor is glad", *sentences, encoder="static")["evidence"]
    assert alike[0] > 1.5 * alike[1]
    assert measured("My doctor is glad", *sentences)["evidence"].max() < alike[0]


@pytest.mark.parametrize("author", [{"handle": "AlmaReyes"}, {"name": "Alma Reyes 🌳"}])
def test_a_claim_that_names_the_author_is_told_by_handle_or_name(author):
    assert measured(POST, *SENTENCES, **author)["author"].tolist() == [0, 2, 0, 0, 1, 0]


def test_a_claim_spoken_by_the_author_counts_as_naming_them():
    page = page_of("“We keep our word.”", "It rained.", speakers=("Reyes", None))
    assert measure(post_of(POST, name="Alma Reyes"), page)["author"].tolist() == [2, 0]


def test_denial_is_heard():
    assert measured(POST, *SENTENCES)["denial"].tolist() == [0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("post", "sentence", "heard"),
    [
        ("We will build new homes.", "The city will not build new homes.", True),
        ("Wir bauen neue Wohnungen.", "Die Stadt baut keine neuen Wohnungen.", True),
        ("We will not build new homes.", "The city will not build new homes.", False),
        ("We will build new homes.", "The city will build new homes.", False),
        ("We will build new homes.", "No rain is expected.", False),
    ],
)
def test_a_negation_speaks_against_where_the_post_has_none_and_the_claim_is_of_the_same(
    post, sentence, heard
):
    assert bool(measured(post, sentence, "The zoo opens at nine.")["negated"][0]) == heard


@pytest.mark.parametrize(
    ("speaker", "heard"), [("Boris Lund", True), ("Alma Reyes", False), ("Reyes", False), (None, False)]
)
def test_what_somebody_else_says_of_the_same_speaks_against_a_post(speaker, heard):
    page = page_of("New homes in the harbour are promised.", speakers=(speaker,))
    signals = measure(post_of("We promise new homes in the harbour!", name="Alma Reyes"), page)
    assert bool(signals["other_voice"][0]) == heard


def test_names_alone_do_not_cover_what_a_post_says():
    post = "Alma Reyes promises new homes in the harbour."
    named, told = measured(
        post, "Alma Reyes opened a bakery.", "Somebody promises new homes in the harbour."
    )["cover_plain"]
    assert named == 0
    assert told > 0.5


def test_a_script_without_capitals_has_only_plain_words():
    assert prepare("أعلن الرئيس عن خطة جديدة").small.all()


def test_claims_beside_the_best_one_gain_by_it():
    values = measured("The opposition called the plan a false promise.", *SENTENCES)["fit_beside"]
    assert values[2] == 0
    assert values[1] == values[3] > values[0] == values[4] > values[5] > 0


@pytest.mark.parametrize("sentence", ["They claim it.", "Er behauptet es.", "Вони стверджують це."])
def test_words_of_claiming_are_heard_in_many_languages(sentence):
    assert measured(POST, sentence)["claiming"].tolist() == [1.0]


@pytest.mark.parametrize(
    "sentence",
    [
        "Das Video ging viral.",
        "She tweeted about it.",
        "Les réseaux en parlent.",
        "Napisał o tym wpis.",
        "Це допис у мережі.",
    ],
)
def test_words_of_posting_are_heard_in_many_languages(sentence):
    assert measured(POST, sentence)["posting"].tolist() == [1.0]


@pytest.mark.parametrize(
    "sentence",
    ["The carmaker's share lost a tenth.", "Shareholders want to know how much.", "Each pays a share of it."],
)
def test_shares_that_are_no_posts_are_no_words_of_posting(sentence):
    assert measured(POST, sentence)["posting"].tolist() == [0.0]


@pytest.mark.parametrize(
    ("post", "claim", "together", "apart"),
    [
        ("Up 25 %", "It rose by 25 percent.", 1, 0),
        ("Up 25%", "It rose by 25 Prozent.", 1, 0),
        ("34 seats for us", "They won 50 seats.", 0, 1),
        ("34 seats for us", "They won 34 seats, not 50 seats.", 1, 0),
        ("1,234 homes", "1.234 Wohnungen", 1, 0),
        ("3 million people", "3,000,000 people", 1, 0),
        ("5 miles away", "5000 metres away", 0, 0),
        ("34 seats", "50 years", 0, 0),
    ],
)
def test_numbers_are_compared_as_values_of_what_they_count(post, claim, together, apart):
    found = measured(post, claim)
    assert (found["numbers"][0], found["numbers_apart"][0]) == (together, apart)


@pytest.mark.parametrize(
    ("written", "value"), [("1,234", 1234), ("2,5", 2.5), ("2.5", 2.5), ("1.234.567", 1234567), ("007", 7)]
)
def test_digits_are_read_in_either_way_of_writing(written, value):
    assert number_value(written) == value


def test_numbers_know_their_place():
    text = "Only &amp; 25 % of 1,234"
    found = read_numbers(text, words(normalise(text)))
    assert [(number.value, number.unit, text[number.start : number.end]) for number in found] == [
        (25.0, "%", "25"),
        (1234.0, "", "1,234"),
    ]


@pytest.mark.parametrize(
    "spelling", ["Zelensky", "Zelenskyy", "Zelenskyj", "Selenskyj", "Зеленський", "Зеленский"]
)
def test_a_name_meets_its_transliterations(spelling):
    found = measured("I met @ZelenskyyUa", f"Then {spelling} spoke.", "Then nobody spoke.")
    assert found["evidence"][0] > 1.5
    assert found["evidence"][1] == 0


@pytest.mark.parametrize(
    ("name", "other"), [("gorbachev", "gorbatschow"), ("stoltenberg", "schulenberg"), ("merkel", "macron")]
)
def test_only_like_names_sound_alike(name, other):
    assert (sound(name) == sound(other) != "") == (name == "gorbachev")


@pytest.mark.parametrize(
    ("word", "other"), [("support", "supports"), ("kremlin", "кремлин"), ("invited", "invites")]
)
def test_inflection_keeps_the_stem(word, other):
    assert stem(word) == stem(other)


def test_the_longest_run_is_found_with_its_places():
    claim, post = prepare("He said: we keep our word, always."), prepare("Oh, we keep our word!")
    assert longest_run(claim, post) == (2, 1, 4)


@pytest.mark.parametrize(
    ("post", "claim"), [("", "Word"), ("🔥", "🔥"), ("https://t.co/x", "https://t.co/y")]
)
def test_texts_without_words_share_nothing(post, claim):
    assert all(values[0] == 0 for name, values in measured(post, claim).items() if SIGNS[name] > 0)


def embedded(paragraph, method="blockquote"):
    embed = Embed(article_id="a", platform="x", paragraph=paragraph, method=method, confidence=1.0, text=POST)
    return view_post(Post(platform="x", post_id="1", text=POST), embed, load("none"))


def test_a_claim_right_before_the_embed_gains_and_one_after_it_loses():
    before = measure_place(embedded(3), page_of(*SENTENCES))["before_embed"]
    assert before.argmax() == 2
    assert before[2] > before[1] > 0 > before[3] == before[0]


@pytest.mark.parametrize(("paragraph", "method"), [(None, "blockquote"), (3, "flattened"), (3, "linked")])
def test_an_unknown_place_says_nothing(paragraph, method):
    assert measure_place(embedded(paragraph, method), page_of(*SENTENCES)) == {}
