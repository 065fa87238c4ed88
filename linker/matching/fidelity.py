"""Compares an embed's text with the archived post's: identical, truncated, altered, or not to be compared."""

import html
import re
import unicodedata
from difflib import SequenceMatcher
from typing import NamedTuple

from linker.records import Embed, Fidelity, Post
from linker.text import Word, normalise, words

MAX_CHARS = 20_000
_CONTEXT_WORDS = 3
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)
# Keycaps (1️⃣) and letters shown as emoji (ℹ️) would otherwise fold to digits and letters.
_EMOJI = re.compile(r"[0-9#*]\ufe0f?\u20e3|.\ufe0f")
_ELLIPSIS = re.compile(r"[\[(]?(?:…|\.{3,})[\])]?")
_WINDOWS = bytes(set(range(0x80, 0xA0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}).decode("cp1252")
_NEXT = f"[\u0080-\u00bf{_WINDOWS}]"
_MOJIBAKE = re.compile(f"[\u00c2-\u00df]{_NEXT}|[\u00e0-\u00ef]{_NEXT}{{2}}|[\u00f0-\u00f4]{_NEXT}{{3}}")


class _Side(NamedTuple):
    source: str
    words: tuple[Word, ...]

    @property
    def joined(self) -> str:
        """All words in one: a line break lost in flattening must not count as a change."""
        return "".join(word.text for word in self.words)


def compare(embed: Embed, archived: Post | None) -> tuple[Fidelity, str | None]:
    """Tell how faithful an embed is to the archived post, with a readable word diff where it is not.

    HTML entities, emoji, links, leading mentions, a signature, quotation marks, spaces, case and accents are
    no alterations. An embed that shows no text of its own (a frame) cannot differ from its post.

    Returns:
        The verdict; and for `truncated` and `altered` a diff, `[-archived-]{+embedded+}`.
    """
    if archived is None:
        return "embed_only", None
    if not archived.text:
        return "unavailable", None
    shown, kept = _side(embed.text or ""), _side(archived.text)
    if not embed.text or shown.joined == kept.joined:
        return "identical", None
    verdict: Fidelity = "truncated" if _is_cut(shown, kept) or _is_cut(kept, shown) else "altered"
    return verdict, word_diff(kept, shown)


def word_diff(kept: _Side, shown: _Side) -> str:
    """Write the changes with a few words around each: `we [-stand-]{+fall+} by you`."""
    matcher = SequenceMatcher(
        None, [word.text for word in kept.words], [word.text for word in shown.words], autojunk=False
    )
    pieces = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(_around(kept, old_from, old_to))
            continue
        removed, added = _written(kept, old_from, old_to), _written(shown, new_from, new_to)
        pieces.append((f"[-{removed}-]" if removed else "") + (f"{{+{added}+}}" if added else ""))
    return " ".join(piece for piece in pieces if piece)


def _side(text: str) -> _Side:
    cleaned = _unescape(_mend(text[:MAX_CHARS]))
    cleaned = _EMOJI.sub(" ", _LINK.sub(" ", cleaned))
    cleaned = "".join(" " if unicodedata.category(char) == "So" else char for char in cleaned)
    return _Side(cleaned, words(normalise(cleaned, post=True)))


def _unescape(text: str) -> str:
    for _ in range(3):
        once = html.unescape(text)
        if once == text:
            break
        text = once
    return text


def _mend(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 or Windows-1252, letter by letter: the rest may be whole."""
    return _MOJIBAKE.sub(_decoded, text)


def _decoded(found: re.Match[str]) -> str:
    letters = found.group()
    as_read = b"".join(each.encode("latin-1" if each < "\u0100" else "cp1252") for each in letters)
    try:
        return as_read.decode("utf-8")
    except UnicodeError:
        return letters


def _is_cut(part: _Side, whole: _Side) -> bool:
    """Whether a text is the other with a piece left out at either end, or where it marks so (…)."""
    place = 0
    for stretch in _ELLIPSIS.split(part.source):
        joined = "".join(word.text for word in words(normalise(stretch, post=True)))
        found = whole.joined.find(joined, place)
        if found < 0:
            return False
        place = found + len(joined)
    return True


def _around(side: _Side, start: int, end: int) -> str:
    if end - start <= 2 * _CONTEXT_WORDS:
        return _written(side, start, end)
    head = _written(side, start, start + _CONTEXT_WORDS) if start else ""
    tail = _written(side, end - _CONTEXT_WORDS, end) if end < len(side.words) else ""
    return f"{head} … {tail}".strip()


def _written(side: _Side, start: int, end: int) -> str:
    if start == end:
        return ""
    return " ".join(side.source[side.words[start].start : side.words[end - 1].end].split())
