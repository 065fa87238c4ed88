"""X pages captured after JavaScript drew them (from 2020), and the `og:` words of shells that it did not."""

import re

from lxml.html import HtmlElement

from scrapers.archives.format import Items, PageFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import moment
from scrapers.archives.posts.pages import canonical, plain
from scrapers.archives.x.pages.observed import Shown, observed, with_capture

_STATUS = re.compile(r"(?:^|twitter\.com|x\.com)/(\w{1,20})/status(?:es)?/(\d+)(?:[/?#]|$)")
_ARTICLES = "//article[@data-testid='tweet' or @data-testid='tweetDetail'] | //article[@role='article']"
_OWN = "[not(ancestor::div[@role='link'])]"  # a quoted post stands in a box that is a link
_QUOTES = '“”"«»„ '


def sniff(page: HtmlElement) -> bool:
    """Drawn posts, or a page of X that names one."""
    return (bool(page.xpath(f"({_ARTICLES})[1]")) and _is_x(page)) or _subject(page) is not None


def _is_x(page: HtmlElement) -> bool:
    return bool(page.xpath("(//a[contains(@href, '/status/')])[1]"))


def _subject(page: HtmlElement) -> "re.Match[str] | None":
    url = canonical(page) or ""
    return _STATUS.search(url) if re.match(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/", url) else None


def read(page: HtmlElement, place: Place) -> Items:
    """Every post drawn, the one the page is about first: the first drawn may be an ancestor."""
    place = with_capture(page, place)
    subject = _subject(page)
    subject_id = subject[2] if subject else None
    found = [_shown(article, subject_id) for article in page.xpath(_ARTICLES)]
    drawn = [each for each in found if each.post_id and each.body is not None]
    for shown in sorted(drawn, key=lambda each: each.post_id != subject_id):
        yield from observed(shown, place)
    if subject and subject_id not in {each.post_id for each in drawn}:
        yield from _from_head(page, subject, place)


def _shown(article: HtmlElement, subject_id: str | None) -> Shown:
    links = [found for each in article.xpath(".//a[contains(@href, '/status/')]") if (found := _link(each))]
    timed = [found for node in article.xpath(".//a[.//time]") if (found := _link(node))]
    # The post a page is about shows its time without an element of its own.
    own = next((each for each in links if each[2] == subject_id), None)
    link = own if own is not None and not timed else next(iter(timed or links), None)
    times = article.xpath(".//a//time/@datetime") if timed else []
    bodies = article.xpath(f".//*[@data-testid='tweetText']{_OWN}") or article.xpath(f".//div[@lang]{_OWN}")
    screen_name = link[1] if link else None
    return Shown(
        post_id=link[2] if link else None,
        body=bodies[0] if bodies else None,
        screen_name=screen_name,
        name=_name(article, screen_name),
        written=moment(str(times[0])) if times else None,
        media=_media(article),
        keep_lines=True,
    )


def _link(anchor: HtmlElement) -> "re.Match[str] | None":
    return _STATUS.search(anchor.get("href") or "")


def _name(article: HtmlElement, screen_name: str | None) -> str | None:
    for anchor in article.iter("a"):
        href = (anchor.get("href") or "").rstrip("/").rpartition("/")[2]
        text = plain(anchor)
        if screen_name and href.lower() == screen_name.lower() and text and not text.startswith("@"):
            return text
    return None


def _media(article: HtmlElement) -> tuple[str, ...]:
    found = article.xpath(".//*[@data-testid='tweetPhoto']//img/@src")
    return tuple(dict.fromkeys(str(each) for each in found if "twimg.com/media/" in str(each)))


def _from_head(page: HtmlElement, subject: "re.Match[str]", place: Place) -> Items:
    words = [str(each) for each in page.xpath("//meta[@property='og:description']/@content")]
    text = words[0].strip(_QUOTES) if words else ""
    if not text:
        yield place.problem(
            "shell", f"a page without its words: post {subject[2]} was to be drawn by JavaScript"
        )
        return
    yield from observed(Shown(post_id=subject[2], body=None, screen_name=subject[1], text=text), place)


FORMAT = PageFormat(
    name="x_html_rendered",
    title="X pages from 2020, rendered or by their head",
    sniff=sniff,
    read=read,
    rank=30,
)
