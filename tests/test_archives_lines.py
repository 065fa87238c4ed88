"""A line that its format reads at once gives what it gives when it is parsed and picked apart."""

import json
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linker.records import Post, Problem
from scrapers.archives.files.jsonunits import loads
from scrapers.archives.format import JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.registry import json_formats

QUICK = [each for each in json_formats() if each.read_line]
FIXTURES = Path(__file__).parent / "fixtures" / "archives"
USUAL = {
    "id": "1649045800350648714",
    "author_id": "77",
    "author": {"id": "77", "username": "secretary", "name": "The Secretary"},
    "created_at": "2023-04-20T13:42:36.000Z",
    "conversation_id": "1649045800350648714",
    "text": "In Kyiv today &amp; with you https://t.co/abc",
    "lang": "en",
    "entities": {
        "urls": [{"url": "https://t.co/abc", "expanded_url": "https://news.example/1"}],
        "hashtags": [{"tag": "Kyiv"}, {"tag": "Kyiv"}],
        "mentions": [{"username": "president"}],
    },
    "edit_history_tweet_ids": ["1649045800350648714"],
    "__twarc": {"retrieved_at": "2023-04-21T08:00:00+00:00"},
}


def place() -> Place:
    place = Place(name="posts.jsonl")
    place.at(b"{}", 0, 1)
    return place


def at_once(known: JsonFormat, raw: bytes) -> list[Post | Problem] | None:
    assert known.read_line is not None
    items = known.read_line(raw, place())
    return None if items is None else list(items)


def picked_apart(known: JsonFormat, raw: bytes) -> list[Post | Problem]:
    return list(known.read(loads(raw), place()))


def lines_of(known: JsonFormat) -> list[bytes]:
    paths = (path for path in sorted((FIXTURES / known.name).iterdir()) if path.suffix == ".jsonl")
    return [line for path in paths for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize("known", QUICK, ids=lambda known: known.name)
def test_fixtures_read_alike(known):
    lines = lines_of(known)
    assert lines
    for line in lines:
        assert at_once(known, line) in (None, picked_apart(known, line))


def test_the_usual_line_is_read_at_once():
    (known,) = (each for each in QUICK if each.name == "x_v2")
    assert at_once(known, orjson.dumps(USUAL)) == picked_apart(known, orjson.dumps(USUAL)) != []


REFERENCE = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["retweeted", "quoted", "replied_to"]),
        "id": st.sampled_from(["20", "1649045800350648714", ""]),
    }
)
WORDS = st.one_of(
    st.text(max_size=12), st.sampled_from(["words … https://t.co/abc", "@a &lt;3", "\ud83d", "a\0b"])
)
FIELDS: dict[str, st.SearchStrategy] = {
    "id": st.sampled_from(["1649045800350648714", "20", "1609338612743630359"]),
    "author_id": st.just("77"),
    "author": st.fixed_dictionaries({}, optional={"username": WORDS, "name": WORDS}),
    "created_at": st.one_of(st.datetimes().map(lambda moment: f"{moment.isoformat()}Z"), st.sampled_from(["2023-04-20T13:42:36+03:00", "2023-04-20 13:42:36", "2023-04-20T23:59:59.9999999Z"])),
    "conversation_id": st.text(min_size=1, max_size=3),
    "text": WORDS,
    "lang": st.just("en"),
    "entities": st.fixed_dictionaries(
        {},
        optional={
            "urls": st.lists(st.fixed_dictionaries({}, optional={"url": st.sampled_from(["https://t.co/abc", "https://t.co/d"]), "expanded_url": st.sampled_from(["https://news.example/1", "https://twitter.com/a/status/20"]), "display_url": st.sampled_from(["pic.twitter.com/a", "news.example"]), "media_key": st.just("3_1")}), max_size=3),
            "hashtags": st.lists(st.fixed_dictionaries({"tag": WORDS}), max_size=2),
            "mentions": st.lists(st.fixed_dictionaries({"username": WORDS}), max_size=2),
        },
    ),
    "note_tweet": st.fixed_dictionaries({}, optional={"text": WORDS, "entities": st.just({"urls": [{"url": "https://t.co/d", "expanded_url": "https://news.example/2"}]})}),
    "attachments": st.fixed_dictionaries({}, optional={"media_keys": st.lists(st.just("3_1"), max_size=2), "media": st.just([{"url": "https://pbs.example/1.jpg"}])}),
    "edit_history_tweet_ids": st.lists(st.just("20"), max_size=2),
    "withheld": st.fixed_dictionaries({}, optional={"country_codes": st.just(["DE"]), "copyright": st.booleans()}),
    "__twarc": st.sampled_from([{}, {"retrieved_at": "2023-04-21T08:00:00+00:00"}, {"retrieved_at": "2023-04-21T08:00:00"}]),
    "public_metrics": st.just({"like_count": 1}),
}  # fmt: skip
ODD = st.sampled_from(
    [None, 1, 1.5, True, "", "2023-04-20", "\ud83d", [], {}, [None], [1], [""], [{}], {"id": 1}]
)
TWEET = st.fixed_dictionaries({}, optional=FIELDS)
NEEDED = ("id", "author_id", "text")
LINE = st.fixed_dictionaries(
    {name: FIELDS[name] for name in NEEDED},
    optional={
        **{name: values for name, values in FIELDS.items() if name not in NEEDED},
        "referenced_tweets": st.lists(
            st.builds(lambda tweet, reference: tweet | reference, TWEET, REFERENCE), max_size=2
        ),
    },
)
OTHERS = ("data", "includes", "errors", "author_user", "user")


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINE, st.dictionaries(st.sampled_from([*FIELDS, "referenced_tweets", *OTHERS]), ODD, max_size=1))
def test_any_line_of_x_v2_reads_alike(line, odd):
    (known,) = (each for each in QUICK if each.name == "x_v2")
    raw = json.dumps(line | odd).encode()
    assert at_once(known, raw) in (None, picked_apart(known, raw))
