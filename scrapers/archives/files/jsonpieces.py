"""What is whole in a JSON value that is cut or too large: its beginning, closed, and its pieces."""

import re
from collections.abc import Iterator
from typing import NamedTuple

OPENS, CLOSES = b"{[", b"}]"
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]]', re.DOTALL)
_BETWEEN = b", \t\r\n"


class Piece(NamedTuple):
    """The whole elements of a list that is still open."""

    raw: bytes
    """With what stands before them, and closed."""
    head: bytes
    """What stands before the first of them."""
    end: int
    """Where the next begins."""


class _Whole(NamedTuple):
    end: int
    start: int
    """Of the list's first element."""
    closing: bytes


def tokens(raw: bytes, position: int) -> "Iterator[re.Match[bytes]]":
    """Brackets and whole strings; looking stops at a string that does not end here."""
    while token := _TOKEN.search(raw, position):
        if raw.find(b'"', position, token.start()) >= 0:
            return
        yield token
        position = token.end()


def salvage(raw: bytes) -> bytes | None:
    """The longest readable beginning of a cut value, its brackets closed; None where nothing is whole.

    It ends after an element of the outermost array that was still open: an element that is itself cut goes,
    with all that is whole inside it.
    """
    whole = _whole(raw)
    return raw[: whole.end] + whole.closing if whole else None


def piece_of(raw: bytes) -> Piece | None:
    """The same, and how the value goes on: under the same head with the elements that follow."""
    whole = _whole(raw)
    if whole is None or whole.end <= whole.start:
        return None
    rest = raw[whole.end :]
    end = whole.end + len(rest) - len(rest.lstrip(_BETWEEN))
    return Piece(raw[: whole.end] + whole.closing, raw[: whole.start], end)


def _whole(raw: bytes) -> _Whole | None:
    stack: list[tuple[bytes, int]] = []
    best: _Whole | None = None
    depth = 1 << 30
    for token in tokens(raw, 0):
        mark = token[0][:1]
        if mark in OPENS:
            stack.append((b"}" if mark == b"{" else b"]", token.end()))
        elif mark in CLOSES and stack:
            stack.pop()
            inside_array = stack[-1][0] == b"]" if stack else False
            if len(stack) <= depth and (inside_array or mark == b"]"):
                closing = b"".join(each for each, _ in reversed(stack))
                best = _Whole(token.end(), stack[-1][1] if inside_array else token.end(), closing)
                depth = len(stack) if inside_array else 1 << 30
    return best
