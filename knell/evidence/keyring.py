"""The keyring: one small file that holds every secret of a casebook, opened by a passphrase.

In it: the store key (names of blobs, report ids, pseudonyms), the seed of the key that signs checkpoints, the tree of erasable
keys under which bytes and openings lie, and the ledger's key. Everything else in the casebook is ciphertext, hashes or commitments,
so erasing a key here erases what lies under it wherever its ciphertext has got to: free pages, write-ahead logs, backups of the
database, worn-out cells of a disk.

The file is JSON: the passphrase's cost and salt, a nonce, and the keys, sealed with AES-256-GCM under Argon2id (RFC 9106) of the
passphrase. A casebook made unencrypted on purpose has its keys there in clear and no cost. ``check`` is the SHA-256 of the rest: it
tells a damaged file from a wrong passphrase, and keeps no secret.

To write it anew (after an erasure, or for another passphrase), so that no moment is without a whole keyring:

1. the new file beside it, under a fresh salt: write -> fsync
2. a second name for the old file -> rename the new one over it -> fsync of the folder
3. overwrite the old file's bytes -> fsync -> take its name away

A kill between these leaves work for the next writer (``finish_writing``).
"""

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from knell.records.base import Record
from knell.records.errors import CasebookError, DamagedCasebook, UsageError

from .canonical import canonical_bytes
from .entries import Random
from .erasable import KeyTree
from .faults import disk_faults
from .keys import KEY_BYTES, StoreKey
from .syncing import sync, sync_folder, write_all, write_new

NAME = "keyring"
FORMAT = "knell keyring/1"
SHORTEST = 12
"""Characters that a new passphrase has at least."""

_SALT_BYTES, _NONCE_BYTES = 16, 12
_WRITING, _OLD = f"{NAME}.new", f"{NAME}.old"


class Cost(Record, frozen=True, kw_only=True):
    """What one guess at the passphrase costs: memory in KiB, passes over it, lanes."""

    memory_kib: int
    iterations: int
    lanes: int

    def out_of_bounds(self) -> str | None:
        """Which of the three is less than we ever write, or more than is safe to open a stranger's file with; ``None`` where none is."""
        told = (name for name in self.__struct_fields__ if not getattr(LEAST, name) <= getattr(self, name) <= getattr(MOST, name))
        return next(told, None)


STANDARD = Cost(memory_kib=64 * 1024, iterations=3, lanes=4)
"""RFC 9106's second recommendation: 0.2 s on an ordinary machine of 2026."""
LEAST = Cost(memory_kib=46 * 1024, iterations=1, lanes=1)
"""ASVS 5.0's floor. A file that says less was not written by us, and is refused."""
MOST = Cost(memory_kib=4 * 1024 * 1024, iterations=64, lanes=64)


class Keys(Record, frozen=True, kw_only=True):
    """The secrets. ``store``, ``signing``, ``ledger``: 32 bytes each. ``tree``: a frontier as ``KeyTree.encode`` writes it. ``handed``: no
    secret, the notes by which earlier keys that signed handed the log on (``handing``), in order.
    """

    store: bytes
    signing: bytes
    ledger: bytes
    tree: bytes
    handed: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        for name in ("store", "signing", "ledger"):
            if len(getattr(self, name)) != KEY_BYTES:
                raise ValueError(f"{name} is a key of {KEY_BYTES} bytes")


class _File(Record, frozen=True, kw_only=True):
    """The file: ``cost`` and ``salt`` make the wrapping key; ``body`` is the keys, sealed, or in clear where there is no cost."""

    format: str
    cost: Cost | None
    salt: bytes
    nonce: bytes
    body: bytes
    check: str = ""


class Keyring:
    """An open keyring. What changes it rewrites the file: only the casebook's one writer may call that."""

    def __init__(self, path: Path, keys: Keys, passphrase: str | None, cost: Cost, lies: bytes) -> None:
        self.path, self._passphrase, self._cost, self._lies = path, passphrase, cost, lies
        self._take(keys)

    @property
    def encrypted(self) -> bool:
        """Whether a passphrase opens it; ``False`` for a casebook that was made unencrypted on purpose."""
        return self._passphrase is not None

    @property
    def store(self) -> StoreKey:
        """The key that names are made with."""
        return StoreKey(self._keys.store)

    @property
    def signing(self) -> bytes:
        """The seed of the Ed25519 key that signs checkpoints."""
        return self._keys.signing

    @property
    def handed(self) -> tuple[bytes, ...]:
        """The notes by which earlier keys that signed handed the log on, in order."""
        return self._keys.handed

    @property
    def ledger(self) -> bytes | None:
        """The key of the ledger's file, or ``None`` where that lies in clear."""
        return self._keys.ledger if self.encrypted else None

    def keys(self) -> Keys:
        """All secrets, to be sealed into a backup."""
        return self._keys

    def renewed_keys(self, *, ledger: bytes, tree: bytes) -> Keys:
        """The secrets with others in the place of those that content is sealed under."""
        return msgspec.structs.replace(self._keys, ledger=ledger, tree=tree)

    def key(self, index: int) -> bytes | None:
        """The erasable key at an index, or ``None`` where it has been erased."""
        return self._tree.key(index)

    def new_indices(self, random: Random) -> Iterator[int]:
        """Indices for one writer's new keys, without end."""
        return self._tree.new_indices(random)

    def erase(self, indices: Iterable[int], random: Random) -> None:
        """Destroys the keys at these indices, for good; what lies under them can no longer be read. Rewrites the file."""
        self._write(msgspec.structs.replace(self._keys, tree=self._tree.without(indices).encode()), self._passphrase, random)

    def put_ledger_key(self, key: bytes, random: Random) -> None:
        """Takes another key for the ledger, which the caller has written anew under it. Rewrites the file."""
        self._write(msgspec.structs.replace(self._keys, ledger=key), self._passphrase, random)

    def put_signing_key(self, seed: bytes, note: bytes, random: Random) -> None:
        """Takes another key to sign with, which the one before hands on to in ``note``. Rewrites the file."""
        keys = msgspec.structs.replace(self._keys, signing=seed, handed=(*self._keys.handed, note))
        self._write(keys, self._passphrase, random)

    def change_passphrase(self, passphrase: str, random: Random) -> None:
        """Puts the keys under another passphrase. Raises ``UsageError`` for one that is too short, or for an unencrypted casebook."""
        if not self.encrypted:
            todo = f"put it under one: knell encrypt {_casebook(self.path)}"
            raise UsageError("the casebook was made unencrypted", where=_casebook(self.path), todo=todo)
        self._write(self._keys, check_new(passphrase), random)

    def refresh(self) -> None:
        """Reads the file again where another process has rewritten it since. Only then is a rewriting safe."""
        if _read(self.path) != self._lies:
            again = open_keyring(self.path, self._passphrase)
            self._passphrase, self._cost, self._lies = again._passphrase, again._cost, again._lies
            self._take(again._keys)

    def lies_as_read(self) -> bool:
        """Whether the file is still the one that was read."""
        return _read(self.path) == self._lies

    def _take(self, keys: Keys) -> None:
        self._keys, self._tree = keys, KeyTree.decode(keys.tree)

    def _write(self, keys: Keys, passphrase: str | None, random: Random) -> None:
        lies = _spell(keys, passphrase, self._cost, random)
        with disk_faults(self.path.parent):
            _replace(self.path, lies, random)
        self._passphrase, self._lies = passphrase, lies
        self._take(keys)


def make_keyring(path: Path, passphrase: str | None, random: Random, cost: Cost = STANDARD) -> Keyring:
    """A new keyring with fresh keys, on the disk. ``passphrase`` ``None``: unencrypted, on purpose. Raises ``UsageError``."""
    keys = Keys(store=random(KEY_BYTES), signing=random(KEY_BYTES), ledger=random(KEY_BYTES), tree=KeyTree.grow(random).encode())
    return write_keyring(path, keys, passphrase, random, cost)


def write_keyring(path: Path, keys: Keys, passphrase: str | None, random: Random, cost: Cost = STANDARD) -> Keyring:
    """A keyring of given keys where there is none yet. Raises ``UsageError`` for a passphrase that is too short."""
    passphrase = None if passphrase is None else check_new(passphrase)
    lies = _spell(keys, passphrase, cost, random)
    write_new(path, lies)
    sync_folder(path.parent)
    return Keyring(path, keys, passphrase, cost, lies)


def open_keyring(path: Path, passphrase: str | None) -> Keyring:
    """An existing keyring. Raises ``CasebookError`` for a wrong passphrase, none where one is needed, and a damaged or missing file."""
    lies = _read(path)
    told = _parse(path, lies)
    if told.cost is None:
        return Keyring(path, _keys(path, told.body), None, STANDARD, lies)
    if passphrase is None:
        raise CasebookError("the casebook is locked", where=_casebook(path), todo="give its passphrase")
    passphrase = normal(passphrase)
    wrapping = wrapping_key(passphrase, told.cost, told.salt)
    try:
        body = AESGCM(wrapping).decrypt(told.nonce, told.body, _bound(told))
    except InvalidTag:
        raise CasebookError("that is not the passphrase", where=_casebook(path), todo="try again") from None
    return Keyring(path, _keys(path, body), passphrase, told.cost, lies)


def is_locked(path: Path) -> bool:
    """Whether a passphrase is needed to open this keyring. Raises ``CasebookError`` where it is damaged or missing."""
    return _parse(path, _read(path)).cost is not None


def finish_writing(path: Path, random: Random) -> None:
    """Finishes what a writer that was killed while rewriting the keyring left undone. Only for the one writer."""
    (path.parent / _WRITING).unlink(missing_ok=True)
    old = path.parent / _OLD
    if old.exists():
        if not old.samefile(path):
            handle = os.open(old, os.O_WRONLY)
            try:
                _overwrite(handle, random)
            finally:
                os.close(handle)
        old.unlink()
        sync_folder(path.parent)


def normal(passphrase: str) -> str:
    """The passphrase in one spelling (NFC), whatever keyboard it was typed on."""
    return unicodedata.normalize("NFC", passphrase)


def check_new(passphrase: str) -> str:
    """A passphrase fit for a new keyring, in its one spelling. Raises ``UsageError``."""
    passphrase = normal(passphrase)
    if len(passphrase) < SHORTEST:
        raise UsageError(f"a passphrase has at least {SHORTEST} characters", todo="take five or more words at random")
    return passphrase


def _casebook(path: Path) -> str:
    return str(path.parent.parent)


def _damaged(path: Path) -> DamagedCasebook:
    return DamagedCasebook("the keyring is damaged", where=str(path), todo="restore it from a backup: without it nothing here can be read")


def _read(path: Path) -> bytes:
    with disk_faults(path.parent):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            todo = "restore it from a backup: without it nothing here can be read"
            raise DamagedCasebook("the keyring is missing", where=str(path), todo=todo) from None


def _parse(path: Path, lies: bytes) -> _File:
    try:
        told = msgspec.json.decode(lies, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _damaged(path) from None
    if told.check != _check(told) or len(told.nonce) != _NONCE_BYTES or len(told.salt) != _SALT_BYTES:
        raise _damaged(path)
    if told.format != FORMAT:
        raise CasebookError(f"the keyring has format {told.format}", where=str(path), todo="use the version of Knell that made it")
    if told.cost is not None:
        _refuse_cost(path, told.cost)
    return told


def _refuse_cost(path: Path, cost: Cost) -> None:
    name = cost.out_of_bounds()
    if name is not None:
        what = f"the keyring asks for a passphrase hash of {name} {getattr(cost, name)}, which Knell does not open"
        todo = f"it takes {getattr(LEAST, name)} to {getattr(MOST, name)}; restore the keyring from a backup"
        raise CasebookError(what, where=str(path), todo=todo)


def _keys(path: Path, body: bytes) -> Keys:
    try:
        keys = msgspec.json.decode(body, type=Keys)
        KeyTree.decode(keys.tree)
    except (msgspec.DecodeError, ValueError):
        raise _damaged(path) from None
    return keys


def _spell(keys: Keys, passphrase: str | None, cost: Cost, random: Random) -> bytes:
    told = _File(format=FORMAT, cost=None if passphrase is None else cost, salt=random(_SALT_BYTES), nonce=random(_NONCE_BYTES), body=b"")
    body = msgspec.json.encode(keys, order="sorted")
    if passphrase is not None:
        body = AESGCM(wrapping_key(passphrase, cost, told.salt)).encrypt(told.nonce, body, _bound(told))
    told = msgspec.structs.replace(told, body=body)
    return msgspec.json.encode(msgspec.structs.replace(told, check=_check(told)), order="sorted") + b"\n"


def _bound(told: _File) -> bytes:
    """What the sealed keys are bound to: all that the file says in clear."""
    return canonical_bytes(msgspec.structs.replace(told, body=b"", check=""))


def _check(told: _File) -> str:
    return hashlib.sha256(canonical_bytes(msgspec.structs.replace(told, check=""))).hexdigest()


def wrapping_key(passphrase: str, cost: Cost, salt: bytes) -> bytes:
    """The key that a passphrase gives, for wrapping others: Argon2id (RFC 9106)."""
    hashing = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return hashing.derive(passphrase.encode("utf-8", "surrogatepass"))


def _replace(path: Path, lies: bytes, random: Random) -> None:
    finish_writing(path, random)
    new, old = path.parent / _WRITING, path.parent / _OLD
    write_new(new, lies)
    before = os.open(path, os.O_WRONLY)
    try:
        # A disk that knows no second names (a FAT stick) has the old bytes overwritten all the same, unless a kill comes in between.
        with suppress(OSError):
            os.link(path, old)
        os.rename(new, path)
        sync_folder(path.parent)
        _overwrite(before, random)
    finally:
        os.close(before)
    old.unlink(missing_ok=True)
    sync_folder(path.parent)


def _overwrite(handle: int, random: Random) -> None:
    """Random bytes over the file's own. A disk that moves what it writes (flash, copy-on-write) may keep the old ones all the same."""
    os.lseek(handle, 0, os.SEEK_SET)
    write_all(handle, random(os.fstat(handle).st_size))
    sync(handle)
