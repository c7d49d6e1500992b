"""One file's bytes into reports: find out what it is, hand it to the module that opens that, say what was noticed.

1. bounds: empty, or larger than the limit
2. what it is, by its bytes (``media``); what intake does not open gets one line
3. its text (``text``), and what the text is
4. the reports in it (``page``, ``message``, ``document``, ``lines``, or the text as it stands); an e-mail's attachments are files again
"""

import hashlib
from collections.abc import Callable, Iterator
from itertools import count
from typing import NamedTuple

import msgspec

from knell.records.base import RecordError
from knell.records.errors import IntakeError
from knell.records.report import Report

from .archived import Archived, shorten, sift_warc
from .composition import Composition
from .credit import find_credit
from .language import detect_language
from .lines import read_reports
from .media import (
    HTML,
    JSON,
    MAIL,
    NOT_TEXT,
    OPENED,
    PDF,
    REPORTS,
    SHEET,
    TEXT,
    WACZ,
    WARC,
    XLSX,
    XML,
    Magic,
    name_disagrees,
    sniff_bytes,
    sniff_text,
)
from .message import Leaf, Mail, take_apart
from .opened import Intake, Limits, Opened, report_id
from .paragraphs import unwrap_mail
from .restatement import find_restated
from .sheet import SheetRow, read_sheet
from .text import decode_text
from .wacz import sift_wacz
from .workbook import sheet_in

Clock = Callable[[], float]

_WHAT = {PDF: "a PDF", HTML: "a web page", MAIL: "an e-mail", TEXT: "plain text", REPORTS: "lines of reports",
         WARC: "a web archive (WARC)", WACZ: "a web archive (WACZ)", SHEET: "an archiver's sheet"}  # fmt: skip
_NOT_OPENED = {
    JSON: ("is JSON, but not one report a line", 'give NDJSON: {"id": ..., "text": ...} on each line'),
    XML: ("is XML", "save it as HTML, PDF or text"),
}


class _Job(NamedTuple):
    """What opening needs to know at every depth: bounds, whether time is up, the file's hash and the number of the next part."""

    limits: Limits
    late: Callable[[], bool]
    sha256: str
    numbers: Iterator[int]
    depth: int


class _Found(NamedTuple):
    media: str
    reports: tuple[Report, ...]
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    sheet: str | None = None


def open_file(name: str, data: bytes, *, limits: Limits | None = None, clock: Clock | None = None) -> Intake:
    """The reports in a file, ``name`` being what to call it in messages. What it is, is told from ``data`` alone.

    ``clock`` (seconds, rising) lets a slow file be given up after ``limits.seconds``. Raises ``IntakeError``, and nothing else,
    for a file that cannot be opened; parts that cannot be opened are in ``Intake.faults`` while the rest is taken in.
    """
    limits = limits or Limits()
    name = " ".join(name.encode("utf-8", "replace").decode("utf-8").split()) or "(no name)"
    _check_size(name, data, limits)
    sha256 = hashlib.sha256(data).hexdigest()
    job = _Job(limits, _deadline(limits, clock), sha256, count(1), 0)
    try:
        found = _open(name, data, job)
    except RecordError as error:
        raise IntakeError(f"gives a report that cannot be: {error}", where=name, todo="copy its text into a text file") from None
    notes = list(found.notes)
    if name_disagrees(name, found.media):
        notes.insert(0, f"{name}: is {_WHAT[found.media]}, whatever its name says; opened as that")
    reports = tuple(_stand_in(report) for report in found.reports)
    return Intake(name=name, sha256=sha256, media=found.media, reports=reports, notes=tuple(notes), faults=found.faults, sheet=found.sheet)


def _deadline(limits: Limits, clock: Clock | None) -> Callable[[], bool]:
    if clock is None:
        return lambda: False
    end = clock() + limits.seconds
    return lambda: clock() > end


def _check_size(name: str, data: bytes, limits: Limits) -> None:
    if not data or not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise IntakeError("is empty", where=name, todo="nothing to read; check that it was saved whole")
    most = limits.archive_bytes if len(data) > limits.file_bytes and sniff_bytes(data) in (WARC, WACZ) else limits.file_bytes
    if len(data) > most:
        todo = f"at most {most:,} are opened; give the part that matters"
        raise IntakeError(f"has {len(data):,} bytes", where=name, todo=todo)


def _open(name: str, data: bytes, job: _Job, declared: str | None = None) -> _Found:
    by_bytes = sniff_bytes(data)
    if isinstance(by_bytes, Magic):
        if by_bytes.media == XLSX and (rows := sheet_in(name, data)) is not None:
            return _open_sheet(name, rows, job)
        raise IntakeError(f"is {by_bytes.name}", where=name, todo=by_bytes.todo)
    if by_bytes == PDF:
        return _open_pdf(name, data, job)
    if by_bytes in (WARC, WACZ):
        return _open_archive(name, data, job, by_bytes)
    decoded = decode_text(data, name, declared)
    media = sniff_text(decoded.text)
    if media not in OPENED:
        what, todo = _NOT_OPENED[media]
        raise IntakeError(what, where=name, todo=todo)
    if media == MAIL:
        return _open_mail(name, data, job)
    if media == REPORTS:
        return _open_lines(name, data, job)
    if media == SHEET:
        return _open_sheet(name, decoded.text, job)
    notes = () if decoded.note is None else (f"{name}: {decoded.note}",)
    identity = report_id(job.sha256, next(job.numbers))
    if media == HTML:
        opened = _page(decoded.text, identity, name, job)
        return _Found(HTML, (opened.report,), notes + opened.notes)
    return _Found(TEXT, (_text(decoded.text, identity, name, job),), notes)


def _open_archive(name: str, data: bytes, job: _Job, media: str) -> _Found:
    """A web archive: each page, text and PDF in it a report, with the address it was got from."""
    if job.depth:
        raise IntakeError("is a web archive within another file", where=name, todo="save it by itself")
    sifted = (sift_wacz if media == WACZ else sift_warc)(name, data, job.limits)
    reports: list[Report] = []
    notes: list[str] = []
    fault: IntakeError | None = None
    for page in sifted.pages:
        if job.late():
            raise IntakeError(f"took over {job.limits.seconds:g} seconds", where=name, todo="split it")
        try:
            found = _open_archived(name, page, job._replace(depth=1))
        except IntakeError as error:
            fault = error
            notes.append(error.line())  # most of what a crawl holds is no story, and that is no failure
            continue
        reports += found.reports
        notes += found.notes
    if not reports and fault is not None and len(sifted.pages) == 1:
        raise IntakeError(fault.what, where=name, todo=fault.todo)
    if not reports:
        raise IntakeError(f"holds no page with a story in it; {notes[0]}", where=name, todo="look at the archive it came from")
    return _Found(media, tuple(reports), (*sifted.notes, *shorten(notes, name)), sifted.faults)


def _open_archived(name: str, page: Archived, job: _Job) -> _Found:
    found = _open(f"{name}, {' '.join(page.url.split())[:200]}", page.content, job, page.charset)
    if found.media not in (HTML, TEXT, PDF):
        # What a server hands out as a page and is a mail or lines of reports says of itself whose words it holds: not its to say.
        raise IntakeError(f"was given out as a page and is {_WHAT[found.media]}", where=f"{name}, {page.url[:200]}")
    told = tuple(msgspec.structs.replace(report, url=page.url, outlet=report.outlet or page.host) for report in found.reports)
    return found._replace(reports=told)


def _open_sheet(name: str, text: str, job: _Job) -> _Found:
    """A sheet of an archiver's: each post whose words are in it a report."""
    rows = read_sheet(text, name)
    reports = tuple(_of_row(row, report_id(job.sha256, next(job.numbers)), name, job) for row in rows if row.words.strip())
    silent = len(rows) - len(reports)
    notes = (f"{name}: {silent} of its {len(rows)} rows hold no words: kept as references",) if silent else ()
    return _Found(SHEET, reports, notes, sheet=text)


def _of_row(row: SheetRow, identity: str, name: str, job: _Job) -> Report:
    report = _text(row.words, identity, f"{name}, row {row.number}", job)
    return msgspec.structs.replace(report, title=row.title if row.text else None, published=row.published, outlet=row.outlet, url=row.url)


def _text(text: str, identity: str, name: str, job: _Job) -> Report:
    _check_text(text, name, job.limits)
    return Report(id=identity, text=text, lang=detect_language(text), credit=find_credit(text), restates=find_restated(text))


def _check_text(text: str, name: str, limits: Limits) -> None:
    if not text.strip():
        raise IntakeError("is empty", where=name, todo="nothing to read; check that it was saved whole")
    if len(text) > limits.text_characters:
        raise IntakeError(f"has {len(text):,} characters of text", where=name, todo=f"at most {limits.text_characters:,} are read")


def _page(html: str, identity: str, name: str, job: _Job) -> Opened:
    from .page import open_page

    return open_page(html, identity, name, job.limits)


def _open_pdf(name: str, data: bytes, job: _Job) -> _Found:
    from .document import open_document

    opened = open_document(data, report_id(job.sha256, next(job.numbers)), name, job.limits, job.late)
    return _Found(PDF, (opened.report,), opened.notes)


def _open_lines(name: str, data: bytes, job: _Job) -> _Found:
    reports: list[Report] = []
    notes: list[str] = []
    faults: list[str] = []
    for line in read_reports(data.split(b"\n"), name, job.limits):
        notes += line.warnings
        if line.report is not None:
            reports.append(line.report)
        if line.fault is not None:
            faults.append(line.fault.line())
    if not reports:
        raise IntakeError("holds no report that can be read", where=name, todo=faults[0] if faults else "give one report a line")
    return _Found(REPORTS, tuple(reports), tuple(notes), tuple(faults))


def _open_mail(name: str, data: bytes, job: _Job) -> _Found:
    mail = take_apart(data, name, job.limits)
    body = tuple(leaf for leaf in mail.leaves if leaf.is_body)
    number = next(job.numbers)
    found = _Found(MAIL, ())
    if body:
        try:
            found = _Found(MAIL, (_mail_text(mail, body, report_id(job.sha256, number), name, job),), _mail_notes(mail, name))
        except IntakeError as fault:
            found = _Found(MAIL, (), (), (fault.line(),))
    for leaf in mail.leaves:
        if not leaf.is_body:
            found = _with_attachment(found, name, leaf, job)
    if not found.reports:
        raise IntakeError(
            "has no text in it", where=name, todo=found.faults[0] if found.faults else "save what is attached to it by itself"
        )
    return found


def _mail_notes(mail: Mail, name: str) -> tuple[str, ...]:
    if not mail.forwarded or mail.published is None:
        return ()
    return (f"{name}: forwarded, so it is dated {mail.published[:10]} by the forwarding and not by what it forwards",)


def _mail_text(mail: Mail, body: tuple[Leaf, ...], identity: str, name: str, job: _Job) -> Report:
    if mail.saved_page is not None and body[0].media == "text/html":
        report = _page(decode_text(body[0].data, name, body[0].charset).text, identity, name, job).report
        return msgspec.structs.replace(report, url=report.url or mail.saved_page)
    composition = _compose_mail(body, name, job)
    plain = len(body) == 1 and body[0].media != "text/html" and composition is None
    text = decode_text(body[0].data, name, body[0].charset).text if plain or composition is None else composition.text()
    _check_text(text, name, job.limits)
    return Report(
        id=identity,
        text=text,
        title=mail.title,
        published=mail.published,
        outlet=mail.outlet,
        lang=detect_language(text),
        blocks=None if composition is None else composition.blocks(),
        credit=find_credit(text),
        restates=mail.restates or find_restated(text),
    )


def _compose_mail(body: tuple[Leaf, ...], name: str, job: _Job) -> Composition | None:
    """The message's text in blocks; ``None`` where it is one plain text that stands as it was sent."""
    composition = Composition()
    for leaf in body:
        text = decode_text(leaf.data, name, leaf.charset).text if leaf.data.strip() else ""
        if leaf.media == "text/html":
            from .markup import compose_visible
            from .page import parse_page

            if text:
                visible = compose_visible(parse_page(text, name, job.limits))
                whole = visible.text()
                for block in visible.blocks():
                    composition.add_piece(whole[block.start : block.end], block.kind, joined=block.kind in ("list", "table"))
            continue
        pieces = unwrap_mail(text)
        if pieces is None and len(body) == 1:
            return None
        for piece, quoted in pieces if pieces is not None else ((text, False),):
            composition.add_piece(piece, "quote" if quoted else "body")
    return composition


def _with_attachment(found: _Found, name: str, leaf: Leaf, job: _Job) -> _Found:
    label = f"{name}, attachment {leaf.filename!r}" if leaf.filename else f"{name}, attachment of type {leaf.media}"
    deeper = job._replace(depth=job.depth + 1)
    try:
        if deeper.depth > job.limits.messages:
            raise IntakeError(f"nests messages over {job.limits.messages} deep", where=name, todo="save the part that matters by itself")
        if job.late():
            raise IntakeError(f"took over {job.limits.seconds:g} seconds", where=label, todo="save the attachment by itself")
        _check_size(label, leaf.data, job.limits)
        inner = _open(label, leaf.data, deeper, leaf.charset)
    except IntakeError as fault:
        by_bytes = sniff_bytes(leaf.data)
        if isinstance(by_bytes, Magic) and by_bytes.media.partition("/")[0] in NOT_TEXT:
            # A logo or a photograph in a mail is no failed input; it is said and left.
            return found._replace(notes=(*found.notes, fault.line()))
        return found._replace(faults=(*found.faults, fault.line()))
    return _Found(MAIL, found.reports + inner.reports, found.notes + inner.notes, found.faults + inner.faults)


def _stand_in(report: Report) -> Report:
    """A restatement stands in for the page it restates: what the file says no outlet, date or address of, is that page's."""
    if report.restates is None:
        return report
    return msgspec.structs.replace(
        report,
        outlet=report.outlet or report.restates.outlet,
        published=report.published or report.restates.date,
        url=report.url or report.restates.url,
    )
