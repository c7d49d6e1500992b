"""The evidence store: append, read, check, erase, recover."""

import sqlite3
from pathlib import Path

import msgspec
import pytest

from knell.evidence.canonical import canonical_bytes
from knell.evidence.entries import Begin, Decide, Entry, Erase
from knell.evidence.store import Stamp, Store, decision, make_store, open_store
from knell.records.errors import CasebookError
from tests.evidence.cast import AT, Chance, receipt, sha256

NAME = b"Umm Khalid said so"


def add(store: Store, stamp: Stamp, chance: Chance, content: bytes, name: str = "note.txt", outlet: str | None = None) -> int:
    with store.writing():
        (position,) = store.append([receipt(content, name, outlet)], stamp, chance, blobs=[content])
    return position


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_new_store_begins_with_its_name(store: Store) -> None:
    assert [row.content for row in store.logged()] == [Begin(name="Coast")]
    assert store.faults() == []


def test_an_appended_receipt_is_read_back_by_another_process_of_reading(store: Store, stamp: Stamp, chance: Chance) -> None:
    position = add(store, stamp, chance, b"twelve people were killed", outlet="Example Wire")
    again = open_store(store.folder)
    assert again.at(position).content == receipt(b"twelve people were killed", outlet="Example Wire")
    assert again.read_bytes(sha256(b"twelve people were killed")) == b"twelve people were killed"
    assert again.casebook == "c" * 32
    again.close()


def test_the_same_bytes_from_two_outlets_are_two_receipts_and_one_blob(store: Store, stamp: Stamp, chance: Chance) -> None:
    positions = [add(store, stamp, chance, b"a statement", outlet=outlet) for outlet in ("Example Wire", "Daily Example")]
    assert store.positions_of_bytes(sha256(b"a statement")) == tuple(positions)
    assert len(list((store.folder / "blobs").rglob("*/*"))) == 1


def test_positions_run_without_a_gap_and_each_entry_knows_its_own(store: Store, stamp: Stamp, chance: Chance) -> None:
    for n in range(5):
        add(store, stamp, chance, f"report {n}".encode())
    assert [row.entry.position for row in store.logged()] == list(range(6))
    assert {row.entry.casebook for row in store.logged()} == {"c" * 32}


def test_an_entry_gives_away_nothing_of_what_it_records(store: Store, stamp: Stamp, chance: Chance) -> None:
    position = add(store, stamp, chance, NAME, name="interview-umm-khalid.txt", outlet="Example Wire")
    told = canonical_bytes(store.at(position).entry)
    for word in (b"khalid", b"Example", b"note", b"amal", sha256(NAME).encode()):
        assert word not in told


def test_an_entry_cannot_be_changed_or_removed_through_the_database(store: Store, stamp: Stamp, chance: Chance) -> None:
    position = add(store, stamp, chance, b"first")
    with sqlite3.connect(store.folder / "log.sqlite") as database:
        for change in ("UPDATE entry SET bytes = x'00' WHERE position = ?", "DELETE FROM entry WHERE position = ?"):
            with pytest.raises(sqlite3.IntegrityError, match=r"final|stays"):
                database.execute(change, (position,))
    database.close()


def test_all_of_a_batch_is_logged_or_none_of_it(store: Store, stamp: Stamp, chance: Chance) -> None:
    bad = Decide(kind="policy", value="\ud800")
    with store.writing(), pytest.raises(ValueError, match="surrogate"):
        store.append([receipt(b"good"), bad], stamp, chance, blobs=[b"good"])
    assert store.length() == 1
    assert store.positions_of_bytes(sha256(b"good")) == ()


def test_bytes_without_an_entry_are_kept_as_garbage_and_taken_up_by_their_next_receipt(store: Store, stamp: Stamp, chance: Chance) -> None:
    with store.writing(), pytest.raises(ValueError, match="surrogate"):
        store.append([Decide(kind="x", value="\ud800")], stamp, chance, blobs=[b"stored, not logged"])
    assert store.orphans() == [store.key.blob_name(sha256(b"stored, not logged"))]
    assert store.faults() == []
    add(store, stamp, chance, b"stored, not logged")
    assert store.orphans() == []


class TestErasure:
    def test_it_destroys_the_words_the_salts_and_the_bytes_everywhere_on_the_disk(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        position = add(store, stamp, chance, NAME, name="interview-umm-khalid.txt")
        salts = [opening.salt for opening in store._openings.of(position)]
        with store.writing():
            store.erase([position], stamp, chance, reason="consent withdrawn")
        store.close()
        left = everything_on_disk(store.folder)
        for gone in (NAME, b"interview-umm-khalid", sha256(NAME).encode(), store.key.blob_name(sha256(NAME)).encode(), *salts):
            assert gone not in left

    def test_what_a_backup_of_the_log_and_the_bytes_still_holds_opens_no_more(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        position = add(store, stamp, chance, NAME)
        kept = add(store, stamp, chance, b"another report")
        sealed = store._log.openings(position)
        (path,) = [blob for blob in (store.folder / "blobs").rglob("*/*") if blob == Path(store._blobs.where(sha256(NAME)))]
        held = path.read_bytes()
        with store.writing():
            store.erase([position], stamp, chance, reason="consent withdrawn")
        store._log._db.executemany("INSERT INTO opening VALUES (?, ?, ?)", [(position, *row) for row in sealed])
        path.write_bytes(held)
        again = open_store(store.folder)
        assert again.at(position).content is None
        assert again.read_bytes(sha256(NAME)) is None
        assert again.at(kept).content == receipt(b"another report")
        assert again.read_bytes(sha256(b"another report")) == b"another report"
        again.close()

    def test_bytes_that_are_received_again_after_it_are_sealed_under_a_new_key(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        first = add(store, stamp, chance, NAME)
        with store.writing():
            store.erase([first], stamp, chance, reason="x")
        second = add(store, stamp, chance, NAME)
        assert store.at(second).content == receipt(NAME)
        assert store.read_bytes(sha256(NAME)) == NAME
        assert store.faults() == []

    def test_it_changes_no_entry_and_says_that_it_was_done(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        position = add(store, stamp, chance, NAME)
        kept = add(store, stamp, chance, b"another report")
        before = {row.position: row.leaf for row in store.logged()}
        with store.writing():
            erasure = store.erase([position], stamp, chance, reason="consent withdrawn", approvers=["a:1", "a:2"])
        after = {row.position: row.leaf for row in store.logged()}
        assert {at: leaf for at, leaf in after.items() if at != erasure} == before
        assert store.at(position).content is None
        assert store.at(kept).content == receipt(b"another report")
        told = store.at(erasure)
        assert told.content == Erase(reason="consent withdrawn", approvers=("a:1", "a:2"))
        assert told.entry.parents == (before[position],)
        assert store.faults() == []

    def test_bytes_that_another_receipt_still_rests_on_stay(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        first, second = (add(store, stamp, chance, b"a statement", outlet=o) for o in ("Example Wire", "Daily Example"))
        with store.writing():
            store.erase([first], stamp, chance, reason="x")
        assert store.read_bytes(sha256(b"a statement")) == b"a statement"
        with store.writing():
            store.erase([second], stamp, chance, reason="x")
        assert store.read_bytes(sha256(b"a statement")) is None

    def test_one_cut_short_after_the_log_is_finished_by_the_next_writer(self, store: Store, stamp: Stamp, chance: Chance) -> None:
        position = add(store, stamp, chance, NAME)
        path = store.folder / "blobs"
        (blob,) = path.rglob("*/*")
        held = blob.read_bytes()
        with store.writing():
            store.erase([position], stamp, chance, reason="x")
        blob.write_bytes(held)  # as if the power had gone before the file went
        store._log._db.execute("INSERT INTO doomed VALUES (?)", (blob.name,))
        with store.writing():
            assert not blob.exists()


def test_a_folder_that_is_no_casebook_gets_one_line(tmp_path: Path) -> None:
    with pytest.raises(CasebookError, match="there is no casebook here; make one with: knell init"):
        open_store(tmp_path / "evidence")


def test_a_log_of_a_later_format_is_refused(store: Store) -> None:
    store._log._db.execute("UPDATE about SET value = '99' WHERE name = 'format'")
    with pytest.raises(CasebookError, match="format 99"):
        open_store(store.folder)


def test_a_log_that_is_no_database_gets_one_line(store: Store) -> None:
    store.close()
    (store.folder / "log.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(CasebookError, match="the evidence log is damaged"):
        open_store(store.folder)


def test_a_decision_about_the_casebook_is_canonical_json() -> None:
    assert decision("policy", {"to": None, "countries": ["SY"]}) == Decide(kind="policy", value='{"countries":["SY"],"to":null}')


def test_every_entry_decodes_to_what_its_bytes_say(store: Store, stamp: Stamp, chance: Chance) -> None:
    add(store, stamp, chance, b"x")
    for row in store._log.rows():
        assert canonical_bytes(msgspec.json.decode(row.bytes, type=Entry)) == row.bytes


def test_the_keyring_and_the_folder_are_closed_to_others(store: Store) -> None:
    assert store.folder.stat().st_mode & 0o077 == 0
    assert (store.folder / "keyring").stat().st_mode & 0o077 == 0


def test_a_path_with_marks_that_mean_something_in_an_address_works(tmp_path: Path, chance: Chance) -> None:
    odd = tmp_path / "what? 100% #1"
    odd.mkdir()
    made = make_store(odd / "evidence", "c" * 32, "Coast", AT, "amal", chance)
    made.close()
    assert open_store(odd / "evidence").length() == 1
