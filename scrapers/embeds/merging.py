"""Sightings of embeds -> one a post: wrappers with what they wrap, quoted posts inside quoting ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from linker.records import Embed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A post seen in an element; several elements may show one post."""

    element: HtmlElement
    embed: Embed
    also: tuple[HtmlElement, ...] = ()
    """Elements that hold more of the post's words, beside `element`."""


def outermost(found: Sequence[Sighting]) -> list[Sighting]:
    """One sighting a post: wrappers merged with what they wrap, quoted posts put into quoting ones."""
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
    if wrapper.embed.ref == wrapped.embed.ref or (
        wrapped.embed.ref is None and not _is_signed_quote(wrapped)
    ):
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
