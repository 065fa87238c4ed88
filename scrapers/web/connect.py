"""Connecting: a host is resolved once, the address is checked, and that very address is connected to.

Checking at connect leaves no gap for a name that resolves to something else the second time, and holds for
redirects as well. A deadline covers a whole request, so that a server which drips bytes cannot hold a job.
"""

import socket
import ssl
import time
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

import httpcore

from linker.errors import Blocked
from scrapers.web.addresses import is_named, is_public

DEADLINE: ContextVar[float] = ContextVar("DEADLINE", default=float("inf"))
"""On the monotonic clock; set around each request in the thread that makes it."""

_ADDRESSES_TRIED = 4

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


def _time_left(timeout: float | None) -> float:
    left = DEADLINE.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the whole request took too long")
    return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every wait ends with the request's deadline."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _finite(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _finite(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, _finite(timeout)))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the signature of httpcore
        return self._stream.get_extra_info(info)


def _finite(timeout: float | None) -> float | None:
    left = _time_left(timeout)
    return None if left == float("inf") else left


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to public addresses only, and to hosts of `allow_hosts` whatever their address."""

    def __init__(self, allow_hosts: frozenset[str]) -> None:
        self._allow_hosts = allow_hosts
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers.

        Raises:
            Blocked: every address of the host is private, and the host is not allowed by name.
        """
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in self._permitted(host, port)[:_ADDRESSES_TRIED]:
            try:
                stream = self._plain.connect_tcp(
                    address, port, _finite(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _permitted(self, host: str, port: int) -> list[str]:
        addresses = _resolve(host, port)
        if is_named(host, port, self._allow_hosts):
            return addresses
        public = [address for address in addresses if is_public(address)]
        if addresses and not public:
            raise Blocked(
                f"{host}:{port} leads to the private address {addresses[0]}: not fetched; "
                f'if you trust this host, name it yourself and add "{host}:{port}" to fetch.allow_hosts'
            )
        return public


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"no address found for {host}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
