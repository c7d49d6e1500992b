"""The short forms of the evidence store's soaks, and that each of them can find something; the full ones are run by ``make soak``."""

import errno
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from knell.evidence.entries import Ingest
from knell.evidence.store import Stamp, Store, open_store
from soak import figures
from soak.command import forget_folder
from soak.disk import has_strace
from soak.failing import CALLS, Failure, can_fail_calls, run_failing
from soak.kill_writer import kill
from soak.stores import AT, Book, Tell, begin_store, check
from tests.evidence.cast import receipt
from tests.soaks import run_soak

watched = pytest.mark.skipif(not has_strace(), reason="NOT RUN: strace is not here, or may not watch a program")

answered = pytest.mark.skipif(not can_fail_calls(), reason="NOT RUN: the kernel does not let a program's calls be answered here")


def test_kills_of_the_writer_lose_nothing(tmp_path: Path) -> None:
    told = run_soak("kill_writer", "--short", tmp_path=tmp_path)
    assert (told["lost"], told["faults"]) == ([], [])
    assert told["killed_while_running"] >= told["kills"] * 0.8
    assert told["acknowledged"] >= told["kills"]


def test_an_entry_acknowledged_before_it_is_safe_is_found_lost(tmp_path: Path) -> None:
    book = begin_store(tmp_path / "evidence")

    def lie(tell: Tell) -> None:
        store = open_store(tmp_path / "evidence")
        tell({"kept": [(1, "ab" * 32, "cd" * 32)]})
        store.close()

    book.hear(kill(lie, 1, 0.05).told)
    assert check(tmp_path / "evidence", book) == ["lost: entry 1"]
    forget_folder(tmp_path / "evidence")


def test_bytes_that_are_gone_are_found_lost(tmp_path: Path) -> None:
    book = begin_store(tmp_path / "evidence")
    store = open_store(tmp_path / "evidence")
    content, told = b"words", receipt(b"words")
    with store.writing():
        (at,) = store.append([told], Stamp(AT, store.key.pseudonym("amal")), os.urandom, blobs=[content])
    book.hear([_kept(store, at, told)])
    assert check(tmp_path / "evidence", book) == []
    next(path for path in (tmp_path / "evidence" / "blobs").rglob("*") if path.is_file()).unlink()
    book.unread.append(at)
    assert f"lost: the bytes of entry {at}" in check(tmp_path / "evidence", book)
    store.close()


def _kept(store: Store, at: int, told: Ingest) -> dict[str, Any]:
    note = store.checkpoint()
    assert note is not None
    return {"kept": [(at, store.at(at).leaf, told.sha256)], "note": note.decode()}


def test_a_book_takes_what_it_is_told_in_order() -> None:
    book = Book()
    book.hear([{"kept": [(0, "aa", None)], "note": "one"}, {"going": [0]}, {"kept": [(1, "bb", "cc")], "gone": [0], "note": "two"}])
    assert (book.leaves, book.bytes, book.gone, book.note) == ({0: "aa", 1: "bb"}, {1: "cc"}, {0}, "two")


@watched
def test_power_cuts_lose_nothing(tmp_path: Path) -> None:
    told = run_soak("power", "--short", tmp_path=tmp_path)
    assert told["lost"] == []
    assert told["acknowledged"] >= told["cuts"]


@watched
@pytest.mark.parametrize("sync", ["log", "folders", "bytes"])
def test_without_any_one_of_the_syncs_power_cuts_are_found_to_lose_something(tmp_path: Path, sync: str) -> None:
    assert run_soak("power", "--short", "--without", sync, "--cuts", "20", tmp_path=tmp_path)["lost"]


def _write_three(folder: Path) -> int:
    """Writes here and elsewhere; the exit code says which of the writes failed, and with what."""
    failed = 0
    for number, path in enumerate((folder / "one", folder.parent / "elsewhere", folder / "two", folder / "three")):
        try:
            path.write_text("words")
        except OSError as error:
            failed += 10 * (number + 1) if error.errno == errno.ENOSPC else 1
    return failed


@answered
@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (None, 0),
        (Failure("write", 2, "ENOSPC"), 30),
        (Failure("write", 2, "ENOSPC", lasting=True), 70),
        (Failure("write", 9, "ENOSPC"), 0),
        (Failure("openat", 1, "EIO"), 1),
    ],
    ids=str,
)
def test_the_call_that_was_named_fails_and_no_other(tmp_path: Path, failure: Failure | None, code: int) -> None:
    (tmp_path / "here").mkdir()
    ended = run_failing(lambda: _write_three(tmp_path / "here"), tmp_path / "here", CALLS, failure, 10.0)
    assert ended.code == code
    assert (ended.failed is not None) == (code != 0)
    assert all(call.files[0].startswith(str(tmp_path / "here")) for call in ended.calls)
    assert sum(call.name == "openat" for call in ended.calls) == 3


@answered
def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    ended = run_failing(lambda: time.sleep(60) or 0, tmp_path, CALLS, None, 0.2)
    assert ended.code is None


@answered
def test_disk_errors_get_one_line_and_lose_nothing(tmp_path: Path) -> None:
    told = run_soak("disk_errors", "--short", tmp_path=tmp_path)
    assert told["faults"] == []
    assert all(came["one clear line"] for came in told["came_of_it"].values())


def test_single_bit_flips_are_found_or_change_nothing(tmp_path: Path) -> None:
    told = run_soak("flips", "--short", tmp_path=tmp_path)
    assert told["missed"] == []
    found = ("log", "bytes", "keyring", "ledger", "encrypted keyring", "encrypted ledger", "log's leftover journal")
    assert [part for part in found if not told[part].get("detected")] == []


@answered
def test_commands_that_are_killed_lose_nothing(tmp_path: Path) -> None:
    told = run_soak("kill_commands", "--short", "--acts", "knell erase,knell backup", tmp_path=tmp_path)
    assert (told["kills"], told["faults"]) == (12, [])


@pytest.mark.soak
@answered
def test_a_thousand_kills_of_commands_lose_nothing() -> None:
    assert run_soak("kill_commands")["faults"] == []


@pytest.mark.soak
def test_ten_thousand_kills_of_the_writer_lose_nothing() -> None:
    told = run_soak("kill_writer")
    assert (told["lost"], told["faults"]) == ([], [])


@pytest.mark.soak
@watched
def test_ten_thousand_power_cuts_lose_nothing() -> None:
    assert run_soak("power")["lost"] == []


@pytest.mark.soak
@answered
def test_a_disk_error_at_every_call_gets_one_line_and_loses_nothing() -> None:
    assert run_soak("disk_errors")["faults"] == []


@pytest.mark.soak
def test_a_million_single_bit_flips_are_found_or_change_nothing() -> None:
    assert run_soak("flips")["missed"] == []


def test_the_figures_of_all_soaks_are_gathered_and_those_that_are_missing_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "soak").mkdir()
    (tmp_path / "soak" / "kill.json").write_text('{"kills": 7}')
    monkeypatch.setattr(sys, "argv", ["figures", "--folder", str(tmp_path / "soak"), "-o", str(tmp_path / "all.json")])
    assert figures.main() == 1
    assert json.loads((tmp_path / "all.json").read_text()) == {"kill": {"kills": 7}}
    assert "NOT RUN: addresses, canaries, " in capsys.readouterr().out


def test_every_soak_is_expected_to_leave_figures() -> None:
    scripts = {path.stem for path in Path(figures.__file__).parent.glob("*.py") if "command.run(" in path.read_text()}
    assert scripts <= set(figures.EXPECTED)
