"""Copies are told by their words, in any order, and share what they are given instead of competing for it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linker.matching.ranking import ranking
from linker.matching.ranking.pairing import pair
from linker.matching.ranking.retrieval import Asked, index_claims, rank_claims
from linker.matching.vectors import encoders
from linker.matching.words.copies import group_copies
from linker.matching.words.prepared import prepare

STORY = (
    "The council closed the old bridge over the Arda on Tuesday after engineers found that forty of its pillars"
    " had cracked, and the mayor promised that another would stand there before the winter of 2024 begins."
)


def groups(*texts):
    return group_copies([prepare(text) for text in texts]).tolist()


@pytest.mark.parametrize(
    ("other", "copies"),
    [
        pytest.param(STORY, True, id="the same"),
        pytest.param(STORY.replace("council", "town council").replace(",", ";"), True, id="a word more"),
        pytest.param(STORY.upper(), True, id="in capitals"),
        pytest.param("SMOLYAN (Agency) - " + STORY, True, id="with a dateline"),
        pytest.param(STORY.replace("2024", "2025"), False, id="another number"),
        pytest.param(STORY[:100], False, id="a part of it"),
        pytest.param("A bear crossed the motorway near Velingrad in 2024.", False, id="another matter"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_copies_are_told_by_nearly_all_their_words(other, copies):
    assert (groups(STORY, other) == [0, 0]) is copies


def test_texts_without_words_are_copies_of_none():
    assert groups("", "🙂", "🙂", "") == [0, 1, 2, 3]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("abcdefghijklm"), max_size=14).map(" ".join), max_size=8), st.randoms()
)
def test_the_order_of_texts_changes_no_group(texts, random):
    order = list(range(len(texts)))
    random.shuffle(order)
    mixed = dict(zip(order, groups(*(texts[place] for place in order)), strict=True))
    plain = groups(*texts)
    for one in order:
        for other in order:
            assert (plain[one] == plain[other]) == (mixed[one] == mixed[other])


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("abcdefghijklm"), min_size=1, max_size=14).map(" ".join), max_size=8)
)
def test_no_pair_alike_is_missed(texts):
    found = groups(*texts)
    sets = [set(prepare(text).keys.tolist()) for text in texts]
    for one, first in enumerate(sets):
        for other, second in enumerate(sets):
            if first and len(first & second) >= 0.9 * len(first | second):
                assert found[one] == found[other]


def test_articles_of_one_wire_story_share_their_post():
    posts = [
        "Forty cracked pillars and nobody told us?! #ArdaBridge",
        "A bear crossed the motorway at Velingrad",
    ]
    bears = "A bear crossed the motorway.\n\nDrivers near Velingrad called the police."
    encoder, ranker = encoders.load("none"), ranking.load("resolution", "none")
    alone = pair(posts, [STORY, bears], ranker, encoder)
    copied = pair(posts, [STORY, bears, "SMOLYAN (Agency) - " + STORY], ranker, encoder)
    assert np.array_equal(copied[:, 0], copied[:, 2])
    assert copied[0, 0] > copied[1, 0]
    assert copied[0, 0] == pytest.approx(alone[0, 0], abs=0.5)


def test_claims_that_nearly_repeat_each_other_share_their_score():
    claims = [
        Asked("first", STORY, "The bridge"),
        Asked("bears", "Bears have been seen on the motorway near Velingrad."),
        Asked("copy", "Agency: " + STORY, "A bridge is closed"),
    ]
    encoder = encoders.load("none")
    ranker = ranking.load("retrieval", "none")
    found = rank_claims("Forty cracked pillars! #ArdaBridge", index_claims(claims, encoder), ranker, encoder)
    assert [each.claim_id for each in found] == ["first", "copy", "bears"]
    assert found[0].score == found[1].score
