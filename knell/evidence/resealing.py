"""Everything a store holds sealed anew, under a new tree of keys and another passphrase: whoever has an older keyring opens nothing of it.

Built beside the store (``swapping``): the same entries to the byte, the same tree and signed checkpoints; what opens the entries, and the
bytes they rest on, sealed under fresh keys. The store key stays, because the names that people know (of reports, of each other) are made
with it, and the key that signs. Each opening and each file is checked on the way: what is damaged is not sealed anew, and nothing
is changed.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

from knell.records.errors import CasebookError, DamagedCasebook

from .blobs import Blobs, hash_pieces
from .elsewhere import Elsewhere, make_places
from .entries import Random
from .erasable import KeyTree
from .keyring import NAME as KEYRING
from .keyring import STANDARD, Cost, Keyring, write_keyring
from .keys import KEY_BYTES
from .log import Log, New, make_log
from .newest import write_newest
from .openings import Openings
from .sealing import seal_bytes
from .shelf import Shelf
from .swapping import begin_beside, end_beside
from .tree import Frontier

TOGETHER = 500
"""Entries that are written in one transaction."""

Advance = Callable[[str, int, int], object]


class Sealed(NamedTuple):
    """What a store is sealed with: its log, shelf and keyring, and the id it goes by."""

    log: Log
    shelf: Shelf
    keyring: Keyring
    casebook: str


def seal_anew(old: Sealed, passphrase: str, random: Random, advance: Advance, cost: Cost = STANDARD) -> None:
    """Builds the folder beside. The caller is the store's one writer. Raises ``DamagedCasebook``; then nothing is there."""
    folder = old.keyring.path.parent
    making = begin_beside(folder)
    keys = old.keyring.renewed_keys(ledger=random(KEY_BYTES), tree=KeyTree.grow(random).encode())
    keyring = write_keyring(making / KEYRING, keys, passphrase, random, cost)
    session, shelf = make_places(making, Elsewhere(), old.casebook)
    indices = keyring.new_indices(random)
    with closing(make_log(session, old.casebook, old.log.about("key") or "")) as log:
        sealed = dict(_seal_bytes(old, keyring, shelf, indices, random, advance))
        shelf.settle(sealed)
        _copy_entries(old, log, keyring, indices, sealed, random, advance)
        if log.length() and log.root_at(log.length()) != old.log.root_at(log.length()):
            raise DamagedCasebook("the log's tree is not the one over its entries", where=old.log.where(), todo="run: knell verify")
        newest = log.last_checkpoint()
        if newest is not None:
            write_newest(making, newest.note, alone=True)
    end_beside(folder)


def refuse_elsewhere(is_elsewhere: bool, where: str) -> None:
    """Raises ``CasebookError`` where the log or the bytes do not lie in the folder."""
    if is_elsewhere:
        todo = "begin another casebook and add the files to it"
        raise CasebookError("only a casebook that lies whole in its folder can be sealed anew", where=where, todo=todo)


def _seal_bytes(
    old: Sealed, keyring: Keyring, shelf: Shelf, indices: Iterator[int], random: Random, advance: Advance
) -> Iterator[tuple[str, int]]:
    """All received bytes, those that no entry speaks of too: each name, and the key it is sealed under now."""
    blobs, names = Blobs(old.shelf, old.keyring), list(old.shelf.names())
    for done, name in enumerate(names, 1):
        pieces = blobs.stream_named(name)
        if pieces is None:
            continue  # its key is erased, and it cannot be read any more
        sha256, size = hash_pieces(pieces)
        if old.keyring.store.blob_name(sha256) != name:
            raise DamagedCasebook("the bytes are not those of their name", where=old.shelf.where(name), todo="run: knell verify")
        index = next(indices)
        key = keyring.key(index)
        assert key is not None, "nothing has been erased from a new tree"
        shelf.put(name, seal_bytes(blobs.stream_named(name) or (), size, key, index, name, random))
        yield name, index
        advance("sealing files", done, len(names))


def _copy_entries(
    old: Sealed, log: Log, keyring: Keyring, indices: Iterator[int], sealed: dict[str, int], random: Random, advance: Advance
) -> None:
    """All entries with what opens them, the tree over them, and every checkpoint as it was signed."""
    before, after = Openings(old.log, old.keyring, old.casebook), Openings(log, keyring, old.casebook)
    frontier, length, new = Frontier(), old.log.length(), list[New]()
    for row in old.log.rows():
        opened = before.of(row.position)
        names = sorted(old.log.rest_on(row.position))
        new.append(New(row.position, row.bytes, after.seal(row.position, opened, next(indices), random), names))
        if len(new) == TOGETHER or row.position + 1 == length:
            log.begin()
            log.add_nodes(frontier.add(log.add(new)))
            for name in dict.fromkeys(name for one in new for name in one.names):
                if name not in sealed:
                    raise DamagedCasebook("bytes that the log speaks of are missing", where=old.shelf.where(name), todo="run: knell verify")
                log.put_blob_key(name, sealed[name])
            for signed in old.log.checkpoints(frontier.size - len(new), frontier.size):
                log.add_checkpoint(signed)
            log.commit()
            new = []
        advance("sealing entries", row.position + 1, length)
