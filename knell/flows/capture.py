"""Questions and answers as a WARC file (ISO 28500, version 1.1): the bytes as they went and came, with their digests.

Written here and not by a library: warcio spells an answer's head anew (a header that is not ASCII comes out as another one) and spools
what is over half a megabyte to a plain temporary file. That warcio reads what is written here, and finds every digest right, is tested.
"""

import base64
import gzip
import hashlib
from collections.abc import Sequence

from knell import __version__
from knell.evidence.entries import Random

from .exchange import Hop

_ID_BYTES = 16


def write_capture(hops: Sequence[Hop], at: str, random: Random) -> bytes:
    """The WARC of an address and its redirects, gzipped record by record. ``at``: UTC, ISO 8601."""
    about = f"software: Knell/{__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
    records = [_record([("WARC-Type", "warcinfo"), ("Content-Type", "application/warc-fields")], about, at, _id(random))]
    for hop in hops:
        answer, question = _id(random), _id(random)
        on = [("WARC-Target-URI", hop.url), *([("WARC-IP-Address", hop.address)] if hop.address else [])]
        body = hop.response.partition(b"\r\n\r\n")[2] if b"\r\n\r\n" in hop.response else hop.response.partition(b"\n\n")[2]
        kind = [("WARC-Type", "response"), ("Content-Type", "application/http; msgtype=response")]
        records.append(_record([*kind, *on, ("WARC-Payload-Digest", _digest(body))], hop.response, at, answer))
        kind = [("WARC-Type", "request"), ("Content-Type", "application/http; msgtype=request")]
        records.append(_record([*kind, *on, ("WARC-Concurrent-To", answer)], hop.request, at, question))
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def _record(headers: Sequence[tuple[str, str]], block: bytes, at: str, name: str) -> bytes:
    told = [("WARC-Record-ID", name), ("WARC-Date", at), *headers]
    told += [("WARC-Block-Digest", _digest(block)), ("Content-Length", str(len(block)))]
    head = "".join(f"{key}: {value}\r\n" for key, value in told)
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def _digest(content: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(content).digest()).decode("ascii")


def _id(random: Random) -> str:
    value = bytearray(random(_ID_BYTES))
    value[6], value[8] = value[6] & 0x0F | 0x40, value[8] & 0x3F | 0x80  # RFC 9562: version 4, made by chance
    told = value.hex()
    return f"<urn:uuid:{told[:8]}-{told[8:12]}-{told[12:16]}-{told[16:20]}-{told[20:]}>"
