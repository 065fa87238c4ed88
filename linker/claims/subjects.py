"""Which phrase is the subject of a verb of speech: before it, behind it, or at the sentence's start."""

from collections.abc import Sequence
from dataclasses import replace

from linker.claims.languages import Language
from linker.claims.nominals import Subject, head, person, pronoun, written
from linker.claims.people import bare, is_capital, is_possessive, is_title, name_runs, personal
from linker.claims.roles import LONGEST_ROLE, SHORT_ROLE
from linker.claims.tokens import QUOTED, Token

_STOPS = frozenset(
    {",", ";", ":", "—", "–", "―", "(", ")", QUOTED, '"', "“", "”", "…", "!", "?", "[", "]", "«", "»", "--"}
)
_DASHES = frozenset({"—", "–", "--", "-", "―"})
_JOINS = frozenset({"and", "und", "et", "y", "i", "та", "и", "dan"})
_LINKS = _JOINS | {"but", "aber", "mais", "pero", "ma", "mas", "ale", "але", "но", "tetapi", "maar"}
_IN_NAMES = frozenset({"of", "for", "and"})
_OF_THINGS = frozenset({"which"})
_REACH = 28
"""Tokens that a phrase may hold."""
_OPENING_WORDS = 10
_OPENING_ROLE = 6
_LONGEST_ANTECEDENT = 7


def left_subject(words: Sequence[Token], verb: int, language: Language) -> Subject | None:
    """The subject before a verb, or None where the verb has none there."""
    place = verb - 1
    while place >= 0 and _between(words[place], language):
        place -= 1
    if place >= 0 and words[place].text == ")":
        place = _before_bracket(words, place)
    if place < 0 or _owns(words[place], language):
        return None
    participle = language.subject_first and words[verb].lower.endswith("ing")
    if words[place].text in _DASHES:
        return _before_aside(words, place, language)
    if words[place].text == ",":
        return None if participle else _before_apposition(words, place, language)
    if participle and place == verb - 1:
        return _run_before(words, verb, language)
    return _adjacent(words, place, language)


def _adjacent(words: Sequence[Token], place: int, language: Language) -> Subject | None:
    """The subject in the phrase that ends right before the verb, or whom that phrase's `who` means."""
    phrase = _phrase_before(words, place, language)
    found = head(phrase, language, left=True)
    start = place - len(phrase)
    vague = found is None or found.thing
    if start >= 1 and vague and _attributive(words, start, language):
        return _antecedent(words, start, language)
    relative = start >= 1 and words[start].lower in language.relative
    if found is not None and found.sort == "role" and not (relative and found.thing):
        return _titled_after_comma(words, start, phrase, language) or found
    if not vague or start < 1:
        return found
    if relative:
        return _antecedent(words, start - 1 if words[start - 1].text == "," else start, language)
    if words[start].lower in _JOINS and phrase:
        return head(
            [*_phrase_before(words, start - 1, language), *words[start : place + 1]], language, left=True
        )
    return None


def _owns(token: Token, language: Language) -> bool:
    """Clinton’s [claims], not he’s [said]."""
    return is_possessive(token) and bare(token.text).lower() not in {*language.pronouns, *language.relative}


def _attributive(words: Sequence[Token], that: int, language: Language) -> bool:
    """Whether `that` opens an attribute (a post that was shared), not what somebody says."""
    before = words[max(0, that - _OPENING_WORDS) : that]
    told = any(word.lower in language.verbs and word.lower not in language.nouns for word in before)
    if told or words[that].lower not in language.that:
        return False
    verb = words[that + 1]
    lexical = language.subject_first and verb.text.islower() and verb.lower not in language.small
    return verb.text in language.finite or lexical


def _titled_after_comma(
    words: Sequence[Token], comma: int, phrase: Sequence[Token], language: Language
) -> Subject | None:
    """Eric Durr, Director of Public Affairs, told: the name before a title that has no article."""
    if comma < 1 or words[comma].text != "," or not is_capital(phrase[0]):
        return None
    if not is_title(phrase[0].lower, language):
        return None
    found = head(_phrase_before(words, comma - 1, language), language, left=True)
    return found if found is not None and found.sort == "person" else None


def _antecedent(words: Sequence[Token], end: int, language: Language) -> Subject | None:
    """Whom `who` or `which` means: the name or noun phrase right before it."""
    named = _run_before(words, end, language)
    if named is not None and not _is_inside(words, end, len(named.text.split()), language):
        return named
    phrase = _phrase_before(words, end - 1, language)
    start = next(
        (place for place in range(len(phrase) - 1, -1, -1) if phrase[place].lower in language.articles), None
    )
    if start is None and language.subject_first and any(is_capital(token) for token in phrase[:-1]):
        return head(phrase[-1:], language, left=True)
    if start is None or len(phrase) - start > _LONGEST_ANTECEDENT:
        return head(phrase, language, left=True) if len(phrase) <= _LONGEST_ANTECEDENT else None
    return head(phrase[start:], language, left=True)


def _is_inside(words: Sequence[Token], end: int, length: int, language: Language) -> bool:
    """Whether `that` or `which` after a name means the noun before it: a caption in Bengali that says."""
    before = words[end - length - 1].lower if end > length else ""
    marker = words[end + 1 if words[end].text == "," else end].lower
    return before in language.prepositions and (marker in language.that or marker in _OF_THINGS)


def _run_before(words: Sequence[Token], end: int, language: Language) -> Subject | None:
    """The name right before a participle: footage of Trump saying."""
    near = words[max(0, end - _REACH) : end]
    run = next((near[first:last] for first, last in name_runs(near, language) if last == len(near)), ())
    return person(run, language) if run and personal(run, language) else None


def right_subject(words: Sequence[Token], verb: int, language: Language) -> Subject | None:
    """The subject after a verb: said John Smith, a farmer."""
    start = verb + 1
    while start < len(words) and _between(words[start], language) and not is_capital(words[start]):
        start += 1
    phrase = _phrase_after(words, start, language)
    if not phrase and start < len(words) and words[start].text == ",":
        start = _after_parenthesis(words, start)
        phrase = _phrase_after(words, start, language)
    found = head(phrase, language, left=False)
    if found is not None and found.sort == "role":
        return _named_after(words, start + len(phrase), language) or found
    return found


def source(words: Sequence[Token], place: int, language: Language) -> Subject | None:
    """Whatever `according to` stands before: a person, a role, a thing."""
    found = right_subject(words, place, language)
    phrase = _phrase_after(words, place + 1, language)
    if words[place].lower in language.depending:
        return _behind_verb(phrase, language) if found is None or found.thing else found
    if found is not None or not 0 < len(phrase) <= SHORT_ROLE or phrase[0].lower in language.mute:
        return found
    nominal = not any(token.text in language.finite for token in phrase)
    nominal = nominal and (not language.capital_nouns or any(is_capital(token) for token in phrase))
    return Subject("role", written(phrase)) if nominal else None


def _behind_verb(phrase: Sequence[Token], language: Language) -> Subject | None:
    """Según pudo saber El Correo: the name that ends a clause behind `as`."""
    if not phrase or phrase[0].text not in language.finite:
        return None
    named = next((place for place, token in enumerate(phrase) if is_capital(token)), len(phrase))
    return Subject("role", written(phrase[named:])) if named < len(phrase) else None


def closing_subject(words: Sequence[Token], verb: int, language: Language) -> Subject | None:
    """The subject after a verb where nothing but its own phrase follows: …, said Justice Secretary Yousaf."""
    phrase = _phrase_after(words, verb + 1, language)
    after = verb + 1 + len(phrase)
    ends = after >= len(words) or words[after].text in {".", ",", "("}
    if (
        not phrase
        or phrase[0].lower in language.prepositions
        or not ends
        or len(phrase) > LONGEST_ROLE
        or phrase[0].lower in language.pronouns
    ):
        return None
    found = right_subject(words, verb, language)
    if found is None or found.thing:
        return None
    small = language.articles | language.particles | _IN_NAMES
    written_large = all(is_capital(token) or token.lower in small for token in phrase)
    named = written_large or (found.sort == "person" and is_capital(phrase[-1]))
    return found if named or phrase[-1].lower in language.roles else None


def _after_parenthesis(words: Sequence[Token], comma: int) -> int:
    """Where a phrase between commas ends: respondió, minutos después, la líder."""
    for place in range(comma + 2, min(len(words), comma + _LONGEST_ANTECEDENT)):
        if words[place].text == ",":
            return place + 1
    return comma


def main_subject(words: Sequence[Token], end: int, language: Language) -> Subject | None:
    """The person or pronoun that a sentence begins with, before `end`."""
    start = 0
    while start < min(end, _REACH):
        phrase = _phrase_after(words, start, language)[: max(0, end - start)]
        found = _opening(phrase, language)
        if found is not None:
            return found
        start += len(phrase) + 1
    return None


def _opening(phrase: Sequence[Token], language: Language) -> Subject | None:
    """The pronoun or name that a phrase opens with, titles before it passed over."""
    if not phrase or phrase[0].lower in language.prepositions:
        return None
    participle = language.subject_first and phrase[0].lower.endswith(("ing", "ed"))
    if participle or phrase[0].lower in language.pronouns:
        return next((pronoun(word, language) for word in phrase if word.lower in language.pronouns), None)
    if phrase[0].lower in language.articles:
        return _titled(phrase[:_OPENING_WORDS], language)
    for first, last in name_runs(phrase[:_OPENING_WORDS], language):
        run = phrase[first:last]
        if is_possessive(run[-1]) or _completes(phrase, first, language):
            return None
        if personal(run, language):
            return replace(person(run, language), loose=True)
    return None


def _is_role(word: str, language: Language) -> bool:
    """Whether a word may be a role's noun: English titles may be its adjectives, the `former` mayor."""
    return word in language.roles or (not language.subject_first and is_title(word, language))


def _completes(phrase: Sequence[Token], run: int, language: Language) -> bool:
    """Whether a name stands behind a preposition: also thanked the Ministry for `Health`."""
    before = run - 1
    while before > 0 and phrase[before].lower in language.articles:
        before -= 1
    return before > 0 and phrase[before].lower in language.prepositions


def _titled(phrase: Sequence[Token], language: Language) -> Subject | None:
    """What a phrase with an article opens with: a title and its name, or a role."""
    for first, last in name_runs(phrase, language):
        run = phrase[first:last]
        titled = is_title(phrase[first - 1].lower, language) or is_title(run[0].lower, language)
        if titled and personal(run, language) and not is_possessive(run[-1]):
            return replace(person(run, language), loose=True)
    role = next(
        (place for place, word in enumerate(phrase[:_OPENING_ROLE]) if _is_role(word.lower, language)), None
    )
    return Subject("role", written(phrase[: role + 1])) if role else None


def _between(token: Token, language: Language) -> bool:
    if language.subject_first and token.lower.endswith(("n't", "n’t")):
        return True
    adverb = len(token.lower) > 4 and token.lower.endswith("ly") and language.code == "en"
    return token.lower in language.between or (adverb and token.lower not in language.roles)


def _phrase_before(words: Sequence[Token], last: int, language: Language) -> list[Token]:
    start = last
    while start >= 0 and last - start < _REACH and not _opens(words, start, last, language):
        start -= 1
    return list(words[start + 1 : last + 1])


def _opens(words: Sequence[Token], place: int, last: int, language: Language) -> bool:
    """Whether a token bounds a phrase on its left; "and" between two capitals, as in a name, does not."""
    if words[place].lower in language.verbs and words[place].lower not in language.nouns:
        return True
    inside = 0 < place < last and is_capital(words[place - 1]) and is_capital(words[place + 1])
    return _bounds(words, place, language) and not (inside and words[place].lower in _JOINS)


def _phrase_after(words: Sequence[Token], start: int, language: Language) -> list[Token]:
    end = start
    while end < len(words) and end - start < _REACH and not _bounds(words, end, language):
        end += 1
    return list(words[start:end])


def _bounds(words: Sequence[Token], place: int, language: Language) -> bool:
    token = words[place]
    if token.text == ".":
        before = words[place - 1] if place else token
        return before.lower not in language.abbreviations
    return token.text in _STOPS or token.lower in language.clause or token.lower in language.relative


def _before_bracket(words: Sequence[Token], place: int) -> int:
    """Rep. Gwen Moore (D-Wis.) said: the place before the bracket."""
    for start in range(place - 1, max(-1, place - 12), -1):
        if words[start].text == "(":
            return start - 1
    return place - 1


def _before_apposition(words: Sequence[Token], comma: int, language: Language) -> Subject | None:
    """Smith, a lawyer from Ohio, said: the name before the commas, or the name between them."""
    phrases: list[list[Token]] = []
    end = comma
    for place in range(comma - 1, max(-2, comma - 45), -1):
        if place >= 0 and words[place].text not in {",", QUOTED, ";", ":", "—", "–"}:
            continue
        phrases.append(list(words[place + 1 : end]))
        end = place
        if place < 0 or words[place].text != ",":
            break
    if len(phrases) < 2:
        return None
    inner = head(phrases[0], language, left=True)
    if (
        inner is not None
        and inner.sort == "person"
        and len(inner.name) > 1
        and len(phrases[0]) <= len(inner.name) + 3
    ):
        return inner
    heads = [
        head(_unbracketed(phrase, language), language, left=True)
        for phrase in phrases[1:]
        if phrase and not _subordinate(phrase[0].lower, language)
    ]
    known = [found for found in heads if found is not None]
    return next((found for found in known if found.sort == "person"), known[0] if known else None)


def _subordinate(word: str, language: Language) -> bool:
    return word in language.relative or (word in language.clause and word not in _LINKS)


def _before_aside(words: Sequence[Token], dash: int, language: Language) -> Subject | None:
    """Kall -- co-editor of a book -- said: the name before the dashes."""
    opened = next((place for place in range(dash - 1, 0, -1) if words[place].text in _DASHES), None)
    return head(_phrase_before(words, opened - 1, language), language, left=True) if opened else None


def _unbracketed(phrase: list[Token], language: Language) -> list[Token]:
    ends = (place for place, token in enumerate(phrase) if token.text == "(" or token.lower in language.verbs)
    return phrase[: next(ends, len(phrase))]


def _named_after(words: Sequence[Token], comma: int, language: Language) -> Subject | None:
    """Said the foreign minister, Jean-Marc Ayrault."""
    if comma >= len(words) or words[comma].text != ",":
        return None
    phrase = _phrase_after(words, comma + 1, language)
    name = personal(phrase, language) if phrase and all(is_capital(token) for token in phrase) else []
    return Subject("person", written(phrase), tuple(name)) if len(name) > 1 else None
