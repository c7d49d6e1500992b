"""A WARC file taken apart: its records, one after the other, within bounds, each held against the digests it states.

WARC 0.17 to 1.1 (ISO 28500), plain or gzipped record by record. Read here rather than by a library, because what is read may have been
made to harm: no line, record, or whole is unpacked past a bound, and nothing is written to a screen or a file.

Digests: archivers disagree on what the payload of an answer in chunks is (its chunks with or without their marks), and some hash what
they unpacked. A payload digest is held to fit where it fits one of the three.
"""

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import Literal, NamedTuple

from knell.records.errors import IntakeError

from .http_message import Message, Undecodable, read_message, unchunk, unpack

Fits = Literal["yes", "no", "not stated", "not checked"]

_LINE = 65_536
_HEADERS = 200
_PIECE = 262_144
_MEMBERS = 150_000
_RATIO = 40
"""How many times its packed length a page may have for its digest to be tried against what it unpacks to; pages have some 5 to 20."""
_NOT_ZERO = re.compile(rb"[^\x00]")
_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "sha512": "sha512", "sha-512": "sha512",
               "sha384": "sha384", "md5": "md5"}  # fmt: skip
_VERSIONS = (b"WARC/1.0", b"WARC/1.1", b"WARC/0.17", b"WARC/0.18")


class Bounds(NamedTuple):
    """``record``: bytes of one record's block; a longer one is passed over. ``whole``: bytes all records unpack to. ``records``: their
    number.
    """

    record: int = 21_000_000
    whole: int = 1_000_000_000
    records: int = 100_000


class WarcRecord(NamedTuple):
    """One record. ``headers``: names in lower case. ``message``: the HTTP answer in it, where it is a response that holds one.
    ``fits``: whether the bytes fit the digests it states. ``block`` is ``None`` where the record was longer than is read.
    """

    kind: str
    target: str | None
    date: str | None
    headers: dict[str, str]
    block: bytes | None
    message: Message | None
    fits: Fits


def is_warc(data: bytes) -> bool:
    """Whether these bytes begin as a WARC does, gzipped or not."""
    if data.startswith(b"\x1f\x8b"):
        try:
            data = zlib.decompressobj(31).decompress(data[:4_096], 16)
        except zlib.error:
            return False
    return data.startswith(b"WARC/")


def read_records(data: bytes, where: str, bounds: Bounds = Bounds()) -> Iterator[WarcRecord]:  # noqa: B008  frozen
    """The records of a WARC, in order. Raises ``IntakeError`` where the file breaks off, is none, or is past a bound; what came before
    has been given by then.
    """
    stream = _Stream(data, where, bounds.whole)
    number = 0
    while True:
        line = stream.line()
        while line is not None and not line.strip():
            line = stream.line()
        if line is None:
            return
        number += 1
        if number > bounds.records:
            raise IntakeError(f"has over {bounds.records:,} records", where=where, todo="split it")
        if line.strip() not in _VERSIONS:
            raise IntakeError(f"is broken: record {number} does not begin as one", where=where, todo="look at the archive it came from")
        yield _record(stream, number, where, bounds)


def _record(stream: "_Stream", number: int, where: str, bounds: Bounds) -> WarcRecord:
    headers = _headers(stream, number, where)
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit() or len(length) > 15:
        raise IntakeError(f"is broken: record {number} states no length", where=where)
    size, kind = int(length), headers.get("warc-type", "").lower()
    target = headers.get("warc-target-uri")
    target = target[1:-1] if target and target.startswith("<") and target.endswith(">") else target
    about = (kind, target, headers.get("warc-date"), headers)
    if size > bounds.record:
        stream.skip(size)
        return WarcRecord(*about, None, None, "not checked")
    block = stream.read(size)
    # A record cut in segments has the payload of all of them; none of what is read here is.
    message = read_message(block) if kind == "response" and "warc-segment-number" not in headers else None
    return WarcRecord(*about, block, message, _fits(headers, kind, block, message))


def _headers(stream: "_Stream", number: int, where: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    last = ""
    for _ in range(_HEADERS):
        line = stream.line()
        if line is None:
            raise IntakeError(f"breaks off in the head of record {number}", where=where)
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text.strip():
            return headers
        if text[0] in " \t" and last:
            headers[last] += " " + text.strip()
            continue
        last, _, value = text.partition(":")
        last = last.strip().lower()
        headers.setdefault(last, value.strip())
    raise IntakeError(f"is broken: record {number} has over {_HEADERS} headers", where=where)


def _fits(headers: dict[str, str], kind: str, block: bytes, message: Message | None) -> Fits:
    if kind == "revisit":
        return "not stated"  # its payload lies elsewhere
    found: list[Fits] = []
    if stated := headers.get("warc-block-digest"):
        found.append(_fits_one(stated, (block,)))
    if (stated := headers.get("warc-payload-digest")) and "warc-segment-number" not in headers:
        found.append(_fits_one(stated, _payloads(message) if message is not None else (block,)))
    if "no" in found:
        return "no"
    return "yes" if "yes" in found else "not checked" if found else "not stated"


def _payloads(message: Message) -> Iterator[bytes]:
    yield message.body
    yield unchunk(message)
    try:
        # As far as an honest page unpacks: a bomb for each record must not cost more than the file is long.
        yield unpack(message, min(Bounds().record, 100_000 + _RATIO * len(message.body)))
    except Undecodable:
        return


def _fits_one(stated: str, payloads: "Iterator[bytes] | tuple[bytes, ...]") -> Fits:
    name, _, value = stated.strip().partition(":")
    algorithm = _ALGORITHMS.get(name.lower())
    if algorithm is None:
        return "not checked"
    size = hashlib.new(algorithm, usedforsecurity=False).digest_size
    told = _digest(value.strip(), size)
    if told is None:
        return "no"
    return "yes" if any(hashlib.new(algorithm, payload, usedforsecurity=False).digest() == told for payload in payloads) else "no"


def _digest(value: str, size: int) -> bytes | None:
    """A digest's bytes, as RFC 4648 may spell them: in hex, base32 or base64."""
    try:
        if len(value) == size * 2:
            return bytes.fromhex(value)
        bare = value.rstrip("=")
        if len(bare) == (size * 8 + 4) // 5:
            return base64.b32decode(bare.upper() + "=" * (-len(bare) % 8))
        if len(bare) == (size * 8 + 5) // 6:
            return base64.b64decode(bare.replace("-", "+").replace("_", "/") + "=" * (-len(bare) % 4))
    except (ValueError, binascii.Error):
        pass
    return None


class _Stream:
    """The unpacked bytes, from the front, a piece at a time: never more of them at once than a record takes."""

    def __init__(self, data: bytes, where: str, whole: int) -> None:
        self._where, self._left = where, whole
        self._pieces = _inflate(data, where) if data.startswith(b"\x1f\x8b") else _cut(data)
        self._held, self._at = b"", 0

    def line(self) -> bytes | None:
        """A line with its end, or ``None`` at the end of the file."""
        parts: list[bytes] = []
        size = 0
        while True:
            end = self._held.find(b"\n", self._at)
            if end >= 0:
                parts.append(self._held[self._at : end + 1])
                self._at = end + 1
                return b"".join(parts)
            parts.append(self._held[self._at :])
            size += len(parts[-1])
            if size > _LINE:
                raise IntakeError("is broken: a line of a record's head has no end", where=self._where)
            if not self._more():
                return b"".join(parts) or None

    def read(self, size: int) -> bytes:
        """So many bytes. Raises ``IntakeError`` where there are not as many."""
        parts: list[bytes] = []
        while size:
            if self._at == len(self._held) and not self._more():
                raise IntakeError("breaks off in the middle of a record", where=self._where, todo="copy it again from where it came from")
            piece = self._held[self._at : self._at + size]
            parts.append(piece)
            self._at += len(piece)
            size -= len(piece)
        return b"".join(parts)

    def skip(self, size: int) -> None:
        """Passes so many bytes over, holding none."""
        while size:
            step = min(size, _PIECE)
            self.read(step)
            size -= step

    def _more(self) -> bool:
        self._held, self._at = next(self._pieces, b""), 0
        self._left -= len(self._held)
        if self._left < 0:
            raise IntakeError("unpacks to more than is read of one archive", where=self._where, todo="split it")
        return bool(self._held)


def _cut(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), _PIECE):
        yield data[start : start + _PIECE]


def _inflate(data: bytes, where: str) -> Iterator[bytes]:
    """A file of gzip members, one after the other, a bounded piece at a time."""
    view, at, members = memoryview(data), 0, 0
    while at < len(view):
        members += 1
        if members > _MEMBERS:
            raise IntakeError(f"is in over {_MEMBERS:,} gzipped pieces", where=where, todo="split it")
        work, step = zlib.decompressobj(31), 4_096
        waiting: bytes = b""
        while not work.eof:
            fed = waiting or bytes(view[at : at + step])
            step = 65_536
            if not waiting:
                if not fed:
                    raise IntakeError("breaks off in the middle of a record", where=where, todo="copy it again from where it came from")
                at += len(fed)
            try:
                piece = work.decompress(fed, _PIECE)
            except zlib.error:
                raise IntakeError("is broken: it cannot be unpacked", where=where, todo="copy it again from where it came from") from None
            waiting = work.unconsumed_tail
            if piece:
                yield piece
        at -= len(work.unused_data)
        rest = _NOT_ZERO.search(data, at)  # some writers fill up with zeros
        at = len(view) if rest is None else rest.start()
