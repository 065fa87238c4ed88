"""Paragraphs -> passages: a sentence, or a quotation with its attribution, with the quotations it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linker.claims.dialogue import spoken
from linker.claims.languages import Language
from linker.claims.quotations import Quotation, closes, opens, quotations
from linker.claims.sentences import sentences
from linker.claims.tokens import Token, outline

_ASKS = frozenset("?!…")
_DASHES = frozenset("—–―-")
_ATTRIBUTION_WORDS = 12
_SHORT_WORDS = 5


@dataclass(frozen=True, slots=True)
class Passage:
    """What becomes a claim: its place, and its quotations with spans in the paragraph."""

    paragraph: int
    start: int
    end: int
    text: str
    quotations: tuple[Quotation, ...]
    outline: tuple[Token, ...]
    """Its tokens, each quotation as one."""
    words: list[Token]
    """The paragraph's."""
    resumes: bool = False
    """It goes on with a quotation that the paragraph before left open."""

    @property
    def inside(self) -> Iterator[list[Token]]:
        """The tokens of each quotation."""
        return (outline(self.words, one.start + 1, one.end, ()) for one in self.quotations)


def passages_of(
    paragraphs: Sequence[tuple[int, str]], words: Sequence[list[Token]], language: Language
) -> list[Passage]:
    """Cut paragraphs (index in the article, text), with their tokens, into passages in reading order."""
    found: list[Passage] = []
    left_open = False
    for place, (index, text) in enumerate(paragraphs):
        following = paragraphs[place + 1][1] if place + 1 < len(paragraphs) else ""
        held = _quotations(text, following, language, left_open=left_open)
        found += _passages(index, text, words[place], held, language, resumes=left_open)
        left_open = bool(held) and not held[-1].closed
    return found


def _quotations(text: str, following: str, language: Language, *, left_open: bool) -> list[Quotation]:
    runs_on = opens(following) or closes(following) is not None
    held = quotations(text, runs_on=runs_on)
    rest = closes(text) if left_open and not opens(text) else None
    if rest is not None:
        return [Quotation(0, rest), *(one for one in held if one.start >= rest)]
    return held or (spoken(text, language) if language.dashes else [])


def _passages(  # noqa: PLR0913 - a paragraph in all its readings
    index: int,
    text: str,
    words: list[Token],
    held: list[Quotation],
    language: Language,
    *,
    resumes: bool,
) -> list[Passage]:
    spans = _with_attributions(text, sentences(text, language, held), held, words, language)
    found: list[Passage] = []
    place = 0
    for start, end in spans:
        first = place
        while place < len(held) and held[place].end <= end:
            place += 1
        inside = tuple(held[first:place])
        outside = tuple(outline(words, start, end, [(one.start, one.end) for one in inside]))
        begins = resumes and bool(inside) and first == 0 and inside[0].start == start
        found.append(Passage(index, start, end, text[start:end], inside, outside, words, begins))
    return found


def _with_attributions(
    text: str,
    spans: list[tuple[int, int]],
    held: list[Quotation],
    words: list[Token],
    language: Language,
) -> list[tuple[int, int]]:
    """Join a sentence that only says who speaks to the quotation before it."""
    ends = {one.end for one in held}
    joined: list[tuple[int, int]] = []
    for span in spans:
        if joined and joined[-1][1] in ends and _attributes(text, joined[-1][1], span, words, language):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _attributes(
    text: str, quotation_end: int, span: tuple[int, int], tokens: list[Token], language: Language
) -> bool:
    start, end = span
    if text[start] in _DASHES:
        return True
    words = outline(tokens, start, end, ())[:_ATTRIBUTION_WORDS]
    verb = next((place for place, word in enumerate(words) if speaks(word, language)), None)
    if verb is None or any(not word.text[0].isalnum() and word.text not in ".," for word in words[:verb]):
        return False
    asks = bool(_ASKS.intersection(text[quotation_end - 2 : quotation_end]))
    sentence_words = [word for word in words if word.text[0].isalnum()]
    return (asks and not _reports(words, verb, language)) or len(sentence_words) <= _SHORT_WORDS


def speaks(word: Token, language: Language) -> bool:
    """Whether a word is a verb of speech or of reporting."""
    return word.lower in language.verbs


def _reports(words: list[Token], verb: int, language: Language) -> bool:
    following = words[verb + 1 : verb + 2]
    return bool(following) and (
        following[0].lower in language.that or following[0].lower in language.pronouns
    )
