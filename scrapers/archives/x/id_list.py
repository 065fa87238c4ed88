"""Dehydrated data sets: X ids alone, one a line, or in the only id column of a table."""

from collections.abc import Iterator, Sequence

from linker.records import Post, Problem
from scrapers.archives.format import Row, TableFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import ident
from scrapers.archives.x.posts import gone

_COLUMNS = ("tweet_id", "tweetid", "tweet id", "status_id", "id_str", "id", "x_id", "post_id")
_NAMED = frozenset({"tweet_id", "tweetid", "tweet id", "status_id"})
_WORDS = frozenset({"text", "full_text", "tweet", "tweet_text", "body", "content"})
_FEW, _SOME = 4, 12


def sniff(columns: Sequence[str]) -> bool:
    """A table with an id column and hardly another, or a few labels beside: no words of a post."""
    named = {each.strip().lower() for each in columns}
    most = _SOME if named & _NAMED else _FEW
    return not named.isdisjoint(_COLUMNS) and len(columns) <= most and not named & _WORDS


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
