"""config.toml -> Config, or a ConfigError that names the file and the key."""

import hashlib
import os
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from linker.errors import ConfigError
from linker.matching.weights.model import Costs
from scrapers.lookups.interfaces import LOOKUPS
from scrapers.web.cache import PageCache
from scrapers.web.manner import Count, Limits, Seconds

VARIABLE = "LINKER_CONFIG"
FILE_NAME = "config.toml"

AtLeastOne = Annotated[int, Meta(ge=1)]
Cost = Annotated[float, Meta(gt=0)]
Text = Annotated[str, Meta(min_length=1)]


class Fetch(Limits, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[fetch]`: how politely, how long, how much, how far, and where pages are kept."""

    cache: str = ""
    """A folder beside the configuration; "" keeps nothing."""
    cache_hours: Annotated[float, Meta(ge=0)] = 24.0
    cache_megabytes: Count = 1024
    most_pages: AtLeastOne = 20
    """Of one article that is cut into several; 1 follows none."""


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[sources]]`: something to pull from, at its own interval."""

    name: Text
    kind: Literal["feed", "sitemap", "page", "archive"]
    address: Text
    """A URL; for an archive a file or folder beside the configuration."""
    every_minutes: AtLeastOne = 60
    max_items: AtLeastOne = 50
    """The newest so many articles of a feed or sitemap in one run."""
    enabled: bool = True

    def __post_init__(self) -> None:
        if self.kind != "archive" and not self.address.startswith(("http://", "https://")):
            raise ValueError(f"address of the {self.kind} {self.name!r} is no http or https URL")


class Archive(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[archives]]`: a web archive with a CDX server or timemaps, asked in the order given."""

    name: Text
    cdx: str = ""
    timemap: str = ""
    """With {url}; for an archive without a CDX server."""
    memento: Text
    """With {timestamp} and {url}: where the bytes are, unrewritten (`id_`)."""
    searches_per_minute: AtLeastOne = 30
    mementos_per_minute: AtLeastOne = 600
    """As the archive publishes them; linker stays at 80 %."""
    enabled: bool = True

    def __post_init__(self) -> None:
        _check_template(f"memento of the archive {self.name!r}", self.memento, ("timestamp", "url"))
        if bool(self.cdx) == bool(self.timemap):
            raise ValueError(f"the archive {self.name!r} needs either cdx or timemap")
        if self.timemap:
            _check_template(f"timemap of the archive {self.name!r}", self.timemap, ("url",))


def _check_template(what: str, template: str, names: tuple[str, ...]) -> None:
    try:
        filled = template.format(**dict.fromkeys(names, "\0"))
    except (LookupError, ValueError, AttributeError) as error:
        raise ValueError(f"{what} has braces that mean nothing here ({error})") from error
    if filled.count("\0") != len(names):
        raise ValueError(f"{what} needs {' and '.join(f'{{{name}}}' for name in names)}, each once")


class Lookup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One live look-up: off until enabled; `address` is for mirrors and tests."""

    enabled: bool = False
    address: str = ""


class Resolve(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[resolve]`: when posts that nobody had are asked for again."""

    again_after_days: Annotated[float, Meta(ge=0, le=3650)] = 7.0
    """Of an archive or look-up that answered without showing the post; one that failed is asked each time."""


class Deletion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[deletion]`: when a post that its platform no longer shows is called deleted."""

    misses: Annotated[int, Meta(ge=2)] = 3
    """Look-ups that missed it while they showed that its account lives; one alone is no evidence."""
    days_between: Annotated[float, Meta(ge=1, le=365)] = 2.0
    """At least, between two misses that count."""


class Matching(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[matching]`: which encoder, and what each mistake costs; only the ratios of costs matter."""

    encoder: Literal["none", "static", "contextual"] = "static"
    false_link: Cost = 2.0
    """A wrong pair shown as a link."""
    needless_suggestion: Cost = 0.35
    """A wrong pair that a person had to look at."""
    unconfirmed: Cost = 0.6
    """A right pair that a person had to confirm."""
    missed: Cost = 1.6
    """A right pair shown to nobody."""

    @property
    def costs(self) -> Costs:
        """What decisions rest on."""
        return Costs(
            false_link=self.false_link,
            needless_suggestion=self.needless_suggestion,
            unconfirmed=self.unconfirmed,
            missed=self.missed,
        )


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of config.toml; paths are absolute after `load`."""

    database: Text = "linker.db"
    fetch: Fetch = Fetch()
    sources: tuple[Source, ...] = ()
    archives: tuple[Archive, ...] = ()
    lookups: Mapping[str, Lookup] = {}
    resolve: Resolve = Resolve()
    deletion: Deletion = Deletion()
    matching: Matching = Matching()
    stop_seconds: Seconds = 30.0
    """How long the daemon waits for running jobs when it is told to stop."""

    def __post_init__(self) -> None:
        for what, named in (("source", self.sources), ("archive", self.archives)):
            names = [each.name for each in named]
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise ValueError(f"two {what}s are named {twice!r}; each needs a name of its own")
        known = [lookup.name for lookup in LOOKUPS]
        unknown = next((name for name in self.lookups if name not in known), None)
        if unknown is not None:
            raise ValueError(
                f"no look-up is named {unknown!r}; there are {', '.join(known)} - at `$.lookups`"
            )

    def page_cache(self) -> PageCache | None:
        """The disk cache, None where none is wanted."""
        if not self.fetch.cache:
            return None
        return PageCache(
            folder=Path(self.fetch.cache),
            max_age=timedelta(hours=self.fetch.cache_hours),
            max_bytes=self.fetch.cache_megabytes << 20,
        )

    @property
    def hash(self) -> str:
        """16 hex digits that change with any setting."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:16]


def find(named: Path | None) -> Path | None:
    """The configuration's file: as named, else by $LINKER_CONFIG, else ./config.toml if it exists."""
    if named is not None:
        return named
    if variable := os.environ.get(VARIABLE):
        return Path(variable)
    return Path(FILE_NAME) if Path(FILE_NAME).is_file() else None


def load(named: Path | None) -> Config:
    """The configuration as named or found, its paths made absolute from the file's folder.

    Raises:
        ConfigError: there is none, it cannot be read, is no TOML, or a key is unknown or of the wrong type.
    """
    path = find(named)
    if path is None:
        raise ConfigError(f"no {FILE_NAME} here: name one with --config or in {VARIABLE}")
    return _read(path)


def load_or_default(named: Path | None) -> Config:
    """The configuration where there is one, else the defaults with paths of the working directory."""
    path = find(named)
    return _read(path) if path else _absolute(Config(), Path.cwd())


def _read(path: Path) -> Config:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read ({error.strerror}); name the file with --config"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is no TOML: {error}") from error
    try:
        config = msgspec.convert(values, Config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {error}") from error
    return _absolute(config, path.resolve().parent)


def _absolute(config: Config, folder: Path) -> Config:
    def place(path: str) -> str:
        return str(folder / Path(path).expanduser()) if path else ""

    sources = tuple(
        replace(source, address=place(source.address)) if source.kind == "archive" else source
        for source in config.sources
    )
    fetch = replace(config.fetch, cache=place(config.fetch.cache))
    return replace(config, database=place(config.database), sources=sources, fetch=fetch)
