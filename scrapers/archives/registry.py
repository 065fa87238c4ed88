"""Which formats there are: every module with a `FORMAT` in the packages that `FAMILIES` names."""

import importlib
import pkgutil
from functools import cache

from scrapers.archives import embedded, fediverse, networks, telegram, tools, x
from scrapers.archives.format import Format, JsonFormat, PageFormat, TableFormat
from scrapers.archives.x import pages as pages_of_x

FAMILIES = (x, pages_of_x, telegram, fediverse, networks, embedded, tools)


@cache
def formats() -> tuple[Format, ...]:
    """Every format, by rank, then name."""
    names = (
        f"{family.__name__}.{module.name}"
        for family in FAMILIES
        for module in pkgutil.iter_modules(family.__path__)
    )
    modules = (importlib.import_module(name) for name in names)
    found = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return tuple(sorted(found, key=lambda each: (each.rank, each.name)))


@cache
def json_formats() -> tuple[JsonFormat, ...]:
    """Those that read JSON objects."""
    return tuple(each for each in formats() if isinstance(each, JsonFormat))


@cache
def page_formats() -> tuple[PageFormat, ...]:
    """Those that read HTML pages."""
    return tuple(each for each in formats() if isinstance(each, PageFormat))


@cache
def table_formats() -> tuple[TableFormat, ...]:
    """Those that read rows."""
    return tuple(each for each in formats() if isinstance(each, TableFormat))
