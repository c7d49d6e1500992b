"""A writer that tells at once what it has acknowledged, and the look at a store after something went wrong with it.

What the soaks of the evidence store share: ``work`` is the writer, ``Book`` what was heard of it, ``look`` what is wrong now.
"""

import hashlib
import os
import random
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from knell.evidence import unlocking
from knell.evidence.audit import Finding
from knell.evidence.checkpoints import read_checkpoint
from knell.evidence.entries import Ingest
from knell.evidence.keyring import LEAST
from knell.evidence.store import Stamp, Store, make_store, open_store
from knell.evidence.tree import check_consistency
from knell.records.errors import KnellError

PASSPHRASE = "correct horse battery staple"
CASEBOOK = "c" * 32
ACTOR = "amal"
AT = "2025-03-08T09:00:00Z"
UNFINISHED = "an erasure was cut short"
"""What a look may find where the writer was cut short while erasing: the next writer finishes it."""

Tell = Callable[[dict[str, Any]], None]
"""Takes what the writer has acknowledged, or is about to destroy."""


class Book:
    """What a writer was heard to acknowledge: entries with their leaf hashes and bytes, erasures, the newest checkpoint."""

    def __init__(self) -> None:
        self.leaves: dict[int, str] = {}
        self.bytes: dict[int, str] = {}
        self.gone: set[int] = set()
        self.note: str | None = None
        self.unread: list[int] = []
        """Entries that no look has read yet. Of those read before, the log's growth and its audit tell."""

    def hear(self, told: Iterable[dict[str, Any]]) -> None:
        """Takes what was told, in order."""
        for one in told:
            for position, leaf, sha256 in one.get("kept", ()):
                self.leaves[position] = leaf
                self.unread.append(position)
                if sha256:
                    self.bytes[position] = sha256
            self.gone |= set(one.get("gone", ()))
            self.unread += one.get("gone", ())
            self.note = one.get("note", self.note)


def begin_store(folder: Path, *, locked: bool = False) -> Book:
    """A new store and what is known of it. ``locked``: under a passphrase, at the least cost that is allowed."""
    store = make_store(folder, CASEBOOK, "Coast", AT, ACTOR, os.urandom, passphrase=PASSPHRASE if locked else None, cost=LEAST)
    book = Book()
    book.hear([tell_of(store, (0,))])
    store.close()
    return book


def work(folder: Path, seed: int, tell: Tell, steps: int | None = None) -> None:
    """Writes: receives bytes, erases, writes the keyring anew; tells of each once it is acknowledged. ``steps``: without end."""
    chance, store = random.Random(seed), open_store(folder)
    with store.writing():
        done = 0
        while steps is None or done < steps:
            chance.choices((_receive, _receive_known, _erase, _renew), (12, 2, 3, 1))[0](store, chance, tell)
            done += 1
    store.close()


def _receive(store: Store, chance: random.Random, tell: Tell) -> None:
    sizes = [chance.choice((40, 900, 5_000, 70_000, 200_000)) for _ in range(chance.randint(1, 3))]
    _take(store, [chance.randbytes(8) + bytes(size) for size in sizes], tell)


def _receive_known(store: Store, chance: random.Random, tell: Tell) -> None:
    """Bytes that come again and again, erased in between or not."""
    _take(store, [b"the same bytes " * chance.randint(1, 3)], tell)


def _take(store: Store, many: Sequence[bytes], tell: Tell) -> None:
    contents = [Ingest(sha256=hashlib.sha256(one).hexdigest(), size=len(one), name="note.txt") for one in many]
    tell(tell_of(store, store.append(contents, Stamp(AT, store.key.pseudonym(ACTOR)), os.urandom, blobs=list(many))))


def _erase(store: Store, chance: random.Random, tell: Tell) -> None:
    there = [logged.position for logged in store.logged_of("ingest/1") if logged.content is not None]
    if not there:
        return
    chosen = sorted(chance.sample(there, min(len(there), chance.randint(1, 2))))
    tell({"going": chosen})
    at = store.erase(chosen, Stamp(AT, store.key.pseudonym(ACTOR)), os.urandom, reason="consent withdrawn", approvers=("a", "b"))
    tell(tell_of(store, (at,)) | {"gone": chosen})


def _renew(store: Store, chance: random.Random, tell: Tell) -> None:
    if store.keyring.encrypted and chance.random() < 0.5:
        store.keyring.change_passphrase(PASSPHRASE, os.urandom)
    else:
        store.keyring.put_ledger_key(os.urandom(32), os.urandom)
    tell({})


def tell_of(store: Store, positions: Sequence[int]) -> dict[str, Any]:
    """What a writer tells of entries that it has just been given the positions of."""
    rows = [store.at(position) for position in positions]
    kept = [(row.position, row.leaf, row.content.sha256 if isinstance(row.content, Ingest) else None) for row in rows]
    note = store.checkpoint()
    assert note is not None
    return {"kept": kept, "note": note.decode()}


def look(folder: Path, book: Book, *, twice: bool = True) -> list[str]:
    """What is wrong with a store, a line each; then the next writer goes on, which is told to the book, and it is looked at again.

    ``twice`` ``False``: not again, where there will be another look.
    """
    try:
        faults = check(folder, book, may_be_unfinished=True)
        _go_on(folder, book)
        return faults + ([f"after the next writer: {fault}" for fault in check(folder, book)] if twice else [])
    except (KnellError, OSError) as error:
        return [f"lost: cannot be gone on with: {error}"]
    except Exception as error:  # noqa: BLE001  a fault of our own, which is what is looked for
        return [f"lost: no clear line: {type(error).__name__}: {error}"]


def _go_on(folder: Path, book: Book) -> None:
    """The next writer finishes what was left undone, and receives something."""
    store = open_store(folder)
    with store.writing():
        _take(store, [os.urandom(20)], lambda told: book.hear([told]))
    store.close()


def check(folder: Path, book: Book, *, may_be_unfinished: bool = False) -> list[str]:
    """What is wrong, a line each: what the audit finds, acknowledged entries or bytes that are lost, erased ones that are back,
    and a log that has not grown from the checkpoint that was acknowledged last.
    """
    with suppress(KnellError):
        unlocking.keyring_of(folder).refresh()
    store = open_store(folder)
    try:
        faults = [finding.line() for finding in store.audit(lambda *told: told) if not (may_be_unfinished and _unfinished(finding))]
        erased = {parent for row in store.logged_of("erase/1") for parent in row.entry.parents}
        length = store.length()
        for position in book.unread:
            faults += _check_entry(store, book, position, erased) if position < length else [f"lost: entry {position}"]
        book.unread.clear()
        return faults + _check_growth(store, book)
    finally:
        store.close()


def _unfinished(finding: Finding) -> bool:
    return finding.what.startswith(UNFINISHED)


def _check_entry(store: Store, book: Book, position: int, erased: set[str]) -> list[str]:
    row = store.at(position)
    leaf = book.leaves.get(position, row.leaf)  # erased, and killed before it was acknowledged: only that it is gone is known
    if row.leaf != leaf:
        return [f"lost: entry {position} is another"]
    if position in book.gone or leaf in erased:
        back = [] if row.content is None else [f"entry {position} was erased and is there"]
        return back if leaf in erased else [*back, f"lost: the erasure of entry {position}"]
    if row.content is None:
        return [f"lost: what entry {position} records"]
    sha256 = book.bytes.get(position)
    held = store.read_bytes(sha256) if sha256 else b""
    if held is None or (sha256 and hashlib.sha256(held).hexdigest() != sha256):
        return [f"lost: the bytes of entry {position}"]
    return []


def _check_growth(store: Store, book: Book) -> list[str]:
    newest = store.checkpoint()
    if book.note is None or newest is None:
        return [] if book.note is None else ["lost: every checkpoint"]
    was, now = read_checkpoint(book.note.encode()), read_checkpoint(newest)
    if now.size < was.size:
        return [f"lost: the checkpoint of {was.size} entries"]
    path = store.prove_growth(was.size, now.size)
    grown = was.origin == now.origin and check_consistency(was.size, now.size, was.root, now.root, path)
    return [] if grown else [f"broken root: the log of {now.size} entries has not grown from that of {was.size}"]
