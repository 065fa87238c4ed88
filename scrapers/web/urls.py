"""URLs as the client takes them: plain http or https, without credentials, and the host that one asks."""

from urllib.parse import urlsplit

from linker.errors import FetchError

MAX_LENGTH = 8_192


def checked(url: str) -> str:
    """The URL without fragment; raises FetchError for what is no plain http(s) address."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(f"{url[:200]}: is no web address ({error})") from error
    if parts.scheme not in {"http", "https"} or not host or port == 0:
        raise FetchError(f"{url[:200]}: is no http or https address")
    if parts.username is not None or parts.password is not None:
        raise FetchError(f"a URL of {host} carries a user name: take it out, linker sends no credentials")
    if len(url) > MAX_LENGTH:
        raise FetchError(f"{url[:100]}…: is longer than {MAX_LENGTH} characters")
    return parts._replace(fragment="").geturl()


def port_of(url: str) -> int:
    """The port that is asked, named or not."""
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)


def host_of(url: str) -> str:
    """Host and port, which is what has a pace."""
    return f"{urlsplit(url).hostname}:{port_of(url)}"
