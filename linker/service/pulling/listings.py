"""Feeds and sitemaps of a run: what they list is asked for when it is new, changed, or a day old."""

from collections.abc import Iterator
from datetime import timedelta

from db import pulling
from linker.records import Page
from linker.service.pulling.articles import pull_articles
from linker.service.pulling.revisiting import Visit
from linker.service.pulling.tools import FAILURES, Tools, item_of
from scrapers.listings.feeds import read_feed
from scrapers.listings.listed import Listed, unique
from scrapers.listings.sitemaps import read_sitemap
from scrapers.web.manner import FEED

_REVISIT = timedelta(hours=24)
_SITEMAPS = 20
"""The newest so many sitemaps of an index in one run."""


def pull_listing(tools: Tools, source: pulling.Source) -> Iterator[pulling.Item]:
    """The articles that a feed or sitemap lists, as items."""
    visit = Visit(fetcher=tools.fetcher, archive=tools.archive)
    page = visit.ask(source.address, trusted=True, manner=FEED)
    if page.status == 304:
        yield item_of(source.address, "unchanged", page)
        return
    trusted = tools.fetcher.trusts(page.final_url)
    most = int((source.settings or {}).get("max_items", 50))
    listed = (
        read_feed(page) if source.kind == "feed" else _read_sitemaps(tools, page, source, trusted=trusted)
    )
    wanted = [each for each in listed[:most] if _is_wanted(tools, each)]
    failed = False
    for item in pull_articles(tools, wanted, trusted=trusted):
        failed = failed or item.outcome in FAILURES
        yield item
    # Kept only now: a listing that was cut short must not be answered with `unchanged` the next time.
    if not failed:
        visit.remember({page.url})


def _read_sitemaps(tools: Tools, page: Page, source: pulling.Source, *, trusted: bool) -> tuple[Listed, ...]:
    found = read_sitemap(page)
    listed = list(found.articles)
    since = source.last_success_at
    for sitemap in found.sitemaps[:_SITEMAPS]:
        if since is None or sitemap.modified_at is None or sitemap.modified_at >= since:
            listed += read_sitemap(tools.fetcher.fetch(sitemap.url, trusted=trusted, manner=FEED)).articles
    return unique(listed)


def _is_wanted(tools: Tools, listed: Listed) -> bool:
    last = pulling.last_fetched(tools.archive.db, listed.url)
    if last is None:
        return True
    changed = listed.modified_at or listed.published_at
    return (changed is not None and changed > last) or tools.clock() - last >= _REVISIT
