"""The words of a post out of its archived text: links expanded, media links dropped, unescaped once."""

import html
import re
from collections.abc import Iterable

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ONLY_LINKS = re.compile(r"(?:\s*https?://\S+)*\s*")
_FURNITURE = re.compile(
    r"(?:view (?:this|more) (?:post|photo|thread|on|this profile)\b.{0,60}"
    r"|a post shared by .{0,200}"
    r"|(?:this )?(?:tweet|post) (?:may have been deleted|is unavailable|has been deleted)\.?)",
    re.IGNORECASE | re.DOTALL,
)
_INITIALS = frozenset("vatpVATP")


def unescape(text: str) -> str:
    """HTML character references read once; one without its semicolon is the author's own `&`."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def expand(text: str, links: Iterable[tuple[str, str]], media: Iterable[str] = ()) -> str:
    """Post text as its reader saw it, from the raw text of X.

    Args:
        text: As archived, escaped.
        links: (short, long) pairs; the short form is replaced wherever it stands, because the offsets that
            come with it count UTF-16 units or code points, by era. The longest go first: short forms of the
            early years begin one another (`t.co/ab`, `t.co/abc`).
        media: Short links to the post's own media, dropped where nothing but links follows them.
    """
    # Unescaped before the long forms come in: `?a=1&copy=2` is an address, not an entity.
    text = unescape(without_trailing(text, media))
    for short, long in sorted(links, key=_length, reverse=True):
        text = text.replace(short, long)
    return text.rstrip()


def _length(pair: tuple[str, str]) -> int:
    return len(pair[0])


def without_trailing(text: str, links: Iterable[str]) -> str:
    """Text without those links that only other links follow."""
    for link in links:
        at = text.rfind(link)
        if at >= 0 and _ONLY_LINKS.fullmatch(text, at + len(link)):
            text = text[:at].rstrip() + text[at + len(link) :]
    return text


def said(text: str | None) -> str | None:
    """Text, or None where it is empty or an embed's furniture ("View this post on Instagram")."""
    text = text.strip() if text else ""
    return None if not text or (text[0] in _INITIALS and _FURNITURE.fullmatch(text)) else text
