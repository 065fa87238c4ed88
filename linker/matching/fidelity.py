"""Compares an embed's text with the archived post's: identical, truncated, altered, or not to be compared."""

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

from linker.records import Embed, Fidelity, Post
from linker.text import Word, normalise, words

MAX_CHARS = 20_000
_CONTEXT_WORDS = 3
_PICTURE = re.compile(r"pic\.(?:(?:twitter|x)\.com/\w*|[a-z.]*(?=…|\.{3}))")  # often glued to the word before
_REPOST = re.compile(r"\s*RT @\w+:")
_LINK = re.compile(
    r"https?://t\.co/\w{10}|(?:https?:|www\.)[^\s…]*…?|(?:[\w-]+\.)+[a-z]{2,}/[^\s…]*…?", re.IGNORECASE
)
# X makes a link of a bare domain as well; country domains are too much like words without a space before.
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9-]{2,}\.)+(?:com|org|net|edu|gov|info|news|tv|io|co\.uk)\b(?!\.\w)"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BREAK = re.compile(r"[.!?…:;\n。！？#@]")
_FEW_WORDS = 3
"""Fewer missing at an end that nothing marks are a change of what is said, more are a cut."""
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
    shortened = _is_cut(shown, kept, least=_FEW_WORDS + 1)
    verdict: Fidelity = "truncated" if shortened or _is_beginning(kept, shown, archived) else "altered"
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
    cleaned = _INVISIBLE.sub("", _unescape(_mend(text[:MAX_CHARS])))
    cleaned = _REPOST.sub("", cleaned, count=1) if _REPOST.match(cleaned) else cleaned
    for links in (_PICTURE, _LINK, _DOMAIN):
        cleaned = links.sub(" ", cleaned)
    cleaned = _EMOJI.sub(" ", cleaned)
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


def _is_beginning(kept: _Side, shown: _Side, archived: Post) -> bool:
    """Whether it is the archived copy that is cut: it says so, for else the embed's other words are added."""
    if archived.truncated and shown.joined.startswith(kept.joined):
        return True
    return _is_cut(kept, shown, least=None)


def _is_cut(part: _Side, whole: _Side, *, least: int | None) -> bool:
    """Whether a text is the other with pieces left out where it marks so (…), or at an end without a mark.

    Args:
        part: What may be cut.
        whole: What it may be cut from.
        least: Words that an end must miss where nothing marks it, unless a sentence, line or tag ends there;
            None where an end without a mark must not miss any.
    """
    if not part.joined:
        return least is not None
    stretches = _stretches(part, whole)
    place, start = 0, None
    for number, stretch in enumerate(stretches, start=1):
        at_end = number == len(stretches) and stretch and whole.joined.endswith(stretch)
        found = max(len(whole.joined) - len(stretch), 0) if at_end else whole.joined.find(stretch, place)
        if found < place:
            return False
        start = found if start is None else start
        place = found + len(stretch)
    head = not stretches[0] or _may_miss(whole, 0, start or 0, least)
    return head and (not stretches[-1] or _may_miss(whole, place, len(whole.joined), least))


def _stretches(part: _Side, whole: _Side) -> list[str]:
    """What stands between the marks of a cut; the author's own dots, which the whole has too, are none."""
    if len(_ELLIPSIS.findall(part.source)) <= len(_ELLIPSIS.findall(whole.source)):
        return [part.joined]
    pieces = _ELLIPSIS.split(part.source)
    return ["".join(word.text for word in words(normalise(each, post=True))) for each in pieces]


def _may_miss(whole: _Side, start: int, end: int, least: int | None) -> bool:
    """Whether the words at these places of `joined`, at either end of the text, can have been cut off."""
    if start == end:
        return True
    if least is None:
        return False
    ends = list(accumulate(len(word.text) for word in whole.words))
    first, last = bisect_right(ends, start), bisect_left(ends, end)
    if last - first + 1 >= least:
        return True
    before = last if start == 0 else first - 1
    if ends[before] != (end if start == 0 else start):
        return False  # in the middle of a word: `home` for `homes`
    between = whole.source[whole.words[before].end : whole.words[before + 1].start]
    return _BREAK.search(between) is not None


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
