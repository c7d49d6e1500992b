"""What a file is, by its bytes: magic numbers first, then the structure of its text. Names and suffixes are only compared."""

import re
from typing import NamedTuple

from .sheet import is_sheet
from .wacz import is_wacz
from .warc import is_warc

PDF = "application/pdf"
HTML = "text/html"
MAIL = "message/rfc822"
TEXT = "text/plain"
REPORTS = "application/x-ndjson"
JSON = "application/json"
XML = "application/xml"
WARC = "application/warc"
WACZ = "application/wacz"
SHEET = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OPENED = frozenset({PDF, HTML, MAIL, TEXT, REPORTS, SHEET})
"""What intake opens. Everything else gets one line."""

NOT_TEXT = frozenset({"image", "video", "audio", "font"})
"""Kinds of file that never hold a report's words."""


class Magic(NamedTuple):
    """A kind of file known by its first bytes: what to call it, and what the sender of it can do."""

    media: str
    name: str
    todo: str


_PICTURE = "Knell reads text: transcribe what it shows, or keep it as an exhibit (knell exhibit add)"
_RECORDING = "Knell reads text: transcribe it, or keep it as an exhibit (knell exhibit add)"
_PACKED = "unpack it and give the files one by one"
_OFFICE = "is not opened yet: save it as PDF or HTML"

_MAGIC: tuple[tuple[int, bytes, Magic], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", Magic("image/png", "a PNG picture", _PICTURE)),
    (0, b"\xff\xd8\xff", Magic("image/jpeg", "a JPEG picture", _PICTURE)),
    (0, b"GIF87a", Magic("image/gif", "a GIF picture", _PICTURE)),
    (0, b"GIF89a", Magic("image/gif", "a GIF picture", _PICTURE)),
    (8, b"WEBP", Magic("image/webp", "a WebP picture", _PICTURE)),
    (0, b"II*\x00", Magic("image/tiff", "a TIFF picture", _PICTURE)),
    (0, b"MM\x00*", Magic("image/tiff", "a TIFF picture", _PICTURE)),
    (0, b"8BPS", Magic("image/vnd.adobe.photoshop", "a Photoshop picture", _PICTURE)),
    (4, b"ftypheic", Magic("image/heic", "a HEIC picture", _PICTURE)),
    (4, b"ftypavif", Magic("image/avif", "an AVIF picture", _PICTURE)),
    (4, b"ftyp", Magic("video/mp4", "a video or sound file", _RECORDING)),
    (0, b"\x1aE\xdf\xa3", Magic("video/x-matroska", "a video file", _RECORDING)),
    (0, b"RIFF", Magic("video/x-msvideo", "a video or sound file", _RECORDING)),
    (0, b"OggS", Magic("audio/ogg", "a sound file", _RECORDING)),
    (0, b"ID3", Magic("audio/mpeg", "a sound file", _RECORDING)),
    (0, b"fLaC", Magic("audio/flac", "a sound file", _RECORDING)),
    (0, b"\x1f\x8b", Magic("application/gzip", "a gzip archive", _PACKED)),
    (0, b"BZh", Magic("application/x-bzip2", "a bzip2 archive", _PACKED)),
    (0, b"\xfd7zXZ\x00", Magic("application/x-xz", "an xz archive", _PACKED)),
    (0, b"(\xb5/\xfd", Magic("application/zstd", "a zstd archive", _PACKED)),
    (0, b"7z\xbc\xaf\x27\x1c", Magic("application/x-7z-compressed", "a 7z archive", _PACKED)),
    (0, b"Rar!\x1a\x07", Magic("application/vnd.rar", "a RAR archive", _PACKED)),
    (257, b"ustar", Magic("application/x-tar", "a tar archive", _PACKED)),
    (0, b"{\\rtf", Magic("application/rtf", "an RTF document", "RTF " + _OFFICE)),
    (0, b"SQLite format 3\x00", Magic("application/vnd.sqlite3", "an SQLite database", "export what you need from it as text")),
    (0, b"\x7fELF", Magic("application/x-executable", "a program", "give the report itself")),
    (0, b"MZ\x90\x00", Magic("application/x-msdownload", "a program", "give the report itself")),
    (0, b"wOF", Magic("font/woff", "a font", "give the report itself")),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_IN_ZIP = (
    (b"word/", "DOCX"),
    (b"xl/", "XLSX"),
    (b"ppt/", "PPTX"),
    (b"opendocument.text", "ODT"),
    (b"opendocument.spreadsheet", "ODS"),
    (b"opendocument.presentation", "ODP"),
    (b"application/epub+zip", "EPUB"),
)
_HEADER = re.compile(r"(?:From |[A-Za-z][A-Za-z0-9-]{1,60}[ \t]*:)")
_MAIL_HEADERS = frozenset(
    "from to cc date subject message-id mime-version return-path received delivered-to reply-to sender list-id content-type "
    "x-mailer in-reply-to references dkim-signature authentication-results content-transfer-encoding".split()
)
_MAIL_SURE = frozenset("message-id mime-version return-path received delivered-to list-id dkim-signature content-type".split())
_TAG = re.compile(r"<\s*(!doctype\s+html|html|head|body|article|main|div|p|h[1-6]|table|ul|meta|title)\b[^>]{0,400}>", re.IGNORECASE)
_PREAMBLE = re.compile(r"(?:\s|<\?xml[^>]*\?>|<!--.*?-->)*", re.DOTALL)
_SUFFIX = {
    "pdf": PDF, "html": HTML, "htm": HTML, "xhtml": HTML, "eml": MAIL, "mht": MAIL, "mhtml": MAIL, "txt": TEXT, "text": TEXT,
    "md": TEXT, "ndjson": REPORTS, "jsonl": REPORTS, "warc": WARC, "wacz": WACZ,
}  # fmt: skip


def sniff_bytes(data: bytes) -> str | Magic | None:
    """What the bytes are by magic number: ``PDF``, ``WARC``, ``WACZ``, a ``Magic`` intake does not open, or ``None`` where only the text
    can tell.
    """
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"WARC/", b"\x1f\x8b")) and is_warc(data):
        return WARC
    if data.startswith(_ZIP) and is_wacz(data):
        return WACZ
    if data.startswith(_OLE):
        return Magic("application/x-ole-storage", "an old Office file (DOC, XLS, PPT or MSG)", "it " + _OFFICE)
    if data.startswith(_ZIP):
        for mark, kind in _IN_ZIP:
            if mark in data[:8192] or mark in data[-65536:]:
                if kind == "XLSX":
                    return Magic(XLSX, "an XLSX file", f"{kind} {_OFFICE}")
                return Magic("application/zip", f"{'an' if kind[0] in 'XOE' else 'a'} {kind} file", f"{kind} {_OFFICE}")
        return Magic("application/zip", "a ZIP archive", _PACKED)
    for offset, mark, magic in _MAGIC:
        if data.startswith(mark, offset):
            return magic
    return None


def sniff_text(text: str) -> str:
    """What decoded text is by its structure: a web page, an e-mail, lines of reports, other JSON or XML, or plain text."""
    head = text[:65536]
    begin = _PREAMBLE.match(head)
    start = head[begin.end() if begin else 0 :]
    if start[:1] in ("{", "["):
        return _sniff_json(start)
    if start[:1] == "<":
        return _sniff_tags(start)
    if _is_mail(head.lstrip("\r\n")):
        return MAIL
    if is_sheet(start):
        return SHEET
    # A saved fragment can begin with words and go on in tags.
    return HTML if len(_TAG.findall(head)) >= 8 and re.search(r"</(p|div|body|html)>", head, re.IGNORECASE) else TEXT


def name_disagrees(name: str, media: str) -> bool:
    """Whether the file's suffix promises something else than what it is."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    return suffix in _SUFFIX and _SUFFIX[suffix] != media


def _sniff_json(start: str) -> str:
    first = start.splitlines()[0]
    if start[0] == "{" and re.search(r'"(id|text)"\s*:', first):
        return REPORTS
    return JSON if re.match(r'\{\s*("|\})|\[\s*[\["{\d\]]', start) else TEXT


def _sniff_tags(start: str) -> str:
    if re.match(r"<\s*(!doctype\s+html|html)\b", start, re.IGNORECASE):
        return HTML
    if re.match(r"<\s*(rss|feed|svg|kml|urlset|TEI|nitf|newsml|newsItem)\b", start, re.IGNORECASE):
        return XML
    return HTML if _TAG.search(start) else (XML if re.match(r"<\s*[A-Za-z!?]", start) else TEXT)


def _is_mail(head: str) -> bool:
    """Header lines at the very start, at least two that only mail has, or one and a sender."""
    names: list[str] = []
    for line in head.splitlines()[:200]:
        if not line.strip():
            break
        if line[0] in " \t" and names:
            continue
        if not _HEADER.match(line):
            return False
        names.append("from" if line.startswith("From ") else line.partition(":")[0].strip().lower())
    known = _MAIL_HEADERS.intersection(names)
    sure = _MAIL_SURE.intersection(names)
    return (len(known) >= 2 and bool(sure)) or {"from", "subject"} <= known or {"from", "date"} <= known
