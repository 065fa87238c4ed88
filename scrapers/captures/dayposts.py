"""Posts of an author on a day, for embeds without an id: X ids carry the time, so digits bound the search."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from urllib.parse import quote

from linker.records import Page, Post
from scrapers.captures.cdx import Capture
from scrapers.captures.choosing import nearest, readable
from scrapers.captures.posts import Found
from scrapers.captures.wayback import WebArchive
from scrapers.platforms import find_post

MAX_OPENED = 24
"""Posts opened for one day in one archive."""

_X_EPOCH_MS = 1_288_834_974_657
"""https://github.com/twitter-archive/snowflake: ms since 1970 of the first id that carries a time."""
_HOSTS = ("twitter.com", "mobile.twitter.com", "x.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorDay:
    """An author on X and a UTC day."""

    handle: str
    day: date

    def ids(self) -> range:
        """Every id that X could have given on that day.

        >>> AuthorDay(handle="a", day=date(2023, 4, 20)).ids()
        range(1648838890091446272, 1649201277957046272)
        """
        start = datetime.combine(self.day, time(), UTC)
        return range(_first_id(start), _first_id(start + timedelta(days=1)))

    def prefixes(self) -> tuple[str, ...]:
        """What the addresses of that day's posts begin with; other days' posts may begin so too."""
        ids = self.ids()
        if not ids:
            return ()
        pairs = takewhile(
            lambda pair: pair[0] == pair[1], zip(str(ids.start), str(ids.stop - 1), strict=False)
        )
        digits = "".join(digit for digit, _ in pairs)
        return tuple(f"{host}/{quote(self.handle)}/status/{digits}" for host in _HOSTS)


def _first_id(moment: datetime) -> int:
    return max(int(moment.timestamp() * 1000) - _X_EPOCH_MS, 0) << 22


def find_on_day(archive: WebArchive, wanted: AuthorDay, read: Callable[[Page], Iterable[Post]]) -> Found:
    """Every archived post of an author on a day, at most 24.

    Raises:
        ArchiveClosed: the archive is to be left alone.
        FetchError: no answer.
    """
    ids, found, opened = wanted.ids(), dict[str, Post](), 0
    for prefix in wanted.prefixes():
        for post_id, captures in _by_post(archive.search(prefix, prefix=True).captures, ids).items():
            for capture in nearest(readable(captures), None):
                if post_id in found or opened >= MAX_OPENED:
                    break
                opened += 1
                page = archive.memento(capture)
                posts = read(page) if page is not None and page.status == 200 else ()
                found |= {each.post_id: each for each in posts if each.post_id == post_id}
    said = f"{len(found)} posts of {wanted.handle} on {wanted.day}"
    return Found(
        posts=tuple(found.values()), said=said if found else f"no capture of {wanted.handle} on {wanted.day}"
    )


def _by_post(captures: Iterable[Capture], ids: range) -> dict[str, list[Capture]]:
    grouped: dict[str, list[Capture]] = {}
    for capture in captures:
        post = find_post(capture.original)
        if post is not None and post[1].platform == "x" and int(post[1].post_id) in ids:
            grouped.setdefault(post[1].post_id, []).append(capture)
    return grouped
