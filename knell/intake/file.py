"""One file's bytes into reports: find out what it is, hand it to the module that opens that, say what was noticed.

1. bounds: empty, or larger than the limit
2. what it is, by its bytes (``media``); what intake does not open gets one line
3. its text (``text``), and what the text is
4. the reports in it (``page``, ``message``, ``document``, ``lines``, or the text as it stands)
"""

import hashlib
from collections.abc import Callable

from knell.records.errors import IntakeError
from knell.records.report import Report

from .credit import find_credit
from .language import detect_language
from .lines import read_reports
from .media import HTML, JSON, MAIL, OPENED, PDF, REPORTS, TEXT, XML, Magic, name_disagrees, sniff_bytes, sniff_text
from .opened import Intake, Limits, report_id
from .text import Decoded, decode_text

Clock = Callable[[], float]

_WHAT = {PDF: "a PDF", HTML: "a web page", MAIL: "an e-mail", TEXT: "plain text", REPORTS: "lines of reports"}


def open_file(name: str, data: bytes, *, limits: Limits | None = None, clock: Clock | None = None) -> Intake:
    """The reports in a file, ``name`` being what to call it in messages. What it is, is told from ``data`` alone.

    ``clock`` (seconds, rising) lets a slow file be given up after ``limits.seconds``. Raises ``IntakeError``, and nothing else,
    for a file that cannot be opened; parts that cannot be opened are in ``Intake.faults`` while the rest is taken in.
    """
    limits = limits or Limits()
    _check_size(name, data, limits)
    sha256 = hashlib.sha256(data).hexdigest()
    by_bytes = sniff_bytes(data)
    if isinstance(by_bytes, Magic):
        raise IntakeError(f"is {by_bytes.name}", where=name, todo=by_bytes.todo)
    decoded = decode_text(data, name)
    media = sniff_text(decoded.text)
    if media not in OPENED:
        raise IntakeError(*_not_opened(media)[:1], where=name, todo=_not_opened(media)[1])
    opened = _open_lines(name, data, limits) if media == REPORTS else _open_text(decoded, sha256, name, limits)
    notes = list(opened[1])
    if name_disagrees(name, media):
        notes.insert(0, f"{name}: is {_WHAT[media]}, whatever its name says; opened as that")
    return Intake(name=name, sha256=sha256, media=media, reports=opened[0], notes=tuple(notes), faults=opened[2])


def _check_size(name: str, data: bytes, limits: Limits) -> None:
    if not data or not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise IntakeError("is empty", where=name, todo="nothing to read; check that it was saved whole")
    if len(data) > limits.file_bytes:
        todo = f"at most {limits.file_bytes:,} are opened; give the part that matters"
        raise IntakeError(f"has {len(data):,} bytes", where=name, todo=todo)


def _not_opened(media: str) -> tuple[str, str]:
    kinds = {
        JSON: ("is JSON, but not one report a line", 'give NDJSON: {"id": ..., "text": ...} on each line'),
        XML: ("is XML", "save it as HTML, PDF or text"),
    }
    return kinds.get(media, (f"is {media}", "save it as HTML, PDF or text"))


def _open_text(decoded: Decoded, sha256: str, name: str, limits: Limits) -> tuple[tuple[Report, ...], tuple[str, ...], tuple[str, ...]]:
    text = decoded.text
    if not text.strip():
        raise IntakeError("is empty", where=name, todo="nothing to read; check that it was saved whole")
    if len(text) > limits.text_characters:
        raise IntakeError(f"has {len(text):,} characters of text", where=name, todo=f"at most {limits.text_characters:,} are read")
    report = Report(id=report_id(sha256), text=text, lang=detect_language(text), credit=find_credit(text))
    return (report,), (() if decoded.note is None else (f"{name}: {decoded.note}",)), ()


def _open_lines(name: str, data: bytes, limits: Limits) -> tuple[tuple[Report, ...], tuple[str, ...], tuple[str, ...]]:
    reports: list[Report] = []
    notes: list[str] = []
    faults: list[str] = []
    for line in read_reports(data.split(b"\n"), name, limits):
        notes += line.warnings
        if line.report is not None:
            reports.append(line.report)
        if line.fault is not None:
            faults.append(line.fault.line())
    if not reports:
        raise IntakeError("holds no report that can be read", where=name, todo=faults[0] if faults else "give one report a line")
    return tuple(reports), tuple(notes), tuple(faults)
