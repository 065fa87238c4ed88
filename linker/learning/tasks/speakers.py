"""How well quotations are found and given their speakers, against attributions that people marked."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from linker.claims import claims_of
from linker.learning.labels.languages import language_of
from linker.records import Article, Claim

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_HALF = 0.5
# Capitals that make no name: pronouns and articles at the start of a sentence.
_NO_NAMES = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "his",
        "her",
        "their",
        "its",
        "who",
        "which",
        "that",
        "one",
        "the",
        "a",
        "an",
        "my",
        "our",
        "this",
        "said",
    ]
)


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked attribution and the claims that hold most of it, the fullest first."""

    direct: bool
    source: str
    """As written: a name, a role or a pronoun."""
    speaker: str | None
    """The full name, where the data gives it."""
    claims: tuple[Claim, ...]
    covered: float
    """Share of the marked words that claims of kind quote hold."""

    @property
    def given(self) -> str | None:
        """The speaker that the claims give."""
        return next((claim.speaker for claim in self.claims if claim.speaker), None)


def figures(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Figures over labelled articles, and under `by_language` over those of each language.

    A row is {id, text, attributions}.

    An article's text is its title and its paragraphs, one a line; attributions in titles are left out, as
    titles are no claims. All shares are of the marked attributions.

    - direct_found: direct quotations of which claims of kind quote hold at least half the characters.
    - direct_covered: the same for claims of any kind but statement.
    - named_right, named_wrong: direct quotations whose source is written with a name, where the speaker given
      is that name's bearer (the last word of one is a word of the other), or another; the rest have none.
    - reported_attributed: attributions that are not direct whose claim has a speaker.
    - reported_right, reported_wrong: of those with a named source, as above.
    - resolved_right, resolved_wrong: where the data says who is meant (field `speaker`), pronouns too.
    """
    parts: dict[str, list[Marked]] = {}
    for row in rows:
        parts.setdefault(language_of(row, row["text"]), []).extend(compare(row))
    every = _figures([one for part in parts.values() for one in part])
    return {**every, "by_language": {language: _figures(parts[language]) for language in sorted(parts)}}


def _figures(marked: Sequence[Marked]) -> dict[str, float | int]:
    direct = [one for one in marked if one.direct]
    reported = [one for one in marked if not one.direct]
    named = [one for one in direct if is_named(one.source)]
    reported_named = [one for one in reported if is_named(one.source)]
    resolved = [one for one in marked if one.speaker]
    return {
        "direct": len(direct),
        "direct_found": _share(one.covered >= _HALF for one in direct),
        "direct_covered": _share(any(claim.kind != "statement" for claim in one.claims) for one in direct),
        "named": len(named),
        "named_right": _share(_right(one) for one in named),
        "named_wrong": _share(_wrong(one) for one in named),
        "reported": len(reported),
        "reported_attributed": _share(one.given is not None for one in reported),
        "reported_named": len(reported_named),
        "reported_right": _share(_right(one) for one in reported_named),
        "reported_wrong": _share(_wrong(one) for one in reported_named),
        "resolved": len(resolved),
        "resolved_right": _share(one.given == one.speaker for one in resolved),
        "resolved_wrong": _share(one.given not in {None, one.speaker} for one in resolved),
    }


def predictions(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every claim of the articles at each of its places: {id, start, end, text, kind, speaker}.

    `start` and `end` are code points in the row's own text, end exclusive; `text` is what stands there;
    `speaker` is null where the claim has none.
    """
    return [prediction for row in rows for prediction in _predicted(row)]


def _predicted(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    claims, offsets = _read(row)
    spans = (
        (claim, offsets[at.paragraph] + at.start, offsets[at.paragraph] + at.end)
        for claim in claims
        for at in claim.positions
    )
    found = [
        {
            "id": row["id"],
            "start": start,
            "end": end,
            "text": row["text"][start:end],
            "kind": claim.kind,
            "speaker": claim.speaker,
        }
        for claim, start, end in spans
    ]
    return sorted(found, key=itemgetter("start", "end"))


def compare(row: Mapping[str, Any]) -> Iterator[Marked]:
    """Each attribution of an article beside the claims that hold it."""
    claims, offsets = _read(row)
    for one in row["attributions"]:
        if offsets and one["start"] >= offsets[0] and one["end"] > one["start"]:
            yield _marked(one, claims, offsets)


def _read(row: Mapping[str, Any]) -> tuple[tuple[Claim, ...], list[int]]:
    """The claims of a row's text, and where in it each of the article's paragraphs begins."""
    lines = list(_LINE.finditer(row["text"]))
    article = Article(
        url="",
        title=lines[0].group() if lines else None,
        paragraphs=tuple(line.group() for line in lines[1:]),
        language=row.get("language"),
    )
    return claims_of(article), [line.start() for line in lines[1:]]


def is_named(source: str) -> bool:
    """Whether a source is written with a name: a capital that no sentence's start explains."""
    words = [word for word in source.split() if word.strip("\"'“”‘’(),.").lower() not in _NO_NAMES]
    return any(word[:1].isupper() for word in words)


def _marked(one: Mapping[str, Any], claims: tuple[Claim, ...], offsets: list[int]) -> Marked:
    shared = [(_overlap(claim, one["start"], one["end"], offsets), claim) for claim in claims]
    length = one["end"] - one["start"]
    quoted = sum(characters for characters, claim in shared if claim.kind == "quote")
    fullest = sorted((pair for pair in shared if pair[0] > 0), key=lambda pair: -pair[0])
    holding = tuple(claim for characters, claim in fullest[:1] if characters)
    return Marked(one["direct"], one["source"], one.get("speaker"), holding, quoted / length)


def _overlap(claim: Claim, start: int, end: int, offsets: list[int]) -> int:
    return max(
        0,
        *(
            min(end, offsets[place.paragraph] + place.end)
            - max(start, offsets[place.paragraph] + place.start)
            for place in claim.positions
        ),
    )


def _right(one: Marked) -> bool:
    return one.given is not None and same_bearer(one.given, one.source)


def _wrong(one: Marked) -> bool:
    return one.given is not None and not same_bearer(one.given, one.source)


def same_bearer(given: str, source: str) -> bool:
    """Whether two spellings name one speaker: the last word of either stands in the other."""
    ours, theirs = _words(given), _words(source)
    return bool(ours and theirs) and (ours[-1] in theirs or theirs[-1] in ours)


def _words(text: str) -> list[str]:
    return [word.removesuffix("’s").lower() for word in _WORD.findall(text)]


def _share(truths: Iterable[bool]) -> float:
    known = list(truths)
    return sum(known) / len(known) if known else 0.0
