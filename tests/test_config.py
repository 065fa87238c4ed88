"""The configuration: what it takes, and how it says what is off."""

import dataclasses
from pathlib import Path

import msgspec
import pytest

from linker.config import Config, find, load, load_or_default
from linker.errors import ConfigError
from linker.matching.weights.model import Costs
from scrapers.web.addresses import is_named

ROOT = Path(__file__).resolve().parent.parent


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_configuration_that_we_ship_loads():
    config = load(ROOT / "config.toml")
    assert config.archives[0].name == "wayback"
    assert not any(lookup.enabled for lookup in config.lookups.values())


@pytest.mark.parametrize(("section", "differing"), [("fetch", ["cache"]), ("matching", [])])
def test_the_configuration_that_we_ship_shows_the_defaults(section, differing):
    shown, defaults = getattr(load(ROOT / "config.toml"), section), getattr(Config(), section)
    names = defaults.__struct_fields__
    assert [name for name in names if getattr(shown, name) != getattr(defaults, name)] == differing


def test_our_costs_are_those_of_the_model():
    costs = msgspec.structs.asdict(Config().matching)
    del costs["encoder"]
    assert costs == dataclasses.asdict(Costs())


def test_an_empty_file_is_a_configuration(tmp_path):
    assert load(written(tmp_path, "")).database == str(tmp_path / "linker.db")


def test_paths_are_meant_from_the_file_that_names_them(tmp_path):
    text = 'database = "db/news.db"\n[fetch]\ncache = "pages"\n[[sources]]\nname="a"\nkind="archive"\naddress="x.jsonl"'
    config = load(written(tmp_path, text))
    assert config.database == str(tmp_path / "db/news.db")
    assert config.page_cache().folder == tmp_path / "pages"
    assert config.sources[0].address == str(tmp_path / "x.jsonl")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("databse = 'x'", "unknown field `databse`"),
        ("[[sources]]\nname='a'\nkind='feed'\naddress='https://e.example'\nevery_minutes='x'",
         r"Expected `int`, got `str` - at `\$.sources\[0\].every_minutes`"),
        ("[[sources]]\nname='a'\nkind='feed'\naddress='feed.xml'", r"no http or https URL - at `\$.sources\[0\]`"),
        ("[[sources]]\nname='a'\nkind='fed'\naddress='https://e.example'", r"'fed' - at `\$.sources\[0\].kind`"),
        ("[[archives]]\nname='a'\ncdx='https://e.example'\nmemento='https://e.example/'", "{timestamp} and {url}"),
        ("[[archives]]\nname='a'\ncdx='https://e.example'\nmemento='https://e.example/{timestamp}/{url}/{x}'", "braces"),
        ("[[archives]]\nname='a'\nmemento='https://e.example/{timestamp}/{url}'", "needs either cdx or timemap"),
        ("[fetch]\nmax_bytes = 0", r"`int` >= 1 - at `\$.fetch.max_bytes`"),
        ("[lookups]\nx_oembed = {on = true}", "unknown field `on`"),
        ("[lookups]\nmyspace = {enabled = true}", "no look-up is named 'myspace'"),
        ("[[sources]]\nname='a'\nkind='page'\naddress='https://a.example'\n" * 2, "two sources are named 'a'"),
        ("database = ", "is no TOML"),
    ],
)  # fmt: skip
def test_what_is_off_is_named_with_file_and_key(tmp_path, text, says):
    with pytest.raises(ConfigError, match=says) as caught:
        load(written(tmp_path, text))
    assert str(tmp_path / "config.toml") in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.toml: cannot be read"):
        load(tmp_path / "nowhere.toml")


def test_the_file_is_found_by_name_then_variable_then_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LINKER_CONFIG", raising=False)
    assert find(None) is None
    written(tmp_path, "")
    assert find(None) == Path("config.toml")
    monkeypatch.setenv("LINKER_CONFIG", "other.toml")
    assert find(None) == Path("other.toml")
    assert find(Path("named.toml")) == Path("named.toml")


def test_without_a_file_there_are_defaults_or_a_clear_error(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LINKER_CONFIG", raising=False)
    assert load_or_default(None).database == str(tmp_path / "linker.db")
    with pytest.raises(ConfigError, match="--config"):
        load(None)


def test_the_client_is_told_who_runs_it_and_whom_it_may_trust(tmp_path):
    text = '[fetch]\ncontact = "desk@example.org"\nallow_hosts = ["Intranet.Example"]'
    fetch = load(written(tmp_path, text)).fetch
    assert fetch.user_agent == "linker/0.1 (+desk@example.org)"
    assert is_named("intranet.example", 443, fetch.allow_hosts)


def test_the_hash_changes_with_a_setting(tmp_path):
    before = load(written(tmp_path, "")).hash
    assert load(written(tmp_path, "[fetch]\nretries = 3")).hash != before
    assert load(written(tmp_path, "# a comment\n")).hash == before
