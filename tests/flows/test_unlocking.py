"""Unlocking a casebook, and what lies on the disk of a locked one."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from knell.casebook.connection import connect, disconnect, make_tables
from knell.casebook.dump import dump_ledger
from knell.casebook.ledger import open_casebook
from knell.casebook.policy import Policy
from knell.casebook.recording import Ledger
from knell.evidence.unlocking import ask_with
from knell.flows.add import Source, add_files
from knell.flows.catching_up import catch_up
from knell.flows.incidents import list_incidents
from knell.flows.init import begin_casebook
from knell.flows.projection import renew_ledger, writing_desk
from knell.flows.rebuild import check_ledger, rebuild_ledger
from knell.flows.unlocking import change_passphrase, lock, unlock
from knell.records.errors import CasebookError, UsageError
from tests.flows.books import Clock

WORDS = "olive harbour seven lantern"
FILE, OUTLET, NAME = "interview-quillfeather.txt", "Zanzimar Gazette", "Umm Quillfeather"
TEXT = (
    "At least 12 civilians were killed in shelling of Jableh on 6 March 2025, the Syrian Observatory for Human Rights said.\n\n"
    f"{NAME}, a teacher, was killed in Jableh on 6 March 2025, her brother said.\n"
)
HANDS = {"actor": "amal-quillfeather", "random": os.urandom}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Path]:
    begin_casebook(tmp_path / "coast", "Quillfeather's book", Policy(), passphrase=WORDS, now=Clock(), **HANDS)
    yield tmp_path / "coast"
    lock(tmp_path / "coast")
    ask_with(None)


def add(book: Path, content: str = TEXT, name: str = FILE) -> None:
    path = book.parent / name
    path.write_text(content)
    list(add_files(book, [path], Source(outlet=OUTLET), now=Clock(), **HANDS))


def test_who_began_a_casebook_has_it_unlocked(book: Path) -> None:
    add(book)
    assert [toll.low for incident in list_incidents(book, as_of=None, now=Clock(), **HANDS).incidents for toll in incident.tolls]


def test_a_locked_one_opens_to_nobody_and_says_so_in_one_line(book: Path) -> None:
    add(book)
    lock(book)
    with pytest.raises(CasebookError, match="the casebook is locked"):
        list_incidents(book, as_of=None, now=Clock(), **HANDS)
    with pytest.raises(CasebookError, match="the casebook is locked"):
        add(book, "x", "another.txt")
    with pytest.raises(CasebookError, match="the casebook is locked; unlock it with its passphrase"):
        open_casebook(book)


def test_with_the_passphrase_a_program_reads_it_as_ever(book: Path) -> None:
    add(book)
    lock(book)
    unlock(book, WORDS)
    with open_casebook(book) as casebook:
        assert casebook.name == "Quillfeather's book"
        assert [report.text for report in casebook.reports()] == [TEXT]


def test_it_is_asked_for_once_a_process(book: Path) -> None:
    lock(book)
    asked: list[Path] = []

    def ask(folder: Path) -> str:
        asked.append(folder)
        return WORDS

    ask_with(ask)
    add(book)
    list_incidents(book, as_of=None, now=Clock(), **HANDS)
    assert asked == [book]


def test_a_wrong_answer_is_one_line_and_is_not_kept(book: Path) -> None:
    lock(book)
    ask_with(lambda folder: "another passphrase")
    with pytest.raises(CasebookError, match="that is not the passphrase"):
        list_incidents(book, as_of=None, now=Clock(), **HANDS)
    ask_with(lambda folder: WORDS)
    assert list_incidents(book, as_of=None, now=Clock(), **HANDS).incidents == ()


def test_the_ledger_of_an_encrypted_casebook_is_the_one_of_an_unencrypted_one(book: Path) -> None:
    add(book)
    beside = book.parent / "beside"
    beside.mkdir()
    with writing_desk(book, now=Clock(), **HANDS) as desk:
        alias = connect(beside)
        make_tables(beside, alias)
        plain = Ledger(alias, desk.store.casebook)
        plain.watch(desk.store.key.fingerprint_key())
        catch_up(desk._replace(ledger=plain))
        assert dump_ledger(plain) == dump_ledger(desk.ledger)
        disconnect(alias)
    assert (beside / "ledger.sqlite").read_bytes().startswith(b"SQLite format 3")
    assert NAME.encode() in (beside / "ledger.sqlite").read_bytes()
    assert not (book / "ledger.sqlite").read_bytes().startswith(b"SQLite format 3")


def test_a_ledger_that_the_key_does_not_fit_is_computed_anew(book: Path) -> None:
    add(book)
    before = list_incidents(book, as_of=None, now=Clock(), **HANDS).incidents
    with writing_desk(book, now=Clock(), **HANDS) as desk:
        desk.store.keyring.put_ledger_key(os.urandom(32), os.urandom)
    assert list_incidents(book, as_of=None, now=Clock(), **HANDS).incidents == before


@pytest.mark.parametrize("passphrase", [WORDS, None])
def test_a_ledger_written_anew_has_nothing_left_of_what_was_deleted_and_another_key(tmp_path: Path, passphrase: str | None) -> None:
    book = tmp_path / "renewed"
    begin_casebook(book, "Renewed", Policy(), passphrase=passphrase, now=Clock(), **HANDS)
    add(book)
    add(book, "Two people were killed in Homs on 7 March 2025, the police said.\n", "homs.txt")
    kept = (book / "ledger.sqlite").read_bytes()
    with writing_desk(book, now=Clock(), **HANDS) as desk:
        before = desk.store.keyring.ledger
        desk.store.erase(desk.store.positions_of_bytes(hashlib.sha256(TEXT.encode()).hexdigest()), desk.stamp(), os.urandom, reason="x")
        catch_up(desk)
        renew_ledger(desk)
        assert desk.ledger.count_reports() == 1
        assert (desk.store.keyring.ledger == before) == (passphrase is None)
    left = b"".join(path.read_bytes() for path in book.glob("ledger*"))
    assert NAME.encode() not in left
    if passphrase is not None:
        (book / "ledger.sqlite").write_bytes(kept)  # an older copy: the key in the keyring does not open it
        assert rebuild_ledger(book, now=Clock(), **HANDS).reports == 1
    lock(book)
    if passphrase is not None:
        unlock(book, passphrase)
    with open_casebook(book) as casebook:
        assert [report.text[:3] for report in casebook.reports()] == ["Two"]


def test_another_passphrase_opens_it_from_then_on(book: Path) -> None:
    change_passphrase(book, "eight quiet mountain doors", random=os.urandom)
    add(book)
    lock(book)
    with pytest.raises(CasebookError, match="that is not the passphrase"):
        unlock(book, WORDS)
    unlock(book, "eight quiet mountain doors")


def test_an_unencrypted_one_is_not_put_under_a_passphrase(tmp_path: Path) -> None:
    begin_casebook(tmp_path / "open", "Open", Policy(), now=Clock(), **HANDS)
    with pytest.raises(UsageError, match="made unencrypted"):
        change_passphrase(tmp_path / "open", WORDS, random=os.urandom)


def test_a_short_passphrase_leaves_no_folder_behind(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="at least 12 characters"):
        begin_casebook(tmp_path / "book", "Book", Policy(), passphrase="short", now=Clock(), **HANDS)
    assert list(tmp_path.iterdir()) == []


class TestWhatASeizedDiskShows:
    """Every file of the casebook, at every moment that the clock is asked, and after everything has been done with it."""

    def canaries(self) -> list[bytes]:
        digest = hashlib.sha256(TEXT.encode())
        words = ["Quillfeather", "Zanzimar", "interview", "Jableh", "shelling", "civilians", "Observatory", "amal", "teacher", "killed"]
        spelt = [form.encode(code) for word in words for form in (word, word.lower(), word.upper()) for code in ("utf-8", "utf-16-le")]
        secrets = [digest.hexdigest().encode(), digest.hexdigest().upper().encode(), digest.digest(), WORDS.encode()]
        texts = [hashlib.sha256(piece.encode()).digest() for piece in (FILE, OUTLET, NAME)]
        return spelt + secrets + texts

    def found(self, folder: Path, canaries: list[bytes]) -> set[tuple[str, bytes]]:
        lies = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        named = {(str(path), word) for path in lies for word in canaries if word in os.fsencode(path.name)}
        return named | {(str(path), word) for path, content in lies.items() for word in canaries if word in content}

    def test_it_shows_none_of_the_canaries_at_any_time(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        temporary = tmp_path / "temporary"
        temporary.mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(temporary))
        disk, canaries, seen, looks = tmp_path / "disk", self.canaries(), set(), []
        disk.mkdir()
        clock = Clock()

        def look() -> None:
            looks.append(sum(path.is_file() for path in [*disk.rglob("*"), *temporary.rglob("*")]))
            seen.update(self.found(disk, canaries) | self.found(temporary, canaries))

        def looking_clock() -> object:
            look()
            return clock()

        def advance(doing: str, done: int, of: int) -> None:
            look()

        book, hands = disk / "coast", HANDS | {"now": looking_clock}
        begin_casebook(book, "Quillfeather's book", Policy(), passphrase=WORDS, **hands)
        (tmp_path / FILE).write_text(TEXT)
        for came in add_files(book, [tmp_path / FILE], Source(outlet=OUTLET, origin=NAME), advance=advance, **hands):
            look()
            assert came.name == FILE
        with open_casebook(book) as casebook:
            assert NAME in casebook.reports()[0].text
            look()
        list_incidents(book, as_of=None, **hands)
        rebuild_ledger(book, advance=advance, **hands)
        check_ledger(book, advance=advance, **hands)
        with writing_desk(book, **hands) as desk:
            desk.store.erase(desk.store.positions_of_bytes(hashlib.sha256(TEXT.encode()).hexdigest()), desk.stamp(), os.urandom, reason="x")
            look()
        look()
        lock(book)
        assert seen == set()
        assert len(looks) > 20 and max(looks) >= 8

    def test_an_unencrypted_one_shows_them_so_the_look_is_a_look(self, tmp_path: Path) -> None:
        begin_casebook(tmp_path / "coast", "Open", Policy(), now=Clock(), **HANDS)
        add(tmp_path / "coast")
        shown = {word for _, word in self.found(tmp_path / "coast", self.canaries())}
        assert {b"Quillfeather", b"Zanzimar", b"interview", b"killed"} <= shown
