"""Reports from what the command line names: files that intake opens, or lines of the contract's NDJSON.

1. open each file, or each line of the input
2. keep what opened; keep a finished line for each thing that did not, so that the rest goes on
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from knell.intake.lines import read_reports
from knell.records import Report
from knell.records.errors import IntakeError, UsageError


class Taken(NamedTuple):
    """The reports, and what is to be said on standard error: faults (exit code 1) and notes."""

    reports: tuple[Report, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def take_in(files: Sequence[Path], lines: Path | None) -> Taken:
    """Reports of ``files``, or of ``lines`` ("-" for standard input); not both, and not neither."""
    if bool(files) == (lines is not None):
        raise UsageError("give files or --input, one of the two", todo="see knell read --help")
    return _from_files(files) if lines is None else _from_lines(lines)


def _from_files(files: Sequence[Path]) -> Taken:
    # What opens pages and mail takes a while to load, and lines of reports need none of it.
    from .opening import open_bytes

    reports: dict[str, Report] = {}
    faults: list[str] = []
    notes: list[str] = []
    for path in files:
        try:
            opened = open_bytes(path.name, path.read_bytes())
        except IntakeError as fault:
            faults.append(fault.line())
            continue
        except OSError as error:
            faults.append(f"{path}: {error.strerror or error}; check the name")
            continue
        faults += opened.faults
        notes += opened.notes
        for report in opened.reports:
            if report.id in reports:
                notes.append(f"{path}: the same bytes as an earlier file; read once")
            reports.setdefault(report.id, report)
    return Taken(tuple(reports.values()), tuple(faults), tuple(notes))


def _from_lines(path: Path) -> Taken:
    if str(path) == "-":
        return _of_lines(sys.stdin.buffer, "standard input")
    try:
        with path.open("rb") as source:
            return _of_lines(source, str(path))
    except OSError as error:
        raise UsageError(error.strerror or str(error), where=str(path), todo="check the name") from None


def _of_lines(source: Iterable[bytes], where: str) -> Taken:
    reports: list[Report] = []
    faults: list[str] = []
    notes: list[str] = []
    for line in read_reports(source, where):
        notes += line.warnings
        if line.report is not None:
            reports.append(line.report)
        if line.fault is not None:
            faults.append(line.fault.line())
    return Taken(tuple(reports), tuple(faults), tuple(notes))
