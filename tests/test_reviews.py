"""People's verdicts: given by number, appended, kept when links are made anew, learned from."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from command import linker
from stored import ARTICLE, CLAIMS, EMBED, NAMELESS, NOW, PAGE, READING, a_link, a_post
from test_learning_alignment import ROWS

import db
from db.links import replace_links, save_links
from db.observations import save_posts
from db.reviews import judged_pairs
from db.store import save_findings, save_reading
from linker.cli import main
from linker.errors import InputError, StoreError
from linker.learning.labels.reviewed import Reviewed, lessons_of
from linker.matching.weights.model import Costs
from linker.records import Finding, Review
from linker.service.browsing.reviews import awaiting, record, record_in

SUGGESTED = a_link(claim=CLAIMS[0], relation="reports", score=0.28, decision="suggest")


@pytest.fixture
def opened():
    opened = db.open_database(":memory:")
    save_reading(opened, PAGE, READING, CLAIMS, now=NOW)
    save_posts(opened, [a_post()])
    save_findings(
        opened, [Finding(embed=EMBED, post=a_post(), how="id", fidelity="identical", fidelity_diff=None)]
    )
    save_links(opened, [a_link(), SUGGESTED])
    yield opened
    opened.close()


def give(opened, link, verdict, *, reviewer="Vera", after=0, **told):
    return record(opened, link, verdict, reviewer=reviewer, now=NOW + timedelta(minutes=after), **told)


def test_links_nearest_to_a_threshold_come_first_until_somebody_judges_them(opened):
    rows = awaiting(opened, Costs(), limit=10)
    assert [row["score"] for row in rows] == [0.28, 0.7027]
    assert [len(awaiting(opened, Costs(), limit=1)), rows[1]["post"]["author_handle"]] == [1, "Secretary"]
    give(opened, rows[0]["link"], "unsure")
    assert [row["score"] for row in awaiting(opened, Costs(), limit=10)] == [0.7027]


def test_a_blind_list_hides_what_linker_says(opened):
    rows = awaiting(opened, Costs(), limit=10, blind=True)
    assert {row[name] for row in rows for name in ("score", "decision", "relation", "model")} == {None}
    assert {row["claim"] for row in rows} == {claim.text for claim in CLAIMS}


def test_a_verdict_keeps_who_gave_it_and_what_they_saw(opened):
    given = give(opened, 1, "reject", blind=True, comment="another visit")
    assert (given["review"], given["verdict"], given["claim"]) == (1, "reject", CLAIMS[1].text)
    (judged,) = judged_pairs(opened)
    assert judged.review == Review(
        claim_id=CLAIMS[1].claim_id,
        post=a_post().ref,
        verdict="reject",
        reviewer="Vera",
        blind=True,
        model="static-1",
        score=0.7027,
        reviewed_at=NOW,
        comment="another visit",
    )
    assert (judged.article_id, judged.relation, judged.shown, judged.paragraph) == (
        ARTICLE.article_id,
        "quotes",
        True,
        1,
    )


def test_a_link_that_is_not_stored_is_told(opened):
    with pytest.raises(InputError, match="no link 99"):
        give(opened, 99, "accept")


def test_a_post_without_an_id_cannot_be_judged_yet(opened):
    nameless = a_post(None, text=NAMELESS.text, sha256="c" * 64)
    save_links(opened, [a_link(nameless, embed=NAMELESS)])
    assert len(awaiting(opened, Costs(), limit=10)) == 2
    with pytest.raises(InputError, match="without an id"):
        give(opened, 3, "accept")


def test_a_review_of_what_is_not_stored_is_refused(opened):
    give(opened, 1, "accept")
    (judged,) = judged_pairs(opened)
    with pytest.raises(StoreError, match="store its claim"):
        db.reviews.save_review(opened, replace(judged.review, claim_id="0" * 16))


def test_linking_anew_keeps_every_verdict(opened):
    give(opened, 1, "accept")
    give(opened, 2, "reject", after=1)
    before = list(judged_pairs(opened))
    replace_links(opened, ARTICLE.article_id, [a_link(score=0.9, model="static-2")])
    after = list(judged_pairs(opened))
    assert [each.review for each in after] == [each.review for each in before]
    assert sorted((each.review.verdict, each.relation) for each in after) == [
        ("accept", "quotes"),
        ("reject", None),
    ]


def reviewed(*verdicts, **told):
    """Verdicts (claim, reviewer, verdict), one a minute, on the article of `stored`."""
    reviews = tuple(
        Review(
            claim_id=CLAIMS[claim].claim_id if claim < 2 else "gone",
            post=a_post().ref,
            verdict=verdict,
            reviewer=reviewer,
            blind=False,
            model="m",
            score=0.5,
            reviewed_at=NOW + timedelta(minutes=minute),
        )
        for minute, (claim, reviewer, verdict) in enumerate(verdicts)
    )
    return Reviewed(article=ARTICLE, claims=CLAIMS, post=a_post(), reviews=reviews, **told)


@pytest.mark.parametrize(
    ("verdicts", "labels"),
    [
        ([(0, "Vera", "accept"), (1, "Vera", "reject")], ["reports", "none"]),
        ([(0, "Vera", "reject"), (0, "Vera", "accept")], ["reports", "unsure"]),
        ([(0, "Vera", "accept"), (0, "Karl", "accept")], ["reports", "unsure"]),
        ([(0, "Vera", "accept"), (0, "Karl", "unsure")], ["reports", "unsure"]),
        ([(0, "Vera", "accept"), (0, "Karl", "reject"), (1, "Karl", "reject")], ["unsure", "none"]),
        (
            [
                (0, "Vera", "accept"),
                (0, "Karl", "reject"),
                (0, "Karl", "unsure"),
            ],
            ["reports", "unsure"],
        ),
    ],
    ids=["two claims", "the last counts", "both agree", "unsure says nothing", "no agreement", "withdrawn"],
)
def test_verdicts_become_labels_and_what_nobody_settled_is_left_out(verdicts, labels):
    (row,) = lessons_of([reviewed(*verdicts)]).rows
    assert row["labels"] == labels


@pytest.mark.parametrize(
    ("verdicts", "told", "why"),
    [
        ([(0, "Vera", "unsure")], {}, "1 unsure"),
        ([(0, "Vera", "accept"), (0, "Karl", "reject")], {}, "1 on which reviewers disagree"),
        ([(2, "Vera", "accept")], {}, "1 of claims that their article no longer holds"),
        ([(0, "Vera", "accept")], {"shown": False}, "1 of posts that their article does not show"),
    ],
)
def test_what_teaches_nothing_is_counted_with_its_reason(verdicts, told, why):
    lessons = lessons_of([reviewed(*verdicts, **told)])
    assert lessons.rows == ()
    assert f"left out: {why}; 0 rows" in lessons.summary()


def test_an_accepted_denial_stays_a_denial():
    relations = {CLAIMS[0].claim_id: "disputes"}
    (row,) = lessons_of([reviewed((0, "Vera", "accept"), (1, "Vera", "accept"), relations=relations)]).rows
    assert row["labels"] == ["disputes", "reports"]


def test_verdicts_of_a_database_and_its_copy_count_once():
    one, other = reviewed((0, "Vera", "accept")), reviewed((0, "Vera", "accept"), (1, "Vera", "reject"))
    lessons = lessons_of([one, other])
    assert [row["labels"] for row in lessons.rows] == [["reports", "none"]]
    assert (lessons.verdicts, lessons.replaced) == (2, 0)


def test_a_newsroom_reviews_trains_and_links_anew_without_losing_a_verdict(tmp_path, request):
    examples, database = request.config.rootpath / "examples", tmp_path / "news.db"
    eval_folder = tmp_path / "eval" / "alignment"
    eval_folder.mkdir(parents=True)
    (eval_folder / "dev.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    assert linker("import", examples / "archive-x-v2.jsonl", "--db", database).code == 0
    link = ("link", examples / "kyiv-visit.html", "--db", database, "--encoder", "none")
    assert linker(*link).code == 0

    waiting = linker("review", "--db", database).json
    first = linker(
        "review", waiting[0]["link"], "reject", "--db", database, "--by", "Vera", "--comment", "no"
    )
    assert (first.json["claim"], first.json["reviewer"]) == (waiting[0]["claim"], "Vera")
    for row in waiting[1:]:
        record_in(database, row["link"], "reject", reviewer="Vera", blind=False, comment="")

    train = ("train", tmp_path / "eval", "--encoder", "none", "--into", tmp_path / "into")
    assert linker(*train).code == 0
    plain = json.loads((tmp_path / "into" / "alignment-none.json").read_text(encoding="utf-8"))
    told = linker(*train, "--db", database)
    assert f"reviews: {len(waiting)} verdicts" in told.err
    assert re.search(
        r"0 accepted, [1-9]\d* rejected; left out: [1-9]\d* of posts that their article does not show",
        told.err,
    )
    assert "posts that are not shown teach another: `linker train --task unshown --db FILE`" in told.err
    learned = json.loads((tmp_path / "into" / "alignment-none.json").read_text(encoding="utf-8"))
    assert learned["weights"] != plain["weights"]
    assert {"dev.jsonl", "reviews"} <= set(learned["data"])
    assert learned["figures"]["kind R"]["posts"] == 3

    assert linker(*link).code == 0
    listed = linker("review", "--db", database, "--table")
    assert (listed.code, listed.out) == (1, "nothing awaits a verdict\n")
    opened = db.open_database(database)
    assert len(list(judged_pairs(opened))) == len(waiting)
    opened.close()


def test_a_number_without_a_verdict_is_told(tmp_path):
    ran = CliRunner().invoke(main, ["review", "1", "--db", str(tmp_path / "news.db")])
    assert isinstance(ran.exception, SystemExit)
    assert ran.exit_code == 2


def test_verdicts_are_refused_where_they_say_nothing(tmp_path):
    (tmp_path / "retrieval").mkdir()
    ran = linker("train", tmp_path, "--task", "retrieval", "--db", tmp_path / "news.db")
    assert (ran.code, "verdicts say nothing of retrieval" in ran.err) == (2, True)
