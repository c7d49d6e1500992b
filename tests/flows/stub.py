"""A language model's endpoint as bad as one wants it: a real HTTP server on this machine that answers what it is told to."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behave = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    """One request. ``server.behave`` does the answering; ``server.seen`` keeps what was asked, headers and all."""

    server: "Stub"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, dict(self.headers), asked))
        try:
            self.server.behave(self, asked)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the asker has hung up, as it may

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def send(self, body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Stub(ThreadingHTTPServer):
    daemon_threads = True
    behave: Behave
    seen: list[tuple[str, dict[str, str], dict[str, Any]]]

    def handle_error(self, *_: object) -> None:
        """A connection that the asker cut is no error of ours."""


@contextmanager
def serving(behave: Behave) -> Iterator[tuple[str, Stub]]:
    """The endpoint's address, and the server."""
    server = Stub(("127.0.0.1", 0), Handler)
    server.behave, server.seen = behave, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def completion(content: str) -> bytes:
    """A whole answer that holds this content."""
    return json.dumps({"model": "stub", "choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def says(content: str) -> Behave:
    """Answers with this content."""
    return lambda handler, _asked: handler.send(completion(content))


def finds(*findings: Mapping[str, Any]) -> Behave:
    """Answers with these findings."""
    return says(json.dumps({"findings": list(findings)}))
