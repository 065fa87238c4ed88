"""Batches are read in processes, in order, and outlive the pages that kill or stall them."""

import os
import time
from datetime import UTC, datetime

import pytest

from linker.errors import LinkerError
from linker.records import Article, Page, Reading
from scrapers.articles.batch import read_many


def page(name):
    return Page(url=name, final_url=name, status=200, fetched_at=datetime(2023, 4, 20, tzinfo=UTC), body=b"x")


def read_or_die(page):
    """What a page can do to its reader, told by its name."""
    {"kill": lambda: os._exit(9), "stall": lambda: time.sleep(600), "slow": lambda: time.sleep(0.2)}.get(
        page.url.split(":")[0], lambda: None
    )()
    return Reading(article=Article(url=page.url, title=page.url, paragraphs=()))


def raise_at_once(page):
    raise SystemExit(page.url)


def read(names, **more):
    readings = read_many([page(name) for name in names], workers=2, read=read_or_die, **more)
    return [reading.article.url if reading.article else reading.problems[0].kind for reading in readings]


def test_readings_come_in_the_order_of_the_pages():
    names = ["slow:1", *(f"quick:{n}" for n in range(2, 90))]
    assert read(names) == names


def test_a_page_that_kills_its_process_is_a_problem_and_the_others_are_read():
    assert read(["a", "kill", "b", "kill:2", "c"]) == ["a", "crashed", "b", "crashed", "c"]


def test_a_page_that_stalls_is_a_problem_after_its_time():
    assert read(["a", "stall", "b"], seconds=0.5) == ["a", "timeout", "b"]


def test_no_pages_give_no_readings():
    assert read([]) == []


def test_a_caller_may_stop_early():
    readings = read_many((page(str(n)) for n in range(10_000)), workers=2, read=read_or_die)
    assert next(readings).article.url == "0"
    readings.close()


def test_processes_that_never_start_are_an_error_not_a_loop():
    with pytest.raises(LinkerError, match="did not start"):
        list(read_many([page("a")], workers=1, read=_Unpicklable()))


class _Unpicklable:
    def __reduce__(self):
        return (raise_at_once, (page("a"),))
