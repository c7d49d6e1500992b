"""A casebook begun in clear is put under a passphrase: the same casebook, and nothing opens it but that."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knell.evidence import unlocking
from knell.evidence.keyring import LEAST, open_keyring
from knell.evidence.keyring import NAME as KEYRING
from knell.evidence.people import make_person, open_person
from knell.evidence.store import open_store
from knell.flows.backup import back_up
from knell.flows.encrypt import encrypt_casebook
from knell.flows.rebuild import check_ledger
from knell.flows.restore import restore
from knell.flows.unlocking import lock, unlock
from knell.flows.verify import newest_checkpoint, verify_casebook
from knell.records.errors import CasebookError, InputError, KnellError, UsageError
from tests.flows.books import ALL, Book
from tests.flows.test_erase import erase, report_of

WORDS, OTHER = "seven quiet harbour doors", "nine loud mountain windows"


def hands(book: Book) -> dict[str, Any]:
    return {"actor": "amal", "random": os.urandom, "now": book.clock}


def encrypt(book: Book, passphrase: str = WORDS) -> None:
    encrypt_casebook(book.folder, passphrase, **hands(book))


def entries(book: Book) -> list[tuple[str, bytes]]:
    store = open_store(book.folder / "evidence")
    try:
        return [(leaf, repr(entry).encode()) for _, leaf, entry in store.entries()]
    finally:
        store.close()


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def secrets(book: Book) -> list[bytes]:
    store = open_store(book.folder / "evidence")
    try:
        keys = store.keyring.keys()
    finally:
        store.close()
    return [keys.store, keys.signing, keys.ledger, keys.tree[9:41]]


@pytest.fixture(autouse=True)
def nobody_is_asked() -> None:
    """For a passphrase: a command of another test may have said whom to ask."""
    unlocking.ask_with(None)


@pytest.fixture
def full(book: Book) -> Book:
    book.add(*ALL)
    erase(book, report_of(book, ALL["elsewhere.txt"]))
    return book


def test_it_is_the_same_casebook_and_nothing_opens_it_but_the_passphrase(full: Book) -> None:
    before, dump, note = entries(full), full.dump(), newest_checkpoint(full.folder)
    encrypt(full)
    assert entries(full) == before
    assert (full.dump(), newest_checkpoint(full.folder)) == (dump, note)
    assert verify_casebook(full.folder).findings == ()
    assert check_ledger(full.folder, **hands(full)).differs == ((), ())
    lock(full.folder)
    with pytest.raises(CasebookError, match="is locked"):
        open_store(full.folder / "evidence")
    with pytest.raises(CasebookError, match="not the passphrase"):
        unlock(full.folder, OTHER)
    unlock(full.folder, WORDS)
    full.add("talk.txt")
    assert verify_casebook(full.folder).findings == ()


def test_nothing_is_left_in_clear_and_no_key_of_before_opens_what_is_there(full: Book, tmp_path: Path) -> None:
    old = full.copy(tmp_path / "old" / "coast")
    known = secrets(full)
    encrypt(full)
    content = on_disk(full.folder)
    assert b"civilians" not in content
    assert [secret for secret in known if secret in content or secret.hex().encode() in content] == []
    assert sorted(path.name for path in full.folder.iterdir() if not path.name.startswith("ledger")) == ["evidence"]
    shutil.copy(old.folder / "evidence" / KEYRING, full.folder / "evidence" / KEYRING)
    lock(full.folder)
    store = open_store(full.folder / "evidence")
    try:
        erased = {leaf for _, _, entry in store.entries() if entry.type == "erase/1" for leaf in entry.parents}
        gone = store.positions_of(erased)
        for position in sorted(set(range(store.length())) - set(gone)):
            with pytest.raises(KnellError, match="damaged"):
                store.at(position)
    finally:
        store.close()


def test_one_under_a_passphrase_is_sealed_anew_under_another(full: Book) -> None:
    encrypt(full)
    before = entries(full)
    first = (full.folder / "evidence" / KEYRING).read_bytes()
    encrypt(full, OTHER)
    assert entries(full) == before
    assert verify_casebook(full.folder).findings == ()
    keyring = full.inbox / KEYRING
    keyring.write_bytes(first)
    assert open_keyring(keyring, WORDS).key(1) != open_keyring(full.folder / "evidence" / KEYRING, OTHER).key(1)


def test_a_short_passphrase_changes_nothing(full: Book) -> None:
    before = on_disk(full.folder / "evidence")
    with pytest.raises(UsageError, match="at least 12 characters"):
        encrypt(full, "short")
    assert on_disk(full.folder / "evidence") == before


@pytest.mark.parametrize("damage", ["bytes", "missing", "opening"])
def test_a_damaged_one_stays_as_it_was(full: Book, damage: str) -> None:
    import sqlite3

    blob = sorted((full.folder / "evidence" / "blobs").rglob("*/*"))[0]
    if damage == "bytes":
        content = bytearray(blob.read_bytes())
        content[-1] ^= 1
        blob.write_bytes(bytes(content))
    elif damage == "missing":
        blob.unlink()
    else:
        with sqlite3.connect(full.folder / "evidence" / "log.sqlite") as log:
            log.execute("UPDATE opening SET sealed = zeroblob(length(sealed)) WHERE position = 2")
        log.close()
    keyring = (full.folder / "evidence" / KEYRING).read_bytes()
    with pytest.raises(KnellError):
        encrypt(full)
    assert (full.folder / "evidence" / KEYRING).read_bytes() == keyring
    assert not open_keyring(full.folder / "evidence" / KEYRING, None).encrypted


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("act", ["rename", "unlink", "rmtree"])
@pytest.mark.parametrize("moves", range(5))
def test_cut_short_anywhere_it_is_as_before_or_encrypted_and_simply_run_again(
    full: Book, monkeypatch: pytest.MonkeyPatch, act: str, moves: int
) -> None:
    """Kills before the Nth file or folder of the casebook is moved or taken away."""
    before, done = entries(full), 0

    def until_killed(real: Callable[..., Any]) -> Callable[..., Any]:
        def either(*arguments: Any, **more: Any) -> Any:
            nonlocal done
            if Path(arguments[0]).name.startswith(("evidence", "ledger")):
                done += 1
                if done > moves:
                    raise Killed
            return real(*arguments, **more)

        return either

    with monkeypatch.context() as patched:
        owner: Any = {"rename": os, "unlink": Path, "rmtree": shutil}[act]
        patched.setattr(owner, act, until_killed(getattr(owner, act)))
        try:
            encrypt(full)
        except Killed:
            pass
    lock(full.folder)
    if (full.folder / "evidence").exists():
        if open_is_clear(full):
            full.add("talk.txt")
            before = entries(full)[: len(before)]
        else:
            unlock(full.folder, WORDS)
            full.add("talk.txt")
            assert not (full.folder / "evidence.old").exists()
            assert b"civilians" not in on_disk(full.folder)
    else:
        with pytest.raises(CasebookError, match="was cut short; run again: knell encrypt"):
            open_store(full.folder / "evidence")
    encrypt(full, OTHER if (full.folder / "evidence").exists() else WORDS)
    assert entries(full)[: len(before)] == before
    assert verify_casebook(full.folder).findings == ()
    assert sorted(path.name for path in full.folder.iterdir() if not path.name.startswith("ledger")) == ["evidence"]
    assert b"civilians" not in on_disk(full.folder)


def open_is_clear(book: Book) -> bool:
    try:
        return not open_keyring(book.folder / "evidence" / KEYRING, None).encrypted
    except CasebookError:
        return False


def test_a_backup_from_before_opens_with_its_own_keyring_and_not_with_todays(full: Book, tmp_path: Path) -> None:
    make_person(tmp_path / "keeper.key", "Keeper", WORDS, os.urandom, LEAST)
    keeper = open_person(tmp_path / "keeper.key", WORDS)
    back_up(full.folder, tmp_path / "backup", [keeper.public], random=os.urandom, now=full.clock)
    encrypt(full)
    with pytest.raises(InputError, match="sealed anew since"):
        restore(tmp_path / "backup", tmp_path / "again", keyring=full.folder, passphrase=WORDS, **hands(full))
    assert not (tmp_path / "again").exists()
    restore(tmp_path / "backup", tmp_path / "again", key=keeper, erasures=full.folder, **hands(full))
    assert verify_casebook(tmp_path / "again").findings == ()
    assert Book(tmp_path / "again").dump(arrival=False) == full.dump(arrival=False)


def test_what_lies_on_a_server_is_refused(full: Book) -> None:
    (full.folder / "evidence" / "elsewhere").write_text('{"casebook":"","places":{"log":null,"blobs":null,"endpoint":null}}')
    with pytest.raises(CasebookError, match="lies whole in its folder"):
        encrypt(full)
