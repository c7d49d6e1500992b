"""What sort of exhibit some bytes are, by their first bytes alone; names are not looked at."""

from typing import NamedTuple

from knell.intake.media import HTML, MAIL, NOT_TEXT, PDF, Magic, sniff_bytes, sniff_text
from knell.records.exhibit import ExhibitKind

HEAD = 65536
"""Bytes from either end that are looked at."""


class Sort(NamedTuple):
    """The kind, the media type, how to say it, and which module opens it; ``opener`` empty: none does."""

    kind: ExhibitKind
    media: str
    said: str
    opener: str = ""


_PLAYED: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftyp", "video/mp4"),
    (4, b"moov", "video/quicktime"),
    (4, b"mdat", "video/quicktime"),
    (4, b"wide", "video/quicktime"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"fLaC", "audio/flac"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"caff", "audio/x-caf"),
    (0, b"FORM", "audio/aiff"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "video/x-ms-asf"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"\x00\x00\x01\xb3", "video/mpeg"),
)
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_AVIF = (b"avif", b"avis")
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "image/avif", "image/bmp"}
_ZIPPED = {"DOCX": "vnd.openxmlformats-officedocument.wordprocessingml.document", "ODT": "vnd.oasis.opendocument.text",
           "XLSX": "vnd.openxmlformats-officedocument.spreadsheetml.sheet", "ODS": "vnd.oasis.opendocument.spreadsheet",
           "PPTX": "vnd.openxmlformats-officedocument.presentationml.presentation", "ODP": "vnd.oasis.opendocument.presentation",
           "EPUB": "epub+zip"}  # fmt: skip


def sort_bytes(head: bytes, tail: bytes) -> Sort:
    """What the bytes are, from both their ends."""
    return _picture(head) or _played(head) or _other(head, tail)


def _picture(head: bytes) -> Sort | None:
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF:
        return Sort("picture", "image/heic", "a HEIF picture")
    if head[4:8] == b"ftyp" and head[8:12] in _AVIF:
        return Sort("picture", "image/avif", "an AVIF picture", "still")
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return Sort("picture", "image/bmp", "a BMP picture", "still")
    found = sniff_bytes(head)
    if isinstance(found, Magic) and found.media in _PICTURES:
        return Sort("picture", found.media, found.name, "still")
    return None


def _played(head: bytes) -> Sort | None:
    if head.startswith(b"RIFF") and head[8:12] in (b"AVI ", b"WAVE"):
        return Sort(*(("film", "video/x-msvideo") if head[8:12] == b"AVI " else ("sound", "audio/wav")), "a recording", "recording")
    if head[:1] == b"\x47" and head[188:189] == b"\x47" and head[376:377] == b"\x47":
        return Sort("film", "video/mp2t", "a recording", "recording")
    for offset, mark, media in _PLAYED:
        if head.startswith(mark, offset):
            return Sort("film" if media.startswith("video") else "sound", media, "a recording", "recording")
    return None


def _other(head: bytes, tail: bytes) -> Sort:
    found = sniff_bytes(head + tail)
    if found == PDF:
        return Sort("document", PDF, "a PDF", "document")
    if isinstance(found, Magic):
        inside = next((kind for kind in _ZIPPED if found.name.endswith(f"{kind} file")), None)
        if inside is not None:
            return Sort("document", f"application/{_ZIPPED[inside]}", found.name, "document")
        document = found.media.startswith("application/") and ("OLE" in found.media.upper() or found.media.endswith("rtf"))
        kind: ExhibitKind = "document" if document else "picture" if found.media.partition("/")[0] in NOT_TEXT else "other"
        return Sort(kind, found.media, found.name)
    if b"\x00" in head.lstrip(b"\xff\xfe\xef\xbb\xbf")[:4096] and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Sort("other", "application/octet-stream", "bytes of no kind that is known here")
    text = sniff_text(head.decode("utf-8", "replace"))
    if text == MAIL:
        return Sort("document", MAIL, "an e-mail", "document")
    return Sort("document", text, {HTML: "a web page"}.get(text, "text"))
