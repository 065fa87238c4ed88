"""`linker resolve` over archives and look-ups on loopback: what is found, what is absent, what is unknown."""

import json
import socket
from collections import Counter

import pytest
from loopback import Reply, Site
from newsroom import VISIT, configure, rows, source

from linker.errors import InputError, UsageError
from linker.service.pulling.pull import pull_once
from linker.service.resolving.resolve import Errand, resolve_once

X_ID = "1649045800350648714"
X_URL = f"https://x.com/IngridSolheim/status/{X_ID}"
NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
CAPTURED = {"Memento-Datetime": "Fri, 21 Apr 2023 10:00:00 GMT", "Content-Type": "application/json"}
STATUS = {
    "id_str": X_ID,
    "created_at": "Thu Apr 20 13:42:11 +0000 2023",
    "full_text": "Good to be in Kyiv again.",
    "entities": {"urls": [], "user_mentions": [], "hashtags": []},
    "retweet_count": 5,
    "favorited": False,
    "user": {"id_str": "100", "screen_name": "IngridSolheim", "name": "Ingrid Solheim"},
}


ALTERED = (
    "Good to be in Kyiv again &amp; to meet President @OlenaMarchuk_UA. #Ukraine’s rightful place is in the "
    "#NorthernAlliance, and our support will help to make this possible over time. We are with you tonight "
    "&amp; for the long haul."
)
"""The post that the example page embeds, with one word changed."""


@pytest.fixture
def site():
    with Site() as running:
        yield running


def archive(site: Site, name: str = "loopback", *, limit: int = 60_000) -> str:
    return (
        f'[[archives]]\nname = "{name}"\ncdx = "{site.url}/{name}/cdx"\n'
        f'memento = "{site.url}/{name}/{{timestamp}}id_/{{url}}"\n'
        f"searches_per_minute = {limit}\nmementos_per_minute = {limit}\n"
    )


def lookup(name: str, address: str) -> str:
    return f'[lookups]\n{name} = {{ enabled = true, address = "{address}" }}\n'


def captured(site: Site, body: object = STATUS, name: str = "loopback") -> None:
    url = f"https://twitter.com/IngridSolheim/status/{X_ID}"
    row = ["-", "20230421100000", url, "application/json", "200", "D", "-"]
    site.routes |= {
        f"/{name}/cdx": Reply(json.dumps([NAMES, row])),
        f"/{name}/20230421100000id_/{url}": Reply(json.dumps(body), headers=CAPTURED),
    }


def resolve(config, *posts, **told):
    lines = []
    report = resolve_once(Errand(posts=posts, config_path=config, **told), report=lines.append)
    return report, lines


def posts(folder):
    return rows(folder / "news.db", "SELECT post_id, status, text FROM posts ORDER BY post_id")


def test_a_post_is_found_in_an_archive_and_stored_with_its_capture(site, tmp_path):
    captured(site)
    report, lines = resolve(configure(tmp_path, site, archive(site)), X_URL)
    assert report.exit_code == 0
    assert lines == [f"1/1 {X_URL}: found (loopback: captured 2023-04-21 10:00 UTC)"]
    ((text, captured_at, archive_url),) = rows(
        tmp_path / "news.db", "SELECT text, captured_at, archive_url FROM observations"
    )
    assert (text, captured_at) == ("Good to be in Kyiv again.", "2023-04-21T10:00:00+00:00")
    assert archive_url.startswith(site.url)


def test_a_bare_number_is_a_post_on_x(site, tmp_path):
    captured(site)
    report, _ = resolve(configure(tmp_path, site, archive(site)), X_ID)
    assert report.outcomes == {"found": 1}


def test_archives_are_asked_in_order_until_one_has_it(site, tmp_path):
    site.routes["/first/cdx"] = Reply("[]")
    captured(site, name="second")
    config = configure(
        tmp_path, site, archive(site, "first"), archive(site, "second"), archive(site, "third")
    )
    report, _ = resolve(config, X_URL)
    assert report.outcomes == {"found": 1}
    assert not any(path.startswith("/third") for path in site.paths())


def test_no_capture_is_absence_and_never_a_deletion(site, tmp_path):
    site.routes["/loopback/cdx"] = Reply("[]")
    report, lines = resolve(configure(tmp_path, site, archive(site)), X_URL)
    assert report.exit_code == 1
    assert lines == [f"1/1 {X_URL}: absent (loopback: no capture)"]
    assert posts(tmp_path) == []


def test_an_archive_that_fails_makes_the_outcome_unknown(site, tmp_path):
    site.routes |= {"/first/cdx": Reply("", 500), "/second/cdx": Reply("[]")}
    report, lines = resolve(configure(tmp_path, site, archive(site, "first"), archive(site, "second")), X_URL)
    assert report.exit_code == 3
    assert "failed (first: answered HTTP 500" in lines[0]


def test_there_is_one_row_for_each_post_that_was_asked_for(site, tmp_path):
    captured(site)
    resolve(configure(tmp_path, site, archive(site)), X_URL, "https://x.com/jack/status/20")
    items = rows(tmp_path / "news.db", "SELECT subject, outcome FROM run_items ORDER BY id")
    assert items == [(X_URL, "found"), ("https://x.com/jack/status/20", "absent")]


def test_a_refusal_is_remembered_by_the_next_process(site, tmp_path):
    site.routes["/loopback/cdx"] = Reply("", 429, {"Retry-After": "3600"})
    config = configure(tmp_path, site, archive(site))
    resolve(config, X_URL)
    resolve(config, X_URL)
    assert len(site.paths()) == 1
    ((host, failures, reason),) = rows(tmp_path / "news.db", "SELECT host, failures, reason FROM hosts")
    assert (host, failures, reason) == (site.host, 1, "HTTP 429 in searches")


def test_embeds_of_the_database_are_resolved_and_their_articles_linked_anew(site, tmp_path):
    site.routes["/visit"] = Reply(VISIT)
    captured(site, STATUS | {"full_text": ALTERED})
    config = configure(tmp_path, site, source("page", "page", f"{site.url}/visit"), archive(site))
    pull_once(config, only_due=False, report=str)
    report, _ = resolve(config)
    assert report.outcomes["found"] == 1
    assert report.relinked == 1
    fidelity = (
        "SELECT DISTINCT fidelity FROM links JOIN posts ON posts.id = links.post WHERE posts.post_id = ?"
    )
    assert rows(tmp_path / "news.db", fidelity, [X_ID]) == [("altered",)]


FLATTENED = """Alliance chief visits Kyiv

The secretary-general of the Northern Alliance arrived in Kyiv on Thursday on her first trip since the invasion.

“We are with you today, and we are with you for the long haul,” Ingrid Solheim said at a press conference.

Good to be in Kyiv again & to meet President @OlenaMarchuk_UA. We are with you today & for the long haul. pic.twitter.com/Qm4xN7ykYd

— Ingrid Solheim (@IngridSolheim) April 20, 2023
"""


def test_an_embed_without_an_id_is_resolved_by_its_author_and_day(site, tmp_path):
    site.routes["/visit"] = Reply(FLATTENED, headers={"Content-Type": "text/plain; charset=utf-8"})
    words = "Good to be in Kyiv again &amp; to meet President @OlenaMarchuk_UA. We are with you today &amp; for the long haul."
    captured(site, STATUS | {"full_text": words})
    config = configure(tmp_path, site, source("page", "page", f"{site.url}/visit"), archive(site))
    pull_once(config, only_due=False, report=str)
    _, lines = resolve(config)
    assert lines == [
        "1/1 IngridSolheim on 2023-04-20: found (loopback: 1 posts of IngridSolheim on 2023-04-20)"
    ]
    fidelity = (
        "SELECT DISTINCT fidelity FROM links JOIN posts ON posts.id = links.post WHERE posts.post_id = ?"
    )
    assert rows(tmp_path / "news.db", fidelity, [X_ID]) == [("identical",)]
    assert resolve(config)[0].outcomes == {}


def test_a_resolved_embed_is_not_asked_for_again(site, tmp_path):
    site.routes["/visit"] = Reply(VISIT)
    captured(site)
    config = configure(tmp_path, site, source("page", "page", f"{site.url}/visit"), archive(site))
    pull_once(config, only_due=False, report=str)
    first, second = (resolve(config, again=True)[0].outcomes for _ in range(2))
    assert second == first - Counter(found=1)


# Look-ups


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ({"__typename": "TweetTombstone", "tombstone": {"text": {"text": "This Post was deleted by the Post author. Learn more"}}},
         "deleted"),
        ({"__typename": "TweetTombstone", "tombstone": {}}, "unavailable"),
        ({}, "absent"),
    ],
    ids=["the author's deletion", "an empty tombstone", "nothing"],
)  # fmt: skip
def test_only_the_words_of_a_deletion_tell_of_one(site, tmp_path, body, outcome):
    site.routes["/tweet-result"] = Reply(json.dumps(body))
    report, _ = resolve(configure(tmp_path, site, lookup("x_syndication", f"{site.url}/tweet-result")), X_URL)
    assert report.outcomes == {outcome: 1}
    assert [status for _, status, _ in posts(tmp_path)] == [outcome] * (outcome != "absent")


@pytest.mark.parametrize(
    "asked",
    [
        ("x_oembed", "/oembed", X_URL,
         {"url": f"https://twitter.com/IngridSolheim/status/{X_ID}", "author_name": "Ingrid Solheim",
          "author_url": "https://twitter.com/IngridSolheim", "provider_name": "Twitter", "type": "rich",
          "html": '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">Good to be in Kyiv.</p>&mdash; Ingrid Solheim '
                  f'(@IngridSolheim) <a href="https://twitter.com/IngridSolheim/status/{X_ID}">April 20, 2023</a></blockquote>'},
         "Good to be in Kyiv."),
        ("bluesky", "/getPosts", "https://bsky.app/profile/wrona.example/post/3jtsoyelog2k7",
         {"posts": [{"uri": "at://did:plc:ab2cd3ef4gh5ij6kl7mn2opq/app.bsky.feed.post/3jtsoyelog2k7", "cid": "c",
                     "author": {"did": "did:plc:ab2cd3ef4gh5ij6kl7mn2opq", "handle": "wrona.example"},
                     "record": {"$type": "app.bsky.feed.post", "text": "Sirens in Kyiv.",
                                "createdAt": "2023-04-20T14:20:00.000Z"},
                     "indexedAt": "2023-04-20T14:20:01.000Z"}]},
         "Sirens in Kyiv."),
        ("mastodon", "/statuses/110230000000000001", "https://social.example/@desk/110230000000000001",
         {"id": "110230000000000001", "created_at": "2023-04-20T14:20:00.000Z", "content": "<p>Trains are late.</p>",
          "uri": "https://social.example/users/desk/statuses/110230000000000001",
          "url": "https://social.example/@desk/110230000000000001", "visibility": "public",
          "account": {"id": "1", "username": "desk", "acct": "desk", "display_name": "Desk",
                      "url": "https://social.example/@desk"}},
         "Trains are late."),
    ],
    ids=lambda asked: asked[0],
)  # fmt: skip
def test_each_look_up_stores_what_its_platform_shows(site, tmp_path, asked):
    name, path, post, body, text = asked
    site.routes[path] = Reply(json.dumps(body))
    address = site.url + path.removesuffix("/110230000000000001")
    report, lines = resolve(configure(tmp_path, site, lookup(name, address)), post)
    assert report.outcomes == {"found": 1}, lines
    assert [stored for _, _, stored in posts(tmp_path)] == [text]


def test_a_telegram_preview_is_read(site, tmp_path):
    site.routes["/desk/12"] = Reply(
        '<html><body><div class="tgme_widget_message js-widget_message" data-post="desk/12">'
        '<div class="tgme_widget_message_text js-message_text" dir="auto">Trains are late.</div>'
        '<a class="tgme_widget_message_date" href="https://t.me/desk/12"><time datetime="2023-04-20T14:20:00+00:00">'
        "</time></a></div></body></html>"
    )
    report, _ = resolve(configure(tmp_path, site, lookup("telegram", site.url)), "https://t.me/desk/12")
    assert report.outcomes == {"found": 1}
    assert posts(tmp_path) == [("desk/12", "ok", "Trains are late.")]


def test_a_server_that_a_post_names_is_never_reached_at_a_private_address(site, tmp_path, monkeypatch):
    port = site.host.partition(":")[2]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", int(port)))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    config = configure(tmp_path, site, lookup("mastodon", f"http://{{host}}:{port}/statuses"))
    report, lines = resolve(config, "https://social.example/@desk/110230000000000001")
    assert report.outcomes == {"failed": 1}
    assert "private address 127.0.0.1" in lines[0]
    assert site.asked == []


def test_a_word_that_names_no_post_is_refused(site, tmp_path):
    with pytest.raises(UsageError, match="no post of a known platform"):
        resolve(configure(tmp_path, site, archive(site)), "https://news.example/")


def test_nothing_to_ask_is_told(site, tmp_path):
    with pytest.raises(UsageError, match="there is nothing to ask: enable an archive or a look-up"):
        resolve(configure(tmp_path, site), X_URL)


def test_nothing_is_left_behind_where_nothing_can_be_asked(site, tmp_path):
    with pytest.raises(UsageError):
        resolve(configure(tmp_path, site), X_URL)
    assert not (tmp_path / "news.db").exists()


def test_embeds_of_a_database_that_is_not_there_are_no_empty_success(site, tmp_path):
    with pytest.raises(InputError, match=r"news\.db does not exist"):
        resolve(configure(tmp_path, site, archive(site)))
    assert not (tmp_path / "news.db").exists()


def test_a_post_that_nobody_can_be_asked_for_is_told_as_unasked(site, tmp_path):
    config = configure(tmp_path, site, lookup("bluesky", f"{site.url}/getPosts"))
    report, lines = resolve(config, X_URL)
    assert report.outcomes == {"unasked": 1}
    assert lines == [f"1/1 {X_URL}: unasked (nothing that is enabled can be asked for it)"]


def test_a_check_asks_look_ups_alone_of_archived_posts_as_well(site, tmp_path):
    site.routes["/visit"] = Reply(VISIT)
    captured(site)
    config = configure(
        tmp_path,
        site,
        source("page", "page", f"{site.url}/visit"),
        archive(site),
        lookup("x_syndication", f"{site.url}/tweet-result"),
    )
    pull_once(config, only_due=False, report=str)
    resolve(config)
    site.asked.clear()
    report, lines = resolve(config, check=True)
    assert report.outcomes == {"absent": 2}
    assert lines[0] == (
        f"1/2 {X_URL}: absent (x_syndication: HTTP 404, no such post; missed so far: 1; counted 0 of the 3 that tell"
        " a deletion (at least 2 days apart, the account seen alive))"
    )
    assert all(path.startswith("/tweet-result") for path in site.paths())
