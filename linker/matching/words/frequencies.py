"""Background document frequencies: how rare a word is anywhere, whatever a user's database holds.

The table `frequencies.txt.xz` ships with the package; `linker.learning.make.frequencies` makes it. It is
derived from wordfreq 3.1.1 (Robyn Speer, data CC BY-SA 4.0) and stays under that licence.
"""

import lzma
import math
import re
from functools import cache, lru_cache
from importlib.resources import files

TABLE = "frequencies.txt.xz"
# A sentence's words: turns the chance that a word is this one into the chance that a sentence holds it.
_SENTENCE_WORDS = 24
_NUMBER = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
# By digits: measured on the numbers of wordfreq's lists, whose digits are folded to 0.
_NUMBER_IDF = (4.0, 5.5, 7.0, 8.5, 9.5)
_YEAR_IDF = 5.5
_UNSEEN_SHORT, _UNSEEN, _UNSEEN_LONG = 8.5, 10.0, 12.0


@lru_cache(maxsize=1 << 17)
def idf(word: str, lang: str | None = None) -> float:
    """Inverse document frequency of a folded word of `linker.text.words`, in nats: 0.3 ("the") to 12.

    Without `lang` (BCP 47 primary tag) a word counts as frequent if any language has it so; with it, "die" is
    an English verb and not a German article. Unseen words count as rare, the more so the longer they are.

    Example: `idf("the") < 1 < idf("minister") < idf("selenskyj")`
    """
    if _NUMBER.match(word):
        return _number_idf(word)
    tenths = (_override(lang).get(word) if lang else None) or _common().get(word)
    if tenths is None:
        return _unseen_idf(word)
    return -math.log(-math.expm1(_SENTENCE_WORDS * math.log1p(-(10 ** (tenths / 10)))))


def languages() -> tuple[str, ...]:
    """Languages that have figures of their own, as BCP 47 primary tags."""
    return tuple(sorted(_sections()[1]))


def _number_idf(word: str) -> float:
    if _YEAR.fullmatch(word):
        return _YEAR_IDF
    digits = sum(map(str.isdigit, word))
    return _NUMBER_IDF[min(digits, len(_NUMBER_IDF)) - 1]


def _unseen_idf(word: str) -> float:
    if len(word) < 4:
        return _UNSEEN_SHORT
    return min(_UNSEEN + 0.25 * (len(word) - 4), _UNSEEN_LONG)


@cache
def _sections() -> tuple[str, dict[str, str]]:
    packed = files("linker.matching.words").joinpath(TABLE).read_bytes()
    common, *parts = lzma.decompress(packed).decode().split("\n@")
    return common, dict(part.split("\n", 1) for part in parts)


@cache
def _common() -> dict[str, int]:
    return _read(_sections()[0])


@cache
def _override(lang: str) -> dict[str, int]:
    return _read(_sections()[1].get(lang, ""))


def _read(section: str) -> dict[str, int]:
    """Rows of `tenths of log10 of the frequency, tab, words` as one table."""
    table: dict[str, int] = {}
    for row in section.splitlines():
        tenths, _, found = row.partition("\t")
        table.update(dict.fromkeys(found.split(" "), int(tenths)))
    return table
