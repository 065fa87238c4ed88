"""Bytes of a page or a text file -> text, by byte order mark, label and detection, never mojibake."""

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LABEL = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE
)
_LANGUAGE = re.compile(rb"""<html[^>]{0,2000}?\blang\s*=\s*["']?([A-Za-z]{2,3})\b""", re.IGNORECASE)
_AS_WINDOWS = "linker.windows"
_HEAD = 4096
_SAMPLE = 40_000

# What browsers read under a label: https://encoding.spec.whatwg.org/#names-and-labels
_READ_AS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-8",  # a label of ASCII bytes cannot be true
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-user-defined": "cp1252",
}

# Without a label: https://html.spec.whatwg.org/#determining-the-character-encoding (by locale)
_BY_LANGUAGE = {
    **dict.fromkeys(("ru", "uk", "bg", "be", "sr", "mk"), ("cp1251", "koi8_u")),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro"), ("cp1250", "iso8859_2")),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257",)),
    "tr": ("cp1254",),
    "el": ("cp1253",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "vi": ("cp1258",),
    "th": ("cp874",),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
    "zh": ("gb18030", "big5hkscs"),
}

_WESTERN = frozenset({"cp1252", "iso8859_15"})
# Accents of Western languages stand alone between plain letters; whole words of them are another script.
_ACCENT_RUNS = re.compile(r"[\u00c0-\u00ff]{3,}")
_ACCENTS = re.compile(r"[\u00c0-\u00ff]")
# KOI8 and windows-1251 swap the cases of each other's letters.
_SWAPPED_CASE = re.compile(r"\b[а-яё][А-ЯЁ]{3,}\b")
_RIGHT_CASE = re.compile(r"\b[А-ЯЁа-яё][а-яё]{3,}\b")
# What other encodings' letters become in a wrong one: symbols on the back of a letter, controls, private use.
_SYMBOL_ON_LETTER = re.compile("[^\\W\\d_][¡¢¤¥¦¨¬®¯±³´¶¸¹»¼½¾¿ˇ˘˝]|[¶±¼¾³¹][^\\W\\d_]")
_ODD = re.compile("[\u0080-\u009f\ue000-\uf8ff\ufffd]")


def decode(body: bytes, content_type: str = "") -> str:
    """Decode a page's bytes; what cannot be decoded becomes U+FFFD.

    A byte order mark wins, then bytes that are valid UTF-8 (chance does not make them, whatever the label
    says), then the labels of the header and the document where their text is plausible, then the encodings
    of the document's language, then detection on its text.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    if wide := unmarked_utf16(body):
        return body.decode(wide, errors="replace")
    head = body[:_HEAD]
    labels = tuple(_labels(content_type.encode("ascii", "replace"), head))
    if b"\x1b$" in body and "iso2022_jp" in labels:
        return body.decode("iso2022_jp", errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return _nearly_utf8(body) or _legacy(body, labels, head)


def _legacy(body: bytes, labels: tuple[str, ...], head: bytes) -> str:
    # Servers add a Western label to whatever they send, so a rarer one and the language speak first.
    rare = (label for label in labels if label not in _WESTERN)
    for encoding in (*rare, *_of_language(head), "cp1252"):
        text = _plausible(body, encoding)
        if text is not None:
            return text
    found = from_bytes(_words(body)).best()
    return body.decode(found.encoding if found else "cp1252", errors="replace")


def _labels(header: bytes, head: bytes) -> Iterator[str]:
    """Codec names of the header's and the document's labels, in that order."""
    for source in (header, head):
        for match in _LABEL.finditer(source):
            label = (match[1] or match[2]).decode("ascii", "replace").lower()
            try:
                yield codecs.lookup(_READ_AS.get(label, label)).name
            except LookupError:
                continue


def _of_language(head: bytes) -> tuple[str, ...]:
    language = _LANGUAGE.search(head)
    return _BY_LANGUAGE.get(language[1].decode().lower(), ()) if language else ()


def _plausible(body: bytes, encoding: str) -> str | None:
    """The text under an encoding; None where it does not fit the bytes or makes no words."""
    if encoding.startswith("utf"):
        return None
    text = _decoded(body, encoding)
    if text is None:
        return None
    sample = text[: 4 * _SAMPLE]
    accents = len(_ACCENTS.findall(sample))
    if encoding in _WESTERN and accents and 2 * sum(map(len, _ACCENT_RUNS.findall(sample))) > accents:
        return None
    foreign = sum(char > "\x7f" for char in sample)
    if len(_SWAPPED_CASE.findall(sample)) > len(_RIGHT_CASE.findall(sample)):
        return None
    if len(_SYMBOL_ON_LETTER.findall(sample)) * 10 > foreign:
        return None
    return text


def _decoded(body: bytes, encoding: str) -> str | None:
    """Decode, forgiving a few broken bytes in a thousand: one bad advertisement spoils no page."""
    try:
        text = body.decode(encoding, errors="replace")
    except (LookupError, UnicodeError):
        return None
    foreign = sum(byte > 0x7F for byte in body[:_SAMPLE]) or 1
    broken = len(_ODD.findall(text[:_SAMPLE]))
    return text if broken * 50 <= foreign or broken <= 1 else None


def _nearly_utf8(body: bytes) -> str | None:
    """UTF-8 with a few broken bytes (a cut file, a pasted windows-1252 quote), which are read as Windows'."""
    text = body.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    foreign = sum(char > "\x7f" for char in text[: 10 * _SAMPLE])
    return body.decode("utf-8", errors=_AS_WINDOWS) if foreign > 6 * broken else None


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(_AS_WINDOWS, _as_windows)


def unmarked_utf16(body: bytes) -> str | None:
    """The UTF-16 that bytes are in without saying so: Latin letters fill every other byte with zero."""
    head = body[:1000]
    if len(head) < 4 or head.count(0) * 3 < len(head):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even > 20 * odd:
        return "utf-16-be"
    return "utf-16-le" if odd > 20 * even else None


def _words(body: bytes) -> bytes:
    """The bytes with tags taken out: ASCII markup drowns the few bytes that tell."""
    bare = re.sub(
        rb"<(script|style)\b.*?</\1|<[^>]*>",
        b" ",
        body[: 10 * _SAMPLE],
        flags=re.DOTALL | re.IGNORECASE,
    )
    return bare[:_SAMPLE] if any(byte > 0x7F for byte in bare[:_SAMPLE]) else body[:_SAMPLE]
