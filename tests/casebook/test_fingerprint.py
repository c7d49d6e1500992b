"""The ledger's fingerprint: whatever Knell writes keeps it, whatever another hand changes breaks it."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.casebook.connection import LEDGER, connect, disconnect, make_tables
from knell.casebook.fingerprint import Fingerprint, Followed
from knell.casebook.ledger import Receipt
from knell.casebook.recording import Ledger

KEY = bytes(range(32))
ROOT = b"r" * 32


def receipt(position: int, name: str = "note.txt", blob: str = "b1") -> Receipt:
    return Receipt(position=position, at="2025-03-08T09:00:00Z", actor="a:1", blob=blob, name=name)


@pytest.fixture
def watched(ledger: Ledger) -> Ledger:
    ledger.watch(KEY)
    for position in range(3):
        ledger.put_receipt(receipt(position))
    ledger.reach(3, {"knell": "1"})
    ledger.follow(3, ROOT)
    return ledger


def differs(ledger: Ledger, key: bytes = KEY) -> list[str] | None:
    return Fingerprint(ledger.alias, key).differs()


def by_another_hand(tmp_path: Path, statement: str) -> int:
    """Changes the ledger's file as anyone with a database browser would."""
    with sqlite3.connect(tmp_path / LEDGER) as database:
        changed = database.execute(statement).rowcount
    database.close()
    return changed


def test_what_is_written_fits(watched: Ledger) -> None:
    assert differs(watched) == []
    watched.put_receipt(receipt(1, name="renamed.txt"))
    watched.drop_receipts([0, 2])
    watched.begin("Another name")
    assert differs(watched) == []


def test_an_emptied_ledger_fits_and_goes_on(watched: Ledger) -> None:
    watched.clear()
    assert differs(watched) == []
    watched.put_receipt(receipt(0))
    assert differs(watched) == []


def test_what_is_taken_back_was_never_there(watched: Ledger) -> None:
    with pytest.raises(KeyboardInterrupt), watched.together():
        watched.put_receipt(receipt(7))
        raise KeyboardInterrupt
    assert differs(watched) == []
    assert len(watched.receipts_of("b1")) == 3


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE casebook_receipt SET name = 'other' WHERE position = 1", "casebook_receipt"),
        ("DELETE FROM casebook_receipt WHERE position = 1", "casebook_receipt"),
        ("INSERT a toll", "casebook_toll"),
        ("UPDATE casebook_casebook SET name = 'Their coast'", "casebook_casebook"),
        ("UPDATE casebook_projection SET position = 99", "casebook_projection"),
        ("UPDATE casebook_receipt SET name = CAST(name AS BLOB) WHERE position = 1", "casebook_receipt"),
        ("UPDATE casebook_receipt SET part = '1' WHERE position = 1", "casebook_receipt"),
    ],
)
def test_a_row_that_another_hand_changed_is_found(watched: Ledger, tmp_path: Path, statement: str, table: str) -> None:
    with connections[watched.alias].cursor() as cursor:
        columns = [row[1] for row in cursor.execute("PRAGMA table_info(casebook_toll)")]
    # The toll is spelt by the table's own columns, so that it is a row that the pages would show.
    values = {"id": "1", "incident": "'i:1'", "ordinal": "0", "harm": "'killed'", "group": "'all'", "kind": "'exact'", "n_independent": "1"}
    told = ", ".join(values.get(column, "(SELECT id FROM casebook_casebook)" if column == "casebook_id" else "5") for column in columns)
    statement = f"INSERT INTO casebook_toll VALUES ({told})" if statement.startswith("INSERT") else statement  # noqa: S608
    disconnect(watched.alias)
    assert by_another_hand(tmp_path, statement) == 1
    assert differs(watched) == [table]


@pytest.mark.parametrize("column", ["tables", "sums", "size", "root"])
def test_a_changed_fingerprint_is_found(watched: Ledger, tmp_path: Path, column: str) -> None:
    disconnect(watched.alias)
    for value in ("'x'", "x'00'", "7", "zeroblob(32)"):
        by_another_hand(tmp_path, f"UPDATE knell_fingerprint SET {column} = {value}")  # noqa: S608
        assert differs(watched) is None


def test_a_missing_or_doubled_fingerprint_is_found(watched: Ledger, tmp_path: Path) -> None:
    disconnect(watched.alias)
    by_another_hand(tmp_path, "INSERT INTO knell_fingerprint SELECT * FROM knell_fingerprint")
    assert differs(watched) is None
    by_another_hand(tmp_path, "DELETE FROM knell_fingerprint")
    assert differs(watched) is None
    by_another_hand(tmp_path, "DROP TABLE knell_fingerprint")
    assert differs(watched) is None


def test_one_table_put_back_from_an_older_copy_is_found(watched: Ledger, tmp_path: Path) -> None:
    """The rows are ours and so is the older fingerprint, but not with the other tables as they are now."""
    with connections[watched.alias].cursor() as cursor:
        older = cursor.execute("SELECT sums FROM knell_fingerprint").fetchone()[0]
    watched.put_receipt(receipt(3, name="later.txt"))
    watched.reach(4, {"knell": "1"})
    disconnect(watched.alias)
    by_another_hand(tmp_path, "DELETE FROM casebook_receipt WHERE position = 3")
    with sqlite3.connect(tmp_path / LEDGER) as database:
        database.execute("UPDATE knell_fingerprint SET sums = ?", (older,))
    database.close()
    assert differs(watched) == ["casebook_projection"]


def test_another_key_makes_another_fingerprint(watched: Ledger) -> None:
    assert differs(watched, bytes(32)) is None


def test_it_names_the_log_that_the_ledger_followed(watched: Ledger) -> None:
    assert Fingerprint(watched.alias, KEY).followed() == Followed(3, ROOT)
    watched.follow(5, b"r" * 32)
    assert Fingerprint(watched.alias, KEY).followed() == Followed(5, b"r" * 32)
    assert differs(watched) == []


def test_a_ledger_that_has_not_begun_is_not_trusted_for_what_lies_in_it(ledger: Ledger) -> None:
    ledger.put_receipt(receipt(0))
    ledger.watch(KEY)
    assert (ledger.receipts_of("b1"), differs(ledger)) == ([], [])


def test_a_ledger_from_before_has_to_be_computed_anew(ledger: Ledger) -> None:
    assert ledger.is_watched_over()
    ledger.put_receipt(receipt(0))
    ledger.reach(1, {"knell": "0"})
    ledger.watch(KEY)
    assert not ledger.is_watched_over()
    ledger.clear()
    assert ledger.is_watched_over()


ACTS = st.lists(st.tuples(st.sampled_from(["put", "drop", "clear", "undo", "reopen"]), st.integers(0, 4), st.text(max_size=5)), max_size=12)


@settings(max_examples=20)
@given(ACTS)
def test_it_fits_after_any_history(tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, str]]) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    alias = connect(folder)
    make_tables(folder, alias)
    ledger = Ledger(alias, "c" * 32)
    ledger.begin("Coast")
    ledger.watch(KEY)
    ledger.reach(0, {})
    for act, position, name in acts:
        if act == "put":
            ledger.put_receipt(receipt(position, name))
        elif act == "drop":
            ledger.drop_receipts([position])
        elif act == "clear":
            ledger.clear()
        elif act == "undo":
            with pytest.raises(RuntimeError), ledger.together():
                ledger.put_receipt(receipt(position, name + "!"))
                raise RuntimeError
        else:
            disconnect(alias)
            ledger = Ledger(alias, "c" * 32)
            ledger.watch(KEY)
        assert differs(ledger) == []
    disconnect(alias)
