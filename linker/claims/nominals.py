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
_SHORTEST_AGENT = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a phrase names. `name` holds the words of a person's name, `text` the phrase as written."""

    sort: Literal["person", "role", "pronoun"]
    text: str
    name: tuple[str, ...] = ()
    gender: Gender | None = None
    loose: bool = False
    """A sentence's first word, which is a name only if the article uses it as one elsewhere."""
    thing: bool = False
    """A noun phrase that names nobody known to speak: it does so only where the sentence leaves no doubt."""


def head(phrase: Sequence[Token], language: Language, *, left: bool) -> Subject | None:
    """Who a noun phrase names: its last name before a preposition, else the phrase as a role."""
    phrase = _nominal(phrase, language, left=left)
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
    return _name_in(core, phrase, language, left=left) or _role(phrase, core, language, left=left)


def _nominal(phrase: Sequence[Token], language: Language, *, left: bool) -> Sequence[Token]:
    """The noun phrase before its own verb (the board has long [said]) or behind another (it was Falk [said])."""
    verbs = [place for place, token in enumerate(phrase) if token.text in language.finite]
    if not verbs:
        return phrase
    ends = phrase[-1]
    if left and verbs[-1] < len(phrase) - 1 and (is_capital(ends) or ends.lower in language.pronouns):
        return phrase[verbs[-1] + 1 :]
    return phrase[: verbs[0]]


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
    if not rest or not _leads(rest[0], language) or _begins_name(rest, language):
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


def _leads(token: Token, language: Language) -> bool:
    """Whether a word is a preposition, also with the noun that it is written with: all'Italia."""
    elided, apostrophe, _ = token.lower.replace("’", "'").partition("'")
    return token.lower in language.prepositions or bool(apostrophe and elided in language.prepositions)


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
        if place and ends and _has_noun(phrase[:place], language):
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
    if (
        trails
        or (is_possessive(last[-1]) and core[-1] is not last[-1])
        or _completes(core, start, end, language)
    ):
        return None
    name = named(core, start, end, language)
    if not name or (len(core) == 1 and _is_source(core[0].lower, language)):
        return _role(phrase, core, language, left=left)
    before = [token.lower for token in core[: len(core) - len(last)]]
    if before and before[-1] in language.articles and len(name) == len(last):
        return Subject("role", written(core))
    return Subject("person", written(last), tuple(name))


def _completes(core: Sequence[Token], start: int, end: int, language: Language) -> bool:
    """Whether a name only completes a role: the `alcalde de Lubrín`, the `prezydent USA`."""
    before = core[start - 1] if start else None
    if before is None or is_capital(before):
        return False
    if start > 1 and (before.lower in language.particles or before.lower in language.prepositions):
        return not is_capital(core[start - 2])
    acronyms = all(token.text.isupper() and len(token.text) > 1 for token in core[start:end])
    return acronyms and is_title(before.lower, language)


def _to_its_noun(phrase: Sequence[Token], language: Language, *, left: bool) -> Sequence[Token]:
    """Where the verb may follow its subject, a phrase holds more than the subject and its complement."""
    if language.subject_first or (left and len(phrase) <= SHORT_ROLE):
        return phrase
    ends = (place + 1 for place, token in enumerate(phrase) if _is_source(token.lower, language))
    end = next(ends, len(phrase))
    while end < len(phrase) and _is_source(phrase[end].lower, language):
        end += 1
    complement = end
    while complement < len(phrase) and _opens_complement(phrase[complement], language):
        complement += 1
    attribute = complement == end and end < len(phrase) <= SHORT_ROLE and _attributes(phrase[end], language)
    return phrase[: complement + 1 if complement > end or attribute else end]


def _opens_complement(token: Token, language: Language) -> bool:
    """Of, or an article in the genitive: ein Sprecher `des` Amts."""
    return token.lower in language.particles or (language.capital_nouns and token.lower in language.articles)


def _attributes(token: Token, language: Language) -> bool:
    """Whether a word behind a noun may belong to it: el presidente `andaluz`."""
    return token.text.isalpha() and token.lower not in language.openers | language.common | language.negations


def _role(
    phrase: Sequence[Token], core: Sequence[Token], language: Language, *, left: bool
) -> Subject | None:
    if len(phrase) > LONGEST_ROLE:
        phrase = core
    phrase = _to_its_noun(phrase, language, left=left)
    if len(phrase) > LONGEST_ROLE or not phrase[0].text[0].isalnum() or not _has_noun(core, language):
        return None
    known = _speaks(core, language)
    article, noun = _elided(phrase[0])
    named_by_article = (phrase[0].lower in language.articles and not language.capital_nouns) or (
        article in language.articles and (noun[:1].isupper() or _is_source(noun, language))
    )
    known = known or (noun != phrase[0].text and named_by_article)
    many = language.subject_first and len(core) <= SHORT_ROLE and core[-1].lower.endswith("s")
    return Subject("role", written(phrase), thing=not known) if known or named_by_article or many else None


def _elided(token: Token) -> tuple[str, str]:
    """The article and the noun of l'Iran; no article where none is written with the noun."""
    text = token.text.replace("’", "'")
    article, apostrophe, noun = text.partition("'")
    return (article.lower() + apostrophe, noun) if apostrophe else ("", token.text)


def _has_noun(core: Sequence[Token], language: Language) -> bool:
    """Whether more than articles and other small words is there: not "these", "the most", "ce qu'on"."""
    empty = len(core) > 1 and core[0].lower in language.articles and core[1].lower in language.prepositions
    if core[-1].lower in language.articles or (empty and not language.subject_first):
        return False
    small = language.articles | language.common | language.between
    nouns = [
        token for token in core if token.lower.rpartition("'")[2] not in small and not is_possessive(token)
    ]
    return any(is_capital(token) for token in nouns) if language.capital_nouns else bool(nouns)


def _acts(token: Token, language: Language) -> bool:
    noun = is_capital(token) or not language.capital_nouns
    return noun and len(token.text) >= _SHORTEST_AGENT and token.lower.endswith(language.agents)


def _speaks(core: Sequence[Token], language: Language) -> bool:
    """Whether a phrase's noun stands for one who speaks: a role, an agent, an acronym, a named body."""
    nouns = core[-1:] if language.subject_first else core
    small = language.not_names | language.common | language.openers
    return any(_acts(token, language) for token in nouns) or any(
        _is_source(token.lower, language)
        or (token.text.isupper() and len(token.text) > 1)
        or (is_capital(token) and not language.capital_nouns and token.lower not in small)
        for token in core
    )


def _is_source(word: str, language: Language) -> bool:
    """Whether a word is a known kind of source: a role, an organisation, a post."""
    forms = {word, word.removesuffix("s"), f"{word[:-3]}y"} if language.subject_first else {word}
    return any(
        form in language.sources or form in language.organisations or is_title(form, language)
        for form in forms
    )
