"""Bringing a casebook of form 1 over: the same entries, sealed and signed; and whole at every moment."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knell.casebook.ledger import open_casebook
from knell.evidence.store import open_store
from knell.flows.migrate import is_older, migrate_casebook
from knell.flows.verify import verify_casebook
from knell.records.errors import CasebookError
from tests.evidence.cast import Chance, sha256
from tests.evidence.older import WORDS, write_older
from tests.flows.books import Clock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "coast"


@pytest.fixture
def leaves(folder: Path) -> list[bytes]:
    return write_older(folder / "evidence")


def migrate(folder: Path) -> bool:
    return migrate_casebook(folder, None, actor="amal", random=Chance("migrate"), now=Clock())


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def check(folder: Path, leaves: list[bytes]) -> None:
    """The casebook is of the present form, whole, and says what it said."""
    store = open_store(folder / "evidence")
    assert [row.leaf for row in store.logged()] == [leaf.hex() for leaf in leaves]
    assert [store.at(position).content is None for position in range(5)] == [False, False, True, False, False]
    assert [store.read_bytes(sha256(words)) for words in WORDS] == [WORDS[0], None, WORDS[2]]
    store.close()
    assert verify_casebook(folder).findings == ()
    with open_casebook(folder) as casebook:
        assert len(casebook.reports()) == 2
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith("ledger")) == ["evidence"]


def test_other_commands_say_in_one_line_what_to_do(folder: Path, leaves: list[bytes]) -> None:
    with pytest.raises(CasebookError, match=rf"has the form of an earlier Knell; run once: knell migrate {folder}"):
        open_store(folder / "evidence")


def test_entries_stay_to_the_byte_and_everything_else_is_sealed_and_signed(folder: Path, leaves: list[bytes]) -> None:
    assert is_older(folder)
    assert migrate(folder)
    assert not is_older(folder)
    check(folder, leaves)
    assert all(words not in everything_on_disk(folder / "evidence") for words in WORDS)


def test_it_is_done_once(folder: Path, leaves: list[bytes]) -> None:
    assert migrate(folder)
    before = everything_on_disk(folder / "evidence")
    assert not migrate(folder)
    assert everything_on_disk(folder / "evidence") == before


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("moves", range(4))
@pytest.mark.parametrize("act", ["rename", "rmtree"])
def test_cut_short_anywhere_it_is_simply_run_again(
    folder: Path, leaves: list[bytes], monkeypatch: pytest.MonkeyPatch, moves: int, act: str
) -> None:
    """Kills before the Nth move of a folder, and in the middle of taking one away."""
    done = 0

    def until_killed(real: Callable[..., Any]) -> Callable[..., Any]:
        def either(*arguments: Any, **more: Any) -> Any:
            nonlocal done
            if str(arguments[0]).endswith(("evidence", "evidence.making", "evidence.new", "evidence.old")):
                done += 1
                if done > moves:
                    raise Killed
            return real(*arguments, **more)

        return either

    with monkeypatch.context() as patched:
        owner = os if act == "rename" else shutil
        patched.setattr(owner, act, until_killed(getattr(owner, act)))
        try:
            migrate(folder)
        except Killed:
            pass
    store_or_reason = (folder / "evidence").exists() or (folder / "evidence.new").exists()
    assert store_or_reason
    if not (folder / "evidence").exists():
        with pytest.raises(CasebookError, match="a change of its form was cut short; run again: knell migrate"):
            open_store(folder / "evidence")
    migrate(folder)
    check(folder, leaves)


@pytest.mark.parametrize("damage", ["entry", "opening", "bytes", "no bytes"])
def test_a_damaged_one_is_not_signed_and_stays_as_it_was(folder: Path, leaves: list[bytes], damage: str) -> None:
    import sqlite3

    blobs = sorted((folder / "evidence" / "blobs").rglob("*/*"))
    with sqlite3.connect(folder / "evidence" / "log.sqlite") as database:
        if damage == "entry":
            database.execute("UPDATE entry SET bytes = CAST(replace(bytes, '09:00', '08:00') AS BLOB) WHERE position = 1")
        elif damage == "opening":
            database.execute("UPDATE opening SET value = x'31' WHERE position = 1 AND field = 'name'")
    database.close()
    if damage == "bytes":
        blobs[0].write_bytes(b"other")
    elif damage == "no bytes":
        blobs[0].unlink()
    before = everything_on_disk(folder / "evidence")
    with pytest.raises(CasebookError, match=r"entry \d .*nothing was changed here"):
        migrate(folder)
    assert everything_on_disk(folder / "evidence") == before
    assert is_older(folder)


def test_where_there_is_no_casebook_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(CasebookError, match="there is no casebook here"):
        is_older(tmp_path)
