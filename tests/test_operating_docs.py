"""docs/operating.md and the program say the same."""

import msgspec
import pytest
from conftest import ROOT

from linker.config import Deletion, Fetch, Resolve, Source
from scrapers.lookups.interfaces import LOOKUPS

DOCS = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
SHOWN = (ROOT / "config.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("lookup", LOOKUPS, ids=lambda lookup: lookup.name)
def test_each_look_up_is_told_and_shown(lookup):
    assert f"`{lookup.name}`" in DOCS
    assert f"{lookup.name} = {{ enabled = false }}" in SHOWN


@pytest.mark.parametrize("kind", msgspec.inspect.type_info(Source.__annotations__["kind"]).values)
def test_each_kind_of_source_is_told(kind):
    assert f"| `{kind}` |" in DOCS


@pytest.mark.parametrize("section", [Fetch, Resolve, Deletion], ids=lambda section: section.__name__)
def test_each_setting_of_a_section_is_shown(section):
    shown = SHOWN.partition(f"\n[{section.__name__.lower()}]\n")[2].partition("\n[")[0]
    assert [key for key in section.__struct_fields__ if f"\n{key} = " not in f"\n{shown}"] == []
