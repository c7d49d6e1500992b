"""Backups: one moment of a casebook, restored whole or not at all, and erasures honoured."""

import errno
import hashlib
import os
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from knell.casebook.ledger import open_casebook
from knell.evidence import backups, unlocking
from knell.evidence.keyring import LEAST
from knell.evidence.people import Person, make_person, open_person
from knell.flows import backup
from knell.flows.backup import back_up
from knell.flows.encrypt import encrypt_casebook
from knell.flows.restore import Restored, read_erasures, restore
from knell.flows.unlocking import lock, unlock
from knell.flows.verify import verify_casebook
from knell.records.errors import CasebookError, InputError, KnellError, UsageError
from tests.flows.books import HOSPITAL, OBSERVATORY, Book
from tests.flows.test_erase import erase, report_of

WORDS, OTHER = "seven quiet harbour doors", "nine loud mountain windows"


@pytest.fixture
def keeper(tmp_path: Path) -> Person:
    make_person(tmp_path / "keeper.key", "Keeper", WORDS, os.urandom, LEAST)
    return open_person(tmp_path / "keeper.key", WORDS)


@pytest.fixture
def full(book: Book) -> Book:
    book.add("observatory.txt", "hospital.txt")
    return book


def save(book: Book, keeper: Person | None, name: str = "coast.backup") -> Path:
    people = [] if keeper is None else [keeper.public]
    return back_up(book.folder, book.inbox / name, people, random=os.urandom, now=book.clock).archive


def bring(book: Book, file: Path, name: str = "again", **told: object) -> Restored:
    return restore(file, book.inbox / name, actor="amal", random=os.urandom, now=book.clock, **told)  # type: ignore[arg-type]


def texts(folder: Path) -> set[str]:
    with open_casebook(folder) as casebook:
        return {report.text for report in casebook.reports()}


def test_what_was_backed_up_is_there_again_and_verifies(full: Book, keeper: Person) -> None:
    restored = bring(full, save(full, keeper), key=keeper)
    assert texts(restored.folder) == texts(full.folder)
    assert verify_casebook(restored.folder).findings == ()
    assert not restored.guarded


def test_the_archive_holds_no_word_and_no_key(full: Book, keeper: Person) -> None:
    content = save(full, keeper).read_bytes()
    assert b"killed" not in content
    assert b"observatory" not in content.lower()
    with full.desk() as desk:
        keys = desk.store.keyring.keys()
    assert all(secret not in content for secret in (keys.store, keys.signing, keys.ledger))


def test_a_backup_is_never_written_over_nor_a_casebook(full: Book, keeper: Person) -> None:
    file = save(full, keeper)
    with pytest.raises(KnellError, match="is there already"):
        save(full, keeper)
    with pytest.raises(CasebookError, match="is there already"):
        restore(file, full.folder, key=keeper, actor="amal", random=os.urandom, now=full.clock)


def test_a_backup_whose_place_the_disk_does_not_confirm_is_not_left_there(full: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", str(folder))

    with monkeypatch.context() as patched, pytest.raises(CasebookError, match="the disk reports a read or write error"):
        patched.setattr(backups, "sync_folder", fail)
        save(full, None)
    assert list(full.inbox.glob("*coast.backup*")) == []
    save(full, None)


def test_a_backup_that_cannot_be_tidied_up_after_is_a_backup_all_the_same(full: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(backup.shutil, "rmtree", fail)
        save(full, None)
    assert (full.inbox / "coast.backup").exists()


def test_a_keyring_past_its_end_is_refused(full: Book, keeper: Person) -> None:
    file = save(full, keeper)
    late = full.clock() + timedelta(days=35)
    with pytest.raises(KnellError, match="its end was"):
        restore(file, full.inbox / "again", key=keeper, actor="amal", random=os.urandom, now=lambda: late)
    assert not (full.inbox / "again").exists()


def test_another_persons_key_opens_nothing(full: Book, keeper: Person, tmp_path: Path) -> None:
    file = save(full, keeper)
    make_person(tmp_path / "other.key", "Other", WORDS, os.urandom, LEAST)
    with pytest.raises(KnellError, match="not sealed to Other"):
        bring(full, file, key=open_person(tmp_path / "other.key", WORDS))


def test_what_was_erased_since_is_erased_again_by_a_list(full: Book, keeper: Person) -> None:
    file, gone = save(full, keeper), HOSPITAL.strip()
    erase(full, report_of(full, HOSPITAL))
    listed = full.write("erased.txt", "\n".join(read_erasures(full.folder)))
    restored = bring(full, file, key=keeper, erasures=listed)
    assert restored.replayed == 1
    assert all(gone not in text for text in texts(restored.folder))
    assert verify_casebook(restored.folder).findings == ()


def test_the_keyring_of_today_cannot_bring_back_what_was_erased(full: Book) -> None:
    file = save(full, None)
    erase(full, report_of(full, HOSPITAL))
    restored = bring(full, file, keyring=full.folder)
    assert restored.replayed == 1
    assert len(texts(restored.folder)) == 1
    assert all(path.read_bytes().find(b"Fifteen") < 0 for path in restored.folder.rglob("*") if path.is_file())
    assert verify_casebook(restored.folder).findings == ()


def test_a_keyring_that_is_none_is_named_as_it_was_given_and_nothing_is_put_in_place(full: Book, tmp_path: Path) -> None:
    file = save(full, None)
    (tmp_path / "junk").write_bytes(b"no keyring")
    with pytest.raises(InputError, match="is no keyring, or a damaged one") as said:
        bring(full, file, keyring=tmp_path / "junk")
    assert said.value.where == str(tmp_path / "junk")
    assert not [path for path in full.folder.parent.iterdir() if path.name.startswith(".")]


def test_a_backup_made_after_an_erasure_restores_without_it(full: Book, keeper: Person) -> None:
    erase(full, report_of(full, HOSPITAL))
    restored = bring(full, save(full, keeper), key=keeper)
    assert (restored.replayed, len(texts(restored.folder))) == (0, 1)


def test_an_erasure_under_way_when_the_backup_was_made_is_finished_by_the_restore(full: Book, keeper: Person) -> None:
    from knell.evidence.entries import EraseApproval
    from tests.flows.test_erase import ask

    number = ask(full, report_of(full, HOSPITAL))
    with full.desk() as desk:
        desk = desk._replace(actor=desk.store.key.pseudonym("basma"))
        desk.store.append([EraseApproval()], desk.stamp(), desk.random, parents=[desk.store.at(number).leaf])
    assert len(texts(bring(full, save(full, keeper), key=keeper).folder)) == 1


def test_a_report_added_while_the_backup_is_made_is_in_it_or_not_at_all(
    full: Book, keeper: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from knell.flows import backup

    whole = backup.copy_log

    def copy_and_add(log: Path, copy: Path) -> int:
        entries = whole(log, copy)
        full.add("relay.txt")
        return entries

    monkeypatch.setattr(backup, "copy_log", copy_and_add)
    restored = bring(full, save(full, keeper), key=keeper)
    assert len(texts(restored.folder)) == 2
    assert verify_casebook(restored.folder).findings == ()


def test_an_erasure_while_the_backup_is_made_leaves_no_key_of_what_is_gone(
    full: Book, keeper: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from knell.flows import backup

    whole, left = backup.copy_log, [1]

    def erase_and_copy(log: Path, copy: Path) -> int:
        if left.pop() if left else 0:
            erase(full, report_of(full, HOSPITAL))
        return whole(log, copy)

    monkeypatch.setattr(backup, "copy_log", erase_and_copy)
    restored = bring(full, save(full, keeper), key=keeper)
    assert len(texts(restored.folder)) == 1


def cut_end(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flip(content: bytes) -> bytes:
    at = content.index(b"KNELLB") + 200
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize("spoil", [cut_end, flip, lambda _: b"", lambda _: b"no tar"])
def test_a_spoilt_backup_is_refused_and_nothing_is_put_in_place(full: Book, keeper: Person, spoil: Callable[[bytes], bytes]) -> None:
    file = save(full, keeper)
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(KnellError):
        bring(full, file, key=keeper)
    assert [path.name for path in full.inbox.iterdir() if "again" in path.name] == []


def test_a_backup_that_wants_to_write_elsewhere_is_refused(full: Book, keeper: Person, tmp_path: Path) -> None:
    file = save(full, keeper)
    with tarfile.open(file, "a") as archive:
        archive.add(full.write("evil.txt", "x"), "../evil.txt")
    with pytest.raises(KnellError, match="which no backup does"):
        bring(full, file, key=keeper)


def test_a_manifest_of_another_hand_is_refused(full: Book, keeper: Person, tmp_path: Path) -> None:
    file = save(full, keeper)
    other = full.inbox / "other.backup"
    with tarfile.open(file) as source, tarfile.open(other, "w") as target:
        for member in source:
            held = source.extractfile(member)
            assert held is not None
            content = held.read()
            if member.name == "manifest.json":
                content = content.replace(b'"entries":', b'"entries":1')
                member.size = len(content)
            import io

            target.addfile(member, io.BytesIO(content))
    with pytest.raises(KnellError, match="did not sign"):
        bring(full, other, key=keeper)


def test_the_digest_of_a_report_is_not_in_the_archive(full: Book) -> None:
    assert hashlib.sha256(OBSERVATORY.encode()).hexdigest().encode() not in save(full, None).read_bytes()


@pytest.fixture
def locked(full: Book) -> Book:
    unlocking.ask_with(None)
    encrypt_casebook(full.folder, WORDS, actor="amal", random=os.urandom, now=full.clock)
    return full


def test_an_encrypted_casebook_comes_back_encrypted_under_the_passphrase_that_is_given(locked: Book, keeper: Person) -> None:
    file = save(locked, keeper)
    with pytest.raises(UsageError, match="no passphrase was given"):
        bring(locked, file, key=keeper)
    restored = bring(locked, file, key=keeper, passphrase=OTHER)
    assert texts(restored.folder) == texts(locked.folder)
    assert verify_casebook(restored.folder).findings == ()
    assert b"killed" not in b"".join(path.read_bytes() for path in restored.folder.rglob("*") if path.is_file())
    lock(restored.folder)
    with pytest.raises(CasebookError, match="not the passphrase"):
        unlock(restored.folder, WORDS)
    unlock(restored.folder, OTHER)


def test_the_keyring_of_today_keeps_its_passphrase_and_asks_for_it(locked: Book) -> None:
    file = save(locked, None)
    erase(locked, report_of(locked, HOSPITAL))
    for passphrase, says in ((None, "is locked"), (OTHER, "not the passphrase")):
        with pytest.raises(CasebookError, match=says):
            bring(locked, file, keyring=locked.folder, passphrase=passphrase)
    assert [path.name for path in locked.inbox.iterdir() if "again" in path.name] == []
    restored = bring(locked, file, keyring=locked.folder, passphrase=WORDS)
    assert (restored.replayed, len(texts(restored.folder))) == (1, 1)
    lock(restored.folder)
    unlock(restored.folder, WORDS)
    assert verify_casebook(restored.folder).findings == ()
