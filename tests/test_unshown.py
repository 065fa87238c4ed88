"""Archived posts that an article quotes without embedding or linking them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from stored import a_post, rows_of

import db
from db.observations import save_posts
from linker.claims import claims_of
from linker.matching.scoring.unshown import load_doubt
from linker.matching.vectors import encoders
from linker.matching.weights import model
from linker.matching.weights.model import probability
from linker.records import Article, Embed, PostRef, Reading
from linker.service.linking.linking import Matcher, link_reading
from linker.service.linking.postarchive import PostArchive

E5 = "e5-9965ed301c1c-centred"
POSTED = datetime(2024, 3, 14, 8, 5, tzinfo=UTC)
SAID = (
    "We close the Varde ferry terminal from Monday. Two cracked pillars, no compromise on safety. "
    "Replacement buses leave Nordhavn every fifteen minutes."
)
ARTICLE = Article(
    url="https://news.example/ferry",
    title="Ferry terminal closes",
    paragraphs=(
        "Commuters on the island woke up to bad news on Thursday, and many of them were angry.",
        (
            "“We close the Varde ferry terminal from Monday. Two cracked pillars, no compromise on safety,” "
            "harbour master Ingrid Solheim wrote on Thursday."
        ),
        "She added that replacement buses leave Nordhavn every fifteen minutes.",
        "The island council meets next week to talk about the budget of its schools.",
    ),
    published_at=POSTED + timedelta(hours=6),
    language="en",
)
CLAIMS = claims_of(ARTICLE)
QUOTED = a_post(
    "77", text=SAID, created_at=POSTED, author_name="Ingrid Solheim", author_handle="isolheim", lang="en"
)
SUBJECTS = (
    "The orchestra opens its season with a symphony that nobody has played since 1911.",
    "Our new bakery sells rye bread, and on Fridays there is cardamom cake.",
    "Three goals in ten minutes, what a match at the stadium tonight.",
    "A council far away argues about new schools, and nobody knows who shall pay.",
)
UNRELATED = [
    a_post(
        str(number), text=f"{SUBJECTS[number % 4]} Part {number}.", created_at=POSTED, sha256=f"{number:064}"
    )
    for number in range(100, 160)
]


@pytest.fixture
def opened():
    opened = db.open_database(":memory:")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def matcher():
    return Matcher(model=model.load("none"), encoder=encoders.load("none"))


@pytest.fixture
def linked(opened, matcher):
    def link(*posts, article=ARTICLE, embeds=()):
        save_posts(opened, posts)
        archive = PostArchive(opened, None)
        reading = Reading(article=article, embeds=tuple(embeds))
        return link_reading(reading, CLAIMS, archive.candidates, archive.quotable, matcher).kept

    return link


def embed_of(post, **changes):
    embed = Embed(
        article_id=ARTICLE.article_id, platform="x", paragraph=2, method="blockquote", confidence=1.0,
        ref=PostRef(platform="x", post_id=post.post_id), text=post.text,
    )  # fmt: skip
    return replace(embed, **changes)


def test_a_post_that_the_article_quotes_without_showing_it_is_suggested(linked):
    best = linked(QUOTED, *UNRELATED)[0]
    assert (best.decision, best.post.post_id, best.embed, best.fidelity) == ("suggest", "77", None, None)
    assert best.score > 0.8
    assert "cracked pillars" in best.claim.text


def test_the_reasons_add_up_to_the_score_and_tell_that_it_is_not_shown(linked):
    for link in linked(QUOTED):
        total = link.prior + sum(signal.contribution for signal in link.signals)
        assert link.score == pytest.approx(probability(total), abs=1e-9)
        named = {signal.name: signal for signal in link.signals}
        assert named["unshown"].contribution < 0
        assert {"unshown_cover", "unshown_pairs"} <= named.keys()


def test_a_post_not_shown_never_fits_better_than_shown(linked):
    apart = {link.claim.claim_id: link.score for link in linked(QUOTED)}
    shown = {
        link.claim.claim_id: link.score for link in linked(QUOTED, embeds=[embed_of(QUOTED, paragraph=None)])
    }
    assert apart
    assert all(score <= shown[claim] + 1e-12 for claim, score in apart.items())


def test_an_archive_of_other_posts_gives_nothing(linked):
    assert linked(*UNRELATED) == ()


@pytest.mark.parametrize(
    ("posted", "found"),
    [
        (ARTICLE.published_at + timedelta(hours=20), True),
        (ARTICLE.published_at + timedelta(days=2), False),
        (None, True),
    ],
)
def test_a_post_cannot_be_quoted_before_it_was_posted(linked, posted, found):
    assert bool(linked(replace(QUOTED, created_at=posted))) is found


def test_an_article_changed_later_may_quote_later_posts(linked):
    changed = replace(ARTICLE, modified_at=ARTICLE.published_at + timedelta(days=3))
    assert linked(replace(QUOTED, created_at=POSTED + timedelta(days=3)), article=changed)


def test_an_old_post_gets_less_and_says_why(linked):
    old = replace(QUOTED, created_at=POSTED - timedelta(days=90), post_id="76", text=f"{SAID} Thanks!")
    (link, *_) = linked(old)
    (signal,) = [signal for signal in link.signals if signal.name == "unshown_old"]
    assert signal.contribution < 0


@pytest.mark.parametrize("words", [SAID, f"RT this: {SAID}", f"{SAID} So much for promises!", SAID[:95]])
def test_a_copy_of_an_embedded_post_is_not_linked_beside_it(linked, words):
    copy = a_post(
        "78", text=words, created_at=POSTED, author_name="A Reader", author_handle="reader", sha256="c" * 64
    )
    found = linked(QUOTED, copy, embeds=[embed_of(QUOTED)])
    assert {link.post.post_id for link in found} == {"77"}


def test_a_copy_of_an_embed_that_no_archive_holds_is_not_linked_either(linked):
    copy = a_post("78", text=SAID, created_at=POSTED, author_name="A Reader", author_handle="reader")
    found = linked(copy, embeds=[embed_of(QUOTED)])
    assert {link.post.post_id for link in found} == {"77"}


def test_of_posts_with_the_same_words_the_first_is_linked(linked):
    copies = [
        replace(QUOTED, post_id=f"8{hour}", created_at=POSTED + timedelta(hours=hour), sha256=f"{hour:064}")
        for hour in (3, 1, 2)
    ]
    assert {link.post.post_id for link in linked(*copies)} == {"81"}


def test_of_posts_with_much_the_same_words_one_is_linked(linked):
    spam = [
        replace(QUOTED, post_id=f"8{number}", text=f"{SAID} #{number}", sha256=f"{number:064}")
        for number in range(5)
    ]
    assert len({link.post.post_id for link in linked(*spam)}) == 1


def test_a_repost_is_no_candidate(linked):
    assert linked(replace(QUOTED, repost_of_id="5")) == ()


@pytest.mark.parametrize("words", [None, "", "😀😀", "https://example.org/a", "the and of to", "\ud800 \x00"])
def test_posts_without_telling_words_are_no_candidates(linked, words):
    assert linked(replace(QUOTED, text=words)) == ()


def test_what_is_taken_off_was_fitted_with_the_encoder_or_else_with_the_usual_one():
    usual = load_doubt("contextual")
    assert load_doubt("contextual", usual.encoder_version) == usual
    assert load_doubt("contextual", "unheard-of-0123456789ab") == usual
    assert load_doubt("contextual", E5).encoder_version == E5


def test_asking_twice_gives_the_same(linked, opened):
    first = linked(QUOTED, *UNRELATED)
    stored = rows_of(opened)
    assert linked(QUOTED, *UNRELATED) == first
    assert rows_of(opened) == stored
