"""One noun phrase -> who it names: a person, a role, a pronoun."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from linker.claims.languages import Gender, Language
from linker.claims.people import is_capital, is_possessive, is_title, name_runs, named, personal
from linker.claims.tokens import Token

LONGEST_ROLE = 12
"""Words of a role that is kept as written."""
SHORT_ROLE = 5
LONGEST_PLACE = 7


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a phrase names. `name` holds the words of a person's name, `text` the phrase as written."""

    sort: Literal["person", "role", "pronoun"]
    text: str
    name: tuple[str, ...] = ()
    gender: Gender | None = None
    loose: bool = False
    """A sentence's first word, which is a name only if the article uses it as one elsewhere."""


def head(phrase: Sequence[Token], language: Language, *, left: bool) -> Subject | None:
    """Who a noun phrase names: its last name before a preposition, else the phrase as a role."""
    spoken_in = _place(phrase, language) if left else ()
    phrase = _without_lead(phrase, language, left=left)
    if not phrase:
        return Subject("role", written(spoken_in)) if spoken_in else None
    ends = _uncontracted(phrase[-1] if left else phrase[0], language)
    if ends.lower in language.pronouns:
        return pronoun(ends, language)
    if ends.lower in language.mute and (len(phrase) == 1 or left):
        return None
    core = _core(phrase, language)
    return _name_in(core, phrase, language, left=left) or _role(phrase, core, language)


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
    if not rest or rest[0].lower not in language.prepositions or _begins_name(rest, language):
        return rest
    if left and language.verb_second:
        return rest[-1:] if rest[-1].lower in language.pronouns else []
    if left:
        runs = list(name_runs(rest, language))
        if runs and runs[-1][1] == len(rest) and rest[runs[-1][0] - 1].lower not in language.prepositions:
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
    named_or_role = is_capital(phrase[1]) or phrase[1].lower in language.roles
    return phrase[1:] if named_or_role and phrase[1].lower not in language.not_names else ()


def _core(phrase: Sequence[Token], language: Language) -> Sequence[Token]:
    for place, token in enumerate(phrase):
        if place and token.lower in language.prepositions and token.lower not in language.particles:
            return phrase[:place]
        article = language.capital_nouns and token.lower in language.articles
        if place and article and is_capital(phrase[place - 1]):
            return phrase[:place]
    return phrase


def _name_in(
    core: Sequence[Token], phrase: Sequence[Token], language: Language, *, left: bool
) -> Subject | None:
    spans = list(name_runs(core, language))
    if not spans:
        return None
    start, end = spans[-1] if language.subject_first or left else spans[0]
    last = core[start:end]
    trails = core[-1] is not last[-1] and (language.subject_first or left)
    if trails or (is_possessive(last[-1]) and core[-1] is not last[-1]):
        return None
    name = named(core, start, end, language)
    if not name:
        role = _to_its_noun(phrase, language)
        return Subject("role", written(role)) if len(role) <= LONGEST_ROLE else None
    before = [token.lower for token in core[: len(core) - len(last)]]
    if before and before[-1] in language.articles and len(name) == len(last):
        return Subject("role", written(core))
    return Subject("person", written(last), tuple(name))


def _to_its_noun(phrase: Sequence[Token], language: Language) -> Sequence[Token]:
    """Where the verb may follow its subject, a long phrase holds more than the subject."""
    if language.subject_first or len(phrase) <= SHORT_ROLE:
        return phrase
    ends = (place + 1 for place, token in enumerate(phrase) if is_title(token.lower, language))
    return phrase[: next(ends, len(phrase))]


def _role(phrase: Sequence[Token], core: Sequence[Token], language: Language) -> Subject | None:
    if len(phrase) > LONGEST_ROLE:
        phrase = core
    phrase = _to_its_noun(phrase, language)
    if len(phrase) > LONGEST_ROLE or not phrase[0].text[0].isalnum():
        return None
    titled = any(is_title(token.lower, language) for token in core)
    named_by_article = phrase[0].lower in language.articles and not language.capital_nouns
    many = language.subject_first and len(core) <= SHORT_ROLE and core[-1].lower.endswith("s")
    acronym = any(token.text.isupper() and len(token.text) > 1 for token in core)
    known = titled or named_by_article or many or acronym
    return Subject("role", written(phrase)) if known else None
