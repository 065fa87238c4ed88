"""docs/operating.md and the program say the same."""

import msgspec
import pytest
from conftest import ROOT

from linker.config import Fetch, Source
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


@pytest.mark.parametrize("key", Fetch.__struct_fields__)
def test_each_setting_of_fetching_is_shown(key):
    assert f"\n{key} = " in SHOWN
