"""One noun phrase -> who it names: a person, a role, a pronoun."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from linker.claims.languages import Gender, Language
from linker.claims.people import is_capital, is_possessive, is_title, name_runs, named, personal
from linker.claims.roles import has_noun, is_source, leads, role_in
from linker.claims.tokens import Token

LONGEST_PLACE = 7
_ARTICLES = frozenset({"the", "a", "an"})
_PREDETERMINERS = frozenset({"all", "both", "half", "many", "not", "such", "like", "and", "or"})
_CLOCK = re.compile(r"\d{1,2}[.:h]\d{2}")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a phrase names. `name` holds the words of a person's name, `text` the phrase as written."""

    sort: Literal["person", "role", "pronoun"]
    text: str
    name: tuple[str, ...] = ()
    gender: Gender | None = None
    loose: bool = False
    """A name only if the article tells so elsewhere: at a sentence's start, or behind a lead."""
    alone: bool = False
    """A name that is the whole phrase, without an article."""
    thing: bool = False
    """A noun phrase that names nobody known to speak: it does so only where the sentence leaves no doubt."""


def head(phrase: Sequence[Token], language: Language, *, left: bool) -> Subject | None:
    """Who a noun phrase names: its last name before a preposition, else the phrase as a role."""
    phrase = _nominal(phrase, language, left=left)
    spoken_in = _place(phrase, language)
    led = left and not language.subject_first and bool(phrase) and leads(phrase[0], language)
    phrase = _without_lead(phrase, language, left=left)
    if not phrase:
        return Subject("role", written(spoken_in)) if spoken_in else None
    ends = _uncontracted(phrase[-1] if left else phrase[0], language)
    if ends.lower in language.pronouns:
        return pronoun(ends, language)
    if ends.lower in language.mute and (len(phrase) == 1 or left):
        return None
    if left and len(phrase) > 1 and phrase[0].lower in language.mute and leads(phrase[1], language):
        return None
    core = _core(phrase, language)
    named = _titled(phrase, language, left=left) or _name_in(core, phrase, language, left=left)
    if named is None:
        return _role(phrase, core, language, left=left)
    # W serwisie Truth Social: what ends a lead is a person, or belongs to the lead.
    return None if led and named.sort == "role" else replace(named, loose=led)


def _nominal(phrase: Sequence[Token], language: Language, *, left: bool) -> Sequence[Token]:
    """The noun phrase before its own verb (the board has long [said]), or behind another (it was [his])."""
    if language.subject_first and left:
        phrase = _last_noun(phrase, language)
    verbs = [place for place, token in enumerate(phrase) if token.text in language.finite]
    if not verbs:
        return phrase
    ends = phrase[-1]
    if left and verbs[-1] < len(phrase) - 1 and (is_capital(ends) or ends.lower in language.pronouns):
        return phrase[verbs[-1] + 1 :]
    return phrase[: verbs[0]]


def _last_noun(phrase: Sequence[Token], language: Language) -> Sequence[Token]:
    """The second of two noun phrases: the points the letter [makes]; a clock before it cut off."""
    if phrase and _CLOCK.fullmatch(phrase[0].text):
        phrase = phrase[1:]
    opens = next((at for at in range(len(phrase) - 1, 0, -1) if phrase[at].lower in _ARTICLES), None)
    return phrase[opens:] if opens and not _governs(phrase[opens - 1], language) else phrase


def _governs(token: Token, language: Language) -> bool:
    """Whether an article after this word opens no phrase of its own: of the, both the."""
    governing = token.lower in language.prepositions or token.lower in _PREDETERMINERS
    return governing or not token.text[0].isalnum()


def _uncontracted(token: Token, language: Language) -> Token:
    """He’s as he, I’ve as I."""
    word = token.lower.replace("’", "'").partition("'")[0]
    contracted = word != token.lower and (word in language.pronouns or word in language.mute)
    return token._replace(text=token.text[: len(word)], lower=word) if contracted else token


def pronoun(token: Token, language: Language) -> Subject:
    """A pronoun as a subject."""
    return Subject("pronoun", token.text, gender=language.pronouns[token.lower])


def person(run: Sequence[Token], language: Language) -> Subject:
    """A run of capitalised words as a subject."""
    return Subject("person", written(run), tuple(personal(run, language)))


def written(phrase: Sequence[Token]) -> str:
    """A phrase as the article writes it."""
    pieces: list[str] = []
    for before, token in zip((None, *phrase), phrase, strict=False):
        if before is not None and token.start > before.end:
            pieces.append(" ")
        pieces.append(token.text)
    return "".join(pieces).strip(" ,.")


def _without_lead(phrase: Sequence[Token], language: Language, *, left: bool) -> list[Token]:
    """Without a prepositional phrase or adverbs at the start: In Ohio Clinton -> Clinton."""
    rest = [token for token in phrase if token.text.strip()]
    while rest and rest[-1].lower in language.between and not is_capital(rest[-1]):
        rest.pop()
    if not rest or not leads(rest[0], language) or _begins_name(rest, language):
        return rest
    if left and language.verb_second:
        return rest[-1:] if rest[-1].lower in language.pronouns else []
    if left:
        runs = list(name_runs(rest, language))
        before = rest[runs[-1][0] - 1] if runs else rest[0]
        own = before.lower not in language.prepositions and not is_possessive(before)
        if runs and runs[-1][1] == len(rest) and own:
            return rest[runs[-1][0] :]
        return rest[-1:] if rest[-1].lower in language.pronouns else []
    return next(
        (
            rest[start:end]
            for start, end in name_runs(rest, language)
            if (name := personal(rest[start:end], language))
            and (rest[start - 1].lower not in language.prepositions or len(name) < end - start)
        ),
        [],
    )


def _begins_name(phrase: Sequence[Token], language: Language) -> bool:
    """Van Dongen: a preposition that is part of a name."""
    capitals = len(phrase) > 1 and is_capital(phrase[0]) and is_capital(phrase[1])
    return capitals and phrase[0].lower in language.particles


def _place(phrase: Sequence[Token], language: Language) -> Sequence[Token]:
    """In Росавиации they said: the organisation, where the language lets it speak so."""
    if not 1 < len(phrase) <= LONGEST_PLACE or phrase[0].lower not in language.speaking_places:
        return ()
    first = phrase[2] if len(phrase) > 2 and phrase[1].lower in language.articles else phrase[1]
    named_or_role = is_capital(first) or first.lower in language.roles
    return phrase[1:] if named_or_role and first.lower not in language.not_names else ()


def _core(phrase: Sequence[Token], language: Language) -> Sequence[Token]:
    for place, token in enumerate(phrase):
        ends = token.lower in language.prepositions and token.lower not in language.particles
        if place and ends and has_noun(phrase[:place], language):
            return phrase[:place]
        article = language.capital_nouns and token.lower in language.articles
        if place and article and is_capital(phrase[place - 1]):
            return phrase[:place]
    return phrase


def _titled(phrase: Sequence[Token], language: Language, *, left: bool) -> Subject | None:
    """The name that ends a phrase with a title: the Chief of Army Staff General Khan, rzecznik portu Oś."""
    start = next((a for a, b in name_runs(phrase, language) if a and b == len(phrase)), None)
    if not left or start is None:
        return None
    run = phrase[start:]
    name = personal(run, language)
    cut = 1 < len(name) < len(run) and is_title(run[-len(name) - 1].lower, language)
    titled = language.inflected and is_title(phrase[0].lower, language)
    if titled and phrase[start - 1].lower in language.prepositions:
        name = name[1:]
    speaks = cut if language.subject_first else titled and len(name) > 1
    return Subject("person", written(run), tuple(name)) if speaks else None


def _name_in(
    core: Sequence[Token], phrase: Sequence[Token], language: Language, *, left: bool
) -> Subject | None:
    spans = list(name_runs(core, language))
    if not spans:
        return None
    start, end = spans[-1] if language.subject_first or left else spans[0]
    last = core[start:end]
    trails = core[-1] is not last[-1] and (language.subject_first or left)
    if (
        trails
        or (is_possessive(last[-1]) and core[-1] is not last[-1])
        or _completes(core, start, end, language)
    ):
        return None
    name = named(core, start, end, language)
    if not name or (len(core) == 1 and is_source(core[0].lower, language)):
        return _role(phrase, core, language, left=left)
    before = [token.lower for token in core[: len(core) - len(last)]]
    if before and before[-1] in language.articles and len(name) == len(last):
        return Subject("role", written(core))
    return Subject("person", written(last), tuple(name), alone=len(core) == len(last))


def _completes(core: Sequence[Token], start: int, end: int, language: Language) -> bool:
    """Whether a name only completes a role: the `alcalde de Lubrín`, the `prezydent USA`."""
    before = core[start - 1] if start else None
    if before is None or is_capital(before):
        return False
    if start > 1 and (before.lower in language.particles or before.lower in language.prepositions):
        return not is_capital(core[start - 2])
    acronyms = all(token.text.isupper() and len(token.text) > 1 for token in core[start:end])
    return acronyms and is_title(before.lower, language)


def _role(
    phrase: Sequence[Token], core: Sequence[Token], language: Language, *, left: bool
) -> Subject | None:
    found = role_in(phrase, core, language, left=left)
    return Subject("role", written(found[0]), thing=not found[1]) if found else None
