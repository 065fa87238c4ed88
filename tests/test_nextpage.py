"""An article over several pages: followed politely, united, stored, and read again without loss."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from command import linker
from conftest import ROOT
from loopback import Reply, Site, with_etag
from newsroom import configure, feed, rows, source
from serial import BOX, BYLINE, STANDFIRST, TITLE, address, embed, page_of, publish, sheet, story
from stored import NOW

from linker.records import Page
from linker.service.linking.one_off import inspect_source, reach
from linker.service.pages.following import Follow, followed
from linker.service.pages.reading import read_page_of
from linker.service.pulling.pull import pull_once

SHAPES = [(shape, how) for shape in ("query", "path", "word", "dash") for how in ("rel", "words", "numbers")]


@pytest.fixture
def site():
    with Site() as running:
        running.routes["/robots.txt"] = Reply("User-agent: *\nDisallow: /private/\n")
        yield running


@pytest.fixture
def config(site, tmp_path):
    return configure(tmp_path, site, source("ferry", "page", f"{site.url}/news/ferry"))


def inspect(url, config):
    lines = []
    run = inspect_source(url, within=reach(config, offline=False, archived=False), report=lines.append)
    (row,) = run.rows
    return row, lines


def pull(config):
    return pull_once(config, only_due=False, report=lambda _: None)


def select(config, sql):
    return rows(config.parent / "news.db", sql)


def kept(config):
    """What a second reading may not change."""
    return {
        table: select(config, f"SELECT * FROM {table} ORDER BY 1, 2")
        for table in ("articles", "parts", "claims", "claim_positions", "embeds", "links", "pages", "reviews")
    }


def told(numbers):
    return [STANDFIRST, BYLINE, *(text for number in numbers for text in story(number)), BOX]


@pytest.mark.parametrize(("shape", "how"), SHAPES, ids=lambda value: value)
def test_an_article_is_read_over_its_pages_whatever_leads_along_them(site, config, shape, how):
    row, lines = inspect(publish(site, shape=shape, how=how), config)
    assert row["article"]["paragraphs"] == told([1, 2, 3])
    assert site.paths() == [address(shape, number) for number in (1, 2, 3)]
    assert (row["problems"], row["next_url"]) == ([], None)
    assert ": 3 pages, " in lines[0]


def test_paragraphs_and_embeds_say_of_which_page_they_are(site, config):
    row, _ = inspect(publish(site), config)
    assert [(part["url"], part["paragraph"]) for part in row["article"]["parts"]] == [
        (f"{site.url}/news/ferry", 0),
        (f"{site.url}/news/ferry?page=2", 6),
        (f"{site.url}/news/ferry?page=3", 10),
    ]
    assert [(each["post_id"][-1], each["part"], each["paragraph"]) for each in row["embeds"]] == [
        ("1", 1, 3),
        ("2", 2, 7),
        ("3", 3, 11),
    ]


def test_a_pull_stores_one_article_with_its_parts(site, config):
    publish(site)
    assert pull(config).summary() == "1 sources (1 done): 1 read"
    assert select(config, "SELECT url, json_array_length(paragraphs) FROM articles") == [
        (f"{site.url}/news/ferry", 15)
    ]
    assert select(
        config,
        "SELECT number, parts.url, paragraph, pages.url = parts.url FROM parts JOIN pages ON pages.id = page",
    ) == [
        (1, f"{site.url}/news/ferry", 0, 1),
        (2, f"{site.url}/news/ferry?page=2", 6, 1),
        (3, f"{site.url}/news/ferry?page=3", 10, 1),
    ]
    assert select(config, "SELECT part, paragraph FROM embeds ORDER BY number") == [(1, 3), (2, 7), (3, 11)]


def test_unchanged_pages_cost_conditional_requests_only(site, config):
    publish(site)
    pull(config)
    before = kept(config)
    site.asked.clear()
    assert pull(config).summary() == "1 sources (1 done): 1 unchanged"
    assert site.paths() == [address("query", number) for number in (1, 2, 3)]
    assert all("if-none-match" in each.headers for each in site.asked if each.path != "/robots.txt")
    assert kept(config) == before


def plain(body, status=200):
    return Reply(body, status, {"Content-Type": "text/html; charset=utf-8"})


def test_reading_it_again_in_full_changes_nothing(site, config):
    for number in (1, 2, 3):
        site.routes[address("query", number)] = plain(page_of(number, 3))
    pull(config)
    before = kept(config)
    assert pull(config).summary() == "1 sources (1 done): 1 read"
    assert kept(config) == before


def test_a_later_page_that_changed_is_read_although_the_first_did_not(site, config):
    publish(site)
    pull(config)
    claims = select(config, "SELECT id, text FROM claims")
    ((link,),) = select(config, "SELECT id FROM links ORDER BY score DESC LIMIT 1")
    assert linker("review", link, "accept", "--db", config.parent / "news.db", "--by", "Vera").code == 0
    added = "The council of Brookhaven said on Friday that the ferry would sail on Sundays as well."
    site.routes[address("query", 3)] = with_etag(sheet([*story(3), added], between=embed(3)))
    site.asked.clear()
    assert pull(config).summary() == "1 sources (1 done): 1 read"
    assert site.paths() == [address("query", number) for number in (1, 2, 3)]
    assert set(select(config, "SELECT id, text FROM claims WHERE current")) - set(claims) == {
        (len(claims) + 1, added)
    }
    assert select(config, "SELECT count(*) FROM claims WHERE NOT current") == [(0,)]
    assert select(config, "SELECT reviewer FROM reviews JOIN claims ON claims.id = claim WHERE current") == [
        ("Vera",)
    ]


def test_a_page_that_is_added_later_is_read(site, config):
    publish(site, 2)
    pull(config)
    publish(site, 3)
    pull(config)
    assert select(config, "SELECT number FROM parts") == [(1,), (2,), (3,)]
    assert paragraphs(config) == told([1, 2, 3])


def paragraphs(config):
    return [
        text
        for (text,) in select(
            config, "SELECT each.value FROM articles, json_each(paragraphs) AS each ORDER BY each.key"
        )
    ]


def test_a_page_that_fails_leaves_the_article_as_far_as_read_and_is_asked_again(site, config):
    publish(site)
    site.routes[address("query", 2)], working = plain("", 500), site.routes[address("query", 2)]
    report = pull(config)
    assert (report.summary(), report.exit_code) == ("1 sources (0 done): 1 incomplete", 4)
    assert paragraphs(config) == told([1])
    assert select(config, "SELECT number, page IS NULL, paragraph FROM parts") == [(1, 0, 0), (2, 1, 7)]
    ((subject, stage, message),) = select(config, "SELECT subject, stage, message FROM problems")
    assert (subject, stage) == (f"{site.url}/news/ferry?page=2", "fetch")
    assert message.startswith(f"page 2 of {site.url}/news/ferry: ")
    assert message.endswith("HTTP 500; try again later; the article is kept as far as it was read")
    site.routes[address("query", 2)] = working
    assert pull(config).summary() == "1 sources (1 done): 1 read"
    assert paragraphs(config) == told([1, 2, 3])


def test_a_feed_whose_article_is_incomplete_is_read_again_although_it_did_not_change(site, tmp_path):
    config = configure(tmp_path, site, source("feed", "feed", f"{site.url}/feed.xml"))
    site.routes["/feed.xml"] = with_etag(feed(publish(site)), "application/rss+xml")
    site.routes[address("query", 2)], working = plain("", 503), site.routes[address("query", 2)]
    assert pull(config).sources[0].items == {"incomplete": 1}
    site.routes[address("query", 2)] = working
    assert pull(config).sources[0].items == {"read": 1}
    assert pull(config).sources[0].items == {"unchanged": 1}


@pytest.mark.parametrize(
    ("path", "reply", "kind"),
    [
        ("/news/ferry?page=2", plain("", 404), "Gone"),
        ("/private/ferry?page=2", plain(page_of(2, 2)), "Blocked"),
    ],
    ids=["not there", "forbidden by robots.txt"],
)
def test_a_page_that_is_not_to_be_had_is_told_and_found_once_it_is_there(site, config, path, reply, kind):
    config.write_text(config.read_text().replace("/news/ferry", path.partition("?")[0]))
    first = path.partition("?")[0]
    site.routes["/robots.txt"] = Reply("User-agent: *\nDisallow: /private/ferry?page\n")
    body = sheet(story(1), head=f'<link rel="next" href="{path}">')
    site.routes |= {first: with_etag(body), path: reply}
    assert pull(config).summary() == "1 sources (1 done): 1 read"
    assert select(config, "SELECT subject, kind FROM problems") == [(site.url + path, kind)]
    assert pull(config).summary() == "1 sources (1 done): 1 unchanged"
    site.routes |= {"/robots.txt": Reply(""), path: plain(page_of(2, 2))}
    assert pull(config).summary() == "1 sources (1 done): 1 read"
    assert paragraphs(config) == told([1, 2])


def test_nothing_is_lost_of_a_page_that_was_read_once_and_fails_now(site, config):
    publish(site)
    pull(config)
    before = kept(config)
    site.routes[address("query", 2)] = plain("", 500)
    assert pull(config).sources[0].items == {"incomplete": 1}
    assert kept(config) == before
    ((message,),) = select(config, "SELECT message FROM problems")
    assert message.endswith("the stored one is read")


def test_linking_the_same_address_keeps_what_a_failing_page_gave_before(site, config):
    url, database = publish(site), config.parent / "news.db"
    options = ("--db", database, "--config", config)
    assert "3 pages, " in linker("link", url, *options).err
    before = kept(config)
    site.routes[address("query", 3)] = plain("", 500)
    again = linker("link", url, *options)
    assert "3 pages, " in again.err
    assert "HTTP 500; try again later; the stored one is read" in again.err
    assert kept(config) == before


def endless(request):
    number = int((re.findall(r"page=(\d+)", request.path) or [1])[0])
    return plain(page_of(number, number + 1))


def test_endless_pages_end_and_say_so(site, config):
    site.routes["/news/ferry"] = endless
    row, lines = inspect(f"{site.url}/news/ferry", config)
    assert len(site.paths()) == len(row["article"]["parts"]) - 1 == 20
    assert row["next_url"] == f"{site.url}/news/ferry?page=21"
    (problem,) = row["problems"]
    assert (problem["subject"], problem["kind"]) == (row["next_url"], "too many pages")
    assert f"goes on at {site.url}/news/ferry?page=21, which was not read" in lines[0]


@pytest.mark.parametrize("most", [1, 2])
def test_no_more_pages_are_read_than_the_configuration_says(site, config, most):
    publish(site)
    config.write_text(config.read_text().replace("[fetch]\n", f"[fetch]\nmost_pages = {most}\n"))
    pull(config)
    assert len(site.paths()) == most
    assert select(config, "SELECT count(page), count(*) FROM parts") == [(most, most + 1)]
    config.write_text(config.read_text().replace(f"most_pages = {most}\n", ""))
    pull(config)
    assert paragraphs(config) == told([1, 2, 3])


def test_a_number_too_great_is_the_end_where_the_server_gives_the_last_page_again(site, config):
    publish(site, 2)
    site.routes[address("query", 2)] = plain(page_of(2, 3))
    site.routes[address("query", 3)] = plain(page_of(2, 4))
    row, _ = inspect(f"{site.url}/news/ferry", config)
    assert site.paths() == [address("query", number) for number in (1, 2, 3)]
    assert (row["article"]["paragraphs"], row["next_url"], row["problems"]) == (told([1, 2]), None, [])


@pytest.mark.parametrize("back", ["/news/ferry", "/news/ferry?page=2"], ids=["to the first", "to itself"])
def test_pages_that_lead_back_are_read_once(site, config, back):
    publish(site)
    site.routes[address("query", 3)] = Reply(status=302, headers={"Location": back})
    row, _ = inspect(f"{site.url}/news/ferry", config)
    assert (row["article"]["paragraphs"], row["next_url"], row["problems"]) == (told([1, 2]), None, [])


def test_a_next_page_on_another_host_is_never_asked_for(site, config):
    with Site() as other:
        other.routes["/news/ferry"] = plain(page_of(2, 2))
        head = f'<link rel="next" href="{other.url}/news/ferry?page=2">'
        site.routes["/news/ferry"] = plain(sheet(story(1), head=head))
        row, _ = inspect(f"{site.url}/news/ferry", config)
        assert (other.asked, row["next_url"], row["article"]["parts"]) == ([], None, [])


def test_a_page_leads_to_no_other_trusted_host_by_what_it_calls_itself(site, config):
    with Site() as other:
        config.write_text(config.read_text().replace(f'["{site.host}"]', f'["{site.host}", "{other.host}"]'))
        other.routes["/news/ferry"] = plain(page_of(2, 2))
        head = "".join(
            f'<link rel="{relation}" href="{other.url}/news/ferry{after}">'
            for relation, after in (("canonical", ""), ("next", "?page=2"), ("canonical", "?page=all"))
        )
        site.routes["/news/ferry"] = plain(sheet(story(1), head=head))
        row, _ = inspect(f"{site.url}/news/ferry", config)
        assert (other.asked, row["next_url"]) == ([], None)


def test_a_reading_that_names_a_page_on_another_host_is_not_followed_there():
    asked = []
    url = "https://post.example/news/ferry"
    page = Page(url=url, final_url=url, status=200, fetched_at=NOW, body=page_of(1, 1).encode())
    read = read_page_of(url, page)
    reading = replace(read.reading, next_url="http://10.0.0.1/news/ferry?page=2")
    follow = Follow(fetch=asked.append, stored=lambda *_: None, most_pages=20)
    whole = followed(replace(read, reading=reading), follow)
    assert asked == []
    assert [each.kind for each in whole.reading.problems] == ["no further page"]
    assert whole.reading.article.paragraphs == read.reading.article.paragraphs


def test_a_host_is_the_same_however_its_letters_are_written():
    url, shouted = "https://post.example/news/ferry", "https://POST.example/news/ferry?page=2"
    first, second = (
        Page(url=url, final_url=url, status=200, fetched_at=NOW, body=body.encode())
        for body in (sheet(story(1), head=f'<link rel="next" href="{shouted}">'), page_of(2, 2))
    )
    follow = Follow(
        fetch=lambda asked: replace(second, url=asked, final_url=asked), stored=lambda *_: None, most_pages=20
    )
    whole = followed(read_page_of(url, first), follow)
    assert [part.url for part in whole.reading.article.parts] == [url, shouted]


def test_a_next_page_that_redirects_to_a_private_address_is_not_reached(site, config):
    with Site() as other:
        other.routes["/news/ferry"] = plain(page_of(2, 2))
        site.routes |= {
            "/news/ferry": plain(page_of(1, 2)),
            "/news/ferry?page=2": Reply(status=302, headers={"Location": f"{other.url}/news/ferry?page=2"}),
        }
        row, _ = inspect(f"{site.url}/news/ferry", config)
        assert other.asked == []
    assert row["article"]["paragraphs"] == told([1])
    assert [(each["kind"], each["subject"]) for each in row["problems"]] == [
        ("Blocked", f"{site.url}/news/ferry?page=2")
    ]


def test_a_next_page_that_redirects_to_another_trusted_host_is_not_united(site, config):
    with Site() as other:
        config.write_text(config.read_text().replace(f'["{site.host}"]', f'["{site.host}", "{other.host}"]'))
        other.routes["/news/ferry"] = plain(page_of(2, 2))
        site.routes |= {
            "/news/ferry": plain(page_of(1, 2)),
            "/news/ferry?page=2": Reply(status=302, headers={"Location": f"{other.url}/news/ferry?page=2"}),
        }
        row, _ = inspect(f"{site.url}/news/ferry", config)
    assert row["article"]["paragraphs"] == told([1])
    assert [each["kind"] for each in row["problems"]] == ["no further page"]


@pytest.mark.parametrize(
    ("first", "more", "why"),
    [
        ("2023-04-20", {"title": "Storm Alva", "published": "2023-04-20"}, "another title, 'Storm Alva'"),
        ("2023-04-20", {"title": f"{TITLE}, part 2", "published": "2023-04-20"}, "another title"),
        ("2023-04-20", {"title": f"{TITLE} 2", "published": "2023-04-20"}, "another title"),
        ("2023-04-20T09:00Z", {"published": "2023-04-20T18:00Z"}, "published at another time"),
        ("2023-04-20T09:00Z", {"published": "2023-04-21"}, "published at another time"),
    ],
    ids=["title", "series", "number", "hour", "day"],
)
def test_a_next_page_that_is_another_article_is_not_united(site, config, first, more, why):
    site.routes |= {
        "/news/ferry": plain(page_of(1, 2, shape="path", **(more | {"title": TITLE, "published": first}))),
        "/news/ferry/2": plain(sheet(story(2), **more)),
    }
    row, _ = inspect(f"{site.url}/news/ferry", config)
    assert (row["article"]["paragraphs"], row["next_url"]) == (told([1]), None)
    (problem,) = row["problems"]
    assert (problem["kind"], problem["subject"]) == ("no further page", f"{site.url}/news/ferry/2")
    assert why in problem["message"]


@pytest.mark.parametrize(
    "title", [f"{TITLE} (2/3)", f"{TITLE} – Page 2 of 3", f"{TITLE} | Seite 2", f"{TITLE}: The captain"]
)
def test_a_further_page_may_count_itself_in_its_title(site, config, title):
    site.routes |= {
        "/news/ferry": plain(page_of(1, 2)),
        "/news/ferry?page=2": plain(sheet(story(2), title=title)),
    }
    row, _ = inspect(f"{site.url}/news/ferry", config)
    assert row["article"]["title"] == TITLE
    assert [part["url"][-1] for part in row["article"]["parts"]] == ["y", "2"]


def test_a_next_story_that_is_not_united_is_read_when_its_own_turn_comes(site, tmp_path):
    config = configure(tmp_path, site, source("feed", "feed", f"{site.url}/feed.xml"))
    listed = feed(f"{site.url}/news/storm", f"{site.url}/news/storm-2")
    head = '<link rel="next" href="/news/storm-2">'
    site.routes |= {
        "/feed.xml": Reply(listed, headers={"Content-Type": "application/rss+xml"}),
        "/news/storm": with_etag(sheet(story(1), title="A storm hits the coast", head=head)),
        "/news/storm-2": with_etag(sheet(story(2), title="Another storm", published="2023-04-21")),
    }
    assert pull(config).summary() == "1 sources (1 done): 2 read"
    assert {title for (title,) in select(config, "SELECT title FROM articles")} == {
        "A storm hits the coast",
        "Another storm",
    }


def test_numbered_stories_are_not_one_article(site, config):
    for number in range(812, 816):
        head = f'<link rel="next" href="/story/{number + 1}">'
        site.routes[f"/story/{number}"] = plain(sheet(story(number), head=head))
    row, _ = inspect(f"{site.url}/story/812", config)
    assert (site.paths(), row["article"]["parts"]) == (["/story/812"], [])


def test_lines_that_only_number_the_pages_are_left_out(site, config):
    for number in (1, 2, 3):
        line = f"<p>Page {number} of 3</p></article>"
        site.routes[address("query", number)] = plain(page_of(number, 3).replace("</article>", line))
    row, _ = inspect(f"{site.url}/news/ferry", config)
    assert row["article"]["paragraphs"] == told([1, 2, 3])


def with_whole(site, whole):
    publish(site)
    pager = '<a href="/news/ferry?page=2">2</a> <a href="/news/ferry?page=all">Read on one page</a>'
    site.routes |= {"/news/ferry": with_etag(sheet(story(1), pager=pager)), "/news/ferry?page=all": whole}


def test_the_whole_article_on_one_page_is_read_rather_than_its_pages(site, config):
    with_whole(site, with_etag(sheet([*story(1), *story(2), *story(3)])))
    pull(config)
    assert site.paths() == ["/news/ferry", "/news/ferry?page=all"]
    assert paragraphs(config) == told([1, 2, 3])
    assert select(config, "SELECT url FROM articles") == [(f"{site.url}/news/ferry",)]
    assert select(config, "SELECT url, paragraph FROM parts ORDER BY number") == [
        (f"{site.url}/news/ferry", 0),
        (f"{site.url}/news/ferry?page=all", 0),
    ]
    assert pull(config).summary() == "1 sources (1 done): 1 unchanged"


def test_the_whole_is_not_asked_for_where_one_page_is_all_that_may_be(site, config):
    with_whole(site, with_etag(sheet([*story(1), *story(2), *story(3)])))
    config.write_text(config.read_text().replace("[fetch]", "[fetch]\nmost_pages = 1"))
    pull(config)
    assert (site.paths(), paragraphs(config)) == (["/news/ferry"], told([1]))


@pytest.mark.parametrize(
    "whole",
    [plain("", 500), plain(sheet(story(7))), plain(sheet(story(1))), plain("<p>")],
    ids=["fails", "is another article", "holds no more", "is empty"],
)
def test_the_pages_are_read_where_the_page_of_the_whole_is_none(site, config, whole):
    with_whole(site, whole)
    assert pull(config).summary() == "1 sources (1 done): 1 read"
    assert paragraphs(config) == told([1, 2, 3])


def with_last(site):
    """Pages of which the last names the first as its address."""
    url = publish(site)
    head = f'<link rel="canonical" href="{url}">'
    site.routes[address("query", 3)] = plain(sheet(story(3), between=embed(3), head=head))
    return url, url + "?page=3"


def test_a_later_page_is_read_as_the_whole_where_it_names_the_first_as_its_address(site, config):
    url, last = with_last(site)
    row, _ = inspect(last, config)
    assert row["article"]["url"] == url
    assert row["article"]["paragraphs"] == told([1, 2, 3])
    assert site.paths() == [address("query", number) for number in (3, 1, 2)]


def test_a_last_page_whose_first_fails_says_so_and_is_asked_again(site, config):
    url, last = with_last(site)
    site.routes["/news/ferry"] = plain("", 500)
    row, _ = inspect(last, config)
    assert row["article"]["paragraphs"] == told([3])
    (problem,) = row["problems"]
    assert (problem["kind"], problem["subject"]) == ("FetchError", url)
    assert "it is read from a later one" in problem["message"]
    config.write_text(config.read_text().replace('/news/ferry"', '/news/ferry?page=3"'))
    assert pull(config).summary() == "1 sources (0 done): 1 incomplete"
    publish(site)
    with_last(site)
    assert pull(config).summary() == "1 sources (1 done): 1 read"
    assert paragraphs(config) == told([1, 2, 3])


def test_a_page_that_changed_is_read_although_the_last_is_listed_and_did_not(site, config):
    _, last = with_last(site)
    site.routes["/news/ferry?page=3"] = with_etag(site.routes["/news/ferry?page=3"].body)
    config.write_text(config.read_text().replace('/news/ferry"', '/news/ferry?page=3"'))
    assert pull(config).summary() == "1 sources (1 done): 1 read"
    assert pull(config).summary() == "1 sources (1 done): 1 unchanged"
    site.routes["/news/ferry?page=2"] = with_etag(
        sheet(story(5), head=f'<link rel="next" href="{last}">', between=embed(2))
    )
    assert pull(config).summary() == "1 sources (1 done): 1 read"
    assert paragraphs(config) == told([1, 5, 3])


def test_a_last_page_gives_way_to_the_first_even_where_that_names_no_further_one(site, config):
    _, last = with_last(site)
    site.routes["/news/ferry"] = plain(sheet(story(1)))
    row, _ = inspect(last, config)
    assert (row["article"]["paragraphs"], row["problems"]) == (told([1]), [])


def test_a_first_page_on_another_trusted_host_is_not_read(site, config):
    with Site() as other:
        config.write_text(config.read_text().replace(f'["{site.host}"]', f'["{site.host}", "{other.host}"]'))
        url, last = with_last(site)
        other.routes["/news/ferry"] = plain(
            page_of(1, 3, how="words", head=f'<link rel="canonical" href="{url}">')
        )
        site.routes["/news/ferry"] = Reply(status=302, headers={"Location": f"{other.url}/news/ferry"})
        row, _ = inspect(last, config)
        assert other.paths() == ["/news/ferry"]
    assert row["article"]["paragraphs"] == told([3])
    assert [each["kind"] for each in row["problems"]] == ["no first page"]


def test_a_saved_page_is_not_followed_and_says_where_it_goes_on(site, config, tmp_path):
    saved = tmp_path / "ferry.html"
    comment = f"<!-- saved from url=(0042){site.url}/news/ferry -->"
    saved.write_text(f"<!DOCTYPE html>\n{comment}\n{page_of(1, 2)}")
    row, lines = inspect(str(saved), config)
    assert (site.asked, row["article"]["parts"]) == ([], [])
    assert row["next_url"] == f"{site.url}/news/ferry?page=2"
    assert lines[0].endswith(f"; the article goes on at {site.url}/news/ferry?page=2, which was not read")


def test_many_sources_are_followed_as_one_is(site, config):
    url = publish(site)
    done = linker("link", *[url] * 8, "--config", config)
    assert done.err.count(": 3 pages, ") == 8


def entries(hours):
    return "".join(
        f'<article class="entry"><time datetime="2023-04-20T{hour:02}:00:00+02:00">{hour}:00</time>'
        f"<h2>What was new at {hour} o'clock</h2><p>At {hour} o'clock {story(hour)[0]}</p></article>"
        for hour in hours
    )


def live(hours, pager=""):
    return plain(
        f'<html lang="en"><head><title>Ferry live</title></head><body><main><h1>Ferry live</h1>{entries(hours)}</main>'
        f"{pager}</body></html>"
    )


def test_the_entries_of_a_live_blog_are_stored_with_their_times_over_its_pages(site, config):
    site.routes |= {
        "/news/ferry": live(range(22, 16, -1), '<a href="/news/ferry?page=2">Older posts (next page)</a>'),
        # An entry slid over to the second page while the first was read.
        "/news/ferry?page=2": live(range(17, 11, -1)),
    }
    pull(config)
    times = select(
        config, "SELECT paragraph, posted_at, posted_offset_minutes FROM entries ORDER BY paragraph"
    )
    assert [int(at[11:13]) + 2 for _, at, _ in times] == list(range(22, 11, -1))
    assert {offset for _, _, offset in times} == {120}
    texts = paragraphs(config)
    for place, at, _ in times:
        assert texts[place] == f"What was new at {int(at[11:13]) + 2} o'clock"
    (sql,) = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "data-model.md").read_text(), re.DOTALL)
    claims = select(config, sql)
    assert len(claims) > 10
    for text, at in claims:
        assert f"{int(at[11:13]) + 2} o'clock" in text


def test_a_database_from_before_is_asked_for_in_full_once_and_keeps_its_rows(site, config):
    publish(site)
    pull(config)
    before = {name: value for name, value in kept(config).items() if name != "parts"}
    with closing(sqlite3.connect(config.parent / "news.db", isolation_level=None)) as old:
        old.executescript(
            "DROP TABLE parts; DROP TABLE entries; ALTER TABLE embeds DROP COLUMN part;"
            "ALTER TABLE validators DROP COLUMN sha256; DELETE FROM _sqlite_migrations WHERE name = 'm011_parts'"
        )
    site.asked.clear()
    assert pull(config).summary() == "1 sources (1 done): 1 read"
    assert not any("if-none-match" in each.headers for each in site.asked)
    assert {name: value for name, value in kept(config).items() if name != "parts"} == before
    assert select(config, "SELECT count(*) FROM parts") == [(3,)]
