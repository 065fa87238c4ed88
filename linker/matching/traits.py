"""What a single text shows by itself: numbers, quotation marks, cues of posting and of denial."""

from dataclasses import dataclass

from linker.matching.numbers import Number, read_numbers
from linker.matching.prepared import Prepared

# Beginnings of folded words (accents off), general to the languages that our users' pages are written in.
POSTING = (
    "twit", "retweet", "facebook", "instagram", "tiktok", "youtube", "telegram", "threads", "mastodon",
    "bluesky", "reddit", "whatsapp", "hashtag", "social", "viral", "user", "video", "wideo", "screenshot",
    "photo", "image", "foto", "zdjec", "internaut", "tuit", "trino", "cuit", "twee", "soziale", "netzwerk",
    "reseaux", "redes", "mediach", "spolecznosciow", "publikac", "publicac", "beitrag", "wpis", "opublikow",
    "соцсет", "соцмереж", "твит", "твіт", "допис", "публікац", "публикац", "відео", "видео", "unggah",
    "posted", "posting", "posts", "share", "sharing", "caption",
)  # fmt: skip
DENIAL = (
    "fake", "fals", "hoax", "debunk", "mislead", "untrue", "incorrect", "wrong", "however", "actually",
    "denied", "denies", "deny", "refute", "contradict", "unfounded", "baseless", "fabricat", "doctored",
    "manipulat", "dementier", "widerleg", "jedoch", "allerdings", "tatsachlich", "irrefuhrend", "faux",
    "fausse", "dement", "pourtant", "cependant", "trompeu", "infox", "desmint", "desmien", "bulo",
    "nieprawd", "zaprzecz", "jednak", "zdementow", "неправд", "фейк", "спрост", "запереч", "однак",
    "ложн", "ложь", "опроверг", "bohong", "hoaks", "bantah", "membantah", "namun",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traits:
    """Counts are of words."""

    words: frozenset[str]
    numbers: tuple[Number, ...]
    posting: int
    denial: int
    quotes: bool


def traits_of(text: Prepared) -> Traits:
    """Read one text's traits."""
    found = [word.text for word in text.words]
    return Traits(
        words=frozenset(found),
        numbers=read_numbers(text.source, text.words),
        posting=sum(is_posting(word) for word in found),
        denial=sum(is_denial(word) for word in found),
        quotes=any(mark in text.source for mark in '"“”„«»'),
    )


def is_posting(word: str) -> bool:
    """Whether a folded word speaks of posting on a network."""
    return word.startswith(POSTING)


def is_denial(word: str) -> bool:
    """Whether a folded word denies or corrects."""
    return word.startswith(DENIAL)
