"""Posts in another language than their article: told by their words, weighed without words in common."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_encoders import install_made
from test_learning_alignment import ROWS

from linker.learning.labels.rows import read_rows
from linker.learning.tasks.alignment import article_of, figures, post_of, predictions
from linker.learning.training.alignment import train
from linker.matching.scoring.across import needs_no_words
from linker.matching.scoring.scoring import score_article
from linker.matching.vectors import encoders
from linker.matching.weights.model import Part, Weight, load, read_model, write_model
from linker.matching.words.languages import guess_language, is_foreign
from linker.text import normalise, words

ACROSS = Path(__file__).parent / "fixtures" / "languages" / "across.jsonl"
ENGLISH = "The mayor said that the bridge would be open on Monday and that it was safe for all of us."
GERMAN = "Die Bürgermeisterin sagte, dass die Brücke am Montag für alle wieder offen und sicher ist."
UKRAINIAN = "Мер сказав, що міст відкриють у понеділок і що він безпечний для всіх."
RUSSIAN = "Мэр сказал, что мост откроют в понедельник и что он безопасен для всех."


def said(text):
    return [word.text for word in words(normalise(text))]


@pytest.mark.parametrize(
    ("post", "told", "article", "declared", "foreign"),
    [
        (UKRAINIAN, None, ENGLISH, "en", True),
        (ENGLISH, None, GERMAN, None, True),
        (ENGLISH, "en", GERMAN, "de", True),
        (RUSSIAN, "ru", UKRAINIAN, "uk", True),
        ("Operasi darurat tetap berjalan.", "in", ENGLISH, "en", True),
        (ENGLISH, None, ENGLISH, None, False),
        (ENGLISH, "en", ENGLISH, "en-GB", False),
        (ENGLISH, "in", ENGLISH, "en", False),
        (ENGLISH, "xx", ENGLISH, "en", False),
        ("Bravo!", None, GERMAN, "de", False),
        ("🔥 2024", "und", GERMAN, "de", False),
        (ENGLISH, None, "", None, False),
        ("Most je danas otvoren.", "hr", "Most je danas ponovo otvoren za sve.", "sr", False),
    ],
    ids=[
        "another script",
        "nobody says",
        "both say",
        "one script, both say",
        "an old code",
        "the same",
        "a region",
        "the platform is mistaken",
        "an unheard-of language",
        "too short to tell",
        "no words",
        "no article",
        "read by each other's readers",
    ],
)
def test_whether_a_post_is_in_another_language_than_its_article(post, told, article, declared, foreign):
    assert is_foreign(said(post), told, said(article), declared) is foreign


def test_a_language_is_guessed_from_words_and_nothing_from_none():
    assert [guess_language(said(text)) for text in (ENGLISH, GERMAN, "🔥 2024")] == ["en", "de", None]


# One direction for each matter, whatever the language: what a multilingual encoder does, in four words.
MATTERS = {"bridge": 0, "міст": 0, "brücke": 0, "bread": 1, "хліб": 1, "brot": 1, "mayor": 2, "мер": 2}


def encode(texts):
    vectors = np.full((len(texts), 4), 0.05, dtype=np.float32)
    for row, text in enumerate(texts):
        for word in said(text):
            vectors[row, MATTERS.get(word, 3)] += word in MATTERS
    return vectors


POLYGLOT = encoders.Encoder("contextual", "polyglot-1", 4, encode, multilingual=True)
ROW = {
    "id": "1",
    "language": "en",
    "post": {"text": "Сьогодні нарешті відкрили наш новий міст через річку!", "lang": "uk"},
    "sentences": ["The new bridge across the river was opened today.", "The price of bread rose again."],
}


def scored(row, model, encoder):
    article, claims = article_of(row)
    return score_article(article, claims, post_of(row), None, model, encoder)


def with_part(**weights):
    part = {name: Weight(slope=slope, low=-1.0, high=1.0) for name, slope in weights.items()}
    return replace(load("none"), encoder="contextual", wordless=Part(prior=-3.0, weights=part))


def test_a_post_in_another_language_is_weighed_without_words_and_still_adds_up():
    bridge, bread = scored(ROW, with_part(meaning=9.0), POLYGLOT)
    assert bridge.score > 0.9 > 0.1 > bread.score  # noqa: PLR0133 - a gap between them
    assert {signal.name for signal in bridge.signals} == {"meaning"}
    total = bridge.prior + sum(signal.contribution for signal in bridge.signals)
    assert bridge.score == pytest.approx(1 / (1 + np.exp(-total)), abs=1e-9)


@pytest.mark.parametrize(
    ("row", "encoder"),
    [
        (ROW, replace(POLYGLOT, multilingual=False)),
        (ROW | {"post": {"text": "Today they opened our new bridge across the river!"}}, POLYGLOT),
    ],
    ids=["an encoder of one language", "a post in the article's language"],
)
def test_words_count_where_they_can_be_expected(row, encoder):
    plain = replace(with_part(), wordless=None)
    assert scored(row, with_part(meaning=9.0), encoder) == scored(row, plain, encoder)


def test_training_a_contextual_model_fits_the_part_without_words_to_the_same_rows(tmp_path):
    file = tmp_path / "train.jsonl"
    file.write_text("\n".join(map(json.dumps, [*ROWS, ROW | {"labels": ["reports", "none"]}])))
    model = train([file], "contextual", POLYGLOT).model
    assert model.wordless is not None
    assert all(map(needs_no_words, model.wordless.weights))
    assert model.encoder_version == "polyglot-1"
    assert read_model(write_model(model)) == model
    assert train([file], "none", encoders.load("none")).model.wordless is None


def test_scores_of_a_model_that_the_weights_were_not_fitted_with_are_named_for_it():
    model = replace(load("contextual"), version="alignment-contextual-1", encoder_version="minilm-1")
    assert model.scoring_with("minilm-1").version == "alignment-contextual-1"
    assert model.scoring_with("e5-2").version == "alignment-contextual-1+e5-2"


def test_weights_are_those_fitted_with_the_encoder_or_else_the_usual_ones():
    usual = load("contextual")
    assert load("contextual", usual.encoder_version) == usual
    assert load("contextual", "unheard-of-0123456789ab") == usual


def decisions(name):
    rows, encoder = read_rows(ACROSS), encoders.load(name)
    labels = {row["id"]: row["labels"] for row in rows}
    found = predictions(rows, load(name, encoder.version), encoder)
    told = figures(rows, found)["all"]["precision_at_1"]
    return told, Counter(
        (each["decision"] != "none", labels[each["id"]][each["sentence"]] != "none") for each in found
    )


@pytest.mark.parametrize("encoder", ["none", "static"])
def test_without_a_multilingual_encoder_no_wrong_pair_is_shown_across_languages(encoder):
    _, shown = decisions(encoder)
    assert shown[True, True] > 0 == shown[True, False]


@pytest.mark.real
def test_with_e5_most_posts_meet_their_claims_across_languages(tmp_path, monkeypatch):
    install_made("e5", tmp_path, monkeypatch)
    first, shown = decisions("contextual")
    assert first >= 0.9
    assert shown[True, True] >= 35
    assert shown[True, False] <= 4
