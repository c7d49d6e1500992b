"""People who can be named to a casebook: their public keys, and the key files that are theirs alone.

A person has two keys: one that others seal to (X25519) and one they sign with (Ed25519). The public halves stand in one line, which
may go anywhere; a casebook's log keeps it (``person/1``). The secret halves lie in a file of the person's own, under the person's own
passphrase (Argon2id), which belongs on no casebook's disk.

Something **sealed** to people: a random key for the content, wrapped for each of them under a key that an X25519 exchange with a fresh
key pair gives (HKDF-SHA256), everything with AES-256-GCM and bound to what it belongs to. Who has none of their key files opens nothing,
the one who sealed it included. The construction is that of ECIES, HPKE's base mode and age; the file is our own.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from knell.records.base import Record
from knell.records.errors import InputError, UsageError

from .canonical import canonical_bytes
from .entries import Random
from .keyring import STANDARD, Cost, check_new, normal, wrapping_key
from .signing import public_key, sign
from .syncing import write_once

KEY_BYTES = 32
FORMAT = "knell person/1"
SEALED = "knell sealed/1"
_WORD = "knell-person"
_SALT_BYTES, _NONCE_BYTES = 16, 12
_MOST_BYTES = 1_000_000
_PAD = 256


class PublicPerson(Record, frozen=True, kw_only=True):
    """What others may know of a person's keys. ``name``: what the person calls themselves; ``sealing``, ``signing``: 32 bytes each."""

    name: str
    sealing: bytes
    signing: bytes

    @property
    def reference(self) -> str:
        """``p:`` and 16 hex of the hash of both keys: what a log and a sealed thing name the person by."""
        return f"p:{hashlib.sha256(b'knell person/1' + self.sealing + self.signing).hexdigest()[:16]}"

    def spell(self) -> str:
        """The public line: ``knell-person NAME KEYS``."""
        return f"{_WORD} {self.name} {b64encode(self.sealing + self.signing).decode()}"


class Person(Record, frozen=True, kw_only=True):
    """A person's own keys, opened."""

    public: PublicPerson
    sealing: bytes
    signing: bytes

    def sign(self, message: bytes) -> bytes:
        """The person's signature, 64 bytes."""
        return sign(self.signing, message)


class _KeyFile(Record, frozen=True, kw_only=True):
    format: str
    public: str
    cost: Cost
    salt: bytes
    nonce: bytes
    body: bytes


class Wrapped(Record, frozen=True, kw_only=True):
    """The content's key for one person: ``ephemeral``: the public half of the fresh key pair."""

    person: str
    ephemeral: bytes
    key: bytes


class Sealed(Record, frozen=True, kw_only=True):
    """Content that only the people named in ``to`` can open."""

    format: str = SEALED
    to: tuple[Wrapped, ...]
    nonce: bytes
    body: bytes


def make_person(path: Path, name: str, passphrase: str, random: Random, cost: Cost = STANDARD) -> PublicPerson:
    """New keys in a new file, closed to others. Raises ``UsageError`` for a name or passphrase that will not do, ``InputError`` for a
    file that is there already.
    """
    name = _check_name(name)
    passphrase = check_new(passphrase)
    sealing, signing = random(KEY_BYTES), random(KEY_BYTES)
    told = PublicPerson(name=name, sealing=_public_of(sealing), signing=public_key(signing))
    salt, nonce = random(_SALT_BYTES), random(_NONCE_BYTES)
    body = AESGCM(wrapping_key(passphrase, cost, salt)).encrypt(nonce, sealing + signing, told.spell().encode())
    file = _KeyFile(format=FORMAT, public=told.spell(), cost=cost, salt=salt, nonce=nonce, body=body)
    _write_new(path, msgspec.json.encode(file, order="sorted") + b"\n")
    return told


def open_person(path: Path, passphrase: str) -> Person:
    """A person's keys. Raises ``InputError`` for what is no key file, ``UsageError`` for another passphrase."""
    file = _read_key_file(path)
    told = parse_person(file.public)
    try:
        body = AESGCM(wrapping_key(normal(passphrase), file.cost, file.salt)).decrypt(file.nonce, file.body, file.public.encode())
    except InvalidTag:
        raise UsageError("that is not the passphrase of the key file", where=str(path), todo="try again") from None
    person = Person(public=told, sealing=body[:KEY_BYTES], signing=body[KEY_BYTES:])
    if (_public_of(person.sealing), public_key(person.signing)) != (told.sealing, told.signing):
        raise InputError("the key file's two halves do not belong together", where=str(path), todo="take the copy of it")
    return person


def public_of_file(path: Path) -> PublicPerson:
    """The public half of a key file, which needs no passphrase; or of a file with the public line in it. Raises ``InputError``."""
    try:
        content = path.read_bytes()[:_MOST_BYTES]
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path)) from error
    try:
        return parse_person(content.decode().strip())
    except (UnicodeDecodeError, UsageError):
        return parse_person(_read_key_file(path).public)


def parse_person(line: str) -> PublicPerson:
    """The person of a public line. Raises ``UsageError``."""
    parts = line.split()
    try:
        if len(parts) < 3 or parts[0] != _WORD:
            raise ValueError
        keys = b64decode(parts[-1], validate=True)
        if len(keys) != 2 * KEY_BYTES:
            raise ValueError
    except ValueError:
        raise UsageError("that is no person's public line", todo="give the line that knell identity keygen printed") from None
    return PublicPerson(name=_check_name(" ".join(parts[1:-1])), sealing=keys[:KEY_BYTES], signing=keys[KEY_BYTES:])


def seal_to(people: Sequence[PublicPerson], content: bytes, bound: bytes, random: Random) -> Sealed:
    """Content that only these people can open. ``bound``: what it belongs to, the same when it is opened. Raises ``UsageError``."""
    if not people:
        raise UsageError("nobody was named who could open it again", todo="name at least one person with --to")
    once = {person.reference: person for person in people}
    key, nonce = random(KEY_BYTES), random(_NONCE_BYTES)
    to = tuple(_wrap(key, once[reference], bound, random) for reference in sorted(once))
    padded = len(content).to_bytes(8, "big") + content
    padded += bytes(-len(padded) % _PAD)
    return Sealed(to=to, nonce=nonce, body=AESGCM(key).encrypt(nonce, padded, _bound(to, bound)))


def open_sealed(sealed: Sealed, person: Person, bound: bytes) -> bytes:
    """The content. Raises ``UsageError`` where it was not sealed to this person, ``InputError`` where it is not as it was sealed."""
    mine = next((one for one in sealed.to if one.person == person.public.reference), None)
    if mine is None:
        raise UsageError(f"it is not sealed to {person.public.name}", todo="ask one of those it is sealed to")
    try:
        shared = X25519PrivateKey.from_private_bytes(person.sealing).exchange(X25519PublicKey.from_public_bytes(mine.ephemeral))
        key = AESGCM(_exchanged(shared, mine.ephemeral, person.public, bound)).decrypt(bytes(_NONCE_BYTES), mine.key, bound)
        padded = AESGCM(key).decrypt(sealed.nonce, sealed.body, _bound(sealed.to, bound))
    except (InvalidTag, ValueError):
        raise InputError("what is sealed is not as it was sealed, or belongs elsewhere", todo="take another copy of it") from None
    return padded[8 : 8 + int.from_bytes(padded[:8], "big")]


def _wrap(key: bytes, person: PublicPerson, bound: bytes, random: Random) -> Wrapped:
    fresh = X25519PrivateKey.from_private_bytes(random(KEY_BYTES))
    ephemeral = fresh.public_key().public_bytes_raw()
    try:
        shared = fresh.exchange(X25519PublicKey.from_public_bytes(person.sealing))
    except ValueError:
        raise UsageError(f"the key of {person.name} is none that can be sealed to", todo="ask for the public line again") from None
    # The exchanged key is used for this one wrapping and never again, so a fixed nonce repeats nothing.
    wrapped = AESGCM(_exchanged(shared, ephemeral, person, bound)).encrypt(bytes(_NONCE_BYTES), key, bound)
    return Wrapped(person=person.reference, ephemeral=ephemeral, key=wrapped)


def _exchanged(shared: bytes, ephemeral: bytes, person: PublicPerson, bound: bytes) -> bytes:
    about = b"knell/sealed/v1" + hashlib.sha256(bound).digest()
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=ephemeral + person.sealing, info=about).derive(shared)


def _bound(to: tuple[Wrapped, ...], bound: bytes) -> bytes:
    return hashlib.sha256(msgspec.json.encode(to, order="sorted")).digest() + bound


def _public_of(sealing: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(sealing).public_key().public_bytes_raw()


def _check_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 80 or not name.isprintable():
        raise UsageError("a person is given by a name of 1 to 80 printable characters", todo="a working name will do")
    return name


def _read_key_file(path: Path) -> _KeyFile:
    try:
        file = msgspec.json.decode(path.read_bytes()[:_MOST_BYTES], type=_KeyFile)
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path)) from error
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise InputError("is no person's key file", where=str(path), todo="make one with: knell identity keygen FILE") from None
    if file.format != FORMAT or file.cost.out_of_bounds() or len(file.nonce) != _NONCE_BYTES or len(file.salt) != _SALT_BYTES:
        raise InputError("is a key file of another form", where=str(path), todo="use the version of Knell that made it")
    return file


def _write_new(path: Path, content: bytes) -> None:
    try:
        write_once(path, content)
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", where=str(path)) from error


def erasure_message(casebook: str, leaves: Sequence[str], reason: str, step: str) -> bytes:
    """What a person signs who asks for an erasure (``step`` "ask") or approves it ("approve")."""
    told = {"casebook": casebook, "leaves": sorted(leaves), "reason": reason, "step": step, "what": "knell erasure/1"}
    return canonical_bytes(told)
