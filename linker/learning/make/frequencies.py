"""Makes the table of background document frequencies out of the wordfreq package.

    pip install wordfreq        # in an environment of its own; not needed to run linker
    python -m linker.learning.make.frequencies linker/matching/words/frequencies.txt.xz

The first section holds each folded word with its highest frequency in any language; then, after `@xx`, come
the frequent words that language xx uses much more rarely than the language that gave the first figure.
"""

import lzma
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from wordfreq import available_languages, get_frequency_dict

from linker.text import normalise, words

Frequencies = Mapping[str, float]

# Languages of which many posts were seen in archives get a longer list; the others their 10,000 or so.
LARGE = frozenset(
    ("ar", "cs", "de", "en", "es", "fr", "id", "it", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk")
)
FLOOR_LARGE, FLOOR = 10**-5.5, 10**-4.8
# Only frequent words are worth a figure for each language, and only where it differs.
OVERRIDE_FLOOR, OVERRIDE_SHARE = 10**-4, 0.4


def fold(listed: Frequencies, floor: float) -> Frequencies:
    """Sum the frequencies of the spellings that linker.text folds into one word."""
    folded: Counter[str] = Counter()
    for spelling, frequency in listed.items():
        if frequency < floor / 10:
            continue
        for word in {word.text for word in words(normalise(spelling))}:
            folded[word] += frequency  # type: ignore[assignment]
    return {word: frequency for word, frequency in folded.items() if word.isalpha() or not word.isascii()}


def highest(tables: Mapping[str, Frequencies]) -> Frequencies:
    """Each word's highest frequency in any language."""
    common: dict[str, float] = {}
    for lang, table in tables.items():
        floor = FLOOR_LARGE if lang in LARGE else FLOOR
        for word, frequency in table.items():
            if frequency >= floor and frequency > common.get(word, 0):
                common[word] = frequency
    return common


def overrides(table: Frequencies, common: Frequencies) -> Frequencies:
    """The words that this language uses much more rarely than another does."""
    return {
        word: frequency
        for word, frequency in table.items()
        if common.get(word, 0) >= max(OVERRIDE_FLOOR, frequency / OVERRIDE_SHARE)
    }


def rows(table: Frequencies) -> str:
    """Words by tenths of log10 of their frequency."""
    steps: defaultdict[int, list[str]] = defaultdict(list)
    for word, frequency in table.items():
        steps[round(math.log10(frequency) * 10)].append(word)
    return "\n".join(
        f"{step}\t{' '.join(sorted(found))}" for step, found in sorted(steps.items(), reverse=True)
    )


def main(path: str) -> None:
    """Write the table; the same wordfreq gives the same bytes."""
    tables = {
        lang: fold(get_frequency_dict(lang, "small"), FLOOR_LARGE if lang in LARGE else FLOOR)
        for lang in sorted(available_languages("small"))
    }
    common = highest(tables)
    sections = [rows(common)] + [f"@{lang}\n{rows(overrides(tables[lang], common))}" for lang in tables]
    packed = lzma.compress("\n".join(sections).encode(), preset=9 | lzma.PRESET_EXTREME)
    Path(path).write_bytes(packed)


if __name__ == "__main__":
    main(sys.argv[1])
