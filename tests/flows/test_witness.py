"""Partners asked over the web: real servers on this machine, and nothing counted before its signature was checked."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from knell.evidence.cosigning import PartnerKey, spell_request
from knell.evidence.notes import PublicKey
from knell.evidence.partner import make_partner, open_partner
from knell.flows.anchor import Anchored, Missed, add_cosigned, standing_of, write_request
from knell.flows.codebook import codebook_of
from knell.flows.partners import drop_partner, name_partner
from knell.flows.verify import verify_casebook
from knell.flows.witness import LARGEST, Answer, answer_request
from knell.records.errors import InputError, UsageError
from tests.flows.books import Book
from tests.flows.stamping import Stamper
from tests.flows.test_anchor import anchor, anchors, hands, name
from tests.flows.test_prove import prove
from tests.flows.test_verifier import judge
from tests.flows.web import PUBLIC, Handler, Page, Web, small_web

URL, OTHER = "http://records.example.org/witness", "http://second.example.org"
AT = 1_750_000_000


@pytest.fixture
def web() -> Iterator[Web]:
    with small_web() as served:
        yield served


@pytest.fixture
def told(book: Book) -> Book:
    book.add("observatory.txt", "hospital.txt")
    return book


@pytest.fixture
def partner(tmp_path: Path) -> PartnerKey:
    return make_partner(tmp_path / "partner.key", "records.example.org", bytes(32), None)


def log_key(book: Book) -> PublicKey:
    with book.desk() as desk:
        return desk.store.public


def answer(book: Book, tmp_path: Path, raw: bytes, *, known: bool = True) -> Answer:
    key = log_key(book)
    return answer_request(raw, open_partner(tmp_path / "partner.key", None), {key.name: key} if known else {}, AT)


def serve(book: Book, tmp_path: Path, change: Callable[[Answer], Answer] = lambda one: one, **others: Any) -> Callable[[Handler], Page]:
    """What a partner's service answers. ``change``: what a lying one makes of it."""

    def page(handler: Handler) -> Page:
        told = change(answer(book, tmp_path, handler.content, **others))
        return Page(told.body, told.status, {"Content-Type": told.kind})

    return page


def allow(book: Book, partner: PartnerKey, url: str = URL) -> None:
    name_partner(book.folder, partner.spell(), url, "agreed on 3 March", **hands(book))


def put(web: Web, page: Any, url: str = URL) -> None:
    web.put(f"{url}/add-checkpoint", page)


def missed(book: Book, web: Web) -> str:
    (one,) = anchor(book, web)
    assert isinstance(one, Missed)
    assert anchors(book) == []
    return one.line


def test_nobody_is_asked_to_cosign_before_a_person_names_them(told: Book, web: Web) -> None:
    with pytest.raises(UsageError, match="no authority has been named"):
        anchor(told, web)
    assert (web.looked_up, web.dialled, web.asked) == ([], [], [])


def test_a_partner_who_is_asked_cosigns_and_who_trusts_the_partner_believes_it(
    told: Book, web: Web, tmp_path: Path, partner: PartnerKey
) -> None:
    allow(told, partner)
    put(web, serve(told, tmp_path))
    prove(told, tmp_path / "before.zip")
    (done,) = anchor(told, web)
    assert isinstance(done, Anchored)
    assert (done.kind, done.by, done.at) == ("cosignature", partner.spell(), "2025-06-15T15:06:40Z")
    prove(told, tmp_path / "proof.zip")
    assert judge(tmp_path / "proof.zip", "--partner", partner.spell()) == 0
    assert judge(tmp_path / "proof.zip") == 20
    assert anchor(told, web) == ()
    assert verify_casebook(told.folder).findings == ()
    assert f"records.example.org may be asked to cosign at {URL}" in codebook_of(told.folder, **hands(told)).text


def test_what_is_sent_holds_the_size_the_proof_and_the_checkpoint_and_nothing_else(
    told: Book, web: Web, tmp_path: Path, partner: PartnerKey
) -> None:
    sent: list[bytes] = []
    page = serve(told, tmp_path)
    allow(told, partner)
    put(web, lambda handler: (sent.append(handler.content), page(handler))[1])
    anchor(told, web)
    told.add("relay.txt")
    anchor(told, web)
    first, second = (anchor.size for anchor in anchors(told))
    with told.desk() as desk:
        notes = desk.store.checkpoint(first) or b"", desk.store.checkpoint(second) or b""
        grown = desk.store.prove_growth(first, second)
    assert sent == [spell_request(0, (), notes[0]), spell_request(first, grown, notes[1])]
    assert {key for _, _, asked in web.asked for key in asked} <= {
        "Host", "User-Agent", "Accept", "Content-Type", "Content-Length", "Connection"
    }  # fmt: skip


def test_what_cannot_be_reached_waits_is_told_and_the_next_run_covers_it(told: Book, web: Web, tmp_path: Path, partner: PartnerKey) -> None:
    allow(told, partner)
    assert "no name server knows" in missed(told, web)
    before = standing_of(told.folder, **hands(told))
    assert (before.waiting, before.due) == (before.length, (URL,))
    told.add("relay.txt")
    put(web, serve(told, tmp_path))
    (done,) = anchor(told, web)
    assert isinstance(done, Anchored)
    after = standing_of(told.folder, **hands(told))
    assert (after.waiting, after.due, done.size) == (0, (), before.length + 1)


def test_a_partner_who_cosigned_by_file_since_says_where_it_is_and_is_asked_from_there(
    told: Book, web: Web, tmp_path: Path, partner: PartnerKey
) -> None:
    with told.desk() as desk:
        seen = desk.store.length()
    assert answer(told, tmp_path, write_request(told.folder)).status == 200
    allow(told, partner)
    put(web, serve(told, tmp_path))
    (done,) = anchor(told, web)
    assert isinstance(done, Anchored)
    assert done.size == seen + 1
    assert web.hits("records.example.org") == 2


def lies(body: bytes = b"", status: int = 200, kind: str = "text/plain") -> Page:
    return Page(body, status, {"Content-Type": kind})


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (lies(b"<html>closed</html>"), "its answer"),
        (lies(b""), "its answer"),
        (lies(b"\xff\xfe\n"), "its answer"),
        (lies(b"", 500), "answered 500"),
        (lies(b"", 302), "answered 302"),
        (lies(b"", 404), "does not know this casebook's key"),
        (lies(b"", 403), "does not know this casebook's key"),
        (lies(b"", 422), "DIVERGED"),
        (lies(b"0\n", 409, "text/x.tlog.size"), "DIVERGED"),
        (lies(b"2\n", 409, "text/x.tlog.size"), "DIVERGED"),
        (lies(b"99\n", 409, "text/x.tlog.size"), "has cosigned 99 entries of this log"),
        (lies(b"02\n", 409, "text/x.tlog.size"), "does not say which"),
        (lies(b"2", 409, "text/x.tlog.size"), "does not say which"),
        (lies(b"2\n", 409), "does not say which"),
        (lies(b"x" * 300_000), "bytes"),
    ],
)
def test_whatever_else_is_answered_counts_for_nothing_and_is_one_line(
    told: Book, web: Web, partner: PartnerKey, page: Page, says: str
) -> None:
    allow(told, partner)
    put(web, page)
    line = missed(told, web)
    assert says in line
    assert "\n" not in line
    assert web.hits("records.example.org") <= 2


def test_a_signature_by_another_key_or_over_another_checkpoint_counts_for_nothing(
    told: Book, web: Web, tmp_path: Path, partner: PartnerKey
) -> None:
    (tmp_path / "fresh").mkdir()
    stranger = make_partner(tmp_path / "stranger.key", "records.example.org", bytes(31) + b"x", None)
    allow(told, stranger)
    put(web, serve(told, tmp_path))
    assert "holds no cosignature" in missed(told, web)
    drop_partner(told.folder, stranger.spell(), "lost their key", **hands(told))
    allow(told, partner)
    make_partner(tmp_path / "fresh" / "partner.key", "records.example.org", bytes(32), None)
    earlier = answer(told, tmp_path / "fresh", write_request(told.folder))
    put(web, Page(earlier.body, earlier.status, {"Content-Type": earlier.kind}))
    told.add("relay.txt")
    assert "is not over this text" in missed(told, web)


def test_a_log_that_was_written_anew_is_told_by_the_partner(told: Book, web: Web, tmp_path: Path, partner: PartnerKey) -> None:
    fork = told.copy(tmp_path / "fork" / "coast")
    allow(told, partner)
    put(web, serve(told, tmp_path))
    anchor(told, web)
    for file in ("elsewhere.txt", "talk.txt", "abroad.txt"):
        fork.add(file)
    allow(fork, partner)
    (one,) = anchor(fork, web)
    assert isinstance(one, Missed)
    assert "DIVERGED" in one.line
    older = told.copy(tmp_path / "older" / "coast")
    assert anchor(older, web) == ()


def test_one_partner_down_does_not_keep_the_others_or_an_authority_from_vouching(
    told: Book, web: Web, tmp_path: Path, partner: PartnerKey
) -> None:
    stamper = Stamper(tmp_path / "stamps", "Example Stamps")
    other = make_partner(tmp_path / "other.key", "second.example.org", bytes(31) + b"y", None)
    name(told, web.put("http://stamps.example.com/tsa", stamper.serve()), stamper.roots)
    allow(told, other, OTHER)
    allow(told, partner)
    put(web, serve(told, tmp_path))
    stamped, down, cosigned = anchor(told, web)
    assert isinstance(stamped, Anchored)
    assert isinstance(down, Missed)
    assert isinstance(cosigned, Anchored)
    assert stamped.size == cosigned.size
    assert standing_of(told.folder, **hands(told)).due == (OTHER,)


def test_a_partner_inside_the_wall_or_without_a_key_cannot_be_named(told: Book, partner: PartnerKey) -> None:
    with pytest.raises(InputError, match="leads inside"):
        allow(told, partner, "http://127.0.0.1/")
    with pytest.raises(UsageError, match="is no key"):
        name_partner(told.folder, "records.example.org", URL, "agreed", **hands(told))
    with pytest.raises(UsageError, match="needs a reason"):
        name_partner(told.folder, partner.spell(), URL, " ", **hands(told))


# the partner's side


def test_the_service_answers_as_the_protocol_says(told: Book, tmp_path: Path, partner: PartnerKey) -> None:
    first = write_request(told.folder)
    assert answer(told, tmp_path, first, known=False).status == 404
    seen = answer(told, tmp_path, first)
    assert (seen.status, seen.kind, seen.body[:4]) == (200, "text/plain; charset=utf-8", "\u2014 ".encode())
    fork = told.copy(tmp_path / "fork" / "coast")
    with told.desk() as desk:
        size = desk.store.length()
    told.add("relay.txt")
    conflict = answer(told, tmp_path, write_request(told.folder, since=0))
    assert (conflict.status, conflict.body, conflict.kind) == (409, f"{size}\n".encode(), "text/x.tlog.size")
    grown = write_request(told.folder, since=size)
    fork.add("elsewhere.txt")
    forked = write_request(fork.folder, since=size)
    assert answer(told, tmp_path, forked.replace(forked.splitlines(keepends=True)[1], b"", 1)).status == 422
    assert answer(told, tmp_path, grown).status == 200
    assert (again := answer(told, tmp_path, first)).status == 409
    assert again.body == f"{size + 1}\n".encode()
    same = write_request(fork.folder, since=size + 1)
    assert (answer(told, tmp_path, same).status, "DIVERGED" in answer(told, tmp_path, same).line) == (409, True)
    assert answer(told, tmp_path, grown.replace(f"old {size}".encode(), f"old {size + 9}".encode())).status == 400
    assert answer(told, tmp_path, b"GET me").status == 400
    signed = grown.rpartition(b"\n\n")[0] + b"\n\n" + first.rpartition(b"\n\n")[2]
    assert answer(told, tmp_path, signed).status == 403


def test_without_what_was_signed_before_nothing_is_signed(told: Book, tmp_path: Path, partner: PartnerKey) -> None:
    (tmp_path / "partner.key.seen").write_text("rubbish\n")
    told_ = answer(told, tmp_path, write_request(told.folder))
    assert (told_.status, told_.body) == (500, b"")
    assert "cannot be read, so nothing is signed" in told_.line


@contextmanager
def service(tmp_path: Path, *keys: str) -> Iterator[int]:
    """``knell cosign --serve`` as a partner runs it; gives its port."""
    command = [sys.executable, "-m", "knell", "cosign", "--keyfile", str(tmp_path / "partner.key"), "--serve", "--port", "0"]
    command += [part for key in keys for part in ("--key", key)]
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(command, cwd=root, env={**os.environ, "PYTHONPATH": root}, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r":(\d+)/", process.stdout.readline())
        assert found is not None
        yield int(found[1])
    finally:
        process.terminate()
        process.communicate()


def test_a_casebook_and_a_partners_service_over_real_sockets(told: Book, web: Web, tmp_path: Path, partner: PartnerKey) -> None:
    allow(told, partner, "http://records.example.org")
    web.names["records.example.org"] = [PUBLIC]
    with service(tmp_path, log_key(told).spell()) as web.port:
        (done,) = anchor(told, web)
        assert isinstance(done, Anchored)
        told.add("relay.txt")
        (again,) = anchor(told, web)
        assert isinstance(again, Anchored)
        with socket.create_connection(("127.0.0.1", web.port), timeout=10) as line:
            line.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % (LARGEST + 1) + b"x" * (LARGEST + 1))
            assert b" 413 " in line.recv(1000)
        with socket.create_connection(("127.0.0.1", web.port), timeout=10) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert b" 404 " in line.recv(1000)
    assert again.size == done.size + 2
    assert "no connection" in missed_after(told, web)


def missed_after(book: Book, web: Web) -> str:
    book.add("elsewhere.txt")
    (one,) = anchor(book, web)
    assert isinstance(one, Missed)
    return one.line


def test_what_a_partner_answered_is_the_file_that_could_have_come_on_a_stick(told: Book, tmp_path: Path, partner: PartnerKey) -> None:
    request = write_request(told.folder)
    (tmp_path / "cosigned.txt").write_bytes(request.rpartition(b"old 0\n\n")[2] + answer(told, tmp_path, request).body)
    assert add_cosigned(told.folder, tmp_path / "cosigned.txt", partner.spell(), **hands(told)).kind == "cosignature"
