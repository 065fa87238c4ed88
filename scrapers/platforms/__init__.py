"""What a platform is, and how the platforms in this folder are found: one file each, ending in `PLATFORM`."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from linker.records import PostRef


def _no_time(_post_id: str) -> datetime | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform's rules. All are pure and never raise, whatever a stranger's page feeds them."""

    name: str
    post_ref: Callable[[str], PostRef | None]
    """URL -> identity, or None where the URL is no post of this platform."""
    handle: Callable[[str], str | None]
    """URL -> author handle as written, without @, where the URL carries it."""
    canonical_url: Callable[[PostRef, str | None], str]
    """Identity and handle (if known) -> the URL that we show and store."""
    posted_at: Callable[[str], datetime | None] = _no_time
    """Id -> UTC time, where ids carry it."""


@cache
def platforms() -> tuple[Platform, ...]:
    """Every platform of this folder, by name."""
    names = sorted(
        module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")
    )
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(module.PLATFORM for module in modules if hasattr(module, "PLATFORM"))
