"""The evidence store: the log, the bytes and the keyring of one casebook, and the order in which they are written.

To append:

1. the bytes, each sealed under an erasable key: temp -> fsync -> rename -> fsync of the folder (``blobs``)
2. one transaction: the entries; their salts and values, sealed under a key for each entry (``log``, ``openings``); the nodes of the
   tree that are complete with them; and a checkpoint signed over all entries there are now (``tree``, ``checkpoints``)
3. the checkpoint a second time, beside the log (``newest``)
4. acknowledge: return the positions

To erase:

1. one transaction: the openings go, the erasure is logged, and what keys and bytes have to go is noted
2. the keys are given up and the keyring is written anew (``keyring``): from here on nothing brings the content back
3. the bytes' files go, and the note with them

A kill before 2 of an append ends leaves at most a half-written file in ``incoming`` (taken away by the next writer) or bytes that no entry
speaks of (left where they are: evidence is never removed on a guess; the next receipt of the same bytes takes them up, an
erasure removes them). A kill between the steps of an erasure leaves its end to the next writer. Time, actor and randomness are handed in.

On disk, inside the casebook's ``evidence`` folder: ``log.sqlite``, ``blobs/``, ``incoming/``, ``keyring``, ``newest``, ``writer.lock``.
The log may lie on a PostgreSQL server instead, and the bytes in a bucket (``elsewhere``).
"""

import base64
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from knell.records.errors import CasebookError, DamagedCasebook

from .audit import Advance, Audited, Finding, audit
from .blobs import Blobs, Source
from .canonical import canonical_bytes
from .checkpoints import Checkpoint, Proof, origin_of, read_checkpoint, sign_checkpoint
from .elsewhere import NAME as ELSEWHERE
from .elsewhere import Elsewhere, is_here, make_places, open_places
from .entries import Begin, Content, Decide, Entry, Erase, HandOn, Opening, Random, hashes_of, open_fields, seal, type_of
from .faults import disk_faults
from .handing import chain_of, hand_on
from .keyring import NAME as KEYRING
from .keyring import STANDARD, Cost, Keyring, finish_writing, make_keyring
from .lock import only_writer
from .log import FORMAT, Log, New, Signed, make_log
from .newest import read_newest, write_newest
from .notes import NoteError, PublicKey, parse_note
from .openings import Openings
from .resealing import Sealed, refuse_elsewhere, seal_anew
from .shelf import Shelf
from .signing import SEED_BYTES, is_signed, public_key, sign
from .swapping import clear_beside, is_cut_short, was_older
from .syncing import sync_folder
from .tree import Frontier, consistency_path, inclusion_path, leaf_hash
from .unlocking import keyring_of, remember

OLDER = "1"
"""The format that ``knell migrate`` brings to this one."""
WAIT = 5.0
"""Seconds that a second writer waits for the first."""


class Stamp(NamedTuple):
    """When (UTC, ISO 8601) and by whom (a pseudonym of this store's key)."""

    at: str
    actor: str


class Logged(NamedTuple):
    """An entry with what it records; ``content`` is ``None`` where that has been erased."""

    position: int
    leaf: str
    entry: Entry
    content: Content | None


class Store:
    """An open evidence store. Reading needs no lock; writing happens inside ``writing()``."""

    def __init__(self, folder: Path, log: Log, shelf: Shelf, keyring: Keyring, casebook: str) -> None:
        self.folder, self.keyring, self.key, self.casebook = folder, keyring, keyring.store, casebook
        self._shelf = shelf
        self._log, self._blobs, self._openings = log, Blobs(shelf, keyring), Openings(log, keyring, casebook)
        self._indices: Iterator[int] | None = None

    @property
    def public(self) -> PublicKey:
        """The key that signs, to be given to others."""
        return public_key_of(self.keyring, self.casebook)

    def signers(self) -> tuple[PublicKey, ...]:
        """All keys that have signed this log, in order; the last does now. Raises ``CasebookError`` where one was not handed on."""
        try:
            return chain_of(self.keyring.handed, self.public, is_signed)
        except NoteError as error:
            what = f"the keyring {error}"
            raise DamagedCasebook(what, where=str(self.folder.parent), todo="restore the keyring from a backup") from error

    def close(self) -> None:
        """Closes the log's file."""
        with disk_faults(self.folder):
            self._log.close()

    @contextmanager
    def writing(self, wait: float = WAIT) -> Iterator[None]:
        """Holds the one writer's place, and first finishes what a killed writer left undone."""
        with ExitStack() as held:
            with disk_faults(self.folder):
                held.enter_context(only_writer(self.folder / "writer.lock", wait))
                held.enter_context(self._log.only_writer(wait))
                finish_writing(self.folder / KEYRING, os.urandom)
                self.keyring.refresh()
                clear_beside(self.folder)
                self._indices = None
                self._blobs.clear_incoming()
                self._finish_erasures(os.urandom)
            yield

    def append(
        self, contents: Sequence[Content], stamp: Stamp, random: Random, *, blobs: Sequence[Source] = (), parents: Sequence[str] = ()
    ) -> tuple[int, ...]:
        """Writes entries and the bytes they rest on, durably, all or none; returns their positions. The caller is the writer.

        ``blobs``: the bytes, or files of them, which are read in pieces. ``parents``: leaf hashes of the entries these rest on.
        Raises ``CasebookError`` where the disk fails.
        """
        with disk_faults(self.folder):
            kept = self._blobs.keep(blobs, self._new_indices(random), random)
            self._log.begin()
            try:
                for blob in kept:
                    self._log.put_blob_key(blob.name, blob.key)
                positions = self._add_all(contents, stamp, random, parents)
                self._log.commit()
            except BaseException:
                self._log.roll_back()
                raise
            self._note_newest()
        return positions

    def hand_on(self, stamp: Stamp, random: Random) -> int:
        """Hands the log on to a new key: the old one signs it, and from the entry that says so on the new one signs. Returns its position.

        The keyring is written first. A kill before the entry leaves it to the next ``append``. The caller is the writer.
        """
        old, seed = self.keyring.signing, random(SEED_BYTES)
        new = self.public._replace(public=public_key(seed))
        with disk_faults(self.folder):
            self._frontier()
            self.keyring.put_signing_key(seed, hand_on(self.public, partial(sign, old), new, partial(sign, seed)), random)
        self.append([], stamp, random)
        return self.length() - 1

    def is_behind_its_keys(self) -> bool:
        """Whether the log does not say yet that it was handed on, or was signed last with a key that the keyring does not have. The next
        ``append``, of nothing too, says so or raises ``CasebookError``.
        """
        with disk_faults(self.folder):
            return self._signer() is None or bool(self._unlogged())

    def erase(self, positions: Sequence[int], stamp: Stamp, random: Random, *, reason: str, approvers: Sequence[str] = ()) -> int:
        """Destroys the values, salts and bytes of entries, and their keys, and logs that it was done; returns the erasure's position.

        Bytes that another entry still rests on stay. The entries themselves are not touched, so every leaf hash stays true.
        """
        with disk_faults(self.folder):
            leaves = [self.at(position).leaf for position in positions]
            self._log.begin()
            try:
                for name in self._unneeded_after(positions):
                    for key in self._log.blob_keys(name):
                        self._log.doom_key(key)
                    self._log.doom(name)
                for position in positions:
                    for key in self._openings.keys(position):
                        self._log.doom_key(key)
                    self._log.destroy_openings(position)
                (at,) = self._add_all([Erase(reason=reason, approvers=tuple(approvers))], stamp, random, leaves)
                self._log.commit()
            except BaseException:
                self._log.roll_back()
                raise
            self._note_newest()
            self._finish_erasures(random)
        return at

    def take_as_it_is(self) -> None:
        """Forgets that the log ever went further than it does now: for when an older one was put back on purpose."""
        self._note_newest(alone=True)

    def length(self) -> int:
        """How many entries the log has; the next position."""
        with disk_faults(self.folder):
            return self._log.length()

    def logged(self, start: int = 0) -> Iterator[Logged]:
        """The entries from ``start`` on, in order, with what they record."""
        with disk_faults(self.folder):
            for position in range(start, self._log.length()):
                yield self.at(position)

    def logged_of(self, *types: str, start: int = 0) -> Iterator[Logged]:
        """The entries of some types ("fetch/1"), in order. What the others record is not unsealed, which is what takes the time."""
        for position, _, entry in self.entries(start):
            if entry.type in types:
                yield self.at(position)

    def entries(self, start: int = 0) -> Iterator[tuple[int, str, Entry]]:
        """The entries from ``start`` on, in order, with position and leaf hash, and nothing of what they record."""
        with disk_faults(self.folder):
            for row, entry in self._log.entries(start):
                yield row.position, row.leaf.hex(), entry

    def positions_of(self, leaves: Iterable[str]) -> tuple[int, ...]:
        """Where the entries with these leaf hashes stand, in order; unknown ones are passed over."""
        with disk_faults(self.folder):
            found = (self._log.position_of(bytes.fromhex(leaf)) for leaf in leaves)
            return tuple(sorted(position for position in found if position is not None))

    def at(self, position: int) -> Logged:
        """The entry at a position, with what it records. Raises ``KeyError`` where there is none."""
        with disk_faults(self.folder):
            entry = self._log.entry(position)
            return Logged(position, leaf_hash(canonical_bytes(entry)).hex(), entry, self._openings.content(position))

    def openings(self, position: int) -> tuple[Opening, ...]:
        """The salts and values of an entry, to be shown field by field; none where it has been erased. Raises ``DamagedOpening``."""
        with disk_faults(self.folder):
            return self._openings.of(position)

    def checkpoint_sizes(self, last: int) -> tuple[int, ...]:
        """The sizes at which checkpoints were signed, up to one, the latest of them."""
        with disk_faults(self.folder):
            return tuple(signed.size for signed in self._log.checkpoints(max(0, self._log.length() - last), self._log.length()))

    def checkpoint(self, size: int | None = None) -> bytes | None:
        """The newest checkpoint, as it was signed, or the one of a given size."""
        with disk_faults(self.folder):
            signed = self._log.last_checkpoint(size)
            return None if signed is None else signed.note

    def root_at(self, size: int) -> bytes:
        """The tree's root over the first so many entries."""
        with disk_faults(self.folder), _whole_tree(self.folder):
            return self._log.root_at(size)

    def prove(self, position: int, size: int | None = None) -> Proof:
        """That an entry is in the log, on the newest checkpoint or that of a given size. Raises ``CasebookError`` where there is none."""
        with disk_faults(self.folder), _whole_tree(self.folder):
            signed = self._log.last_checkpoint(size)
            if signed is None or not 0 <= position < signed.size:
                where = f"entry {position}"
                raise CasebookError("no checkpoint of that size stands over it", where=where, todo="see: knell checkpoint")
            return Proof(position, inclusion_path(position, signed.size, self._log.node), signed.note)

    def prove_growth(self, old: int, new: int) -> tuple[bytes, ...]:
        """That the log of ``old`` entries is the beginning of the log of ``new``: a consistency proof."""
        with disk_faults(self.folder), _whole_tree(self.folder):
            return consistency_path(old, new, self._log.node)

    def positions_of_bytes(self, sha256: str) -> tuple[int, ...]:
        """The entries that rest on bytes with this hash, in order."""
        with disk_faults(self.folder):
            return self._log.positions_that_rest_on(self.key.blob_name(sha256))

    def read_bytes(self, sha256: str) -> bytes | None:
        """Received bytes by their hash, or ``None`` where they have been erased. Raises ``DamagedBytes``."""
        with disk_faults(self.folder):
            return self._blobs.read(sha256)

    def stream_bytes(self, sha256: str) -> Iterator[bytes] | None:
        """Received bytes in pieces, however many, or ``None`` where they have been erased.

        Each piece is checked; that the end is missing shows only at the end, so read to it. Raises ``DamagedBytes``.
        """
        with disk_faults(self.folder):
            return self._blobs.stream(sha256)

    def audit(self, advance: Advance, published: Checkpoint | None = None) -> Iterator[Finding]:
        """Everything that is wrong with the store: see ``audit``. ``published``: a checkpoint published earlier."""
        newest = read_newest(self.folder, *self.signers())  # before the log's length is asked for: it may grow
        audited = Audited(self._log, self._blobs, self._openings, self.key, self.signers(), self.casebook, newest)
        with disk_faults(self.folder):
            yield from audit(audited, advance, published)

    def seal_anew(self, passphrase: str, random: Random, advance: Advance) -> None:
        """Builds the same store beside, sealed under new keys and that passphrase. The caller is the writer. Raises ``CasebookError``."""
        with disk_faults(self.folder):
            refuse_elsewhere((self.folder / ELSEWHERE).exists(), str(self.folder.parent))
            seal_anew(Sealed(self._log, self._shelf, self.keyring, self.casebook), passphrase, random, advance)

    def faults(self) -> list[str]:
        """What is wrong with the store, a line each. Empty = nothing found."""
        return [f"{finding.where}: {finding.what}" for finding in self.audit(lambda *told: told)]

    def orphans(self) -> list[str]:
        """Keyed names of blobs that no entry speaks of: what a killed writer had stored and not yet logged."""
        with disk_faults(self.folder):
            spoken_of = self._log.names()
            return [name for name in self._blobs.names() if name not in spoken_of]

    def _add_all(self, contents: Sequence[Content], stamp: Stamp, random: Random, parents: Sequence[str]) -> tuple[int, ...]:
        frontier, indices = self._frontier(), self._new_indices(random)
        handed = self._unlogged()
        start, new = frontier.size, []
        for position, content in enumerate([*handed, *contents], start):
            openings = open_fields(content, random)
            entry = Entry(
                casebook=self.casebook,
                position=position,
                type=type_of(content),
                at=stamp.at,
                actor=stamp.actor,
                parents=() if position < start + len(handed) else tuple(parents),
                fields=seal(openings),
            )
            sealed = self._openings.seal(position, openings, next(indices), random)
            new.append(New(position, canonical_bytes(entry), sealed, [self.key.blob_name(sha256) for sha256 in hashes_of(content)]))
        if new:
            self._log.add_nodes(frontier.add(self._log.add(new)))
            self._log.add_checkpoint(sign_tree(frontier, self.keyring, self.public))
        return tuple(range(start + len(handed), start + len(handed) + len(contents)))

    def signer_of(self, note: bytes) -> PublicKey:
        """Which of the log's keys signed a checkpoint, by what the note says of it."""
        made = {(made.name, made.key_id) for made in parse_note(note).signatures}
        return next((key for key in self.signers() if (key.name, key.id) in made), self.public)

    def _signer(self) -> int | None:
        """Which of the log's keys signed last; ``None`` where none that the keyring knows did."""
        last = self._log.last_checkpoint()
        if last is None:
            return 0
        made = {(made.name, made.key_id) for made in parse_note(last.note).signatures}
        return next((at for at, key in reversed(list(enumerate(self.signers()))) if (key.name, key.id) in made), None)

    def _unlogged(self) -> list[HandOn]:
        """What the log does not say yet of keys that were handed on."""
        if not self.keyring.handed or (at := self._signer()) is None:
            return []
        later = zip(self.signers()[at + 1 :], self.keyring.handed[at:], strict=True)
        return [HandOn(key=key.spell(), note=base64.b64encode(note).decode()) for key, note in later]

    def _frontier(self) -> Frontier:
        """Where the tree goes on, if it is still the one that was signed last: another is never signed."""
        try:
            frontier, last = self._log.frontier(), self._log.last_checkpoint()
            signed = None if last is None else read_checkpoint(last.note)
            if self._signer() is None:
                what = "the log was handed on to a key that this keyring does not have; nothing is added to it"
                todo = "restore the later keyring from a backup"
                raise CasebookError(what, where=str(self.folder / KEYRING), todo=todo)
        except (KeyError, NoteError):
            signed, frontier = None, None
        newest = read_newest(self.folder, *self.signers())
        if frontier is not None and newest is not None and newest.size > frontier.size:
            casebook = self.folder.parent
            what = f"the log has {frontier.size} entries, and a checkpoint was signed over {newest.size}; nothing is added to it"
            todo = f"run: knell verify {casebook}; if an older log was put back on purpose: knell rebuild --casebook {casebook}"
            raise CasebookError(what, where=self._log.where(), todo=todo)
        if frontier is not None and signed == (Checkpoint(self.public.name, frontier.size, frontier.root()) if frontier.size else None):
            return frontier
        what, todo = "the log is not the one that was signed last; nothing is added to it", f"run: knell verify {self.folder.parent}"
        raise CasebookError(what, where=self._log.where(), todo=todo)

    def _note_newest(self, *, alone: bool = False) -> None:
        """Says beside the log how far it goes. After the commit, so that it never says too much."""
        signed = self._log.last_checkpoint()
        if signed is not None:
            write_newest(self.folder, signed.note, alone=alone)

    def _unneeded_after(self, positions: Sequence[int]) -> set[str]:
        gone = set(positions)
        names = {name for position in positions for name in self._log.rest_on(position)}
        return {name for name in names if set(self._log.positions_that_rest_on(name)) <= gone}

    def _finish_erasures(self, random: Random) -> None:
        names, keys = self._log.doomed(), self._log.doomed_keys()
        if any(self.keyring.key(key) is not None for key in keys):
            self.keyring.erase(keys, random)
            self._indices = None
        for name in names:
            self._blobs.destroy(name)
        if names or keys:
            self._log.forget_doomed()

    def _new_indices(self, random: Random) -> Iterator[int]:
        """Where this writer's new keys lie in the tree: together."""
        if self._indices is None:
            self._indices = self.keyring.new_indices(random)
        return self._indices


def make_store(
    folder: Path,
    casebook: str,
    name: str,
    at: str,
    actor: str,
    random: Random,
    *,
    passphrase: str | None = None,
    cost: Cost = STANDARD,
    elsewhere: Elsewhere = Elsewhere(),  # noqa: B008
) -> Store:
    """A new store in a folder that is not there yet, its first entry written. ``actor``: a name, kept as a pseudonym only.

    ``passphrase``: what unlocks it; ``None``: unencrypted, on purpose. ``elsewhere``: what does not lie in the folder.
    """
    with disk_faults(folder):
        folder.mkdir(mode=0o700)
        keyring = remember(make_keyring(folder / KEYRING, passphrase, random, cost))
        session, shelf = make_places(folder, elsewhere, casebook)
        log = make_log(session, casebook, public_key_of(keyring, casebook).spell())
        store = Store(folder, log, shelf, keyring, casebook)
        with store.writing():
            store.append([Begin(name=name)], Stamp(at, store.key.pseudonym(actor)), random)
        sync_folder(folder)
    return store


def open_store(folder: Path) -> Store:
    """The store of an existing casebook, which is unlocked where this process has not done so. Raises ``KnellError`` where it is not
    one, not one this version reads, or stays locked.
    """
    with disk_faults(folder):
        if not is_here(folder):
            if is_cut_short(folder):
                again = f"run again: knell {'migrate' if was_older(folder) else 'encrypt'} {folder.parent}"
                raise CasebookError("a change of its form was cut short", where=str(folder.parent), todo=again)
            raise CasebookError("there is no casebook here", where=str(folder.parent), todo="make one with: knell init FOLDER")
        session, shelf = open_places(folder)
        log = Log(session)
        try:
            check_format(log.about("format"), folder.parent)
            return Store(folder, log, shelf, keyring_of(folder), log.about("casebook") or "")
        except BaseException:
            log.close()
            raise


@contextmanager
def _whole_tree(folder: Path) -> Iterator[None]:
    """Turns a stored node that is not there into one line."""
    try:
        yield
    except KeyError as error:
        todo = f"run: knell verify {folder.parent}"
        raise CasebookError("a part of the log's tree is missing", where=str(folder.parent), todo=todo) from error


def check_format(found: str | None, casebook: Path) -> None:
    """Raises ``CasebookError`` where a log has another format than this version's."""
    if found == OLDER:
        what, todo = "the casebook has the form of an earlier Knell", f"run once: knell migrate {casebook}"
        raise CasebookError(what, where=str(casebook), todo=todo)
    if found != FORMAT:
        raise CasebookError(f"the evidence log has format {found}", where=str(casebook), todo="use the version of Knell that made it")


def public_key_of(keyring: Keyring, casebook: str) -> PublicKey:
    """The key that a casebook's checkpoints are signed with, to be given to others."""
    return PublicKey(origin_of(casebook), public_key(keyring.signing))


def sign_tree(frontier: Frontier, keyring: Keyring, key: PublicKey) -> Signed:
    """A checkpoint over all entries in a tree."""
    checkpoint = Checkpoint(key.name, frontier.size, frontier.root())
    return Signed(frontier.size, sign_checkpoint(checkpoint, key, partial(sign, keyring.signing)))


def decision(kind: str, value: object, *, reason: str | None = None, supersedes: str | None = None) -> Decide:
    """A decision about the casebook itself, its value as canonical JSON text."""
    return Decide(kind=kind, value=canonical_bytes(value).decode(), reason=reason, supersedes=supersedes)
