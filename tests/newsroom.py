"""A newsroom on loopback for tests: a site with a feed, the example page and archive, a configuration."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from conftest import ROOT
from loopback import Reply, Site, with_etag

VISIT = (ROOT / "examples" / "kyiv-visit.html").read_text(encoding="utf-8")
POSTS = ROOT / "examples" / "archive-x-v2.jsonl"
PLAIN = """<html lang="en"><head><title>Harbour ferry returns | The Harbour Post</title></head><body><article>
<h1>Harbour ferry returns to service after the storm</h1>
<p>The ferry between the old harbour and the island returned to service on Monday, three weeks after the storm.</p>
<p>“We are glad to carry our neighbours again,” said the captain, Hanna Berg, before the first crossing of the day.</p>
<p>The council said that the repair of the pier had cost about two million, half of which the insurance pays.</p>
</article></body></html>"""


def feed(*urls: str) -> str:
    items = "".join(
        f"<item><title>Article {number}</title><link>{url}</link>"
        f"<pubDate>Thu, 20 Apr 2023 {18 - number:02}:00:00 GMT</pubDate></item>"
        for number, url in enumerate(urls)
    )
    return f'<rss version="2.0"><channel><title>The Harbour Post</title>{items}</channel></rss>'


def publish(site: Site) -> None:
    """A feed of two articles, all with ETags."""
    site.routes |= {
        "/robots.txt": Reply("User-agent: *\nDisallow: /private/\n"),
        "/visit": with_etag(VISIT),
        "/ferry": with_etag(PLAIN),
        "/feed.xml": with_etag(feed(site.url + "/visit", site.url + "/ferry"), "application/rss+xml"),
    }


def source(name: str, kind: str, address: object, every_minutes: int = 60) -> str:
    return f'[[sources]]\nname = "{name}"\nkind = "{kind}"\naddress = "{address}"\nevery_minutes = {every_minutes}\n'


def configure(folder: Path, site: Site, *sections: str) -> Path:
    path = folder / "config.toml"
    fetch = (
        f'[fetch]\ncontact = "desk@example.org"\nseconds_between = 0\nbackoff_seconds = 0\nretries = 0\n'
        f'total_seconds = 10\nallow_hosts = ["{site.host}"]\n'
    )
    path.write_text(
        'database = "news.db"\nstop_seconds = 20\n'
        + fetch
        + '[matching]\nencoder = "none"\n'
        + "\n".join(sections)
    )
    return path


def rows(database: Path, sql: str, values: Iterable[object] = ()) -> list[tuple]:
    """What stands in a database, asked by a connection that only reads."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute(sql, tuple(values)).fetchall()
