"""What stands among an article's paragraphs and is none of its text: pointers, captions, boxes, credits."""

import re
from functools import lru_cache

from linker.claims.languages import DEFAULT, Language, languages
from linker.claims.quotations import opens

# Longer paragraphs are text, whatever they begin with.
_LONGEST = 320
_SHORT = 200
_LEAD = re.compile(r"[\W_]*")
_BARE_LINK = re.compile(
    r"\W*(?:https?://\S+|www\.\S+|\S+@\S+\.\w+|[@#]\w+)(?:\s+(?:https?://\S+|[@#]\w+))*\W*"
)
_CLOCK = re.compile(
    r"\W*\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?|h|uhr|gmt|utc|est|edt|bst|cet)?\W*", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
# A label such as "SEE ALSO:" or "Related:": a few words, a colon, nothing after.
_LABEL = re.compile(r"\W*[^\W\d_][^.!?:\"“„«]{0,30}:\W*")
_ENDS = re.compile(r"[.!?…:;。！？][\W_]*$")
_CELLS = 2
"""Bars between the cells of a table's row, or between links."""
_HEADING_WORDS = 3
_HEADING_CHARACTERS = 40
_BRACKETS = {"(": ")", "[": "]"}


def is_furniture(text: str, language: Language) -> bool:
    """Whether a paragraph is furniture, by its own words alone."""
    if len(text) > _LONGEST:
        return not _LETTERS.search(text)
    if not _LETTERS.search(text) or _CLOCK.fullmatch(text) or _BARE_LINK.fullmatch(text):
        return True
    if text.count(" | ") >= _CELLS:
        return True
    lead = _LEAD.match(text)
    begins, holds = _patterns(language.code)
    return (
        begins.match(text, lead.end() if lead else 0) is not None
        or (len(text) <= _SHORT and holds.search(text) is not None)
        or _is_label(text)
        or _is_heading(text)
    )


def is_pointer(text: str, language: Language) -> bool:
    """Whether a sentence amid text is furniture in brackets: (RELATED: …)."""
    return text[-1] == _BRACKETS.get(text[0]) and is_furniture(text[1:-1], language)


def _is_heading(text: str) -> bool:
    """Whether a paragraph is a heading: a few words without an end (in a script that has words)."""
    if len(text) > _HEADING_CHARACTERS or len(text.split()) > _HEADING_WORDS or opens(text):
        return False
    return text.lower() != text.upper() and _ENDS.search(text) is None


def _is_label(text: str) -> bool:
    return _LABEL.fullmatch(text) is not None and (text.isupper() or len(text.split()) <= 1)


@lru_cache(maxsize=128)
def _patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A language's own patterns and English's, whose phrases stand on pages of every language."""
    known = [language for language in languages() if language.code in {code, DEFAULT}]
    begins = [pattern for language in known for pattern in language.furniture]
    holds = [pattern for language in known for pattern in language.noise]
    return re.compile("|".join(begins), re.IGNORECASE), re.compile("|".join(holds) or r"(?!)", re.IGNORECASE)
