"""The language of a text, by its script and its commonest words, for pages that do not say."""

import re
from collections import Counter
from collections.abc import Sequence

# The words that a language's every page repeats and its neighbours do not (or seldom).
_WORDS = {
    "en": "the of and to in is that for it was on with as he be at by this had not are his from which have",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden",
    "fr": "le la les des et en un une du que est pour dans qui par pas au sur plus ne se avec il ce sont",
    "es": "el la los las de que y en un una por con para del se no su al lo como más pero fue ha",
    "it": "il la di che e un una per è non del della con le si da in alla dei sono ha anche più nel gli",
    "pt": "o a os as de que e do da em um uma para com não por no na dos se mais ao foi são à",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als bij door maar wordt",
    "pl": "i w na z do się nie że jest to o jak po od przez za ale dla są był oraz być tym",
    "cs": "a v na se je že z do s o to za by pro jsou ale jako při který podle byl ve bude",
    "sv": "och att det i en som på är av för med den till ett har inte om de var från vid",
    "da": "og at det i en som på er af for med den til et har ikke om de var fra ved blev",
    "id": "yang dan di ini dengan untuk dari dalam tidak akan pada itu juga oleh ke mereka adalah bahwa",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi sonra ne kadar ancak ise olduğu",
    "ro": "și în de la a cu pe nu care din că este au pentru o un mai fost sunt după",
    "hu": "a az és hogy nem is egy ez volt meg már csak el azt de még mint szerint",
    "fi": "ja on ei se että oli hän ovat mukaan myös kun joka mutta ole sen kuin",
    "ru": "и в не на что с по как это из за от для но его также года был было",
    "uk": "і в на що не з та до як це за від для але його також року був було про",
    "bg": "и на в да за от се с е че не по като са ще това към",
    "hr": "i u je na se da za od koji su ne s što kao bi ali će to iz te",
    "sr": "и у да је на се за од са не су као што би али",
}
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
)
_LETTERS = (
    ("uk", "їєґ"), ("be", "ў"), ("mk", "ѓќѕ"), ("sr", "ђћљњј"), ("kk", "әғқңұһ"), ("ru", "ыэ"), ("bg", "ъ"),
)  # fmt: skip
"""Cyrillic letters that a language has and those below it have not."""
_SAMPLE = 4000
_LEAST = 0.08
"""Share of words that must be a language's commonest; running text has 0.2 and more."""


def language_of(paragraphs: Sequence[str], declared: str | None = None) -> str | None:
    """The BCP 47 primary tag of a text's language: the declared one, unless the text plainly denies it.

    Templates say `en` over texts of any language. None where nothing is declared and the text is too short
    or of no language known here.
    """
    if declared and (declared not in _SETS or declared == "sr"):  # which is written in two scripts
        return declared
    text = " ".join(paragraphs)[:_SAMPLE].casefold()
    return _by_script(text) or _by_words(text, declared)


def _by_script(text: str) -> str | None:
    letters = sum(map(str.isalpha, text)) or 1
    return next(
        (language for language, script in _SCRIPTS if len(script.findall(text)) > 0.2 * letters), None
    )


def _by_words(text: str, declared: str | None) -> str | None:
    words = Counter(re.findall(r"[^\W\d_]+", text))
    total = sum(words.values())
    shares = {language: sum(words[word] for word in common) for language, common in _SETS.items()}
    best = max(shares, key=shares.__getitem__)
    if declared and shares[best] <= max(3 * shares[declared], 0.15 * total):
        return declared
    return best if total >= 8 and shares[best] >= _LEAST * total else declared or _by_letters(words)


def _by_letters(words: Counter[str]) -> str | None:
    """The language of a Cyrillic text with few of the commonest words, as lists and headlines are."""
    letters = set("".join(words))
    return next((language for language, own in _LETTERS if not letters.isdisjoint(own)), None)
