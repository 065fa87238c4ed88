"""docs/data-model.md and the schema say the same."""

import re
from pathlib import Path

import pytest

import db

DOCS = (Path(__file__).parent.parent / "docs" / "data-model.md").read_text()
INNER = re.compile(r"_sqlite_|sqlite_|claim_grams|claims_fts|posts_fts")


@pytest.fixture(scope="module")
def opened():
    return db.open_database(":memory:")


def documented() -> dict[str, list[tuple[str, str]]]:
    sections = re.split(r"^### `(\w+)`$", DOCS.partition("## Views")[0], flags=re.MULTILINE)[1:]
    rows = {
        name: re.findall(r"^\| `(\w+)` \| (\w+) \|", text, re.MULTILINE) for name, text in _pairs(sections)
    }
    assert rows
    return rows


def _pairs(parts: list[str]) -> list[tuple[str, str]]:
    return list(zip(parts[::2], parts[1::2], strict=True))


def test_every_table_and_column_is_documented_with_its_type(opened):
    schema = {
        name: [(column.name, column.type) for column in opened[name].columns]
        for name in opened.table_names()
        if not INNER.match(name)
    }
    assert documented() == schema


def test_every_view_and_full_text_table_is_named(opened):
    named = {name for name in opened.table_names() if re.fullmatch(r"(claims|posts)_fts|claim_grams", name)}
    assert [name for name in {*named, *opened.view_names()} if f"`{name}`" not in DOCS] == []


def test_the_diagram_draws_every_foreign_key(opened):
    drawn = set(re.findall(r"^    (\w+) \|\|--o\{ (\w+) : (\w+)$", DOCS, re.MULTILINE))
    keys = {
        (key.other_table, name, key.column)
        for name in opened.table_names()
        for key in opened[name].foreign_keys
    }
    assert drawn == keys
