"""URLs of strangers cut into host, path and query, wrappers of archives and redirects taken off."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

MAX_URL = 2048
"""Characters; a longer URL is nobody's post."""

_ARCHIVED = re.compile(
    r"^(?:https?:)?//[^/]{1,100}/(?:[\w-]{1,30}/){1,3}\d{4,14}(?:[a-z]{2}_)?/(?=https?:)", re.IGNORECASE
)
_SCHEME = re.compile(r"^(?:https?:)?/{1,2}(?=[^/])", re.IGNORECASE)
_BARE_HOST = re.compile(r"^[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?::\d{1,5})?/")
_REDIRECTS = (
    ("google.", "/url", ("q", "url")),
    ("facebook.com", "/l.php", ("u",)),
    ("instagram.com", "/", ("u",)),
    ("vk.com", "/away.php", ("to",)),
)
_DIGITS = re.compile(r"(\d{1,20})(?![0-9A-Za-z_])")


@dataclass(frozen=True, slots=True)
class Address:
    """Host in lower case without `www.`, path segments unquoted, query parameters (the first of each)."""

    host: str
    path: tuple[str, ...]
    query: dict[str, str]
    fragment: str = ""

    def on(self, *hosts: str) -> bool:
        """Whether the host is one of these or a subdomain of one."""
        return any(self.host == host or self.host.endswith("." + host) for host in hosts)


def address(url: str, depth: int = 3) -> Address | None:
    """Cut a URL; None where it is none. Wayback copies and redirect pages count as what they lead to."""
    text = url.strip().replace("\\/", "/") if len(url) <= MAX_URL else ""
    text = _ARCHIVED.sub("", text)
    if _BARE_HOST.match(text):
        text = "https://" + text
    if not _SCHEME.match(text):
        return None
    cut = _cut(_SCHEME.sub("https://", text, count=1))
    target = _target(cut) if cut and depth else None
    return (target and address(target, depth - 1)) or cut


def digits(segment: str) -> str | None:
    """The number at the start of a path segment, however untidily it goes on."""
    match = _DIGITS.match(segment)
    return match[1] if match and match[1].isascii() and match[1].strip("0") else None


def _cut(text: str) -> Address | None:
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return None
    if "." not in host:
        return None
    path = tuple(unquote(part) for part in parts.path.split("/") if part)
    query = parts.query.replace("&amp;", "&")
    try:
        pairs = parse_qsl(query, max_num_fields=100)
    except ValueError:
        pairs = []
    return Address(host, path, dict(reversed(pairs)), parts.fragment)


def _target(cut: Address) -> str | None:
    path = "/" + "/".join(cut.path)
    for host, page, names in _REDIRECTS:
        if path == page and f".{host}" in f".{cut.host}":
            return next((cut.query[name] for name in names if "//" in cut.query.get(name, "")), None)
    return None
