"""Which language words are in, by the background table, and whether a post is in another than its article."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from linker.matching.words.frequencies import idf, languages

_JUDGED_BY = 150
"""Words of an article; more tell no more."""
_FEW = 5
_FOREIGN = 1.2
"""Nats by which a word is rarer in the article's language than in the one that fits best, on average.

Of 1,300 posts in their article's language none of five words reaches .9; English ones under German reach 1.9.
"""
_SAME = {
    "in": "id", "ms": "id", "iw": "he", "no": "nb", "nn": "nb", "tl": "fil",
    "hr": "sh", "sr": "sh", "bs": "sh",
}  # fmt: skip
"""Old codes, and languages whose readers read each other's posts."""
_NONE = {"", "und", "zxx", "mul", "mis", "art", "qme", "qst", "qht", "qct", "qam"}
"""Platforms say these of posts without words."""


def guess_language(words: Iterable[str]) -> str | None:
    """The language in which folded words are most frequent, None without a word."""
    letters = [word for word in words if word.isalpha()]
    if not letters:
        return None
    return min(languages(), key=lambda language: _rarity(letters, language))


def is_foreign(
    post_words: Sequence[str], post_language: str | None, words: Sequence[str], language: str | None
) -> bool:
    """Whether a post is in another language than the article: by script, by what both say, by its words.

    `language` is the article's own, else guessed from its `words`.
    """
    letters = [word for word in post_words if word.isalpha()]
    around = words[:_JUDGED_BY]
    if not letters or not around:
        return False
    if _script(letters) != _script(around):
        return True
    ours, theirs = _tag(language) or guess_language(around), _tag(post_language)
    rarity = _rarity(letters, ours)
    if theirs in languages():
        # Platforms are often mistaken about short posts; then the article's language fits the words better.
        return theirs != ours and rarity >= _rarity(letters, theirs)
    least = min(_rarity(letters, other) for other in languages())
    return rarity > least if theirs else len(letters) >= _FEW and rarity - least > _FOREIGN * len(letters)


def _tag(language: str | None) -> str | None:
    primary = (language or "").split("-")[0].lower()
    return None if primary in _NONE else _SAME.get(primary, primary)


def _rarity(letters: Sequence[str], language: str | None) -> float:
    return sum(idf(word, language) for word in letters)


def _script(words: Sequence[str]) -> str:
    """The script of most letters, by the first word of their Unicode names."""
    letters = (char for word in words for char in word if char.isalpha())
    named = Counter(unicodedata.name(char, "").split(" ")[0] for char in letters)
    return named.most_common(1)[0][0] if named else ""
