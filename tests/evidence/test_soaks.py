"""The short forms of the evidence store's soaks, and that each of them can find something; the full ones are run by ``make soak``."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from knell.evidence.entries import Ingest
from knell.evidence.store import Stamp, Store, open_store
from soak.disk import has_strace
from soak.kill_writer import kill
from soak.stores import AT, Book, Tell, begin_store, check, forget_folder
from tests.evidence.cast import receipt

ROOT = Path(__file__).parents[2]
watched = pytest.mark.skipif(not has_strace(), reason="NOT RUN: strace is not here, or may not watch a program")


def run(script: str, tmp_path: Path, *arguments: str) -> dict[str, Any]:
    """A soak's figures. The full form writes them to build/soak as well."""
    short = "--short" in arguments
    figures = tmp_path / "figures.json" if short else ROOT / "build" / "soak" / f"{script}.json"
    command = [sys.executable, str(ROOT / "soak" / f"{script}.py"), *arguments, "--figures", str(figures)]
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    told: dict[str, Any] = json.loads(figures.read_text())
    return told


def test_kills_of_the_writer_lose_nothing(tmp_path: Path) -> None:
    told = run("kill_writer", tmp_path, "--short")
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
    told = run("power", tmp_path, "--short")
    assert told["lost"] == []
    assert told["acknowledged"] >= told["cuts"]


@watched
@pytest.mark.parametrize("sync", ["log", "folders", "bytes"])
def test_without_any_one_of_the_syncs_power_cuts_are_found_to_lose_something(tmp_path: Path, sync: str) -> None:
    assert run("power", tmp_path, "--short", "--without", sync, "--cuts", "20")["lost"]


@watched
def test_disk_errors_get_one_line_and_lose_nothing(tmp_path: Path) -> None:
    told = run("disk_errors", tmp_path, "--short")
    assert told["faults"] == []
    assert all(came["one clear line"] for came in told["came_of_it"].values())


def test_single_bit_flips_are_found_or_change_nothing(tmp_path: Path) -> None:
    told = run("flips", tmp_path, "--short")
    assert told["missed"] == []
    assert all(told[part]["detected"] for part in ("log", "bytes", "keyring", "ledger"))


@pytest.mark.soak
def test_ten_thousand_kills_of_the_writer_lose_nothing(tmp_path: Path) -> None:
    told = run("kill_writer", tmp_path)
    assert (told["lost"], told["faults"]) == ([], [])


@pytest.mark.soak
@watched
def test_ten_thousand_power_cuts_lose_nothing(tmp_path: Path) -> None:
    assert run("power", tmp_path)["lost"] == []


@pytest.mark.soak
@watched
def test_a_disk_error_at_every_call_gets_one_line_and_loses_nothing(tmp_path: Path) -> None:
    assert run("disk_errors", tmp_path)["faults"] == []


@pytest.mark.soak
def test_a_million_single_bit_flips_are_found_or_change_nothing(tmp_path: Path) -> None:
    assert run("flips", tmp_path)["missed"] == []
