"""Elements of a page or of a piece of it -> the posts that they embed, one sighting an element."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement

from linker.records import Embed, PostRef
from scrapers.dates import parse_day
from scrapers.embedcontents import json_posts, markup_in, parsed
from scrapers.embedrecords import make_embed
from scrapers.platforms import Platform, find_post, platform_named, platforms
from scrapers.platforms._addresses import address
from scrapers.platforms._words import Words, as_words, rendered, signature

MAX_TEXT = 4000
"""Characters in an element that a class or an attribute may still make an embed; more is an article."""
MAX_SIGHTINGS = 500
_MAX_LINKS = 60

_NEVER = frozenset(
    "a link meta html body head main style path svg g option select input form button img source picture br hr "
    "title base label nav footer ul ol html:body address".split()
)
_FRAMES = frozenset("iframe frame embed object amp-iframe amp-embed amp-video-iframe".split())
_HIDERS = frozenset("script textarea template noscript noframes xmp".split())
_NO_SCRIPT = re.compile(r"ld\+json|speculationrules|importmap", re.IGNORECASE)
_CODE = re.compile(
    r"^(?:$|module$|(?:text|application)/(?:x-)?(?:java|ecma)script|application/json)", re.IGNORECASE
)
_MAX_CODE = 20_000
"""Characters of a plain script that may be an embed's carrier; longer ones are programs or page state."""
_SHARE = re.compile(
    r"(?i)(?:^|[\s_-])(?:shar(?:e|er|ing|es)|follow|intent|retweet|timeline|sns)(?:$|[\s_-])|addthis|sharethis|addtoany"
)
_FEED = re.compile(
    r"(?i)timeline|twitter-feed|tweets?-feed|social-?(?:feed|stream|wall|icons|links|media-links|nav)|latest-tweets"
)
_WRAPPER = re.compile(
    r"(?i)(?:^|[\s_-])(?:social-?embed|embed-?social|socialembed|embed-?(?:twitter|tweet|instagram|facebook|tiktok|bluesky"
    r"|post|container|wrapper|placeholder|consent|external)|(?:twitter|tweet|instagram|facebook|tiktok|bluesky|threads"
    r"|mastodon|telegram|reddit|x)-?(?:embed|post|tweet|wrap|wrapper|container|widget|placeholder|consent|blockquote)"
    r"|tweet|oembed|wp-block-embed|embedly-card|iframely-embed|external-(?:content|embed)|subbuzz-tweet|post-?embed)"
    r"(?:$|[\s_-])"
)
_EXCLUDED_TAGS = frozenset({"nav", "footer"})
_EXCLUDED = re.compile(
    r"(?i)(?:^|\s)(?:[\w-]{0,30}[_-])?(?:related|recommend(?:ed|ations?)?|comments?|comment-?list|disqus|sidebar|trending"
    r"|most-?(?:read|popular|viewed)|popular-posts|more-stories|read-?(?:more|next)|see-?also|also-?read|newsletter"
    r"|site-footer|footer|author-?(?:bio|box|card)|social-?share|share-?(?:bar|buttons|tools|this)|follow-us)"
    r"(?:[_-](?:articles?|posts?|stories|content|items?|list|links?|news|box|block|section|area|widget|container|wrapper"
    r"|module|grid|cards?|bar|buttons?|tools?|icons?))?(?:$|\s)"
)
_URL_ATTRIBUTES = re.compile(
    r"(?i)^(?:data-.*|cite|url|href|src|uri|value|content|post|link|permalink|itemid)$"
)
_SHARE_ATTRIBUTE = re.compile(r"(?i)shar|intent|canonical|follow|via\b")
_ALT = re.compile(r"^\s*(?P<site>\w[\w ]{1,12}?) post by (?P<who>.{1,60}?):\s*(?P<text>.+)$", re.DOTALL)
_URL_LIKE = re.compile(
    r"^\s*(?:https?:)?(?://)?(?:[\w-]{1,30}\.){1,4}[a-z]{2,6}/\S{1,400}\s*$", re.IGNORECASE
)
_INLINE = frozenset("a b i em strong span font u s small sub sup mark abbr cite q code time label".split())
_BARE_PARENTS = frozenset("p div figure section article center li td dd blockquote aside main body".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A post seen in an element; several elements may show one post."""

    element: HtmlElement
    embed: Embed
    also: tuple[HtmlElement, ...] = ()
    """Elements that hold more of the post's words, beside `element`."""


def marks_in(markup: bytes) -> tuple[Platform, ...]:
    """The platforms that a piece of HTML may hold posts of, by their marks."""
    lowered = markup.lower()
    return tuple(one for one in platforms() if any(mark.encode() in lowered for mark in one.marks))


def sightings(root: HtmlElement, depth: int = 0) -> list[Sighting]:
    """Every element that shows a post, in document order, wrappers and what they wrap alike."""
    present = marks_in(etree.tostring(root, encoding="utf-8"))
    if not present:
        return []
    interest = re.compile("|".join(re.escape(mark) for one in present for mark in one.marks), re.IGNORECASE)
    found: list[Sighting] = []
    for element in root.iter("*"):
        found.extend(_seen(element, present, interest, depth))
        if len(found) >= MAX_SIGHTINGS:
            break
    return [one for one in found if depth or not _is_excluded(one.element)]


def _seen(
    element: HtmlElement, present: Sequence[Platform], interest: re.Pattern[str], depth: int
) -> Iterator[Sighting]:
    tag = element.tag
    if "://" in (element.tail or "") or "://" in (element.text or ""):
        yield from _bare(element)
    if tag in _HIDERS:
        yield from _hidden(element, depth)
    if tag in _NEVER:
        return
    values = element.values()
    told = interest.search(" ".join(values)) if values else None
    if not told and tag != "blockquote" and "-" not in tag:
        return
    if is_share(element):
        return
    yield from _shown(element, present, depth)


def _shown(element: HtmlElement, present: Sequence[Platform], depth: int) -> Iterator[Sighting]:
    """What an element with a telling tag, class or attribute shows: the surest reading only."""
    own = _named(element, present) or _framed(element) or _attributed(element)
    if own:
        yield own
        return
    inner = list(_contained(element, depth))
    if inner:
        yield from inner
    elif element.tag == "blockquote":
        yield from _quoted(element)
    elif wrapped := _wrapped(element):
        yield wrapped


def _named(element: HtmlElement, present: Sequence[Platform]) -> Sighting | None:
    """By the platform's own tags, classes and attributes."""
    classes = set((element.get("class") or "").lower().split()) | {
        (element.get("data-twitter") or "").lower()
    }
    for platform in present:
        by_name = element.tag in platform.tags or not classes.isdisjoint(platform.classes)
        names = platform.id_attributes if by_name else platform.own_attributes
        if not by_name and not any(element.get(name) for name in names):
            continue
        found = _identity(element, platform, names) or (
            _linked_identity(element, platform) if by_name else None
        )
        if found and _is_short(element):
            return _sighting(element, platform, *found)
        if (
            by_name
            and element.tag == "blockquote"
            and (words := platform.words(element)).text
            and words.handle
        ):
            return _sighting(element, platform, None, None)
    return None


def _identity(
    element: HtmlElement, platform: Platform, names: Sequence[str]
) -> tuple[PostRef, str | None] | None:
    for name in names:
        value = element.get(name) or ""
        if value and (ref := platform.post_ref(value)):
            return ref, value
        if value and (ref := platform.ref_of_id(value)):
            return ref, None
    urls = (value for name, value in element.items() if not _SHARE_ATTRIBUTE.search(name))
    return next(((ref, url) for url in urls if (ref := platform.post_ref(url))), None)


def _linked_identity(element: HtmlElement, platform: Platform) -> tuple[PostRef, str | None] | None:
    """The link that stands for the post: the last one, which is the date's, but never a quoted post's."""
    for link in reversed(_own_links(element)):
        if ref := platform.post_ref(link.get("href") or ""):
            return ref, link.get("href")
    return None


def _own_links(element: HtmlElement) -> list[HtmlElement]:
    own = element if element.tag == "blockquote" else next(element.iter("blockquote"), None)
    links = [link for link, _ in zip(element.iter("a"), range(_MAX_LINKS), strict=False)]
    return [link for link in links if not _inside_another_quote(link, element, own)]


def _inside_another_quote(link: HtmlElement, element: HtmlElement, own: HtmlElement | None) -> bool:
    for parent in link.iterancestors():
        if parent is element:
            return False
        if parent.tag == "blockquote" and parent is not own:
            return True
    return False


def _framed(element: HtmlElement) -> Sighting | None:
    """By the address of a frame, or an address inside that address (`…/iframe?url=…`)."""
    if element.tag not in _FRAMES:
        return None
    for name, value in element.items():
        if name == "srcdoc" or not value or _SHARE_ATTRIBUTE.search(name):
            continue
        found = find_post(value) or _inside(value)
        if found:
            return _sighting(element, *found, value)
    return None


def _inside(url: str) -> tuple[Platform, PostRef] | None:
    cut = address(url)
    inner = [value for value in cut.query.values() if "/" in value] if cut else []
    return next((found for one in inner if (found := find_post(one))), None)


def _attributed(element: HtmlElement) -> Sighting | None:
    """By a data attribute that is a post's URL and nothing else."""
    if element.tag in {"article", "script"} or not _is_short(element):
        return None
    for name, value in element.items():
        if not 12 < len(value) < 1000 or not _URL_ATTRIBUTES.match(name) or _SHARE_ATTRIBUTE.search(name):
            continue
        if found := find_post(value):
            return _sighting(element, *found, value)
    return None


def _contained(element: HtmlElement, depth: int) -> Iterator[Sighting]:
    """By HTML or JSON kept in an attribute."""
    for name, value in element.items():
        if len(value) < 20 or name in {"class", "style", "src", "href"}:
            continue
        if value.lstrip()[:1] in {"{", "["}:
            yield from (Sighting(element=element, embed=embed) for embed in json_posts(value))
        if markup := markup_in(value):
            yield from _fragment(element, markup, depth)


def _hidden(element: HtmlElement, depth: int) -> Iterator[Sighting]:
    """By HTML kept as the text of an element that shows nothing."""
    text = element.text or ""
    if len(text) < 40:
        return
    kind = element.get("type") or ""
    if element.tag == "script" and (_NO_SCRIPT.search(kind) or (_CODE.match(kind) and len(text) > _MAX_CODE)):
        return
    if markup := markup_in(text):
        yield from _fragment(element, markup, depth)


def _fragment(element: HtmlElement, markup: str, depth: int) -> Iterator[Sighting]:
    root = parsed(markup) if depth < 2 else None
    if root is None:
        return
    for one in outermost(sightings(root, depth + 1)):
        yield Sighting(element=element, embed=replace(one.embed, method="escaped"))


def _quoted(element: HtmlElement) -> Iterator[Sighting]:
    """A blockquote without a class: signed `— Name (@handle) Date`, or dated by a link to the post."""
    whole = rendered(element, lambda one: one.tag == "blockquote" and one is not element)
    signed = signature(whole)
    if signed and (signed.day or _dated_link(element)):
        found = _dated_link(element)
        platform = found[0] if found else signed_platform(signed.handle)
        if platform:
            yield _sighting(element, platform, *(found[1:] if found else (None, None)))
    elif not signed and (found := _dated_link(element)) and _is_short(element):
        yield _sighting(element, *found)


def signed_platform(handle: str) -> Platform | None:
    """Where a handle of that shape lives: `user@host`, a domain name, or one word."""
    name = "mastodon" if "@" in handle else "bluesky" if "." in handle else "x"
    return platform_named(name)


def _dated_link(element: HtmlElement) -> tuple[Platform, PostRef, str] | None:
    """The last link of an element, if it leads to a post and its words are a date or the URL."""
    for link in reversed(_own_links(element)):
        href = link.get("href") or ""
        found = find_post(href)
        words = (link.text_content() or "").strip()
        if found and (not words or parse_day(words[:100]) or _URL_LIKE.match(words[:400])):
            return *found, href
    return None


def _wrapped(element: HtmlElement) -> Sighting | None:
    """By the one post that an element links to, if its class says that it wraps an embed."""
    label = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not _WRAPPER.search(label[:400]) or _FEED.search(label[:400]) or not _is_short(element, 1500):
        return None
    found = {}
    for link in _own_links(element):
        href = link.get("href") or ""
        if not is_share(link) and (post := find_post(href)):
            found[post[1]] = (*post, href)
    if len(found) != 1:
        return None
    platform, ref, href = next(iter(found.values()))
    sighting = _sighting(element, platform, ref, href)
    words = _alt_words(element)
    embed = sighting.embed if sighting.embed.text or not words else _with_words(sighting.embed, words)
    return replace(sighting, embed=replace(embed, method="wrapper", confidence=0.9))


def _alt_words(element: HtmlElement) -> Words | None:
    """Words of a post shown as a picture, from the picture's alternative text."""
    for one in element.iter("img", "div", "amp-img"):
        match = _ALT.match((one.get("alt") or one.get("data-alt") or "")[:5000])
        if match:
            who = match["who"].removeprefix("@")
            handle = who if " " not in who and match["who"].startswith("@") else None
            return as_words(match["text"].strip(), handle=handle)
    return None


def _with_words(embed: Embed, words: Words) -> Embed:
    return replace(
        embed,
        text=words.text,
        text_found=words.text_found,
        media=words.media or embed.media,
        author_handle=embed.author_handle or words.handle,
    )


def _bare(element: HtmlElement) -> Iterator[Sighting]:
    """A post's URL that stands alone where a paragraph would: content systems show the post there."""
    text, tail = element.text or "", element.tail or ""
    if "://" in text and _URL_LIKE.match(text[:500]) and (found := find_post(text.strip())):
        block = _lone_block(element)
        if block is not None:
            yield _sighting(block, *found, text.strip(), method="bare")
    parent = element.getparent()
    alone = parent is not None and parent.tag in _BARE_PARENTS and element.tag not in _INLINE
    if alone and "://" in tail and _URL_LIKE.match(tail[:500]) and (found := find_post(tail.strip())):
        following = element.getnext()
        if following is None or following.tag not in _INLINE:
            yield Sighting(
                element=_boxed(element), embed=_sighting(element, *found, tail.strip(), method="bare").embed
            )


def _boxed(element: HtmlElement) -> HtmlElement:
    """Put the text behind an element into an element of its own, so that it can be cut out."""
    box = element.makeelement("div")
    box.text, element.tail = element.tail, None
    element.addnext(box)
    return box


def _lone_block(element: HtmlElement) -> HtmlElement | None:
    """The block that holds an element and no words beside it."""
    own = len("".join(element.itertext()).strip())
    block = element
    while block.tag in _INLINE:
        parent = block.getparent()
        if parent is None:
            return None
        block = parent
    if block.tag not in _BARE_PARENTS or block.tag in {"body", "main"}:
        return None
    if len("".join(block.itertext()).strip()) == own:
        return block
    # A URL as the first text of a block that goes on with others, as live blogs have it.
    return (
        None
        if block is not element or len(element) == 0 or element[0].tag in _INLINE
        else _first_text(element)
    )


def _first_text(element: HtmlElement) -> HtmlElement:
    box = element.makeelement("div")
    box.text, element.text = element.text, None
    element.insert(0, box)
    return box


def outermost(found: Sequence[Sighting]) -> list[Sighting]:
    """One sighting a post: wrappers merged with what they wrap, quoted posts put into those that quote them."""
    by_element: dict[HtmlElement, int] = {}
    kept: list[Sighting | None] = []
    for one in found:
        ancestors = [by_element[up] for up in one.element.iterancestors() if up in by_element]
        same = by_element.get(one.element)
        outer = next((at for at in ancestors if kept[at] is not None), None)
        kept.append(one)
        if same is None:
            by_element[one.element] = len(kept) - 1
        if outer is not None:
            _nest(kept, outer, len(kept) - 1)
    return _one_a_post([one for one in kept if one is not None])


def _nest(kept: list[Sighting | None], outer: int, inner: int) -> None:
    wrapper, wrapped = kept[outer], kept[inner]
    if wrapper is None or wrapped is None:
        return
    if wrapper.embed.ref == wrapped.embed.ref or wrapped.embed.ref is None and not _is_signed_quote(wrapped):
        kept[outer], kept[inner] = _joined(wrapper, wrapped), None
    elif wrapper.embed.ref is None and not wrapper.embed.text:
        kept[outer] = None
    elif wrapper.element.tag == "blockquote" and wrapped.element.tag == "blockquote":
        kept[outer] = replace(
            wrapper, embed=replace(wrapper.embed, quoted=wrapper.embed.quoted or wrapped.embed)
        )
        kept[inner] = None
    elif wrapper.embed.method == "wrapper" or wrapper.embed.platform != wrapped.embed.platform:
        kept[outer] = None


def _is_signed_quote(one: Sighting) -> bool:
    return one.element.tag == "blockquote" and bool(one.embed.text and one.embed.author_handle)


def _one_a_post(found: Sequence[Sighting]) -> list[Sighting]:
    merged: dict[object, Sighting] = {}
    for one in found:
        ref = one.embed.ref
        key: object = ref or (one.embed.platform, one.embed.author_handle, one.embed.text)
        merged[key] = _joined(merged[key], one) if key in merged else one
    return list(merged.values())


def _joined(first: Sighting, second: Sighting) -> Sighting:
    inside = (
        any(up is first.element for up in second.element.iterancestors()) or first.element is second.element
    )
    also = (*first.also, *second.also, *(() if inside else (second.element,)))
    return replace(first, embed=fuller(first.embed, second.embed), also=also)


def fuller(first: Embed, second: Embed) -> Embed:
    """One embed of two that show the same post: the first, completed from the second."""
    with_text = first if first.text else second
    return replace(
        first,
        text=with_text.text,
        text_found=with_text.text_found or first.text_found or second.text_found,
        media=first.media or second.media,
        author_handle=first.author_handle or second.author_handle,
        author_name=first.author_name or second.author_name,
        author_id=first.author_id or second.author_id,
        date=first.date or second.date,
        date_text=first.date_text or second.date_text,
        quoted=first.quoted or second.quoted,
        url=second.url if second.author_handle and not first.author_handle else first.url,
        confidence=max(first.confidence, second.confidence),
    )


def _sighting(
    element: HtmlElement, platform: Platform, ref: PostRef | None, url: str | None, method: str | None = None
) -> Sighting:
    words = Words() if method == "bare" else platform.words(element)
    return Sighting(element=element, embed=make_embed(platform, ref, url, words, method or _method(element)))


def _method(element: HtmlElement) -> str:
    if element.tag.startswith("amp-"):
        return "amp"
    if element.tag in _FRAMES:
        return "iframe"
    return "blockquote" if element.tag == "blockquote" else "data"


def is_share(element: HtmlElement) -> bool:
    """Whether an element's name says that it shares this page or follows an account."""
    label = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    return bool(label.strip()) and bool(_SHARE.search(label) or _FEED.search(label))


def _is_short(element: HtmlElement, limit: int = MAX_TEXT) -> bool:
    if element.tag in {"blockquote", *_FRAMES}:
        return True
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > limit:
            return False
    return True


def _is_excluded(element: HtmlElement) -> bool:
    """Whether an element stands outside the article: in navigation, footers, comments, related stories."""
    for up in element.iterancestors():
        if up.tag in _EXCLUDED_TAGS and up.getparent() is not None and up.getparent().tag != "blockquote":
            return True
        if up.tag in {"body", "html", "main", "article"}:
            continue
        label = f"{up.get('class') or ''} {up.get('id') or ''}"[:300]
        if _EXCLUDED.search(label) and up.find(".//h1") is None:
            return True
    return False
