"""Who says each passage: its own attribution, or the one that its neighbours give."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from linker.claims.bodies import Bodies, is_body
from linker.claims.frames import Frame, aside, frames
from linker.claims.languages import Gender, Language
from linker.claims.nominals import Subject, written
from linker.claims.passages import Passage
from linker.claims.people import People, name_runs, personal
from linker.claims.roles import opening_body
from linker.claims.subjects import main_subject
from linker.claims.tokens import QUOTED, Token
from linker.records import Kind

_MOSTLY = 0.6
"""Share of the words outside the attribution that must stand in marks for a quotation."""
_FRAGMENT_WORDS = 5
_BARE = 2
_REMEMBERED_PARAGRAPHS = 4
_REMEMBERED = 8
"""Passages looked back for whom a pronoun means."""
_OPENS = 2
"""Words of any kind that may stand before it or they at a sentence's start: But later it said."""


_LABEL = re.compile(r"[^\w(\[]{0,2}([^\W\d_]{2,20}(?:[ .'’-]{1,2}[^\W\d_]{1,20}){0,3}):\s+\S")


class Said(NamedTuple):
    """A passage's kind and speaker."""

    kind: Kind
    speaker: str | None


class _Focus(NamedTuple):
    name: str
    paragraph: int
    person: bool
    spoke: bool = False


def attribute(passages: Sequence[Passage], people: People, bodies: Bodies, language: Language) -> list[Said]:
    """Kind and speaker of each passage, in order."""
    reader = _Reader(people, bodies, language, labels(passages))
    return [reader.read(passage) for passage in passages]


def labels(passages: Sequence[Passage]) -> dict[int, str]:
    """Paragraph -> who is named before it in capitals, in transcripts: WALLACE: Let's start."""
    found = {
        passage.paragraph: match[1]
        for passage in passages
        if (match := _LABEL.match(passage.text)) and match[1].isupper()
    }
    return found if len(found) > 1 else {}


class _Reader:
    """Reads passages in order and remembers who was spoken of."""

    def __init__(self, people: People, bodies: Bodies, language: Language, labelled: dict[int, str]) -> None:
        self.labelled = labelled
        self.people = people
        self.bodies = bodies
        self.language = language
        self.recent: list[_Focus] = []
        self.window: list[Passage] = []
        self.unread: list[tuple[Passage, str | None, bool]] = []
        self.last: tuple[Passage, Said] | None = None
        self.introduced: str | None = None

    def read(self, passage: Passage) -> Said:
        """Kind and speaker of the next passage."""
        if passage.paragraph in self.labelled:
            name = self.labelled[passage.paragraph].title().split()
            return Said("quote", self.people.full(name))
        found = frames(passage.outline, self.language)
        frame = _best(found, passage)
        if frame is None and self.language.dashes:
            frame = next(filter(None, (aside(words, self.language) for words in passage.inside)), None)
        speaker = self._speaker(frame, passage) if frame else None
        kind = _kind(passage, frame, speaker, self.language)
        if kind == "quote" and speaker is None and (frame is None or frame.subject is None):
            speaker = self._before_colon(passage) or self._from_context(passage)
        said = Said(kind, speaker if kind != "statement" else None)
        self._remember(passage, said, frame)
        return said

    def _speaker(self, frame: Frame, passage: Passage) -> str | None:
        subject = frame.subject
        if subject is None:
            return self._meant(frame.gender, passage, frame) if self.language.drops_pronouns else None
        if subject.sort == "role":
            return self.bodies.full(subject.text) if frame.sure else None
        if subject.sort == "person":
            return self._person(subject, frame)
        if subject.gender in {"n", "p"} and not _asserts(frame, passage.outline, self.language):
            return None
        name = self._meant(subject.gender, passage, frame)
        clearly = bool(self.recent) and self.recent[-1].name == name
        return self._noted(name, subject.gender) if name is not None and clearly else name

    def _person(self, subject: Subject, frame: Frame) -> str | None:
        """The full name of a subject that is written like one, if the article lets it be a person's."""
        unsure = subject.loose or (
            self.language.capital_nouns and not self._speaks_alone(subject, frame.verb)
        )
        if (unsure and not self.people.knows(subject.name)) or not self.people.called(subject.name):
            return None
        name = self.people.full(subject.name)
        if subject.loose and not self._personal(name):
            return None
        if frame.speech and not subject.loose:
            self.people.spoke(name)
        return self._noted(name, frame.gender)

    def _speaks_alone(self, subject: Subject, verb: str) -> bool:
        """Whether one who speaks without an article is named, where all nouns have capitals: Greenpeace."""
        told = verb in self.language.speech - self.language.nouns
        abstract = subject.name[-1].endswith(self.language.abstract)
        return told and subject.alone and not abstract and self.people.inside(subject.name)

    def _noted(self, name: str, gender: Gender | None) -> str:
        """The name, after noting what tells its bearer's gender."""
        if gender in {"m", "f"}:
            self.people.gender.setdefault(name, gender)
        return name

    def _meant(self, gender: Gender | None, passage: Passage, frame: Frame) -> str | None:
        """Whom a pronoun means: the person that its own sentence opens with, or the last one before."""
        opens = main_subject(passage.outline, frame.place, self.language)
        if (
            gender in {"n", "p"}
            or opens is None
            or opens.sort != "person"
            or not self.people.knows(opens.name)
        ):
            return self._recent(gender, passage)
        name = self.people.full(opens.name)
        return name if self._personal(name) and self._fits(name, gender) else self._recent(gender, passage)

    def _recent(self, gender: Gender | None, passage: Passage) -> str | None:
        """The last fitting person, or organisation, that was spoken of."""
        self._catch_up()
        near = [
            focus for focus in self.recent if passage.paragraph - focus.paragraph <= _REMEMBERED_PARAGRAPHS
        ]
        if gender in {"n", "p"}:
            last = near[-1] if near else None
            close = last is not None and passage.paragraph - last.paragraph <= 1
            return last.name if last is not None and close and self._no_person(last, gender) else None
        fitting = (focus.name for focus in reversed(near) if self._may_mean(focus, gender))
        return next(fitting, None) or self._mentioned(gender)

    def _may_mean(self, focus: _Focus, gender: Gender | None) -> bool:
        """Whether he, she or nobody at all may mean it: a person, or somebody's office."""
        if focus.person:
            return self._personal(focus.name) and self._fits(focus.name, gender)
        titled = any(word in self.language.titles for word in focus.name.lower().split())
        return titled and (focus.spoke or not self.language.subject_first)

    def _no_person(self, focus: _Focus, gender: Gender | None) -> bool:
        """Whether it or they may mean it: a role, or a name of which nothing tells that it is a person's."""
        if not focus.person or is_body(focus.name, self.language):
            return True
        one_word = focus.spoke and " " not in focus.name
        return gender == "n" and one_word and not self.people.no_body(focus.name)

    def _personal(self, name: str) -> bool:
        return self.people.surely(name) or self.people.maybe(name)

    def _fits(self, name: str, gender: Gender | None) -> bool:
        known = self.people.gender_of(name)
        return known is None or gender is None or known == gender

    def _mentioned(self, gender: Gender | None) -> str | None:
        """The last person named anywhere in the passages before, of whom the article tells that gender."""
        for passage in reversed(self.window):
            words = passage.outline
            names = [
                personal(words[start:end], self.language) for start, end in name_runs(words, self.language)
            ]
            for name in reversed(names):
                if name and gender is not None and self.people.gender_of(" ".join(name)) == gender:
                    return self.people.full(name)
        return None

    def _before_colon(self, passage: Passage) -> str | None:
        """The person that a sentence opens with whose colon introduces a quotation: Falk is pleased: “…”."""
        words = passage.outline
        colon = next(
            (
                at
                for at, (one, after) in enumerate(pairwise(words))
                if one.text == ":" and after.text == QUOTED
            ),
            None,
        )
        subject = main_subject(words, colon, self.language) if colon else None
        if subject is None or subject.sort == "role" or _names_us(passage, self.language):
            return None
        if subject.sort == "pronoun":
            return self._recent(subject.gender, passage)
        name = self.people.full(subject.name)
        return name if self.people.knows(subject.name) and self._personal(name) else None

    def _from_context(self, passage: Passage) -> str | None:
        """The speaker of a quotation that names none: it goes on, or its neighbour introduced it."""
        if self.last is None:
            return None
        before, said = self.last
        if passage.resumes or self.introduced is not None:
            return said.speaker or self.introduced
        same = before.paragraph == passage.paragraph and said.kind != "statement"
        return said.speaker if _bare(passage) and (same or _continues(before, said, passage)) else None

    def _remember(self, passage: Passage, said: Said, frame: Frame | None) -> None:
        subject = frame.subject if frame is not None else None
        person = subject is None or (subject.sort != "role" and subject.gender not in {"n", "p"})
        self.unread.append((passage, said.speaker, person))
        del self.unread[:-_REMEMBERED]
        introduces = passage.text.endswith(":")
        self.introduced = (said.speaker or self._named(passage)) if introduces else None
        self.last = (passage, said)

    def _catch_up(self) -> None:
        """Note who the passages since the last look spoke of; most articles rarely ask."""
        for passage, speaker, person in self.unread:
            opens = self._opens(passage)
            if opens is not None:
                self.recent.append(opens)
            if speaker is not None:
                self.recent.append(_Focus(speaker, passage.paragraph, person, spoke=True))
        self.window = [passage for passage, _, _ in self.unread] or self.window
        self.unread.clear()
        del self.recent[:-_REMEMBERED]

    def _named(self, passage: Passage) -> str | None:
        """The person a passage begins with."""
        opens = self._opens(passage)
        return opens.name if opens is not None and opens.person else None

    def _opens(self, passage: Passage) -> _Focus | None:
        """The person or the role that a passage begins with."""
        body = opening_body(passage.outline, self.language) if self.language.subject_first else ()
        if body:
            return _Focus(self.bodies.full(written(body)), passage.paragraph, person=False)
        subject = main_subject(passage.outline, len(passage.outline), self.language)
        if subject is None or subject.sort == "pronoun":
            return None
        if subject.sort == "role":  # English says he or she of it, other languages nothing
            role = _Focus(subject.text, passage.paragraph, person=False)
            return None if self.language.subject_first else role
        known = self.people.knows(subject.name)
        return _Focus(self.people.full(subject.name), passage.paragraph, person=True) if known else None


def _names_us(passage: Passage, language: Language) -> bool:
    return any(word.lower in language.mute for word in passage.outline)


def _asserts(frame: Frame, words: Sequence[Token], language: Language) -> bool:
    """Whether it or they open what their verb tells: not who believe it shows, nor we saw and it says."""
    told = frame.subject.text.lower() if frame.subject else ""
    at = next((place for place in range(frame.place - 1, -1, -1) if words[place].lower == told), frame.place)
    ends = language.finite | language.verbs | language.clause | language.relative
    first = at <= _OPENS or ends.isdisjoint(word.lower for word in words[:at])
    opens = first or words[at - 1].text in {",", ":", QUOTED}
    return opens and frame.rank > 1 and not frame.verb.endswith("ing")


def _continues(before: Passage, said: Said, passage: Passage) -> bool:
    """Whether a quotation that is a paragraph of its own goes on with what ends the paragraph before.

    A list of quotations, each with its name behind a dash, ends its paragraphs without a stop; who asks does
    not answer.
    """
    adjoins = passage.paragraph - before.paragraph == 1 and passage.quotations[0].start == 0
    ends = before.text[-1]
    return adjoins and said.kind != "statement" and not ends.isalnum() and ends != "?"


def _bare(passage: Passage) -> bool:
    """Whether hardly a word stands outside the marks, so that none can name somebody else."""
    return sum(word.text[0].isalnum() for word in passage.outline) <= _BARE


def _best(found: Sequence[Frame], passage: Passage) -> Frame | None:
    """Beside a quotation first, then main clauses, then those with a speaker; the first of equals."""
    quoted = bool(passage.quotations)
    return max(
        found,
        key=lambda frame: (
            frame.subject is not None,
            quoted and frame.beside and frame.speech,
            frame.rank,
            frame.speech,
            frame.sure,
            -frame.place,
        ),
        default=None,
    )


def _kind(passage: Passage, frame: Frame | None, speaker: str | None, language: Language) -> Kind:
    if passage.quotations and _is_quotation(passage, frame, language):
        return "quote"
    told = frame is not None and frame.subject is not None and (speaker or frame.subject.sort == "pronoun")
    return "reported" if told or (frame is not None and passage.quotations) else "statement"


def _is_quotation(passage: Passage, frame: Frame | None, language: Language) -> bool:
    """Whether the marks hold the claim itself, not a fragment of it."""
    words = passage.outline
    outside = [place for place, word in enumerate(words) if word.text[0].isalnum()]
    if not outside:
        return True
    return _whole(passage, frame) or _mostly(passage, language)


def _mostly(passage: Passage, language: Language) -> bool:
    """Whether a quotation of several words makes up most of what is claimed, the attribution left out."""
    longest = max(passage.quotations, key=lambda one: one.end - one.start)
    if (
        len(passage.text[longest.start - passage.start : longest.end - passage.start].split())
        < _FRAGMENT_WORDS
    ):
        return False
    verbs = [word for word in passage.outline if word.lower in language.verbs]
    starts = max((word.end for word in verbs if word.end <= longest.start), default=passage.start)
    follows = any(word.start >= longest.end for word in verbs[-1:])
    ends = longest.end if follows else passage.end
    quoted = sum(one.end - one.start for one in passage.quotations if one.start >= starts)
    return quoted >= _MOSTLY * (ends - starts)


def _whole(passage: Passage, frame: Frame | None) -> bool:
    """Whether a quotation is a sentence of its own: at the start, or after a comma, a colon or the verb."""
    words = passage.outline
    first = next(place for place, word in enumerate(words) if word.text == QUOTED)
    if not any(word.text[0].isalnum() for word in words[:first]):
        first = 0
    if first and words[first - 1].text == ":" and _capital(passage):
        return True
    if frame is None or first == 0:
        return frame is not None
    return words[first - 1].text == "," or (first - 1 == frame.place and _capital(passage))


def _capital(passage: Passage) -> bool:
    return passage.text[passage.quotations[0].start - passage.start :].lstrip("“”\"„«»'‘ ")[:1].isupper()
