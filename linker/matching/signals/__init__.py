"""What is measured between a post and the claims of an article."""

from linker.matching.signals.context import measure_context
from linker.matching.signals.lexical import measure_lexical
from linker.matching.signals.meaning import measure_meaning
from linker.matching.signals.overlap import overlap
from linker.matching.signals.page import Page, PostView
from linker.matching.signals.place import PLACE, measure_place
from linker.matching.signals.values import measure_values
from linker.matching.signals.voices import measure_cues, measure_voices
from linker.matching.words.prepared import Floats

SIGNS: dict[str, int] = {
    "evidence": 1,
    "evidence_strong": 1,
    "cover": 1,
    "cover_plain": 1,
    "fit": 1,
    "run": 1,
    "characters": 1,
    "meaning": 1,
    "meaning_said": 1,
    "numbers": 1,
    "numbers_apart": -1,
    "author": 1,
    "posting": 0,
    "claiming": 0,
    "denial": -1,
    "negated": -1,
    "other_voice": -1,
    "fit_ahead": 1,
    "characters_ahead": 1,
    "meaning_ahead": 1,
    "fit_rank": 1,
    "meaning_rank": 1,
    "fit_near": 1,
    "fit_beside": 1,
    PLACE: 1,
}
"""Which way each signal may push: 1 for a link only, -1 against only, 0 either way."""


def measure(post: PostView, page: Page) -> dict[str, Floats]:
    """Measure a post against each claim of a page: for each signal one value a claim."""
    base = (
        measure_lexical(post, page, overlap(post, page))
        | measure_meaning(post, page)
        | measure_values(post, page)
        | measure_voices(post, page)
        | measure_place(post, page)
    )
    return base | measure_context(base, measure_cues(post, page))
