"""Serves a casebook's pages.

1. Take the port, or say in one line why it cannot be had; by default on the loopback only.
2. Open the casebook, brought up to its log where that can be done at once.
3. Say where the pages are, and answer until stopped.

What is shown comes from outside this flow (``application_of``): it knows sockets and the casebook, and nothing of pages.
"""

import errno
import ipaddress
import logging
import socket
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from knell.casebook.ledger import Casebook
from knell.evidence.entries import Random
from knell.evidence.unlocking import ask_with
from knell.records.errors import UsageError

from .incidents import open_current
from .projection import Clock

THREADS = 4
"""Requests answered at a time. Pages are read by the few people who work with the casebook."""

_QUEUE = 64

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
Say = Callable[[str], None]


def serve_casebook(
    folder: Path,
    host: str,
    port: int,
    hosts: Sequence[str],
    application_of: Callable[[Casebook, Sequence[str]], Application],
    *,
    say: Say,
    warn: Say,
    actor: str,
    random: Random,
    now: Clock,
) -> None:
    """Serves until interrupted. ``port`` 0 takes any that is free. Raises ``CasebookError`` or ``UsageError`` before it serves."""
    from waitress.server import create_server  # type: ignore[import-untyped]

    with (
        closing(take_port(host, port)) as listening,
        open_current(folder, actor=actor, random=random, now=now) as (casebook, note),
    ):
        # Nobody is asked while pages are served: a keyring put under another passphrase meanwhile is one line, until it is served anew.
        ask_with(None)
        if note:
            warn(note)
        if not is_loopback(host):
            warn(f"anyone who reaches {host} can read this casebook: the pages ask nobody who they are")
        _report_faults(warn)
        own_names = [] if is_wildcard(host) else [f"[{host}]" if ":" in host else host]
        application = application_of(casebook, [*own_names, *hosts])
        begin_listening(listening, host, port)
        server = create_server(application, sockets=[listening], threads=THREADS, ident=None, clear_untrusted_proxy_headers=True)
        say(f"{casebook.name}: {address_of(listening)} (Ctrl-C ends)")
        server.run()
        server.close()


def take_port(host: str, port: int) -> socket.socket:
    """A socket bound to that port, not listening yet. Raises ``UsageError`` where it cannot be had."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (socket.gaierror, UnicodeError, OverflowError) as error:
        raise UsageError(f"{host} is no address of this machine", todo="give --host as 127.0.0.1 or another address of it") from error
    listening = socket.socket(family, kind)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        listening.close()
        raise _refusal(host, port, error) from error
    return listening


def begin_listening(listening: socket.socket, host: str, port: int) -> None:
    """Takes calls from now on. Raises ``UsageError`` where somebody else began on the same port first."""
    try:
        listening.listen(_QUEUE)
    except OSError as error:
        raise _refusal(host, port, error) from error


def address_of(listening: socket.socket) -> str:
    """Where a browser finds it."""
    host, port = listening.getsockname()[:2]
    shown = "127.0.0.1" if host == "0.0.0.0" else "[::1]" if host == "::" else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_wildcard(host: str) -> bool:
    """Whether that address stands for all of the machine's."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host


def _refusal(host: str, port: int, error: OSError) -> UsageError:
    if error.errno == errno.EADDRINUSE:
        return UsageError(f"port {port} on {host} is taken", todo="give another with --port, or 0 for any that is free")
    if error.errno == errno.EACCES:
        return UsageError(f"port {port} may not be taken by this user", todo="give one above 1023 with --port")
    return UsageError(f"{host}:{port} cannot be served on: {error.strerror or error}", todo="give another --host or --port")


class _Faults(logging.Handler):
    """Says in one line what went wrong while a page was made."""

    def __init__(self, warn: Say) -> None:
        super().__init__(logging.ERROR)
        self._warn = warn

    def emit(self, record: logging.LogRecord) -> None:
        kind, error, _ = record.exc_info if record.exc_info else (None, None, None)
        what = f" ({kind.__name__}: {error})" if kind else ""
        self._warn(" ".join(f"a fault of Knell's own: {record.getMessage()}{what}".split()))


def _report_faults(warn: Say) -> None:
    for name in ("django.request", "waitress"):
        logger = logging.getLogger(name)
        logger.handlers = [_Faults(warn)]
        logger.propagate = False
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
