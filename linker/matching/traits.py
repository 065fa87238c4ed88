"""What a single text shows by itself: numbers, names, cues of posting, of denial and of asking."""

from dataclasses import dataclass

from linker.matching.numbers import Number, read_numbers
from linker.matching.prepared import Prepared

# Stems, matched from a word's beginning, of the languages that our users' pages are written in.
POSTING = (
    "twitter twit tweet retweet facebook instagram tiktok youtube telegram threads mastodon bluesky reddit "
    "whatsapp hashtag social viral user video screenshot photo image foto zdjęci zdjec wideo vidéo "
    "internaut tuit trino cuit twee soziale netzwerk réseaux redes sociales mediach społecznościow publikac "
    "publicación beitrag wpis opublikow соцсет твит твіт твитт допис пост запис відео видео "
    "unggah cuit postingan posted posting posts share shared sharing caption"
).split()
DENIAL = (
    "fake false falsely hoax debunk misleading mislead untrue incorrect wrong however actually denied denies "
    "deny refute contradict unfounded baseless fabricat doctored manipulat "
    "falsch fälsch dementier widerleg jedoch allerdings tatsächlich irreführend "
    "faux fausse démenti dément pourtant cependant trompeu infox "
    "falso falsa desmint desmien bulo engaños "
    "fałsz fałszy nieprawd zaprzecz jednak zdementow "
    "неправд фейк спрост заперечу однак однако ложн ложь опроверг "
    "salah bohong hoaks bantah membantah namun"
).split()
NEGATION = frozenset(
    "not no never none nobody neither nor cannot t without nicht kein keine keinen keiner nie niemals ohne "
    "ne pas jamais aucun aucune sans non ni no nunca ningun ninguna sin nie nigdy brak bez "
    "не ні ни никогда ніколи нет немає без tidak bukan tak belum tanpa".split()
)


@dataclass(frozen=True, slots=True)
class Traits:
    """Counts are of words."""

    words: frozenset[str]
    numbers: tuple[Number, ...]
    posting: int
    denial: int
    negation: int
    asks: bool
    quotes: bool


def traits_of(text: Prepared) -> Traits:
    """Read one text's traits."""
    found = [word.text for word in text.words]
    return Traits(
        words=frozenset(found),
        numbers=read_numbers(text.source, text.words),
        posting=sum(is_posting(word) for word in found),
        denial=sum(is_denial(word) for word in found),
        negation=sum(word in NEGATION for word in found),
        asks="?" in text.source,
        quotes=any(mark in text.source for mark in '"“”„«»'),
    )


def is_posting(word: str) -> bool:
    """Whether a folded word speaks of posting on a network."""
    return word.startswith(_POSTING)


def is_denial(word: str) -> bool:
    """Whether a folded word denies or corrects."""
    return word.startswith(_DENIAL)


_POSTING = tuple(POSTING)
_DENIAL = tuple(DENIAL)
