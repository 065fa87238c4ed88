"""Where a sentence says who speaks: verbs of speech, `according to`, names beside quotations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linker.claims.languages import Gender, Language
from linker.claims.nominals import Subject
from linker.claims.people import is_capital, personal
from linker.claims.subjects import closing_subject, left_subject, main_subject, right_subject, source
from linker.claims.tokens import QUOTED, Token
from linker.claims.verbs import (
    AFTER_QUOTATION,
    DASHES,
    JOINS,
    NEAR,
    agrees,
    auxiliary,
    is_no_verb,
    is_ours,
    is_verbal,
    names,
    split_clitic,
    stands_alone,
    tells,
    told_gender,
    turns_back,
)

_MAIN = 2
_LONGEST_SENTENCE = 600
"""Tokens outside quotations; what goes beyond is no sentence, and is not searched for speakers."""


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
    sure: bool = True
    """Not by a thing that may not speak: no speaker, nor is anybody in its subordinate clauses."""
    verb: str = ""
    """The listed form that reports, in lower case; none for marks and `according to`."""


def frames(words: Sequence[Token], language: Language) -> list[Frame]:
    """Every attribution of an outline, in order."""
    found = list(_according(words, language))
    found += _verbs(words, language)
    found += _beside_marks(words, language)
    return found if any(frame.beside for frame in found) else [*found, *_unlisted(words, language)]


def aside(words: Sequence[Token], language: Language) -> Frame | None:
    """The attribution inside a quotation: «Так, — сказав він. — Але ні», « Oui, a-t-il dit, demain »."""
    for place, word in enumerate(words[1:_LONGEST_SENTENCE], 1):
        verb, own = split_clitic(word, language)
        clitic = own or split_clitic(words[place - 1], language)[1]
        listed = verb in language.speech
        if not listed and (words[place - 1].text not in DASHES or not word.text.islower()):
            continue
        before = place - 1
        while before > 0 and (
            words[before].lower in language.between or (clitic and not own and before == place - 1)
        ):
            before -= 1
        dashed = words[before].text in DASHES and not words[before - 1].text[0].isalnum()
        if not dashed and not (clitic is not None and words[before].text == ","):
            continue
        subject = clitic or right_subject(words, place, language)
        if listed or (
            subject is not None and subject.sort == "person" and word.lower not in language.openers
        ):
            gender = told_gender(word.lower, language)
            return Frame(subject, place, beside=True, rank=2, speech=True, gender=gender)
    return None


def _unlisted(words: Sequence[Token], language: Language) -> Iterator[Frame]:
    """A verb that no list holds, right after a quotation: « … », a taclé Brigitte Nalet."""
    quotation = next((place for place, word in enumerate(words) if word.text == QUOTED), None)
    if quotation is None:
        return
    place = quotation + 1
    while place < len(words) and (
        words[place].text in {",", *DASHES} or words[place].lower in language.between
    ):
        place += 1
    if place >= len(words) or language.subject_first:
        return
    verb = words[place]
    if not verb.text[0].islower() or verb.lower in language.small:
        return
    clitic = split_clitic(verb, language)[1]
    subject = clitic or right_subject(words, place, language)
    ends = place + 1 >= len(words) or words[place + 1].text == "."
    named = subject is not None and not subject.thing
    if named or (ends and language.drops_pronouns):
        yield Frame(subject, place, beside=True, rank=2, speech=True)


def _verbs(words: Sequence[Token], language: Language) -> Iterator[Frame]:
    for place, word in enumerate(words[:_LONGEST_SENTENCE]):
        verb, clitic = split_clitic(word, language) if language.clitics else (word.lower, None)
        if verb in language.verbs and not is_no_verb(words, place, language):
            frame = _at_verb(words, place, verb, clitic, language)
            if frame is not None:
                yield frame


def _at_verb(
    words: Sequence[Token], place: int, verb: str, clitic: Subject | None, language: Language
) -> Frame | None:
    """The attribution by the verb at a place, if it is one."""
    anchor = auxiliary(words, place, language) if verb in language.final else place
    if turns_back(words, place, language) or is_ours(words, anchor, language):
        return None
    speech, beside = verb in language.speech, _beside(words, place, language)
    clitic = clitic or (split_clitic(words[place - 1], language)[1] if place else None)
    subject = clitic or _subject(words, anchor, language, speech=speech or beside)
    near = words[max(0, place - NEAR) : place + NEAR]
    if not agrees(verb, subject, near, language) or names(verb, subject, language):
        return None
    if verb in language.nouns and not is_verbal(words, place, subject, language, beside=beside):
        return None
    rank = _rank(words, anchor, language) + _closes(words, place, subject, language)
    sure = subject is None or not subject.thing or beside or (speech and tells(words, place, language))
    dropped = rank == _MAIN and language.drops_pronouns and stands_alone(words, place, language)
    silent = subject is None and not (speech and (dropped or (beside and not language.drops_pronouns)))
    if silent or (not sure and not (speech and rank == _MAIN)):
        return None
    return Frame(subject, place, beside, rank, speech, told_gender(verb, language), sure, verb)


def _closes(words: Sequence[Token], verb: int, subject: Subject | None, language: Language) -> bool:
    """Whether an attribution behind a comma closes all that is said: …, reported the Ellery Echo."""
    inverted = language.subject_first and verb > 0 and words[verb - 1].text == ","
    return inverted and subject is not None and subject == closing_subject(words, verb, language)


def _subject(words: Sequence[Token], place: int, language: Language, *, speech: bool) -> Subject | None:
    if words[place].lower in language.parted:
        return right_subject(words, place, language)
    quoting = speech and (words[place].lower in language.speech or not language.subject_first)
    inverts = quoting and words[place].lower not in language.addressing
    before = _before(words, place, language)
    found: Subject | None = None
    if inverts and before in AFTER_QUOTATION:
        found = right_subject(words, place, language)
    elif inverts and before == "," and language.subject_first and not words[place].lower.endswith("ing"):
        found = closing_subject(words, place, language)
    found = found or left_subject(words, place, language)
    return found or _distant_subject(words, place, language, inverts=inverts, before=before)


def _distant_subject(
    words: Sequence[Token], place: int, language: Language, *, inverts: bool, before: str
) -> Subject | None:
    """The subject of a verb that has none before it: its sentence's, or the one behind the verb."""
    before_it = words[place - 1].lower if place else ""
    joined = before_it in JOINS and before_it not in language.finite
    participle = language.subject_first and words[place].lower.endswith("ing")
    if joined or participle or (language.subject_first and before in AFTER_QUOTATION):
        return main_subject(words, place, language)
    return right_subject(words, place, language) if inverts and not language.subject_first else None


def _before(words: Sequence[Token], place: int, language: Language) -> str:
    """What stands before a verb and its auxiliaries; a quotation also through the comma after it."""
    before = place - 1
    while before >= 0 and words[before].lower in language.between:
        before -= 1
    if before > 0 and words[before].text in {",", *DASHES} and words[before - 1].text in {QUOTED, ","}:
        before -= 1
    if before > 0 and words[before].text == "," and words[before - 1].text == QUOTED:
        return QUOTED
    return words[before].text if before >= 0 else ""


def _beside(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether a verb introduces a quotation (said: “…”, said “…”) or follows one (“…,” he said)."""
    after = next(
        (at for at in range(place + 1, min(len(words), place + NEAR)) if words[at].text == QUOTED), None
    )
    if after is not None and (after == place + 1 or words[after - 1].text in {",", ":"}):
        return True
    for before in range(place - 1, max(-1, place - NEAR), -1):
        if words[before].text == QUOTED:
            return True
        if words[before].lower in language.clause or words[before].lower in language.verbs:
            return False
    return False


def _rank(words: Sequence[Token], place: int, language: Language) -> int:
    for before in range(place - 1, max(-1, place - NEAR), -1):
        word = words[before]
        if word.lower in language.relative:
            return 1
        if word.lower in language.clause and word.lower not in JOINS:
            return 0
        if word.text in {",", QUOTED, ";"}:
            break
    return 2


def _according(words: Sequence[Token], language: Language) -> Iterator[Frame]:
    for place in [place for place, word in enumerate(words) if word.lower in language.sourcing]:
        beside = words[place].lower in language.verbs and _beside(words, place, language)
        yield from (
            Frame(subject, place, beside, rank=2, speech=True)
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
        if len(following) > 1 and following[0].text in DASHES and is_capital(following[1]):
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
