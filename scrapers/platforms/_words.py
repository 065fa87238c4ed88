"""The words inside an embed's markup: the post's text, who signed it, when, without the embed's furniture."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timezone

from lxml.html import HtmlElement

from scrapers.writing.days import parse_day, without_bidi

MAX_TEXT = 30_000
"""Characters of one post; X's longest are 25,000."""
MAX_NODES = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an embed says in words; every part may be missing."""

    text: str | None = None
    text_found: str | None = None
    media: tuple[str, ...] = ()
    name: str | None = None
    handle: str | None = None
    day: date | None = None
    date_text: str | None = None


Reader = Callable[[HtmlElement], Words]


@dataclass(frozen=True, slots=True)
class Signature:
    """`— Name (@handle) April 20, 2023`, and where it starts in the text."""

    name: str | None
    handle: str
    date_text: str | None
    day: date | None
    start: int


_BLOCKS = frozenset({
    "p", "div", "blockquote", "section", "article", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "footer", "figure", "table", "tr", "pre",
})  # fmt: skip
_UNSEEN = frozenset({
    "script", "style", "noscript", "template", "svg", "button", "textarea", "iframe", "video", "head",
    "title",
})  # fmt: skip
_SPACE = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*\n\s*")
_BREAK = re.compile(r" ?\n ?")

_SIGNATURE = re.compile(
    r"(?:(?<=\s)|^|(?<=[\w.…!?)\"'”’])(?=[—–―]))(?:—|–|―|--?|&mdash;|&#8212;)\s*"
    r"(?P<name>[^\n]{0,100}?)\s*[(（](?:@|＠)(?P<handle>\w[\w.-]{0,100}(?:@[\w.-]{1,100})?)[)）]\s*"
    r"(?P<date>[^\n()]{0,60})\s*$"
)
_TAIL = 320
_MEDIA = re.compile(
    r"(?:(?<=\s)|^|(?<=[^\w/.]))(?:https?://)?pic\.(?:twitter|x)\.com/\w{1,20}/?\s*$"
    r"|(?<=\w)pic\.twitter\.com/\w{1,20}\s*$|\[image or embed\]\s*$",
    re.IGNORECASE,
)
_MEDIA_ALONE = re.compile(r"pic\.(?:twitter|x)\.com/\w{1,20}", re.IGNORECASE)

_GONE = re.compile(
    r"(?i)^\W*(?:(?:this |the )?(?:tweet|post|video|reel|photo|thread) (?:may have been|has been|was|is) "
    r"(?:deleted|removed|unavailable|no longer available)(?: by (?:the|its) (?:post |tweet )?author)?"
    r"|view (?:this|the|original) (?:post|photo|video|reel|tweet) on (?:instagram|twitter|x|facebook|threads)"
    r"|\[image or embed\])\W*$"
)
"""Never a post's own words, even where somebody signs them."""
_PLACEHOLDER = re.compile(
    r"(?i)^\W*(?:(?:this |the )?(?:tweet|post|video|reel|photo|thread)\b.{0,20}(?:may have been|has been"
    r"|was|is) "
    r"(?:deleted|removed|no longer available|unavailable).{0,60}"
    r"|(?:this |the )?(?:tweet|post) is (?:unavailable|from .{0,40})"
    r"|(?:loading|lade|chargement|cargando|caricamento)\b.{0,60}"
    r"|(?:twitter|instagram|facebook|tweet|tiktok|x|bluesky|embed(?:ded)? (?:tweet|post|content)"
    r"|external content"
    r"|externer inhalt|contenu externe|contenido externo)"
    r"|(?:view|see|watch|read|show|open|click|visit)\b.{0,60}\b(?:on|in|at|original|content|tweet|post"
    r"|full) ?"
    r".{0,30}(?:twitter|x|instagram|facebook|threads|mastodon|bluesky|tiktok|reddit|telegram|truth social|vk"
    r"|youtube)\W*"
    r"|(?:view|see|show|load) (?:this |the )?(?:tweet|post|content|thread|profile|discussion)"
    r"|[^\n@#]{0,60}(?<![A-Za-z])Instagram(?![A-Za-z])[^\n@#]{0,24}|\[?image or embed\]?)\W*$"
)
_CONSENT = re.compile(
    r"(?i)\bcookies?\b|\bthird[- ]part(?:y|ies)\b|\bexternal (?:content|sites?|media)\b"
    r"|\bcontains content (?:provided by|from)\b|\baccept and continue\b|^\W*allow .{1,30} content\W*$"
    r"|^\W*(?:skip|end of) [\w ]{1,12} (?:post|video|content)\b"
    r"|\bdatenschutz\w*|\bpersonenbezogene daten\b|\b(?:dritt|fremd)(?:anbieter|plattform|inhalt)\w*"
    r"|\bextern\w{0,2} (?:inhalt|medi|dienst)\w*|\bredaktionelle[rn]? inhalt\w*|\bplatzhalterinhalt\w*"
    r"|\bstimmen sie zu\b|\bbin (?:damit )?einverstanden\b"
    r"|\bcontenus? (?:externe|tiers)|\bdonnées personnelles\b|\bcontenidos? externos?\b|\bdatos personales\b"
    r"|\bconteúdos? externos?\b|\bcontenut[oi] estern[oi]\b|\bdati personali\b|\bexterne (?:inhoud|content)\b"
    r"|\btreści zewnętrzn\w+|\bpliki cookie\b|\bexterní obsah\b|\bekstern\w* indhold\b|\bexternt innehåll\b"
)
"""What boxes say that ask before they load a post, and the BBC's marks around one."""
SHARED_LEAD = re.compile(
    r"(?i)^\W*(?:an? (?:post|photo|video|reel|story)(?: \w+)? (?:shared|posted) by|(?:a )?reel by"
    r"|ein beitrag(?:, der)?(?: geteilt)? von|ein von|ein (?:foto|video) gepostet von|une (?:publication"
    r"|photo|vidéo) "
    r"(?:partagée|publiée) par|una publicaci[oó]n (?:compartida|de|compartida por|de)(?: por)?"
    r"|una foto (?:publicada|compartida) por|un post condiviso da|un[ao]? (?:post|publicação|foto) "
    r"(?:compartilhad[oa]|partilhad[oa]) por|een (?:bericht|foto|post) (?:gedeeld|geplaatst) door"
    r"|(?:post|zdjęcie|film) (?:udostępnion[yae]|zamieszczone) przez(?: użytkownika)?"
    r"|ett inlägg delat av|et (?:opslag|innlegg) (?:delt|lagt ut) a[fv]|публикация от|допис, поширений"
    r"|sebuah kiriman (?:dibagikan|yang dibagikan) oleh|kiriman dibagikan oleh|příspěvek sdílený|"
    r"o postare distribuită de)\s*"
)
_AFTER_NAME = re.compile(
    r"(?i)^\W*(?:geteilter? (?:beitrag|post)|gepostetes (?:foto|video)|'?(?:in|ın|un"
    r"|ün)? paylaştığı bir gönderi"
    r"|がシェアした投稿|님의 공유 게시물님|分享的帖子|on|am|le|el|il|em|op|w dniu|на|pada|den|:|,|-)\s*"
)
_SHARER = re.compile(r"[(（]?@(?P<handle>[\w.]{1,60})[)）]?")
_SOUND = re.compile(r"^\s*[♬🎵♪]")
_POSTED = re.compile(
    r"(?i)^\W*(?:posted by|publiée? par|posté par|publicad[ao] por|gepostet von|pubblicato da|geplaatst door"
    r"|opublikowan[yae] przez"
    r"|опубликовано|post by|comment by|from discussion|by)(?:\b|(?=u/))\s*(?P<rest>.*)$",
    re.DOTALL,
)
_POSTER = re.compile(r"\s*(?:@|u/)([\w.@-]{2,80}?)\.?(?=\s|$)")
_ON = re.compile(r"\s+(?:on|sur|le|el|am|op|w dniu|in|den)\s+|\n")


def rendered(element: HtmlElement, skip: Callable[[HtmlElement], bool] | None = None) -> str:
    """Text as a browser shows it: `<br>` and blocks break lines, other space folds, emoji images speak."""
    parts: list[str] = []
    budget = [MAX_NODES]
    _render(element, parts, skip or _never, budget, 0)
    text = _SPACE.sub(" ", without_bidi("".join(parts)[: 2 * MAX_TEXT]).replace("\xa0", " "))
    return _BREAK.sub("\n", _BREAKS.sub("\n\n", text)).strip()[:MAX_TEXT]


def signature(text: str, language: str | None = None) -> Signature | None:
    """The signature that a text ends on; a date that no calendar knows leaves `day` empty."""
    tail = max(0, len(text) - _TAIL)
    match = _last(_SIGNATURE, text[tail:])
    if match is None:
        return None
    written = re.sub(r"(?<=\d)\.$", "", match["date"].strip(" ,;:|·")) or None
    return Signature(
        name=_SPACE.sub(" ", match["name"]).strip() or None,
        handle=match["handle"].rstrip("."),
        date_text=written,
        day=parse_day(written, language) if written else None,
        start=tail + match.start(),
    )


def without_media(text: str) -> tuple[str, tuple[str, ...]]:
    """Text without the picture links that it ends on, and those links."""
    media: list[str] = []
    while match := _MEDIA.search(text, max(0, len(text) - 80)):
        media += _MEDIA_ALONE.findall(match[0])
        text = text[: match.start()].rstrip()
    return text, tuple(reversed(media))


def is_placeholder(line: str) -> bool:
    """Whether a line is what an embed shows in place of a post, or around one that nobody signed."""
    return len(line) <= 160 and bool(_PLACEHOLDER.match(line))


def asks_consent(line: str) -> bool:
    """Whether a line is a box's own, which asks before it shows a post of another site."""
    return bool(_CONSENT.search(line[:MAX_TEXT]))


def as_words(text: str, **known: object) -> Words:
    """A post's own text with its media links taken off; placeholders are no text."""
    clean, media = without_media(text)
    kept = None if not clean or (len(clean) <= 160 and _GONE.match(clean)) else clean
    found = text if kept or media else None
    return replace(Words(text=kept, text_found=found, media=media), **known)  # type: ignore[arg-type]


def signed_words(element: HtmlElement) -> Words:
    """Text above a signature `— Name (@handle) Date`, as X and Bluesky write it; quoted posts left out."""
    whole = rendered(element, _nested_in(element))
    signed = signature(whole)
    if signed is None:
        return _unsigned(element, whole)
    known = {"name": signed.name, "handle": signed.handle, "day": signed.day, "date_text": signed.date_text}
    return as_words(whole[: signed.start].strip(), **known)


def caption_words(element: HtmlElement) -> Words:
    """Text of an embed that signs in its own words: `A post shared by NAME (@handle) on DATE`, `♬ sound`."""
    found = Words()
    lines: list[str] = []
    for block in re.split(r"\n\n+", rendered(element, _nested_in(element))):
        found, rest = _credit(found, block, first=not lines)
        if rest and not is_placeholder(rest):
            lines.append(rest)
    stamp = _stamp(element)
    text = "\n\n".join(lines)
    day = stamp or found.day
    return as_words(text, name=found.name, handle=found.handle, day=day, date_text=found.date_text)


def no_words(_element: HtmlElement) -> Words:
    """For players: what stands around a video is no post's text."""
    return Words()


def shared_by(line: str) -> Words | None:
    """Who signed `A post shared by NAME (@handle) on May 4, 2019 at 7:00am PDT`, in any language known."""
    sharer = _SHARER.search(line)
    lead = SHARED_LEAD.match(line)
    if sharer is None or not (lead or (line[sharer.start()] in "(（" and len(line) <= 200)):
        return None
    name = line[lead.end() if lead else 0 : sharer.start()].strip(" (（:,")
    written = _AFTER_NAME.sub("", line[sharer.end() :]).strip(" .")
    return Words(
        name=name or None,
        handle=sharer["handle"].rstrip("."),
        day=parse_day(written) if written else None,
        date_text=written if written and parse_day(written) else None,
    )


def _credit(found: Words, block: str, *, first: bool) -> tuple[Words, str]:
    """A block's own words, after what tells the author is taken out of it."""
    kept: list[str] = []
    for line in block.split("\n"):
        if _SOUND.match(line):
            continue
        if first and not kept and re.fullmatch(r"@[\w.]{1,40}", line.strip()):
            found = replace(found, handle=found.handle or line.strip()[1:])
        elif (shared := shared_by(line)) and (_says_only_who(line) or shared.day):
            found = replace(shared, handle=shared.handle)
        elif posted := _POSTED.match(line):
            found = _posted(found, posted["rest"])
        else:
            kept.append(line)
    return found, "\n".join(kept).strip()


def _says_only_who(line: str) -> bool:
    """Whether a line holds, beside a name and a handle, only words that say who shared the post."""
    sharer = _SHARER.search(line)
    rest = _AFTER_NAME.sub("", line[sharer.end() :]).strip(" .") if sharer else line
    return bool(SHARED_LEAD.match(line)) or not rest


def _posted(found: Words, rest: str) -> Words:
    who = _POSTER.match(rest)
    if who:
        return replace(found, handle=found.handle or who[1])
    name, *written = _ON.split(rest.strip(), maxsplit=1)
    day = parse_day(written[0]) if written else None
    return replace(
        found,
        name=found.name or name[:100] or None,
        day=found.day or day,
        date_text=found.date_text or (written[0] if day else None),
    )


def _unsigned(element: HtmlElement, whole: str) -> Words:
    """Without a signature only what is a paragraph is text, not the link that stands for the post."""
    nested = _nested_in(element)
    texts = [rendered(one) for one in element.iter("p") if not nested(one) and one is not element]
    in_box = element.tag != "blockquote"
    text = "\n\n".join(
        text
        for text in texts
        if text
        and not _is_bare_url(text)
        and not is_placeholder(text)
        and not (in_box and asks_consent(text))
    )
    if not text and not texts and element.tag == "blockquote" and element.find(".//a") is None:
        text = whole
    return as_words("" if _is_bare_url(text) else text)


def _is_bare_url(text: str) -> bool:
    return bool(re.fullmatch(r"\s*(?:https?://|www\.)\S+\s*", text))


def _stamp(element: HtmlElement) -> date | None:
    for one in element.iter("time"):
        try:
            moment = datetime.fromisoformat((one.get("datetime") or "")[:40])
        except ValueError:
            continue
        return moment.astimezone(timezone.utc).date() if moment.tzinfo else moment.date()  # noqa: UP017
    return None


def _nested_in(element: HtmlElement) -> Callable[[HtmlElement], bool]:
    """Whether a descendant starts a quoted post: a blockquote inside the embed's own blockquote."""
    own = element if element.tag == "blockquote" else next(element.iter("blockquote"), None)
    return lambda one: one.tag == "blockquote" and one is not own and one is not element


def _never(_element: HtmlElement) -> bool:
    return False


def _render(
    element: HtmlElement, parts: list[str], skip: Callable[[HtmlElement], bool], budget: list[int], depth: int
) -> None:
    budget[0] -= 1
    if budget[0] < 0 or depth > 100 or not isinstance(element.tag, str):
        return
    breaks = "\n\n" if element.tag in _BLOCKS else ""
    parts.append(breaks + _folded(element.text))
    if element.tag == "br":
        parts.append("\n")
    elif element.tag == "img":
        parts.append(_emoji(element))
    for child in element:
        if child.tag not in _UNSEEN and not skip(child):
            _render(child, parts, skip, budget, depth + 1)
        parts.append(_folded(child.tail))
    parts.append(breaks)


def _folded(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _emoji(image: HtmlElement) -> str:
    alt = image.get("alt") or ""
    return alt if 0 < len(alt) <= 8 and not alt.isascii() else ""


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The rightmost match of a pattern anchored at the end: the name takes no dash in that it need not."""
    found: re.Match[str] | None = None
    match = pattern.search(text)
    while match:
        found = match
        match = pattern.search(text, match.start() + 1)
    return found
