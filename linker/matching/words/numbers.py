"""Numbers as values with what they count: `25 %` is `25 percent`, `1,234` is `1234`, `2,5` is `2.5`."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from linker.text import Word

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_PERCENT = (
    "%", "percent", "per cent", "prozent", "pourcent", "pour cent", "por ciento", "procent", "persen",
    "відсот", "процент", "pct",
)  # fmt: skip
_SCALES = {
    **dict.fromkeys(
        ("thousand", "tausend", "mille", "mil", "mila", "tysiecy", "ribu", "тисяч", "тысяч"), 1e3
    ),
    **dict.fromkeys(
        ("million", "millions", "millionen", "millones", "milion", "milionow", "mio", "juta"), 1e6
    ),
    **dict.fromkeys(("мільйонів", "миллионов", "m", "mln"), 1e6),
    **dict.fromkeys(
        ("billion", "billions", "milliarden", "milliards", "miliardow", "mrd", "bn", "miliar"), 1e9
    ),
    **dict.fromkeys(("мільярдів", "миллиардов"), 1e9),
}
_UNIT_REACH = 24


class Number(NamedTuple):
    """A value, the stem of the word that it counts ("" if none follows), and its span in the original."""

    value: float
    unit: str
    start: int
    end: int


def read_numbers(source: str, words: Sequence[Word]) -> tuple[Number, ...]:
    """Find a text's numbers with their units."""
    found = []
    for place, word in enumerate(words):
        if not word.text[0].isdigit():
            continue
        value, unit = number_value(word.text), ""
        after = source[word.end : word.end + _UNIT_REACH].lstrip(" \u00a0-").casefold()
        if after.startswith(_PERCENT):
            unit = "%"
        elif place + 1 < len(words) and words[place + 1].start - word.end <= 1:
            unit = words[place + 1].text
            scale = _SCALES.get(unit)
            value, unit = (value * scale, "") if scale else (value, unit[:5])
        found.append(Number(value, unit if unit.isalpha() or unit == "%" else "", word.start, word.end))
    return tuple(found)


def number_value(written: str) -> float:
    """Read digits with their grouping and decimal marks, in the English or the continental way."""
    if _GROUPED.fullmatch(written):
        return float(re.sub(r"[.,]", "", written))
    whole, mark, rest = written.replace(",", ".").rpartition(".")
    return float(f"{whole.replace('.', '') or 0}.{rest}") if mark else float(rest)
