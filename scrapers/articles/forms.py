"""What sort of page it is: article, live blog, paywall stub, gallery, or none and why."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from linker.records import Page
from scrapers.articles.body import captions
from scrapers.articles.jsonld import Json, listed
from scrapers.articles.metadata import Metadata

_ARTICLE_TYPES = re.compile(
    r"^(?:article|\w*newsarticle|blogposting|liveblogposting|\w*article|report|claimreview)$"
)
_LISTING_TYPES = frozenset({"collectionpage", "searchresultspage", "profilepage"})
_SENTENCE_END = re.compile(r"[.!?…。！？।]['\"”’»)\]]*(?:\s|$)")
_PROSE = 60
"""Characters from which a line with a sentence's end is prose, not a teaser or a label."""
_TEASER = 250
"""Characters; the text under the headline of another article is shorter."""
_NOTICE = 1200
"""Characters; a longer text is more than a notice that stands before a page."""
_SEARCH_KEYS = frozenset({"q", "s", "query", "search", "keyword", "suche"})
_NOT_FOUND = re.compile(
    r"\b404\b|\bpage (?:was |could )?not (?:be )?found|^\W*(?:error\W*)?not found|"
    r"seite (?:wurde )?nicht gefunden|"
    r"page (?:introuvable|non trouvée)|p[áa]gina no (?:encontrada|existe)|pagina non trovata|"
    r"strona nie (?:została znaleziona|istnieje)|nie znaleziono strony|страница не найдена|"
    r"сторінку не знайдено|halaman tidak ditemukan|pagina (?:werd )?niet gevonden|"
    r"stránk[ay] (?:nebyla nalezena|nenalezena)|"
    r"sidan (?:kunde inte hittas|hittades inte)|siden (?:ble|blev) ikke funnet|"
    r"siden (?:findes ikke|blev ikke fundet)|"
    r"sayfa bulunamadı|ページが見つかりません|페이지를 찾을 수 없|页面(?:不存在|未找到)|الصفحة غير موجودة|"
    r"az oldal nem található|pagina nu (?:a fost găsită|există)|sivua ei löyt|η σελίδα δεν βρέθηκε",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:cookies?|consent|einwilligung|datenschutz|consentement|consentimiento|consenso|gdpr|rodo|ciasteczek|"
    r"tracking|partners?|personali[sz]ed)\b",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"\b(?:are you a robot|(?:you are|you're) not a robot|(?:complete|solve) the captcha|unusual traffic|"
    r"checking your browser|(?:enable|activate) javascript|javascript is (?:disabled|required))\b|"
    r"^\W*(?:just a moment|access denied|attention required|captcha)\b",
    re.IGNORECASE,
)
_SUBSCRIBE = re.compile(
    r"\b(?:subscribe|subscription|subscribers?|abonn\w+|registrieren|weiterlesen|suscr\w+|suscriptor\w*|abbonat\w*|"
    r"abonament\w*|prenumerat\w*|подпис\w+|передплат\w+|berlangganan|sign in|log in|anmelden|s'identifier)\b",
    re.IGNORECASE,
)
_POSTS = (
    "//*[self::article or contains(concat(' ', @class, ' '), ' post ') or contains(@class, 'hentry')]"
    "[.//h1[.//a or parent::a] or .//h2[.//a or parent::a] or .//h3[.//a or parent::a]]"
)
_WALL = "//*[contains(@class,'paywall') or contains(@id,'paywall') or contains(@class,'regwall')]"


def no_article_because(
    page: Page, metadata: Metadata, paragraphs: Sequence[str], tree: HtmlElement
) -> str | None:
    """Why a page holds no article, as the end of a sentence (`it is …`); None where it holds one."""
    return next(_reasons(page, metadata, paragraphs, tree), None)


def _reasons(page: Page, metadata: Metadata, paragraphs: Sequence[str], tree: HtmlElement) -> Iterator[str]:
    if page.status >= 400:
        yield f"the server answered {page.status}; try an archived copy"
    if not paragraphs:
        yield "it has no text that reads as an article; if a browser shows one, save it from there"
    if not _says_article(metadata) and not _reads_as_text(paragraphs):
        yield "it has labels and links but no text; open the article that you mean"
    prose = _prose(paragraphs)
    if _is_home(metadata.url or page.final_url, metadata, tree, prose):
        yield "it is a home page; open one of its articles"
    if _says_article(metadata):
        return
    if sum(map(len, paragraphs)) < _NOTICE:
        title = tree.findtext(".//title") or ""
        yield from _walls(f"{title[:120]} {metadata.title or ''}", " ".join(paragraphs))
    if _is_search(page):
        yield "it is a page of search results; open one of them"
    if _is_listing(metadata, tree, prose):
        yield "it is a list of articles; open one of them"


def _walls(title: str, text: str) -> Iterator[str]:
    if _NOT_FOUND.search(title):
        yield "it says that the page was not found; try an archived copy"
    if _ROBOT.search(text) or _ROBOT.search(title):
        yield "it is a check for robots; save the page from a browser"
    if len(_CONSENT.findall(text)) > max(3, 0.05 * len(text.split())):
        yield "it is a wall that asks for consent; save the page from a browser"


def is_list_of_posts(tree: HtmlElement, metadata: Metadata) -> bool:
    """Whether a page shows several posts, each under a heading that leads to it, as a blog's index does.

    It may read as an article, but the page after it holds other posts.
    """
    if "article" in metadata.types or metadata.is_named:
        return False
    posts = set(tree.xpath(_POSTS))
    around = {outer for post in posts for outer in post.iterancestors()}
    return sum(1 for post in posts - around if _told(post) > _TEASER) > 1


def _told(post: HtmlElement) -> int:
    return sum(len("".join(one.itertext()).strip()) for one in post.iter("p"))


def form_of(metadata: Metadata, paragraphs: Sequence[str], tree: HtmlElement) -> str:
    """What sort of article: `article`, `paywall stub` or `gallery`; `liveblog.py` tells live blogs."""
    if _is_stub(metadata, paragraphs, tree):
        return "paywall stub"
    if _is_gallery(metadata, paragraphs, tree):
        return "gallery"
    return "article"


def _reads_as_text(paragraphs: Sequence[str]) -> bool:
    return any(_SENTENCE_END.search(text) or len(text) > 2 * _PROSE for text in paragraphs)


def _prose(paragraphs: Sequence[str]) -> int:
    """Characters of the paragraphs that read as prose."""
    return sum(len(text) for text in paragraphs if len(text) >= _PROSE and _SENTENCE_END.search(text))


def _says_article(metadata: Metadata) -> bool:
    return bool(metadata.main) or any(_ARTICLE_TYPES.match(kind) for kind in metadata.types)


def _is_search(page: Page) -> bool:
    try:
        parts = urlsplit(page.final_url or page.url)
        asked = parse_qs(parts.query).keys() & _SEARCH_KEYS
    except ValueError:
        return False
    return bool(asked) and ("search" in parts.path or "suche" in parts.path or not parts.path.strip("/"))


def _is_front(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if not parts.netloc or parts.query:
        return False
    return (
        re.fullmatch(r"(?:[a-z]{2}(?:[-_][a-z]{2})?|index\.\w+|home)?", parts.path.strip("/").lower())
        is not None
    )


def _is_home(url: str, metadata: Metadata, tree: HtmlElement, prose: int) -> bool:
    """A front page leads elsewhere; small sites and tests put a single story there."""
    if not _is_front(url) or sum(1 for _ in tree.iter("a")) < 10:
        return False
    says_story = bool(metadata.main) and "website" not in metadata.types
    return prose < (20 if says_story else 60) * _headlines(tree)


def _is_listing(metadata: Metadata, tree: HtmlElement, prose: int) -> bool:
    headlines = _headlines(tree)
    if _LISTING_TYPES & set(metadata.types):
        return prose < 60 * headlines
    return headlines > 12 and prose < 20 * headlines


def _headlines(tree: HtmlElement) -> int:
    """Links of a headline's length outside of paragraphs: what lists of articles are made of."""
    return sum(1 for link in tree.iter("a") if _is_headline(link))


def _is_headline(link: HtmlElement) -> bool:
    parent = link.getparent()
    return (parent is None or parent.tag != "p") and len("".join(link.itertext()).split()) >= 4


def _is_stub(metadata: Metadata, paragraphs: Sequence[str], tree: HtmlElement) -> bool:
    words = sum(len(text.split()) for text in paragraphs)
    if words > 400:
        return False
    told = _told_words(metadata.main)
    if told and words > 0.6 * told:
        return False
    if not metadata.is_free:
        return words < 250 or bool(told)
    asks = any(_SUBSCRIBE.search(text) for text in paragraphs[-2:])
    return words < 150 and (asks or bool(tree.xpath(_WALL))) and bool(metadata.main or tree.xpath(_WALL))


def _told_words(main: Json) -> int:
    """The length of the whole article, where the page tells it."""
    count = str(main.get("wordCount") or "")
    if count.isascii() and count.isdigit() and len(count) < 7:
        return int(count)
    body = next((text for text in listed(main.get("articleBody")) if isinstance(text, str)), "")
    return len(body.split())


def _is_gallery(metadata: Metadata, paragraphs: Sequence[str], tree: HtmlElement) -> bool:
    shown = set(captions(tree))
    if 2 * sum(text in shown for text in paragraphs) > len(paragraphs) > 2:
        return True
    if {"imagegallery", "mediagallery"} & set(metadata.types[:3]):
        return True
    pictures = len(listed(metadata.main.get("image")))
    return pictures > 8 and pictures > len(paragraphs)
