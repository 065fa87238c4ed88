"""X compliance rows: which posts must no longer be shown, when, and why."""

from collections.abc import Iterator

from linker.records import Post, Status
from scrapers.archives import Json, JsonFormat, Place
from scrapers.archives.lenient import ident, moment, string
from scrapers.archives.xposts import gone

_STATES: dict[str, Status] = {
    "deleted": "deleted",
    "deactivated": "unavailable",  # the account may come back within 30 days, and its posts with it
    "protected": "private",
    "suspended": "suspended",
    "withheld": "withheld",
}
_ACTIONS = ("delete", "protect", "suspend", "withhold", "geo_scrub", "scrub_geo", "undelete")


def sniff(value: Json) -> bool:
    """`{id, action, created_at, reason}` of a batch job."""
    return "id" in value and value.get("action") in _ACTIONS and "text" not in value


def read(value: Json, place: Place) -> Iterator[Post]:
    """What the row says of one post; a scrubbed location says nothing of its state."""
    action, reason = string(value.get("action")) or "", string(value.get("reason"))
    status = _STATES.get(reason or "") or ("deleted" if action == "delete" and reason is None else "unknown")
    if action in {"geo_scrub", "scrub_geo"}:
        status = "ok"
    evidence = f"compliance: {action}{f', {reason}' if reason else ''}"
    yield gone(place, ident(value.get("id")), status, evidence, seen=moment(value.get("redacted_at")))


FORMAT = JsonFormat(name="x_compliance", title="X compliance rows", sniff=sniff, read=read, rank=15)
