"""Cuts the power of the evidence store's writer, thousands of times, and looks at what a disk may have kept.

A writer receives bytes, erases, writes the keyring anew, or brings a store of the earlier form over, and is taken down call by
call (``soak/disk``, which needs strace: the program and the SQLite are those that users have). Then the power is cut after any of its
calls: what was not synced is dropped, torn or kept by chance, written out as a folder, and looked at. No acknowledged entry, byte or
erasure may be lost, nothing may be damaged, and the next writer has to go on.

    python soak/power.py [--cuts 10000] [--short] [--without log|folders|bytes] [--seed 1] [--figures build/soak/power.json]

``--without`` leaves a sync out: SQLite's (``synchronous=OFF``), the folders', the received bytes'. Then there have to be losses, or the
measure could not find any.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from knell.evidence import elsewhere, keyring, older, shelf, unlocking
from knell.evidence import store as stores
from knell.evidence.sqlite import SqliteSession, open_file
from knell.records.errors import KnellError
from soak import command
from soak.command import forget_folder
from soak.disk import Call, Disk, has_strace, record
from soak.kill_writer import migrate
from soak.stores import PASSPHRASE, Book, begin_store, look, work
from tests.evidence.older import write_older

SHORT = 60
PER_RECORDING = 100
"""Cuts of what one writer did."""
KINDS = ("open", "open", "migrate", "open", "locked")
MOST_SHOWN = 50
WEAK = ("log", "folders", "bytes")


def main() -> int:
    """Runs the cuts and returns 0 where nothing was lost."""
    parser = command.parser_of("simulated power cuts of the evidence store's writer", command.Number("cuts", 10_000, SHORT))
    parser.add_argument("--without", choices=WEAK, help="leave this sync out")
    parser.add_argument("--write", nargs=3, metavar=("FOLDER", "KIND", "SEED"), help=argparse.SUPPRESS)
    asked = command.ask(parser)
    if asked.write:
        write(Path(asked.write[0]), asked.write[1], int(asked.write[2]), asked.without)
        return 0
    return command.run(parser, _measure, lambda figures: bool(figures.get("lost")) == bool(figures.get("without")))


def _measure(asked: command.Asked, folder: Path) -> dict[str, Any]:
    if not has_strace():
        return {"cuts": 0, "not_run": "strace is not here, or may not watch a program"}
    return cut_often(folder, asked.cuts, random.Random(asked.seed), asked.without)


def write(folder: Path, kind: str, seed: int, without: str | None) -> None:
    """The writer. What it acknowledges goes to a file beside the store, in one write each."""
    _weaken(without)
    told = os.open(folder / "told", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(line: dict[str, Any]) -> None:
        os.write(told, json.dumps(line).encode())

    store = folder / "book" / "evidence"
    if kind == "migrate":
        migrate(store, PASSPHRASE if seed % 2 else None)
        tell({"migrated": True})
    else:
        unlocking.ask_with(lambda _: PASSPHRASE)
        work(store, seed, tell, steps=6)


def _weaken(without: str | None) -> None:
    """Leaves a sync out, everywhere that the store calls it."""
    if without == "log":

        def open_weakly(path: Path, *, read_only: bool = False) -> SqliteSession:
            session = open_file(path, read_only=read_only)
            session.execute("PRAGMA synchronous=OFF")
            return session

        elsewhere.open_file = open_weakly  # type: ignore[attr-defined]
    elif without == "folders":
        for module in (shelf, keyring, stores, older):
            module.sync_folder = lambda _: None  # type: ignore[attr-defined]
    elif without == "bytes":
        shelf.sync = lambda handle: None  # type: ignore[attr-defined]  # noqa: ARG005


def cut_often(folder: Path, cuts: int, chance: random.Random, without: str | None = None) -> dict[str, Any]:
    """Records writers and cuts each. What it counts: cuts, acknowledged entries at the cuts, what was wrong."""
    begun = time.monotonic()
    figures: dict[str, Any] = {"cuts": 0, "recordings": 0, "calls": 0, "acknowledged": 0, "lost": []}
    kinds: Counter[str] = Counter()
    while figures["cuts"] < cuts:
        kind, place = KINDS[figures["recordings"] % len(KINDS)], folder / str(figures["recordings"])
        number = min(cuts - figures["cuts"], PER_RECORDING if cuts > PER_RECORDING * len(KINDS) else -(-cuts // len(KINDS)))
        calls, disk, book = prepare(place, kind, chance.getrandbits(31), without)
        figures["calls"] += len(calls)
        for faults, acknowledged in cut(place, calls, disk, book, number, chance):
            figures["acknowledged"] += acknowledged
            figures["lost"] += faults
        figures["cuts"] += number
        figures["recordings"] += 1
        kinds[kind] += number
        forget_folder(place)
    losses = len(figures["lost"])
    return figures | {
        "lost": figures["lost"][:MOST_SHOWN],
        "losses": losses,
        "of": dict(kinds),
        "without": without,
        "seconds": round(time.monotonic() - begun, 1),
    }


def prepare(place: Path, kind: str, seed: int, without: str | None) -> tuple[list[Call], Disk, Callable[[], Book]]:
    """The calls of one writer, the disk before them, and what was known of the store by then."""
    store = place / "book" / "evidence"
    store.parent.mkdir(parents=True)
    if kind == "migrate":
        leaves = [leaf.hex() for leaf in write_older(store)]
        known: list[dict[str, Any]] = [{"kept": [(at, leaf, None) for at, leaf in enumerate(leaves)], "gone": [2]}]
    else:
        begun = begin_store(store, locked=kind == "locked")
        known = [{"kept": [(at, leaf, None) for at, leaf in begun.leaves.items()], "note": begun.note}]

    def book() -> Book:
        one = Book()
        one.hear(known)
        return one

    disk = Disk(place)
    command = [sys.executable, __file__, "--write", str(place), kind, str(seed), *(["--without", without] if without else [])]
    calls, fault = record(command, dict(os.environ))
    if fault:
        raise RuntimeError(f"the writer failed: {fault}")
    first = next(at for at, call in enumerate(calls) if call.name == "openat" and f"{place}/told" in _paths(call))
    return calls[first:], disk, book


def _paths(call: Call) -> list[str]:
    return [os.fsdecode(word) for word in call.words if isinstance(word, bytes)]


def cut(
    place: Path, calls: list[Call], disk: Disk, begin: Callable[[], Book], number: int, chance: random.Random
) -> Iterator[tuple[list[str], int]]:
    """What is wrong after each of so many cuts, and how many entries had been acknowledged."""
    told, moments = list[dict[str, Any]](), Counter(chance.randrange(len(calls) + 1) for _ in range(number))
    (place / "cut").mkdir()
    for at in range(len(calls) + 1):
        for turn in range(moments[at]):
            book = begin()
            book.hear(told)
            known = len(book.leaves)
            where = place / "cut" / f"{at}-{turn}"
            disk.write_out(disk.image(chance), where)
            yield [f"cut after call {at}: {fault}" for fault in look_after(where / "book" / "evidence", book)], known
            forget_folder(where)
        if at < len(calls):
            call = calls[at]
            disk.follow(call)
            if call.name == "write" and call.words[1] == f"{place}/told":
                content = call.words[2]
                assert isinstance(content, bytes)
                told.append(json.loads(content))


def look_after(store: Path, book: Book) -> list[str]:
    """What is wrong with a store after a cut. A migration is run again first, as a person would."""
    unlocking.ask_with(lambda _: PASSPHRASE)
    try:
        if not store.exists() or (store / "store.key").exists() or any(store.parent.glob("evidence.*")):
            migrate(store, None)
        return look(store, book, twice=False)
    except (KnellError, OSError) as error:
        return [f"lost: {error}"]


if __name__ == "__main__":
    sys.exit(main())
