"""Bytes into text, with nothing changed but the encoding. Offsets in every claim are into exactly this text.

Line ends stay as they were sent, composed and decomposed letters stay as they are: a claim's words must be found again, to the
letter, in the text that was stored.
"""

import codecs
import re
from typing import NamedTuple

from knell.records.errors import IntakeError

from .language import common_words

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_BYTE = ("cp1252", "cp1256", "cp1251", "cp1254", "cp1255", "cp1250", "cp1253")
"""One-byte encodings that are tried: Western, Arabic and Persian, Cyrillic, Turkish, Hebrew, Central European, Greek."""
_ENCODINGS = {
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "latin5", "windows-1254"), "cp1254"),
    **{f"windows-{number}": f"cp{number}" for number in range(1250, 1259) if number not in (1252, 1254)},
    **{f"iso-8859-{number}": f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "koi8-r": "koi8-r", "koi8-u": "koi8-u", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5",
    "shift-jis": "cp932", "euc-jp": "euc-jp", "euc-kr": "cp949", "iso-2022-jp": "iso2022-jp", "tis-620": "cp874", "windows-874": "cp874",
}  # fmt: skip
"""Encodings as mails and pages declare them, and what they mean: browsers read Latin-1 as Windows-1252, and so do we."""
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_-]{2,30})""", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 20_000


class Decoded(NamedTuple):
    """Text, the encoding it was read in, and what is to be said about it (``None`` where the encoding was sure)."""

    text: str
    encoding: str
    note: str | None


def decode_text(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """The text of ``data``: by its byte order mark, as UTF-8, as ``declared`` or as the page says, else in the encoding that fits best.

    UTF-8 goes before what is declared, because text that is valid UTF-8 with letters beyond ASCII is hardly ever anything else, and
    declarations are often a template's.

    Raises ``IntakeError`` where the bytes are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"), encoding, name, None)
    plain = _strict(data, "utf-8")
    if plain is not None and "\x00" not in plain:
        return _checked(plain, "utf-8", name, None)
    for stated in (declared, _stated(data)):
        meant = _ENCODINGS.get((stated or "").lower().replace("_", "-"))
        found = None if meant is None else _strict(data, meant)
        if meant is not None and found is not None:
            return _checked(found, meant, name, None)
    if (wide := _wide(data)) is not None:
        return _checked(data.decode(wide, "replace"), wide, name, f"read as {wide}, which the file does not say")
    damaged = data.decode("utf-8", "replace")
    wrong = damaged.count("\ufffd")
    high = sum(byte >= 0x80 for byte in data[:_SAMPLE])
    if wrong * 20 < high and wrong <= 100:
        return _checked(damaged, "utf-8", name, f"{wrong} byte{'s are' if wrong > 1 else ' is'} not UTF-8 and shown as \ufffd")
    if b"\x00" in data:
        raise IntakeError("holds binary bytes, not text", where=name, todo="save the report as text, HTML or PDF")
    guess = _guess(data)
    return _checked(data.decode(guess, "replace"), guess, name, f"read as {guess}, which the file does not say")


def _stated(data: bytes) -> str | None:
    """The encoding a web page states in its head."""
    found = _META.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of the sample is mostly the same high byte."""
    sample = data[:_SAMPLE]
    if len(sample) < 8 or len(data) % 2:
        return None
    even, odd = sample[0::2], sample[1::2]
    for high, encoding in ((odd, "utf-16-le"), (even, "utf-16-be")):
        common = max(high.count(byte) for byte in (0x00, 0x04, 0x05, 0x06))
        if common >= 0.5 * len(high):
            return encoding
    return None


def _guess(data: bytes) -> str:
    """The one-byte encoding in which most common words of some language appear; where none does, what charset-normalizer says."""
    sample = data[:_SAMPLE]
    scores = {encoding: common_words(sample.decode(encoding, "replace")) for encoding in _ONE_BYTE}
    best = max(_ONE_BYTE, key=lambda encoding: scores[encoding])
    if scores[best] > scores["cp1252"]:
        return best
    if scores["cp1252"] > 0:
        return "cp1252"
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=list(_ONE_BYTE)).best()
    return found.encoding if found is not None else "cp1252"


def _checked(text: str, encoding: str, name: str, note: str | None) -> Decoded:
    controls = len(_CONTROL.findall(text[:_SAMPLE])) + (1000 if "\x00" in text else 0)
    strange = text[:_SAMPLE].count("\ufffd")
    if controls > max(2, len(text[:_SAMPLE]) // 100) or strange > len(text[:_SAMPLE]) // 10:
        raise IntakeError("holds binary bytes, not text", where=name, todo="save the report as text, HTML or PDF")
    return Decoded(text, encoding, note)
