"""Says where in its page an alignment row's post stood, which the rows themselves do not."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from linker.learning.labels.rows import Row
from linker.records import Article, Embed, Page
from scrapers.articles.reading import read_any

_SIGNIFICANT = 60
_OTHER_THAN_LETTERS = re.compile(r"\W+")


def with_places(rows: Iterable[Row], pages: Mapping[str, tuple[Article, Embed]]) -> list[dict[str, Any]]:
    """Add `embed_paragraph` and `paragraphs` (one a sentence, None = not found) to rows of known pages."""
    return [
        {**row, **_places(row, *pages[key])} if (key := _key(row)) in pages else dict(row) for row in rows
    ]


def read_pages(folder: Path) -> dict[str, tuple[Article, Embed]]:
    """Read saved pages (`*.html`): for each embedded post's id its article and embed, the first page's."""
    found: dict[str, tuple[Article, Embed]] = {}
    for file in sorted(folder.glob("*.html")):
        url = f"https://page.invalid/{file.stem}"
        page = Page(url=url, final_url=url, status=200, fetched_at=datetime.now(UTC), body=file.read_bytes())
        reading = read_any(page)
        for embed in reading.embeds:
            if reading.article and embed.ref and embed.paragraph is not None:
                found.setdefault(embed.ref.post_id, (reading.article, embed))
    return found


def _key(row: Row) -> str:
    return str(row["post"].get("id") or "")


def _places(row: Row, article: Article, embed: Embed) -> dict[str, Any]:
    paragraphs = [_letters(paragraph) for paragraph in article.paragraphs]
    return {
        "embed_paragraph": embed.paragraph,
        "paragraphs": [
            _place(_letters(str(sentence))[:_SIGNIFICANT], paragraphs) for sentence in row["sentences"]
        ],
    }


def _place(sentence: str, paragraphs: Sequence[str]) -> int | None:
    if not sentence:
        return None
    return next((place for place, paragraph in enumerate(paragraphs) if sentence in paragraph), None)


def _letters(text: str) -> str:
    return _OTHER_THAN_LETTERS.sub("", text).casefold()
