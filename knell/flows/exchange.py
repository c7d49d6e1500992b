"""One question to a web server and its answer, byte for byte, and the redirects between the two.

1. Take the address apart; what is odd or can only lead inside is refused with nothing looked up (``outside``).
2. Look the name up once. Every Internet address that comes back is judged; one that leads inside refuses the whole name.
3. Connect to an address that was judged, and to no other: the name is not looked up again. TLS is checked against the name.
4. Ask, with few words and nothing of ours in them. Read the answer within bounds on its head, size and time, keeping it as it came.
5. A redirect begins at 1 again.

The standard library's ``http.client`` speaks; it is handed a connection and can open none. It follows nothing, unpacks nothing, keeps no
cookies, and reads neither the environment's proxies nor a password file, all of which a comfortable library does unless it is told not to.
"""

import hashlib
import http.client
import io
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import urljoin

from knell.records.errors import InputError

from .outside import NAT64, PORTS, Address, Refused, Target, judge, show, take_apart
from .proxies import Proxy, ProxyFault, dial_through

AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
"""What a request says it comes from: what the Tor Browser says, on every system, so that it is one of many. Knell's own name would tell
whoever keeps a server's log which of its visitors records the dead.
"""
SECONDS = 60.0
"""For one address, all redirects and looking up included."""
CONNECT_SECONDS = 15.0
LARGEST = 20_000_000
"""Bytes of one answer, its head included."""
LARGEST_HEAD = 65_536
REDIRECTS = 8
REDIRECTING = frozenset({301, 302, 303, 307, 308})
LARGEST_REDIRECT = 200_000
"""Bytes of a redirect's own body that are read."""

_CONTINUE = re.compile(rb"HTTP/1\.[01] 100\b.*?\r?\n\r?\n", re.DOTALL)

Resolve = Callable[[str, int], Sequence[str]]
Judge = Callable[[Address], str | None]
Dial = Callable[[str, int, float], socket.socket]


class NoAnswer(InputError):
    """A server gave no answer that can be kept: no connection, a wrong certificate, too slow, too long, broken off."""


class Hop(NamedTuple):
    """One question and its answer. ``request`` and ``response``: the bytes as they went and came. ``address``: the Internet address that
    answered, ``None`` through a proxy. ``certificate``: SHA-256 of the one the server showed, in hex.
    """

    url: str
    request: bytes
    response: bytes
    status: int
    headers: Mapping[str, str]
    address: str | None
    certificate: str | None


class Ways(NamedTuple):
    """How the network is reached. What stands here is what a user has; only a test hands in others.

    ``resolve``: a name and port into Internet addresses. ``judge``: why one is not connected to. ``dial``: a connection to one of them.
    """

    resolve: Resolve
    judge: Judge
    dial: Dial
    ports: frozenset[int] = PORTS
    trust: Callable[[], ssl.SSLContext] | None = None
    seconds: float = SECONDS
    largest: int = LARGEST


def look_up(host: str, port: int) -> tuple[str, ...]:
    """The Internet addresses of a name, of every family. The dot at the end keeps a network's own endings from being tried."""
    found = socket.getaddrinfo(host + ".", port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def judge_from_here(address: Address) -> str | None:
    """``judge``, and besides: whether it is this machine's own address, or a neighbour's on its network. Nothing is sent to find out."""
    if (why := judge(address)) is not None:
        return why
    own = _own_towards(address)
    if own == address:
        return "this machine"
    if isinstance(own, ipaddress.IPv6Address) and int(own) >> 64 == int(address) >> 64:
        return "this machine's own network"
    return None


def _own_towards(address: Address) -> Address | None:
    """The address this machine would speak from. Connecting a datagram socket sends nothing; it asks the system for the way."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), 9))
            return ipaddress.ip_address(str(probe.getsockname()[0]).partition("%")[0])
    except (OSError, ValueError):
        return None  # no way there, so no connection either


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an Internet address, given in numbers; a name is never looked up here."""
    family = socket.AF_INET if ipaddress.ip_address(address).version == 4 else socket.AF_INET6
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.settimeout(seconds)
        line.connect((address, port))
    except BaseException:
        line.close()
        raise
    return line


OUT = Ways(look_up, judge_from_here, dial)
"""The way out that a user has."""


def follow(
    url: str, *, ways: Ways = OUT, agent: str = AGENT, proxy: Proxy | None = None, asked: Mapping[str, str] | None = None
) -> tuple[Hop, ...]:
    """The questions and answers from an address to where its redirects end, in order. ``asked``: further headers of the first question.

    Raises ``Refused`` where it leads inside, ``NoAnswer`` where nothing that can be kept came back.
    """
    hops: list[Hop] = []
    end = time.monotonic() + ways.seconds
    where = show(url)
    while True:
        target = _next(url, hops, ways, proxy)
        headers = _headers(target, agent) | dict(asked or {})
        hops.append(_ask(target, headers, ways, proxy, end))
        location = hops[-1].headers.get("location")
        if hops[-1].status not in REDIRECTING or not location:
            return tuple(hops)
        if len(hops) > REDIRECTS:
            raise NoAnswer(f"redirects more than {REDIRECTS} times", where=where)
        try:
            url = urljoin(target.url, location.strip())
        except ValueError:
            raise Refused(f"redirects to what is no address: {show(location)}", where=where) from None


def post(url: str, content: bytes, kind: str, wanted: str, *, ways: Ways = OUT, agent: str = AGENT, proxy: Proxy | None = None) -> Hop:
    """One question with a body, and its answer; no redirect is followed. ``kind``: the body's media type; ``wanted``: the answer's.

    Raises ``Refused`` and ``NoAnswer``, as ``follow`` does.
    """
    target = take_apart(url, ports=ways.ports, onion=proxy is not None)
    headers = {
        "Host": target.authority,
        "User-Agent": agent,
        "Accept": wanted,
        "Content-Type": kind,
        "Content-Length": str(len(content)),
        "Connection": "close",
    }
    return _ask(target, headers, ways, proxy, time.monotonic() + ways.seconds, content)


def _next(url: str, hops: Sequence[Hop], ways: Ways, proxy: Proxy | None) -> Target:
    try:
        target = take_apart(url, ports=ways.ports, onion=proxy is not None)
    except Refused as error:
        if not hops:
            raise
        raise Refused(f"redirects to an address that {error.what}: {show(url)}", where=show(hops[0].url)) from None
    if hops and target.scheme == "http" and hops[-1].url.startswith("https:"):
        raise Refused(f"redirects from a protected address to an open one: {show(url)}", where=show(hops[0].url))
    return target


def _headers(target: Target, agent: str) -> dict[str, str]:
    """What a question says: few words, the same for everyone who runs this version, and no trace of where the address was found."""
    return {
        "Host": target.authority,
        "User-Agent": agent,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "en-US,en;q=0.5",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _ask(target: Target, headers: Mapping[str, str], ways: Ways, proxy: Proxy | None, end: float, content: bytes | None = None) -> Hop:
    where = show(target.url)
    with _Deadline(end, ways.seconds, where) as deadline:
        plain, address = _connect(target, ways, proxy, deadline)
        line: socket.socket = plain
        try:
            deadline.watch(plain)
            certificate = None
            if target.scheme == "https":
                line = protected = _protect(plain, target, ways)
                deadline.watch(line)
                shown = protected.getpeercert(binary_form=True)
                certificate = hashlib.sha256(shown).hexdigest() if shown else None
            request, response, status, told = _exchange(line, target, headers, ways, where, content)
            deadline.check()
        except (OSError, http.client.HTTPException, ValueError) as error:
            deadline.check()
            raise NoAnswer(_said(error), where=where) from error
        finally:
            line.close()
    return Hop(target.url, request, response, status, told, address, certificate)


def _connect(target: Target, ways: Ways, proxy: Proxy | None, deadline: "_Deadline") -> tuple[socket.socket, str | None]:
    where = show(target.url)
    if proxy is not None:
        try:
            # Whoever stands in the middle looks the name up: what it leads to cannot be judged from here.
            return dial_through(proxy, target.host, target.port, deadline.left(CONNECT_SECONDS), ways.dial, deadline.watch), None
        except (ProxyFault, OSError) as error:
            deadline.check()
            raise NoAnswer(f"no way through the proxy: {_said(error)}", where=where) from error
    addresses = _settle_addresses(target, ways, deadline)
    last: OSError | None = None
    for address in addresses[:4]:
        try:
            return ways.dial(address, target.port, deadline.left(CONNECT_SECONDS)), address
        except OSError as error:
            last = error
    deadline.check()
    raise NoAnswer(f"no connection: {_said(last) if last else 'no address'}", where=where) from last


def _settle_addresses(target: Target, ways: Ways, deadline: "_Deadline") -> tuple[str, ...]:
    """The addresses that may be connected to. One that leads inside refuses the whole name: an honest name has none."""
    where = show(target.url)
    found = (str(target.literal),) if target.literal is not None else _look_up_within(target, ways, deadline)
    good: list[str] = []
    for one in found:
        try:
            address = ipaddress.ip_address(one)
        except ValueError:
            raise Refused(f"leads to {show(one)}, which is no address", where=where) from None
        why = ways.judge(address)
        if why is None:
            good.append(str(address))
        elif address not in NAT64:
            raise Refused(f"leads inside ({address}: {why})", where=where)
    if not good:
        raise Refused("has no public address", where=where)
    return tuple(good)


def _look_up_within(target: Target, ways: Ways, deadline: "_Deadline") -> Sequence[str]:
    """The name's addresses, given up when time is: the system's resolver knows no deadline of its own."""
    found: list[Sequence[str]] = []
    fault: list[Exception] = []

    def ask() -> None:
        try:
            found.append(ways.resolve(target.host, target.port))
        except (OSError, UnicodeError, ValueError) as error:
            fault.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(deadline.left(CONNECT_SECONDS))
    if found:
        return found[0]
    if fault:
        raise NoAnswer("has a host that no name server knows", where=show(target.url)) from fault[0]
    raise NoAnswer("has a host that could not be looked up in time", where=show(target.url))


def _protect(line: socket.socket, target: Target, ways: Ways) -> ssl.SSLSocket:
    return (ways.trust or _trust)().wrap_socket(line, server_hostname=target.host)


def _trust() -> ssl.SSLContext:
    """The system's authorities, the name checked. Not ``create_default_context``: it writes keys to a file if the environment says so."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    return context


def _exchange(
    line: socket.socket, target: Target, headers: Mapping[str, str], ways: Ways, where: str, content: bytes | None = None
) -> tuple[bytes, bytes, int, dict[str, str]]:
    transcript = _Transcript(line, ways.largest)
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.auto_open = 0
    connection.sock = transcript  # all of a socket that it asks of one
    connection.putrequest("GET" if content is None else "POST", target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(content)
    with connection.getresponse() as response:
        if transcript.came() > LARGEST_HEAD:
            raise NoAnswer(f"has a head of more than {LARGEST_HEAD:,} bytes", where=where)
        stated = response.length
        if stated is not None and stated > ways.largest:
            raise NoAnswer(f"has {stated:,} bytes; at most {ways.largest:,} are fetched", where=where)
        redirects = response.status in REDIRECTING
        left = LARGEST_REDIRECT if redirects else ways.largest
        while left > 0 and (piece := response.read(min(left, 65_536))):
            left -= len(piece)
        if left <= 0 and not redirects:
            raise NoAnswer(f"has more than {ways.largest:,} bytes", where=where)
        if not redirects and response.length:
            raise NoAnswer(f"broke off, {response.length:,} bytes before its end", where=where)
        return transcript.went, transcript.answer(), response.status, _first_of_each(response)


def _first_of_each(response: http.client.HTTPResponse) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, value in response.getheaders():
        try:
            value = value.encode("latin-1").decode("utf-8")
        except UnicodeError:
            pass  # not UTF-8: Latin-1, as the standard has it
        told.setdefault(name.lower(), value)
    return told


class _Transcript:
    """A socket as ``http.client`` knows one, that keeps what went and what was read, up to a bound."""

    def __init__(self, line: socket.socket, largest: int) -> None:
        self._line, self._reader = line, _Reader(line.makefile("rb"), largest + LARGEST_HEAD)
        self.went = b""

    def sendall(self, content: bytes) -> None:
        """Sends, and keeps what was sent."""
        self.went += bytes(content)
        self._line.sendall(content)

    def makefile(self, *_: object) -> "_Reader":
        """What the answer is read from."""
        return self._reader

    def close(self) -> None:
        """Nothing: whoever opened the connection closes it."""

    def came(self) -> int:
        """How many bytes have been read."""
        return self._reader.size

    def answer(self) -> bytes:
        """The answer as it came, without what a "100 Continue" said before it."""
        whole = b"".join(self._reader.kept)
        while found := _CONTINUE.match(whole):
            whole = whole[found.end() :]
        return whole


class _Reader(io.BufferedIOBase):
    """Reads through, and keeps what was read. The answer to one question and no more: the connection is not used again."""

    def __init__(self, source: Any, largest: int) -> None:
        self._source, self._largest = source, largest
        self.kept: list[bytes] = []
        self.size = 0

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1) -> bytes:
        return self._keep(self._source.readline(-1 if size is None else size))

    def read(self, size: int | None = -1) -> bytes:
        return self._keep(self._source.read(self._most(size)))

    def read1(self, size: int = -1) -> bytes:
        return self._keep(self._source.read1(self._most(size)))

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        came = self.read(len(view))
        view[: len(came)] = came
        return len(came)

    def close(self) -> None:
        self._source.close()
        super().close()

    def _most(self, size: int | None) -> int:
        left = self._largest - self.size + 1
        return left if size is None or size < 0 else min(size, left)

    def _keep(self, came: bytes) -> bytes:
        self.kept.append(came)
        self.size += len(came)
        if self.size > self._largest:
            raise http.client.HTTPException("sends more than is read")
        return came


class _Deadline:
    """Hangs up when time is over: a server that sends a byte now and then never runs into a socket's own limit."""

    def __init__(self, end: float, seconds: float, where: str) -> None:
        self._end, self._seconds, self._where = end, seconds, where
        self._late = threading.Event()
        self._lines: list[socket.socket] = []
        self._timer = threading.Timer(max(0.0, end - time.monotonic()), self._hang_up)
        self._timer.daemon = True

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, line: socket.socket) -> None:
        """Hangs this line up too, when time is over."""
        self._lines.append(line)
        line.settimeout(self.left(CONNECT_SECONDS))
        if self._late.is_set():
            self._hang_up()

    def left(self, most: float) -> float:
        """Seconds that a step may take. Raises ``NoAnswer`` where there are none."""
        self.check()
        return max(0.05, min(most, self._end - time.monotonic()))

    def check(self) -> None:
        """Raises ``NoAnswer`` where time is over."""
        if self._late.is_set() or time.monotonic() > self._end:
            raise NoAnswer(f"gave no whole answer in {self._seconds:g} s", where=self._where)

    def _hang_up(self) -> None:
        self._late.set()
        for line in self._lines:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)


def _said(error: Exception) -> str:
    """What went wrong, in words that hold nothing a stranger sent that a terminal would obey."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"shows a certificate that is not valid for its name: {show(error.verify_message)}"
    if isinstance(error, TimeoutError):
        return "does not answer in time"
    if isinstance(error, http.client.IncompleteRead):
        return "broke off before its end"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    return show(" ".join(reason.split()))
