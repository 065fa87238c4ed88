"""One round over a local newsroom: what is fetched, stored, linked and told, and what a second round costs."""

from datetime import UTC, datetime, timedelta

import pytest
from loopback import Reply, Site, with_etag
from newsroom import POSTS, configure, feed, publish, rows, source

from db import open_database, pulling
from linker.errors import ConfigError, UsageError
from linker.service.locking import only_puller
from linker.service.pulling.pull import pull_once


@pytest.fixture
def site():
    with Site() as running:
        publish(running)
        yield running


def pull(config, *, only_due=False):
    lines = []
    return pull_once(config, only_due=only_due, report=lines.append), lines


def items(folder):
    return rows(folder / "news.db", "SELECT subject, outcome, http_status FROM run_items ORDER BY id")


def test_a_feed_is_fetched_read_stored_and_linked(site, tmp_path):
    config = configure(
        tmp_path, site, source("archive", "archive", POSTS), source("feed", "feed", f"{site.url}/feed.xml")
    )
    report, _ = pull(config)
    assert report.exit_code == 0
    assert {(subject, outcome) for subject, outcome, _ in items(tmp_path)} == {
        (str(POSTS), "imported"),
        (f"{site.url}/visit", "read"),
        (f"{site.url}/ferry", "read"),
    }
    ((links,),) = rows(
        tmp_path / "news.db",
        """SELECT count(*) FROM links JOIN posts ON posts.id = links.post
        WHERE posts.post_id = '1649045800350648714' AND links.decision <> 'none'""",
    )
    assert links > 0


def test_an_unchanged_site_costs_conditional_requests_only(site, tmp_path):
    config = configure(
        tmp_path,
        site,
        source("feed", "feed", f"{site.url}/feed.xml"),
        source("page", "page", f"{site.url}/visit"),
    )
    pull(config)
    before = rows(tmp_path / "news.db", "SELECT count(*) FROM articles")
    site.asked.clear()
    report, _ = pull(config)
    assert sorted(site.paths()) == ["/feed.xml", "/visit"]
    assert all("if-none-match" in each.headers for each in site.asked if each.path != "/robots.txt")
    assert report.summary() == "2 sources (2 done): 2 unchanged"
    assert rows(tmp_path / "news.db", "SELECT count(*) FROM articles") == before


def test_a_new_article_in_a_feed_is_the_only_one_that_is_fetched(site, tmp_path):
    config = configure(tmp_path, site, source("feed", "feed", f"{site.url}/feed.xml"))
    site.routes["/feed.xml"] = with_etag(feed(site.url + "/ferry"))
    pull(config)
    site.asked.clear()
    site.routes["/feed.xml"] = with_etag(feed(site.url + "/visit", site.url + "/ferry"))
    pull(config)
    assert site.paths() == ["/feed.xml", "/visit"]


def test_posts_that_arrive_later_link_the_articles_that_waited_for_them(site, tmp_path):
    config = configure(tmp_path, site, source("feed", "feed", f"{site.url}/feed.xml"))
    pull(config)
    fidelity = """SELECT DISTINCT links.fidelity FROM links JOIN embeds ON embeds.id = links.embed
        WHERE embeds.post_id = '1649045800350648714'"""
    assert rows(tmp_path / "news.db", fidelity) == [("embed_only",)]
    config = configure(tmp_path, site, source("archive", "archive", POSTS))
    report, _ = pull(config)
    assert report.sources[0].items["relinked"] == 1
    assert rows(tmp_path / "news.db", fidelity) == [("identical",)]


def test_what_fails_is_told_and_the_rest_is_read(site, tmp_path):
    site.routes |= {
        "/feed.xml": Reply(
            feed(*(site.url + path for path in ("/500", "/404", "/private/x", "/none", "/visit")))
        ),
        "/500": Reply("", 500),
        "/none": Reply("<html><body></body></html>"),
    }
    config = configure(tmp_path, site, source("feed", "feed", f"{site.url}/feed.xml"))
    report, lines = pull(config)
    assert report.exit_code == 4
    assert [outcome for _, outcome, _ in items(tmp_path)] == [
        "failed",
        "gone",
        "blocked",
        "no article",
        "read",
    ]
    assert lines == ["feed: partial (1 blocked, 1 failed, 1 gone, 1 no article, 1 read)"]
    problems = rows(tmp_path / "news.db", "SELECT subject, message FROM problems WHERE stage = 'fetch'")
    assert {subject for subject, _ in problems} == {
        site.url + path for path in ("/500", "/404", "/private/x")
    }
    assert all("; " in message or "nothing is there" in message for _, message in problems)


def test_what_failed_is_asked_again_although_the_feed_is_unchanged(site, tmp_path):
    working = site.routes["/visit"]
    site.routes["/visit"] = Reply("", 503)
    config = configure(tmp_path, site, source("feed", "feed", f"{site.url}/feed.xml"))
    pull(config)
    site.routes["/visit"] = working
    site.asked.clear()
    assert pull(config)[0].sources[0].items == {"read": 1}
    assert site.paths() == ["/feed.xml", "/visit"]


def test_a_feed_that_cannot_be_fetched_fails_alone(site, tmp_path):
    config = configure(
        tmp_path,
        site,
        source("lost", "feed", f"{site.url}/lost.xml"),
        source("page", "page", f"{site.url}/ferry"),
    )
    report, lines = pull(config)
    assert [(each.name, each.outcome) for each in report.sources] == [("lost", "failed"), ("page", "done")]
    assert lines[0] == f"lost: failed ({site.url}/lost.xml: the server says that nothing is there (HTTP 404))"
    assert items(tmp_path)[0] == (f"{site.url}/lost.xml", "source failed", None)
    assert report.exit_code == 4


def test_a_page_of_the_configuration_that_may_not_be_fetched_has_failed(site, tmp_path):
    report, lines = pull(configure(tmp_path, site, source("page", "page", f"{site.url}/private/x")))
    assert report.exit_code == 3
    assert "robots.txt forbids it" in lines[0]


def test_a_page_that_is_no_feed_is_told(site, tmp_path):
    config = configure(tmp_path, site, source("feed", "feed", f"{site.url}/visit"))
    assert pull(config)[0].exit_code == 3
    ((stage, message),) = rows(tmp_path / "news.db", "SELECT stage, message FROM problems")
    assert (stage, "RSS, Atom or JSON feed" in message) == ("parse", True)


def test_an_article_that_a_feed_names_on_another_private_host_is_not_fetched(site, tmp_path):
    with Site() as inner:
        site.routes["/feed.xml"] = Reply(feed(inner.url + "/admin"))
        pull(configure(tmp_path, site, source("feed", "feed", f"{site.url}/feed.xml")))
        assert inner.asked == []
    assert [outcome for _, outcome, _ in items(tmp_path)] == ["blocked"]


def test_a_sitemap_index_leads_to_its_articles(site, tmp_path):
    site.routes |= {
        "/index.xml": Reply(
            f"<sitemapindex><sitemap><loc>{site.url}/news.xml</loc></sitemap></sitemapindex>"
        ),
        "/news.xml": Reply(f"<urlset><url><loc>{site.url}/ferry</loc></url></urlset>"),
    }
    report, _ = pull(configure(tmp_path, site, source("map", "sitemap", f"{site.url}/index.xml")))
    assert report.sources[0].items == {"read": 1}


def test_only_the_newest_so_many_items_are_taken(site, tmp_path):
    text = source("feed", "feed", f"{site.url}/feed.xml") + "max_items = 1\n"
    pull(configure(tmp_path, site, text))
    assert site.paths() == ["/feed.xml", "/visit"]


def test_only_due_sources_are_pulled_when_asked_so(site, tmp_path):
    config = configure(tmp_path, site, source("page", "page", f"{site.url}/ferry", every_minutes=60))
    assert len(pull(config, only_due=True)[0].sources) == 1
    assert pull(config, only_due=True)[0].sources == ()
    db = open_database(tmp_path / "news.db")
    assert pulling.due_sources(db, datetime.now(UTC) + timedelta(minutes=61))
    db.close()


def test_a_source_taken_out_of_the_configuration_is_not_pulled(site, tmp_path):
    pull(configure(tmp_path, site, source("page", "page", f"{site.url}/ferry")))
    report, _ = pull(configure(tmp_path, site, source("other", "page", f"{site.url}/visit")))
    assert [each.name for each in report.sources] == ["other"]


def test_a_run_tells_its_outcome_counts_version_and_configuration(site, tmp_path):
    pull(configure(tmp_path, site, source("page", "page", f"{site.url}/ferry")))
    ((kind, outcome, counts, hashed, version, finished),) = rows(
        tmp_path / "news.db", "SELECT kind, outcome, counts, config_hash, version, finished_at FROM runs"
    )
    assert (kind, outcome, counts) == ("pull", "done", '{"read":1}')
    assert all((hashed, version, finished))


def test_one_process_pulls_at_a_time(site, tmp_path):
    config = configure(tmp_path, site)
    with only_puller(tmp_path / "news.db"), pytest.raises(UsageError, match=r"process id \d+"):
        pull(config)


def test_without_a_configuration_there_is_nothing_to_pull(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LINKER_CONFIG", raising=False)
    with pytest.raises(ConfigError):
        pull(None)
