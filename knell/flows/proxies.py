"""A connection through somebody in the middle: SOCKS5 with names (RFC 1928; Tor), or an HTTP proxy's CONNECT.

The proxy looks names up; this machine asks no name server. What a name leads to can then not be judged here: the address's notation and
any address in numbers still are. The proxy's own address is a person's decision and may be on this machine, as Tor's is.
"""

import ipaddress
import socket
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from knell.confining.receiving import receive_up_to
from knell.records.errors import KnellError, UsageError

_SAID = {
    1: "failed", 2: "is not allowed to", 3: "finds no way there", 4: "cannot reach the host", 5: "was refused by the host",
    6: "ran out of time", 7: "does not know how", 8: "does not know such addresses",
}  # fmt: skip
_LONGEST_HEAD = 8_192


class ProxyFault(KnellError):
    """The proxy did not make the connection."""


class Proxy(NamedTuple):
    """Who stands in the middle. ``kind``: "socks5h" or "http". ``host``: a name or an address."""

    kind: str
    host: str
    port: int

    def in_words(self) -> str:
        """As it is given: socks5h://127.0.0.1:9050."""
        return f"{self.kind}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def read_proxy(given: str) -> Proxy:
    """A proxy as a person names it. Raises ``UsageError``; plain "socks5" is refused, because names would be looked up here."""
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        raise _no_proxy(given) from None
    if parts.scheme not in ("socks5h", "http") or not parts.hostname or not port or "@" in parts.netloc or parts.path not in ("", "/"):
        raise _no_proxy(given)
    return Proxy(parts.scheme, parts.hostname, port)


def _no_proxy(given: str) -> UsageError:
    bare = given.rpartition("@")[2]  # a password is not said again
    return UsageError(
        f"{bare!r} is no proxy that can be used", todo="give it as socks5h://127.0.0.1:9050 (Tor) or http://proxy.example.org:3128"
    )


def dial_through(
    proxy: Proxy,
    host: str,
    port: int,
    seconds: float,
    dial: Callable[[str, int, float], socket.socket],
    watch: Callable[[socket.socket], None] = lambda _: None,
) -> socket.socket:
    """A connection to a host through a proxy. Raises ``ProxyFault`` or ``OSError``."""
    line = dial(_numbers_of(proxy), proxy.port, seconds)
    try:
        watch(line)
        line.settimeout(seconds)
        if proxy.kind == "socks5h":
            _ask_socks(line, host, port)
        else:
            _ask_http(line, host, port)
    except BaseException:
        line.close()
        raise
    return line


def _numbers_of(proxy: Proxy) -> str:
    try:
        return str(ipaddress.ip_address(proxy.host))
    except ValueError:
        return str(socket.getaddrinfo(proxy.host, proxy.port, type=socket.SOCK_STREAM)[0][4][0])


def _ask_socks(line: socket.socket, host: str, port: int) -> None:
    line.sendall(b"\x05\x01\x00")
    if _read(line, 2) != b"\x05\x00":
        raise ProxyFault("is no SOCKS5 proxy that can be used without a password")
    try:
        literal = ipaddress.ip_address(host)
        named = (b"\x01" if literal.version == 4 else b"\x04") + literal.packed
    except ValueError:
        name = host.encode("ascii")
        named = b"\x03" + bytes([len(name)]) + name
    line.sendall(b"\x05\x01\x00" + named + port.to_bytes(2, "big"))
    version, code, _, kind = _read(line, 4)
    if version != 5 or code != 0:
        raise ProxyFault(_SAID.get(code, f"answered {code}"))
    _read(line, {1: 4, 4: 16}[kind] if kind in (1, 4) else _read(line, 1)[0])
    _read(line, 2)


def _ask_http(line: socket.socket, host: str, port: int) -> None:
    authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    line.sendall(f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n".encode("ascii"))
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        if len(head) > _LONGEST_HEAD:
            raise ProxyFault("answers too long")
        head += _read(line, 1)
    words = head.split(None, 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/1.") or words[1] != b"200":
        raise ProxyFault(f"answered {words[1].decode('ascii', 'replace')[:20] if len(words) > 1 else 'nothing'}")


def _read(line: socket.socket, size: int) -> bytes:
    came = receive_up_to(line, size)
    if len(came) < size:
        raise ProxyFault("hung up")
    return came
