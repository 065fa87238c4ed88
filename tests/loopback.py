"""A site on loopback for tests: routes that can be changed while it runs, and a record of what was asked."""

import contextlib
import gzip
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    """Bytes of the body after which the connection is closed; Content-Length still promises all."""


@dataclass
class Asked:
    path: str
    headers: dict[str, str]


Route = Reply | Callable[[Asked], Reply]


class Site:
    """Answers what `routes` says, 404 otherwise; knows every request in order."""

    def __init__(self):
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                request = Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
                site.asked.append(request)
                reply = site._reply(request)
                with contextlib.suppress(ConnectionError):  # whoever asked may have been stopped meanwhile
                    site._send(self, reply)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def paths(self, *, robots: bool = False) -> list[str]:
        return [each.path for each in self.asked if robots or each.path != "/robots.txt"]

    def counts(self) -> Counter[str]:
        return Counter(self.paths(robots=True))

    def _reply(self, request: Asked) -> Reply:
        route = self.routes.get(request.path) or self.routes.get(request.path.partition("?")[0])
        if route is None:
            return Reply("nothing here", 404)
        return route(request) if callable(route) else route

    def _send(self, handler, reply):
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if "Content-Length" not in reply.headers and reply.status != 304:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if reply.cut_after is not None:
            handler.wfile.write(body[: reply.cut_after])
            handler.close_connection = True
            return
        handler.wfile.write(body)


def with_etag(body: str, content_type: str = "text/html; charset=utf-8") -> Callable[[Asked], Reply]:
    """A page that answers 304 to whoever holds its ETag."""
    etag = f'"{abs(hash(body))}"'

    def route(request: Asked) -> Reply:
        headers = {"ETag": etag, "Content-Type": content_type}
        if request.headers.get("if-none-match") == etag:
            return Reply(status=304, headers=headers)
        return Reply(body, headers=headers)

    return route


def gzipped(body: bytes) -> Reply:
    return Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"})
