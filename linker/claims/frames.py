"""Where a sentence says who speaks: verbs of speech with their subjects, `according to`, names beside quotations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linker.claims.languages import Language
from linker.claims.people import is_capital, personal
from linker.claims.subjects import Subject, left_subject, main_subject, right_subject
from linker.claims.tokens import QUOTED, Token

_DASHES = frozenset("—–―-")


@dataclass(frozen=True, slots=True)
class Frame:
    """One attribution: its speaker as written, and where its verb stands in the outline."""

    subject: Subject | None
    place: int
    beside: bool
    """Next to a quotation."""
    main: bool
    """Not inside a subordinate clause."""
    gender: str | None = None
    """What the verb's form tells of the speaker."""


def frames(words: Sequence[Token], language: Language) -> list[Frame]:
    """Every attribution of an outline, in order."""
    found = list(_verbs(words, language))
    found += _according(words, language)
    found += _beside_marks(words, language)
    return sorted(found, key=lambda frame: frame.place)


def _verbs(words: Sequence[Token], language: Language) -> Iterator[Frame]:
    for place, word in enumerate(words):
        speech = word.lower in language.speech
        if not speech and word.lower not in language.reporting:
            continue
        if _passive(words, place, language):
            continue
        subject = _subject(words, place, language, speech=speech)
        if subject is None and not speech:
            continue
        if subject is not None or _beside(words, place, language) or language.drops_pronouns:
            yield Frame(
                subject,
                place,
                _beside(words, place, language),
                not _subordinate(words, place, language),
                "f" if word.lower in language.feminine else "m" if word.lower in language.masculine else None,
            )


def _subject(words: Sequence[Token], place: int, language: Language, *, speech: bool) -> Subject | None:
    after_quote = speech and _after_quotation(words, place, language)
    if after_quote:
        found = right_subject(words, place, language)
        if found is not None:
            return found
    found = left_subject(words, place, language)
    if found is not None:
        return found
    if language.code == "en":
        takes_main = words[place].lower.endswith("ing") or (place and words[place - 1].lower in {"and", "but"})
        return main_subject(words, place, language) if takes_main or after_quote else None
    return right_subject(words, place, language) if speech else None


def _after_quotation(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether a quotation, or a comma, stands directly before the verb and its auxiliaries."""
    before = place - 1
    while before >= 0 and words[before].lower in language.between:
        before -= 1
    return before >= 0 and words[before].text in {QUOTED, ",", *_DASHES}


def _beside(words: Sequence[Token], place: int, language: Language) -> bool:
    near = words[max(0, place - 12) : place]
    if any(word.text == QUOTED for word in near):
        return True
    following = words[place + 1 : place + 16]
    del language
    return any(word.text == QUOTED for word in following)


def _passive(words: Sequence[Token], place: int, language: Language) -> bool:
    if words[place].lower.endswith("ing"):
        return False
    before = place - 1
    while before >= 0 and words[before].lower in language.between:
        if words[before].lower in language.passive:
            return True
        before -= 1
    return before >= 0 and words[before].lower in language.passive


def _subordinate(words: Sequence[Token], place: int, language: Language) -> bool:
    for before in range(place - 1, max(-1, place - 10), -1):
        word = words[before]
        if word.lower in language.clause or word.lower in language.relative:
            return word.lower not in {"and", "but"}
        if word.text in {",", QUOTED, ";"}:
            return False
    return False


def _according(words: Sequence[Token], language: Language) -> Iterator[Frame]:
    for place, word in enumerate(words):
        for phrase in language.according:
            if word.lower == phrase[0] and tuple(w.lower for w in words[place : place + len(phrase)]) == phrase:
                subject = right_subject(words, place + len(phrase) - 1, language)
                yield Frame(subject, place, beside=False, main=True)
        if word.lower in language.according_after:
            yield Frame(left_subject(words, place, language), place, beside=False, main=True)


def _beside_marks(words: Sequence[Token], language: Language) -> Iterator[Frame]:
    """A name between a quotation's end and the sentence's, after a dash; or before a colon."""
    for place, word in enumerate(words):
        if word.text != QUOTED:
            continue
        following = list(words[place + 1 : place + 8])
        if len(following) > 1 and following[0].text in _DASHES and is_capital(following[1]):
            end = next((at for at, token in enumerate(following) if at and token.text in ",.()"), len(following))
            name = personal(following[1:end], language)
            if name and all(is_capital(token) or token.lower in language.particles for token in following[1:end]):
                yield Frame(Subject("person", " ".join(name), tuple(name)), place, beside=True, main=True)
        if place > 1 and words[place - 1].text == ":" and place <= 8:
            before = words[: place - 1]
            name = personal(before, language)
            if name and all(is_capital(token) for token in before):
                yield Frame(Subject("person", " ".join(name), tuple(name)), place, beside=True, main=True)
