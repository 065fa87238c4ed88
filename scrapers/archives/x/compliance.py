"""X compliance, rows of batch jobs and events of the stream: which posts must no longer be shown, and why."""

from datetime import UTC, datetime

from linker.records import Status
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import ident, idents, mapping, moment, string
from scrapers.archives.posts.times import TOLERANCE
from scrapers.archives.x.posts import gone
from scrapers.platforms.x import posted_at

_STATES: dict[str, Status] = {
    "deleted": "deleted",
    "bounce_deleted": "deleted",  # asked by X to delete it, the author did
    "deactivated": "unavailable",  # the account may come back within 30 days, and its posts with it
    "protected": "private",
    "suspended": "suspended",
    "withheld": "withheld",
}
_ACTIONS: dict[str, Status] = {
    "delete": "deleted",
    "protect": "private",
    "suspend": "suspended",
    "withhold": "withheld",
    "withheld": "withheld",
    "drop": "unavailable",
    "geo_scrub": "ok",
    "scrub_geo": "ok",
    "tweet_edit": "ok",
    "undelete": "unknown",
    "undrop": "unknown",
    "unprotect": "unknown",
    "unsuspend": "unknown",
}
_SNOWFLAKES = datetime(2010, 11, 5, tzinfo=UTC)
"""Posts made later carry their time in their id."""
_OF_USERS = ("user_", "scrub_geo")


def sniff(value: Json) -> bool:
    """`{id, action, created_at, reason}` of a batch job, or `{data: {delete: {tweet: …}}}` of the stream."""
    if "id" in value and "text" not in value:
        return str(value.get("action")) in _ACTIONS
    name, told = _event(value)
    return name in _ACTIONS or (name.startswith(_OF_USERS) and "event_at" in told)


def _event(value: Json) -> tuple[str, Json]:
    data = mapping(value.get("data"))
    name = next(iter(data), "") if len(data) == 1 else ""
    told = mapping(data.get(name))
    return (name, told) if "event_at" in told or "tweet" in told else ("", {})


def read(value: Json, place: Place) -> Items:
    """What is told of one post: a scrubbed location says nothing of its state, news of an account neither."""
    name, told = _event(value)
    if name:
        return _streamed(name, told, place)
    return _row(value, place)


def _streamed(name: str, told: Json, place: Place) -> Items:
    tweet = mapping(told.get("tweet"))
    if "id" not in tweet:
        return
    countries = ", ".join(idents(told.get("withheld_in_countries")))
    yield gone(
        place,
        ident(tweet.get("id")),
        _ACTIONS.get(name, "unknown"),
        f"compliance: {name}{f' in {countries}' if countries else ''}",
        author_id=ident(tweet.get("author_id")),
        seen=moment(told.get("event_at")),
    )


def _row(value: Json, place: Place) -> Items:
    post_id, action, reason = (
        ident(value.get("id")),
        string(value.get("action")) or "",
        string(value.get("reason")),
    )
    if not _is_post(post_id, value):
        yield place.problem("no post", f"a compliance row of an account, not of a post: {post_id}")
        return
    status = _ACTIONS.get(action, "unknown")
    if reason and status not in {"ok", "unknown"}:
        status = _STATES.get(reason, "unknown")
    evidence = f"compliance: {action}{f', {reason}' if reason else ''}"
    yield gone(place, post_id, status, evidence, seen=moment(value.get("redacted_at")))


def _is_post(post_id: str | None, value: Json) -> bool:
    """Whether the row is of a post: an account's id does not tell when it was made, or tells another time."""
    made, told = posted_at(post_id or ""), moment(value.get("created_at"))
    if told is None:
        return True
    return abs(made - told) <= TOLERANCE if made else told < _SNOWFLAKES


FORMAT = JsonFormat(name="x_compliance", title="X compliance", sniff=sniff, read=read, rank=15)
