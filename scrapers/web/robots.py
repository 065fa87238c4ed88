"""What a site's robots.txt lets us fetch, read within bounds."""

import re
from dataclasses import dataclass

from protego import Protego

from linker.records import Page

MAX_BYTES = 500 * 1024
"""RFC 9309 2.5: a crawler reads at least 500 KiB."""

_MAX_LINES = 20_000
_MAX_DELAY_SECONDS = 60.0
_AGENT_LINE = re.compile(r"\s*user[- ]?agent[\s:]+(?P<name>[^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """One site's answer to `may linker fetch this`."""

    agent: str
    parsed: Protego | None = None
    """None: no rules, all is allowed."""
    failure: str | None = None
    """Why the rules could not be read; nothing may be fetched until they are (RFC 9309 2.3.1)."""

    def allow(self, url: str) -> bool:
        """True if no rule forbids this URL."""
        return self.parsed is None or self.parsed.can_fetch(url, self.agent)

    @property
    def delay_seconds(self) -> float:
        """The crawl delay that the site asks for, at most a minute."""
        delay = self.parsed.crawl_delay(self.agent) if self.parsed else None
        return min(float(delay or 0.0), _MAX_DELAY_SECONDS)


def read_rules(page: Page, agent: str) -> Rules:
    """The rules of a robots.txt; a site without one (4xx) has none, one that fails (5xx) has them unread."""
    if page.status >= 500:
        return Rules(agent, failure=f"HTTP {page.status}")
    if page.status >= 300:
        return Rules(agent)
    text = page.body[:MAX_BYTES].decode("utf-8-sig", errors="replace").lstrip("\ufeff")
    return Rules(agent, parsed=Protego.parse(_bounded(text, agent)))


def _bounded(text: str, agent: str) -> str:
    """The text with all foreign agents under one name: protego's time grows with agents times rules."""
    lines = text.splitlines()[:_MAX_LINES]
    return "\n".join(_our_name_or_any(line, agent.casefold()) for line in lines)


def _our_name_or_any(line: str, agent: str) -> str:
    match = _AGENT_LINE.match(line)
    if match is None:
        return line
    name = match["name"].strip().strip("*").casefold()
    ours = not name or name in agent
    return f"User-agent: {name or '*'}" if ours else "User-agent: somebody-else"
