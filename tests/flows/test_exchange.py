"""One question and its answer: the certificate, the proxy, and what a question gives away."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from knell.flows.exchange import OUT, NoAnswer, follow, judge_from_here
from knell.flows.outside import Refused
from knell.flows.proxies import Proxy, read_proxy
from knell.records.errors import UsageError
from tests.flows.web import PUBLIC, Web, html, small_web, to

NAME = "news.example.com"


def certificate(name: str, *, days: int = 1) -> tuple[bytes, bytes]:
    """A certificate for a name, that vouches for itself, and its key; in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begin = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=3 + days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return made.public_bytes(serialization.Encoding.PEM), pem


@contextmanager
def protected_web(tmp_path: Path, shown: tuple[bytes, bytes]) -> Iterator[Web]:
    paths = tmp_path / "c.pem", tmp_path / "k.pem"
    for path, content in zip(paths, shown, strict=True):
        path.write_bytes(content)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)
    with small_web(lambda line: context.wrap_socket(line, server_side=True)) as web:
        yield web


def trusting(pem: bytes) -> Callable[[], ssl.SSLContext]:
    def trust() -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=pem.decode())
        return context

    return trust


def test_a_certificate_valid_for_the_name_is_taken_and_its_hash_kept(tmp_path: Path) -> None:
    shown = certificate(NAME)
    with protected_web(tmp_path, shown) as web:
        url = web.put(f"https://{NAME}/a", html())
        (hop,) = follow(url, ways=web.ways(trust=trusting(shown[0])))
    assert hop.status == 200
    assert hop.certificate == x509.load_pem_x509_certificate(shown[0]).fingerprint(hashes.SHA256()).hex()


@pytest.mark.parametrize(("name", "days", "known"), [("other.example.com", 1, True), (NAME, -1, True), (NAME, 1, False)])
def test_a_certificate_of_another_name_out_of_date_or_of_nobody_known_is_not(tmp_path: Path, name: str, days: int, known: bool) -> None:
    shown = certificate(name, days=days)
    with protected_web(tmp_path, shown) as web:
        url = web.put(f"https://{NAME}/a", html())
        with pytest.raises(NoAnswer, match="certificate that is not valid for its name"):
            follow(url, ways=web.ways(trust=trusting(shown[0]) if known else None))
        assert web.asked == []


def test_a_redirect_out_of_protection_is_refused(tmp_path: Path) -> None:
    shown = certificate(NAME)
    with protected_web(tmp_path, shown) as web:
        url = web.put(f"https://{NAME}/a", to("http://news.example.com/b"))
        with pytest.raises(Refused, match="from a protected address to an open one"):
            follow(url, ways=web.ways(trust=trusting(shown[0])))


def test_environment_proxies_and_passwords_are_not_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text(f"machine {NAME} login amal password secret\n")
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    shown = certificate(NAME)
    with small_web() as web:
        (hop,) = follow(web.put(f"http://{NAME}/a", html()), ways=web.ways())
    with protected_web(tmp_path, shown) as web, pytest.raises(NoAnswer):
        follow(web.put(f"https://{NAME}/a", html()), ways=web.ways())
    assert hop.status == 200
    assert b"Authorization" not in hop.request
    assert not (tmp_path / "keys").exists()


class Tor(threading.Thread):
    """A SOCKS5 proxy that keeps what it was asked for, and leads everything to one server."""

    def __init__(self, port: int, *, code: int = 0) -> None:
        super().__init__(daemon=True)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port, self._to, self._code = self._listening.getsockname()[1], port, code
        self.asked: list[bytes] = []

    def run(self) -> None:
        line, _ = self._listening.accept()
        with line:
            line.recv(3)
            line.sendall(b"\x05\x00")
            head = line.recv(4)
            if head[3] == 3:
                self.asked.append(line.recv(line.recv(1)[0] + 2))
            else:
                self.asked.append(line.recv({1: 4, 4: 16}[head[3]] + 2))
            line.sendall(b"\x05" + bytes([self._code]) + b"\x00\x01" + bytes(6))
            if self._code:
                return
            with socket.create_connection(("127.0.0.1", self._to)) as onward:
                onward.sendall(line.recv(65_536))
                while piece := onward.recv(65_536):
                    line.sendall(piece)


def through(web: Web, tor: Tor) -> tuple[object, Proxy]:
    ways = web.ways(dial=lambda address, port, seconds: socket.create_connection((address, port), timeout=seconds))
    return ways, Proxy("socks5h", "127.0.0.1", tor.port)


def test_through_a_proxy_no_name_is_looked_up_here() -> None:
    with small_web() as web:
        tor = Tor(web.port)
        tor.start()
        web.put("http://abcdef.onion/a", html())
        ways, proxy = through(web, tor)
        (hop,) = follow("http://abcdef.onion/a", ways=ways, proxy=proxy)  # type: ignore[arg-type]
        assert (hop.status, hop.address) == (200, None)
        assert tor.asked == [b"abcdef.onion\x00\x50"]
        assert web.looked_up == []


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://10.0.0.1/", "http://printer.local/"])
def test_what_can_be_judged_is_refused_through_a_proxy_too(url: str) -> None:
    with small_web() as web:
        tor = Tor(web.port)
        ways, proxy = through(web, tor)
        with pytest.raises(Refused):
            follow(url, ways=ways, proxy=proxy)  # type: ignore[arg-type]
        assert tor.asked == []


def test_where_the_proxy_says_no_nothing_goes_another_way() -> None:
    with small_web() as web:
        tor = Tor(web.port, code=5)
        tor.start()
        web.put(f"http://{NAME}/a", html())
        ways, proxy = through(web, tor)
        with pytest.raises(NoAnswer, match="was refused by the host"):
            follow(f"http://{NAME}/a", ways=ways, proxy=proxy)  # type: ignore[arg-type]
        assert (web.asked, web.looked_up) == ([], [])


def test_a_proxy_is_named_with_who_looks_names_up() -> None:
    assert read_proxy("socks5h://127.0.0.1:9050") == Proxy("socks5h", "127.0.0.1", 9050)
    assert read_proxy("http://[::1]:3128").in_words() == "http://[::1]:3128"
    for wrong in (
        "socks5://127.0.0.1:9050",
        "127.0.0.1:9050",
        "socks5h://who:secret@127.0.0.1:9050",
        "http://proxy",
        "https://a:1",
        "http://a:x",
        "http://[",
        "socks5h://[::1",
    ):
        with pytest.raises(UsageError, match="is no proxy that can be used") as said:
            read_proxy(wrong)
        assert "secret" not in said.value.line()


def test_this_machines_own_address_is_inside_though_it_may_be_public(monkeypatch: pytest.MonkeyPatch) -> None:
    from knell.flows import exchange

    address = ipaddress.ip_address(PUBLIC)
    monkeypatch.setattr(exchange, "_own_towards", lambda _: address)
    assert judge_from_here(address) == "this machine"
    mine, neighbour = ipaddress.ip_address("2a00:1450:4001:80b::1"), ipaddress.ip_address("2a00:1450:4001:80b::200e")
    monkeypatch.setattr(exchange, "_own_towards", lambda _: mine)
    assert judge_from_here(neighbour) == "this machine's own network"
    assert judge_from_here(ipaddress.ip_address("2a00:1450:4001:80c::200e")) is None


def test_the_way_out_that_users_have_judges_from_here() -> None:
    assert OUT.judge is judge_from_here
    assert OUT.ports == {80, 443, 8080, 8443}
    with pytest.raises(Refused):
        follow("http://127.0.0.1/")
