"""The JSON-LD of a page: its objects as plain dictionaries, broken JSON repaired within bounds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

import json_repair
import orjson
from lxml.html import HtmlElement

Json = Mapping[str, Any]

MAX_SCRIPT = 4_000_000
MAX_REPAIR = 200_000
"""json-repair is plain Python and recurses: past this size a broken script is skipped."""
MAX_OBJECTS = 5_000
MAX_DEPTH = 12

_SCRIPT = re.compile(r"\bld\+json\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f]+")


def json_objects(tree: HtmlElement) -> tuple[Json, ...]:
    """Every object of a page's JSON-LD that has a type, outer before inner, `@id` references resolved."""
    found: list[Json] = []
    for script in tree.iter("script"):
        if script.text and _SCRIPT.search(script.get("type") or ""):
            found.extend(_typed(_loaded(script.text), 0))
        if len(found) > MAX_OBJECTS:
            break
    return tuple(found[:MAX_OBJECTS])


def resolved(value: object, objects: Sequence[Json]) -> object:
    """A reference (`{"@id": …}`) replaced by the object that it names; everything else as it is."""
    if isinstance(value, Mapping) and "@id" in value and len(value) <= 2:
        return next((one for one in objects if one.get("@id") == value["@id"] and len(one) > 2), value)
    return value


def types(one: Json) -> tuple[str, ...]:
    """The types of an object in lower case, without their vocabulary."""
    return tuple(str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for kind in listed(one.get("@type")))


def listed(value: object) -> list[Any]:
    """A JSON-LD value is one or a list of them; always the list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text_of(value: object) -> str | None:
    """A value's text: itself, or its `name`, `@value` or `url`; entities unescaped, whitespace folded."""
    for candidate in listed(value):
        if isinstance(candidate, Mapping):
            candidate = candidate.get("name") or candidate.get("@value") or candidate.get("@id")  # noqa: PLW2901
        if isinstance(candidate, str) and (text := " ".join(unescape(candidate).split())):
            return text
    return None


def _loaded(script: str) -> object:
    text = script[:MAX_SCRIPT].strip()
    for candidate in (text, _CONTROL.sub(" ", _unwrapped(text))):
        try:
            return orjson.loads(candidate)
        except orjson.JSONDecodeError:
            continue
    if len(text) > MAX_REPAIR:
        return None
    try:
        return json_repair.loads(_unwrapped(text), skip_json_loads=True)
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, RecursionError):
        return None


def _unwrapped(text: str) -> str:
    """The JSON inside the comment or CDATA marks that old templates put around scripts."""
    for mark in ("//", "<!--", "<![CDATA["):
        text = text.removeprefix(mark).lstrip()
    for mark in (";", "//]]>", "//-->", "]]>", "-->"):
        text = text.removesuffix(mark).rstrip()
    return text


def _typed(value: object, depth: int) -> Iterator[Json]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _typed(item, depth + 1)
    elif isinstance(value, dict):
        if value.get("@type"):
            yield value
        for key, item in value.items():
            if isinstance(item, dict | list) and key != "liveBlogUpdate":
                yield from _typed(item, depth + 1)
