"""The news agencies whose copy newspapers print, and how a page tells that it is theirs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency by its short name, the names it signs with (lower case) and its own hosts."""

    name: str
    signatures: tuple[str, ...]
    hosts: tuple[str, ...] = ()


AGENCIES = (
    Agency("AP", ("ap", "associated press", "the associated press", "ap news"), ("apnews.com",)),
    Agency("Reuters", ("reuters", "thomson reuters", "reuters staff", "рейтер", "рейтерс"), ("reuters.com",)),
    Agency("AFP", ("afp", "agence france-presse", "agence france presse"), ("afp.com",)),
    Agency("dpa", ("dpa", "dpa-afx", "deutsche presse-agentur", "dpa international"), ("dpa.com",)),
    Agency("APA", ("apa", "austria presse agentur"), ("apa.at",)),
    Agency("Keystone-SDA", ("sda", "keystone-sda", "ats", "keystone-ats"), ("keystone-sda.ch",)),
    Agency("epd", ("epd", "evangelischer pressedienst"), ("epd.de",)),
    Agency("KNA", ("kna", "katholische nachrichten-agentur"), ("kna.de",)),
    Agency("ANSA", ("ansa",), ("ansa.it",)),
    Agency("Adnkronos", ("adnkronos",), ("adnkronos.com",)),
    Agency("EFE", ("efe", "agencia efe"), ("efe.com",)),
    Agency("Europa Press", ("europa press",), ("europapress.es",)),
    Agency("Lusa", ("lusa", "agência lusa"), ("lusa.pt",)),
    Agency("PAP", ("pap", "polska agencja prasowa"), ("pap.pl",)),
    Agency("ČTK", ("čtk", "ctk"), ("ctk.cz", "ceskenoviny.cz")),
    Agency("TASR", ("tasr",), ("tasr.sk",)),
    Agency("MTI", ("mti",), ("mti.hu",)),
    Agency("ANP", ("anp",), ("anp.nl",)),
    Agency("Belga", ("belga",), ("belga.be", "belganewsagency.eu")),
    Agency("TT", ("tt", "tt nyhetsbyrån"), ("tt.se",)),
    Agency("NTB", ("ntb", "©ntb"), ("ntb.no",)),
    Agency("Ritzau", ("ritzau",), ("ritzau.dk",)),
    Agency("STT", ("stt", "stt–hufvudstadsbladet"), ("stt.fi",)),
    Agency("Ukrinform", ("ukrinform", "укрінформ", "укринформ"), ("ukrinform.net", "ukrinform.ua")),
    Agency("Interfax-Ukraine", ("interfax-ukraine", "інтерфакс-україна"), ("interfax.com.ua",)),
    Agency("Interfax", ("interfax", "интерфакс"), ("interfax.ru",)),
    Agency("TASS", ("tass", "тасс"), ("tass.ru", "tass.com")),
    Agency("RIA Novosti", ("ria novosti", "риа новости"), ("ria.ru",)),
    Agency("Anadolu", ("aa", "anadolu", "anadolu agency", "anadolu ajansı"), ("aa.com.tr",)),
    Agency("Antara", ("antara", "antara news"), ("antaranews.com",)),
    Agency("Bernama", ("bernama",), ("bernama.com",)),
    Agency("Xinhua", ("xinhua",), ("xinhuanet.com", "news.cn")),
    Agency("Kyodo", ("kyodo", "kyodo news"), ("kyodonews.net",)),
    Agency("Yonhap", ("yonhap",), ("yna.co.kr",)),
    Agency("PTI", ("pti", "press trust of india"), ("ptinews.com",)),
    Agency("ANI", ("ani",), ("aninews.in",)),
    Agency("IANS", ("ians",), ("ians.in",)),
    Agency("AAP", ("aap", "australian associated press"), ("aap.com.au",)),
    Agency("PA Media", ("pa media", "press association", "pa news agency"), ("pa.media",)),
    Agency("The Canadian Press", ("the canadian press", "canadian press"), ("thecanadianpress.com",)),
    Agency("UPI", ("upi", "united press international"), ("upi.com",)),
)

_BY_SIGNATURE = {signature: agency.name for agency in AGENCIES for signature in agency.signatures}
_BY_HOST = {host: agency.name for agency in AGENCIES for host in agency.hosts}

# `WASHINGTON (AP) — `, `Berlin (dpa/tmn) -`, `LONDON, April 20 (Reuters) –`, `(ANSA) - ROMA, 20 APR`.
_DATELINE = re.compile(r"^[^.!?“\"]{0,80}?[(\[]\s*([^()\[\]]{2,40}?)\s*[)\]]\s*(?:[-–—:.]|$)")
# A last line or word that signs: `(dpa)`, `– AFP`, `© dpa-infocom, dpa:230420-99-378521/3`.
_SIGNED = re.compile(r"(?:[(\[]([^()\[\]]{2,40})[)\]]|(?:^|\s)©\s?([\w-]{2,20}))[^\w]{0,3}[^()\[\]]{0,40}$")
_PARTS = re.compile(r"\s*[/,;|&+]\s*|\s+(?:and|und|et|y|with|avec|mit)\s+")


def agency_named(names: Iterable[str]) -> str | None:
    """The agency among bylines or sources: `dpa`, `AFP/Reuters`, `Von dpa`, `The Associated Press`."""
    for name in names:
        for part in _PARTS.split(name[:200]):
            word = re.sub(
                r"^(?:by|von|par|por|od|source|quelle)[:\s]+", "", part.strip(), flags=re.IGNORECASE
            )
            if found := _BY_SIGNATURE.get(word.strip(" .©()").casefold()):
                return found
    return None


def agency_of_host(url: str) -> str | None:
    """The agency that a URL's host belongs to."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    return next((name for own, name in _BY_HOST.items() if host == own or host.endswith("." + own)), None)


def agency_signed(paragraphs: Sequence[str]) -> str | None:
    """The agency in the dateline of the first paragraphs, or under the last one."""
    for paragraph in paragraphs[:2]:
        if (match := _DATELINE.match(paragraph[:200])) and (found := agency_named([match[1]])):
            return found
    for paragraph in paragraphs[-2:]:
        match = _SIGNED.search(paragraph[-120:])
        if match and (found := agency_named([(match[1] or match[2]).split(":")[0]])):
            return found
        if len(paragraph) < 40 and (found := agency_named([paragraph])):
            return found
    return None
