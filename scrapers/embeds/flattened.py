"""Posts that lie flattened in plain text: their words, then the line that an embed signs with."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from linker.records import Embed, PostRef
from scrapers.embeds.records import make_embed
from scrapers.platforms import Platform, find_post, platform_named
from scrapers.platforms._words import (
    SHARED_LEAD,
    Signature,
    Words,
    as_words,
    is_placeholder,
    shared_by,
    signature,
)
from scrapers.writing.days import parse_day, without_bidi
from scrapers.writing.languages import language_of

TOKEN = re.compile(r"embed[0-9a-f]{16}n\d+x")
"""What `take_embeds` leaves in a tree; never a post's words."""

_MAX_LINE = 20_000
_MAX_POST = 1200
"""Characters of a line that may still be a post's words; few posts are longer."""
_MAX_BACK = 6
_MAX_BROKEN = 320
"""Characters of a post broken into several lines."""
_BBC_LINES = 15

_SKIP = re.compile(
    r"(?i)^\W*skip (?P<site>twitter|x|instagram|facebook|tiktok|youtube|bluesky) (?:post"
    r"|video)(?: \d+)?(?: by (?P<who>.{1,80}))?$"
)
_END = re.compile(
    r"(?i)^\W*end of (?:twitter|x|instagram|facebook|tiktok|youtube|bluesky) (?:post"
    r"|video)(?: \d+)?(?: by .{1,80})?$"
)
_MARKER = re.compile(
    r"(?i)(?:(?<=^)|(?<=\s))((?:skip|end of) (?:twitter|x|instagram|facebook|tiktok) (?:post"
    r"|video)(?: \d+)? by @\w{1,30})(?=\s|$)"
)
_BBC_NOTES = re.compile(
    r"(?i)^(?:allow \w+ content\?|this article contains content provided by .*|(?:accept and continue"
    r"|view (?:original|content).*"
    r"|accept)|(?:warning: )?(?:the )?bbc is not responsible for .*|(?:\w+ )?content (?:may contain"
    r"|is not available).*"
    r"|to view this content choose.*|.{0,40}cookie policy.*|(?:figure|image) (?:caption|source).*)$"
)
_VIEW = re.compile(
    r"(?i)^\W*(?:view this (?:post|photo|profile|reel) on|sieh dir diesen beitrag auf|diesen beitrag auf"
    r"|(?:voir|afficher) cette publication sur|ver (?:esta|essa|este) (?:publicaci[oó]n|publicação|post"
    r"|foto)\w* (?:en|no)"
    r"|visualizza questo post su|dit bericht (?:op|bekijken op)|wyświetl ten post na|visa det här inlägget på"
    r"|se dette (?:innlegget|opslag) på|посмотреть эту публикацию в|переглянути цей допис в"
    r"|lihat postingan ini di"
    r"|bu gönderiyi) instagram(?: bekijken| anzeigen| ansehen| an(?=\W*$)|'da gör)?\W*"
)
_THREADS = re.compile(r"(?i)^\W*post by @(?P<handle>[\w.]{1,30}(?:@[\w.-]{1,80})?)\W*$")
_VIEW_ON = re.compile(r"(?i)^\W*view on (?P<site>threads|mastodon)\W*$")
_TIKTOK = re.compile(r"^\s*@(?P<handle>[\w.]{2,30})\s+(?P<text>[^♬]{0,2500})♬.{0,200}$", re.DOTALL)
_TRAILING = re.compile(
    r"(?:\s*\[(?P<date>[^\]\n]{4,60})\]\((?P<url>https?://[^\s()]{8,400})\)|\s*[<(]?(?P<bare>https?://[^\s<>()]{8,400})[>)]?)\s*$"
)
_MORE = re.compile(
    r"\(@[\w.@-]{1,100}\)\s*(?:[^\n()]{0,40}?\b20\d\d\b(?!\s*[年년])|20\d\d\s*[年년][^\n()]{0,14}[日일])"
    r"(?=(?P<rest>(?:\s?[гр]\.|\.)?(?:,?\s(?:at|um|à|a las|alle|kl\.?|o|о"
    r"|в)?\s?\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\b\.?)?(?:\s[A-Z]{3,4}\b)?)?"
    r"(?:\s*[\[(<]?https?://\S{5,400})?))(?P=rest)(?=\s+\S)",
    re.IGNORECASE,
)
"""A signature up to the end of its date, where a text goes on behind it.

What follows the date is taken whole by a group in a look-ahead: possessive groups are broken before Python
3.11.5 (gh-106052), and Debian has 3.11.2.
"""
_DATED = re.compile(r"^\W*(?:\d{1,2}\W\D{3,20}|\D{3,20}\d{1,2}\W{1,3})20\d\d\b")
"""A day, a word and a year, or a word, a day and a year."""
_YEAR = re.compile(r"20\d\d\.?")
_ENTITY_DASH = re.compile(r"&(?:mdash|#8212|#x2014);", re.IGNORECASE)
_POSTY = re.compile(
    r"(?:^|\s)[#@]\w|https?://t\.co/|pic\.(?:twitter|x)\.com/|[\U0001F300-\U0001FAFF\u2600-\u27BF]"
)
_FURTHER = re.compile(r"^\s*(?:[#@•·▪►→–-]|\d{1,2}[.)/]|[\U0001F300-\U0001FAFF\u2600-\u27BF])")


@dataclass(slots=True)
class _Reading:
    """The lines still to read and what came of those before."""

    lines: list[str]
    at: int = 0
    kept: list[str] = field(default_factory=list)
    embeds: list[Embed] = field(default_factory=list)
    own: int = 0
    """Lines of `kept` that no embed may reach back into: those before the last embed."""

    def peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.lines[place] if place < len(self.lines) else ""

    def add(self, platform: Platform, words: Words, found: tuple[PostRef, str] | None = None) -> None:
        ref, url = found or (None, None)
        embed = make_embed(platform, ref, url, words, "flattened")
        self.embeds.append(replace(embed, paragraph=len(self.kept)))
        self.own = len(self.kept)


def flattened_embeds(paragraphs: Sequence[str]) -> tuple[tuple[str, ...], tuple[Embed, ...]]:
    """Take flattened posts out of an article's lines.

    Returns the other lines as they were, and the posts; `paragraph` counts the lines left before each. A
    post's words are what stands before its signature in the same line, else the one line before; more lines
    only where they are evidently one post broken at its line ends.
    """
    reading = _Reading(list(_split(paragraphs)))
    while reading.at < len(reading.lines):
        line = reading.peek()
        reading.at += 1
        if TOKEN.fullmatch(line.strip()) or not any(read(reading, line) for read in _READERS):
            reading.kept.append(line)
    return tuple(reading.kept), tuple(reading.embeds)


def _split(paragraphs: Sequence[str]) -> Iterator[str]:
    """Lines cut where a marker or a signature ends within them."""
    for paragraph in paragraphs:
        if "@" not in paragraph or len(paragraph) > _MAX_LINE:
            yield paragraph
            continue
        for part in _MARKER.split(paragraph):
            yield from _at_signatures(part) if part.strip() else ()


def _at_signatures(text: str) -> Iterator[str]:
    start = 0
    for match in _MORE.finditer(text):
        signed = signature(_ENTITY_DASH.sub("—", text[start : match.end()]))
        # Hungarian writes month and day behind the year.
        if signed and not _YEAR.fullmatch(signed.date_text or ""):
            yield text[start : match.end()].strip()
            start = match.end()
    rest = text[start:]
    if rest.strip():
        yield rest.strip() if start else rest


def _marked(reading: _Reading, line: str) -> bool:
    """The BBC's `Skip Twitter post by …`, `End of Twitter post by …`."""
    match = _SKIP.match(line) if "kip " in line else None
    if match is None:
        return bool(_END.match(line)) if "nd of " in line else False
    end = next((n for n in range(_BBC_LINES) if _END.match(reading.peek(n))), None)
    if end is None:
        return True
    inner = [reading.peek(n) for n in range(end)]
    reading.at += end + 1
    if held := [one for one in inner if TOKEN.fullmatch(one.strip())]:
        reading.kept.extend(held)
        return True
    site = match["site"].lower()
    platform = platform_named("x" if site == "twitter" else site)
    if platform:
        _add_marked(
            reading, platform, [one for one in inner if not _BBC_NOTES.match(one.strip())], match["who"] or ""
        )
    return True


def _add_marked(reading: _Reading, platform: Platform, inner: list[str], who: str) -> None:
    text, found = _without_url("\n".join(one for one in inner if not is_placeholder(one)))
    text = _ENTITY_DASH.sub("—", text)
    signed = signature(text)
    words = _signed(text[: signed.start], signed) if signed else as_words(text.strip())
    known = who.strip().removeprefix("@") if who.strip().startswith("@") else None
    words = replace(
        words, handle=words.handle or known, name=words.name or (who.strip() or None if not known else None)
    )
    reading.add(platform, words, (found[1], found[2]) if found and found[0] is platform else None)


def _shared(reading: _Reading, line: str) -> bool:
    """`View this post on Instagram`, the caption, `A post shared by NAME (@handle) on DATE`."""
    platform = platform_named("instagram")
    view = _VIEW.match(line)
    if platform is None:
        return False
    if view is None:
        if "@" not in line or not (words := _sharer(line)):
            return False
        reading.add(platform, _worded(words, _back(reading, sure=False)))
        return True
    rest = [line[view.end() :].strip(), *(reading.peek(n) for n in range(4))]
    end = next((n for n, one in enumerate(rest) if one and _sharer(one)), None)
    if end is None:
        return not rest[0]
    words = _sharer(rest[end]) or Words()
    caption = "\n".join(one for one in rest[:end] if one.strip() and not TOKEN.fullmatch(one.strip()))
    reading.at += end
    reading.add(platform, _worded(words, caption))
    return True


def _sharer(line: str) -> Words | None:
    return shared_by(line) if SHARED_LEAD.match(line) and len(line) < 300 else None


def _worded(author: Words, text: str) -> Words:
    own = as_words(text)
    return replace(author, text=own.text, text_found=own.text_found, media=own.media)


def _posted(reading: _Reading, line: str) -> bool:
    """`Post by @user`, `View on Threads`; TikTok's caption and sound in one line."""
    if (match := _THREADS.match(line)) and (view := _VIEW_ON.match(reading.peek())):
        platform = platform_named(view["site"].lower())
        reading.at += 1
        if platform:
            reading.add(platform, Words(handle=match["handle"]))
        return True
    if (match := _TIKTOK.match(line)) and (platform := platform_named("tiktok")):
        reading.add(platform, replace(as_words(match["text"].strip()), handle=match["handle"]))
        return True
    return False


def _ended(reading: _Reading, line: str) -> bool:
    """A line that ends on `— Name (@handle) April 20, 2023`."""
    if "@" not in line and "＠" not in line:
        return False
    text, found = _without_url(_ENTITY_DASH.sub("—", without_bidi(line)))
    signed = signature(text)
    if signed is None:
        return False
    signed, taken = _with_next_day(signed, reading.peek())
    signed = _in_its_language(signed, reading)
    lead = text[: signed.start].strip()
    dated = signed.day or (signed.date_text and _DATED.search(signed.date_text))
    if not (dated or found or (lead and not signed.date_text and "pic.twitter.com/" in lead)):
        return False
    platform = found[0] if found else platform_named(_home(signed.handle))
    if platform is None:
        return False
    reading.at += taken
    before = reading.kept[-1] if reading.kept else ""
    if not lead and TOKEN.fullmatch(before.strip()):
        return True  # what was left over from an embed that is cut out already
    own = lead if lead and not _only_media(lead) else f"{_back(reading, sure=not lead)}\n{lead}".strip()
    reading.add(platform, _signed(own, signed), (found[1], found[2]) if found else None)
    return True


def _in_its_language(signed: Signature, reading: _Reading) -> Signature:
    """A date that only the text's language makes certain (Polish and Croatian share month names)."""
    if signed.day or not signed.date_text or not _DATED.search(signed.date_text):
        return signed
    return replace(signed, day=parse_day(signed.date_text, language_of(reading.lines[:40])))


def _home(handle: str) -> str:
    return "mastodon" if "@" in handle else "bluesky" if "." in handle else "x"


def _with_next_day(signed: Signature, following: str) -> tuple[Signature, int]:
    """Some texts break the line before the date."""
    day = parse_day(following.strip()) if not signed.date_text and len(following) < 40 else None
    if day is None:
        return signed, 0
    return replace(signed, day=day, date_text=following.strip()), 1


def _without_url(text: str) -> tuple[str, tuple[Platform, PostRef, str] | None]:
    """A signature's text without the post's URL behind it, as Markdown or bare; and that post."""
    match = _TRAILING.search(text, max(0, len(text) - 500)) if "(@" in text else None
    url = (match["url"] or match["bare"]) if match else ""
    found = find_post(url) if url else None
    if match is None or found is None:
        return text, None
    return f"{text[: match.start()]} {match['date'] or ''}".rstrip(), (*found, url)


def _signed(text: str, signed: Signature) -> Words:
    words = as_words(unescape(text).strip())
    return replace(words, name=signed.name, handle=signed.handle, day=signed.day, date_text=signed.date_text)


def _only_media(text: str) -> bool:
    return not as_words(text).text


def _back(reading: _Reading, *, sure: bool) -> str:
    """Take the post's lines off the end of what was kept: one, and more where they are evidently its own."""
    taken: list[str] = []
    while len(reading.kept) > reading.own and len(taken) < _MAX_BACK:
        line = reading.kept[-1]
        if TOKEN.fullmatch(line.strip()) or not _is_posts(line, taken, sure=sure):
            break
        taken.insert(0, reading.kept.pop())
    return "\n".join(taken)


def _is_posts(line: str, taken: list[str], *, sure: bool) -> bool:
    if not taken:
        return len(line) <= _MAX_POST and (sure or (bool(_POSTY.search(line)) and len(line) <= _MAX_BROKEN))
    if len(line) + sum(map(len, taken)) > _MAX_BROKEN or line.rstrip().endswith((":", "：")):
        return False
    first = taken[0].lstrip()
    goes_on = first[:1].islower() or bool(_FURTHER.match(first))
    return bool(_POSTY.search(line)) or (goes_on and not line.rstrip().endswith((".", "!", "?", "”", '"')))


_READERS = (_marked, _shared, _posted, _ended)
