"""Says in which language labelled data is, so that every figure is also given by language."""

from collections.abc import Mapping
from typing import Any

from linker.matching.words.languages import guess_language
from linker.text import normalise, words

UNKNOWN = "und"
"""BCP 47 for a language that is not known: a text without words."""
_GUESSED_FROM = 600


def language_of(row: Mapping[str, Any], text: str) -> str:
    """What the row says (`language`), or else the language in which the words of its text are most frequent.

    Guessed by the background table, which can judge a single sentence, as most posts are.
    """
    found = words(normalise(text[:_GUESSED_FROM]))
    return str(row.get("language") or guess_language(word.text for word in found) or UNKNOWN)
