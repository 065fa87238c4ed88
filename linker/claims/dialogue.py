"""Finds quotations that are set with dashes instead of marks (`— Так, — сказав він.`)."""

import re

from linker.claims.languages import Language
from linker.claims.quotations import Quotation
from linker.claims.tokens import tokens

_OPENING = re.compile(r"\s*[—–―-]\s*(?=[^\W\d_]|[¿¡…«\"])")
# A dash after a space or a stop (`— сказав`, `—dijo`), and the one that ends the aside (`—.`, `. —`).
_DASH = re.compile(r"(?<=[\s,.!?…])[—–―-]\s*(?=[^\W\d_])|(?<=\w)[—–―](?=[.,:;]?\s|$)")
_AHEAD = 6


def spoken(text: str, language: Language) -> list[Quotation]:
    """What is said in a paragraph that opens with a dash and names its speaker after another."""
    opening = _OPENING.match(text)
    if opening is None:
        return []
    found: list[Quotation] = []
    start, aside = opening.start() + len(opening.group()) - len(opening.group().lstrip()), False
    for dash in _DASH.finditer(text, opening.end()):
        if aside:
            start, aside = (
                dash.end() if text[dash.end() : dash.end() + 1] not in ".," else dash.end() + 1,
                False,
            )
        elif _speaks(text, dash.end(), language):
            found.append(Quotation(start, _trimmed(text, dash.start())))
            aside = True
    if found and not aside and text[start:].strip(" .—–"):
        found.append(Quotation(start + len(text[start:]) - len(text[start:].lstrip()), len(text.rstrip())))
    return found


def _speaks(text: str, place: int, language: Language) -> bool:
    """Whether a verb of speech follows before the clause ends, or any lower-case word and then a name."""
    words = tokens(text, place, place + 60)[:_AHEAD]
    ends = next((at for at, token in enumerate(words) if not token.text[0].isalnum()), len(words))
    clause = words[:ends]
    if any(
        token.lower in language.speech or token.lower.split("-")[0] in language.speech for token in clause
    ):
        return True
    verbal = bool(clause) and clause[0].text.islower() and clause[0].lower not in language.openers
    return verbal and any(token.text[0].isupper() for token in clause)


def _trimmed(text: str, end: int) -> int:
    return len(text[:end].rstrip())
