"""Dehydrated data sets: X ids alone, one a line, or in the only id column of a table."""

from collections.abc import Iterator, Sequence

from linker.records import Post, Problem
from scrapers.archives import Place, Row, TableFormat
from scrapers.archives.lenient import ident
from scrapers.archives.xposts import gone

_COLUMNS = ("tweet_id", "tweetid", "tweet id", "status_id", "id_str", "id", "x_id", "post_id")
_FEW = 4


def sniff(columns: Sequence[str]) -> bool:
    """A table with an id column and hardly another: no words of a post."""
    named = [each.strip().lower() for each in columns]
    return any(each in _COLUMNS for each in named) and len(named) <= _FEW and "text" not in named


def read(row: Row, place: Place) -> Iterator[Post | Problem]:
    """The post that the row names: its time and nothing else, its state unknown."""
    fields = {str(name).strip().lower(): each for name, each in row.items()}
    found = next((ident(fields[name]) for name in _COLUMNS if fields.get(name)), None)
    number = (found or "").strip().strip("\"'")
    if not (number.isascii() and number.isdigit() and len(number) < 20):
        yield place.problem("malformed", f"not the id of a post: {str(found)[:40]}")
        return
    yield gone(place, number, "unknown", "an id without its post (dehydrated)")


FORMAT = TableFormat(name="id_list", title="Dehydrated id lists", sniff=sniff, read=read, rank=90)
