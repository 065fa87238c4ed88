import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stopping import no_file_larger_than

from linker.errors import InputError
from linker.learning.fitting.fitting import calibrate, fit
from linker.learning.fitting.measures import area_under_roc, average_precision, brier, calibration_error
from linker.learning.labels.folding import articles_of, fold_by_article
from linker.learning.labels.languages import language_of
from linker.learning.labels.places import read_pages, with_places
from linker.learning.labels.readings import read_readings
from linker.learning.labels.rows import read_rows
from linker.learning.tasks.alignment import article_of, figures, post_of, predictions
from linker.learning.training.alignment import train
from linker.learning.training.report import write_report
from linker.matching.embeds.fidelity import compare
from linker.matching.vectors.encoders import load as load_encoder
from linker.matching.weights.model import load

TOPICS = (
    "harbour",
    "museum",
    "bridge",
    "library",
    "stadium",
    "airport",
    "castle",
    "tunnel",
    "market",
    "theatre",
)
ROWS = [
    {
        "id": f"F{place}",
        "post": {
            "platform": "x",
            "text": f"Today we opened the new {topic} in Springfield with a great party!",
        },
        "title": None,
        "sentences": [
            f"The new {topic} in Springfield was opened with a great party, a post said.",
            "Prices rose again in the third quarter, analysts said.",
            f"Nobody knows what the {topic} will cost in ten years.",
            "The weather stays mild.",
        ],
        "labels": ["reports", "none", "unsure" if place % 2 else "none", "none"],
    }
    for place, topic in enumerate(TOPICS)
]


def bools(*values):
    return np.array(values, dtype=bool)


def test_average_precision_takes_ties_together():
    assert average_precision(bools(1, 0), np.array([0.5, 0.5])) == 0.5
    assert average_precision(bools(1, 0, 1), np.array([0.9, 0.5, 0.1])) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(bools(0, 0), np.array([0.5, 0.5])) is None


def test_area_under_roc_counts_pairs():
    assert area_under_roc(bools(1, 0, 0), np.array([0.5, 0.1, 0.5])) == 0.75
    assert area_under_roc(bools(1), np.array([0.5])) is None


def test_calibration_error_and_brier_are_zero_for_the_truth():
    assert calibration_error(bools(1, 0), np.array([1.0, 0.0])) == 0
    assert brier(bools(1, 0), np.array([1.0, 0.0])) == 0
    assert calibration_error(bools(1, 0, 0, 0), np.full(4, 0.25)) == 0
    assert calibration_error(bools(1, 0), np.array([0.9, 0.9])) == pytest.approx(0.4)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1))
def test_figures_of_merit_stay_within_bounds(pairs):
    right, scores = bools(*(pair[0] for pair in pairs)), np.array([pair[1] for pair in pairs])
    for measure in (average_precision, area_under_roc, calibration_error, brier):
        value = measure(right, scores)
        assert value is None or 0 <= value <= 1 + 1e-9


def test_a_fit_keeps_its_signs_and_finds_the_way():
    random = np.random.default_rng(0)
    values = random.normal(size=(400, 3))
    right = (values[:, 0] - values[:, 1] + random.normal(size=400) > 0).astype(float)
    found = fit(values, right, (1, 1, 0), ridge=1.0)
    assert found.slopes[0] > 0.5
    assert found.slopes[1] == 0.0
    assert np.corrcoef(found.log_odds(values), values[:, 0])[0, 1] > 0.9


def test_calibration_undoes_overconfidence():
    random = np.random.default_rng(0)
    odds = random.normal(size=4000)
    right = (random.random(4000) < 1 / (1 + np.exp(-odds))).astype(float)
    scale, shift = calibrate(3 * odds + 1, right)
    assert scale == pytest.approx(1 / 3, abs=0.05)
    assert shift == pytest.approx(-1 / 3, abs=0.1)


def test_posts_of_one_article_share_their_fold():
    twice = [*ROWS, *({**row, "id": row["id"] + "b"} for row in ROWS)]
    folds = fold_by_article(articles_of(twice), 5, 0)
    assert (folds[: len(ROWS)] == folds[len(ROWS) :]).all()
    assert set(folds.tolist()) == set(range(5))


def test_an_article_cut_into_other_sentences_is_the_same_article():
    whole = {"sentences": [" ".join(ROWS[0]["sentences"][:3])]}
    keys = articles_of([ROWS[0], ROWS[1], whole, {"sentences": ["🔥"]}])
    assert keys[2] == keys[0]
    assert len(set(keys)) == 3


def test_training_gives_calibrated_weights_a_report_and_the_same_bytes_twice(tmp_path):
    file = tmp_path / "train.jsonl"
    file.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    trained = train([file], "none", load_encoder("none"))
    assert trained.figures["all"]["precision_at_1"] == 1.0
    assert trained.model.version == train([file], "none", load_encoder("none")).model.version
    assert list(trained.model.data) == ["train.jsonl"]
    report = write_report(trained, tmp_path / "report").read_text(encoding="utf-8")
    assert "## Calibration" in report
    before = {path: path.read_bytes() for path in (tmp_path / "report").iterdir()}
    assert sorted(path.suffix for path in before) == [".md", ".png", ".png"]
    with no_file_larger_than(1000), pytest.raises(OSError, match="too large"):
        write_report(trained, tmp_path / "report")
    assert {path: path.read_bytes() for path in (tmp_path / "report").iterdir()} == before


PAGE = """<html><head><title>Harbour opened</title></head><body><article><h1>Harbour opened</h1>
<p>{filler}</p><p>The new harbour in Springfield was opened with a great party, a post said.</p>
<blockquote class="twitter-tweet"><p>Today we opened the new harbour in Springfield with a great party!</p>
&mdash; City (@city) <a href="https://twitter.com/city/status/1234567890123456789">May 3, 2021</a></blockquote>
<p>{filler}</p></article></body></html>"""


def test_saved_pages_tell_where_a_post_stood(tmp_path):
    filler = (
        "Prices rose again in the third quarter, analysts said in a long and winding note to clients. " * 4
    )
    (tmp_path / "a.html").write_text(PAGE.format(filler=filler), encoding="utf-8")
    row = ROWS[0] | {"post": ROWS[0]["post"] | {"id": "1234567890123456789"}}
    placed, unknown = with_places([row, ROWS[1]], read_pages(tmp_path))
    assert placed["embed_paragraph"] == placed["paragraphs"][0] + 1
    assert placed["paragraphs"][3] is None
    assert unknown == ROWS[1]


def test_the_place_is_learned_on_top_and_changes_nothing_where_it_is_unknown(tmp_path):
    # In every other row the words mislead, and only the place tells which sentence is right.
    told = [({}, [0, 3, 4, 5]), ({"labels": ["none", "none", "none", "reports"]}, [3, 4, 5, 0])]
    rows = [row | told[place % 2][0] for place, row in enumerate(ROWS)]
    placed = [
        row | {"embed_paragraph": 1, "paragraphs": told[place % 2][1]} for place, row in enumerate(rows)
    ]
    files = [tmp_path / "plain.jsonl", tmp_path / "placed.jsonl"]
    for file, each in zip(files, (rows, placed), strict=True):
        file.write_text("\n".join(map(json.dumps, each)), encoding="utf-8")
    plain, with_place = (train([file], "none", load_encoder("none")) for file in files)
    assert with_place.model.weights["before_embed"].slope > 0
    assert "before_embed" not in plain.model.weights
    assert with_place.figures["all"] == plain.figures["all"]
    assert with_place.figures["place known, used"]["posts"] == len(ROWS)


def test_predictions_and_figures_go_through_the_production_path():
    found = predictions(ROWS, load("none"), load_encoder("none"))
    assert len(found) == sum(len(row["sentences"]) for row in ROWS)
    assert {"id", "sentence", "score", "decision"} == set(found[0])
    told = figures(ROWS, found)
    assert told["all"]["precision_at_1"] == 1.0
    assert told["kind F"]["posts"] == len(ROWS)
    assert told["language en"]["posts"] == len(ROWS)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Bürgermeister hat am Montag die neue Brücke eröffnet.", "de"),
        ("Le maire a inauguré lundi le nouveau pont de la ville.", "fr"),
        ("Wszyscy mieszkańcy byli wczoraj na nowym moście, który otworzył się po długiej budowie.", "pl"),
        ("🔥", "und"),
    ],
)
def test_a_row_that_does_not_say_gets_its_language_guessed(text, language):
    assert language_of({}, text) == language
    assert language_of({"language": "sq"}, text) == "sq"


def test_posts_in_another_language_than_their_article_are_counted_apart():
    foreign = ROWS[0] | {"language": "en", "post": ROWS[0]["post"] | {"lang": "uk"}}
    told = figures([foreign, *ROWS[1:]], predictions(ROWS, load("none"), load_encoder("none")))
    assert told["post uk, article en"]["posts"] == 1
    assert told["language en"]["posts"] == len(ROWS)


def test_a_missing_or_broken_file_is_told(tmp_path):
    with pytest.raises(InputError, match=r"none\.jsonl"):
        read_rows(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("encoder", "first", "pooled"),
    [("none", 0.80, 0.64), ("static", 0.82, 0.645), ("contextual", 0.83, 0.655)],
)
def test_published_figures_are_cross_validated_and_hold_their_floors(encoder, first, pooled):
    told = load(encoder).figures["all"]
    assert told["precision_at_1"] >= first
    assert told["average_precision"] >= pooled
    assert told["calibration_error"] <= 0.03


def test_training_on_the_shared_data_gives_the_published_figures(shared):
    file = shared / "eval" / "alignment" / "dev.jsonl"
    readings = read_readings(shared / "eval" / "resolution")
    trained = train([file], "static", load_encoder("static"), readings=readings)
    for figure in ("precision_at_1", "average_precision", "calibration_error"):
        assert trained.figures["all"][figure] == pytest.approx(
            load("static").figures["all"][figure], abs=0.01
        )


@pytest.mark.parametrize("encoder", ["none", "static"])
def test_the_seed_links_what_it_must_and_nothing_else(shared, encoder):
    rows = [row for row in read_rows(shared / "eval" / "alignment" / "dev.jsonl") if row["id"] == "SEED"]
    found = predictions(rows, load(encoder), load_encoder(encoder))
    labels = rows[0]["labels"]
    shown = [each["decision"] != "none" for each in found]
    assert all(shown[place] for place, label in enumerate(labels) if label == "reports")
    assert not any(shown[place] for place, label in enumerate(labels) if label == "none")


def test_no_embed_of_the_shared_pages_counts_as_altered(shared):
    pages = read_pages(shared / "samples" / "pages")
    rows = read_rows(shared / "eval" / "alignment" / "dev.jsonl")
    embeds = {
        str(row["id"]): pages[str(row["post"]["id"])][1]
        for row in rows
        # One row's text holds the buttons of the page around the post, which its embed rightly lacks.
        if row["post"].get("id") in pages and "Reply Retweet Favorite" not in row["post"]["text"]
    }
    verdicts = {compare(embeds[row["id"]], post_of(row))[0] for row in rows if row["id"] in embeds}
    assert len(embeds) > 30
    assert verdicts <= {"identical", "truncated"}


def test_claims_of_a_row_have_the_speakers_whom_its_sentences_name():
    said = "“We close the bridge tonight,” Mayor Anna Berg told reporters."
    row = {"id": "F1", "sentences": ["The harbour lies still.", said], "post": {"text": "We close it."}}
    assert [claim.speaker for claim in article_of(row)[1]] == [None, "Anna Berg"]
    given = {**row, "speakers": ["the harbour master", None]}
    assert [claim.speaker for claim in article_of(given)[1]] == ["the harbour master", None]
