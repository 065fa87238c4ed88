"""What a text says, word by word, without what pages, widgets and archives do to it or put around it.

Links, emoji, markup, mojibake and invisible marks say nothing that two copies of a post must share; of signs
only those of money and per cent do, since they change what a number means.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from linker.text import Word, normalise, words

MAX_CHARS = 20_000
LOST = "\ufffd"
"""What a wrong charset leaves of a letter beyond ASCII; inside a word it must not part it."""
_LETTER = "\u02ad"  # which no language uses
_LOST_LETTER = re.compile(f"{LOST}(?![@#])")
# Often glued to the word before, and several to each other.
_PICTURE = r"pic\.(?:(?:twitter|x)\.com/(?:(?!pic\.(?:twitter|x)\.com)\w)*|[a-z.]*(?=…|\.{3}))"
# X makes a link of a bare domain as well; country domains are too much like words without a space before.
_DOMAIN = (
    r"(?<![\w@.-])(?:[a-z0-9-]{2,}\.)+(?:com|org|net|edu|gov|info|news|tv|io|co\.uk)\b(?!\.\w)"
    r"(?:\?[\w-]+=[^\s…]*…?)?"
)
# The second half of a link in X's markup, `http://www. example.org/a-long …`, may stand apart.
_ADDRESS = (
    r"https?://t\.co/\w{1,10}|(?:https?:|(?:https?://)?www\.)(?:[^\s…]|(?<=[/.])\s(?=[\w-]+\.[a-z]))*(?:\s?…)?"
    r"|(?<![\w.-])(?:[\w-]+\.)+[a-z]{2,}/[^\s…]*…?"
)
_LINKS = [re.compile(each, flags) for each, flags in ((_PICTURE, 0), (_ADDRESS, re.IGNORECASE), (_DOMAIN, 0))]
_TAG = re.compile(
    r"</?(?:p|br|a|span|b|i|u|s|em|strong|div|img|blockquote|h\d|li|ul|ol|small|font|wbr)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Keycaps (1️⃣) and letters shown as emoji (ℹ️) would otherwise fold to digits and letters.
_EMOJI = re.compile(r"[0-9#*]\ufe0f?\u20e3|.\ufe0f")
_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
_SPACED_MARK = re.compile(r"(?<!\w)([@#])\s+(?=\w)")
_LEAD = re.compile(r"(?:[^\w@#$€£%.…[(—–―\ufffd-]+|(?:RT\s+)?@\w+:?(?=[\s,:]|$)(?!\s*['’]s\b))*")
_WINDOWS = bytes(set(range(0x80, 0xA0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}).decode("cp1252")
_NEXT = f"[\u0080-\u00bf{_WINDOWS}]"
_MOJIBAKE = re.compile(f"[\u00c2-\u00df]{_NEXT}|[\u00e0-\u00ef]{_NEXT}{{2}}|[\u00f0-\u00f4]{_NEXT}{{3}}")


class Said(NamedTuple):
    """A text as it can be shown to a person, and its words with their places in it."""

    source: str
    words: tuple[Word, ...]
    blank: str
    """The source with spaces for links and emoji, so that a frame ends where its words do."""

    @property
    def joined(self) -> str:
        """All words in one: a line break lost in flattening must not count as a change."""
        return "".join(word.text for word in self.words)

    def until(self, end: int) -> "Said":
        """What stands before a place in the source."""
        return Said(
            self.source[:end], tuple(word for word in self.words if word.end <= end), self.blank[:end]
        )


def read(text: str) -> Said:
    """The words of a post or embed, without leading mentions and links."""
    source = _SPACED_MARK.sub(r"\1", _TAG.sub(" ", _plain(text[:MAX_CHARS])))
    lead = _LEAD.match(source)
    source = source[lead.end() :] if lead else source
    blank = _EMOJI.sub(_spaces, _without_links(source))
    blank = _LOST_LETTER.sub(_LETTER, blank)
    blank = "".join(" " if _says_nothing(char) else char for char in blank)
    signs = [Word(char, at, at + 1) for at, char in enumerate(blank) if _is_sign(char)]
    found = words(normalise(blank))
    together = tuple(sorted((*found, *signs), key=lambda word: word.start)) if signs else found
    return Said(source, together, blank)


def letters_of_links(stretch: str) -> str:
    """The letters and digits of the links in a stretch of a source, folded."""
    pairs = zip(stretch, _without_links(stretch), strict=True)
    return "".join(char for char, kept in pairs if char != kept and char.isalnum()).casefold()


def _without_links(text: str) -> str:
    """Spaces where links are, so that all else keeps its place."""
    for pattern in _LINKS:
        text = pattern.sub(_spaces, text)
    return text


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text)  # decomposed letters are no bytes of a misread one
    for _ in range(3):
        once = html.unescape(_MOJIBAKE.sub(_decoded, text))
        if once == text:
            break
        text = once
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text).translate(_FULL_WIDTH))


def _decoded(found: re.Match[str]) -> str:
    """Undo UTF-8 that was read as Latin-1 or Windows-1252, letter by letter: the rest may be whole."""
    letters = found.group()
    as_read = b"".join(each.encode("latin-1" if each < "\u0100" else "cp1252") for each in letters)
    try:
        return as_read.decode("utf-8")
    except UnicodeError:
        return letters


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _says_nothing(char: str) -> bool:
    # What is left of brackets is no tag of HTML: `<noun>` keeps its word.
    return char in "<>" or (char > "\x7f" and unicodedata.category(char) == "So")


def _is_sign(char: str) -> bool:
    return char in "%$" or (char > "\x7f" and (char == "‰" or unicodedata.category(char) == "Sc"))


# What the frame around a post says

_MORE = (
    "show more", "read more", "see more", "mehr anzeigen", "mehr lesen", "weiterlesen", "voir plus",
    "afficher plus", "lire la suite", "mostrar más", "ver más", "leer más", "mostra altro", "altro",
    "meer weergeven", "lees meer", "mostrar mais", "ver mais", "leia mais", "pokaż więcej", "czytaj więcej",
    "visa mer", "vis mere", "vis mer", "näytä lisää", "показать ещё", "показать еще", "читать далее",
    "показати більше", "zobrazit více", "zobraziť viac", "daha fazla göster", "devamını oku", "さらに表示",
    "もっと見る", "続きを読む", "더 보기", "더보기", "显示更多", "顯示更多", "查看更多",
    "tampilkan lebih banyak", "selengkapnya", "عرض المزيد", "और दिखाएं",
)  # fmt: skip
_TRANSLATE = (
    "translate (?:this )?(?:post|tweet)", "(?:see|show|view) translation",
    "(?:post|tweet|beitrag) übersetzen", "übersetzung (?:an)?zeigen", "traduire (?:le |ce )?(?:post|tweet)",
    "(?:voir|afficher) la traduction", "traducir (?:el )?(?:post|tweet|publicación)",
    "(?:ver|mostrar) (?:la )?traducción", "traduci (?:il )?(?:post|tweet)",
    "(?:vedi|mostra) (?:la )?traduzione", "traduzir (?:o )?(?:post|tweet)", "(?:ver|mostrar) tradução",
    "(?:post|tweet|bericht) vertalen", "vertaling (?:bekijken|tonen)", "przetłumacz (?:wpis|post|tweet)a?",
    "(?:zobacz|pokaż) tłumaczenie", "перевести (?:пост|твит)", "показать перевод",
    "перекласти (?:допис|твіт)", "показати переклад", "přeložit (?:příspěvek|tweet)",
    "(?:zobrazit|zobraziť) překlad", "översätt (?:inlägg|tweet)", "visa översättning", "oversæt opslag",
    "(?:ポスト|ツイート)を翻訳", "翻訳を表示", "(?:게시물|트윗) 번역하기", "번역 보기", "翻译(?:帖子|推文)",
    "查看翻译", "terjemahkan (?:postingan|tweet)", "lihat terjemahan", "gönderiyi çevir",
    r"translated from [\w ]{3,30}(?: by google)?", r"übersetzt (?:aus dem \w{3,30} )?von google",
    r"traduit (?:de \w{3,30} )?par google", r"traducido (?:del \w{3,30} )?por google",
)  # fmt: skip
_PHRASES = "|".join((*_MORE, *_TRANSLATE)).replace(" ", r"\s+")
_TIME = (
    r"(?:午前|午後|上午|下午|오전|오후)?\s?\d{1,2}[:.h]\d{2}(?::\d{2})?"
    r"(?:\s?(?:[ap]\.?\s?m\b\.?|vorm\.|nachm\.|uhr))?"
)
_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = (
    rf"(?:\d{{1,2}}\.?\s(?:de\s)?{_MONTH},?\s(?:de\s)?20\d\d(?:\s?[гр]\.)?|{_MONTH}\s\d{{1,2}},?\s20\d\d"
    r"|20\d\d年\d{1,2}月\d{1,2}日|20\d\d년 ?\d{1,2}월 ?\d{1,2}일"
    r"|20\d\d-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]20\d\d)"
)
_AND = r"\s*[·•|,–-]\s*"
_COUNTED = r"(?:retweets?|quote tweets|quotes|reposts?|likes?|views?|replies|bookmarks?)"
# A date alone may be the author's own: only on a line of its own it is the frame's.
_FRAME = re.compile(
    rf"(?:(?:^|\s|(?<=[…·.!?)\]]))(?:{_PHRASES})[\s.…»›→]*"
    rf"|(?:^|\s)(?:{_TIME}{_AND}{_DATE}|{_DATE}{_AND}{_TIME})(?:\s*·[^\n·]{{1,40}}|\sfrom [^\n·]{{1,40}})*"
    rf"|\n\s*{_DATE}"
    rf"|(?:\s[\d.,]+\s?[KM]?\s{_COUNTED}\b[\s·]*)+"
    r"|\s*\[(?:image or embed|…|\.{3})\])\s*\Z",
    re.IGNORECASE,
)
_DASH = re.compile(r"[—–―]|(?<!\w)--?|-(?=\s)")
_SIGNED = re.compile(
    r"[—–―-]+\s*[^\n]{1,100}?\s*[(（]\s*[@＠]\s*[\w.-]{1,60}(?:@[\w.-]{1,60})?\s*[)）]"
    r"(?:\s*[^()\n]{4,40}?(?:\d\.?|[日일]|\d\s*\w{1,2}\.))?\Z"
)
_CLOSING = " \n\t\"'“”’»«"
_TAIL = 400
_MOST_UNITS = 4


def unframed(said: Said) -> Iterator[Said]:
    """The text as it is, then without the units of a frame that it ends on: signature, time, "Show more"."""
    yield said
    for _ in range(_MOST_UNITS):
        ends = list(_frame_starts(said))
        for end in ends[:-1]:
            yield said.until(end)
        if not ends:
            return
        said = said.until(ends[-1])
        yield said


def _frame_starts(said: Said) -> Iterator[int]:
    """Where the last unit of a frame may start; a signature at any of its dashes, the first one last."""
    blank = said.blank.rstrip(_CLOSING)
    tail = max(0, len(blank) - _TAIL)
    framed = _FRAME.search(blank, tail)
    if framed:
        yield framed.start()
        return
    # In the source: a dash glued to a link is blank as well.
    text = said.source[: len(blank)]
    signed = [dash.start() for dash in _DASH.finditer(text, tail) if _SIGNED.match(text, dash.start())]
    yield from signed
    yield from signed[-1:] if len(signed) > 1 else ()
