"""Tables in a text: rows of cells set apart by tabs, bars or several spaces, under a row that heads the columns; and "Lutsk: 3".

Only the layout is told here; what the figures say is read in ``table_labels`` and ``table_claims``. A table is a heading row without
figures and, right after it, rows of as many cells. Rules drawn with hyphens between them say nothing. Lines of a label and one figure
need no head.
"""

import re
from collections.abc import Sequence

from .pieces import Unit
from .plain import Plain

_GAP = re.compile(r"[ \xa0]{2,}")
_BARS = re.compile(r"[|¦│]")
_FIGURE = re.compile(r"[^\w]{0,4}\d")
_NONE = re.compile(r"[-–—.]+|n/?a|nil|none|unknown|not known|\?", re.IGNORECASE)
_TABULAR = re.compile(r"\t|[|¦│]|[ \xa0]{2,}")
_SETS_APART = ("\t", "|", "¦", "│", "  ", "\xa0")
"""One of these is in whatever ``_TABULAR`` matches: seen at once, where they are nowhere in a text."""
_NUMBER = r"(?:(?:at least|more than|over|up to|about|some|nearly|almost|around) |[>~≥<+] ?)?\d[\d,.]*\+?"
_ALONE = re.compile(_NUMBER, re.IGNORECASE)
_PAIR = re.compile(rf"(?:[-*•–]\s*)?([^\W\d_][^:\n]{{0,60}}?)\s?(?::|\s[-–—]) ?({_NUMBER})\.?", re.IGNORECASE)
_ENDS = "\r\n\v\f\x85\u2028\u2029"
_LONGEST_PAIR = 14
_LONGEST_CELL = 80
_MOST_CELLS = 16
_EMPTY = " \xa0\t*_"


class Row(Plain, frozen=True, order=True, gc=False):
    """A unit as a row: where its cells start and end, empty ones with both the same. ``mark``: what sets the cells apart."""

    unit: Unit
    cells: tuple[tuple[int, int], ...]
    mark: str


class Table(Plain, frozen=True, order=True, gc=False):
    """A heading row, and the rows of figures under it, each with as many cells; no head for lines of a label and one figure."""

    head: Row | None
    rows: tuple[Row, ...]

    @property
    def first(self) -> int:
        """The index of its first unit."""
        return (self.head or self.rows[0]).unit.index

    @property
    def last(self) -> int:
        """The index of its last unit."""
        return self.rows[-1].unit.index


def find_tables(text: str, units: Sequence[Unit]) -> list[Table]:
    """The tables of a text, in order."""
    out: list[Table] = []
    at = 0
    tabular = any(mark in text for mark in _SETS_APART)
    while at < len(units):
        head = _row_at(text, units[at]) if tabular else None
        rows: list[Row] = []
        if head is not None and not _figures(text, head) and len(_filled(head)) > 1:
            rows, after = _rows_under(text, units, at + 1, head)
        if not rows:
            head, (rows, after) = None, _pairs(text, units, at, tabular=tabular)
        if rows:
            out.append(Table(head, tuple(rows)))
        at = after if rows else at + 1
    return out


def _row_at(text: str, unit: Unit) -> Row | None:
    """The row that a unit looks like, where its cells are set apart by more than a blank."""
    return _as_row(text, unit) if _TABULAR.search(text, unit.start, unit.end) else None


def _pairs(text: str, units: Sequence[Unit], at: int, *, tabular: bool) -> tuple[list[Row], int]:
    """The lines of a label and one figure from unit ``at`` on: "Lutsk: 3", "Killed | 12"."""
    rows: list[Row] = []
    while at < len(units) and len(units[at].tokens) <= _LONGEST_PAIR:
        unit = units[at]
        row = _row_at(text, unit) if tabular else None
        if row is None:
            match = _PAIR.fullmatch(text, unit.start, unit.end)
            row = Row(unit, (match.span(1), match.span(2)), ":") if match is not None else None
        if row is None or len(row.cells) != 2 or not _ALONE.fullmatch(text, *row.cells[1]) or _FIGURE.match(text, *row.cells[0]):
            break
        rows.append(row)
        at += 1
    return rows, at


def _rows_under(text: str, units: Sequence[Unit], at: int, head: Row) -> tuple[list[Row], int]:
    """The rows from unit ``at`` on that fit the head, and the first unit past them."""
    rows: list[Row] = []
    end = at
    while at < len(units):
        unit = units[at]
        if not any(t.text[0].isalnum() for t in unit.tokens):
            at += 1
            continue
        row = _as_row(text, unit)
        fitted = _fit(text, row, head) if row is not None else None
        if fitted is None or not (_figures(text, fitted) or any(_NONE.fullmatch(text, a, b) for a, b in fitted.cells[1:])):
            break
        rows.append(fitted)
        at += 1
        end = at
    return rows, end


def _as_row(text: str, unit: Unit) -> Row | None:
    """The unit's cells; ``None`` where it is no line of its own or has but one."""
    start, end = unit.start, unit.end
    while start > 0 and text[start - 1] in " \t\xa0":
        start -= 1
    while end < len(text) and text[end] in " \t\xa0":
        end += 1
    if (start > 0 and text[start - 1] not in _ENDS) or (end < len(text) and text[end] not in _ENDS):
        return None
    if end - start > _LONGEST_CELL * _MOST_CELLS:
        return None
    line = text[start:end]
    if "\t" in line:
        pieces, mark = _between(line, re.compile("\t")), "\t"
    elif _BARS.search(line):
        pieces, mark = _between(line, _BARS), "|"
        if pieces and not line[pieces[0][0] : pieces[0][1]].strip():
            pieces = pieces[1:]
        if pieces and not line[pieces[-1][0] : pieces[-1][1]].strip():
            pieces = pieces[:-1]
    else:
        pieces, mark = _between(line.strip(), _GAP), " "
        start += len(line) - len(line.lstrip())
    if not 2 <= len(pieces) <= _MOST_CELLS:
        return None
    cells = tuple(_trimmed(text, start + a, start + b) for a, b in pieces)
    return Row(unit, cells, mark) if all(b - a <= _LONGEST_CELL for a, b in cells) else None


def _between(line: str, mark: re.Pattern[str]) -> list[tuple[int, int]]:
    out, at = [], 0
    for match in mark.finditer(line):
        out.append((at, match.start()))
        at = match.end()
    return [*out, (at, len(line))]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EMPTY:
        start += 1
    while end > start and text[end - 1] in _EMPTY:
        end -= 1
    return start, end


def _filled(row: Row) -> list[tuple[int, int]]:
    return [c for c in row.cells if c[0] < c[1]]


def _figures(text: str, row: Row) -> bool:
    """Whether any cell but the first begins with a figure."""
    return any(a < b and _FIGURE.match(text, a, b) is not None and b - a < 40 for a, b in row.cells[1:])


def _fit(text: str, row: Row, head: Row) -> Row | None:
    """The row with a cell for each column of the head; ``None`` where it has not."""
    n = len(head.cells)
    if row.mark == head.mark and len(row.cells) == n:
        return row
    if row.mark == head.mark == "\t":
        tight, cells = _filled(head), _filled(row)
        return row._replace(cells=tuple(cells)) if len(tight) == len(cells) == n else None
    if row.mark == head.mark == " " and len(row.cells) < n:
        return _aligned(text, row, head)
    return None


def _aligned(text: str, row: Row, head: Row) -> Row | None:
    """A row with gaps: each cell goes to the column that it stands under."""
    shift = _column(text, row.cells[0][0]), _column(text, head.cells[0][0])
    out: list[tuple[int, int]] = [(row.cells[0][0],) * 2] * len(head.cells)
    for a, b in row.cells:
        mine = (_column(text, a) - shift[0], _column(text, b) - shift[0])
        over = [k for k, (x, y) in enumerate(head.cells) if _column(text, x) - shift[1] < mine[1] and mine[0] < _column(text, y) - shift[1]]
        if len(over) != 1 or out[over[0]][0] < out[over[0]][1]:
            return None
        out[over[0]] = (a, b)
    return row._replace(cells=tuple(out))


def _column(text: str, at: int) -> int:
    return at - (max(text.rfind("\n", max(0, at - _LONGEST_CELL * _MOST_CELLS), at), -1) + 1)
