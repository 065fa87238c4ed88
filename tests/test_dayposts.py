"""Posts of an author on a day: which ids X gave on it, and what an archive has of them."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linker.records import Page, Post
from scrapers.captures.dayposts import MAX_OPENED, AuthorDay, find_on_day
from scrapers.captures.wayback import Endpoint, WebArchive
from scrapers.platforms import platform_named

DAY = AuthorDay(handle="desk", day=date(2023, 4, 20))
NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def test_the_ids_of_a_day_are_those_that_carry_its_times():
    assert DAY.ids() == range(1648838890091446272, 1649201277957046272)


@given(st.dates(date(2010, 11, 6), date(2030, 1, 1)))
def test_the_first_and_last_id_of_a_day_lie_on_it(day):
    ids = AuthorDay(handle="desk", day=day).ids()
    posted_at = platform_named("x").posted_at
    assert {posted_at(str(number)).date() for number in (ids.start, ids.stop - 1)} == {day}


def test_a_day_is_searched_by_the_digits_that_its_ids_share():
    assert DAY.prefixes()[0] == "twitter.com/desk/status/164"


def test_a_day_before_ids_carried_time_cannot_be_searched():
    assert AuthorDay(handle="desk", day=date(2009, 1, 1)).prefixes() == ()


class Shelf:
    """An archive's answers without a network: captures by post id, opened or not."""

    def __init__(self, *post_ids: int):
        self.post_ids = post_ids
        self.opened: list[str] = []

    def __call__(self, url, *, lane, seconds_between):  # noqa: ARG002 - the signature of Get
        if lane == "searches":
            rows = [
                ["-", "20230501000000", f"https://twitter.com/desk/status/{number}", "application/json", "200",
                 str(number), "-"]
                for number in self.post_ids
            ]  # fmt: skip
            return self.page(url, json.dumps([NAMES, *rows]).encode(), {})
        self.opened.append(url.rpartition("/")[2])
        headers = {"memento-datetime": "Mon, 01 May 2023 00:00:00 GMT"}
        return self.page(url, url.rpartition("/")[2].encode(), headers)

    def page(self, url, body, headers):
        return Page(
            url=url, final_url=url, status=200, fetched_at=datetime.now(UTC), body=body, headers=headers
        )

    def archive(self):
        endpoint = Endpoint(
            name="shelf", cdx="https://a.example/cdx", memento="https://a.example/{timestamp}/{url}"
        )
        return WebArchive(endpoint=endpoint, get=self)


def read(page):
    return [Post(platform="x", post_id=page.body.decode(), text="words")]


def test_only_posts_of_the_day_are_opened_and_each_once():
    shelf = Shelf(1648838890091446271, 1648838890091446272, 1649031519219871745, 1649201277957046272)
    found = find_on_day(shelf.archive(), DAY, read)
    assert sorted(shelf.opened) == ["1648838890091446272", "1649031519219871745"]
    assert sorted(post.post_id for post in found.posts) == shelf.opened
    assert found.said == "2 posts of desk on 2023-04-20"


def test_a_busy_day_is_opened_within_bounds():
    shelf = Shelf(*range(1648838890091446272, 1648838890091446372))
    assert len(find_on_day(shelf.archive(), DAY, read).posts) == MAX_OPENED


@pytest.mark.parametrize("shelf", [Shelf(), Shelf(20)], ids=["empty", "another day"])
def test_a_day_of_which_nothing_was_captured_says_so(shelf):
    assert find_on_day(shelf.archive(), DAY, read).said == "no capture of desk on 2023-04-20"
