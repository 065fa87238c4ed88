"""What a platform is, and how the platforms in this folder are found: one file each, ending in `PLATFORM`."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from linker.records import PostRef
from scrapers.platforms._addresses import MAX_URL
from scrapers.platforms._words import Reader, signed_words


def _no_time(_post_id: str) -> datetime | None:
    return None


def _no_author(_url: str) -> str | None:
    return None


def _no_id(_value: str) -> PostRef | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform's rules. All are pure and never raise, whatever a stranger's page feeds them."""

    name: str
    post_ref: Callable[[str], PostRef | None]
    """URL -> identity, or None where the URL is no post of this platform. Addresses of frames count too."""
    handle: Callable[[str], str | None]
    """URL -> author handle as written, without @, where the URL carries it."""
    canonical_url: Callable[[PostRef, str | None], str]
    """Identity and handle (if known) -> the URL that we show and store."""
    posted_at: Callable[[str], datetime | None] = _no_time
    """Id -> UTC time, where ids carry it."""
    author_id: Callable[[str], str | None] = _no_author
    """URL -> lasting id of the author, where the URL carries one."""
    marks: tuple[str, ...]
    """Lower-case substrings; a URL or page without any of them holds no post of this platform."""
    tags: tuple[str, ...] = ()
    """Elements that are embeds of this platform, as `amp-twitter`."""
    classes: tuple[str, ...] = ()
    """Lower-case class names of elements that are embeds of this platform, as `twitter-tweet`."""
    called: tuple[str, ...] = ()
    """Lower-case names that pages give the platform in attributes, as `data-provider="twitter"`."""
    id_attributes: tuple[str, ...] = ()
    """Attributes that hold a post's id or URL, as `data-tweet-id`; on elements with `tags` or `classes`."""
    own_attributes: tuple[str, ...] = ()
    """Those of `id_attributes` that tell the platform by themselves, on any element."""
    ref_of_id: Callable[[str], PostRef | None] = _no_id
    """Value of an id attribute -> identity."""
    words: Reader = signed_words
    """Embed element -> the words in it: text, author, date."""


@cache
def platforms() -> tuple[Platform, ...]:
    """Every platform of this folder, by name."""
    names = sorted(
        module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")
    )
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(module.PLATFORM for module in modules if hasattr(module, "PLATFORM"))


@cache
def platform_named(name: str) -> Platform | None:
    """The platform of that name, None where there is none."""
    return next((one for one in platforms() if one.name == name), None)


def find_post(url: str) -> tuple[Platform, PostRef] | None:
    """The platform and identity of the post at a URL, None where no platform knows it as a post's."""
    lowered = url[:MAX_URL].lower()
    for platform in platforms():
        if any(mark in lowered for mark in platform.marks) and (ref := platform.post_ref(url)):
            return platform, ref
    return None
