"""A small web on this machine: a real server, names that a stub of a resolver knows, and a public address that leads to the server.

The guard is the real one. What a test hands in is where a public address's packets go, as a router would decide it; no option of Knell's
lets a user do the same.
"""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from knell.flows.exchange import Ways
from knell.flows.outside import judge

PUBLIC = "93.184.216.34"
STORY = """<html><head><meta charset="utf-8"><title>Shelling of Jableh</title><meta property="og:site_name" content="Example Wire">
<meta property="article:published_time" content="2025-03-07T10:00:00Z"></head><body><article><h1>Shelling of Jableh</h1>
<p>At least 12 civilians were killed in shelling of Jableh on 6 March 2025, the Syrian Observatory for Human Rights said.</p>
<p>The shelling began in the morning and went on for several hours, residents of the town told the agency by telephone.</p>
</article></body></html>"""


class Page(NamedTuple):
    """What a path answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = {}


Answer = Page | Callable[["Handler"], Page | None]


def html(words: str = STORY, **headers: str) -> Page:
    return Page(words.encode(), 200, {"Content-Type": "text/html; charset=utf-8"} | headers)


def to(location: str, status: int = 302) -> Page:
    return Page(b"gone there", status, {"Location": location})


def zipped(page: Page) -> Page:
    return page._replace(body=gzip.compress(page.body), headers={**page.headers, "Content-Encoding": "gzip"})


class Handler(BaseHTTPRequestHandler):
    """One question. ``server.web.pages`` says what a host and path answer."""

    server: "Server"
    protocol_version = "HTTP/1.1"
    content = b""

    def do_GET(self) -> None:
        web = self.server.web
        web.asked.append((self.headers["Host"], self.path, dict(self.headers.items())))
        answer = web.pages.get(f"{self.headers['Host']}{self.path}") or Page(b"not here", 404)
        page = answer(self) if callable(answer) else answer
        if page is None:
            return
        try:
            self.send_response(page.status)
            if "Transfer-Encoding" not in page.headers:
                self.send_header("Content-Length", str(len(page.body)))
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the asker has hung up, as it may
        self.close_connection = True

    def do_POST(self) -> None:
        self.content = self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    web: "Web"

    def handle_error(self, *_: object) -> None:
        """A connection that the asker cut is no error of ours."""


class Web:
    """``pages``: host and path -> answer. ``names``: host -> its addresses. ``asked``: what was asked. ``dialled``: where to, ever."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Answer] = {}
        self.names: dict[str, list[str]] = {}
        self.looked_up: list[str] = []
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.dialled: list[str] = []

    def ways(self, **others: Any) -> Ways:
        return Ways(self.resolve, judge, self.dial)._replace(**others)

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host not in self.names:
            raise OSError("no such name")
        return self.names[host]

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append(address)
        if address != PUBLIC:
            raise ConnectionRefusedError("the test's router goes nowhere else")
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def put(self, url: str, answer: Answer) -> str:
        """Puts a page at http://host/path, and the host on the map; returns the address."""
        host, slash, path = url.removeprefix("http://").removeprefix("https://").partition("/")
        self.names.setdefault(host, [PUBLIC])
        self.pages[f"{host}{slash}{path}"] = answer
        return url

    def hits(self, host: str) -> int:
        return sum(asked[0] == host for asked in self.asked)


@contextmanager
def small_web(wrap: Callable[[socket.socket], socket.socket] | None = None) -> Iterator[Web]:
    """The web, served. ``wrap``: puts TLS around the server's socket."""
    server = Server(("127.0.0.1", 0), Handler)
    server.web = Web(server.server_port)
    if wrap is not None:
        server.socket = wrap(server.socket)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
