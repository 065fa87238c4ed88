"""What an encoder is tuned on, and how what it learned is kept."""

import random
from collections import Counter

import numpy as np

from linker.learning.make import lora
from linker.learning.make.contrasts import contrasts_of, read_lessons

LABELS = {"quotes", "reports", "disputes", "none", "unsure"}


def letters(texts):
    """Unit vectors of how often each letter stands in a text: an encoder that anybody can follow."""
    counted = np.array(
        [[text.lower().count(chr(97 + place)) for place in range(26)] for text in texts], dtype=np.float32
    )
    return counted / np.maximum(np.linalg.norm(counted, axis=1, keepdims=True), 1e-9)


def row(sentences, labels, post="The tram stops at noon"):
    return {"id": "L1", "post": {"text": post}, "sentences": sentences, "labels": labels}


def test_every_lesson_is_a_row_of_the_alignment_shape():
    lessons = read_lessons()
    assert len({lesson["id"] for lesson in lessons}) == len(lessons) > 300
    for lesson in lessons:
        assert len(lesson["sentences"]) == len(lesson["labels"]) > 5, lesson["id"]
        assert set(lesson["labels"]) <= LABELS, lesson["id"]
        assert all(text.strip() for text in (lesson["post"]["text"], *lesson["sentences"])), lesson["id"]


def test_lessons_are_in_many_languages():
    languages = Counter(lesson["language"] for lesson in read_lessons())
    assert {"en", "de", "fr", "es", "pl", "uk", "ru", "id", "it", "pt", "cs"} <= set(languages)


def test_right_sentences_stand_against_the_nearest_of_the_others_first():
    near, far = "The tram stops at nine", "Quizzical zebra"
    (contrast,) = contrasts_of(
        [row([far, "No tram after twelve", near], ["none", "reports", "disputes"])], letters, random.Random(1)
    )
    assert contrast.right == ("No tram after twelve",)
    assert contrast.wrong == (near, far)


def test_what_nobody_is_sure_of_teaches_nothing():
    (contrast,) = contrasts_of(
        [row(["It rains", "No tram", "Perhaps"], ["none", "reports", "unsure"])], letters, random.Random(1)
    )
    assert "Perhaps" not in {*contrast.right, *contrast.wrong}


def test_a_post_without_right_or_without_wrong_sentences_teaches_nothing():
    rows = [row(["It rains"], ["none"]), row(["No tram"], ["reports"]), row([], [])]
    assert contrasts_of(rows, letters, random.Random(1)) == []


def test_an_adapter_changes_the_weights_that_it_names_and_no_others(tmp_path):
    weights = {name: np.eye(4, dtype=np.float32) for name in ("query.weight", "key.weight")}
    down, up = np.full((1, 4), 0.5, dtype=np.float32), np.array([[2.0], [0], [0], [1]], dtype=np.float32)
    lora.keep({"query.weight": (down, up)}, tmp_path / "a.safetensors")
    merged = lora.merge(weights, tmp_path / "a.safetensors")
    assert np.allclose(merged["query.weight"], np.eye(4) + up @ down)
    assert np.array_equal(merged["key.weight"], weights["key.weight"])
