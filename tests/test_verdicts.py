"""Verdicts on posts that an article does not show: which count, what they move, and how far."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from command import linker
from stored import NOW, a_post
from test_unshown import ARTICLE, CLAIMS, POSTED, QUOTED

import db
from db.observations import save_posts
from linker.errors import ModelError
from linker.learning.labels.reviewed import Reviewed, lessons_of
from linker.learning.labels.rows import read_rows
from linker.learning.training.verdicts import Lines, measure_verdicts, scores_of, teach, train
from linker.matching.scoring.unshown import OLD, load_doubt
from linker.matching.vectors import encoders
from linker.matching.weights import model
from linker.matching.weights.model import Belief, read_model, write_model
from linker.records import Review
from linker.service.browsing.reviews import record_in

PLACES = (
    "the Varde ferry terminal",
    "the Kestrel Hill observatory",
    "the Old Mint swimming hall",
    "the Tarn Bridge footpath",
    "the Lindow copper museum",
    "the Brindle Lane bakery school",
)
PAGE = """<html lang="en"><head><title>{place} closes</title>
<meta property="article:published_time" content="2024-03-14T14:00:00Z"></head><body><article>
<p>Commuters woke up to bad news on Thursday, and many of them were angry about it before breakfast.</p>
<p>“We close {place} from Monday, no compromise on safety,” its director wrote on Thursday.</p>
<p>The council meets next week to talk about the budget of its schools, and that will be no short meeting.</p>
</article></body></html>"""
DOUBT, MODEL, ENCODER = load_doubt("none"), model.load("none"), encoders.load("none")
BEST, LESSER = CLAIMS[1], CLAIMS[3]


def post_on(number, text):
    return a_post(
        f"{number}",
        text=text,
        created_at=POSTED,
        author_name="A Reader",
        author_handle="reader",
        lang="en",
        sha256=f"{number:064}",
    )


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    """A database in which each of six articles quotes one post, and has a stock phrase in common with five."""
    folder = tmp_path_factory.mktemp("linked")
    opened = db.open_database(folder / "news.db")
    for number, place in enumerate(PLACES):
        save_posts(opened, [post_on(number, f"We close {place} from Monday. No compromise on safety.")])
        (folder / f"{number}.html").write_text(PAGE.format(place=place), encoding="utf-8")
    opened.conn.close()
    linker("link", *sorted(folder.glob("*.html")), "--db", folder / "news.db", "--encoder", "none")
    return folder


@pytest.fixture
def newsroom(linked, tmp_path):
    return shutil.copytree(linked, tmp_path / "newsroom") / "news.db"


def by_place(same):
    return "accept" if same else "reject"


def judge(database, verdict_of, *, most=100):
    rows = linker("review", "--db", database, "--limit", 100).json[:most]
    for row in rows:
        verdict = verdict_of(row["article"]["title"].removesuffix(" closes") in row["post"]["text"])
        record_in(database, row["link"], verdict, reviewer="Vera", blind=False, comment="")
    return rows


def teach_by_command(database):
    ran = linker(
        "train", "--task", "unshown", "--encoder", "none", "--db", database, "--into", database.parent
    )
    return ran, read_model((database.parent / "unshown-none.json").read_text(encoding="utf-8"))


def test_a_newsroom_reviews_suggestions_and_wrong_ones_are_believed_less(newsroom):
    rows = judge(newsroom, by_place)
    ran, taught = teach_by_command(newsroom)
    assert ran.code == 0
    assert f"reviews: {len(rows)} verdicts (0 replaced by later ones) on {len(rows)} pairs" in ran.err
    told = ran.json["verdicts"]
    assert (told["articles"], told["posts"], told["right"], told["undecided"]) == (6, 36, 6, 0)
    assert told["before"]["suggested"] == {"right": 6, "wrong": 30}
    held_out = told["taught, held out"]
    assert (held_out["suggested"]["right"], held_out["average_precision"]) == (6, 1.0)
    assert held_out["brier"] < told["before"]["brier"] / 2
    assert held_out["calibration_error"] < told["before"]["calibration_error"] - 0.2
    assert {"reviews", "resolution/posts.jsonl"} <= set(taught.data)
    assert taught.version != DOUBT.version
    assert (taught.belief, taught.encoder_version) == (DOUBT.belief, "none")


def test_the_same_verdicts_give_the_same_bytes_and_never_count_twice(newsroom):
    judge(newsroom, lambda _: "reject")
    once, taught = teach_by_command(newsroom)
    assert teach_by_command(newsroom)[1] == taught
    assert log_odds(taught) < log_odds(DOUBT)
    again = train(lessons_in(newsroom), taught, MODEL, ENCODER)
    assert write_model(again) == write_model(taught)
    assert "cross-validated" in once.json["before any verdict"]


def lessons_in(database):
    from linker.service.learning.training import lessons

    return lessons([database], shown=False)


@pytest.mark.parametrize(
    ("most", "told"),
    [(0, "cover 0 articles, 5 are needed"), (3, "articles, 5 are needed")],
    ids=["none", "too few"],
)
def test_verdicts_that_are_too_few_are_told_with_what_to_do(newsroom, most, told):
    judge(newsroom, lambda _: "reject", most=most)
    ran = linker("train", "--task", "unshown", "--db", newsroom, "--into", newsroom.parent)
    assert (ran.code, told in ran.err, "linker review --db FILE" in ran.err) == (2, True, True)
    assert not (newsroom.parent / "unshown-static.json").exists()


def test_without_data_or_verdicts_there_is_nothing_to_learn_from(tmp_path):
    ran = linker("train", "--task", "unshown", "--into", tmp_path)
    assert (ran.code, "nothing to learn from: name DIR, or a database" in ran.err) == (2, True)
    ran = linker("train", "--into", tmp_path)
    assert (ran.code, "alignment is trained on labelled data: name DIR" in ran.err) == (2, True)


def test_a_training_that_fails_leaves_no_folder_that_it_made(tmp_path):
    (there := tmp_path / "there").mkdir()
    for into in (tmp_path / "new" / "into", there):
        assert linker("train", tmp_path / "missing", "--into", into).code == 2
    assert list(tmp_path.iterdir()) == [there]


@pytest.mark.parametrize("command", [("evaluate", "alignment"), ("train",)], ids=lambda words: words[0])
def test_the_configured_encoder_is_measured_and_trained(tmp_path, command):
    (tmp_path / "config.toml").write_text('[matching]\nencoder = "contextual"\n', encoding="utf-8")
    (tmp_path / "alignment").mkdir()
    (tmp_path / "alignment" / "dev.jsonl").touch()
    folder = "." if command == ("train",) else "alignment"
    ran = linker(*command, folder, cwd=tmp_path, env={"LINKER_MODELS": str(tmp_path / "models")})
    assert (ran.code, "no contextual model in" in ran.err) == (2, True)


def reviewed(*verdicts, post=QUOTED, **told):
    """Verdicts (claim, verdict), one a minute, on the article of `test_unshown`."""
    reviews = tuple(
        Review(
            claim_id=claim.claim_id, post=post.ref, verdict=verdict, reviewer="Vera", blind=False,
            model="m", score=0.5, reviewed_at=NOW + timedelta(minutes=minute),
        )
        for minute, (claim, verdict) in enumerate(verdicts)
    )  # fmt: skip
    return Reviewed(article=ARTICLE, claims=CLAIMS, post=post, reviews=reviews, shown=False, **told)


def measured(*reviewed):
    return measure_verdicts(lessons_of(reviewed, shown=False), DOUBT, MODEL, ENCODER)


@pytest.mark.parametrize(
    ("verdicts", "right"),
    [
        ([(BEST, "accept")], [1.0]),
        ([(BEST, "reject")], [0.0]),
        ([(BEST, "reject"), (LESSER, "accept")], [1.0]),
        ([(BEST, "accept"), (LESSER, "reject")], [1.0]),
        ([(LESSER, "reject")], []),
        ([(BEST, "unsure"), (LESSER, "reject")], []),
        ([(BEST, "reject"), (BEST, "accept")], [1.0]),
    ],
    ids=[
        "accepted",
        "rejected",
        "another claim is the one",
        "this claim is the one",
        "a lesser claim says nothing of the post",
        "unsure of the best claim",
        "the last counts",
    ],
)
def test_the_claim_that_fits_best_decides_for_the_post(verdicts, right):
    assert measured(reviewed(*verdicts)).right.tolist() == right


def test_a_post_that_has_lost_its_words_teaches_nothing():
    assert measured(reviewed((BEST, "accept"), post=replace(QUOTED, text=None))).right.tolist() == []


def test_what_is_taken_off_an_old_post_is_not_learned_again():
    fresh = measured(reviewed((BEST, "reject")))
    old = measured(
        reviewed((BEST, "reject"), post=replace(QUOTED, created_at=datetime(2020, 1, 1, tzinfo=UTC)))
    )
    assert old.odds - fresh.odds == pytest.approx(OLD)
    assert old.values.tolist() == fresh.values.tolist()


def test_verdicts_on_posts_that_are_shown_teach_alignment_alone():
    shown = replace(reviewed((BEST, "accept")), shown=True)
    lessons = lessons_of([shown], shown=False)
    assert "left out: 1 of posts that their article shows; 0 rows" in lessons.summary()
    assert len(lessons_of([shown]).rows) == 1


def lines(right, *, wrong):
    """Posts of much the same words, each of an article of its own, some rightly and some wrongly suggested."""
    count = right + wrong
    return Lines(
        odds=np.full(count, 3.0),
        values=np.tile([0.5, 0.3], (count, 1)),
        right=np.array([1.0] * right + [0.0] * wrong),
        articles=np.arange(count),
    )


def test_whatever_verdicts_teach_a_post_scores_no_better_than_if_it_were_shown():
    assert scores_of(replace(DOUBT, prior=9.0), lines(2, wrong=2)) == pytest.approx(1 / (1 + np.exp(-3.0)))


def log_odds(doubt):
    return 3.0 + float(doubt.log_odds({"unshown_cover": np.array(0.5), "unshown_pairs": np.array(0.3)}))


def test_a_handful_of_verdicts_changes_little_and_many_change_much():
    few, many = (log_odds(teach(DOUBT, lines(0, wrong=count))) for count in (3, 300))
    assert log_odds(DOUBT) - 0.5 < few < log_odds(DOUBT)
    assert many < log_odds(DOUBT) - 2
    assert log_odds(teach(DOUBT, lines(300, wrong=0))) > log_odds(DOUBT) + 1


def test_verdicts_that_say_what_the_weights_say_change_nothing():
    share = model.probability(log_odds(DOUBT))
    right = round(1000 * share)
    assert log_odds(teach(DOUBT, lines(right, wrong=1000 - right))) == pytest.approx(
        log_odds(DOUBT), abs=0.01
    )


def test_verdicts_never_turn_what_speaks_for_a_post_against_it():
    taught = teach(DOUBT, lines(0, wrong=3_000))
    assert all(weight.slope >= 0 for weight in taught.weights.values())


@pytest.mark.parametrize("encoder", model.ENCODERS)
def test_published_weights_say_what_verdicts_start_from(encoder):
    doubt = load_doubt(encoder)
    assert isinstance(doubt.belief, Belief)
    assert doubt.belief.prior == doubt.prior
    assert doubt.belief.slopes == tuple(weight.slope for weight in doubt.weights.values())
    assert np.linalg.eigvalsh(np.array(doubt.belief.precision)).min() > 0
    assert read_model(write_model(doubt)) == doubt


def test_weights_that_do_not_say_so_are_told():
    with pytest.raises(ModelError, match="fit them anew"):
        teach(replace(DOUBT, belief=None), lines(1, wrong=1))


def test_weights_are_fitted_to_labelled_data_before_verdicts_move_them(shared, newsroom):
    judge(newsroom, by_place)
    few = a_part_of(shared / "eval", newsroom.parent / "eval")
    train_ = ("train", few, "--task", "unshown", "--encoder", "none", "--into", newsroom.parent)
    assert linker(*train_).code == 0
    plain = read_model((newsroom.parent / "unshown-none.json").read_text(encoding="utf-8"))
    assert plain.figures["cross-validated"]["average_precision"] > 0.6
    assert linker(*train_, "--db", newsroom).code == 0
    taught = read_model((newsroom.parent / "unshown-none.json").read_text(encoding="utf-8"))
    assert taught.belief == plain.belief
    assert taught.prior != plain.prior


def a_part_of(whole, part):
    articles = read_rows(whole / "resolution" / "articles.jsonl")[:25]
    kept = {row["article_id"] for row in articles}
    posts = read_rows(whole / "resolution" / "posts.jsonl")
    files = {
        "resolution/articles": articles,
        "resolution/posts": [row for row in posts if row["article_id"] in kept],
        "retrieval/train": read_rows(whole / "retrieval" / "train.jsonl")[:40],
        "retrieval/dev": [],
        "alignment/dev": read_rows(whole / "alignment" / "dev.jsonl")[:5],
    }
    for name, rows in files.items():
        file = part / f"{name}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return part


def test_labelled_data_that_is_not_there_is_told(tmp_path):
    ran = linker("train", tmp_path, "--task", "unshown", "--into", tmp_path)
    assert (ran.code, "no such folder; DIR holds alignment, retrieval, resolution" in ran.err) == (2, True)
