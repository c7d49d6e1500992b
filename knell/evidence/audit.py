"""Checking a store against itself, its signed checkpoints, and one that was published earlier.

1. the database's own check of its files
2. the tree: each entry's hash, each stored node, the root and the signature of each checkpoint, and the published one
3. the contents: each entry in its canonical form, what opens it against its commitments, the bytes it rests on against their hash;
   missing only where an erasure says so
4. the end: whether the log is as long as the newest checkpoint noted beside it (``newest``)

Nothing is mended and nothing written. What a finding says is for a person: what is wrong, where, and what to do. It proves that nothing was
changed since the checkpoints were signed, by anyone without the keys; that nobody with the keys wrote the whole anew is proven by a
checkpoint that was published, and by nothing in the folder.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

import msgspec

from knell.records.errors import CasebookError

from .blobs import Blobs, DamagedBytes, hash_pieces
from .canonical import NotCanonical, canonical_bytes
from .checkpoints import Checkpoint, open_checkpoint
from .entries import Entry, commitment, content_of, hashes_of
from .keys import StoreKey
from .log import Log, Row
from .notes import NoteError, PublicKey
from .openings import DamagedOpening, Openings
from .signing import is_signed
from .tree import Frontier, Level, leaf_hashes

Advance = Callable[[str, int, int], object]
"""Told how far a long step is: what it does, how many are done, how many there are."""

RESTORE_LOG = "keep this copy as it is, and restore the log from a backup made before"
RESTORE_BYTES = "restore this file from a backup; nothing else can bring it back"
ASK_WHO = "someone with the keys may have written the log anew: keep this copy, and compare backups and other published checkpoints"
ASK_END = "keep this copy, and restore the log from a later backup; if an older log was put back on purpose: knell rebuild"
FINISH = "run a command that writes, such as: knell rebuild"
HANDED = b'"type":"hand-on/1"'
"""In the canonical bytes of each entry that hands the log on, and of no other: no other value there holds a quotation mark."""
_UNREADABLE = (sqlite3.Error, msgspec.MsgspecError, CasebookError, NotCanonical, ValueError, TypeError, KeyError, OverflowError)


class Finding(NamedTuple):
    """What is wrong, where, and what to do."""

    where: str
    what: str
    todo: str

    def line(self) -> str:
        """In one line."""
        return f"{self.where}: {self.what}; {self.todo}"


class Audited(NamedTuple):
    """What a store was checked with: its log, bytes and openings, its names, all keys that signed it in order, the id it goes by, and the
    newest checkpoint noted beside it.
    """

    log: Log
    blobs: Blobs
    openings: Openings
    names: StoreKey
    keys: tuple[PublicKey, ...]
    casebook: str
    newest: Checkpoint | None = None


def audit(store: Audited, advance: Advance, published: Checkpoint | None = None) -> Iterator[Finding]:
    """Every finding of all four steps. ``published``: a checkpoint that is known to have been published, its signature checked."""
    for step in (audit_database(store), audit_tree(store, advance, published), audit_contents(store, advance), audit_end(store)):
        try:
            yield from step
        except _UNREADABLE as error:
            said = error.what if isinstance(error, CasebookError) else f"{type(error).__name__}: {error}"
            yield Finding(store.log.where(), f"the log cannot be read to its end ({said})", RESTORE_LOG)


def audit_database(store: Audited) -> Iterator[Finding]:
    """What the database says of its files, and whether the log is this casebook's."""
    for line in store.log.faults():
        yield Finding(store.log.where(), f"the database finds its own file damaged: {line}", RESTORE_LOG)
    for name, told in (("casebook", store.casebook), ("key", store.keys[0].spell())):
        if store.log.about(name) != told:
            yield Finding(store.log.where(), f"the log names another {name} than the keyring's casebook has", RESTORE_LOG)


def audit_tree(store: Audited, advance: Advance, published: Checkpoint | None = None) -> Iterator[Finding]:
    """The hash of each entry, each stored node, each checkpoint: the tree is built again from the entries' bytes."""
    log, frontier = store.log, Frontier()
    length, newest, unlike, turns = log.length(), 0, list[int](), list[int]()
    while rows := log.some_rows(frontier.size):
        positions, leaves, entries = zip(*rows, strict=True)
        start, grown = frontier.size, dict[int, Level]()
        whole = positions[-1] == start + len(rows) - 1  # they ascend, so then there is no gap
        if not whole:
            yield _gap(positions, start)
        yield from _audit_leaves(positions, leaves, entries)
        turns += [position for position, entry in zip(positions, entries, strict=True) if HANDED in entry]
        if not whole:
            return  # over a gap there is no tree
        for checkpoint in [*log.checkpoints(start, start + len(leaves)), None]:
            upto = start + len(leaves) if checkpoint is None else checkpoint.size
            if published is not None and frontier.size < published.size <= upto:
                _collect(grown, frontier.add(leaves[frontier.size - start : published.size - start]))
                if frontier.root() != published.root:
                    yield _diverged(published)
            _collect(grown, frontier.add(leaves[frontier.size - start : upto - start]))
            if checkpoint is not None:
                newest = checkpoint.size
                held = bisect_left(turns, checkpoint.size)
                if held < len(store.keys):
                    yield from _audit_checkpoint(checkpoint.note, frontier, store.keys[held], unlike)
        yield from _audit_nodes(log, grown)
        advance("tree", frontier.size, length)
    if unlike:
        more = f" (and {len(unlike) - 1} more, up to {unlike[-1]})" if unlike[1:] else ""
        yield Finding(f"checkpoint of {unlike[0]} entries{more}", "the entries are not those that it was signed over", RESTORE_LOG)
    yield from _audit_turns(turns, store.keys)
    yield from _audit_ends(log, frontier.size, newest, published)


def _audit_turns(turns: Sequence[int], keys: Sequence[PublicKey]) -> Iterator[Finding]:
    """Whether the log says of as many keys as the keyring has that they were handed on to."""
    if len(turns) >= len(keys):
        what = "the log was handed on here to a key that the keyring does not have: what was signed since cannot be checked"
        yield Finding(f"entry {turns[len(keys) - 1]}", what, "restore the later keyring from a backup, or ask who took it away")
    elif len(turns) < len(keys) - 1:
        yield Finding("the keyring", "the log was handed on to another key and does not say so yet", FINISH)


def _gap(positions: Sequence[int], start: int) -> Finding:
    expected, position = next((n, at) for n, at in enumerate(positions, start) if n != at)
    after = "" if position == expected + 1 else f" to {position - 1}"
    return Finding(f"entry {expected}{after}", "missing from the log", RESTORE_LOG)


def _audit_leaves(positions: Sequence[int], leaves: Sequence[bytes], entries: Sequence[bytes]) -> Iterator[Finding]:
    hashed = leaf_hashes(entries)
    if list(leaves) == hashed:
        return
    for position, leaf, right in zip(positions, leaves, hashed, strict=True):
        if leaf != right:
            yield Finding(f"entry {position}", "the entry is not the one that was written", RESTORE_LOG)


def _collect(grown: dict[int, Level], levels: list[Level]) -> None:
    for level in levels:
        grown.setdefault(level.level, Level(level.level, level.first, [])).hashes.extend(level.hashes)


def _audit_nodes(log: Log, grown: dict[int, Level]) -> Iterator[Finding]:
    for level, first, hashes in grown.values():
        there = dict(log.nodes(level, first, first + len(hashes)))
        if len(there) == len(hashes) and list(there.values()) == hashes:
            continue  # as many numbers as there are places for, ascending: each in its own
        for number, value in enumerate(hashes, first):
            if there.get(number) != value:
                over = f"entries {number << level} to {(number + 1 << level) - 1}"
                what = "is missing" if number not in there else "is not what the entries give"
                yield Finding(f"tree over {over}", f"the stored hash {what}", RESTORE_LOG)


def _audit_checkpoint(note: bytes, frontier: Frontier, key: PublicKey, unlike: list[int]) -> Iterator[Finding]:
    """``unlike``: takes the sizes of checkpoints that are good signatures over other entries."""
    where = f"checkpoint of {frontier.size} entries"
    try:
        checkpoint = open_checkpoint(note, key, is_signed)
    except NoteError as error:
        yield Finding(where, f"it is not as it was signed: {error}", RESTORE_LOG)
        return
    if checkpoint.size != frontier.size:
        yield Finding(where, f"it was signed over {checkpoint.size} entries", RESTORE_LOG)
    elif checkpoint.root != frontier.root():
        unlike.append(frontier.size)


def _audit_ends(log: Log, size: int, newest: int, published: Checkpoint | None) -> Iterator[Finding]:
    expected = size - size.bit_count()
    if (stored := log.count_nodes()) != expected:
        yield Finding(log.where(), f"the tree has {stored} stored hashes, and {size} entries give {expected}", RESTORE_LOG)
    last = log.last_checkpoint()
    if last is not None and last.size > size:
        yield Finding(f"checkpoint of {last.size} entries", f"there are only {size} entries: those after them are gone", RESTORE_LOG)
    if newest < size:
        what = "no checkpoint was signed over them: Knell signs one with every entry that it writes"
        yield Finding(f"entries {newest} to {size - 1}", what, RESTORE_LOG)
    if published is not None and published.size > size:
        what = f"it was published over {published.size} entries, and there are {size}: those after them are gone"
        yield Finding(f"published checkpoint of {published.size} entries", what, ASK_WHO)


def _diverged(published: Checkpoint) -> Finding:
    what = "diverged: the first entries are no longer those that it was published over; the history was rewritten"
    return Finding(f"published checkpoint of {published.size} entries", what, ASK_WHO)


def audit_contents(store: Audited, advance: Advance) -> Iterator[Finding]:
    """Each entry's form, what opens it, and the bytes it rests on."""
    length, position = store.log.length(), 0
    erased, closed, opened, seen = set[str](), list[tuple[int, str]](), list[tuple[int, str]](), set[str]()
    missing: list[tuple[int, Finding]] = []
    for row in store.log.rows():
        position = row.position
        entry, fault = _read_entry(row, store.casebook)
        if fault is not None:
            yield fault
        if entry is not None:
            if entry.type == "erase/1":
                erased.update(entry.parents)
            told, hashes = _audit_openings(store, position, entry)
            yield from told
            if hashes is None:
                closed.append((position, row.leaf.hex()))
            else:
                opened.append((position, row.leaf.hex()))
                for sha256 in hashes:
                    if sha256 not in seen:
                        seen.add(sha256)
                        missing += [(position, finding) for finding in _audit_bytes(store, position, sha256)]
        if position % 64 == 0:
            advance("contents", position, length)
    advance("contents", length, length)
    # An erasure may have come while this was running; it takes the openings in the transaction that logs it.
    for row in store.log.rows(position + 1):
        with suppress(*_UNREADABLE):
            later = msgspec.json.decode(row.bytes, type=Entry)
            erased.update(later.parents if later.type == "erase/1" else ())
    gone = {at for at, leaf in [*closed, *opened] if leaf in erased}
    for at, _ in closed:
        if at not in gone:
            yield Finding(f"entry {at}", "what opens the entry is gone, and no erasure says so", RESTORE_LOG)
    for at, _ in opened:
        if at in gone and store.openings.of(at):
            yield Finding(f"entry {at}", "it was erased, and what opens it is there again", "erase it again")
    yield from (finding for at, finding in missing if at not in gone)
    if store.log.doomed() or store.log.doomed_keys():
        yield Finding(store.log.where(), "an erasure was cut short: what it destroys may still be there", FINISH)


def audit_end(store: Audited) -> Iterator[Finding]:
    """Whether the log goes as far as its newest checkpoint did. Another writer may have gone on meanwhile; it never gets shorter."""
    newest, length = store.newest, store.log.length()
    if newest is None:
        return
    where = f"newest checkpoint of {newest.size} entries"
    if newest.size > length:
        yield Finding(where, f"there are only {length} entries: those after them are gone", ASK_END)
    elif store.log.root_at(newest.size) != newest.root:
        yield Finding(where, "the entries are not those that it was signed over", ASK_END)


def _read_entry(row: Row, casebook: str) -> tuple[Entry | None, Finding | None]:
    where = f"entry {row.position}"
    try:
        entry = msgspec.json.decode(row.bytes, type=Entry)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None, Finding(where, "the entry cannot be read", RESTORE_LOG)
    if (entry.position, entry.casebook) != (row.position, casebook) or canonical_bytes(entry) != row.bytes:
        return entry, Finding(where, "the entry belongs elsewhere or is not in its one spelling", RESTORE_LOG)
    return entry, None


def _audit_openings(store: Audited, position: int, entry: Entry) -> tuple[list[Finding], tuple[str, ...] | None]:
    """What is wrong with an entry's openings, and the hashes of the bytes they name; ``None`` where there are no openings."""
    where = f"entry {position}"
    try:
        openings = store.openings.of(position)
    except DamagedOpening:
        return [Finding(where, "what opens the entry is damaged", RESTORE_LOG)], ()
    if not openings:
        return [], None
    if {o.field: commitment(o.salt, o.value) for o in openings} != dict(entry.fields):
        return [Finding(where, "what opens the entry does not fit it", RESTORE_LOG)], ()
    try:
        hashes = hashes_of(content_of(entry.type, {o.field: o.value for o in openings}))
    except msgspec.ValidationError:
        return [], ()  # of a type that this version does not know
    if store.log.rest_on(position) != frozenset(store.names.blob_name(sha256) for sha256 in hashes):
        return [Finding(where, "the log's list of the bytes it rests on does not fit it", RESTORE_LOG)], hashes
    return [], hashes


def _audit_bytes(store: Audited, position: int, sha256: str) -> Iterator[Finding]:
    where = f"entry {position}: {store.blobs.where(sha256)}"
    try:
        pieces = store.blobs.stream(sha256)
        if pieces is None:
            yield Finding(where, "the bytes it rests on are not there", RESTORE_BYTES)
        elif hash_pieces(pieces)[0] != sha256:
            yield Finding(where, "the bytes it rests on have changed", RESTORE_BYTES)
        elif store.blobs.key_of(sha256) not in store.log.blob_keys(store.names.blob_name(sha256)):
            yield Finding(where, "the log does not know the key they are sealed under, and could not erase them", RESTORE_LOG)
    except DamagedBytes:
        yield Finding(where, "the bytes it rests on have changed", RESTORE_BYTES)
