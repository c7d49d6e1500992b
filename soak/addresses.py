"""Addresses that try to reach inside: odd notations, user names, letters that look alike, names that lead inside or change their mind,
redirects to all of these.

The guard is the one that users have. Handed in are a resolver that lies as it is told to, and a router: packets to one public address go
to a server on this machine that plays the outside; packets to any other address are counted, and really sent where that is this
machine, on which a second server plays the inside. Reached = a connection asked for to anything but the outside, or a question that came
to the inside.

To know that the measure can find something, the same addresses are tried with a guard that lets everything pass: the inside is reached
then.

    python soak/addresses.py [--addresses 1200] [--short] [--figures build/soak/addresses.json]
"""

import ipaddress
import itertools
import random
import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any, NamedTuple

from knell.flows.exchange import NoAnswer, Ways, follow, judge_from_here
from knell.flows.outside import Address, Refused
from soak import command

PUBLIC, OTHER_PUBLIC = "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"
GOOD = "news.example.com"
SHORT = 150
INSIDE_V4 = (
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "10.255.1.2", "172.16.0.1", "172.31.9.9", "192.168.1.1", "169.254.169.254",
    "169.254.170.2", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "239.255.255.250",
    "255.255.255.255", "240.0.0.1", "192.88.99.1",
)  # fmt: skip
INSIDE_V6 = (
    "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:7f00:1::", "2001:db8::1", "2606:4700::5efe:7f00:1", "100::1",
    "5f00::1", "3fff::1",
)  # fmt: skip
INNER_NAMES = (
    "localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "a.localhost", "router", "intranet", "printer.local",
    "db.internal", "metadata.google.internal", "nas.lan", "gate.home.arpa", "x.corp", "wiki.intranet", "hidden.onion",
    "ip6-localhost", "kubernetes.default", "instance-data", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "loc\u00adalhost", "printer。local",
)  # fmt: skip
OTHER_SCHEMES = (
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_x", "ftp://127.0.0.1/", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/",
    "jar:http://127.0.0.1!/", "data:text/html,x", "unix:///run/x.sock", "javascript:x", "//127.0.0.1/", "ws://127.0.0.1/",
)  # fmt: skip


class Try(NamedTuple):
    """One address and what it tries. ``names``: what the resolver answers, one list of addresses a question, the last for ever."""

    what: str
    url: str
    names: Mapping[str, list[list[str]]] = MappingProxyType({})


def main() -> int:
    """Tries all and returns 0 where nothing was reached."""
    every = list(list_tries())
    parser = command.parser_of("addresses that try to reach inside", command.Number("addresses", len(every), SHORT))
    return command.run(
        parser,
        lambda asked, _: run(spread(every, asked.addresses)),
        lambda figures: not figures["reached"] and bool(figures["reached_without_the_guard"]) and figures["honest_pages_had"],
    )


def run(tries: Sequence[Try]) -> dict[str, Any]:
    """What came of the tries with the guard, and of the same without."""
    with _Ground() as ground:
        guarded = Counter[str]()
        reached = [one.url for one in tries if _attempt(ground, one, guarded, judge_from_here)]
        honest = sum(ground.honest(path) for path in ("/", "/moved"))
        without = Counter[str]()
        passed = sum(_attempt(ground, one, without, lambda _: None) for one in tries)
        return {
            "addresses": len(tries),
            "kinds": dict(sorted(Counter(one.what for one in tries).items())),
            "reached": reached,
            "came_of_it": dict(sorted(guarded.items())),
            "honest_pages_had": honest == 2,
            "reached_without_the_guard": passed,
        }


def spread(every: Sequence[Try], number: int) -> list[Try]:
    """So many of them, evenly from every kind."""
    groups: dict[str, list[Try]] = {}
    for one in every:
        groups.setdefault(one.what, []).append(one)
    for group in groups.values():
        random.Random(7).shuffle(group)
    rows = itertools.chain.from_iterable(itertools.zip_longest(*groups.values()))
    return list(itertools.islice((one for one in rows if one is not None), number))


def list_tries() -> Iterator[Try]:
    """Every address that is tried, each once."""
    direct = list(_unique(_direct()))
    yield from direct
    # The same by way of a redirect from an honest server, each kind of redirect in turn.
    for number, one in enumerate(direct):
        yield Try(f"redirect to: {one.what}", f"http://{GOOD}/to/{(301, 302, 303, 307, 308)[number % 5]}/{number}", one.names)


def _unique(tries: Iterator[Try]) -> Iterator[Try]:
    seen: set[str] = set()
    for one in tries:
        if one.url not in seen:
            seen.add(one.url)
            yield one


def _direct() -> Iterator[Try]:
    for address in INSIDE_V4:
        for spelt in spell_v4(address):
            yield Try("a number in some notation", f"http://{spelt}/")
        yield Try("IPv6 that holds IPv4", f"http://[::ffff:{address}]/")
        name = _name(address)
        yield Try("a name that leads inside", f"http://{name}/", {name: [[address]]})
        yield Try("a name of two minds", f"http://{name}/2", {name: [[PUBLIC, address]]})
        for path in ("3", "again"):
            yield Try("a name that changes its mind", f"http://{name}/{path}", {name: [[PUBLIC], [address]]})
    for v6 in INSIDE_V6:
        yield Try("an IPv6 address", f"http://[{v6}]/")
        yield Try("a name that leads inside, IPv6", f"http://{_name6(v6)}/", {_name6(v6): [[v6]]})
        yield Try("a name of two minds, IPv6", f"http://{_name6(v6)}/2", {_name6(v6): [[OTHER_PUBLIC, PUBLIC, v6]]})
        yield Try("a name of two minds, IPv6 and IPv4", f"http://{_name6(v6)}/3", {_name6(v6): [["127.0.0.1", v6]]})
    for name in INNER_NAMES:
        yield Try("a name of the inner network", f"http://{name}/", {name.lower().rstrip("."): [["127.0.0.1"]]})
    for number, shape in enumerate(_tricks("127.0.0.1")):
        yield Try("a trick with what stands around the host", shape, {f"x{number}.example.com": [[PUBLIC]]})
    for port in (22, 25, 6379, 11211, 2375, 9200, 5432):
        yield Try("another port", f"http://{GOOD}:{port}/")
        yield Try("another port", f"http://127.0.0.1:{port}/")
    for url in OTHER_SCHEMES:
        yield Try("another scheme", url)


def spell_v4(address: str) -> Iterator[str]:
    """An IPv4 address as one can be spelt: in parts that are octal or hexadecimal, in fewer parts, in other letters."""
    a, b, c, d = (int(part) for part in address.split("."))
    whole = int(ipaddress.IPv4Address(address))
    yield address
    yield f"{address}."
    yield str(whole)
    yield hex(whole)
    yield f"0{whole:o}"
    yield f"{a}.{whole & 0xFFFFFF}"
    yield f"{a}.{b}.{whole & 0xFFFF}"
    yield f"0{a:o}.0{b:o}.0{c:o}.0{d:o}"
    yield f"{a:#x}.{b:#x}.{c:#x}.{d:#x}"
    yield f"{a:#x}.{b}.0{c:o}.{d}"
    yield f"{a:03}.{b:03}.{c:03}.{d:03}"
    yield f"{whole + 2**32}"
    yield address.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    yield address.replace(".", "。")
    yield address.replace(".", "%2e")
    yield f"[{address}]"


def _tricks(inside: str) -> Iterator[str]:
    for good in (GOOD, "x.example.com"):
        yield f"http://{good}@{inside}/"
        yield f"http://{good}:80@{inside}/"
        yield f"http://{inside}@{inside}/"
        yield f"http://{good}\\@{inside}/"
        yield f"http://{inside}\\.{good}/"
        yield f"http://{good}#@{inside}/".replace("#", "%23")
        yield f"http://{good} @{inside}/"
        yield f"http://{good}\t@{inside}/"
        yield f"http://{good}\r\nHost: {inside}/"
        yield f"http://{inside}%00.{good}/"
        yield f"http://{inside}%20.{good}/"
        yield f"http://[::1]{good}/"
        yield f"http://[{inside}]{good}/"
        yield f"http://[::1%25{good}]/"
        yield f"http:\\\\{inside}\\"
        yield f"http:///{inside}/"
        yield f"http:{inside}/"
        yield f"http://{inside}:80:80/"
        yield f"http://{inside}:/"
        yield f"http://{inside}?{good}"
        yield f"http://{inside}#{good}"
        yield f"http://{inside};{good}/"
        yield f"http://{inside},{good}/"
        yield f"http://{good},{inside}/"
        yield f" http://{inside}/"
        yield f"\x00http://{inside}/"
        yield f"HTTP://{inside}/"
        yield f"http://０:80@{inside}/"
        yield f"http://{inside}％00.{good}/"
        yield f"http://{inside}／.{good}/"


def _name(address: str) -> str:
    return f"a{address.replace('.', '-')}.example.com"


def _name6(address: str) -> str:
    return f"b{address.replace(':', '-').replace('.', '-').strip('-')}x.example.com"


def _attempt(ground: "_Ground", one: Try, came: Counter[str], judge: Any) -> bool:
    """Whether the inside was reached."""
    ground.begin(one)
    ways = Ways(ground.resolve, judge, ground.dial, seconds=5.0)
    try:
        hops = follow(one.url, ways=ways)
        came["answered by the outside"] += 1
        if any(b"INSIDE" in hop.response for hop in hops):
            ground.strays.append("an answer of the inside")
    except Refused as error:
        came["refused: " + _short(error.what)] += 1
    except NoAnswer as error:
        came["no answer: " + _short(error.what)] += 1
    return bool(ground.strays or ground.inside.asked)


def _short(what: str) -> str:
    return what.removeprefix("redirects to an address that ").partition("(")[0].partition(":")[0].strip()


class _Ground:
    """The outside, the inside, the resolver and the router."""

    def __init__(self) -> None:
        self.outside, self.inside = _Server("outside"), _Server("inside")
        self.strays: list[str] = []
        self._names: dict[str, list[list[str]]] = {}
        self._targets = [one.url for one in _unique(_direct())]

    def __enter__(self) -> "_Ground":
        for server in (self.outside, self.inside):
            server.targets = self._targets
            server.start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self.outside, self.inside):
            server.stop()

    def begin(self, one: Try) -> None:
        self.strays, self.inside.asked = [], 0
        self._names = {name: [list(answer) for answer in answers] for name, answers in one.names.items()}

    def honest(self, path: str) -> bool:
        """Whether an honest page is had with the guard on."""
        self.begin(Try("honest", ""))
        return follow(f"http://{GOOD}{path}", ways=Ways(self.resolve, judge_from_here, self.dial))[-1].status == 200

    def resolve(self, host: str, port: int) -> Sequence[str]:
        answers = self._names.get(host)
        if answers is None:
            if host == GOOD or host.endswith(f".{GOOD}"):
                return [PUBLIC]
            raise OSError("no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        """The router. Only packets to the public addresses go out; all others are strays, and go where they would."""
        if address in (PUBLIC, OTHER_PUBLIC):
            return socket.create_connection(("127.0.0.1", self.outside.server_port), timeout=seconds)
        self.strays.append(address)
        if _is_here(ipaddress.ip_address(address)):
            return socket.create_connection(("127.0.0.1", self.inside.server_port), timeout=seconds)
        raise ConnectionRefusedError("a stray to a machine that is not here")


def _is_here(address: Address) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return address.is_loopback or address.is_unspecified or bool(mapped and mapped.is_loopback)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, plays: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.plays, self.asked = plays, 0
        self.targets: list[str] = []
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    def handle_error(self, *_: object) -> None:
        """A connection that the asker cut is no error of ours."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Answers; on the outside, ``/to/302/17`` redirects to the 17th address, in bytes that no polite server sends."""
        self.server.asked += 1
        words, outside = self.path.split("/"), self.server.plays == "outside"
        status, location = 200, b""
        if outside and words[1] == "to":
            status, location = int(words[2]), self.server.targets[int(words[3])].partition("\r")[0].encode("utf-8", "replace")
        elif outside and self.path in ("/moved", "/again"):
            status, location = 301, b"/"
        body = self.server.plays.upper().encode()
        self.wfile.write(b"HTTP/1.0 %d As it is\r\nContent-Length: %d\r\n" % (status, len(body)))
        self.wfile.write((b"Location: " + location + b"\r\n" if location else b"") + b"\r\n" + body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


if __name__ == "__main__":
    sys.exit(main())
