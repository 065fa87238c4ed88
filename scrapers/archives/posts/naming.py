"""What the name of a saved file or its address tells beside the content: an id, a capture's time."""

import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import unquote

from scrapers.archives.place import Place

_ID = re.compile(r"(?:^|[^0-9A-Za-z])(\d{2,19})(?=[^0-9A-Za-z]|$)")
_IN_URL = re.compile(
    r"""/status(?:es)?/(\d{1,19})|[?&](?:id|tweetId|tweet_id)=(\d{1,19})|"\w*[tT]weetId":\s*"(\d{1,19})\""""
)
_STAMP = re.compile(
    r"(?<!\d)(20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d)(?!\d)"
)


def id_in_name(place: Place) -> str | None:
    """The id of an X post in the address asked for, or in the file's name: the answer itself has none."""
    if place.url:
        found = _IN_URL.search(unquote(place.url))
        return next(filter(None, found.groups()), None) if found else None
    stem = PurePosixPath(place.name.rpartition("!")[2]).stem
    numbers = [each for each in _ID.findall(stem) if not _STAMP.fullmatch(each)]
    return max(numbers, key=len) if numbers else None


def stamped(text: str | None) -> datetime | None:
    """The capture's time (UTC) in a name or address, as the Wayback Machine writes it: 14 digits."""
    found = _STAMP.search(text or "")
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:  # the thirtieth of February
        return None
