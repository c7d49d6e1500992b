"""Bringing the evidence of an earlier form (1: openings and bytes in clear, no tree) to the present one; at no moment is there no whole
casebook.

The new evidence folder is built beside the old one: the same entries to the byte, what opens them and their bytes sealed, the tree, one
signed checkpoint. Then it is put in its place (``swapping``). Entries, positions and leaf hashes are the same afterwards, so everything
that points at them still does.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.records.errors import DamagedCasebook

from .blobs import Blobs, Kept
from .elsewhere import LOG, Elsewhere, make_places
from .entries import Entry, Opening, Random, commitment, content_of, hashes_of
from .erasable import KeyTree
from .keyring import NAME as KEYRING
from .keyring import STANDARD, Cost, Keyring, Keys, write_keyring
from .keys import KEY_BYTES, StoreKey
from .lock import only_writer
from .log import Log, New, make_log
from .openings import Openings
from .sqlite import open_file
from .store import OLDER, public_key_of, sign_tree
from .swapping import begin_beside, end_beside
from .tree import Frontier, leaf_hash

TOGETHER = 500
"""Entries that are brought over in one transaction."""
_KEY = "store.key"

Advance = Callable[[str, int, int], object]


class Older(NamedTuple):
    """A store of the earlier form, open."""

    folder: Path
    database: sqlite3.Connection
    key: StoreKey
    casebook: str

    def length(self) -> int:
        """How many entries it has."""
        return int(self.database.execute("SELECT count(*) FROM entry").fetchone()[0])

    def entries(self) -> Iterator[tuple[int, bytes, tuple[Opening, ...]]]:
        """Each entry's position, bytes and openings, checked. Raises ``DamagedCasebook``: what is damaged is not signed."""
        rows = self.database.execute("SELECT position, leaf, bytes FROM entry ORDER BY position").fetchall()
        for expected, (position, leaf, entry) in enumerate(rows):
            if position != expected or leaf != leaf_hash(entry):
                raise self._damaged(expected, "is not the one that was written")
            told = self.database.execute("SELECT field, salt, value FROM opening WHERE position = ? ORDER BY field", (position,))
            openings = tuple(Opening(field=field, salt=salt, value=value) for field, salt, value in told)
            fields = dict(msgspec.json.decode(entry, type=Entry).fields)
            if openings and {o.field: commitment(o.salt, o.value) for o in openings} != fields:
                raise self._damaged(position, "does not fit what opens it")
            yield position, entry, openings

    def bytes_of(self, sha256: str, position: int) -> bytes:
        """Received bytes, checked. Raises ``DamagedCasebook``."""
        name = self.key.blob_name(sha256)
        try:
            content = (self.folder / "blobs" / name[:2] / name).read_bytes()
        except FileNotFoundError:
            raise self._damaged(position, "rests on bytes that are not there") from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise self._damaged(position, "rests on bytes that have changed")
        return content

    def _damaged(self, position: int, what: str) -> DamagedCasebook:
        todo = "restore the casebook from a backup; nothing was changed here"
        return DamagedCasebook(f"entry {position} {what}", where=str(self.folder.parent), todo=todo)


@contextmanager
def open_older(folder: Path) -> Iterator[Older | None]:
    """The store in an evidence folder if it has the earlier form, held against other writers; ``None`` where it has the present one."""
    if not (folder / LOG).is_file() or not (folder / _KEY).is_file():
        yield None
        return
    with closing(open_file(folder / LOG)) as database:
        about = dict(database.execute("SELECT name, value FROM about").fetchall())
        if about.get("format") != OLDER:
            yield None
            return
        with only_writer(folder / "writer.lock", 0.0):
            secret = bytes.fromhex((folder / _KEY).read_text("ascii").strip())
            yield Older(folder, database, StoreKey(secret), about["casebook"])


def bring_over(older: Older, passphrase: str | None, random: Random, advance: Advance, cost: Cost = STANDARD) -> None:
    """Builds it beside. ``passphrase``: what unlocks it from now on; ``None``: unencrypted, on purpose."""
    making = begin_beside(older.folder)
    keys = Keys(store=older.key.secret, signing=random(KEY_BYTES), ledger=random(KEY_BYTES), tree=KeyTree.grow(random).encode())
    keyring = write_keyring(making / KEYRING, keys, passphrase, random, cost)
    session, shelf = make_places(making, Elsewhere(), older.casebook)
    key = public_key_of(keyring, older.casebook)
    with closing(make_log(session, older.casebook, key.spell())) as log:
        _copy(older, log, Blobs(shelf, keyring), keyring, random, advance)
    end_beside(older.folder)


def _copy(older: Older, log: Log, blobs: Blobs, keyring: Keyring, random: Random, advance: Advance) -> None:
    """All entries, their openings and bytes; a checkpoint over them in the last transaction."""
    frontier, openings, indices = Frontier(), Openings(log, keyring, older.casebook), keyring.new_indices(random)
    length = older.length()
    new, kept = list[New](), list[Kept]()
    for position, entry, opened in older.entries():
        content = content_of(msgspec.json.decode(entry, type=Entry).type, {o.field: o.value for o in opened}) if opened else None
        own = blobs.keep([older.bytes_of(sha256, position) for sha256 in hashes_of(content)], indices, random)
        new.append(New(position, entry, openings.seal(position, opened, next(indices), random), [blob.name for blob in own]))
        kept += own
        if len(new) == TOGETHER or position + 1 == length:
            log.begin()
            log.add_nodes(frontier.add(log.add(new)))
            for blob in kept:
                log.put_blob_key(blob.name, blob.key)
            if position + 1 == length:
                log.add_checkpoint(sign_tree(frontier, keyring, public_key_of(keyring, older.casebook)))
            log.commit()
            new, kept = [], []
        advance("bringing over", position + 1, length)
