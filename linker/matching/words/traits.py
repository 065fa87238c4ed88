"""What a single text shows by itself: numbers, quotation marks, cues of posting, claiming and denial."""

from dataclasses import dataclass

from linker.matching.words.numbers import Number, read_numbers
from linker.matching.words.prepared import Prepared

# Beginnings of folded words (accents off), general to the languages that our users' pages are written in.
POSTING = (
    "twit", "retweet", "facebook", "instagram", "tiktok", "youtube", "telegram", "threads", "mastodon",
    "bluesky", "reddit", "whatsapp", "hashtag", "social", "viral", "user", "video", "wideo", "screenshot",
    "photo", "image", "foto", "zdjec", "internaut", "tuit", "trino", "cuit", "twee", "soziale", "netzwerk",
    "reseaux", "redes", "mediach", "spolecznosciow", "publikac", "publicac", "beitrag", "wpis", "opublikow",
    "соцсет", "соцмереж", "твит", "твіт", "допис", "публікац", "публикац", "відео", "видео", "unggah",
    "posted", "posting", "posts", "shared", "sharing", "caption",
)  # fmt: skip
DENIAL = (
    "fake", "fals", "hoax", "debunk", "mislead", "untrue", "incorrect", "wrong", "however", "actually",
    "denied", "denies", "deny", "refute", "contradict", "unfounded", "baseless", "fabricat", "doctored",
    "manipulat", "dementier", "widerleg", "jedoch", "allerdings", "tatsachlich", "irrefuhrend", "faux",
    "fausse", "dement", "pourtant", "cependant", "trompeu", "infox", "desmint", "desmien", "bulo",
    "nieprawd", "zaprzecz", "jednak", "zdementow", "неправд", "фейк", "спрост", "запереч", "однак",
    "ложн", "ложь", "опроверг", "bohong", "hoaks", "bantah", "membantah", "namun",
)  # fmt: skip
CLAIMING = (
    "claim", "alleg", "rumor", "rumour", "viral", "behaupt", "angeblich", "pretend", "affirm", "rumeur",
    "supuest", "presunt", "afirm", "twierdz", "rzekom", "plotk", "утвержда", "якоб", "слух", "стверджу",
    "нібито", "чутк", "klaim", "mengklaim", "konon",
)  # fmt: skip
# Whole words; "t" is what is left of "don't".
NEGATIONS = frozenset({
    "not", "no", "never", "nor", "neither", "none", "nothing", "nobody", "without", "cannot", "t",
    "nicht", "kein", "keine", "keinen", "keiner", "keinem", "niemals", "niemand", "niet", "geen", "nooit",
    "pas", "non", "jamais", "aucun", "aucune", "rien", "sin", "ningun", "ninguna", "nunca", "nada", "nao",
    "nem", "nie", "nikt", "zaden", "neni", "nikdy", "zadny", "не", "нет", "ни", "никогда", "ні", "немає",
    "tidak", "bukan", "belum",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traits:
    """Counts are of words."""

    words: frozenset[str]
    numbers: tuple[Number, ...]
    posting: int
    denial: int
    claiming: bool
    negates: bool
    quotes: bool


def traits_of(text: Prepared) -> Traits:
    """Read one text's traits."""
    found = [word.text for word in text.words]
    return Traits(
        words=frozenset(found),
        numbers=read_numbers(text.source, text.words),
        posting=sum(is_posting(word) for word in found),
        denial=sum(is_denial(word) for word in found),
        claiming=any(is_claiming(word) for word in found),
        negates=not NEGATIONS.isdisjoint(found),
        quotes=any(mark in text.source for mark in '"“”„«»'),
    )


def is_posting(word: str) -> bool:
    """Whether a folded word speaks of posting on a network."""
    return word.startswith(POSTING)


def is_denial(word: str) -> bool:
    """Whether a folded word denies or corrects."""
    return word.startswith(DENIAL)


def is_claiming(word: str) -> bool:
    """Whether a folded word tells that somebody claims something."""
    return word.startswith(CLAIMING)


def is_negation(word: str) -> bool:
    """Whether a folded word negates."""
    return word in NEGATIONS
