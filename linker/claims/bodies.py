"""The organisations an article names, and which of them a short description means: the ministry."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from linker.claims.languages import Language
from linker.claims.nominals import written
from linker.claims.people import is_capital, is_possessive
from linker.claims.tokens import Token

_WITHIN = frozenset({"of", "for", "and", "für"})
"""Words inside names of organisations, beside the language's particles: Department for Transport."""
_DESCRIPTION = 2
_SHORTEST_HEAD = 6
"""Letters of a German noun that others are built with: Partei, not Bank (Parkbank) or Stadt (Altstadt)."""
_ADJECTIVE = ("e", "er", "es")
_INNER_CAPITAL = re.compile(r"(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLa)(?<!\bLe)(?<=[a-z])[A-Z]")


def is_body(name: str, language: Language) -> bool:
    """Whether a name's own words tell that it is an organisation's: Harbour Union, NATO, OpenAI."""
    words = name.split()
    lowers = (word.lower() for word in words)
    known = language.organisations | language.companies
    acronym = any(word.isupper() and len(word) > 1 and "." not in word for word in words)
    told = any({word, word.removesuffix("s")} & known for word in lowers)
    return acronym or told or _INNER_CAPITAL.search(name) is not None


class Bodies:
    """Organisations of an article: `full("the ministry")` is "the Ministry of Defence" if it names no other.

    Only in languages without case endings, where a name stands in one form.
    """

    def __init__(self, paragraphs: Iterable[Sequence[Token]], language: Language) -> None:
        self.language = language
        self._paragraphs = list(paragraphs)
        self._nouns = _describing(language)
        self._names: dict[str, Counter[str]] = defaultdict(Counter)
        self._articled: set[str] = set()

    @cached_property
    def _by_noun(self) -> dict[str, Counter[str]]:
        """Noun -> the names it heads and how often they stand; few articles ask."""
        for words in self._paragraphs if self._nouns else ():
            for start, end in _names(words, self.language):
                self._read(words[start:end])
                if start and words[start - 1].lower in self.language.definite:
                    self._articled.add(written(words[start:end]))
        return self._names

    def _read(self, name: Sequence[Token]) -> None:
        end = next((at for at, token in enumerate(name) if not is_capital(token)), len(name))
        if self.language.capital_nouns:
            self._read_nouns(name[:end])
            return
        head = name[end - 1] if self.language.subject_first else name[0]
        if len(name) > 1 and head.lower in self._nouns:
            self._names[head.lower][written(name)] += 1

    def _read_nouns(self, name: Sequence[Token]) -> None:
        """Nouns built with a noun (Verteidigungsministerium), or with a capital before it (Deutsche Bank)."""
        for place, token in enumerate(name):
            for noun in self._nouns:
                if token.lower != noun and len(noun) >= _SHORTEST_HEAD and token.lower.endswith(noun):
                    self._names[noun][token.text] += 1
                elif token.lower == noun and place and name[place - 1].lower.endswith(_ADJECTIVE):
                    self._names[noun][written(name[place - 1 : place + 1])] += 1

    def full(self, described: str) -> str:
        """The one name that a definite article and a noun can mean here, else the description itself."""
        words = described.split()
        if len(words) != _DESCRIPTION or words[0].lower() not in self.language.definite:
            return described
        noun = words[1]
        if noun.islower() is self.language.capital_nouns or noun.lower() not in self._nouns:
            return described
        name = _only(self._by_noun.get(noun.lower(), Counter()))
        if name is None:
            return described
        articled = self.language.capital_nouns or name in self._articled
        return f"{words[0]} {name}" if articled else name


def _describing(language: Language) -> frozenset[str]:
    """Nouns that stand for an organisation by themselves: the union; not the post, which may be a message."""
    speaking = language.roles | language.sources
    return (
        frozenset()
        if language.inflected
        else (language.organisations & speaking) - language.nouns - language.companies
    )


def _only(names: Counter[str]) -> str | None:
    """The name that all others begin with or are; None where they are several."""
    if not names:
        return None
    shortest = min(names, key=len)
    same = all(name == shortest or name.startswith(f"{shortest} ") for name in names)
    return max(names, key=lambda name: (names[name], -len(name))) if same else None


def _names(words: Sequence[Token], language: Language) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words with the small words that stand inside names, end exclusive."""
    no_names = language.openers | language.articles
    inside = _WITHIN | language.particles
    end = 0
    for place, token in enumerate(words):
        if place < end or not is_capital(token) or token.lower in no_names:
            continue
        at = end = place + 1
        while at < len(words) and not is_possessive(words[at - 1]):
            if is_capital(words[at]) and words[at].lower not in no_names:
                end = at + 1
            elif words[at].lower not in inside:
                break
            at += 1
        yield place, end
