"""Nothing is called anchored until an outsider's answer has been checked."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from knell.evidence.entries import Anchor
from knell.evidence.partner import cosign_request, make_partner, open_partner
from knell.flows.anchor import Anchored, Missed, add_cosigned, anchor_casebook, standing_of, write_request
from knell.flows.authorities import drop_authority, name_authority
from knell.records.errors import CheckFailed, InputError, UsageError
from tests.flows.books import Book
from tests.flows.stamping import Stamper
from tests.flows.test_prove import prove
from tests.flows.test_verifier import judge
from tests.flows.web import Page, Web, small_web

GOOD, OTHER, DOWN = "http://stamps.example.com/tsa", "http://second.example.com/tsa", "http://down.example.com/tsa"


@pytest.fixture
def web() -> Iterator[Web]:
    with small_web() as served:
        yield served


@pytest.fixture(scope="module")
def stamper(tmp_path_factory: pytest.TempPathFactory) -> Stamper:
    return Stamper(tmp_path_factory.mktemp("stamps") / "good", "Example Stamps")


@pytest.fixture
def told(book: Book) -> Book:
    book.add("observatory.txt", "hospital.txt")
    return book


def hands(book: Book) -> dict[str, Any]:
    return {"actor": "amal", "random": book.chance, "now": book.clock}


def name(book: Book, url: str, roots: Path) -> None:
    name_authority(book.folder, url, roots, "agreed on 3 March", **hands(book))


def anchor(book: Book, web: Web) -> tuple[Anchored | Missed, ...]:
    return anchor_casebook(book.folder, ways=web.ways(), **hands(book))


def anchors(book: Book) -> list[Anchor]:
    with book.desk() as desk:
        return [logged.content for logged in desk.store.logged_of("anchor/1") if isinstance(logged.content, Anchor)]


def test_nobody_is_asked_where_nobody_is_named(told: Book, web: Web) -> None:
    with pytest.raises(UsageError, match="no authority has been named"):
        anchor(told, web)
    assert (web.looked_up, web.dialled, web.asked) == ([], [], [])


def test_a_stamp_is_checked_kept_with_its_chain_and_believed_by_who_trusts_the_authority(
    told: Book, web: Web, stamper: Stamper, tmp_path: Path
) -> None:
    name(told, web.put(GOOD, stamper.serve()), stamper.roots)
    prove(told, tmp_path / "before.zip")
    (done,) = anchor(told, web)
    assert isinstance(done, Anchored)
    (kept,) = anchors(told)
    assert (kept.kind, kept.by, kept.size) == ("stamp", GOOD, done.size)
    given = prove(told, tmp_path / "proof.zip")
    assert (given.size, given.anchored) == (done.size, 1)
    trust = ["--trust", str(stamper.roots)]
    assert judge(tmp_path / "proof.zip", *trust) == 0
    assert judge(tmp_path / "proof.zip") == 20
    assert judge(tmp_path / "before.zip", *trust) == 20


def test_a_stamp_under_another_authoritys_roots_counts_for_nothing(told: Book, web: Web, stamper: Stamper, tmp_path: Path) -> None:
    other = Stamper(tmp_path / "other", "Other Stamps")
    name(told, web.put(GOOD, stamper.serve()), other.roots)
    (missed,) = anchor(told, web)
    assert isinstance(missed, Missed)
    assert anchors(told) == []
    name(told, GOOD, stamper.roots)
    assert isinstance(anchor(told, web)[0], Anchored)
    prove(told, tmp_path / "proof.zip")
    assert judge(tmp_path / "proof.zip", "--trust", str(other.roots)) == 20


def test_one_that_lies_about_the_hash_one_that_has_expired_and_one_that_is_down_are_named_and_the_good_one_stamps(
    told: Book, web: Web, stamper: Stamper, tmp_path: Path
) -> None:
    expired = Stamper(tmp_path / "expired", "Expired Stamps", lasts=timedelta(days=30))

    def lie(query: bytes) -> bytes:
        with told.desk() as desk:
            notes = [desk.store.checkpoint(size) for size in desk.store.checkpoint_sizes(100)]
        for note in notes:
            query = query.replace(hashlib.sha256(note or b"").digest(), hashlib.sha256(b"another").digest())
        return query

    name(told, web.put("http://liar.example.com/tsa", stamper.serve(lie)), stamper.roots)
    name(told, web.put("http://expired.example.com/tsa", expired.serve()), expired.roots)
    name(told, web.put("http://odd.example.com/tsa", Page(b"<html>no stamps today</html>")), stamper.roots)
    name(told, web.put("http://broken.example.com/tsa", Page(b"", 500)), stamper.roots)
    name(told, DOWN, stamper.roots)
    name(told, web.put(GOOD, stamper.serve()), stamper.roots)
    liar, old, odd, broken, down, good = anchor(told, web)
    assert isinstance(liar, Missed)
    assert isinstance(old, Missed)
    assert isinstance(odd, Missed)
    assert isinstance(broken, Missed)
    assert isinstance(down, Missed)
    assert "does not hold" in liar.line
    assert "not in force" in old.line or "does not hold" in old.line
    assert "no time stamp" in odd.line
    assert "answered 500" in broken.line
    assert isinstance(good, Anchored)
    assert [kept.by for kept in anchors(told)] == [GOOD]


def test_an_answer_that_is_not_in_the_strict_encoding_is_told_from_none(told: Book, web: Web, stamper: Stamper) -> None:
    def loosely(handler: Any) -> Page:
        strict = stamper.stamp(handler.content)
        head = 2 + (strict[1] & 0x7F if strict[1] > 0x7F else 0)
        return Page(b"\x30\x80" + strict[head:] + b"\x00\x00", 200, {"Content-Type": "application/timestamp-reply"})

    name(told, web.put(GOOD, loosely), stamper.roots)
    (missed,) = anchor(told, web)
    assert isinstance(missed, Missed)
    assert "no time stamp that can be read" in missed.line
    assert "not strict DER" in missed.line
    assert "name another authority" in missed.line
    assert anchors(told) == []


def test_what_could_not_be_stamped_waits_and_the_next_run_covers_it(told: Book, web: Web, stamper: Stamper) -> None:
    name(told, GOOD, stamper.roots)
    (missed,) = anchor(told, web)
    assert isinstance(missed, Missed)
    before = standing_of(told.folder, **hands(told))
    assert (before.waiting, before.due) == (before.length, (GOOD,))
    told.add("relay.txt")
    web.put(GOOD, stamper.serve())
    (done,) = anchor(told, web)
    assert isinstance(done, Anchored)
    after = standing_of(told.folder, **hands(told))
    assert (after.waiting, after.due) == (0, ())
    assert done.size == before.length + 1


def test_all_stamp_one_checkpoint_and_nothing_is_stamped_twice(told: Book, web: Web, stamper: Stamper, tmp_path: Path) -> None:
    other = Stamper(tmp_path / "other", "Other Stamps")
    name(told, web.put(GOOD, stamper.serve()), stamper.roots)
    name(told, OTHER, other.roots)
    first = anchor(told, web)
    web.put(OTHER, other.serve())
    second = anchor(told, web)
    assert anchor(told, web) == ()
    sizes = {one.size for one in (*first, *second) if isinstance(one, Anchored)}
    assert len(sizes) == 1
    assert prove(told, None).path is None
    assert web.hits("stamps.example.com") == 1


def test_a_stamp_is_renewed_before_its_certificate_runs_out(told: Book, web: Web, tmp_path: Path) -> None:
    short = Stamper(tmp_path / "short", "Short Stamps", lasts=timedelta(days=400))
    name(told, web.put(GOOD, short.serve()), short.roots)
    (first,) = anchor(told, web)
    assert anchor(told, web) == ()
    told.clock._now += timedelta(days=3650)
    (renewed,) = anchor(told, web)
    assert isinstance(first, Anchored)
    assert isinstance(renewed, Anchored)
    assert renewed.size > first.size


def test_an_authority_that_was_dropped_is_asked_no_more(told: Book, web: Web, stamper: Stamper) -> None:
    name(told, web.put(GOOD, stamper.serve()), stamper.roots)
    drop_authority(told.folder, GOOD, "they are theirs now", **hands(told))
    with pytest.raises(UsageError, match="no authority"):
        anchor(told, web)
    assert web.asked == []


def test_an_authority_inside_the_wall_and_roots_that_are_none_are_refused(told: Book, tmp_path: Path, stamper: Stamper) -> None:
    with pytest.raises(InputError, match="leads inside"):
        name(told, "http://127.0.0.1/tsa", stamper.roots)
    (tmp_path / "none.pem").write_text("none")
    with pytest.raises(InputError, match="root certificates"):
        name(told, GOOD, tmp_path / "none.pem")


def test_a_partner_cosigns_by_file_and_who_trusts_the_partner_believes_it(told: Book, tmp_path: Path) -> None:
    prove(told, tmp_path / "before.zip")
    key = make_partner(tmp_path / "partner.key", "records.example.org", bytes(32), None)
    (tmp_path / "request.txt").write_bytes(write_request(told.folder))
    done = cosign(told, tmp_path, "request.txt", 1_750_000_000)
    (tmp_path / "cosigned.txt").write_bytes(done.note)
    kept = add_cosigned(told.folder, tmp_path / "cosigned.txt", key.spell(), **hands(told))
    assert (kept.kind, kept.size, kept.at) == ("cosignature", done.size, "2025-06-15T15:06:40Z")
    prove(told, tmp_path / "proof.zip")
    assert judge(tmp_path / "proof.zip", "--partner", key.spell()) == 0
    assert judge(tmp_path / "proof.zip") == 20
    stranger = make_partner(tmp_path / "stranger.key", "records.example.org", bytes(31) + b"x", None)
    assert judge(tmp_path / "proof.zip", "--partner", stranger.spell()) == 20
    with pytest.raises(CheckFailed, match="has not cosigned"):
        add_cosigned(told.folder, tmp_path / "cosigned.txt", stranger.spell(), **hands(told))
    with pytest.raises(UsageError, match="--partner is no key of a partner"):
        add_cosigned(told.folder, tmp_path / "cosigned.txt", "records.example.org", **hands(told))


def cosign(book: Book, folder: Path, request: str, at: int = 1_750_000_000, first: bool = True) -> Any:
    with book.desk() as desk:
        log = desk.store.public if first else None
    return cosign_request((folder / request).read_bytes(), open_partner(folder / "partner.key", None), log, at, request)


def test_a_partner_cosigns_only_what_grew_from_what_was_seen(told: Book, tmp_path: Path) -> None:
    make_partner(tmp_path / "partner.key", "records.example.org", bytes(32), None)
    (tmp_path / "one.txt").write_bytes(write_request(told.folder))
    with pytest.raises(UsageError, match="for the first time"):
        cosign(told, tmp_path, "one.txt", first=False)
    seen = cosign(told, tmp_path, "one.txt").size
    fork = told.copy(tmp_path / "fork" / "coast")
    told.add("relay.txt")
    (tmp_path / "bare.txt").write_bytes(write_request(told.folder, since=0))
    with pytest.raises(InputError, match="how the log grew"):
        cosign(told, tmp_path, "bare.txt", first=False)
    (tmp_path / "two.txt").write_bytes(write_request(told.folder, since=seen))
    assert cosign(told, tmp_path, "two.txt", first=False).since == seen
    with pytest.raises(CheckFailed, match="were cosigned before"):
        cosign(told, tmp_path, "one.txt", first=False)
    fork.add("elsewhere.txt")
    (tmp_path / "forked.txt").write_bytes(write_request(fork.folder, since=seen))
    with pytest.raises(CheckFailed, match="DIVERGED"):
        cosign(told, tmp_path, "forked.txt", first=False)
    assert cosign(told, tmp_path, "two.txt", first=False).size == seen + 1


def test_a_key_file_under_a_passphrase_opens_with_it_alone(tmp_path: Path) -> None:
    key = make_partner(tmp_path / "partner.key", "records.example.org", bytes(32), "a long passphrase")
    assert open_partner(tmp_path / "partner.key", "a long passphrase").key == key
    for wrong in (None, "another"):
        with pytest.raises(InputError, match="another passphrase"):
            open_partner(tmp_path / "partner.key", wrong)
    with pytest.raises(UsageError, match="is there already"):
        make_partner(tmp_path / "partner.key", "records.example.org", bytes(32), None)
    with pytest.raises(UsageError, match="no name for a key"):
        make_partner(tmp_path / "new.key", "two words", bytes(32), None)


def test_a_cosigned_checkpoint_of_another_log_is_refused(told: Book, tmp_path: Path) -> None:
    make_partner(tmp_path / "partner.key", "records.example.org", bytes(32), None)
    fork = told.copy(tmp_path / "fork" / "coast")
    fork.add("elsewhere.txt")
    told.add("relay.txt")
    (tmp_path / "request.txt").write_bytes(write_request(fork.folder))
    done = cosign(told, tmp_path, "request.txt")
    (tmp_path / "cosigned.txt").write_bytes(done.note)
    with pytest.raises(CheckFailed, match="no checkpoint that this casebook signed"):
        add_cosigned(told.folder, tmp_path / "cosigned.txt", open_partner(tmp_path / "partner.key", None).key.spell(), **hands(told))
