"""What is done to the texts of `benchmarks/fidelity.py`: innocent variants, real alterations, cuts."""

import html
import random
import re
import unicodedata
from collections.abc import Callable
from html.entities import codepoint2name
from itertools import pairwise

from linker.text import normalise, words

Change = Callable[[str, random.Random], str]

EMOJI = re.compile(
    "[\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\U0001f1e6-\U0001f1ff][\ufe0f\U0001f3fb-\U0001f3ff]?"
)
LINK = re.compile(r"https?://t\.co/\w{1,10}|https?://\S+")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SIGNATURES = (
    "— Mira Todorova (@mira_t) April 20, 2023",
    "— Mira Todorova 🇧🇬 (@mira_t) 20. April 2023",
    "&mdash; Mira Todorova (@mira_t) April 20, 2023",
    "– Mira (Desk) Todorova (@mira_t) 20 avril 2023",
    "— Міра Тодорова (@mira_t) 20 апреля 2023 г.",
    "— 美良 (@mira_t) 2023年4月20日",
    "- Mira Todorova (@mira_t) 20 de abril de 2023",
)
MORE = (
    "Show more", "Read more", "Mehr anzeigen", "Voir plus", "Afficher plus", "Mostrar más", "Ver más",
    "Mostra altro", "Meer weergeven", "Mostrar mais", "Ver mais", "Pokaż więcej", "Visa mer", "Vis mere",
    "Vis mer", "Показать ещё", "Показати більше", "Zobrazit více", "Daha fazla göster", "さらに表示",
    "もっと見る", "더 보기", "显示更多", "Tampilkan lebih banyak", "Lire la suite", "Leer más",
    "Weiterlesen", "See more",
)  # fmt: skip
TRANSLATE = (
    "Translate post", "Translate Tweet", "See translation", "Show translation", "Post übersetzen",
    "Tweet übersetzen", "Übersetzung anzeigen", "Traduire le post", "Traduire le Tweet",
    "Voir la traduction", "Traducir post", "Traducir Tweet", "Ver traducción", "Traduci post",
    "Vedi traduzione", "Traduzir post", "Ver tradução", "Post vertalen", "Vertaling bekijken",
    "Przetłumacz wpis", "Zobacz tłumaczenie", "Перевести пост", "Показать перевод", "Перекласти допис",
    "Přeložit příspěvek", "ポストを翻訳", "翻訳を表示", "게시물 번역하기", "翻译帖子",
    "Translated from German by Google", "Übersetzt von Google",
)  # fmt: skip
STAMPS = (
    "10:35 AM · Apr 20, 2023", "10:35 · 20 avr. 2023", "10:35 vorm. · 20. Apr. 2023", "Apr 20, 2023",
    "10:35 AM - 20 Apr 2023", "午前10:35 · 2023年4月20日", "10:35 AM · Apr 20, 2023 · Twitter Web App",
    "10:35 AM · Apr 20, 2023 from Kyiv, Ukraine", "8:35 a. m. · 20 abr. 2023",
)  # fmt: skip


# What pages, widgets and archives do to a text


def named_entities(text: str, _: random.Random) -> str:
    return "".join(f"&{codepoint2name[ord(char)]};" if ord(char) in codepoint2name else char for char in text)


def numbered_entities(text: str, chance: random.Random) -> str:
    form = chance.choice(["&#{};", "&#x{:x};"])
    return "".join(
        form.format(ord(char)) if not char.isalnum() and not char.isspace() else char for char in text
    )


def at_spaces(mark: str, share: float = 0.5) -> Change:
    return lambda text, chance: re.sub(" ", lambda found: mark if chance.random() < share else found[0], text)


def in_words(mark: str) -> Change:
    return lambda text, chance: re.sub(
        r"(?<=[^\W\d_])(?=[^\W\d_])", lambda _: mark if chance.random() < 0.2 else "", text
    )


def outside_links(change: Change) -> Change:
    """A change to what people wrote, not to addresses: a link with a space in it is another text."""

    def changed(text: str, chance: random.Random) -> str:
        pieces = re.split(r"(https?://\S+|\bpic\.\S+|&[#\w]+;)", text)
        return "".join(piece if at % 2 else change(piece, chance) for at, piece in enumerate(pieces))

    return changed


def swapped(*rules: tuple[str, str]) -> Change:
    def change(text: str, _: random.Random) -> str:
        for pattern, new in rules:
            text = re.sub(pattern, new, text)
        return text

    return change


def one_of(*ends: str, gap: str = " ") -> Change:
    return lambda text, chance: f"{text}{gap}{chance.choice(ends)}"


def as_displayed(text: str, _: random.Random) -> str:
    """Links as X displays them: no scheme, cut after 26 characters of path."""

    def shown(found: re.Match[str]) -> str:
        if "//t.co/" in found[0]:  # never displayed
            return found[0]
        bare = re.sub(r"^https?://(?:www\.)?", "", found[0])
        return bare if len(bare) <= 37 else f"{bare[:36]}…"

    return LINK.sub(shown, text)


def as_markup(text: str, _: random.Random) -> str:
    """Links with the invisible halves that X's markup has: `http://www. example.org/a-long …`."""

    def shown(found: re.Match[str]) -> str:
        scheme, bare = re.fullmatch(r"(https?://(?:www\.)?)(.*)", found[0], re.DOTALL).groups()
        return f"{scheme}{bare[:24]}{bare[24:]}" + ("…" if len(bare) > 24 else "")

    return LINK.sub(shown, text)


def misread(charset: str) -> Change:
    def change(text: str, _: random.Random) -> str:
        return "".join(
            part.encode("utf-8", "replace").decode(charset, "ignore") if is_whole(part, charset) else part
            for part in re.split(r"(\s)", text)
        )

    def is_whole(part: str, charset: str) -> bool:
        try:
            return bool(part.encode().decode(charset))
        except UnicodeError:
            return False

    return change


def fullwidth(text: str, _: random.Random) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if char.isascii() and char.isalnum() else char for char in text)


def skin(text: str, chance: random.Random) -> str:
    tone = chance.choice("🏻🏼🏽🏾🏿")
    return re.sub("([👍👏🙏👋💪👉👇✊✌])[🏻🏼🏽🏾🏿]?", rf"\1{tone}", text)


def with_skins_off(text: str, _: random.Random) -> str:
    return re.sub("[🏻🏼🏽🏾🏿]", "", text)


def without_leading(text: str, _: random.Random) -> str:
    return re.sub(r"^(?:@\w+\s+)+", "", text)


def spaced_hashtag(text: str, _: random.Random) -> str:
    return re.sub(r"(?<!\w)#(?=\w)", "# ", text)


def split_hashtag(text: str, _: random.Random) -> str:
    parted = lambda found: " ".join(re.findall(r"[A-ZÀ-Þ]?[^\WA-ZÀ-Þ_]+|[A-ZÀ-Þ]+|_", found[0][1:]))  # noqa: E731
    return re.sub(r"(?<!\w)#\w+", lambda found: f"#{parted(found)}", text)


def with_bidi_marks(text: str, chance: random.Random) -> str:
    marked = at_spaces(" \u200f")
    return f"\u2068{marked(text, chance)}\u2069\u202c"


def other_dashes(text: str, chance: random.Random) -> str:
    return re.sub(r"(?<=\s)[—–-]+(?=\s)", chance.choice(["-", "–", "—", "--", "‒", "―", "−"]), text)


INNOCENT: dict[str, Change] = {
    "entities once": lambda text, _: html.escape(text),
    "entities twice": lambda text, _: html.escape(html.escape(text)),
    "entities by name": named_entities,
    "entities by number": numbered_entities,
    "emoji dropped": lambda text, _: EMOJI.sub("", text).replace("\u200d", "").replace("\ufe0f", ""),
    "emoji for spaces": lambda text, _: EMOJI.sub(" ", text),
    "emoji added at the end": one_of("🔥", "👏🏽", "🇺🇦", "❤️", "1️⃣", "👩🏽‍🚒", "™️"),
    "variation selectors dropped": lambda text, _: text.replace("\ufe0f", ""),
    "variation selectors added": lambda text, _: EMOJI.sub(lambda found: found[0][0] + "\ufe0f", text),
    "skin tones given": skin,
    "skin tones dropped": with_skins_off,
    "links shortened": lambda text, _: LINK.sub("https://t.co/AbCdEfGh12", text),
    "links dropped": lambda text, _: LINK.sub("", text),
    "links as displayed": as_displayed,
    "links as in X's markup": as_markup,
    "link to media": one_of("https://t.co/AbCdEfGh12", "https://twitter.com/desk/status/1649/photo/1"),
    "picture link": one_of("pic.twitter.com/Qm4xN7ykYd", "pic.x.com/qm4xn7ykyd"),
    "picture link, glued": one_of("pic.twitter.com/Qm4xN7ykYd", gap=""),
    "link, glued": one_of("https://t.co/AbCdEfGh12", gap=""),
    "leading mentions dropped": without_leading,
    "leading mentions added": lambda text, _: f"@desk @mira_t {text}",
    "quotes straight": swapped(("[“”„«»‟]", '"'), ("[‘’‚‹›ʼ´`]", "'")),
    "quotes curly": swapped((r'(^|\s)"', r"\1“"), ('"', "”"), ("'", "’")),
    "quotes of French": swapped((r'(^|\s)["“]', "\\1«\u00a0"), ('["”]', "\u00a0»"), ("'", "’")),
    "quotes of German": swapped((r'(^|\s)["“]', r"\1„"), ('["”]', "“")),
    "quotes around it": lambda text, chance: text.join(chance.choice(['""', "“”", "„“", "«»", "''"])),
    "dashes": other_dashes,
    "hyphens": outside_links(lambda text, chance: text.replace("-", chance.choice("‐‑–"))),
    "dots for an ellipsis": outside_links(lambda text, _: text.replace("…", "...")),
    "ellipsis for dots": outside_links(lambda text, _: re.sub(r"\.{3,}", "…", text)),
    "spaced dots": outside_links(lambda text, _: re.sub(r"\.{3}|…", ". . .", text)),
    "no-break spaces": at_spaces("\u00a0"),
    "thin and wide spaces": at_spaces("\u2009"),
    "ideographic spaces": at_spaces("\u3000"),
    "double spaces": at_spaces("  "),
    "line breaks for spaces": outside_links(at_spaces("\n", 0.2)),
    "zero-width spaces": outside_links(in_words("\u200b")),
    "zero-width joiners": outside_links(in_words("\u200d")),
    "soft hyphens": outside_links(in_words("\u00ad")),
    "bidi marks": outside_links(with_bidi_marks),
    "byte order mark": lambda text, _: f"\ufeff{text}",
    "breaks to spaces": lambda text, _: re.sub(r"\s*\n\s*", " ", text),
    "breaks to nothing": outside_links(lambda text, _: re.sub(r"\s*\n\s*", "", text)),
    "breaks to slashes": outside_links(lambda text, _: re.sub(r"\s*\n\s*", " / ", text)),
    "hashtags spaced": outside_links(spaced_hashtag),
    "hashtags split": outside_links(split_hashtag),
    "mentions spaced": outside_links(lambda text, _: re.sub(r"(?<!\w)@(?=\w)", "@ ", text)),
    "tags on lines of their own": outside_links(swapped((r"(?<!\w)([#@])(\w+)", r"\n\1\n\2\n"))),
    "NFC": lambda text, _: unicodedata.normalize("NFC", text),
    "NFD": lambda text, _: unicodedata.normalize("NFD", text),
    "NFKC": lambda text, _: unicodedata.normalize("NFKC", text),
    "full width": outside_links(fullwidth),
    "upper case": outside_links(lambda text, _: text.upper()),
    "signature": one_of(*SIGNATURES),
    "signature, new line": one_of(*SIGNATURES, gap="\n"),
    "signature, glued": one_of(*SIGNATURES, gap=""),
    "signature and picture": one_of(*(f"pic.twitter.com/Qm4xN7ykYd {each}" for each in SIGNATURES)),
    "a repost's mark": lambda text, _: f"RT @desk: {text}",
    "Show more": one_of(*MORE),
    "Show more, new line": one_of(*MORE, gap="\n"),
    "Translate post": one_of(*TRANSLATE),
    "Translate post, new line": one_of(*TRANSLATE, gap="\n"),
    "stamp, new line": one_of(*STAMPS, gap="\n"),
    "misread as cp1252": misread("cp1252"),
    "misread as latin-1": misread("latin-1"),
    "letters lost": lambda text, _: re.sub("[À-ɏ“”’–—]", "\ufffd", text),
    "tags of HTML left": outside_links(lambda text, _: f"<p>{text.replace(chr(10), '<br>')}</p>"),
}


# What falsifies it


def content_words(text: str) -> list[re.Match[str]]:
    """Words that a person reads as such: no part of a link, tag, entity or leading mention."""
    hidden = [
        span.span() for span in re.finditer(r"https?://\S+|pic\.\S+|\S*[#@&]\S*|^RT @\w+:|\S+\.\S+", text)
    ]
    return [
        found
        for found in WORD.finditer(text)
        if not any(start <= found.start() < end for start, end in hidden)
        and words(normalise(found[0], post=True))
    ]


def at_a_word(change: Callable[[str, random.Random], str], fits: Callable[[str], bool] = bool) -> Change:
    def changed(text: str, chance: random.Random) -> str:
        places = [found for found in content_words(text) if fits(found[0])]
        if not places:
            return text
        found = chance.choice(places)
        return text[: found.start()] + change(found[0], chance) + text[found.end() :]

    return changed


def swapped_words(text: str, chance: random.Random) -> str:
    found = content_words(text)
    near = [
        (one, other)
        for one, other in pairwise(found)
        if one[0].casefold() != other[0].casefold() and text[one.end() : other.start()].isspace()
    ]
    if not near:
        return text
    one, other = chance.choice(near)
    return text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :]


def without_a_word(text: str, chance: random.Random) -> str:
    found = content_words(text)[1:-1]
    if not found:
        return text
    one = chance.choice(found)
    return text[: one.start()].rstrip() + text[one.end() :]


def without_a_sentence(text: str, chance: random.Random) -> str:
    pieces = re.split(r"(?<=[.!?])\s+", text)
    inner = [
        at
        for at in range(1, len(pieces) - 1)
        if content_words(pieces[0])
        and content_words(pieces[at])
        and content_words(" ".join(pieces[at + 1 :]))
    ]
    if not inner:
        return text
    at = chance.choice(inner)
    return " ".join(pieces[:at] + pieces[at + 1 :])


def without_a_mention(text: str, chance: random.Random) -> str:
    found = [
        each
        for each in re.finditer(r"(?<=\w )@\w+(?= \w)", text)
        if content_words(text[: each.start()]) and content_words(text[each.end() :])
    ]
    if not found:
        return text
    one = chance.choice(found)
    return text[: one.start()] + text[one.end() :].lstrip()


def appended(text: str, chance: random.Random) -> str:
    said = chance.choice(["This is a lie.", "Believe me", "and nobody will stop us", "or else", "Not."])
    return f"{text} {said}" if content_words(text) else text


OTHERS = ("marmalade", "Zanzibar", "quietly", "thirteen", "resigned", "никогда", "jamais")
NEGATIONS = {"not", "never", "no", "don't", "don’t", "can't", "won’t", "nicht", "ne", "pas"}
NOT = ("not", "never", "no", "nicht", "ne pas", "не")

ALTERED: dict[str, Change] = {
    "a word changed": at_a_word(lambda word, chance: chance.choice([one for one in OTHERS if one != word])),
    "a name changed": at_a_word(
        lambda _, chance: chance.choice(["Ivanov", "Müller", "Okafor"]),
        lambda word: word[:1].isupper() and len(word) > 2,
    ),
    "a number changed": at_a_word(
        lambda word, _: str(int(word) + 1), lambda word: word.isascii() and word.isdigit()
    ),
    "a digit dropped": at_a_word(
        lambda word, _: word[:-1], lambda word: word.isascii() and word.isdigit() and len(word) > 1
    ),
    "a negation put in": at_a_word(lambda word, chance: f"{chance.choice(NOT)} {word}"),
    "a negation taken out": at_a_word(lambda _word, _: "", lambda word: word.casefold() in NEGATIONS),
    "n't dropped": at_a_word(lambda word, _: word[:-3], lambda word: re.search("n['’]t$", word) is not None),
    "two words swapped": swapped_words,
    "a word left out in the middle": without_a_word,
    "a sentence left out in the middle": without_a_sentence,
    "a mention left out in the middle": without_a_mention,
    "words appended": appended,
    "words put before": lambda text, _: f"Nobody says: {text}",
    "a letter changed": at_a_word(
        lambda word, _: f"{word[:2]}z{word[3:]}", lambda word: len(word) > 3 and word[2] not in "zZ"
    ),
}


# What shortens it


def beginning(mark: str, *, whole_word: bool = True) -> Change:
    def change(text: str, chance: random.Random) -> str:
        found = content_words(text)
        if len(found) < 12:
            return text
        one = found[chance.randrange(3, len(found) - 8)]
        at = one.end() if whole_word else one.start() + (len(one[0]) + 1) // 2
        return text[:at] + mark

    return change


def ending(mark: str) -> Change:
    def change(text: str, chance: random.Random) -> str:
        found = content_words(text)
        if len(found) < 12:
            return text
        return mark + text[found[chance.randrange(8, len(found) - 3)].start() :]

    return change


def outer(text: str, _: random.Random) -> str:
    found = content_words(text)
    if len(found) < 9:
        return text
    first, last = found[3], found[-3]
    return f"{text[: first.end()]} […] {text[last.start() :]}"


CUT: dict[str, Change] = {
    "the beginning, …": beginning("…"),
    "the beginning, spaced …": beginning(" …"),
    "the beginning, ...": beginning("..."),
    "the beginning, [...]": beginning(" [...]"),
    "the beginning, in a word": beginning("…", whole_word=False),
    "the beginning, … and a link": beginning("… https://t.co/AbCdEfGh12"),
    "the beginning, Show more": lambda text, chance: beginning(f"… {chance.choice(MORE)}")(text, chance),
    "the beginning, no mark": beginning(""),
    "the end, …": ending("…"),
    "the end, no mark": ending(""),
    "both ends, […]": outer,
}
