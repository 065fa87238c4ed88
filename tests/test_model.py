import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linker.errors import ModelError
from linker.matching.scoring.relations import relation_of
from linker.matching.scoring.scoring import score_article
from linker.matching.signals import SIGNS
from linker.matching.vectors.encoders import load as load_encoder
from linker.matching.weights.model import Costs, load, probability, read_model, write_model
from linker.matching.words.prepared import prepare
from linker.matching.words.traits import traits_of
from linker.records import Article, Claim, Position, Post

SENTENCES = (
    "The mayor of Springfield presented the budget on Monday.",
    "Mayor Alma Reyes promised 300 new homes in the harbour district by May.",
    "The opposition called the plan a false promise.",
    "Rain is expected in the afternoon.",
    '"We will build homes where the old harbour stands," Reyes said.',
    "The fire brigade was not available for comment.",
)
POST = (
    "I promised new homes, and I keep my word: 300 of them in the old harbour district by May. #HarbourHomes"
)
MODELS = ("none", "static")


def links(text, sentences=SENTENCES, encoder="none", **author):
    article = Article(url="https://news.example/a", title=None, paragraphs=tuple(sentences))
    claims = [
        Claim(
            article_id=article.article_id,
            text=sentence,
            kind="statement",
            speaker=None,
            positions=(Position(paragraph=place, start=0, end=len(sentence)),),
        )
        for place, sentence in enumerate(sentences)
    ]
    post = Post(platform="x", post_id="1", text=text, **author)
    return score_article(article, claims, post, None, load(encoder), load_encoder(encoder))


@pytest.mark.parametrize("encoder", MODELS)
def test_contributions_and_prior_add_up_to_the_score(encoder):
    for link in links(POST, encoder=encoder, author_name="Alma Reyes"):
        log_odds = link.prior + sum(signal.contribution for signal in link.signals)
        assert math.isclose(log_odds, math.log(link.score / (1 - link.score)), abs_tol=1e-9)
        assert all(
            math.isclose(signal.weight * signal.value, signal.contribution, abs_tol=1e-12)
            for signal in link.signals
        )


@pytest.mark.parametrize("encoder", MODELS)
def test_the_right_claim_comes_first_and_the_rest_stays_out(encoder):
    found = links(POST, encoder=encoder, author_name="Alma Reyes")
    assert max(found, key=lambda link: link.score).claim.text == SENTENCES[1]
    assert found[1].decision == "link"
    assert [found[place].decision for place in (0, 3, 5)] == ["none"] * 3


@pytest.mark.parametrize("encoder", MODELS)
def test_a_post_that_merely_decorates_gets_no_link(encoder):
    found = links("Good morning everyone, enjoy your coffee ☕", encoder=encoder)
    assert {link.decision for link in found} == {"none"}


def test_spans_lead_back_to_the_original_words():
    text = "The #HarbourHomes &amp; more: 300 new homes"
    link = links(text, ("Reyes promised &quot;300 new homes&quot;.", "It rained."))[0]
    run = next(signal.compared for signal in link.signals if signal.name == "run")
    assert [run.post[start:end] for start, end in run.post_spans] == ["300 new homes"]
    assert [run.claim[start:end] for start, end in run.claim_spans] == ["300 new homes"]


@pytest.mark.parametrize("encoder", MODELS)
@pytest.mark.parametrize(
    "text",
    ["", "🔥😀", "https://t.co/a https://t.co/b", "@a @b", "a " * 15_000, "\ud800 lone", "\x00", "#" * 3000,
     "北京欢迎你", "مرحبا بالعالم", "Привіт Kyiv مرحبا 北京"],
)  # fmt: skip
def test_bad_input_gives_an_honest_none(text, encoder):
    found = links(text, encoder=encoder)
    assert len(found) == len(SENTENCES)
    assert {link.decision for link in found} == {"none"}
    assert all(0 < link.score < 0.5 for link in found)


@pytest.mark.parametrize("encoder", MODELS)
@pytest.mark.parametrize("token", ["harbour", "May", "Reyes", "300", "the"])
def test_one_shared_token_is_never_near_certain(token, encoder):
    assert max(link.score for link in links(token, encoder=encoder)) < 0.8
    assert max(link.score for link in links(token, (token,), encoder=encoder)) < 0.9


@pytest.mark.parametrize("encoder", MODELS)
@pytest.mark.parametrize(
    "said", ["Zelenskyy", "Zelenskyy Ukraine", "#AlmaReyes", "tweeted 300", "Reyes, Reyes, Reyes!"]
)
@pytest.mark.parametrize("around", [(), SENTENCES], ids=["alone", "among others"])
def test_one_or_two_words_alike_are_never_linked_by_themselves(said, around, encoder):
    found = links(said, (said, *around), encoder=encoder, author_name=said)
    assert {link.decision for link in found} <= {"suggest", "none"}
    assert max(link.score for link in found) <= 0.5 + 1e-9


def test_why_a_brief_text_is_held_down_stands_among_its_signals():
    said = "Zelenskyy Ukraine"
    found = links(said, (said, *SENTENCES), author_name=said)[0]
    assert found.signals[-1].name == "brief"
    assert math.isclose(found.prior + sum(signal.contribution for signal in found.signals), 0, abs_tol=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_any_texts_get_finite_scores(text, sentences):
    assert all(math.isfinite(link.score) and 0 < link.score < 1 for link in links(text, sentences))


def test_no_claims_give_no_links():
    assert links(POST, ()) == ()


def test_the_order_of_posts_changes_nothing():
    first = [link.score for link in links(POST)]
    links("Something else entirely about trains")
    assert [link.score for link in links(POST)] == first


@pytest.mark.parametrize("encoder", ["none", "static", "contextual"])
def test_published_weights_keep_their_signs_and_round_trip(encoder):
    model = load(encoder)
    assert all(weight.slope * SIGNS[name] >= 0 for name, weight in model.weights.items())
    assert read_model(write_model(model)) == model
    assert model.encoder == encoder
    assert model.figures
    assert model.data


def test_more_evidence_never_lowers_the_score():
    model = load("none")
    rising = {name: np.linspace(0, 5, 50) for name in ("evidence", "cover", "fit", "run", "author")}
    assert (np.diff(model.log_odds(rising)) >= -1e-12).all()


def test_an_unknown_encoder_is_told():
    with pytest.raises(ModelError, match="choose one of"):
        load("psychic")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"weights": 3, "costs": {}}'])
def test_broken_weights_are_told(text):
    with pytest.raises(ModelError, match="linker train"):
        read_model(text)


def test_weights_are_plain_json():
    assert json.loads(write_model(load("none")))["encoder"] == "none"


def test_costs_set_the_thresholds():
    careful = Costs(false_link=20.0)
    assert careful.link_from > Costs().link_from
    assert Costs(needless_suggestion=0.01).suggest_from < Costs().suggest_from
    assert load("none").with_costs(careful).decide(0.9) == "suggest"


@given(st.floats(-1e6, 1e6))
def test_a_probability_is_within_bounds(log_odds):
    assert 0 <= probability(log_odds) <= 1


@pytest.mark.parametrize(
    ("claim", "run", "relation"),
    [
        ("They will not build homes.", 2.0, "disputes"),
        ("He said: “We will build three hundred homes”.", 3.5, "quotes"),
        ("He wrongly said: “We will build three hundred homes”.", 3.5, "quotes"),
        ("They will build homes.", 2.0, "reports"),
        ("It is false that they will build homes.", 2.0, "disputes"),
        ("Das ist falsch.", 0.0, "disputes"),
    ],
)
def test_the_relation_is_told_by_run_and_denial(claim, run, relation):
    assert relation_of(traits_of(prepare(claim)), traits_of(prepare("We met in Kyiv.")), run) == relation


@pytest.mark.parametrize(
    ("post", "claim"),
    [
        ("This is obviously fake. I never bought that shirt!", "The singer denied that the shirt was hers."),
        (
            "Das ist falsch, die Brücke steht noch.",
            "Die Bürgermeisterin widersprach: Sie sei nicht eingestürzt.",
        ),
    ],
)
def test_a_post_that_denies_something_is_reported_by_a_denial(post, claim):
    assert relation_of(traits_of(prepare(claim)), traits_of(prepare(post)), 0.0) == "reports"
