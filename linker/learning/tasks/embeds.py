"""How well embeds are read: found, made up, worded and signed right, on pages with known embeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linker.learning.labels.rows import read_rows
from linker.records import Embed
from linker.text import normalise
from scrapers.articles.markup import parse
from scrapers.embeds import take_embeds
from scrapers.writing.charset import decode

Key = tuple[str, str, str]
_UNLABELLED = frozenset({"youtube"})
"""Platforms whose embeds the sample pages do not label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedFigures:
    """Shares over (page, platform, id), and over the labelled texts and handles of embeds that were found."""

    recall: float
    precision: float
    text: float
    author: float
    missed: tuple[Key, ...]
    made_up: tuple[Key, ...]
    wrong_text: tuple[Key, ...]
    wrong_author: tuple[Key, ...]


def measure_embeds(folder: Path) -> EmbedFigures:
    """Read every page of a folder with `pages.jsonl` and `embeds.jsonl` and compare."""
    wanted = {(row["file"], row["platform"], row["id"]): row for row in read_rows(folder / "embeds.jsonl")}
    found: dict[Key, Embed] = {}
    for page in read_rows(folder / "pages.jsonl"):
        for embed in _embeds((folder / page["file"]).read_bytes(), page["url"]):
            if embed.ref and embed.platform not in _UNLABELLED:
                found[page["file"], embed.platform, embed.ref.post_id] = embed
    both = [key for key in wanted if key in found]
    texts = [key for key in both if wanted[key]["text"]]
    authors = [key for key in both if wanted[key]["handle"]]
    wrong_text = tuple(key for key in texts if not _same_text(wanted[key]["text"], found[key]))
    wrong_author = tuple(key for key in authors if not _same_author(wanted[key]["handle"], found[key]))
    return EmbedFigures(
        recall=len(both) / len(wanted),
        precision=len(both) / max(1, len(found)),
        text=1 - len(wrong_text) / max(1, len(texts)),
        author=1 - len(wrong_author) / max(1, len(authors)),
        missed=tuple(key for key in wanted if key not in found),
        made_up=tuple(key for key in found if key not in wanted),
        wrong_text=wrong_text,
        wrong_author=wrong_author,
    )


def _embeds(body: bytes, url: str) -> Iterator[Embed]:
    markup = parse(decode(body, ""))
    return (one.embed for one in (take_embeds(markup.tree, url) if markup else ()))


def _same_text(wanted: str, embed: Embed) -> bool:
    """Whether the labelled beginning is the text's beginning; spaces and picture links may differ."""
    start, text = _letters(wanted), _letters(embed.text_found or embed.text or "")
    return text.startswith(start) or (start.startswith(text) and len(text) > 0.6 * len(start))


def _letters(text: str) -> str:
    return "".join(char for char in normalise(text).text if char.isalnum())


def _same_author(wanted: str, embed: Embed) -> bool:
    return (embed.author_handle or "").casefold() == wanted.casefold()
