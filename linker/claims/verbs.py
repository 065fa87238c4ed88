"""Whether a form in a language's list is a verb of speech here, and what its form tells of its subject."""

import re
from collections.abc import Sequence

from linker.claims.languages import Gender, Language
from linker.claims.nominals import Subject
from linker.claims.people import is_capital
from linker.claims.tokens import QUOTED, Token

DASHES = frozenset({"—", "–", "―", "-", "--"})
AFTER_QUOTATION = frozenset({QUOTED, *DASHES})
JOINS = frozenset({"and", "but", "und", "et", "y", "e", "en", "i", "a", "та", "и", "і", "dan"})
NEAR = 14
"""Tokens between a verb and the quotation it introduces or follows."""
_HELPED = 3
"""Tokens between an auxiliary and its verb: did not even want."""
_SINGULAR = frozenset({"a", "an", "this", "that", "each", "every", "one", "his", "her", "its"})


def is_no_verb(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether the form is a noun (his comments), an infinitive (to say) or a passive (was told)."""
    before = words[place - 1].lower if place else ""
    if before in language.infinitive:
        return True
    if place and words[place].lower.endswith("ing") and language.subject_first:
        return False
    if place and not words[place].text[0].islower():  # the United States
        return True
    if language.subject_first and place + 1 < len(words) and words[place + 1].lower == "by":
        return True
    if language.subject_first and (before in language.prepositions or before in language.articles):
        return before not in language.relative and before != "that"
    governed = words[place].lower in language.nouns and before in language.prepositions
    return governed or _passive(words, place, language) or _unhelped(words, place, language)


def _unhelped(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether a form lacks what makes it report: `so` its comma, a participle its auxiliary."""
    verb = words[place].lower
    if verb in language.parted:
        return not _is_parted(words, place, language)
    # Er habe gesagt: the subjunctive tells what somebody else said. Other participles look like finite forms.
    if verb in language.final and "ge" in verb[:5]:
        behind = place + 1 < len(words) and words[place + 1].lower in language.auxiliaries
        return not behind and auxiliary(words, place, language) == place
    if not verb.endswith(language.participles):
        return False
    return not any(_finite(word.lower, language) for word in words[max(0, place - _HELPED) : place])


def _is_parted(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether a form stands between a comma or a quotation and a noun phrase: …, so die Polizei."""
    if not place or place + 1 >= len(words) or words[place - 1].text not in {",", *AFTER_QUOTATION}:
        return False
    following = words[place + 1]
    return is_capital(following) or following.lower in language.articles


def _passive(words: Sequence[Token], place: int, language: Language) -> bool:
    before = place - 1
    while before >= 0 and words[before].lower in language.between:
        if words[before].lower in language.passive:
            return True
        before -= 1
    return before >= 0 and words[before].lower in language.passive


def _finite(word: str, language: Language) -> bool:
    """Has, l'ha, a-t-il."""
    return word in language.finite or re.split("['’-]", word)[0 if "-" in word else -1] in language.finite


def auxiliary(words: Sequence[Token], place: int, language: Language) -> int:
    """Where the finite verb of a participle at the clause's end stands: Scholz hat am Montag gesagt."""
    for before in range(place - 1, max(-1, place - NEAR), -1):
        if words[before].lower in language.auxiliaries:
            return before
        if words[before].text in {QUOTED, ";", ":"}:
            break
    return place


def is_verbal(
    words: Sequence[Token], place: int, subject: Subject | None, language: Language, *, beside: bool
) -> bool:
    """Whether a form that may be a noun is a verb here."""
    if language.subject_first and words[place - 1].lower.endswith("ed"):  # has prompted protests
        return False
    named = subject is not None or not _needs_several(words[place].lower, language)
    return (beside and named) or _reports(words, place, subject, language)


def _reports(words: Sequence[Token], place: int, subject: Subject | None, language: Language) -> bool:
    """Whether a form that may be a noun is a verb here: a person before it, or `that` after it."""
    following = words[place + 1].lower if place + 1 < len(words) else ""
    helped = any(word.lower in language.finite for word in words[max(0, place - _HELPED) : place])
    if not helped and _needs_several(words[place].lower, language) and not _several(subject):
        return False
    if subject is not None and subject.sort == "role":
        tells_more = following in language.articles or following in language.pronouns
        return following in language.that or (language.subject_first and tells_more and not subject.thing)
    return following in language.that or (subject is not None and (place > 1 or subject.sort == "pronoun"))


def _needs_several(verb: str, language: Language) -> bool:
    """Whether a form has a third person singular beside it: post, posts."""
    return language.subject_first and not language.verbs.isdisjoint((f"{verb}s", f"{verb}es"))


def _several(subject: Subject | None) -> bool:
    """Whether a subject may be many: not a name, not "a New York Times" [report]."""
    if subject is None or subject.sort == "pronoun":
        return subject is not None
    first, _, _ = subject.text.lower().partition(" ")
    several = first not in _SINGULAR and (not subject.thing or subject.text.endswith("s"))
    return subject.sort == "role" and several


def names(verb: str, subject: Subject | None, language: Language) -> bool:
    """Whether a form only names what an indefinite article opens: a group called “Friends of the Pier”."""
    indefinite = subject is not None and subject.text.lower().startswith(("a ", "an "))
    return indefinite and verb in language.naming


def tells(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether what is said follows the verb: said that, said they, warned:."""
    following = words[place + 1] if place + 1 < len(words) else None
    return following is not None and (
        following.text == ":"
        or following.lower in language.that
        or language.pronouns.get(following.lower, "n") != "n"
        or (language.subject_first and (following.text == "." or following.lower in language.articles))
    )


def turns_back(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether a verb is reflexive and next to no quotation: `el fuego se declaró`, `findet sich`."""
    if any(word.text == QUOTED for word in words[max(0, place - _HELPED) : place + _HELPED]):
        return False
    before = place - 1
    while before > 0 and words[before].lower in language.finite:
        before -= 1
    return any(word.lower in language.reflexive for word in words[max(0, before) : place + 2])


def is_ours(words: Sequence[Token], verb: int, language: Language) -> bool:
    """Whether I, we or you are beside a verb: habe ich [geschrieben]."""
    before = verb - 1
    while before >= 0 and words[before].lower in language.between - language.mute:
        before -= 1
    behind = language.verb_second and verb + 1 < len(words) and words[verb + 1].lower in language.mute
    return behind or (before >= 0 and words[before].lower in language.mute)


def stands_alone(words: Sequence[Token], verb: int, language: Language) -> bool:
    """Whether no phrase follows a verb that could be its subject: `ha explicado, sin…`, `dodał w piątek`."""
    if verb + 1 >= len(words):
        return True
    following = words[verb + 1]
    return not following.text[0].isalnum() or following.lower in language.openers or following.text == QUOTED


def agrees(verb: str, subject: Subject | None, near: Sequence[Token], language: Language) -> bool:
    """Whether a verb's number fits: one person does not `declararon`."""
    if subject is None or subject.sort != "person" or not _plural(verb, language):
        return True
    return any(
        word.lower in JOINS and is_capital(before) and is_capital(after)
        for before, word, after in zip(near, near[1:], near[2:], strict=False)
    )


def _plural(verb: str, language: Language) -> bool:
    return verb.endswith(language.plural) and verb not in language.final


def split_clitic(word: Token, language: Language) -> tuple[str, Subject | None]:
    """A verb and the pronoun that hangs on it: ajoute-t-elle, a-t-il."""
    for ending, gender in language.clitics.items():
        if word.lower.endswith(ending) and word.lower not in language.speech:
            verb = word.lower.removesuffix(ending).removesuffix("-t")
            return verb, Subject("pronoun", ending.strip("-"), gender=gender)
    return word.lower, None


def told_gender(verb: str, language: Language) -> Gender | None:
    """What a verb's ending tells of its subject: one woman, one man, a body, several."""
    if _plural(verb, language):
        return "p"
    if verb.endswith(language.neuter):
        return "n"
    return "f" if verb.endswith(language.feminine) else "m" if verb.endswith(language.masculine) else None
