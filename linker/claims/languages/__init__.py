"""What a language's rules are, and how the languages in this folder are found: one file each, ending in `LANGUAGE`."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from typing import Literal

Gender = Literal["m", "f", "n", "p"]
"""masculine, feminine, neuter (an organisation), plural."""


def words(text: str) -> frozenset[str]:
    """A set written as one string of words."""
    return frozenset(text.split())


def with_neuter(forms: frozenset[str], feminine: str, neuter: str) -> frozenset[str]:
    """Past forms and their neuter, which ministries speak in: poinformowała, poinformowało."""
    found = {form.removesuffix(feminine) + neuter for form in forms if form.endswith(feminine)}
    return forms | found


def phrases(text: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases, one a line, each as its words, by their first word."""
    found = [tuple(line.split()) for line in text.strip().splitlines()]
    return {first: tuple(one for one in found if one[0] == first) for first in {one[0] for one in found}}


_FEMININE = (("in", ""), ("a", ""), ("a", "o"), ("e", ""), ("ka", ""), ("esa", "e"), ("ice", "eur"))
"""Feminine endings and what stands in their place: ministerin, senadora, ministra, avocate, aktorka, directrice."""
_STEM = 4
"""Letters that a noun has more than before its ending is cut."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Language:
    """A language's words, in lower case, as the rules of this package use them."""

    code: str
    """BCP 47 primary tag; sentencex is asked with it."""
    common: frozenset[str]
    """Frequent short words: they tell the language, and are no names at the start of a sentence."""
    speech: frozenset[str]
    """Verb forms that introduce a quotation or reported speech, before or after their subject."""
    reporting: frozenset[str] = frozenset()
    """Forms that report only after their subject: believes, accused, promised."""
    addressing: frozenset[str] = frozenset()
    """Forms of `speech` after which the addressee stands, not the speaker: told."""
    feminine: tuple[str, ...] = ()
    masculine: tuple[str, ...] = ()
    neuter: tuple[str, ...] = ()
    """Endings of verbs that tell the speaker's gender (Slavic past tenses)."""
    naming: frozenset[str] = frozenset()
    """Forms that only name what an indefinite article opens: a group called."""
    parted: frozenset[str] = frozenset()
    """Forms that report only behind a comma or a quotation: `so`."""
    according: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Phrases whose object speaks: according to."""
    depending: frozenset[str] = frozenset()
    """Last words of `according` phrases behind which what follows must be known to speak: `selon` (depending on)."""
    according_after: frozenset[str] = frozenset()
    """Words after their object: `zufolge`."""
    nouns: frozenset[str] = frozenset()
    """Forms of verbs that are as often nouns: claims, reports. They need a speaker that is clearly one."""
    that: frozenset[str] = frozenset()
    """Words that open what is reported."""
    clause: frozenset[str] = frozenset()
    """Words at which the subject of a verb cannot reach further back."""
    relative: frozenset[str] = frozenset()
    """who, which: the speaker is what stands before."""
    pronouns: Mapping[str, Gender | None] = field(default_factory=dict)
    """With the gender they tell, None where they tell none."""
    mute: frozenset[str] = frozenset()
    """Pronouns whose person we do not look for: I, we, you, one."""
    prepositions: frozenset[str] = frozenset()
    """Words at which the head of a noun phrase ends: of, for, at."""
    between: frozenset[str] = frozenset()
    """Auxiliaries and adverbs between subject and verb."""
    passive: frozenset[str] = frozenset()
    """Auxiliaries before a participle whose subject does not speak: was told."""
    final: frozenset[str] = frozenset()
    """Forms of `speech` at a clause's end, whose subject stands beside one of `auxiliaries`."""
    auxiliaries: frozenset[str] = frozenset()
    finite: frozenset[str] = frozenset()
    """Forms of be, have, do and the modals: no noun phrase holds one."""
    participles: tuple[str, ...] = ()
    """Endings of forms that report only behind one of `finite`: ha detto, not `accusato dalla procura`."""
    infinitive: frozenset[str] = frozenset()
    """Words before a form that make it an infinitive: zu."""
    plural: tuple[str, ...] = ()
    """Endings of verbs of which one person is not the subject."""
    reflexive: frozenset[str] = frozenset()
    """Pronouns beside which a verb reports nothing, except next to a quotation: `se declaró` (broke out)."""
    titles: frozenset[str] = frozenset()
    """Words before a name that are no part of it, capitalised or not: president, chancellor, mr."""
    title_endings: tuple[str, ...] = ()
    """Endings of such words, where the language builds them (German): -minister."""
    honorifics: Mapping[str, Gender] = field(default_factory=dict)
    """Titles that tell gender."""
    roles: frozenset[str] = frozenset()
    """Nouns for one who can speak and has no name here: spokesman, police."""
    sources: frozenset[str] = frozenset()
    """Nouns for what else can speak, which never go before a name: video, airline, brother."""
    agents: tuple[str, ...] = ()
    """Endings of other nouns for those who act: -ists."""
    abstract: tuple[str, ...] = ()
    """Endings of nouns that need no article and name nobody: -ung."""
    particles: frozenset[str] = frozenset()
    """Lower-case words inside names: van, de, bin."""
    not_names: frozenset[str] = frozenset()
    """Capitalised words that are no names: months, days, demonyms."""
    organisations: frozenset[str] = frozenset()
    """Words that make a capitalised run an organisation: Party, Court."""
    companies: frozenset[str] = frozenset()
    """Words in names that `it` may mean and that describe too many to stand for one: Airlines, Konzern."""
    abbreviations: frozenset[str] = frozenset()
    """Without the stop; a sentence does not end at them."""
    numbered: frozenset[str] = frozenset()
    """Abbreviations before a number only, plain words elsewhere: No. 10."""
    locative: frozenset[str] = frozenset()
    """Prepositions before a place: in, desde. A name behind one is not who a pronoun means."""
    speaking_places: frozenset[str] = frozenset()
    """Prepositions of an organisation that speaks: в, у (in the ministry they said)."""
    according_them: Mapping[tuple[str, ...], Gender] = field(default_factory=dict)
    """Phrases that name the source by a pronoun inside them: по его словам."""
    negations: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    """The, a: they open a noun phrase."""
    definite: frozenset[str] = frozenset()
    """Those of the articles that stand before what was named already: the."""
    furniture: tuple[str, ...] = ()
    """Patterns (regular expressions, any case) that a furniture paragraph begins with."""
    noise: tuple[str, ...] = ()
    """Patterns that make a short paragraph furniture wherever they stand."""
    clitics: Mapping[str, Gender | None] = field(default_factory=dict)
    """Endings that are a verb's subject: French -t-il, Indonesian -nya."""
    inflected: bool = False
    """Names take case endings."""
    capital_nouns: bool = False
    """Every noun is written with a capital."""
    subject_first: bool = False
    """Its subject follows the verb only beside a quotation."""
    verb_second: bool = False
    """What stands before the verb with a preposition is never its subject."""
    drops_pronouns: bool = False
    """A verb without a subject speaks for the last person."""
    dashes: bool = False
    """Dialogue is set with dashes."""

    @cached_property
    def openers(self) -> frozenset[str]:
        """Words that begin no name, though a sentence's start gives them a capital."""
        closed = self.prepositions | self.articles | self.clause | self.relative | self.mute | self.that
        return (closed | self.between | frozenset(self.pronouns)) - self.particles

    @cached_property
    def small(self) -> frozenset[str]:
        """Words that are no nouns."""
        return self.openers | self.common | self.finite | self.negations

    @cached_property
    def genders(self) -> Mapping[str, Gender]:
        """Titles that tell gender: the honorifics, and those of which a feminine form is known beside another."""
        found: dict[str, Gender] = {}
        for title in self.titles:
            for ending, cut in _FEMININE:
                other = title.removesuffix(ending) + cut
                if title.endswith(ending) and other != title and other in self.titles:
                    found |= {title: "f", other: "m"}
        return {**found, **self.honorifics}

    @cached_property
    def stems(self) -> frozenset[str]:
        """Roles and sources without their ending, for languages whose nouns take case endings."""
        nouns = self.roles | self.sources | self.titles
        return frozenset(
            noun[:-1] if noun[-1] in "aeiouyаеиоуяюіїйь" else noun for noun in nouns if len(noun) > _STEM
        )

    @cached_property
    def sourcing(self) -> frozenset[str]:
        """Words that a phrase like `according to` begins with, or is."""
        return self.according_after | set(self.according) | {phrase[0] for phrase in self.according_them}

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Every form that reports."""
        return self.speech | self.reporting


@cache
def languages() -> tuple[Language, ...]:
    """Every language of this folder, by code."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}").LANGUAGE for name in names)


@cache
def _by_code() -> dict[str, Language]:
    return {language.code: language for language in languages()}


DEFAULT = "en"
_WORD = re.compile(r"[^\W\d_]+")
# Characters: enough to tell a language, few enough to cost nothing.
_SAMPLE = 1000


_TAG = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z])")


def language_of(code: str | None, text: str) -> Language:
    """The language of a tag like `pt-BR`; without one, the one whose frequent words the text uses.

    For a language without a file, the words of the likest one, under its own code: its sentences are its own.
    """
    tag = _TAG.match(code or "")
    if tag is None:
        return guess(text)
    primary = tag.group().lower()
    return _by_code().get(primary) or _borrowed(primary, guess(text).code)


@lru_cache(maxsize=64)
def _borrowed(code: str, lender: str) -> Language:
    return replace(_by_code()[lender], code=code)


def guess(text: str) -> Language:
    """The language whose frequent words a text uses most; English where nothing speaks for another."""
    users = _users()
    scores = Counter({DEFAULT: 1})
    for word in _WORD.findall(text[:_SAMPLE].lower()):
        scores.update(users.get(word, ()))
    return _by_code()[max(scores, key=lambda code: (scores[code], code == DEFAULT))]


@cache
def _users() -> dict[str, list[str]]:
    """Frequent word -> the languages that use it."""
    users: dict[str, list[str]] = {}
    for language in languages():
        for word in language.common:
            users.setdefault(word, []).append(language.code)
    return users
