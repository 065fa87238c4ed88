"""Published weights: each names the encoder that it was fitted with, and is found by it."""

import json

import pytest

from linker.matching.weights import published

FILES = sorted(
    (file for file in published.folder().iterdir() if file.name.endswith(".json")), key=lambda file: file.name
)


def read(file):
    task, encoder = file.name.removesuffix(".json").split("-")[:2]
    return task, encoder, json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_weights_are_found_by_the_encoder_that_they_were_fitted_with(file):
    task, encoder, weights = read(file)
    assert json.loads(published.choose(task, encoder, weights["encoder_version"])) == weights
    assert published.file_name(task, encoder, weights["encoder_version"]) == file.name


def test_an_encoder_without_weights_of_its_own_is_served_by_the_usual_ones():
    usual = published.choose("retrieval", "contextual")
    assert published.choose("retrieval", "contextual", "unheard-of-0123456789ab") == usual


@pytest.mark.parametrize(
    ("task", "encoder", "version", "name"),
    [
        ("retrieval", "contextual", "minilm-ffffffffffff", "retrieval-contextual.json"),
        ("retrieval", "contextual", "polyglot-0123456789ab-centred", "retrieval-contextual-polyglot.json"),
        ("retrieval", "static", "another-0123456789ab", "retrieval-static.json"),
        ("new", "contextual", "polyglot-0123456789ab", "new-contextual.json"),
    ],
    ids=["another make of the usual model", "another model", "one table only", "the first of a task"],
)
def test_weights_of_another_model_stand_beside_the_usual_ones(task, encoder, version, name):
    assert published.file_name(task, encoder, version) == name
