"""A log handed on to another key: the new one signs, and whoever knows the old one follows."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from knell.cli.main import main
from knell.evidence.handing import parse_handed
from knell.evidence.keyring import LEAST, Keyring
from knell.evidence.partner import cosign_request, make_partner, open_partner, take_handed
from knell.evidence.people import make_person, open_person
from knell.flows.anchor import add_cosigned, write_request
from knell.flows.backup import back_up
from knell.flows.hand_on import HandedOn, hand_log_on, notes_of
from knell.flows.restore import restore
from knell.flows.verify import newest_checkpoint, verify_casebook
from knell.records.errors import CasebookError, CheckFailed, InputError
from tests.flows.books import Book
from tests.flows.test_prove import prove
from tests.flows.test_verifier import judge

WORDS = "seven quiet harbour doors"


def hands(book: Book) -> dict[str, Any]:
    return {"actor": "amal", "random": os.urandom, "now": book.clock}


def hand(book: Book) -> HandedOn:
    return hand_log_on(book.folder, **hands(book))


def publish(book: Book, path: Path) -> str:
    note, key = newest_checkpoint(book.folder)
    path.write_bytes(note)
    return key


@pytest.fixture
def told(book: Book) -> Book:
    book.add("observatory.txt", "hospital.txt")
    return book


def test_the_new_key_signs_and_the_log_and_what_was_published_before_still_verify(told: Book, tmp_path: Path) -> None:
    old = publish(told, tmp_path / "published.txt")
    first, told_ = hand(told), told.add("relay.txt")
    second = hand(told)
    assert (first.old, first.new, len(told_)) == (old, second.old, 1)
    assert newest_checkpoint(told.folder)[1] == second.new != old
    for key in (None, first.old):
        verified = verify_casebook(told.folder, published=tmp_path / "published.txt", key=key)
        assert verified.findings == ()
    assert [(one.position, one.key) for one in verified.handed] == [(first.position, first.new), (second.position, second.new)]
    publish(told, tmp_path / "later.txt")
    assert verify_casebook(told.folder, published=tmp_path / "later.txt").findings == ()


def test_a_checkpoint_by_the_old_key_over_later_entries_is_found(told: Book) -> None:
    from functools import partial

    from knell.evidence.checkpoints import Checkpoint, sign_checkpoint
    from knell.evidence.signing import sign
    from tests.evidence.test_audit import change

    with told.desk() as desk:
        key, seed = desk.store.public, desk.store.keyring.signing
    hand(told)
    with told.desk() as desk:
        size, root = desk.store.length(), desk.store.root_at(desk.store.length())
        forged = sign_checkpoint(Checkpoint(key.name, size, root), key, partial(sign, seed))
        change(desk.store, "UPDATE checkpoint SET note = ? WHERE size = ?", forged, size)
    assert any("is not signed by" in finding.what for finding in verify_casebook(told.folder).findings)


def test_an_older_keyring_is_told_and_signs_nothing(told: Book, tmp_path: Path) -> None:
    keyring = told.folder / "evidence" / "keyring"
    shutil.copy(keyring, tmp_path / "keyring")
    done = hand(told)
    shutil.copy(tmp_path / "keyring", keyring)
    findings = verify_casebook(told.folder).findings
    assert any(f"entry {done.position}" in one.where and "does not have" in one.what for one in findings)
    with pytest.raises(CasebookError, match="handed on to a key that this keyring does not have"):
        told.add("relay.txt")


def test_a_kill_before_the_log_says_so_is_mended_by_whatever_writes_next(told: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    real = Keyring.put_signing_key

    def die(*arguments: Any) -> None:
        real(*arguments)
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(Keyring, "put_signing_key", die)
        hand(told)
    assert ["does not say so yet" in one.what for one in verify_casebook(told.folder).findings] == [True]
    told.add("relay.txt")
    verified = verify_casebook(told.folder)
    assert (verified.findings, len(verified.handed)) == ((), 1)


def test_a_backup_from_before_is_restored_with_the_keyring_of_today_or_its_own(told: Book, tmp_path: Path) -> None:
    make_person(tmp_path / "keeper.key", "Keeper", WORDS, os.urandom, LEAST)
    keeper = open_person(tmp_path / "keeper.key", WORDS)
    back_up(told.folder, tmp_path / "backup", [keeper.public], random=os.urandom, now=told.clock)
    hand(told)
    for name, way in (("own", {"key": keeper}), ("today", {"keyring": told.folder})):
        restore(tmp_path / "backup", tmp_path / name, **hands(told), **way)  # type: ignore[arg-type]
        assert verify_casebook(tmp_path / name).findings == ()
    assert len(verify_casebook(tmp_path / "today").handed) == 1
    back_up(told.folder, tmp_path / "later", [keeper.public], random=os.urandom, now=told.clock)
    restore(tmp_path / "later", tmp_path / "again", key=keeper, **hands(told))
    assert verify_casebook(tmp_path / "again").findings == ()


def test_a_proof_is_judged_by_whichever_key_the_reader_knows(told: Book, tmp_path: Path) -> None:
    publish(told, tmp_path / "published.txt")
    done = hand(told)
    prove(told, tmp_path / "proof.zip")
    for key in (done.old, done.new):
        assert judge(tmp_path / "proof.zip", "--key", key) == 20
    assert judge(tmp_path / "proof.zip", "--checkpoint", str(tmp_path / "published.txt")) == 20
    other = told.copy(tmp_path / "other" / "coast")
    stranger = hand(other).new
    assert judge(tmp_path / "proof.zip", "--key", stranger) == 40


def test_a_partner_follows_to_the_new_key_by_the_note_and_by_nothing_else(told: Book, tmp_path: Path) -> None:
    key = make_partner(tmp_path / "partner.key", "records.example.org", bytes(32), None)
    partner = open_partner(tmp_path / "partner.key", None)
    with told.desk() as desk:
        log = desk.store.public
    seen = cosign_request(write_request(told.folder), partner, log, 1_750_000_000, "one")
    other = told.copy(tmp_path / "other" / "coast")
    hand(told)
    request = write_request(told.folder, since=seen.size)
    with pytest.raises(InputError, match="is not signed by"):
        cosign_request(request, partner, None, 1_750_000_001, "two")
    notes = parse_handed(notes_of(told.folder))
    take_handed(notes, partner, "handed.txt")
    done = cosign_request(request, partner, None, 1_750_000_002, "two")
    assert done.since == seen.size
    (tmp_path / "cosigned.txt").write_bytes(done.note)
    assert add_cosigned(told.folder, tmp_path / "cosigned.txt", key.spell(), **hands(told)).size == done.size
    hand(other)
    with pytest.raises(CheckFailed, match="hands on no log from a key that was cosigned with before"):
        take_handed(parse_handed(notes_of(other.folder)), partner, "other.txt")
    with pytest.raises(InputError):
        take_handed([notes[0].replace(b"coast", b"hills") + b"x"], partner, "odd.txt")


def test_the_commands_say_what_to_do_next(told: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, keyfile = str(told.folder), str(tmp_path / "partner.key")
    assert main(["checkpoint", "--handed-on", folder]) == 2
    assert "was never handed on" in capsys.readouterr().err
    assert main(["hand-on", folder]) == 0
    assert "next: knell checkpoint --key" in capsys.readouterr().out
    assert main(["verify", folder]) == 0
    assert "handed on: to the key knell/" in capsys.readouterr().out
    assert main(["checkpoint", "--handed-on", folder, "-o", str(tmp_path / "handed.txt")]) == 0
    assert main(["cosign", "--keyfile", keyfile, "--new", "records.example.org"]) == 0
    assert main(["cosign", "--keyfile", keyfile, "--handed-on", str(tmp_path / "handed.txt")]) == 3
    (tmp_path / "handed.txt").write_text("rubbish")
    assert main(["cosign", "--keyfile", keyfile, "--handed-on", str(tmp_path / "handed.txt")]) == 1
