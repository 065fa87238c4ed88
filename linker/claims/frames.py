"""Where a sentence says who speaks: verbs of speech, `according to`, names beside quotations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linker.claims.languages import Gender, Language
from linker.claims.nominals import Subject
from linker.claims.people import is_capital, personal
from linker.claims.subjects import closing_subject, left_subject, main_subject, right_subject, source
from linker.claims.tokens import QUOTED, Token

_DASHES = frozenset({"—", "–", "―", "-", "--"})
_AFTER_QUOTATION = frozenset({QUOTED, *_DASHES})
_JOINS = frozenset({"and", "but", "und", "et", "y", "e", "en", "i", "a", "та", "и", "і", "dan"})
_SINGULAR = frozenset({"a", "an", "this", "that", "each", "every", "one", "his", "her", "its"})
_LONGEST_SENTENCE = 600
"""Tokens outside quotations; what goes beyond is no sentence, and is not searched for speakers."""
_HELPED = 3
"""Tokens between an auxiliary and its verb: did not even want."""
_NEAR = 14
"""Tokens between a verb and the quotation it introduces or follows."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One attribution: its speaker as written, and where its verb stands in the outline."""

    subject: Subject | None
    place: int
    beside: bool
    """Next to a quotation."""
    rank: int
    """2 in the main clause, 1 in a relative, 0 in a subordinate one."""
    speech: bool
    """By a verb of speech, `according to` or a mark, not by one of belief."""
    gender: Gender | None = None
    """What the verb's form tells of the speaker."""


def frames(words: Sequence[Token], language: Language) -> list[Frame]:
    """Every attribution of an outline, in order."""
    found = list(_verbs(words, language))
    found += _according(words, language)
    found += _beside_marks(words, language)
    return found if any(frame.beside for frame in found) else [*found, *_unlisted(words, language)]


def aside(words: Sequence[Token], language: Language) -> Frame | None:
    """The attribution inside a quotation: «Так, — сказав він. — Але ні», « Oui, a-t-il dit, demain »."""
    for place, word in enumerate(words[1:_LONGEST_SENTENCE], 1):
        clitic = _split_clitic(words[place - 1], language)[1] if language.clitics else None
        listed = word.lower in language.speech
        if not listed and (words[place - 1].text not in _DASHES or not word.text.islower()):
            continue
        before = place - 1
        while before > 0 and (words[before].lower in language.between or (clitic and before == place - 1)):
            before -= 1
        dashed = words[before].text in _DASHES and not words[before - 1].text[0].isalnum()
        if not dashed and not (clitic is not None and words[before].text == ","):
            continue
        subject = clitic or right_subject(words, place, language)
        if listed or (
            subject is not None and subject.sort == "person" and word.lower not in language.openers
        ):
            gender = _gender(word.lower, language)
            return Frame(subject, place, beside=True, rank=2, speech=True, gender=gender)
    return None


def _unlisted(words: Sequence[Token], language: Language) -> Iterator[Frame]:
    """A verb that no list holds, right after a quotation: « … », a taclé Brigitte Nalet."""
    quotation = next((place for place, word in enumerate(words) if word.text == QUOTED), None)
    if quotation is None:
        return
    place = quotation + 1
    while place < len(words) and (
        words[place].text in {",", *_DASHES} or words[place].lower in language.between
    ):
        place += 1
    if place >= len(words) or language.subject_first:
        return
    verb = words[place]
    if not verb.text[0].islower() or verb.lower in language.openers or verb.lower in language.common:
        return
    clitic = _split_clitic(verb, language)[1]
    subject = clitic or right_subject(words, place, language)
    ends = place + 1 >= len(words) or words[place + 1].text == "."
    named = subject is not None and not subject.thing
    if named or (ends and language.drops_pronouns):
        yield Frame(subject, place, beside=True, rank=2, speech=True)


def _verbs(words: Sequence[Token], language: Language) -> Iterator[Frame]:
    verbs, clitics = language.verbs, language.clitics
    for place, word in enumerate(words[:_LONGEST_SENTENCE]):
        verb, clitic = _split_clitic(word, language) if clitics else (word.lower, None)
        if verb not in verbs or _no_verb(words, place, language):
            continue
        speech = verb in language.speech
        anchor = _auxiliary(words, place, language) if verb in language.final else place
        beside = _beside(words, place, language)
        if (not beside and _turns_back(words, place, language)) or _by_us(words, anchor, language):
            continue
        clitic = clitic or (_split_clitic(words[place - 1], language)[1] if place else None)
        subject = clitic or _subject(words, anchor, language, speech=speech or beside)
        if not _agrees(verb, subject, words[max(0, place - _NEAR) : place + _NEAR], language):
            continue
        if verb in language.nouns and not (beside or _reports(words, place, subject, language)):
            continue
        if (
            subject is not None
            and subject.thing
            and not (beside or (speech and _tells(words, place, language)))
        ):
            continue
        rank = _rank(words, anchor, language)
        dropped = rank == 2 and language.drops_pronouns and _alone(words, place, language)
        if subject is not None or (speech and (dropped or (beside and not language.drops_pronouns))):
            yield Frame(subject, place, beside, rank, speech, _gender(verb, language))


def _reports(words: Sequence[Token], place: int, subject: Subject | None, language: Language) -> bool:
    """Whether a form that may be a noun is a verb here: a person before it, or `that` after it."""
    following = words[place + 1].lower if place + 1 < len(words) else ""
    helped = any(word.lower in language.finite for word in words[max(0, place - _HELPED) : place])
    if not helped and _needs_several(words[place].lower, language) and not _several(subject):
        return False
    person = subject is not None and subject.sort != "role" and (place > 1 or subject.sort == "pronoun")
    return following in language.that or person


def _needs_several(verb: str, language: Language) -> bool:
    """Whether a form has a third person singular beside it: post, posts."""
    return language.subject_first and f"{verb}s" in language.verbs


def _several(subject: Subject | None) -> bool:
    """Whether a subject may be many: not a name, not "a New York Times" [report]."""
    if subject is None or subject.sort == "pronoun":
        return subject is not None
    first, _, _ = subject.text.lower().partition(" ")
    return subject.sort == "role" and first not in _SINGULAR


def _tells(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether what is said follows the verb: said that, said they, warned:."""
    following = words[place + 1] if place + 1 < len(words) else None
    return following is not None and (
        following.text == ":"
        or following.lower in language.that
        or following.lower in language.pronouns
        or (language.subject_first and (following.text == "." or following.lower in language.articles))
    )


def _no_verb(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether the form is a noun (his comments), an infinitive (to say) or a passive (was told)."""
    before = words[place - 1].lower if place else ""
    if before in language.infinitive:
        return True
    if place and words[place].lower.endswith("ing") and language.subject_first:
        return False
    if place and not words[place].text[0].islower():  # the United States
        return True
    if language.subject_first and place + 1 < len(words) and words[place + 1].lower == "by":
        return True
    if language.subject_first and (before in language.prepositions or before in language.articles):
        return before not in language.relative and before != "that"
    return _passive(words, place, language) or _unhelped(words, place, language)


def _unhelped(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether a participle stands alone, as an attribute does, or a form lacks the comma before it."""
    if words[place].lower in language.parted:
        return not place or words[place - 1].text not in {",", *_AFTER_QUOTATION}
    if not words[place].lower.endswith(language.participles):
        return False
    before = words[max(0, place - _HELPED) : place]
    return not any(_finite(word.lower, language) for word in before)


def _by_us(words: Sequence[Token], verb: int, language: Language) -> bool:
    """Whether I, we or you are beside a verb: habe ich [geschrieben]."""
    before = verb - 1
    while before >= 0 and words[before].lower in language.between - language.mute:
        before -= 1
    behind = language.verb_second and verb + 1 < len(words) and words[verb + 1].lower in language.mute
    return behind or (before >= 0 and words[before].lower in language.mute)


def _alone(words: Sequence[Token], verb: int, language: Language) -> bool:
    """Whether no phrase follows a verb that could be its subject: `ha explicado, sin…`, `dodał w piątek`."""
    if verb + 1 >= len(words):
        return True
    following = words[verb + 1]
    return not following.text[0].isalnum() or following.lower in language.openers or following.text == QUOTED


def _finite(word: str, language: Language) -> bool:
    """Has, l'ha, a-t-il."""
    return word in language.finite or re.split("['’-]", word)[0 if "-" in word else -1] in language.finite


def _turns_back(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether a verb is reflexive: `el fuego se declaró`, `findet sich`."""
    return any(word.lower in language.reflexive for word in words[max(0, place - 1) : place + 2])


def _agrees(verb: str, subject: Subject | None, near: Sequence[Token], language: Language) -> bool:
    """Whether a verb's number fits: one person does not `declararon`."""
    if subject is None or subject.sort != "person" or not _plural(verb, language):
        return True
    return any(word.lower in _JOINS for word in near)


def _plural(verb: str, language: Language) -> bool:
    return verb.endswith(language.plural) and verb not in language.final


def _auxiliary(words: Sequence[Token], place: int, language: Language) -> int:
    """Where the finite verb of a participle at the clause's end stands: Scholz hat am Montag gesagt."""
    for before in range(place - 1, max(-1, place - _NEAR), -1):
        if words[before].lower in language.auxiliaries:
            return before
        if words[before].text in {QUOTED, ";", ":"}:
            break
    return place


def _split_clitic(word: Token, language: Language) -> tuple[str, Subject | None]:
    """A verb and the pronoun that hangs on it: ajoute-t-elle, a-t-il."""
    for ending, gender in language.clitics.items():
        if word.lower.endswith(ending) and word.lower not in language.speech:
            verb = word.lower.removesuffix(ending).removesuffix("-t")
            return verb, Subject("pronoun", ending.strip("-"), gender=gender)
    return word.lower, None


def _gender(verb: str, language: Language) -> Gender | None:
    if _plural(verb, language):
        return "p"
    return "f" if verb.endswith(language.feminine) else "m" if verb.endswith(language.masculine) else None


def _subject(words: Sequence[Token], place: int, language: Language, *, speech: bool) -> Subject | None:
    if words[place].lower in language.parted:
        return right_subject(words, place, language)
    quoting = speech and (words[place].lower in language.speech or not language.subject_first)
    inverts = quoting and words[place].lower not in language.addressing
    before = _before(words, place, language)
    found: Subject | None = None
    if inverts and before in _AFTER_QUOTATION:
        found = right_subject(words, place, language)
    elif inverts and before == "," and language.subject_first and not words[place].lower.endswith("ing"):
        found = closing_subject(words, place, language)
    found = found or left_subject(words, place, language)
    return found or _distant_subject(words, place, language, inverts=inverts, before=before)


def _distant_subject(
    words: Sequence[Token], place: int, language: Language, *, inverts: bool, before: str
) -> Subject | None:
    """The subject of a verb that has none before it: its sentence's, or the one behind the verb."""
    joined = place > 0 and words[place - 1].lower in _JOINS
    participle = language.subject_first and words[place].lower.endswith("ing")
    if joined or participle or (language.subject_first and before in _AFTER_QUOTATION):
        return main_subject(words, place, language)
    return right_subject(words, place, language) if inverts and not language.subject_first else None


def _before(words: Sequence[Token], place: int, language: Language) -> str:
    """What stands before a verb and its auxiliaries; a quotation also through the comma after it."""
    before = place - 1
    while before >= 0 and words[before].lower in language.between:
        before -= 1
    if before > 0 and words[before].text in {",", *_DASHES} and words[before - 1].text in {QUOTED, ","}:
        before -= 1
    if before > 0 and words[before].text == "," and words[before - 1].text == QUOTED:
        return QUOTED
    return words[before].text if before >= 0 else ""


def _beside(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether a verb introduces a quotation (said: “…”, said “…”) or follows one (“…,” he said)."""
    after = next(
        (at for at in range(place + 1, min(len(words), place + _NEAR)) if words[at].text == QUOTED), None
    )
    if after is not None and (after == place + 1 or words[after - 1].text in {",", ":"}):
        return True
    for before in range(place - 1, max(-1, place - _NEAR), -1):
        if words[before].text == QUOTED:
            return True
        if words[before].lower in language.clause or words[before].lower in language.verbs:
            return False
    return False


def _passive(words: Sequence[Token], place: int, language: Language) -> bool:
    before = place - 1
    while before >= 0 and words[before].lower in language.between:
        if words[before].lower in language.passive:
            return True
        before -= 1
    return before >= 0 and words[before].lower in language.passive


def _rank(words: Sequence[Token], place: int, language: Language) -> int:
    for before in range(place - 1, max(-1, place - _NEAR), -1):
        word = words[before]
        if word.lower in language.relative:
            return 1
        if word.lower in language.clause and word.lower not in _JOINS:
            return 0
        if word.text in {",", QUOTED, ";"}:
            break
    return 2


def _according(words: Sequence[Token], language: Language) -> Iterator[Frame]:
    for place in [place for place, word in enumerate(words) if word.lower in language.sourcing]:
        yield from (
            Frame(subject, place, beside=False, rank=2, speech=True)
            for subject in _sources(words, place, language)
            if subject is not None
        )


def _sources(words: Sequence[Token], place: int, language: Language) -> Iterator[Subject | None]:
    word = words[place]
    for phrase, gender in language.according_them.items():
        if _reads(words, place, phrase):
            yield Subject("pronoun", word.text, gender=gender)
    for phrase in language.according.get(word.lower, ()):
        if _reads(words, place, phrase):
            yield source(words, place + len(phrase) - 1, language)
    if word.lower in language.according_after:
        yield left_subject(words, place, language)


def _reads(words: Sequence[Token], place: int, phrase: tuple[str, ...]) -> bool:
    return tuple(word.lower for word in words[place : place + len(phrase)]) == phrase


def _beside_marks(words: Sequence[Token], language: Language) -> Iterator[Frame]:
    """A name between a quotation's end and the sentence's, after a dash; or before a colon."""
    for place, word in enumerate(words):
        if word.text != QUOTED:
            continue
        following = list(words[place + 1 : place + 8])
        if len(following) > 1 and following[0].text in _DASHES and is_capital(following[1]):
            end = next(
                (at for at, token in enumerate(following) if at and token.text in ",.()"), len(following)
            )
            name = personal(following[1:end], language)
            if name and all(
                is_capital(token) or token.lower in language.particles for token in following[1:end]
            ):
                yield Frame(
                    Subject("person", " ".join(name), tuple(name)), place, beside=True, rank=2, speech=True
                )
        if place > 1 and words[place - 1].text == ":" and place <= 8:
            before = words[: place - 1]
            name = personal(before, language)
            if name and all(is_capital(token) for token in before):
                yield Frame(
                    Subject("person", " ".join(name), tuple(name)), place, beside=True, rank=2, speech=True
                )
