"""Sealing what lies on the disk: openings in one piece, received bytes in chunks, each under an erasable key of its own.

AES-256-GCM throughout. A sealed thing begins with the index of its key, so that whoever holds the keyring can open it and an erasure
knows which key to destroy. What it belongs to (its entry and field, or its keyed name) is bound to it as associated data: moved
elsewhere it does not open.

Received bytes are cut into chunks of 64 KiB. Each chunk's nonce holds its number and whether it is the last (the STREAM construction of
Hoang, Reyhanitabar, Rogaway and Vizar 2015), so chunks left out, swapped or cut off at the end are found. Before them stands the
length; after them zeros up to the next size of Padmé (Nikitin et al. 2019, "Reducing metadata leakage from encrypted files"), at least
one block of the disk: a size tells little of which known film this is, and costs at most 12 % more.

Pure: no file, no clock; chance is handed in.
"""

from collections.abc import Callable, Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .entries import SALT_BYTES, Opening, Random

KeyOf = Callable[[int], bytes | None]
"""The erasable key at an index, or ``None`` where it has been erased."""

CHUNK = 64 * 1024
"""Bytes of content in a sealed chunk."""

_MAGIC = b"KNELLB\x00\x01"
_INDEX, _PREFIX, _NUMBER, _LENGTH, _NONCE, _TAG = 8, 7, 4, 8, 12, 16
_VALUE_LENGTH = 4
_LEAST_VALUE = 64
HEADER_BYTES = len(_MAGIC) + _INDEX + _PREFIX
LEAST_BYTES = 4096 - HEADER_BYTES - _TAG
"""What the sealed form of the smallest file holds: with header and tag one block of the disk."""


class Damaged(ValueError):
    """A sealed thing is not as it was written: changed, cut short, or moved from where it belongs."""


def seal_opening(key: bytes, index: int, place: str, opening: Opening, random: Random) -> bytes:
    """An opening's salt and value under the key of its entry. ``place``: what it belongs to, the same when it is opened."""
    nonce = random(_NONCE)
    value = len(opening.value).to_bytes(_VALUE_LENGTH, "big") + opening.value
    padded = value.ljust(max(_LEAST_VALUE, padded_size(len(value))), b"\x00")
    head = index.to_bytes(_INDEX, "big")
    return head + nonce + AESGCM(key).encrypt(nonce, opening.salt + padded, _bound(head, place, opening.field))


def open_opening(key_of: KeyOf, place: str, field: str, sealed: bytes) -> Opening | None:
    """The opening, or ``None`` where its key has been erased. Raises ``Damaged``."""
    head, nonce = sealed[:_INDEX], sealed[_INDEX : _INDEX + _NONCE]
    if len(nonce) < _NONCE:
        raise Damaged("an opening is cut short")
    key = key_of(index_of(sealed))
    if key is None:
        return None
    try:
        told = AESGCM(key).decrypt(nonce, sealed[_INDEX + _NONCE :], _bound(head, place, field))
    except InvalidTag:
        raise Damaged("an opening is not as it was written") from None
    length = int.from_bytes(told[SALT_BYTES : SALT_BYTES + _VALUE_LENGTH], "big")
    start = SALT_BYTES + _VALUE_LENGTH
    return Opening(field=field, salt=told[:SALT_BYTES], value=told[start : start + length])


def index_of(sealed: bytes) -> int:
    """The index of the key that an opening is sealed under."""
    return int.from_bytes(sealed[:_INDEX], "big")


def seal_bytes(content: Iterable[bytes], size: int, key: bytes, index: int, name: str, random: Random) -> Iterator[bytes]:
    """The sealed form of ``size`` bytes that come in pieces, piece by piece. ``name``: their keyed name, in hex.

    Raises ``Damaged`` where more or fewer come: they changed while they were being read.
    """
    header = _MAGIC + index.to_bytes(_INDEX, "big") + random(_PREFIX)
    cipher, bound = AESGCM(key), header + bytes.fromhex(name)
    yield header
    total = max(LEAST_BYTES, padded_size(_LENGTH + size))
    number = 0
    waiting = bytearray()
    for piece in _with_length_and_zeros(content, size, total):
        waiting += piece
        # A chunk goes out only when more follows it, because the last one is sealed as the last.
        while len(waiting) > CHUNK:
            yield _seal_chunk(cipher, header, bound, bytes(waiting[:CHUNK]), number, last=False)
            del waiting[:CHUNK]
            number += 1
    yield _seal_chunk(cipher, header, bound, bytes(waiting), number, last=True)


def open_bytes(read: Callable[[int], bytes], key_of: KeyOf, name: str) -> Iterator[bytes] | None:
    """The content again, chunk by chunk, or ``None`` where its key has been erased. ``read``: gives the next so many sealed bytes.

    Each chunk is checked before it is given; that the end is missing is known only at the end. Raises ``Damaged``.
    """
    header = read(HEADER_BYTES)
    key = key_of(index_in(header))
    return None if key is None else _open_chunks(read, header, AESGCM(key), header + bytes.fromhex(name))


def index_in(header: bytes) -> int:
    """The index of the key that received bytes are sealed under, from the first ``HEADER_BYTES`` of them. Raises ``Damaged``."""
    if len(header) < HEADER_BYTES or not header.startswith(_MAGIC):
        raise Damaged("the bytes do not begin as sealed bytes do")
    return int.from_bytes(header[len(_MAGIC) : len(_MAGIC) + _INDEX], "big")


def padded_size(size: int) -> int:
    """The size by Padmé: as many low bits are zero as leave the first log2(log2(size)) + 1 to tell it by."""
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << max(free, 0)) - 1
    return (size + mask) & ~mask


def _bound(head: bytes, place: str, field: str) -> bytes:
    return b"\x00".join((b"knell/opening/v1", head, place.encode(), field.encode()))


def _with_length_and_zeros(content: Iterable[bytes], size: int, total: int) -> Iterator[bytes]:
    yield size.to_bytes(_LENGTH, "big")
    come = 0
    for piece in content:
        come += len(piece)
        if come > size:
            break
        yield piece
    if come != size:
        raise Damaged("the file changed while it was being read")
    left = total - _LENGTH - size
    while left:
        yield bytes(min(left, CHUNK))
        left -= min(left, CHUNK)


def _seal_chunk(cipher: AESGCM, header: bytes, bound: bytes, chunk: bytes, number: int, *, last: bool) -> bytes:
    place = number.to_bytes(_NUMBER, "big") + bytes([last])
    return cipher.encrypt(header[-_PREFIX:] + place, chunk, bound + place)


def _open_chunks(read: Callable[[int], bytes], header: bytes, cipher: AESGCM, bound: bytes) -> Iterator[bytes]:
    number, left = 0, -1
    sealed = read(CHUNK + _TAG)
    while True:
        following = read(CHUNK + _TAG) if len(sealed) == CHUNK + _TAG else b""
        place = number.to_bytes(_NUMBER, "big") + bytes([not following])
        try:
            chunk = cipher.decrypt(header[-_PREFIX:] + place, sealed, bound + place)
        except InvalidTag:
            raise Damaged("the bytes are not as they were written") from None
        if number == 0:
            left, chunk = int.from_bytes(chunk[:_LENGTH], "big"), chunk[_LENGTH:]
        yield chunk[:left]
        left -= len(chunk[:left])
        if not following:
            return
        sealed, number = following, number + 1
