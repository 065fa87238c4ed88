"""Our own labels of sentences beside posts of `resolution`, as rows of the alignment shape.

Each article was cut into sentences and read twice by a language model, each time afresh, with rows of
`alignment` as examples of the convention; no label was given by a rule. `readings.json` holds places and
labels only: the words are read from the data itself. Articles and posts of `alignment/dev` are left out.

An encoder may be tuned on one half of them, whole articles (`linker.learning.make.adapter`). Of those it then
knows more than of any others, so that weights for it are fitted to the other half only.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from linker.learning.labels.folding import articles_of
from linker.learning.labels.rows import read_rows

FILE = "readings.json"
Half = Literal["weights", "encoder"]
_NAMES = {"q": "quotes", "r": "reports", "d": "disputes", "n": "none", "u": "unsure"}
_RIGHT = frozenset("qr")


def read_readings(folder: Path, half: Half | None = None) -> tuple[dict[str, Any], ...]:
    """Rows of what was read of `folder` (`resolution` with its two files), none where its words are others.

    All of them, or one half.

    Raises:
        InputError: the files hold no JSON lines.
    """
    if not (folder / "articles.jsonl").is_file():
        return ()
    kept = json.loads(files("linker.learning.labels").joinpath(FILE).read_text(encoding="utf-8"))
    texts = {str(row["article_id"]): str(row["text"]) for row in read_rows(folder / "articles.jsonl")}
    rows = []
    for post in read_rows(folder / "posts.jsonl"):
        reading = kept["readings"].get(str(post["post_id"]))
        text = texts.get(str(post["article_id"]), "")
        if reading and reading["words"] == words_hash(str(post["text"]), text):
            rows.append(_row(post, text, reading))
    if half is None:
        return tuple(rows)
    return tuple(row for row, name in zip(rows, articles_of(rows), strict=True) if _half_of(name) == half)


def words_hash(post: str, article: str) -> str:
    """Tell whether a post and its article are still those that were read."""
    return hashlib.sha256(f"{post}\0{article}".encode()).hexdigest()[:16]


def label_of(letters: Sequence[str]) -> str:
    """Put several readings of a sentence together: only what they agree on counts, the rest is unsure."""
    right = {letter in _RIGHT for letter in letters}
    if "u" in letters or len(right) > 1:
        return "unsure"
    if len(set(letters)) == 1:
        return _NAMES[letters[0]]
    return "reports" if right == {True} else "none"


def _half_of(article: str) -> Half:
    return "encoder" if int(hashlib.sha256(article.encode()).hexdigest(), 16) % 2 else "weights"


def _row(post: Mapping[str, Any], text: str, reading: Mapping[str, Any]) -> dict[str, Any]:
    starts, ends = reading["starts"], reading["ends"]
    return {
        "id": f"W{post['post_id']}",
        "post": {"platform": "x", "text": post["text"]},
        "title": None,
        "language": "en",
        "sentences": [text[start:end] for start, end in zip(starts, ends, strict=True)],
        "labels": [label_of(letters) for letters in zip(*reading["labels"], strict=True)],
    }
