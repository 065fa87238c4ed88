"""`linker resolve` run again: what was found absent lately is left out, a stopped run goes on."""

import json
import os
import pty
import re
import signal
import subprocess
import threading
from datetime import UTC, datetime, timedelta

import pytest
from command import LINKER, linker
from loopback import Reply, Site
from newsroom import configure, rows, source
from stopping import PATIENCE_SECONDS, SIGNALS, running, stopped, wait_for

from linker.service.pulling.pull import pull_once
from linker.service.resolving.resolve import Errand, resolve_once

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
IDS = ("1649045800350648714", "1649045800350648715", "1649045800350648716")
PAGE = "<html lang='en'><head><title>Ferry</title></head><body><article><h1>The ferry is back</h1>{}</article></body></html>"
EMBED = (
    "<p>The ferry of pier {0} sailed again on Monday, three weeks after the storm.</p>"
    '<blockquote class="twitter-tweet"><p>Pier {0} is open.</p>&mdash; Hanna Berg (@hannaberg) '
    '<a href="https://twitter.com/hannaberg/status/{0}">April 20, 2023</a></blockquote>'
)
NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def archive(site, name, *, enabled=True):
    return (
        f'[[archives]]\nname = "{name}"\ncdx = "{site.url}/{name}/cdx"\n'
        f'memento = "{site.url}/{name}/{{timestamp}}id_/{{url}}"\n'
        f"searches_per_minute = 60000\nmementos_per_minute = 60000\nenabled = {str(enabled).lower()}\n"
    )


class Newsroom:
    """An article with three embeds, and two archives on loopback that hold nothing, asked at stated times."""

    def __init__(self, site: Site, folder):
        self.site, self.folder = site, folder
        site.routes["/ferry"] = Reply(PAGE.format("".join(map(EMBED.format, IDS))))
        site.routes |= {"/first/cdx": Reply("[]"), "/second/cdx": Reply("[]")}
        self.configure()
        pull_once(self.config, only_due=False, report=str)
        site.asked.clear()

    def configure(self, *sections, second=False):
        page = source("ferry", "page", f"{self.site.url}/ferry")
        archives = (archive(self.site, "first"), archive(self.site, "second", enabled=second))
        self.config = configure(self.folder, self.site, page, *archives, *sections)

    def resolve(self, days, *posts, report=str, **told):
        self.site.asked.clear()
        errand = Errand(posts=posts, config_path=self.config, **told)
        return resolve_once(errand, report=report, clock=lambda: START + timedelta(days=days))

    def asked_of(self, name):
        """Which posts an archive was asked for in the last run, in order."""
        asked = [path for path in self.site.paths() if path.startswith(f"/{name}/cdx")]
        return list(dict.fromkeys(post_id for path in asked for post_id in re.findall(r"1649\d{15}", path)))


@pytest.fixture
def newsroom(tmp_path):
    with Site() as site:
        yield Newsroom(site, tmp_path)


def test_what_was_found_absent_is_left_out_until_it_is_due(newsroom):
    assert newsroom.resolve(0).outcomes == {"absent": 3}
    again = newsroom.resolve(6.9)
    assert newsroom.site.asked == []
    assert (again.outcomes, again.exit_code) == ({}, 0)
    assert again.summary() == (
        "no post to ask for; 3 asked lately and left out (--again asks), due 2026-03-09 09:00 UTC;"
        " 0 articles relinked"
    )
    assert newsroom.resolve(7).outcomes == {"absent": 3}


def test_the_wait_is_a_setting(newsroom):
    newsroom.configure("[resolve]\nagain_after_days = 0.5\n")
    newsroom.resolve(0)
    assert newsroom.resolve(0.4).outcomes == {}
    assert newsroom.resolve(0.5).outcomes == {"absent": 3}


def test_again_asks_all_the_same(newsroom):
    newsroom.resolve(0)
    report = newsroom.resolve(1, again=True)
    assert (report.outcomes, report.later) == ({"absent": 3}, [])


def test_a_post_that_is_named_is_asked_for_all_the_same(newsroom):
    newsroom.resolve(0)
    assert newsroom.resolve(1, IDS[1]).outcomes == {"absent": 1}


def test_only_the_archive_that_failed_is_asked_in_the_next_run(newsroom):
    newsroom.configure(second=True)
    newsroom.site.routes["/second/cdx"] = Reply("", 500)
    assert newsroom.resolve(0).outcomes == {"failed": 3}
    newsroom.site.routes["/second/cdx"] = Reply("[]")
    assert newsroom.resolve(1).outcomes == {"absent": 3}
    assert (newsroom.asked_of("first"), newsroom.asked_of("second")) == ([], list(IDS))


def test_an_archive_that_was_enabled_since_is_asked_at_once(newsroom):
    newsroom.resolve(0)
    newsroom.configure(second=True)
    newsroom.resolve(1)
    assert (newsroom.asked_of("first"), newsroom.asked_of("second")) == ([], list(IDS))


def stopping_after(lines):
    """A report during which Ctrl-C is pressed."""

    def report(line):
        lines.append(line)
        if len(lines) == 2:
            raise KeyboardInterrupt

    return report


def test_a_run_that_was_stopped_goes_on_with_what_is_left(newsroom):
    lines = []
    stopped = newsroom.resolve(0, report=stopping_after(lines))
    assert [line.split()[0] for line in lines] == ["1/3", "2/3"]
    assert (stopped.unreached, stopped.exit_code) == (1, 4)
    assert "stopped before 1 more" in stopped.summary()
    assert newsroom.resolve(0.1).outcomes == {"absent": 1}
    assert newsroom.asked_of("first") == [IDS[2]]
    assert ended(newsroom) == ["stopped", "done"]


def capture(site, post_id):
    """Let the first archive hold one post."""
    url = f"https://twitter.com/hannaberg/status/{post_id}"
    user = {"id_str": "100", "screen_name": "hannaberg", "name": "Hanna Berg"}
    post = {
        "id_str": post_id,
        "created_at": "Thu Apr 20 13:42:11 +0000 2023",
        "full_text": f"Pier {post_id} is open again.",
        "entities": {"urls": [], "user_mentions": [], "hashtags": []},
        "retweet_count": 5,
        "favorited": False,
        "user": user,
    }
    row = ["-", "20230421100000", url, "application/json", "200", "D", "-"]
    headers = {"Memento-Datetime": "Fri, 21 Apr 2023 10:00:00 GMT", "Content-Type": "application/json"}
    site.routes["/first/cdx"] = lambda asked: Reply(
        json.dumps([NAMES, row]) if post_id in asked.path else "[]"
    )
    site.routes[f"/first/20230421100000id_/{url}"] = Reply(json.dumps(post), headers=headers)


def test_what_a_stopped_run_found_is_linked(newsroom):
    capture(newsroom.site, IDS[0])
    stopped = newsroom.resolve(0, report=stopping_after([]))
    assert stopped.outcomes == {"found": 1, "absent": 1}
    assert stopped.relinked == 1


class Held:
    """The first archive, which keeps the question after some to itself until it is let."""

    def __init__(self, site, answered):
        self.answered, self.asked, self.may_answer = answered, threading.Event(), threading.Event()
        site.routes["/first/cdx"] = self

    def __call__(self, asked):
        if f"{IDS[self.answered]}" in asked.path:
            self.asked.set()
            self.may_answer.wait(PATIENCE_SECONDS)
        return Reply("[]")


@pytest.fixture
def held(newsroom):
    held = Held(newsroom.site, answered=1)
    yield held
    held.may_answer.set()


def ended(newsroom):
    return [
        row[0]
        for row in rows(
            newsroom.folder / "news.db", "SELECT outcome FROM runs WHERE kind = 'resolve' ORDER BY id"
        )
    ]


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_ends_a_run_in_good_order(newsroom, held, number):
    with running("resolve", "--config", newsroom.config) as resolving:
        wait_for(held.asked.is_set, resolving)
        ran = stopped(resolving, number)
    held.may_answer.set()
    told = "1 posts asked for: 1 absent; stopped before 2 more, which the next run asks first; 0 articles relinked"
    assert (ran.code, ran.err.splitlines()[1:]) == (4, [told])
    assert ended(newsroom) == ["stopped"]
    assert rows(newsroom.folder / "news.db", "PRAGMA quick_check") == [("ok",)]
    newsroom.site.asked.clear()
    assert linker("resolve", "--config", newsroom.config).code == 1
    assert newsroom.asked_of("first") == list(IDS[1:])
    assert ended(newsroom) == ["stopped", "done"]


def test_a_killed_run_is_called_interrupted_by_the_next(newsroom, held):
    with running("resolve", "--config", newsroom.config) as resolving:
        wait_for(held.asked.is_set, resolving)
        stopped(resolving, signal.SIGKILL)
    held.may_answer.set()
    assert ended(newsroom) == [None]
    newsroom.resolve(0)
    assert ended(newsroom) == ["interrupted", "done"]


def test_a_run_under_way_is_left_alone_by_another(newsroom, held):
    with running("resolve", "--config", newsroom.config) as resolving:
        wait_for(held.asked.is_set, resolving)
        newsroom.resolve(0, IDS[0])
        assert ended(newsroom) == [None, "done"]
        held.may_answer.set()
        resolving.communicate(timeout=PATIENCE_SECONDS)
    assert ended(newsroom) == ["done", "done"]


class Killed(BaseException):
    """What no service function expects."""


def killed(_line):
    raise Killed


def test_what_a_killed_run_found_is_linked_by_the_next(newsroom):
    capture(newsroom.site, IDS[0])
    with pytest.raises(Killed):
        newsroom.resolve(0, report=killed)
    assert [newsroom.resolve(day).relinked for day in (1, 2)] == [1, 0]


def test_a_clock_that_was_wrong_does_not_keep_a_post_from_being_asked(newsroom):
    newsroom.resolve(10_000)
    assert newsroom.resolve(0).outcomes == {}
    assert newsroom.resolve(0, again=True).outcomes == {"absent": 3}


def test_a_check_goes_on_with_the_posts_asked_longest_ago(newsroom):
    newsroom.site.routes["/tweet-result"] = Reply("", 404)
    newsroom.configure(
        f'[lookups]\nx_syndication = {{ enabled = true, address = "{newsroom.site.url}/tweet-result" }}\n'
    )
    first, second = [], []
    newsroom.resolve(0, check=True, report=stopping_after(first))
    newsroom.resolve(1, check=True, report=second.append)
    assert [line.split("/status/")[1][:19] for line in first] == [IDS[0], IDS[1]]
    assert [line.split("/status/")[1][:19] for line in second] == [IDS[2], IDS[0], IDS[1]]


def test_a_terminal_shows_a_bar_below_the_lines(newsroom):
    ours, theirs = pty.openpty()
    command = [LINKER, "resolve", "--config", str(newsroom.config)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs)
    assert process.wait(60) == 1
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert re.search(r"asking  \[#+-+\]  2/3", shown)
    assert "\r\x1b[K3/3 https://x.com/hannaberg/status/" in shown


def test_status_tells_how_many_are_to_ask_and_how_many_wait(newsroom):
    def unresolved():
        return linker("status", "--config", newsroom.config).json["database"]["unresolved"]

    nothing_waits = {"asked_lately": 0, "next_due": None, "last_due": None}
    assert unresolved() == {"posts": 3, "to_ask": 3, **nothing_waits}
    now = datetime.now(UTC)
    resolve_once(Errand(config_path=newsroom.config), report=str, clock=lambda: now)
    due = (now.replace(microsecond=0) + timedelta(days=7)).isoformat()
    told = unresolved()
    assert (told["posts"], told["to_ask"], told["asked_lately"]) == (3, 0, 3)
    assert told["next_due"][:19] == told["last_due"][:19] == due[:19]
