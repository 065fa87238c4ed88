"""The article that started it: what linker must make of it (issue 2)."""

import json
import math
from datetime import UTC, datetime, timedelta

import pytest
from command import linker

EPOCH_MS = 1288834974657
TWEET_ID = "1649031519219871745"  # of 20 April 2023; the article does not know it


@pytest.fixture(scope="module")
def seed(shared):
    return shared / "seed" / "stoltenberg.txt"


@pytest.fixture(scope="module")
def read(seed):
    ran = linker("inspect", seed)
    assert ran.code == 0, ran.err
    return ran.json


@pytest.fixture(scope="module")
def tweet(read):
    return read["embeds"][0]["text"]


def claim_with(claims, words):
    return next(claim for claim in claims if words in claim["text"])


def test_the_title_is_read(read):
    assert read["article"]["title"].startswith("Meeting Jens Stoltenberg, President Zelensky Urges NATO")


def test_the_one_embed_is_found_in_its_flattened_lines(read):
    (embed,) = read["embeds"]
    assert embed["platform"] == "x"
    assert embed["method"] == "flattened"
    assert (embed["author_name"], embed["author_handle"]) == ("Jens Stoltenberg", "jensstoltenberg")
    assert (embed["date"], embed["post_id"]) == ("2023-04-20", None)
    assert embed["text"].startswith("An honour to be back in Kyiv & meet")
    assert embed["text"].endswith("for the long haul.")
    assert embed["media"] == ["pic.twitter.com/0vlKZNVY0F"]
    assert embed["paragraph"] == len(read["article"]["paragraphs"])


def test_the_posts_words_stand_in_no_claim_and_no_paragraph(read):
    everything = " ".join([*read["article"]["paragraphs"], *(claim["text"] for claim in read["claims"])])
    assert "An honour to be back" not in everything
    assert "April 20, 2023" not in everything


def test_furniture_is_no_claim(read):
    assert not [claim for claim in read["claims"] if "SEE ALSO" in claim["text"]]


@pytest.mark.parametrize("words", ["likely to upset the Kremlin", 'could be "historic"', "I am grateful"])
def test_paragraphs_that_stand_twice_are_one_claim_with_two_positions(read, words):
    (claim,) = [claim for claim in read["claims"] if words in claim["text"]]
    assert len(claim["positions"]) == 2


@pytest.mark.parametrize(
    ("words", "speaker"),
    [("I am grateful", "Zelensky"), ("Mr President", "Stoltenberg"), ("...if not", "Peskov")],
)
def test_quotations_have_their_speakers(read, words, speaker):
    claim = claim_with(read["claims"], words)
    assert claim["kind"] == "quote"
    assert claim["speaker"].split()[-1] == speaker


@pytest.mark.parametrize("span", range(20))
def test_claims_are_exact_spans_of_their_paragraphs(read, span):
    claim = read["claims"][span % len(read["claims"])]
    paragraph = read["article"]["paragraphs"][claim["paragraph"]]
    assert paragraph[claim["start"] : claim["end"]] == claim["text"]


@pytest.fixture(scope="module")
def links(seed):
    ran = linker("link", seed)
    assert ran.code == 0, ran.err
    return ran.json


@pytest.mark.parametrize("words", ["NATO supports you today, tomorrow", "first trip to Kyiv"])
def test_what_the_post_supports_is_linked_or_suggested(links, words):
    assert claim_with([link["claim"] for link in links], words)


@pytest.mark.parametrize(
    "words", ["...if not", "invitation", "annexed", "retake land", "likely to upset", "Ramstein"]
)
def test_what_the_post_does_not_support_is_not_linked(links, words):
    assert not [link for link in links if words in link["claim"]["text"]]


def test_signals_and_prior_add_up_to_the_score(links):
    for link in links:
        total = link["prior"] + sum(signal["contribution"] for signal in link["signals"])
        assert link["score"] == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-9)


def archive(folder, tweet, *, copies=1):
    """Thousands of posts in X API shape: others, some by the same author, some quoting the tweet."""
    start = datetime(2023, 4, 17, tzinfo=UTC)
    rows = [
        row(
            "nobody",
            f"Number {count} of the posts that have nothing to do with it.",
            start + timedelta(minutes=2 * count),
            count,
        )
        for count in range(3000)
    ]
    day = datetime(2023, 4, 20, 9, tzinfo=UTC)
    rows += [
        row("jensstoltenberg", f"Meeting number {n} of a long day.", day + timedelta(hours=n), 5000 + n)
        for n in range(5)
    ]
    rows += [
        row("reader", f"RT this: {tweet}", day + timedelta(hours=9, minutes=n), 6000 + n) for n in range(3)
    ]
    rows += [row("jensstoltenberg", tweet, None, 0)] * copies
    path = folder / "archive.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in rows))
    return path


def row(handle, text, moment, count):
    number = TWEET_ID if moment is None else str((int(moment.timestamp() * 1000) - EPOCH_MS << 22) + count)
    name = "Jens Stoltenberg" if handle == "jensstoltenberg" else handle.title()
    return {
        "id_str": number, "id": int(number), "full_text": text.replace("&", "&amp;"), "truncated": False,
        "created_at": "", "entities": {}, "user": {"id_str": str(len(handle)), "screen_name": handle, "name": name},
    }  # fmt: skip


def resolved(seed, path):
    ran = linker("link", seed, "--posts", path)
    assert ran.code in {0, 4}, ran.err
    return ran.json[0]


def test_the_embed_resolves_to_the_archived_tweet_among_thousands(seed, tweet, tmp_path):
    link = resolved(seed, archive(tmp_path, tweet))
    assert link["post"]["post_id"] == TWEET_ID
    assert (link["embed"]["fidelity"], link["embed"]["fidelity_diff"]) == ("identical", None)


def test_a_changed_word_in_the_archive_is_told_as_altered(seed, tweet, tmp_path):
    link = resolved(seed, archive(tmp_path, tweet.replace("rightful", "proper")))
    assert link["post"]["post_id"] == TWEET_ID
    assert link["embed"]["fidelity"] == "altered"
    assert "rightful" in link["embed"]["fidelity_diff"]
    assert "proper" in link["embed"]["fidelity_diff"]


def test_a_cut_copy_is_told_as_truncated(seed, tweet, tmp_path):
    cut = tweet[: tweet.index("over time") + 12] + "…"
    link = resolved(seed, archive(tmp_path, cut))
    assert link["post"]["post_id"] == TWEET_ID
    assert link["embed"]["fidelity"] == "truncated"


def test_without_a_copy_there_is_only_the_embed(seed, tweet, tmp_path):
    link = resolved(seed, archive(tmp_path, tweet, copies=0))
    assert link["post"]["post_id"] is None
    assert link["embed"]["fidelity"] == "embed_only"
