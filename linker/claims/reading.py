"""Article -> claims: paragraphs cut, furniture left out, speakers found, repetitions folded."""

from collections.abc import Sequence

from linker.claims.bodies import Bodies
from linker.claims.folding import fold
from linker.claims.furniture import is_furniture, is_pointer
from linker.claims.languages import language_of
from linker.claims.passages import Passage, passages_of
from linker.claims.people import People
from linker.claims.speakers import Said, attribute
from linker.claims.tokens import tokens
from linker.records import Article, Claim, Position


def claims_of(article: Article) -> tuple[Claim, ...]:
    """An article's claims in reading order; they do not overlap, and their spans are exact.

    `article.paragraphs[p.paragraph][p.start:p.end] == claim.text` for the first position p of each claim.
    Never raises, whatever the paragraphs hold.
    """
    language = language_of(article.language, " ".join(article.paragraphs[:20]))
    kept = [
        (index, text) for index, text in enumerate(article.paragraphs) if not is_furniture(text, language)
    ]
    words = [tokens(text) for _, text in kept]
    cut = passages_of(kept, words, language)
    passages = [one for one in cut if not is_pointer(one.text, language)]
    people, bodies = People(article.title or "", words, language), Bodies(words, language)
    said = attribute(passages, people, bodies, language)
    return _claims(article, passages, said, fold([passage.text for passage in passages], language))


def _claims(
    article: Article, passages: Sequence[Passage], said: Sequence[Said], firsts: Sequence[int]
) -> tuple[Claim, ...]:
    places: dict[int, list[Position]] = {}
    for passage, first in zip(passages, firsts, strict=True):
        place = Position(paragraph=passage.paragraph, start=passage.start, end=passage.end)
        places.setdefault(first, []).append(place)
    article_id = article.article_id
    return tuple(
        Claim(
            article_id=article_id,
            text=passages[first].text,
            kind=said[first].kind,
            speaker=said[first].speaker,
            positions=tuple(positions),
        )
        for first, positions in places.items()
    )
