"""When a post that its platform no longer shows is called deleted, over look-ups at stated times."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Reply, Site
from newsroom import configure, rows

import db
from db.observations import save_posts
from linker.records import Miss, Page, Post, PostRef
from linker.service.resolving.absence import Rule, counting
from linker.service.resolving.resolve import Errand, resolve_once
from scrapers.lookups.answers import says_none, shows_account
from scrapers.lookups.interfaces import LOOKUPS, Wanted

DAY = timedelta(days=1)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
GONE, OTHER = "1649045800350648714", "1649045800350648999"
URL = f"https://x.com/IngridSolheim/status/{GONE}"
OTHER_URL = f"https://x.com/IngridSolheim/status/{OTHER}"
STATUS = "SELECT posts.status, status_evidence FROM posts JOIN observations ON observations.id = status_observation WHERE post_id = ?"


def shown(post_id, author="100", handle="IngridSolheim"):
    user = {"id_str": author, "screen_name": handle, "name": "Ingrid Solheim"}
    text = f"The ferry of pier {post_id[-3:]} sails again."
    return Reply(json.dumps({"__typename": "Tweet", "id_str": post_id, "text": text, "user": user}))


class Platform:
    """X on loopback, with what it shows of each post, and a newsroom that asks it at stated times."""

    def __init__(self, site: Site, folder):
        self.shows = {GONE: shown(GONE), OTHER: shown(OTHER)}
        self.folder = folder
        site.routes["/tweet-result"] = self.answer
        lookup = f'[lookups]\nx_syndication = {{ enabled = true, address = "{site.url}/tweet-result" }}\n'
        self.config = configure(folder, site, lookup)

    def answer(self, asked):
        post_id = asked.path.partition("id=")[2].partition("&")[0]
        return self.shows.get(post_id, Reply("", 404))

    def ask(self, days, *urls):
        errand = Errand(posts=urls or (URL,), check=True, config_path=self.config)
        return resolve_once(errand, report=str, clock=lambda: START + days * DAY).outcomes

    def status(self):
        ((status, evidence),) = rows(self.folder / "news.db", STATUS, [GONE])
        return status, evidence


@pytest.fixture
def platform(tmp_path):
    with Site() as site:
        platform = Platform(site, tmp_path)
        assert platform.ask(0, URL, OTHER_URL) == {"found": 2}
        yield platform


def test_three_spaced_misses_while_the_account_lives_are_a_deletion(platform):
    del platform.shows[GONE]
    assert [platform.ask(day) for day in (10, 12)] == [Counter(absent=1)] * 2
    assert platform.status()[0] == "ok"
    assert platform.ask(14) == {"deleted": 1}
    status, evidence = platform.status()
    assert status == "deleted"
    assert evidence == (
        "3 misses while the account lives: "
        f"2026-03-12 09:00 UTC x_syndication: HTTP 404, no such post, while it showed {OTHER_URL}; "
        f"2026-03-14 09:00 UTC x_syndication: HTTP 404, no such post, while it showed {OTHER_URL}; "
        f"2026-03-16 09:00 UTC x_syndication: HTTP 404, no such post, while it showed {OTHER_URL}"
    )


def test_a_deletion_names_the_misses_that_it_rests_on(platform):
    del platform.shows[GONE]
    for day in (10, 10.5, 12, 14):
        platform.ask(day)
    named = rows(
        platform.folder / "news.db",
        "SELECT asked_at, counts FROM misses JOIN posts ON status_observation = misses.observation ORDER BY asked_at",
    )
    assert named == [
        ("2026-03-12T09:00:00+00:00", 1),
        ("2026-03-12T21:00:00+00:00", 0),
        ("2026-03-14T09:00:00+00:00", 1),
        ("2026-03-16T09:00:00+00:00", 1),
    ]


def test_the_words_of_a_deleted_post_stay(platform):
    del platform.shows[GONE]
    for day in (10, 12, 14):
        platform.ask(day)
    kept = rows(platform.folder / "news.db", "SELECT text FROM posts WHERE post_id = ?", [GONE])
    assert kept == [("The ferry of pier 714 sails again.",)]


def test_a_later_sight_takes_the_deletion_back_and_the_count_begins_anew(platform):
    post = platform.shows.pop(GONE)
    for day in (10, 12, 14):
        platform.ask(day)
    platform.shows[GONE] = post
    assert platform.ask(20) == {"found": 1}
    assert platform.status()[0] == "ok"
    del platform.shows[GONE]
    assert [platform.ask(day) for day in (30, 32)] == [Counter(absent=1)] * 2
    assert platform.status()[0] == "ok"
    assert platform.ask(34) == {"deleted": 1}


def test_a_sight_between_the_misses_makes_them_worthless(platform):
    post = platform.shows.pop(GONE)
    platform.ask(10)
    platform.ask(12)
    platform.shows[GONE] = post
    platform.ask(13)
    del platform.shows[GONE]
    assert platform.ask(14) == {"absent": 1}
    assert platform.status()[0] == "ok"


def test_misses_of_one_afternoon_count_once(platform):
    del platform.shows[GONE]
    for hour in range(10):
        assert platform.ask(10 + hour / 24) == {"absent": 1}
    assert platform.status()[0] == "ok"


@pytest.mark.parametrize(
    "silence",
    [
        Reply("", 404),
        Reply("", 429),
        Reply("", 503),
        Reply("<html>Log in</html>"),
        shown(OTHER, author="777"),
    ],
    ids=["gone as well", "a refusal", "a failure", "a page to log in", "its id is another account's"],
)
def test_misses_without_a_living_account_tell_nothing(platform, silence):
    del platform.shows[GONE]
    platform.shows[OTHER] = silence
    for day in (10, 12, 14, 16):
        assert platform.ask(day) == {"absent": 1}
    assert platform.status()[0] == "ok"


@pytest.mark.parametrize("status", [401, 403, 408, 429, 500, 502, 503, 504])
def test_a_refusal_or_failure_is_never_a_miss(platform, status):
    platform.shows[GONE] = Reply("", status)
    for day in (10, 12, 14, 16):
        assert platform.ask(day) == {"failed": 1}
    assert platform.status()[0] == "ok"
    assert rows(platform.folder / "news.db", "SELECT count(*) FROM misses") == [(0,)]


def test_a_connection_cut_is_never_a_miss(platform):
    platform.shows[GONE] = Reply(b"{}" * 50, cut_after=2)
    for day in (10, 12, 14, 16):
        assert platform.ask(day) == {"failed": 1}
    assert platform.status()[0] == "ok"


def test_a_post_that_nobody_ever_saw_is_not_called_deleted(platform):
    unseen = "https://x.com/IngridSolheim/status/1649045800350640000"
    for day in (10, 12, 14, 16):
        assert platform.ask(day, unseen) == {"absent": 1}
    stored = rows(platform.folder / "news.db", "SELECT post_id FROM posts ORDER BY post_id")
    assert stored == [(GONE,), (OTHER,)]


def test_asking_twice_at_one_time_is_one_miss(platform):
    del platform.shows[GONE]
    for _ in range(3):
        platform.ask(10)
    assert rows(platform.folder / "news.db", "SELECT count(*) FROM misses") == [(1,)]


@pytest.mark.parametrize(
    ("days", "status"),
    [(5, "deleted"), (13, "ok"), (50, "ok")],
    ids=["before the misses", "between them", "after them"],
)
def test_a_capture_that_comes_to_light_counts_by_its_time(platform, days, status):
    del platform.shows[GONE]
    for day in (10, 12, 14):
        platform.ask(day)
    opened = db.open_database(platform.folder / "news.db")
    captured = Post(platform="x", post_id=GONE, text="The ferry sails.", source_format="x_v1", captured_at=START + days * DAY)  # fmt: skip
    save_posts(opened, [captured])
    opened.close()
    assert platform.status()[0] == status


def test_a_tombstone_says_more_than_misses(platform):
    words = {"text": {"text": "This Post is from a suspended account. Learn more"}}
    del platform.shows[GONE]
    platform.ask(10)
    platform.ask(12)
    platform.shows[GONE] = Reply(json.dumps({"__typename": "TweetTombstone", "tombstone": words}))
    assert platform.ask(14) == {"suspended": 1}
    assert platform.status()[0] == "suspended"


def test_the_rule_is_the_newsrooms(platform):
    platform.config.write_text(
        platform.config.read_text() + "[deletion]\nmisses = 2\ndays_between = 7\n", encoding="utf-8"
    )
    del platform.shows[GONE]
    assert [platform.ask(day) for day in (10, 16)] == [Counter(absent=1)] * 2
    assert platform.ask(17) == {"deleted": 1}


# What platforms answer


def page(status, body="", **headers):
    return Page(url="u", final_url="u", status=status, fetched_at=START, body=body.encode(), headers=headers)


def lookup(name):
    return next(each for each in LOOKUPS if each.name == name)


@pytest.mark.parametrize(
    ("name", "answer", "expected"),
    [
        ("x_syndication", page(200, "{}"), True),
        ("x_syndication", page(404, "<html>"), True),
        ("x_syndication", page(200, ""), False),
        ("x_syndication", page(200, '{"__typename": "TweetTombstone"}'), False),
        ("x_syndication", page(200, "<html>{}</html>"), False),
        ("x_oembed", page(404), True),
        ("x_oembed", page(410), True),
        ("x_oembed", page(403), False),
        ("x_oembed", page(404, **{"memento-datetime": "Fri, 21 Apr 2023 10:00:00 GMT"}), False),
        ("bluesky", page(200, '{"posts":[]}'), True),
        ("bluesky", page(200, '{"posts":[{}]}'), False),
        ("bluesky", page(400, '{"error":"InvalidRequest"}'), False),
        ("mastodon", page(404, '{"error":"Record not found"}'), True),
        ("mastodon", page(401), False),
        ("telegram", page(200, '<div class="tgme_widget_message_error">Post not found</div>'), True),
        ("telegram", page(200, '<div class="tgme_widget_message_error">Channel not found</div>'), False),
        ("youtube", page(404, "Not Found"), True),
        ("youtube", page(429), False),
    ],
)
def test_only_the_platforms_own_no_is_a_miss(name, answer, expected):
    assert says_none(lookup(name), answer) is expected


BLUESKY = Wanted(
    ref=PostRef(platform="bluesky", post_id="3jt"), url="u", handle="desk.example", author_id="did:plc:a"
)
MASTODON = Wanted(
    ref=PostRef(platform="mastodon", post_id="7", host="a.example"), url="u", handle="desk@a.example"
)


@pytest.mark.parametrize(
    ("wanted", "answer", "expected"),
    [
        (BLUESKY, page(200, '{"did": "did:plc:a", "handle": "renamed.example"}'), True),
        (BLUESKY, page(400, '{"error": "AccountDeactivated"}'), False),
        (BLUESKY, page(200, '{"did": "did:plc:b", "handle": "another.example"}'), False),
        (BLUESKY, page(200, "<html>"), False),
        (BLUESKY, page(200, "[]"), False),
        (MASTODON, page(200, '{"acct": "desk"}'), True),
        (MASTODON, page(200, '{"acct": "desk", "suspended": true}'), False),
        (MASTODON, page(200, '{"acct": "desk2"}'), False),
        (MASTODON, page(404), False),
    ],
)
def test_an_account_lives_where_its_profile_is_shown(wanted, answer, expected):
    assert shows_account(answer, wanted) is expected


def test_a_profile_is_witness_where_no_other_post_is_known(tmp_path):
    uri = "at://did:plc:ab2cd3ef4gh5ij6kl7mn2opq/app.bsky.feed.post/3jtsoyelog2k7"
    author = {"did": "did:plc:ab2cd3ef4gh5ij6kl7mn2opq", "handle": "wrona.example"}
    record = {"$type": "app.bsky.feed.post", "text": "Sirens.", "createdAt": "2023-04-20T14:20:00.000Z"}
    with Site() as site:
        address = f"{site.url}/xrpc/app.bsky.feed.getPosts"
        config = configure(
            tmp_path, site, f'[lookups]\nbluesky = {{ enabled = true, address = "{address}" }}\n'
        )
        posts = [{"uri": uri, "cid": "c", "author": author, "record": record}]
        site.routes |= {
            "/xrpc/app.bsky.feed.getPosts": Reply(json.dumps({"posts": posts})),
            "/xrpc/app.bsky.actor.getProfile": Reply(json.dumps(author)),
        }
        errand = Errand(
            posts=["https://bsky.app/profile/wrona.example/post/3jtsoyelog2k7"], config_path=config
        )
        outcomes = []
        for day in (0, 10, 12, 14):
            told = resolve_once(errand, report=str, clock=lambda day=day: START + day * DAY).outcomes
            outcomes += told.elements()
            site.routes["/xrpc/app.bsky.feed.getPosts"] = Reply('{"posts":[]}')
    assert outcomes == ["found", "absent", "absent", "deleted"]


# The rule

RULE = Rule(misses=3, between=2 * DAY)
MISSES = st.lists(
    st.builds(
        Miss,
        lookup=st.sampled_from(["x_syndication", "x_oembed"]),
        asked_at=st.integers(0, 400).map(lambda hours: START + timedelta(hours=hours)),
        said=st.just("HTTP 404"),
        witness=st.none() | st.just(OTHER_URL),
    )
)
TIMES = st.none() | st.integers(0, 400).map(lambda hours: START + timedelta(hours=hours))


@given(MISSES, TIMES, st.randoms())
def test_what_counts_is_witnessed_spaced_after_the_last_sight_and_in_any_order_the_same(
    misses, since, chance
):
    counted = counting(misses, RULE, since)
    assert all(miss.witness for miss in counted)
    assert all(since is None or miss.asked_at > since for miss in counted)
    assert all(later.asked_at - miss.asked_at >= RULE.between for miss, later in pairwise(counted))
    chance.shuffle(misses)
    again = counting(misses, RULE, since)
    assert [miss.asked_at for miss in again] == [miss.asked_at for miss in counted]
