"""Posts find their claims, and posts and articles each other; our published figures hold."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linker.errors import InputError, ModelError
from linker.learning.fitting.ranking import Choices, fit, ranking_figures
from linker.learning.labels.rows import read_rows
from linker.learning.tasks import resolution, retrieval
from linker.matching.ranking import ranking
from linker.matching.ranking.pairing import pair
from linker.matching.ranking.retrieval import Asked, index_claims, rank_claims
from linker.matching.vectors import encoders

CLAIMS = [
    Asked(
        "bridge",
        "The Arda bridge was closed because forty of its pillars had cracked.",
        "Is the bridge safe?",
    ),
    Asked(
        "cheese", "A cheese market in Smolyan sold ninety tonnes of cheese in one morning.", "Ninety tonnes?"
    ),
    Asked(
        "school", "Children in mountain villages walk eleven kilometres to school.", "A long way to school"
    ),
    Asked("bears", "Bears have been seen on the motorway near Velingrad.", "Bears on the motorway?"),
    Asked(
        "again", 'Children in mountain villages walk "eleven kilometres" to school.', "A long way to school"
    ),
]
POSTS = {
    "bridge": "Forty cracked pillars and nobody told us?! #ArdaBridge pic.twitter.com/abc",
    "cheese": "Ninety tonnes of cheese before noon. Smolyan knows how to do it. — Ana P (@anap) May 2, 2023",
    "bears": "@friend a bear just crossed the motorway at Velingrad https://t.co/xyz",
}


def ranked(text: str, encoder: str = "static", claims: list[Asked] = CLAIMS):
    loaded = encoders.load(encoder)
    return rank_claims(text, index_claims(claims, loaded), ranking.load("retrieval", encoder), loaded)


@pytest.mark.parametrize("encoder", ["none", "static"])
@pytest.mark.parametrize("wanted", POSTS)
def test_a_post_finds_its_claim_first(wanted, encoder):
    assert ranked(POSTS[wanted], encoder)[0].claim_id == wanted


def test_claims_of_the_same_words_share_their_score_and_keep_their_order():
    found = ranked("Eleven kilometres to school, every day, in our mountain villages")
    assert [each.claim_id for each in found[:2]] == ["school", "again"]
    assert found[0].score == found[1].score


def test_the_order_of_claims_changes_no_score():
    there = {each.claim_id: each.score for each in ranked(POSTS["cheese"])}
    back = {each.claim_id: each.score for each in ranked(POSTS["cheese"], claims=CLAIMS[::-1])}
    assert there == pytest.approx(back)


def test_scores_step_down_so_that_any_sorting_keeps_our_order():
    stepped = ranking.stepped([2.0, 2.0, 2.0, 1.0])
    assert stepped == sorted(set(stepped), reverse=True)
    assert stepped[2] == pytest.approx(2.0)


def test_no_claims_give_no_rank():
    assert ranked("Anything", claims=[]) == []


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200) | st.sampled_from(["", "🙂🙂", "https://t.co/a", "שלום", "a" * 30_000]))
def test_any_text_gives_finite_scores(text):
    assert all(math.isfinite(each.score) for each in ranked(text, "none"))


def test_posts_and_articles_find_each_other():
    articles = [
        "The council closed the bridge over the Arda.\n\nForty of its pillars had cracked, engineers said.",
        "Smolyan's cheese market opened.\n\nBy noon ninety tonnes of cheese were sold, the mayor said.",
        "A bear crossed the motorway.\n\nDrivers near Velingrad called the police.",
    ]
    encoder = encoders.load("static")
    scores = pair(list(POSTS.values()), articles, ranking.load("resolution", "static"), encoder)
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]
    assert scores.argmax(axis=0).tolist() == [0, 1, 2]


@pytest.mark.parametrize(("posts", "articles"), [([], ["a"]), (["a"], []), (["", "🙂"], ["", "word"])])
def test_empty_sides_give_a_matrix_of_their_shape(posts, articles):
    scores = pair(posts, articles, ranking.load("resolution", "none"), encoders.load("none"))
    assert scores.shape == (len(posts), len(articles))
    assert np.isfinite(scores).all()


def test_fitting_finds_the_signal_that_tells():
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(50), 4)
    right = np.arange(200) % 4 == 0
    values = np.column_stack((right + rng.normal(0, 0.2, 200), rng.normal(0, 1, 200)))
    weights = fit(Choices(("telling", "noise"), values, groups, right))
    assert weights["telling"] > 5 * abs(weights["noise"])


def test_figures_count_what_was_not_predicted_as_missed():
    predicted = {"p": [(0.9, "wrong"), (0.5, "right")]}
    found = ranking_figures(predicted, {"p": ["right"], "q": ["right"]})
    assert found == {"asked": 2, "precision_at_1": 0.0, "mean_reciprocal_rank": 0.25, "map_at_5": 0.25}


def test_retrieval_and_resolution_give_their_figures_by_language_too(tmp_path):
    posts = [
        {
            "post_id": "1",
            "text": "The bridge is closed, we will rebuild it",
            "claim_ids": ["a"],
            "article_id": "A",
        },
        {
            "post_id": "2",
            "text": "Die Brücke ist gesperrt, wir bauen sie neu",
            "claim_ids": ["b"],
            "article_id": "B",
        },
        {"post_id": "3", "text": "Krásny most", "language": "sk", "claim_ids": ["b"], "article_id": "B"},
    ]
    articles = [
        {"article_id": "A", "text": "The bridge was closed by the mayor on Monday."},
        {"article_id": "B", "text": "Die Brücke wurde am Montag gesperrt."},
    ]
    for name, rows in (("dev", posts), ("posts", posts), ("articles", articles)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = retrieval.figures(tmp_path, "dev", [{"post_id": "1", "claim_id": "a", "score": 1.0}])
    assert {name: told["asked"] for name, told in found["by_language"].items()} == {"de": 1, "en": 1, "sk": 1}
    assert (found["asked"], found["by_language"]["en"]["precision_at_1"]) == (3, 1.0)
    there = resolution.figures(tmp_path, "", [{"post_id": "2", "article_id": "B", "score": 1.0}])
    assert sorted(there["post to article"]["by_language"]) == ["de", "en", "sk"]
    assert there["article to post"]["by_language"]["de"]["precision_at_1"] == 1.0


def test_evaluation_without_data_says_so(tmp_path):
    (tmp_path / "dev.jsonl").write_text("")
    with pytest.raises(InputError, match="claims"):
        retrieval.predictions(tmp_path, "dev", "none")


def test_an_unknown_encoder_has_no_weights():
    with pytest.raises(ModelError, match="linker train"):
        ranking.load("retrieval", "unheard-of")


def test_retrieval_holds_its_figure(shared, tmp_path):
    whole = shared / "eval" / "retrieval"
    copy_lines(whole / "claims.jsonl", tmp_path / "claims.jsonl", 1_500)
    copy_lines(whole / "dev.jsonl", tmp_path / "dev.jsonl", 100)
    predictions = retrieval.predictions(tmp_path, "dev", "none")
    assert retrieval.figures(tmp_path, "dev", predictions)["map_at_5"] >= 0.88


def test_resolution_holds_its_figures_and_predicts_the_best_fifty_either_way(shared, tmp_path):
    whole = shared / "eval" / "resolution"
    articles = copy_lines(whole / "articles.jsonl", tmp_path / "articles.jsonl", 80)
    kept = {row["article_id"] for row in articles}
    posts = [row for row in read_rows(whole / "posts.jsonl") if row["article_id"] in kept]
    (tmp_path / "posts.jsonl").write_text("\n".join(map(json.dumps, posts)))
    predictions = resolution.predictions(tmp_path, "dev", "none")
    figures = resolution.figures(tmp_path, "dev", predictions)
    assert figures["post to article"]["precision_at_1"] >= 0.87
    assert figures["article to post"]["precision_at_1"] >= 0.87
    by_post = [row["post_id"] for row in predictions]
    assert min(map(by_post.count, set(by_post))) >= 50


def copy_lines(source, target, count):
    rows = read_rows(source)[:count]
    target.write_text("\n".join(map(json.dumps, rows)))
    return rows
