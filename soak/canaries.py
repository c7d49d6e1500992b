"""Names put into a casebook and erased again: is any of them left anywhere?

Canary names go in by every door: the words of reports, file names, outlets, addresses, from whom a report came, reasons of decisions, and
with them claims, matching keys and incidents. Then the reports are erased, two people agreeing, and a backup is made. Looked through, byte
by byte, in UTF-8 and UTF-16, as written, in capitals and in small letters:

- every file of the casebook's folder as it lies: databases with their free pages, write-ahead logs and shared memory, blobs, keyring;
- the ledger, opened with its key, which after an erasure has no free page;
- everything that the log's entries and blobs still open to;
- the backup and its keyring, and the casebook restored from them;
- the whole disk that the casebook lay on from its first moment: a small ext4 file system in a file, every byte of it, with what was
  freed and the file system's own journal (where this system lets one be mounted).

And the other way round: a copy of all files from before the erasure is opened with the keyring of after. Nothing that was erased may open.

Of a casebook in clear the freed blocks of the disk do hold what its files once held, and the figures say how many names; of an encrypted
one they must hold none. Not looked at: cells that a flash disk has put aside, and copies that others made.

    python soak/canaries.py [--names 500] [--short] [--figures build/soak/canaries.json]
"""

import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict

from soak import command
from soak.image import mounted, printed_in

SHORT = 40
MOST_SHOWN = 5
A_REPORT = 10
"""Names that one report carries: seven in its words, the others beside them."""
WORDS = "seven quiet harbour doors"
INNOCENT = "At least 12 civilians were killed in shelling of Jableh on 6 March 2025, the Syrian Observatory for Human Rights said.\n"
_SYLLABLES = ("qua", "vex", "zor", "tun", "mip", "lod", "kesh", "war", "jix", "pol", "dra", "fen")


class Hands(TypedDict):
    """What a flow that writes is handed."""

    actor: str
    random: Callable[[int], bytes]
    now: Callable[[], datetime]


def hands(actor: str) -> Hands:
    """The system's chance and clock."""
    return Hands(actor=actor, random=os.urandom, now=lambda: datetime.now(UTC))


def main() -> int:
    """Runs it over a casebook in clear and an encrypted one; returns 0 where nothing was left."""
    parser = command.parser_of("names erased and looked for", command.Number("names", 500, SHORT))
    return command.run(
        parser,
        lambda asked, folder: {
            how: look_for_canaries(folder / how, how, asked.names, random.Random(asked.seed)) for how in ("clear", "encrypted")
        },
        lambda figures: all(is_clean(found) for found in figures.values()),
    )


def is_clean(found: dict[str, Any]) -> bool:
    """Whether all names were there before and none was after."""
    disk = found["disk"]
    return bool(
        (found["how"] == "clear" or not disk["names"])
        and found["seen_before"] == found["names"]
        and not found["left"]
        and not found["free_pages"]
        and not found["verified"]
        and not found["opened_by_the_keyring_of_after"]
    )


def look_for_canaries(folder: Path, how: str, number: int, chance: random.Random) -> dict[str, Any]:
    """One casebook, on a disk of its own: begun, filled, erased, backed up, looked through."""
    inbox, names = folder / "inbox", list(make_names(number, chance))
    inbox.mkdir(parents=True)
    with mounted(folder / "disk", folder / "mounted") as there:
        figures = look_through(folder, (folder / "mounted" if there else folder) / "coast", how, names)
    if not there:
        return figures | {"disk": {"bytes": 0, "names": [], "not_run": "no disk of one's own can be mounted here"}}
    return figures | {"disk": look_at_disk(folder / "disk", names)}


def look_at_disk(image: Path, names: list[str]) -> dict[str, Any]:
    """Which names can be read off a disk."""
    found = found_in(names, (("disk", text) for text in printed_in(image)))
    return {"bytes": image.stat().st_size, "names": found[:MOST_SHOWN], "number": len(found)}


def look_through(folder: Path, book: Path, how: str, names: list[str]) -> dict[str, Any]:
    """Everything but the disk."""
    from knell.casebook.policy import Policy
    from knell.flows.init import begin_casebook
    from knell.flows.verify import verify_casebook

    inbox = folder / "inbox"
    begin_casebook(book, "Coast", Policy(), passphrase=WORDS if how == "encrypted" else None, **hands("amal"))
    fill(book, inbox, names)
    before = found_in(names, opened(book))
    old = folder / "old"
    shutil.copytree(book, old)
    erase_canaries(book, names)
    free = count_free_pages(book)
    looked: dict[str, int] = {}
    left: list[str] = []
    for where, content in (*files_of(book), *opened(book), *backed_up(folder, book)):
        kind = where.split("/", maxsplit=1)[0]
        looked[kind] = looked.get(kind, 0) + len(content)
        left += [f"{name} in {where}" for name in found_in(names, [(where, content)])]
    return {
        "how": how,
        "names": len(names),
        "seen_before": len(before),
        "left": left,
        "free_pages": free,
        "opened_by_the_keyring_of_after": opened_by_later_keyring(old, book),
        "verified": [finding.line() for finding in verify_casebook(book).findings],
        "looked_at_bytes": looked,
    }


def make_names(number: int, chance: random.Random) -> Iterator[str]:
    """Names that no text of ours holds, each once."""
    seen: set[str] = set()
    while len(seen) < number:
        name = " ".join("".join(chance.choice(_SYLLABLES) for _ in range(3)).capitalize() for _ in range(2))
        if name not in seen:
            seen.add(name)
            yield name


def fill(book: Path, inbox: Path, names: list[str]) -> None:
    """Adds an innocent report, and one for each ten names, with names in every field; and a decision whose reason names somebody."""
    from knell.casebook.ledger import open_casebook
    from knell.flows.add import Source, add_files
    from knell.flows.deciding import link_incidents

    (inbox / "innocent.txt").write_text(INNOCENT)
    list(add_files(book, [inbox / "innocent.txt"], Source(), **hands("amal")))
    for start in range(0, len(names), A_REPORT):
        some = names[start : start + A_REPORT]
        told, (file, outlet, origin) = some[:-3], some[-3:]
        path = inbox / f"statement of {file}.txt"
        day = 1 + start // A_REPORT % 28
        lines = [
            f"{name}, {20 + n}, a teacher, was killed in shelling of Jableh on {day} March 2025, {told[-1]} told us."
            for n, name in enumerate(told)
        ]
        path.write_text("\n\n".join(["Names of the dead", *lines]) + "\n")
        list(
            add_files(
                book, [path], Source(outlet=outlet, origin=origin, url=f"https://example.org/{file.replace(' ', '-')}"), **hands("amal")
            )
        )
    with open_casebook(book) as casebook:
        mine = next(report.id for report in casebook.reports() if names[0] in report.text)
        incidents = [i.incident for i in casebook.incidents()]
        one = casebook.incidents_of_report(mine)[0]
        other = next(name for name in incidents if name != one)
    link_incidents(book, one, other, f"{names[0]} says so", **hands("amal"))


def erase_canaries(book: Path, names: list[str]) -> None:
    """Erases all reports that name any of them."""
    from knell.casebook.ledger import open_casebook
    from knell.flows.erase import approve_erasure, request_erasure

    with open_casebook(book) as casebook:
        gone = [report.id for report in casebook.reports() if report.outlet in names]
    requested = request_erasure(book, gone, "protection", **hands("amal"))
    approve_erasure(book, requested.number, **hands("basma"))


def files_of(folder: Path, kind: str = "files") -> Iterator[tuple[str, bytes]]:
    """Every file as it lies, and its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{kind}/{path.relative_to(folder)}", path.name.encode() + b"\n" + path.read_bytes()


def opened(book: Path) -> Iterator[tuple[str, bytes]]:
    """What the casebook opens to for who has its keys: the ledger's pages in clear, entries and bytes."""
    import msgspec

    from knell.evidence.entries import hashes_of
    from knell.evidence.store import open_store

    store = open_store(book / "evidence")
    try:
        yield "opened ledger", pages_in_clear(book / "ledger.sqlite", store.keyring.ledger)
        for row in store.logged():
            yield f"opened entries/{row.position}", msgspec.json.encode(row.content)
            for sha256 in hashes_of(row.content):
                yield f"opened bytes/{row.position}", store.read_bytes(sha256) or b""
    finally:
        store.close()


def pages_in_clear(ledger: Path, key: bytes | None) -> bytes:
    """All pages of a ledger in clear; of an encrypted one every row and index, and how many free pages there are beside them."""
    if key is None:
        with sqlite3.connect(ledger) as connection:
            return connection.serialize()
    with reading(ledger, key) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [repr(row) for table in tables for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608
        return "\n".join(rows).encode()


def count_free_pages(book: Path) -> int:
    """Pages of the ledger's file that hold no row now and may hold what was deleted."""
    from knell.evidence.store import open_store

    store = open_store(book / "evidence")
    key = store.keyring.ledger
    store.close()
    if key is None:
        with sqlite3.connect(book / "ledger.sqlite") as plain:
            return int(plain.execute("PRAGMA freelist_count").fetchone()[0])
    with reading(book / "ledger.sqlite", key) as connection:
        return int(connection.execute("PRAGMA freelist_count").fetchone()[0])


@contextmanager
def reading(ledger: Path, key: bytes) -> Iterator[Any]:
    """An encrypted ledger, open."""
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(ledger))
    try:
        connection.execute("PRAGMA cipher_log = off")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        yield connection
    finally:
        connection.close()


def backed_up(folder: Path, book: Path) -> Iterator[tuple[str, bytes]]:
    """A backup made after, and the casebook restored from it."""
    from knell.evidence.keyring import LEAST
    from knell.evidence.people import make_person, open_person
    from knell.flows.backup import back_up
    from knell.flows.restore import restore

    public = make_person(folder / "person.key", "Keeper", WORDS, os.urandom, LEAST)
    back_up(book, folder / "coast.knell", [public], random=os.urandom, now=hands("amal")["now"])
    for path in folder.glob("coast.knell*"):
        yield f"backup/{path.name}", path.read_bytes()
    again = folder / "again"
    restore(folder / "coast.knell", again, key=open_person(folder / "person.key", WORDS), passphrase=WORDS, **hands("amal"))
    yield from files_of(again, "restored files")
    for where, content in opened(again):
        yield f"restored {where}", content


def opened_by_later_keyring(old: Path, book: Path) -> int:
    """How many erased openings and bytes of a copy from before open with the keyring of after: none may."""
    from knell.evidence.keyring import open_keyring
    from knell.evidence.sealing import HEADER_BYTES, index_in, index_of
    from knell.evidence.store import open_store

    store = open_store(book / "evidence")
    encrypted = store.keyring.encrypted
    erased = {leaf for _, _, entry in store.entries() if entry.type == "erase/1" for leaf in entry.parents}
    gone = [position for position, leaf, _ in store.entries() if leaf in erased]
    here = {path.name for path in (book / "evidence" / "blobs").rglob("*") if path.is_file()}
    store.close()
    keyring = open_keyring(book / "evidence" / "keyring", WORDS if encrypted else None)
    with sqlite3.connect(old / "evidence" / "log.sqlite") as log:
        rows = [row[0] for at in gone for row in log.execute("SELECT sealed FROM opening WHERE position = ?", (at,))]
    blobs = [path for path in (old / "evidence" / "blobs").rglob("*") if path.is_file() and path.name not in here]
    if not rows or not blobs:
        raise RuntimeError("the copy of before holds nothing that was erased")
    indices = [index_of(row) for row in rows] + [index_in(path.read_bytes()[:HEADER_BYTES]) for path in blobs]
    return sum(keyring.key(index) is not None for index in indices)


def found_in(names: Iterable[str], contents: Iterable[tuple[str, bytes]]) -> list[str]:
    """The names that stand in any of these, in any of the ways looked for."""
    waiting = set(names)
    for _, content in contents:
        small = content.lower()
        waiting -= {name for name in waiting if any(form in small for form in _forms(name))}
    return sorted(set(names) - waiting)


def _forms(name: str) -> tuple[bytes, ...]:
    small = name.lower()
    last = small.split()[1]
    return small.encode(), small.encode("utf-16-le"), small.encode("utf-16-be"), small.replace(" ", "-").encode(), last.encode() + b".txt"


if __name__ == "__main__":
    sys.exit(main())
