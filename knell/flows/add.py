"""Takes reports into a casebook: log first, then project.

1. Open the casebook as its one writer; take up what an earlier run left undone.
2. Each file: read its bytes and open it; a bad one gets one line and the rest go on. Lines of reports are received line by line, so
   that a file that has grown adds only what is new.
3. What the same source gave already is not received again. The rest goes into the log: from there on it is acknowledged.
4. The ledger follows the log: read, match, reckon.
"""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from knell.evidence.entries import Ingest, Random
from knell.intake.lines import read_reports
from knell.intake.media import REPORTS
from knell.intake.opened import Limits
from knell.records import RecordError, Report
from knell.records.errors import InputError, IntakeError, KnellError, UsageError

from .catching_up import catch_up
from .opening import open_bytes
from .projection import Advance, Clock, Desk, no_progress, writing_desk

Became = Literal["new", "same bytes, another source", "already here from this source"]

ARCHIVED = (b"WARC", b"\x1f\x8b", b"PK\x03\x04")
"""How a file begins that may be a web archive, which may be larger than others."""
TOGETHER = 64
"""Lines of one file that are logged in one transaction, and files that are read between two projections."""


class Source(NamedTuple):
    """What the person who adds files states of them; ``None`` = nothing."""

    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    origin: str | None = None


class Added(NamedTuple):
    """What a file became, once it is safe. ``part``: which line of it. ``reports``: the ids of the reports it holds."""

    name: str
    part: int | None
    became: Became
    reports: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Failed(NamedTuple):
    """A file, or a part of one, that was not taken in, in one line."""

    name: str
    line: str


class Part(NamedTuple):
    """Bytes to be received on their own: a file, or a line of a file of reports (``number`` from 1). ``sheet``: an archiver's sheet as
    CSV, whose rows refer to other files.
    """

    content: bytes
    number: int | None
    reports: tuple[Report, ...]
    notes: tuple[str, ...] = ()
    sheet: str | None = None


def add_files(
    folder: Path,
    paths: Sequence[Path],
    source: Source,
    *,
    actor: str,
    random: Random,
    now: Clock,
    lines: Sequence[Path] = (),
    advance: Advance = no_progress,
) -> Iterator[Added | Failed]:
    """Takes files in, and ``lines``, files known to hold one report a line. What it yields is safe, whatever happens next.

    Run it to its end: the ledger is brought up to the log as it goes. Raises ``CasebookError`` where the casebook or disk fails.
    """
    files = [(path, False) for path in paths] + [(path, True) for path in lines]
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        faults = list(catch_up(desk))
        opened: dict[str, tuple[Report, ...]] = {}
        for number, (path, as_lines) in enumerate(files):
            advance("receiving", number, len(files))
            try:
                parts, bad = open_parts(_name_of(path), _read(path, as_lines=as_lines), as_lines=as_lines)
            except OSError as error:
                yield _failed(path, InputError(error.strerror or "cannot be read", where=str(path)).line())
                continue
            except KnellError as error:
                yield _failed(path, error.line() if error.where is None else _with_path(error, path))
                continue
            yield from (_failed(path, line) for line in bad)
            for start in range(0, len(parts), TOGETHER):
                added = _receive(desk, _name_of(path), parts[start : start + TOGETHER], source, opened)
                if parts[0].sheet is not None:
                    added, differ, archives = _refer(desk, path, parts[0], added)
                    yield from (_failed(path, line) for line in differ)
                    files += [(archive, False) for archive in archives if (archive, False) not in files]
                yield from added
            if len(opened) >= TOGETHER:
                faults += follow_only(desk, opened)
                opened.clear()
        advance("receiving", len(files), len(files))
        faults += catch_up(desk, advance, opened)
        yield from (Failed(line.split(": ")[0], line) for line in faults)


def check_published(published: str | None) -> None:
    """Raises ``UsageError`` where that is no date a report can have."""
    try:
        Report(id="r", text="", published=published)
    except RecordError as error:
        raise UsageError(str(error), todo="give --published as 2025-03-08") from error


def open_parts(name: str, content: bytes, *, as_lines: bool = False) -> tuple[list[Part], tuple[str, ...]]:
    """What has to be received of a file, each with the reports in it, and a line for each part that cannot be opened.

    Raises ``IntakeError`` where nothing of it can.
    """
    intake = None if as_lines else open_bytes(name, content)
    if intake is not None and intake.media != REPORTS:
        return [Part(content, None, intake.reports, intake.notes, intake.sheet)], intake.faults
    rows = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    parts, faults = [], []
    for line in read_reports(rows, name):
        if line.report is not None:
            parts.append(Part(rows[line.number - 1].strip(), line.number, (line.report,), line.warnings))
        elif line.fault is not None:
            faults.append(line.fault.line())
    return parts, tuple(faults)


def _name_of(path: Path) -> str:
    return "standard input" if str(path) == "-" else _writable(path.name)


def _read(path: Path, *, as_lines: bool) -> bytes:
    if as_lines and str(path) == "-":
        return sys.stdin.buffer.read()
    size, most = path.stat().st_size, Limits().file_bytes
    if size > most and not as_lines:
        with path.open("rb") as file:
            most = Limits().archive_bytes if file.read(4).startswith(ARCHIVED) else most
    if size > most and not as_lines:
        raise IntakeError(f"has {size:,} bytes", where=str(path), todo=f"at most {most:,} are opened; give the part that matters")
    return path.read_bytes()


def _receive(desk: Desk, name: str, parts: Sequence[Part], source: Source, opened: dict[str, tuple[Report, ...]]) -> list[Added]:
    done: list[Added] = []
    fresh: dict[str, tuple[Part, Ingest]] = {}
    for part in parts:
        sha256 = hashlib.sha256(part.content).hexdigest()
        became = "already here from this source" if sha256 in fresh else _compare(desk, sha256, source)
        reports = tuple(desk.store.key.report_id(sha256, n) for n in range(1, len(part.reports) + 1))
        done.append(Added(name, part.number, became, reports, part.notes))
        if became != "already here from this source":
            told = Ingest(sha256=sha256, size=len(part.content), name=name, part=part.number, **source._asdict())
            fresh[sha256] = (part, told)
    if fresh:
        desk.store.append(
            [told for _, told in fresh.values()], desk.stamp(), desk.random, blobs=[part.content for part, _ in fresh.values()]
        )
        opened.update((sha256, part.reports) for sha256, (part, _) in fresh.items())
    return done


def _refer(desk: Desk, path: Path, part: Part, added: list[Added]) -> tuple[list[Added], tuple[str, ...], tuple[Path, ...]]:
    """Keeps what a sheet refers to; says how many of the files it names are here and fit."""
    from .references import keep_references

    referred = keep_references(desk, path, part.content, part.sheet or "")
    told = ", ".join(f"{number} {found}" for found, number in sorted(referred.counts.items()))
    row = added[0]._replace(notes=(*added[0].notes, f"{added[0].name}: files its rows name, held against the hashes stated: {told}"))
    return [row, *added[1:]], referred.faults, referred.archives


def _compare(desk: Desk, sha256: str, source: Source) -> Became:
    """Whether these bytes are here, and from this source: the same outlet and origin, and nothing stated that is not known."""
    receipts = [desk.store.at(position).content for position in desk.store.positions_of_bytes(sha256)]
    known = [receipt for receipt in receipts if isinstance(receipt, Ingest)]
    if not known:
        return "new"
    for receipt in known:
        same_source = (receipt.outlet, receipt.origin) == (source.outlet, source.origin)
        if same_source and source.published in (None, receipt.published) and source.url in (None, receipt.url):
            return "already here from this source"
    return "same bytes, another source"


def follow_only(desk: Desk, opened: dict[str, tuple[Report, ...]]) -> tuple[str, ...]:
    """Reads what the log has by now and leaves the matching for the end, when each group of reports is matched once."""
    from knell.casebook.connection import ledger_faults

    from .projection import follow_log

    with ledger_faults(desk.folder):
        return follow_log(desk, no_progress, opened)


def _failed(path: Path, line: str) -> Failed:
    return Failed(_writable(str(path)), _writable(line))


def _writable(name: str) -> str:
    """The file's name with what is no Unicode (on a disk a name may be any bytes) spelt out."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _with_path(error: KnellError, path: Path) -> str:
    return type(error)(error.what, where=str(path), todo=error.todo).line()
