"""Which noun phrases stand for one who can speak: a role, an organisation, a post, or some unknown thing."""

from collections.abc import Sequence
from itertools import pairwise

from linker.claims.languages import Language
from linker.claims.people import PLATFORMS, is_capital, is_possessive, is_title
from linker.claims.tokens import Token

LONGEST_ROLE = 12
"""Words of a role that is kept as written."""
SHORT_ROLE = 5
_SHORTEST_AGENT = 5


def role_in(
    phrase: Sequence[Token], core: Sequence[Token], language: Language, *, left: bool
) -> tuple[Sequence[Token], bool] | None:
    """The role that a phrase (before its complements: `core`) names, and whether it is known to speak."""
    phrase = _closed(_to_its_noun(phrase, language, left=left), language)
    if len(phrase) > LONGEST_ROLE:
        phrase = core
    if len(phrase) > LONGEST_ROLE or not has_noun(core, language) or not _begins(phrase[0]):
        return None
    known = _speaks(core, language) or _elided_source(phrase[0], language)
    by_article = phrase[0].lower in language.articles and not language.capital_nouns
    many = language.subject_first and len(core) <= SHORT_ROLE and core[-1].lower.endswith("s")
    return (phrase, known) if known or by_article or many else None


def _closed(phrase: Sequence[Token], language: Language) -> Sequence[Token]:
    """Without a preposition at the end, and the participle before it: the posts [shared on] Friday."""
    end = len(phrase)
    while end > 1 and phrase[end - 1].lower in language.prepositions:
        end -= 1
    cut = end < len(phrase) and end > 1 and language.subject_first and phrase[end - 1].lower.endswith("ed")
    return phrase[: end - 1 if cut else end]


def _begins(token: Token) -> bool:
    """Whether a phrase may begin so: not with a mark, nor with the rest of a number (964,`000` people)."""
    return token.text[0].isalnum() and not token.text.startswith("00")


def _elided_source(token: Token, language: Language) -> bool:
    """L'Iran, l'entreprise: an article and its noun in one word."""
    article, apostrophe, noun = token.text.replace("’", "'").partition("'")
    opens = bool(apostrophe) and article.lower() + apostrophe in language.articles
    return opens and (noun[:1].isupper() or is_source(noun, language))


def _to_its_noun(phrase: Sequence[Token], language: Language, *, left: bool) -> Sequence[Token]:
    """Where the verb may follow its subject, a phrase holds more than the subject and its complement."""
    if language.subject_first or (left and len(phrase) <= SHORT_ROLE):
        return phrase
    ends = (place + 1 for place, token in enumerate(phrase) if is_source(token.lower, language))
    end = next(ends, len(phrase))
    while end < len(phrase) and is_source(phrase[end].lower, language):
        end += 1
    complement = end
    while complement < len(phrase) and _opens_complement(phrase[complement], language):
        complement += 1
    follows = phrase[end] if end < len(phrase) else None
    if follows is None or complement > end:
        return phrase[: complement + 1]
    attribute = len(phrase) <= SHORT_ROLE and _attributes(follows, language)
    attribute = attribute and _takes_attribute(phrase[end - 1], language)
    elided = not follows.text.isalpha() and leads(follows, language)
    return phrase[: end + 1] if attribute or elided else phrase[:end]


def _opens_complement(token: Token, language: Language) -> bool:
    """Of, or an article in the genitive: ein Sprecher `des` Amts."""
    genitive = (
        language.capital_nouns and token.lower in language.articles and token.lower.endswith(("r", "s"))
    )
    return genitive or token.lower in language.particles


def _attributes(token: Token, language: Language) -> bool:
    """Whether a word behind a noun may belong to it: el presidente `andaluz`."""
    return token.text.isalpha() and token.lower not in language.small


def _takes_attribute(noun: Token, language: Language) -> bool:
    """Whether the word behind a noun is its own: with cases where the noun has none, the rzecznik `portu`."""
    listed = language.titles | language.roles | language.sources
    return not language.inflected or noun.lower in listed


def has_noun(core: Sequence[Token], language: Language) -> bool:
    """Whether more than articles and other small words is there: not "these", "the most", "ce qu'on"."""
    empty = len(core) > 1 and core[0].lower in language.articles and core[1].lower in language.prepositions
    if core[-1].lower in language.articles or (empty and not language.subject_first):
        return False
    nouns = (token for token in core if _bare(token) not in language.small and not is_possessive(token))
    return any(
        is_capital(token) or not language.capital_nouns or token.lower in language.organisations
        for token in nouns
    )


def _bare(token: Token) -> str:
    """Without an elided word before it: qu'on."""
    return token.lower.replace("’", "'").rpartition("'")[2]


def _acts(token: Token, language: Language) -> bool:
    noun = is_capital(token) or not language.capital_nouns
    return noun and len(token.text) >= _SHORTEST_AGENT and token.lower.endswith(language.agents)


def _speaks(core: Sequence[Token], language: Language) -> bool:
    """Whether a phrase's noun stands for one who speaks: a role, an agent, an acronym, a named body."""
    nouns = _nouns(core, language) if language.subject_first else core
    named = not language.capital_nouns
    return any(
        _acts(token, language)
        or is_source(token.lower, language)
        or (token.text.isupper() and len(token.text) > 1)
        or (named and is_capital(token) and token is not core[0] and _may_name(token, language))
        for token in nouns
    )


def _may_name(token: Token, language: Language) -> bool:
    return token.lower not in language.small and token.lower not in language.not_names


def _nouns(core: Sequence[Token], language: Language) -> list[Token]:
    """The last word of each run of nouns: `union` in a union representing, `tiger` in a paper tiger."""
    return [token for token, after in pairwise(core) if _ends_noun(after, language)] + [core[-1]]


def opening_body(words: Sequence[Token], language: Language) -> Sequence[Token]:
    """The organisation that an English sentence opens with: `The fire service` was called."""
    if not words or words[0].lower not in language.definite:
        return ()
    for place, (token, after) in enumerate(pairwise(words[: SHORT_ROLE + 2])):
        noun = token.lower in language.organisations - language.small
        if noun and _ends_noun(after, language):
            return words[: place + 1] if after.lower not in language.prepositions else ()
    return ()


def _ends_noun(after: Token, language: Language) -> bool:
    return (
        not after.text.islower() or after.lower in language.small or after.lower.endswith(("ed", "ing", "ly"))
    )


def is_source(word: str, language: Language) -> bool:
    """Whether a word is a known kind of source: a role, an organisation, a post."""
    if language.inflected and any(word[:end] in language.stems for end in range(len(word) - 3, len(word))):
        return True
    forms = {word, word.removesuffix("s"), f"{word[:-3]}y"} if language.subject_first else {word}
    return word in PLATFORMS or any(
        form in language.sources or form in language.organisations or is_title(form, language)
        for form in forms
    )


def leads(token: Token, language: Language) -> bool:
    """Whether a word is a preposition, also with the noun that it is written with: all'Italia."""
    elided, apostrophe, _ = token.lower.replace("’", "'").partition("'")
    return token.lower in language.prepositions or bool(apostrophe and elided in language.prepositions)
