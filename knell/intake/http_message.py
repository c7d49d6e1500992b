"""An HTTP answer as it was written down: status, headers, and the body with chunks and compression taken off, within bounds."""

import re
import zlib
from typing import NamedTuple

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_HEADERS = 500


class Message(NamedTuple):
    """An answer taken apart. ``headers``: names in lower case, the first of each. ``body``: as it stands after the head."""

    status: int
    headers: dict[str, str]
    body: bytes


class Undecodable(ValueError):
    """A body that cannot be unpacked; says in a few words why."""


def read_message(block: bytes) -> Message | None:
    """The answer in ``block``, or ``None`` where it is none."""
    begin = _STATUS.match(block)
    if begin is None:
        return None
    end = re.search(rb"\r?\n\r?\n", block[:262_144])
    head, body = (block, b"") if end is None else (block[: end.start()], block[end.end() :])
    headers: dict[str, str] = {}
    for line in head.split(b"\n")[1:_HEADERS]:
        name, colon, value = line.partition(b":")
        if colon:
            headers.setdefault(_plain(name).strip().lower(), _plain(value).strip())
    return Message(int(begin[1]), headers, body)


def media_of(headers: dict[str, str]) -> tuple[str, str | None]:
    """What the Content-Type says: the media type in lower case ("" where none), and the charset where one is stated."""
    media, _, rest = headers.get("content-type", "").partition(";")
    charset = re.search(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,30})""", rest, re.IGNORECASE)
    return media.strip().lower(), charset[1] if charset else None


def unchunk(message: Message) -> bytes:
    """The body without its chunks, where it came in chunks. A body that says so and has none is given as it stands: some archives
    take the chunks off and leave the header.
    """
    if message.headers.get("transfer-encoding", "").lower() != "chunked":
        return message.body
    parts: list[bytes] = []
    at, body = 0, message.body
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        if found.end() + size > len(body):
            break
        parts.append(body[found.end() : found.end() + size])
        at = found.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    return body


def unpack(message: Message, largest: int) -> bytes:
    """The body without chunks and compression. Raises ``Undecodable`` where it is packed in a way that is not read, or too large."""
    body = unchunk(message)
    for coding in reversed([c.strip().lower() for c in message.headers.get("content-encoding", "").split(",") if c.strip()]):
        if coding in ("gzip", "x-gzip", "deflate"):
            body = _inflate(body, coding, largest)
        elif coding != "identity":
            raise Undecodable(f"is packed as {coding[:20]!r}, which is not read")
    if len(body) > largest:
        raise Undecodable(f"has more than {largest:,} bytes")
    return body


def _inflate(body: bytes, coding: str, largest: int) -> bytes:
    # Some archives unpack and leave the header: then there is nothing to unpack.
    if coding != "deflate" and not body.startswith(b"\x1f\x8b"):
        return body
    raw = coding == "deflate" and not (len(body) > 1 and body[0] & 15 == 8 and (body[0] * 256 + body[1]) % 31 == 0)
    parts: list[bytes] = []
    size = 0
    while body:
        work = zlib.decompressobj(-15 if raw else 15 if coding == "deflate" else 31)
        try:
            parts.append(work.decompress(body, largest - size + 1))
        except zlib.error:
            raise Undecodable("is packed wrongly") from None
        size += len(parts[-1])
        if size > largest:
            raise Undecodable(f"unpacks to more than {largest:,} bytes")
        if not work.eof:
            raise Undecodable("is packed and breaks off")
        body = work.unused_data if coding != "deflate" and work.unused_data.startswith(b"\x1f\x8b") else b""
    return b"".join(parts)


def _plain(words: bytes) -> str:
    try:
        return words.decode("utf-8")
    except UnicodeDecodeError:
        return words.decode("latin-1")
