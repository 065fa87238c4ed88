"""Encoders give unit vectors, are told apart by version, and say what to do when they are not there."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linker.errors import ModelError
from linker.matching.scoring.unshown import load_doubt
from linker.matching.vectors import encoders
from linker.matching.weights.model import load as load_model
from linker.matching.words.frequencies import idf, languages
from linker.service.browsing.status import status
from linker.service.learning.models import about, install


def cosine(first: str, second: str) -> float:
    vectors = encoders.load("static").encode([first, second])
    return float(vectors[0] @ vectors[1])


def test_none_gives_rows_without_columns():
    assert encoders.load("none").encode(["a", ""]).shape == (2, 0)


def test_static_vectors_are_of_length_one_and_zero_without_words():
    vectors = encoders.load("static").encode(["The bridge is closed", "", "  \n", "🙂"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0, 1], abs=1e-5)
    assert vectors.dtype == np.float32


def test_static_meaning_tells_a_paraphrase_from_another_matter():
    said = "the doctor treated the sick child"
    assert (
        cosine(said, "a physician cared for an ill kid") > cosine(said, "the stock market fell sharply") + 0.2
    )


def test_a_text_has_one_vector_in_any_batch():
    texts = ["one text", "another, much longer text about bridges and rivers", "x"]
    together = encoders.load("static").encode(texts)
    alone = np.concatenate([encoders.load("static").encode([text]) for text in texts])
    assert together == pytest.approx(alone, abs=1e-6)


def test_no_texts_give_no_rows():
    assert encoders.load("static").encode([]).shape == (0, encoders.load("static").dimensions)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=300), max_size=5))
def test_any_text_gives_finite_vectors(texts):
    vectors = encoders.load("static").encode(texts)
    assert len(vectors) == len(texts)
    assert np.isfinite(vectors).all()


def test_a_contextual_encoder_that_is_not_installed_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setenv("LINKER_MODELS", str(tmp_path))
    with pytest.raises(ModelError, match="linker model install"):
        encoders.load("contextual")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        pytest.param((), "no .onnx file", id="empty folder"),
        pytest.param(("model.onnx",), "tokenizer.json", id="no tokenizer"),
        pytest.param(("model.onnx", "tokenizer.json"), "onnxruntime", id="no network inside"),
    ],
)
def test_a_folder_that_holds_no_model_is_refused_and_changes_nothing(tmp_path, monkeypatch, files, told):
    pytest.importorskip("onnxruntime")
    monkeypatch.setenv("LINKER_MODELS", str(tmp_path / "models"))
    given_folder = tmp_path / "given"
    given_folder.mkdir()
    for name in files:
        (given_folder / name).write_text("{}")
    with pytest.raises(ModelError, match=told):
        install(str(given_folder))
    assert not (tmp_path / "models" / encoders.ACTIVE).exists()


def test_a_name_that_is_no_models_name_is_refused():
    with pytest.raises(ModelError, match="no such folder"):
        install("no such model")


# An ONNX network of one operation, `Gather(eye(4), input_ids)`: each token gets its row of a table.
TINY_NETWORK = (
    "CAg64gEKLQoFdGFibGUKCWlucHV0X2lkcxIRbGFzdF9oaWRkZW5fc3RhdGUiBkdhdGhlchIEdGlueSpPCAQIBBABQgV0YWJs"
    "ZUpAAACAPwAAAAAAAAAAAAAAAAAAAAAAAIA/AAAAAAAAAAAAAAAAAAAAAAAAgD8AAAAAAAAAAAAAAAAAAAAAAACAP1omCglp"
    "bnB1dF9pZHMSGQoXCAcSEwoHEgV0ZXh0cwoIEgZ0b2tlbnNiMgoRbGFzdF9oaWRkZW5fc3RhdGUSHQobCAESFwoHEgV0ZXh0"
    "cwoIEgZ0b2tlbnMKAggEQgQKABAR"
)


# The same with `attention_mask` and `token_type_ids` asked for, and a `pooler_output` (the tokens' maximum)
# before the tokens' own vectors, as exports of BERT have it.
BERT_LIKE_NETWORK = (
    "CAgSADrrAwomCglpbnB1dF9pZHMKDmF0dGVudGlvbl9tYXNrEgRzZWVuIgNNdWwKIAoEc2VlbgoOdG9rZW5fdHlwZV9pZHMSA3Jv"
    "dyIDQWRkCicKBXRhYmxlCgNyb3cSEWxhc3RfaGlkZGVuX3N0YXRlIgZHYXRoZXIKSwoRbGFzdF9oaWRkZW5fc3RhdGUSDXBvb2xl"
    "cl9vdXRwdXQiCVJlZHVjZU1heCoLCgRheGVzQAGgAQcqDwoIa2VlcGRpbXMYAKABAhIBdCpPCAQIBBABQgV0YWJsZUpAAACAPwAA"
    "AAAAAAAAAAAAAAAAAAAAAIA/AAAAAAAAAAAAAAAAAAAAAAAAgD8AAAAAAAAAAAAAAAAAAAAAAACAP1olCglpbnB1dF9pZHMSGAoW"
    "CAcSEgoGEgR0ZXh0CggSBnRva2Vuc1oqCg5hdHRlbnRpb25fbWFzaxIYChYIBxISCgYSBHRleHQKCBIGdG9rZW5zWioKDnRva2Vu"
    "X3R5cGVfaWRzEhgKFggHEhIKBhIEdGV4dAoIEgZ0b2tlbnNiIwoNcG9vbGVyX291dHB1dBISChAIARIMCgYSBHRleHQKAggEYjEK"
    "EWxhc3RfaGlkZGVuX3N0YXRlEhwKGggBEhYKBhIEdGV4dAoIEgZ0b2tlbnMKAggEQgQKABAN"
)
VOCABULARY = {"[UNK]": 0, "bridge": 1, "river": 2, "bear": 3}


def tiny_model(folder, network=TINY_NETWORK, **settings):
    pytest.importorskip("onnxruntime")
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.onnx").write_bytes(base64.b64decode(network))
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": VOCABULARY, "unk_token": "[UNK]"},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    names = {"pooling": "1_Pooling/config.json", "length": "sentence_bert_config.json"}
    for name, told in settings.items():
        path = folder / names.get(name, "config_sentence_transformers.json")
        path.write_text(json.dumps(told))
    return folder


# By token: unknown, bridge, river, bear.
MEAN, FIRST = [0, 2 / 5**0.5, 1 / 5**0.5, 0], [0, 1, 0, 0]
PREFIXED = [0, 2 / 6**0.5, 1 / 6**0.5, 1 / 6**0.5]


@pytest.mark.parametrize("network", [TINY_NETWORK, BERT_LIKE_NETWORK], ids=["ids alone", "three inputs"])
@pytest.mark.parametrize(
    ("settings", "vector"),
    [
        pytest.param({}, MEAN, id="nothing said: the mean"),
        pytest.param({"pooling": {"pooling_mode_mean_tokens": True}}, MEAN, id="mean"),
        pytest.param({"pooling": {"pooling_mode_cls_token": True}}, FIRST, id="first token"),
        pytest.param({"length": {"max_seq_length": 1}}, FIRST, id="cut"),
        pytest.param({"length": {"max_seq_length": "x"}}, MEAN, id="no length"),
        pytest.param(
            {"prompts": {"prompts": {"query": "bear ", "passage": "river "}, "default_prompt_name": None}},
            PREFIXED,
            id="a prefix on both sides, as of e5",
        ),
        pytest.param({"prompts": {"prompts": {"query": "bear "}}}, MEAN, id="a prefix of queries alone"),
        pytest.param(
            {"prompts": {"prompts": {"all": "bear "}, "default_prompt_name": "all"}}, PREFIXED, id="default"
        ),
        pytest.param({"prompts": {"prompts": 3}}, MEAN, id="no prompts"),
    ],
)
def test_an_export_encodes_as_its_own_settings_say(tmp_path, network, settings, vector):
    encoder = encoders.load_contextual(tiny_model(tmp_path / "tiny", network, **settings))
    assert encoder.encode(["bridge river bridge"])[0] == pytest.approx(vector, abs=1e-3)


def test_other_settings_are_another_version(tmp_path):
    plain = encoders.load_contextual(tiny_model(tmp_path / "a" / "tiny"))
    first = encoders.load_contextual(
        tiny_model(tmp_path / "b" / "tiny", pooling={"pooling_mode_cls_token": True})
    )
    assert plain.version != first.version


def test_what_was_kept_is_not_encoded_again(tmp_path):
    plain = encoders.load_contextual(tiny_model(tmp_path / "tiny"))
    kept, asked = {}, []

    def keep(version, vectors):
        assert version == plain.version
        asked.append(len(vectors))
        kept.update(vectors)

    encoder = plain.remembering(lambda _, keys: {key: kept[key] for key in keys if key in kept}, keep)
    texts = ["bridge", "", "bridge river", " bridge ", "bear \ud800"]
    first = encoder.encode(texts)
    again = encoder.encode([*texts, "river"])
    assert asked == [3, 1]
    assert np.array_equal(again[:-1], first)
    assert np.array_equal(first, plain.encode(texts))


@pytest.mark.parametrize("broken", [b"", b"abc", b"\xff" * 8])
def test_a_kept_vector_that_is_none_is_made_again(tmp_path, broken):
    plain = encoders.load_contextual(tiny_model(tmp_path / "tiny"))
    encoder = plain.remembering(lambda _, keys: dict.fromkeys(keys, broken), lambda *_: None)
    assert np.array_equal(encoder.encode(["bridge"]), plain.encode(["bridge"]))


def test_an_installed_folder_becomes_the_contextual_encoder(tmp_path, monkeypatch):
    monkeypatch.setenv("LINKER_MODELS", str(tmp_path / "models"))
    installed = install(str(tiny_model(tmp_path / "tiny")))
    encoder = encoders.load("contextual")
    vectors = encoder.encode(["Bridge", "", "river"])
    assert encoder.version.startswith("tiny-")
    # It knows none of the words by which `common_vector` looks, so all those texts are one, and that is taken out.
    assert vectors @ vectors[0] == pytest.approx([1, 0, 0.5], abs=1e-3)
    assert encoder.version != encoders.load_contextual(tmp_path / "tiny").version
    with (installed / "tokenizer.json").open("a") as file:
        file.write(" ")
    encoders.load_contextual.cache_clear()
    with pytest.raises(ModelError, match="changed since"):
        encoders.load("contextual")


def test_an_installed_model_is_told_by_what_it_can_and_what_the_weights_were_fitted_with(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("LINKER_MODELS", str(tmp_path / "models"))
    told = about(install(str(tiny_model(tmp_path / "tiny"))))
    assert told.startswith("tiny-")
    assert "within a language; the published weights were fitted with minilm-" in told
    (contextual,) = (each for each in status(None, None)["encoders"] if each["name"] == "contextual")
    assert contextual["model"].endswith(f"+{contextual['version']}")
    assert (contextual["multilingual"], contextual["fitted_with"][:7]) == (False, "minilm-")


def test_a_model_installed_anew_stands_beside_the_old_one_until_it_is_whole(tmp_path, monkeypatch):
    monkeypatch.setenv("LINKER_MODELS", str(tmp_path / "models"))
    given = tiny_model(tmp_path / "tiny")
    first = install(str(given))
    version = encoders.load("contextual").version
    network = (given / "model.onnx").read_bytes()
    (given / "model.onnx").write_bytes(b"no network")
    with pytest.raises(ModelError, match="onnxruntime"):
        install(str(given))
    assert (encoders.active_model(), encoders.load_contextual(first).version) == (first, version)
    (given / "model.onnx").write_bytes(network)
    second = install(str(given))
    assert (second != first, first.exists(), encoders.load("contextual").version) == (True, False, version)
    third = install(str(given))
    assert (third, sorted(path.name for path in third.parent.iterdir())) == (first, ["active", "tiny"])


def test_status_names_the_weights_for_posts_that_are_not_shown():
    told = {each["name"]: each["unshown"] for each in status(None, None)["encoders"]}
    assert (told["none"], told["static"]) == (load_doubt("none").version, load_doubt("static").version)
    assert told["none"].startswith("unshown-none-")


def test_a_model_remembers_that_half_of_our_readings_taught_it(tmp_path, monkeypatch):
    monkeypatch.setenv("LINKER_MODELS", str(tmp_path / "models"))
    given = tiny_model(tmp_path / "tiny")
    assert not encoders.load_contextual(install(str(given))).tuned
    (given / encoders.TUNED).write_text("{}", encoding="utf-8")
    encoders.load_contextual.cache_clear()
    assert encoders.load_contextual(install(str(given))).tuned


@pytest.mark.parametrize(
    ("commoner", "rarer"),
    [("the", "minister"), ("minister", "selenskyj"), ("и", "президент"), ("und", "brücke"), ("2023", "1769")],
)
def test_commoner_words_weigh_less(commoner, rarer):
    assert 0 < idf(commoner) < idf(rarer) <= 12


def test_a_word_weighs_by_its_language():
    assert idf("die", "en") > 5 > idf("die", "de")
    assert idf("die", "xx") == idf("die")
    assert {"en", "de", "fr", "es", "pl", "uk", "ru", "id"} <= set(languages())


@given(st.text(min_size=1), st.none() | st.text(max_size=3))
def test_any_word_has_a_weight(word, lang):
    assert 0 < idf(word, lang) <= 12


def install_made(name, tmp_path, monkeypatch):
    made = Path(__file__).resolve().parent.parent / "build" / name
    if not made.is_dir():
        pytest.skip(f"no model at {made}: run .ci/heavy, which makes it")
    monkeypatch.setenv("LINKER_MODELS", str(tmp_path))
    install(str(made))


@pytest.mark.real
def test_minilm_made_from_its_wheel_gives_the_cosines_of_its_card(tmp_path, monkeypatch):
    install_made("minilm", tmp_path, monkeypatch)
    assert not encoders.load("contextual").version.endswith("-centred")
    person, dog, very, day = encoders.load("contextual").encode(
        [
            "That is a happy person",
            "That is a happy dog",
            "That is a very happy person",
            "Today is a sunny day",
        ]
    )
    # The card of sentence-transformers/all-MiniLM-L6-v2 shows .695, .943, .257; int8 strays a little.
    assert [person @ dog, person @ very, person @ day] == pytest.approx([0.695, 0.943, 0.257], abs=0.03)


@pytest.mark.real
def test_minilm_tuned_to_claims_goes_by_what_is_said_rather_than_by_what_is_named(tmp_path, monkeypatch):
    texts = [
        "They are closing the Veldmoor harbour bridge for good!! Nobody asked us",
        "Users claimed that the crossing would never open again.",
        "The Veldmoor harbour bridge was painted green in 2019, and nobody asked why.",
    ]

    def lead(name):
        install_made(name, tmp_path, monkeypatch)
        post, said, named = encoders.load("contextual").encode(texts)
        return post @ said - post @ named

    assert lead("minilm-claims") > lead("minilm")


@pytest.mark.real
def test_weights_for_the_tuned_minilm_are_published(tmp_path, monkeypatch):
    install_made("minilm-claims", tmp_path, monkeypatch)
    encoder = encoders.load("contextual")
    assert encoder.tuned
    assert load_model("contextual", encoder.version).encoder_version == encoder.version


@pytest.mark.real
def test_e5_made_from_its_wheel_knows_a_sentence_in_other_languages_from_its_neighbour(tmp_path, monkeypatch):
    install_made("e5", tmp_path, monkeypatch)
    texts = [
        "The bridge was closed on Monday because of cracks.",
        "Die Brücke wurde am Montag wegen Rissen gesperrt.",
        "Міст закрили у понеділок через тріщини.",
        "Jembatan itu ditutup pada hari Senin karena retak.",
        "The museum was opened on Friday after years of building.",
        "Prices of rice are rising.",
    ]
    cosines = encoders.load("contextual").encode(texts) @ encoders.load("contextual").encode(texts[:1])[0]
    assert cosines[1:4].min() > cosines[4] + 0.05
    # Untouched, the network gives .7 and more to any two texts.
    assert cosines[5] < 0.1
