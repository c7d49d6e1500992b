"""A spreadsheet's file (XLSX) that holds an archiver's sheet: its cells as text, as CSV would have them.

A ZIP of XML, read by zlib and expat within bounds: no document type and so no entity, each part unpacked once, rows and columns counted.
Of formulas the value that was saved is read; a cell in a date's dress (ECMA-376, 18.8.30) becomes a day or a moment.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from posixpath import normpath
from xml.parsers import expat

from knell.records.errors import IntakeError

from .package import Package
from .sheet import MOST_ROWS, is_sheet

MOST_INFLATED = 60_000_000
"""Bytes that the parts of one workbook may unpack to."""
MOST_COLUMNS, MOST_SHEETS, MOST_CHARACTERS = 256, 64, 20_000_000
"""An archiver's sheet has some twenty columns. Characters: of all cells of a sheet together."""
_BOOK, _LINKS, _STRINGS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"
_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Numbers of the formats for days and times that need no code of their own."""
_QUOTED = re.compile(r'"[^"]*"|\\[^\\]*\\|\[[^\]]*\]|\\.')
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BROKEN = "save the sheet as CSV"

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str, str], None]


def sheet_in(name: str, data: bytes) -> str | None:
    """The first archiver's sheet of a workbook, as CSV; ``None`` where none of its sheets is one. Raises ``IntakeError``."""
    book = _Workbook(name, data)
    return next((text for path in book.sheets() if is_sheet(text := book.as_csv(path))), None)


class _Workbook:
    def __init__(self, name: str, data: bytes) -> None:
        self._name, self._package = name, Package(name, data, MOST_INFLATED)
        self._from_1904 = False
        self._strings = self._read_strings()
        self._dated = self._read_styles()

    def sheets(self) -> list[str]:
        """The paths of its sheets, in order."""
        targets: dict[str, str] = {}
        named: list[str] = []

        def link(tag: str, told: Mapping[str, str]) -> None:
            if tag == "Relationship":
                target = told.get("Target", "")
                targets[told.get("Id", "")] = normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")

        def sheet(tag: str, told: Mapping[str, str]) -> None:
            if tag == "sheet":
                named.append(told.get("id", ""))
            elif tag == "workbookPr":
                self._from_1904 = told.get("date1904") in ("1", "true")

        self._parse(_LINKS, link)
        self._parse(_BOOK, sheet)
        return [path for one in named[:MOST_SHEETS] if (path := targets.get(one)) in self._package.entries and path]

    def as_csv(self, path: str) -> str:
        """A sheet's rows as CSV, each on its own line, empty ones too."""
        grid = _Grid(self._name, self._value)
        self._parse(path, grid.start, grid.end)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        for number in range(1, max(grid.rows, default=0) + 1):
            cells = grid.rows.get(number, {})
            writer.writerow([cells.get(at, "") for at in range(max(cells, default=-1) + 1)])
        return out.getvalue()

    def _value(self, kind: str, style: int, told: str) -> str:
        if kind == "s":
            return self._strings[int(told)] if told.isdecimal() and int(told) < len(self._strings) else ""
        if kind == "n" and style in self._dated:
            return self._moment(told)
        return told

    def _moment(self, told: str) -> str:
        try:
            days = float(told)
            begun = datetime(1904, 1, 1) if self._from_1904 else datetime(1899, 12, 30)
            moment = begun + timedelta(seconds=round(days * 86_400))
        except (ValueError, OverflowError):
            return told
        return moment.date().isoformat() if moment.time() == moment.time().min else moment.isoformat(" ")

    def _read_strings(self) -> list[str]:
        found: list[str] = []
        parts: list[str] = []
        left = MOST_CHARACTERS

        spoken = 0

        def start(tag: str, _: Mapping[str, str]) -> None:
            nonlocal spoken
            spoken = len(parts) if tag == "rPh" else spoken

        def end(tag: str, words: str) -> None:
            nonlocal left
            if tag == "t":
                parts.append(words)
            elif tag == "rPh":
                del parts[spoken:]  # how it is read aloud, in small letters above
            elif tag == "si":
                found.append("".join(parts))
                left -= len(found[-1])
                parts.clear()
                if left < 0:
                    raise IntakeError("is a spreadsheet with more text than is read", where=self._name, todo="split it")

        if _STRINGS in self._package.entries:
            self._parse(_STRINGS, start, end)
        return found

    def _read_styles(self) -> frozenset[int]:
        """The cell styles that dress a number as a day or a time."""
        codes: dict[str, str] = {}
        dated: set[int] = set()
        number, inside = 0, False

        def start(tag: str, told: Mapping[str, str]) -> None:
            nonlocal number, inside
            if tag == "numFmt":
                codes[told.get("numFmtId", "")] = told.get("formatCode", "")
            elif tag == "cellXfs":
                inside = True
            elif tag == "xf" and inside:
                kind = told.get("numFmtId", "0")
                if _is_date(kind, codes.get(kind)):
                    dated.add(number)
                number += 1

        def end(tag: str, _: str) -> None:
            nonlocal inside
            inside = inside and tag != "cellXfs"

        if _STYLES in self._package.entries:
            self._parse(_STYLES, start, end)
        return frozenset(dated)

    def _parse(self, path: str, start: Start, end: End | None = None) -> None:
        """Tells of each element's begin and end, by its local name; of an end with the words right within."""
        if path not in self._package.entries:
            raise IntakeError(f"is a spreadsheet without {path}", where=self._name, todo=_BROKEN)
        parser = expat.ParserCreate(namespace_separator=" ")
        words: list[str] = []

        def begin(tag: str, told: Mapping[str, str]) -> None:
            words.clear()
            start(_local(tag), {_local(key): value for key, value in told.items()})

        def finish(tag: str) -> None:
            if end is not None:
                end(_local(tag), "".join(words))
            words.clear()

        def refuse(*_: object) -> None:
            raise IntakeError("is a spreadsheet with a document type in it, as no honest one has", where=self._name)

        parser.StartElementHandler, parser.EndElementHandler = begin, finish
        parser.CharacterDataHandler = words.append
        parser.StartDoctypeDeclHandler = refuse
        try:
            parser.Parse(self._package.read(path), True)
        except (expat.ExpatError, ValueError):
            raise IntakeError(f"is a broken spreadsheet: {path} cannot be read", where=self._name, todo=_BROKEN) from None


class _Grid:
    """Takes a sheet's cells in. ``rows``: number from 1 -> column from 0 -> words."""

    def __init__(self, name: str, value: Callable[[str, int, str], str]) -> None:
        self.rows: dict[int, dict[int, str]] = {}
        self._name, self._value = name, value
        self._row = self._column = 0
        self._kind, self._style, self._told = "n", 0, list[str]()
        self._left = MOST_CHARACTERS

    def start(self, tag: str, told: Mapping[str, str]) -> None:
        """A row or a cell begins."""
        if tag == "row":
            self._row, self._column = _number(told.get("r"), self._row + 1), 0
            if self._row > MOST_ROWS + 1:
                raise IntakeError(f"has over {MOST_ROWS:,} rows", where=self._name, todo="split it")
        elif tag == "c":
            place = _CELL.fullmatch(told.get("r", ""))
            self._column = _column(place[1]) if place else self._column
            self._kind, self._style, self._told = told.get("t", "n"), _number(told.get("s"), 0), []

    def end(self, tag: str, words: str) -> None:
        """A value or a cell ends."""
        if tag in ("v", "t"):
            self._told.append(words)
        elif tag == "c":
            if 0 <= self._column < MOST_COLUMNS and self._row and (value := self._value(self._kind, self._style, "".join(self._told))):
                self._left -= len(value)
                if self._left < 0:
                    raise IntakeError("is a spreadsheet with more text than is read", where=self._name, todo="split it")
                self.rows.setdefault(self._row, {})[self._column] = value
            self._column += 1


def _is_date(kind: str, code: str | None) -> bool:
    if code is None:
        return kind.isdecimal() and int(kind) in _DATES
    return any(letter in _QUOTED.sub("", code).lower() for letter in "ymdhs") and "general" not in code.lower()


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]


def _number(told: str | None, otherwise: int) -> int:
    return int(told) if told is not None and told.isdecimal() and len(told) < 9 else otherwise


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at - 1
