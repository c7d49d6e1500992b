"""The evidence store: the log, the bytes and the keyring of one casebook, and the order in which they are written.

To append:

1. the bytes: temp -> fsync -> rename -> fsync of the folder (``blobs``)
2. one transaction: the entries, their salts and values (``log``)
3. acknowledge: return the positions

A kill before 2 ends leaves at most a half-written file in ``incoming`` (taken away by the next writer) or bytes that no entry
speaks of (left where they are: evidence is never removed on a guess; the next receipt of the same bytes takes them up, an
erasure removes them). Time, actor and randomness are handed in.

On disk, inside the casebook's ``evidence`` folder: ``log.sqlite``, ``blobs/``, ``incoming/``, ``keyring``, ``writer.lock``.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from knell.records.errors import CasebookError

from .blobs import Blobs, sync_folder
from .canonical import canonical_bytes
from .entries import Begin, Content, Decide, Entry, Erase, Random, commitment, open_fields, seal, type_of
from .faults import disk_faults
from .keyring import NAME as KEYRING
from .keyring import STANDARD, Cost, Keyring, finish_writing, make_keyring
from .lock import only_writer
from .log import FORMAT, Log, make_log, open_log
from .tree import leaf_hash
from .unlocking import keyring_of, remember

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

    def __init__(self, folder: Path, log: Log, keyring: Keyring, casebook: str) -> None:
        self.folder, self.keyring, self.key, self.casebook = folder, keyring, keyring.store, casebook
        self._log, self._blobs = log, Blobs(folder, self.key)

    def close(self) -> None:
        """Closes the log's file."""
        self._log.close()

    @contextmanager
    def writing(self, wait: float = WAIT) -> Iterator[None]:
        """Holds the one writer's place, and first finishes what a killed writer left undone."""
        with ExitStack() as held:
            with disk_faults(self.folder):
                held.enter_context(only_writer(self.folder / "writer.lock", wait))
                finish_writing(self.folder / KEYRING, os.urandom)
                self.keyring.refresh()
                self._blobs.clear_incoming()
                self._finish_erasures()
            yield

    def append(
        self, contents: Sequence[Content], stamp: Stamp, random: Random, *, blobs: Sequence[bytes] = (), parents: Sequence[str] = ()
    ) -> tuple[int, ...]:
        """Writes entries and the bytes they rest on, durably, all or none; returns their positions. The caller is the writer.

        ``parents``: leaf hashes of the entries these rest on. Raises ``CasebookError`` where the disk fails.
        """
        with disk_faults(self.folder):
            self._blobs.keep(blobs)
            self._log.begin()
            try:
                positions = self._add_all(contents, stamp, random, parents)
                self._log.commit()
            except BaseException:
                self._log.roll_back()
                raise
        return positions

    def erase(self, positions: Sequence[int], stamp: Stamp, random: Random, *, reason: str, approvers: Sequence[str] = ()) -> int:
        """Destroys the values, salts and bytes of entries and logs that it was done; returns the erasure's position.

        Bytes that another entry still rests on stay. The entries themselves are not touched, so every leaf hash stays true.
        """
        with disk_faults(self.folder):
            leaves = [self.at(position).leaf for position in positions]
            self._log.begin()
            try:
                for name in self._unneeded_after(positions):
                    self._log.doom(name)
                for position in positions:
                    self._log.destroy_openings(position)
                (at,) = self._add_all([Erase(reason=reason, approvers=tuple(approvers))], stamp, random, leaves)
                self._log.commit()
            except BaseException:
                self._log.roll_back()
                raise
            self._finish_erasures()
        return at

    def length(self) -> int:
        """How many entries the log has; the next position."""
        with disk_faults(self.folder):
            return self._log.length()

    def logged(self, start: int = 0) -> Iterator[Logged]:
        """The entries from ``start`` on, in order, with what they record."""
        with disk_faults(self.folder):
            for position in range(start, self._log.length()):
                yield self.at(position)

    def at(self, position: int) -> Logged:
        """The entry at a position, with what it records. Raises ``KeyError`` where there is none."""
        entry = self._log.entry(position)
        return Logged(position, leaf_hash(canonical_bytes(entry)).hex(), entry, self._log.content(position))

    def positions_of_bytes(self, sha256: str) -> tuple[int, ...]:
        """The entries that rest on bytes with this hash, in order."""
        with disk_faults(self.folder):
            return self._log.positions_of_bytes(sha256)

    def read_bytes(self, sha256: str) -> bytes | None:
        """Received bytes by their hash, or ``None`` where they have been erased."""
        with disk_faults(self.folder):
            return self._blobs.read(sha256)

    def faults(self) -> list[str]:
        """What is wrong with the store, a line each: entries that are not as they were written, openings and bytes that do not
        fit them, places left out. Empty = nothing found. It proves no more than that the store agrees with itself.
        """
        with disk_faults(self.folder):
            return [line for position, row in enumerate(self._log.rows()) for line in self._faults_of(position, row)]

    def orphans(self) -> list[str]:
        """Keyed names of blobs that no entry speaks of: what a killed writer had stored and not yet logged."""
        with disk_faults(self.folder):
            spoken_of = {self.key.blob_name(sha256) for sha256 in self._hashes()}
            return [name for name in self._blobs.names() if name not in spoken_of]

    def _hashes(self) -> Iterator[str]:
        for position in range(self._log.length()):
            sha256 = getattr(self._log.content(position), "sha256", None)
            if sha256 is not None:
                yield sha256

    def _faults_of(self, position: int, row: "tuple[int, bytes, bytes]") -> Iterator[str]:
        at, leaf, entry_bytes = row
        if at != position:
            yield f"position {position}: the entry is missing"
            return
        if leaf != leaf_hash(entry_bytes):
            yield f"position {at}: the entry is not the one that was written"
            return
        entry = self._log.entry(at)
        if (entry.position, entry.casebook) != (at, self.casebook) or canonical_bytes(entry) != entry_bytes:
            yield f"position {at}: the entry belongs elsewhere or is not canonical"
        openings = self._log.openings(at)
        if openings and {o.field: commitment(o.salt, o.value) for o in openings} != dict(entry.fields):
            yield f"position {at}: what opens the entry does not fit it"
            return
        sha256 = getattr(self._log.content(at), "sha256", None)
        if sha256 is not None:
            held = self._blobs.read(sha256)
            if held is None:
                yield f"position {at}: the bytes it rests on are not there"
            elif hashlib.sha256(held).hexdigest() != sha256:
                yield f"position {at}: the bytes it rests on have changed"

    def _add_all(self, contents: Sequence[Content], stamp: Stamp, random: Random, parents: Sequence[str]) -> tuple[int, ...]:
        start = self._log.length()
        for position, content in enumerate(contents, start):
            openings = open_fields(content, random)
            entry = Entry(
                casebook=self.casebook,
                position=position,
                type=type_of(content),
                at=stamp.at,
                actor=stamp.actor,
                parents=tuple(parents),
                fields=seal(openings),
            )
            self._log.add(position, canonical_bytes(entry), openings)
        return tuple(range(start, start + len(contents)))

    def _unneeded_after(self, positions: Sequence[int]) -> set[str]:
        gone, names = set(positions), set()
        for position in positions:
            sha256 = getattr(self._log.content(position), "sha256", None)
            if sha256 is not None and set(self._log.positions_of_bytes(sha256)) <= gone:
                names.add(self.key.blob_name(sha256))
        return names

    def _finish_erasures(self) -> None:
        doomed = self._log.doomed()
        for name in doomed:
            self._blobs.destroy(name)
        if doomed:
            self._log.forget_doomed()


def make_store(
    folder: Path, casebook: str, name: str, at: str, actor: str, random: Random, *, passphrase: str | None = None, cost: Cost = STANDARD
) -> Store:
    """A new store in a folder that is not there yet, its first entry written. ``actor``: a name, kept as a pseudonym only.

    ``passphrase``: what unlocks it; ``None``: unencrypted, on purpose.
    """
    with disk_faults(folder):
        folder.mkdir(mode=0o700)
        keyring = remember(make_keyring(folder / KEYRING, passphrase, random, cost))
        Blobs(folder, keyring.store).make_folders()
        store = Store(folder, make_log(folder / "log.sqlite", casebook), keyring, casebook)
        with store.writing():
            store.append([Begin(name=name)], Stamp(at, store.key.pseudonym(actor)), random)
        sync_folder(folder)
    return store


def open_store(folder: Path) -> Store:
    """The store of an existing casebook, which is unlocked where this process has not done so. Raises ``KnellError`` where it is not
    one, not one this version reads, or stays locked.
    """
    if not (folder / "log.sqlite").is_file():
        raise CasebookError("there is no casebook here", where=str(folder.parent), todo="make one with: knell init FOLDER")
    with disk_faults(folder):
        log = open_log(folder / "log.sqlite", read_only=not os.access(folder, os.W_OK))
        try:
            found = log.about("format")
            if found != FORMAT:
                todo = "use the version of Knell that made it"
                raise CasebookError(f"the evidence log has format {found}", where=str(folder.parent), todo=todo)
            return Store(folder, log, keyring_of(folder), log.about("casebook") or "")
        except BaseException:
            log.close()
            raise


def decision(kind: str, value: object, *, reason: str | None = None, supersedes: str | None = None) -> Decide:
    """A decision about the casebook itself, its value as canonical JSON text."""
    return Decide(kind=kind, value=canonical_bytes(value).decode(), reason=reason, supersedes=supersedes)
