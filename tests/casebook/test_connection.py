"""Django's connections to casebooks, and what the database complains of."""

from pathlib import Path

import pytest
from django.db import DatabaseError

from knell.casebook.connection import connect, disconnect, ledger_faults, make_tables
from knell.casebook.ledger import open_casebook
from knell.records.errors import CasebookError


def test_each_folder_has_a_connection_of_its_own_however_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert connect(tmp_path / "a") == connect(tmp_path / "b" / ".." / "a")
    assert connect(tmp_path / "a") != connect(tmp_path / "b")


def test_a_closed_connection_opens_again(tmp_path: Path) -> None:
    alias = connect(tmp_path)
    make_tables(tmp_path, alias)
    disconnect(alias)
    make_tables(tmp_path, connect(tmp_path))
    disconnect(alias)
    assert (tmp_path / "ledger.sqlite").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("no such table: casebook_claim", "the ledger is damaged or of another version; run: knell rebuild --casebook coast"),
        ('table "casebook_exhibit" already exists', "the ledger is damaged or of another version; run: knell rebuild --casebook coast"),
        ("database disk image is malformed", "the ledger is damaged or of another version; run: knell rebuild --casebook coast"),
        ("database or disk is full", "the disk is full; what was acknowledged is safe; make room and run the same command again"),
        ("attempt to write a readonly database", "the ledger cannot be opened for writing; check who owns the folder"),
        ("database is locked", "the ledger is in use; try again when the other command is done"),
        ("disk I/O error", "the disk reports a read or write error; check the disk"),
        ("locking protocol", "the disk reports a read or write error; check the disk"),
    ],
)
def test_each_complaint_of_the_database_becomes_one_line(said: str, line: str) -> None:
    with pytest.raises(CasebookError) as caught, ledger_faults(Path("coast")):
        raise DatabaseError(said)
    assert caught.value.line() == f"coast: {line}"


def test_a_fault_of_our_own_is_not_taken_for_one_of_the_disk() -> None:
    with pytest.raises(DatabaseError, match="syntax error"), ledger_faults(Path("coast")):
        raise DatabaseError('near "SELCT": syntax error')


def test_a_folder_without_a_ledger_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(CasebookError, match="there is no casebook here"):
        open_casebook(tmp_path)
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "log.sqlite").touch()
    with pytest.raises(CasebookError, match="the ledger is not there; run: knell rebuild"):
        open_casebook(tmp_path)
