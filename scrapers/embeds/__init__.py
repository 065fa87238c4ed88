"""The embedded and linked posts of an article: read from its tree, cut out of it, their places kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from linker.records import Embed
from scrapers.embeds.flattened import flattened_embeds
from scrapers.embeds.markup import sightings
from scrapers.embeds.mentions import FoundLink, claim_review_posts, linked_posts
from scrapers.embeds.merging import Sighting, fuller, outermost
from scrapers.embeds.pagestate import StatedPost, state_posts
from scrapers.embeds.places import cut_out, tokens
from scrapers.embeds.surroundings import unname_boxes

__all__ = [
    "FoundEmbed",
    "FoundLink",
    "claim_review_posts",
    "flattened_embeds",
    "linked_posts",
    "take_embeds",
]


@dataclass(frozen=True, slots=True)
class FoundEmbed:
    """An embed, the token that stands for it in the tree, and the words of the blocks around it.

    `embed.paragraph` is None and `embed.article_id` empty: whoever extracts the body fills them in. An embed
    that only the page's state knows has no token in the tree, but its neighbours' words.
    """

    token: str
    embed: Embed
    before: str = ""
    after: str = ""


def take_embeds(tree: HtmlElement, url: str) -> tuple[FoundEmbed, ...]:
    """Read the embeds of a page in document order and cut them out of the tree.

    Each leaves `<p>TOKEN</p>` right after the text block before it (in place, extractors drop it with the
    embed's wrappers). One post is one embed, however often the page shows it; a quoted post is the `quoted`
    of its quoting post. `url` tells the page's own state from other articles'. Never raises.
    """
    elements = list(tree.iter("*"))  # held until the end: lxml makes a new wrapper for each that is let go
    seen = outermost(sightings(elements))
    stated = state_posts(elements, url)
    names = tokens(url)
    known = [_completed(one, stated) for one in seen]
    unname_boxes(elements)
    cuts = cut_out([(one.element, *one.also) for one in known], names)
    found = [
        FoundEmbed(cut.token, one.embed, cut.before, cut.after) for cut, one in zip(cuts, known, strict=True)
    ]
    refs = {one.embed.ref for one in known} | {one.embed.quoted.ref for one in known if one.embed.quoted}
    more = [
        FoundEmbed(next(names), one.embed, one.before, one.after)
        for one in stated
        if one.belongs and one.embed.ref not in refs
    ]
    return (*found, *more)


def _completed(one: Sighting, stated: Sequence[StatedPost]) -> Sighting:
    """What the page's state says of the same post fills in what the markup leaves open."""
    same = next((state for state in stated if state.embed.ref and state.embed.ref == one.embed.ref), None)
    if same is None:
        return one
    return Sighting(element=one.element, also=one.also, embed=fuller(one.embed, same.embed))
