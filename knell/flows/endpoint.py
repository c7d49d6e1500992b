"""One question to an OpenAI-compatible endpoint, over the standard library's HTTP, as one would ask a stranger.

Nothing is sent but the question; nothing is followed (no redirects, no proxies); no more than so many bytes and seconds are spent on the
answer, whatever the other side does. What comes back is text, and a fault is one line.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from knell.records.errors import InputError, UsageError

LARGEST_ANSWER = 2_000_000
"""Bytes of an answer that are read; a longer one is a fault."""


class Endpoint(NamedTuple):
    """Where a model answers. ``url``: up to and without "/chat/completions". ``key``: sent as a bearer token; never shown or kept."""

    url: str
    model: str
    key: str | None = None
    seconds: float = 120.0


class Reply(NamedTuple):
    """``content``: what the model wrote. ``raw``: the whole body, as it came. ``model``: what the server calls itself."""

    content: str
    raw: bytes
    model: str


class EndpointFault(InputError):
    """The endpoint gave no answer that can be read. ``raw``: what it did give."""

    def __init__(self, what: str, *, where: str, raw: bytes = b"") -> None:
        super().__init__(what, where=where)
        self.raw = raw


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: tuple[_Choice, ...]
    model: str = ""


def check_endpoint(endpoint: Endpoint, sent_to: str | None) -> None:
    """Raises ``UsageError`` where the address is none, or where reports would leave this machine without its host being named."""
    parts = urlsplit(endpoint.url)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username or port == 0:
        raise UsageError(f"{endpoint.url!r} is no address of an endpoint", todo="give it as http://127.0.0.1:11434/v1")
    if not endpoint.model:
        raise UsageError("no model is named", todo="give --llm-model, as the endpoint calls it")
    if any(ord(c) < 32 or ord(c) > 126 for c in endpoint.key or ""):
        raise UsageError("the key has characters that no header can carry", todo="look at KNELL_LLM_KEY")
    if not is_here(host) and sent_to != host:
        raise UsageError(
            f"the reports would be sent to {host}", todo=f"if that is what you want and may do, say so: --send-reports-to {host}"
        )


def is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def ask(endpoint: Endpoint, messages: Sequence[Mapping[str, str]]) -> Reply:
    """The endpoint's answer to one question. Raises ``EndpointFault``."""
    parts = urlsplit(endpoint.url)
    assert parts.hostname is not None
    where = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=endpoint.seconds)
    late = threading.Event()
    line: list[socket.socket] = []

    def hang_up() -> None:
        # A server that sends a byte now and then never runs into the socket's own limit.
        late.set()
        for held in line:
            with suppress(OSError):
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    watch = threading.Timer(endpoint.seconds, hang_up)
    watch.daemon = True
    watch.start()
    try:
        connection.connect()
        line.append(connection.sock)
        if late.is_set():
            raise TimeoutError
        status, raw = _exchange(connection, parts.path.rstrip("/") + "/chat/completions", endpoint, messages)
    except (OSError, http.client.HTTPException, ssl.SSLError, ValueError) as error:
        said = f"gave no whole answer in {endpoint.seconds:g} s" if late.is_set() or isinstance(error, TimeoutError) else _said(error)
        raise EndpointFault(said, where=where) from error
    finally:
        watch.cancel()
        connection.close()
    if late.is_set():
        raise EndpointFault(f"gave no whole answer in {endpoint.seconds:g} s", where=where, raw=raw)
    if len(raw) > LARGEST_ANSWER:
        raise EndpointFault(f"sent more than {LARGEST_ANSWER:,} bytes", where=where, raw=raw[:LARGEST_ANSWER])
    if status != http.client.OK:
        raise EndpointFault(f"answered {status}: {_shown(raw)}", where=where, raw=raw)
    return _reply(raw, where)


def _exchange(
    connection: http.client.HTTPConnection, path: str, endpoint: Endpoint, messages: Sequence[Mapping[str, str]]
) -> tuple[int, bytes]:
    told = {
        "model": endpoint.model,
        "messages": list(messages),
        "temperature": 0,
        "seed": 0,
        "stream": False,
        "response_format": {"type": "json_object"},
    }
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    connection.request("POST", path, body=json.dumps(told).encode("ascii"), headers=headers)
    with connection.getresponse() as response:
        return response.status, response.read(LARGEST_ANSWER + 1)


def _reply(raw: bytes, where: str) -> Reply:
    try:
        completion = msgspec.json.decode(raw, type=_Completion)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise EndpointFault(f"did not answer as a chat endpoint does: {_shown(raw)}", where=where, raw=raw) from None
    if not completion.choices:
        raise EndpointFault("answered with no choice", where=where, raw=raw)
    return Reply(completion.choices[0].message.content, raw, completion.model)


def _shown(raw: bytes) -> str:
    """The beginning of what came, in characters that a terminal may show."""
    words = raw[:200].decode("utf-8", "replace")
    return repr("".join(c if c.isprintable() else " " for c in words)[:120])


def _said(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    return f"cannot be asked: {''.join(c if c.isprintable() else ' ' for c in reason)[:200]}"
