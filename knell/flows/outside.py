"""Which addresses lie outside: a web address taken apart strictly, and an Internet address judged.

A page is somebody else's words, and a redirect is an order from a stranger. Neither may make Knell knock at this machine, at its
neighbours, or at what a provider puts beside it. So an address has one spelling that is read, and a connection is made only to an
Internet address of the public kind; whatever is odd is refused, because a notation that two programs read in two ways is how one gets in.

Sources: the registries of special-purpose addresses (RFC 6890, RFC 8190) as they stood in 2026; the WHATWG's URL standard for what
browsers make of odd notations.
"""

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from knell.records.errors import InputError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = frozenset({80, 443, 8080, 8443})
"""Ports that are knocked at: a page is nowhere else, and other services listen on the rest."""
LONGEST = 2_000
"""Characters of an address."""

_INNER_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "a private network",
    "100.64.0.0/10": "a provider's inner network (CGNAT)",
    "127.0.0.0/8": "this machine",
    "168.63.129.16/32": "a cloud provider's inner service",
    "169.254.0.0/16": "the local link, where cloud metadata lies",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "set aside for protocols",
    "192.0.2.0/24": "set aside for examples",
    "192.31.196.0/24": "set aside for AS112",
    "192.52.193.0/24": "set aside for AMT",
    "192.88.99.0/24": "a 6to4 relay",
    "192.168.0.0/16": "a private network",
    "192.175.48.0/24": "set aside for AS112",
    "198.18.0.0/15": "set aside for measurements",
    "198.51.100.0/24": "set aside for examples",
    "203.0.113.0/24": "set aside for examples",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_INNER_V6 = {
    "::/128": "no address",
    "::1/128": "this machine",
    "::ffff:0:0/96": "an IPv4 address in another dress",
    "::/96": "an IPv4 address in another dress",
    "64:ff9b::/96": "an IPv4 address behind NAT64",
    "64:ff9b:1::/48": "an IPv4 address behind NAT64",
    "100::/64": "a black hole",
    "2001::/23": "set aside for protocols (Teredo among them)",
    "2001:db8::/32": "set aside for examples",
    "2002::/16": "an IPv4 address in another dress (6to4)",
    "2620:4f:8000::/48": "set aside for AS112",
    "3fff::/20": "set aside for examples",
    "5f00::/16": "segment routing",
    "fc00::/7": "a private network",
    "fe80::/10": "the local link",
    "fec0::/10": "a private network",
    "ff00::/8": "multicast",
}
_V4 = tuple((ipaddress.IPv4Network(net), why) for net, why in _INNER_V4.items())
_V6 = tuple((ipaddress.IPv6Network(net), why) for net, why in _INNER_V6.items())
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""What a network without IPv4 answers for every name: passed over, where there is another address to go to."""
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})

_INNER_NAMES = frozenset(
    "localhost local localdomain internal intranet private corp home lan test example invalid onion i2p alt arpa wpad workgroup".split()
)
"""Last labels that no public name has, or that lead to this side of the wall. Asking for one would tell a resolver what is looked for."""
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x20\x7f\\]")
_DEVIATING = frozenset("ßς\u200c\u200d")
"""Letters that the two editions of IDNA read in two ways."""
_DOTS = re.compile("[。．｡]")


class Refused(InputError):
    """An address that is not gone to. ``where``: the address as it was given, in characters that a terminal may show."""


class Target(NamedTuple):
    """An address to go to. ``host``: in lower case, in ASCII, an IPv6 address without brackets. ``literal``: the Internet address, where
    the host is one. ``path``: with the query, as it is asked for. ``url``: the whole, as it stands in the record.
    """

    scheme: str
    host: str
    port: int
    path: str
    literal: Address | None

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if isinstance(self.literal, ipaddress.IPv6Address) else self.host
        return host if self.port == (443 if self.scheme == "https" else 80) else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, without a fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"


def take_apart(url: str, *, ports: frozenset[int] = PORTS, onion: bool = False) -> Target:
    """A web address in the one spelling that is read. ``onion``: whether names that only Tor knows may be asked for.

    Raises ``Refused`` for what is none, is odd, or can only lead inside. No name is looked up.
    """
    shown = show(url)
    if any("\ud800" <= c <= "\udfff" for c in url):
        raise Refused("holds what is no letter", where=shown)
    if len(url) > LONGEST:
        raise Refused(f"is longer than {LONGEST:,} characters", where=shown)
    if _ODD.search(url):
        raise Refused("holds a space, a control character or a backslash", where=shown, todo="give the address as a browser shows it")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("is no address that can be read", where=shown) from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise Refused("is no web address", where=shown, todo="only http and https are fetched")
    if "@" in parts.netloc:
        raise Refused("holds a user name before the host", where=shown, todo="give it without what stands before the @")
    host, literal = _read_host(parts.netloc, shown, onion=onion)
    port = port if port is not None else 443 if scheme == "https" else 80
    if port not in ports:
        raise Refused(f"asks for port {port}", where=shown, todo=f"fetched are ports {', '.join(map(str, sorted(ports)))}")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~") + (f"?{quote(parts.query, safe=_QUERY)}" if parts.query else "")
    return Target(scheme, host, port, path, literal)


_QUERY = "/?%:@!$&'()*+,;=-._~[]|"


def judge(address: Address) -> str | None:
    """Why an Internet address is not connected to, in a few words; ``None`` where it is a public one."""
    if isinstance(address, ipaddress.IPv4Address):
        return next((why for net, why in _V4 if address in net), None) or (None if address.is_global else "not public")
    if address.scope_id is not None:
        return "on the local link"
    if address.ipv4_mapped is not None and (inner := judge(address.ipv4_mapped)) is not None:
        return inner
    found = next((why for net, why in _V6 if address in net), None)
    if found is not None:
        return found
    if address not in _PUBLIC_V6 or not address.is_global:
        return "not public"
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "an IPv4 address in another dress (ISATAP)"
    return None


def show(url: str) -> str:
    """An address in characters that a terminal may show, cut to a line."""
    plain = "".join(c if c.isprintable() and c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" else "�" for c in url)
    return plain if len(plain) <= 160 else plain[:159] + "…"


def _read_host(netloc: str, shown: str, *, onion: bool) -> tuple[str, Address | None]:
    if netloc.startswith("["):
        inside, _, rest = netloc[1:].partition("]")
        if rest and not re.fullmatch(":[0-9]*", rest):
            raise Refused("has a host that is no address", where=shown)
        return _read_v6(inside, shown)
    given = netloc.rpartition(":")[0] if ":" in netloc else netloc
    host = _in_ascii(given, shown)
    labels = host.removesuffix(".").split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _read_v4(host, shown)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused("has a host that is no name", where=shown)
    if len(labels) < 2:
        raise Refused("has a host of one word, which only this network knows", where=shown, todo="give the whole name")
    if labels[-1] in _INNER_NAMES and not (onion and labels[-1] == "onion"):
        what = "can be reached through Tor alone" if labels[-1] == "onion" else f"has a name in .{labels[-1]}, which is not public"
        raise Refused(what, where=shown)
    return ".".join(labels), None


def _read_v6(inside: str, shown: str) -> tuple[str, Address]:
    try:
        literal = ipaddress.IPv6Address(inside)
    except ValueError:
        raise Refused("has a host that is no address", where=shown) from None
    _check_literal(literal, shown)
    return str(literal), literal


def _read_v4(host: str, shown: str) -> tuple[str, Address]:
    """A dotted quad in its one plain spelling; 0177.1, 2130706433 and 0x7f.1 are refused unread, wherever they may lead."""
    try:
        literal = ipaddress.IPv4Address(host)
    except ValueError:
        raise Refused("has a number for a host, in an odd notation", where=shown, todo="write it as four plain numbers") from None
    _check_literal(literal, shown)
    return str(literal), literal


def _check_literal(literal: Address, shown: str) -> None:
    if (why := judge(literal)) is not None:
        raise Refused(f"leads inside ({literal}: {why})", where=shown)


def _in_ascii(host: str, shown: str) -> str:
    """A host's name in the letters that the name system knows: xn-- for what is not ASCII."""
    if not host:
        raise Refused("has no host", where=shown)
    if host.isascii():
        if "%" in host:
            raise Refused("has a host with % in it", where=shown)
        return host.lower()
    if _DEVIATING & set(host):
        raise Refused("has a host that can be read in two ways", where=shown, todo="give it in its xn-- form")
    try:
        return _DOTS.sub(".", host).encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise Refused("has a host that is no name", where=shown) from None
