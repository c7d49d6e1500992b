"""Local gazetteer files: the places a team works with, village by village, in a table anyone can edit.

Tab separated, UTF-8, first line the head: name, variants, country, admin1, admin2, lat, lon, precision, kind, population.
Variants stand in one cell, divided by "|". What each column means: ``docs/how-to/local-gazetteer.md``.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from knell.records.errors import InputError

from .packed import KINDS

COLUMNS = ("name", "variants", "country", "admin1", "admin2", "lat", "lon", "precision", "kind", "population")
PRECISIONS = ("exact", "town", "admin2", "admin1", "country", "region")
_REQUIRED = ("name", "country", "lat", "lon")


class LocalPlace(NamedTuple):
    """A line of a local gazetteer. ``lat``/``lon`` in degrees; ``precision`` how exact they are; ``population`` 0 if not known."""

    name: str
    variants: tuple[str, ...]
    country: str
    admin1: str
    admin2: str
    lat: float
    lon: float
    precision: str
    kind: str
    population: int


def parse_local(lines: Iterable[str], where: str = "local gazetteer") -> tuple[LocalPlace, ...]:
    """The places of a local gazetteer's lines; empty lines and lines that start with "#" are passed over.

    Raises:
        InputError: the head or a line is wrong; the message names the line and the column.
    """
    head: list[str] | None = None
    found = []
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r\n").lstrip("\ufeff")
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if head is None:
            head = _check_head(cells, f"{where}:{number}")
        else:
            found.append(_parse_line(dict(zip(head, cells, strict=False)), f"{where}:{number}"))
    return tuple(found)


def read_local(path: Path) -> tuple[LocalPlace, ...]:
    """The places of a local gazetteer file. Raises ``InputError`` if it cannot be read or a line is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the local gazetteer cannot be read ({error})", where=str(path), todo="give a UTF-8 file") from error
    return parse_local(text.splitlines(), str(path))


def _check_head(cells: list[str], where: str) -> list[str]:
    lacking = [name for name in _REQUIRED if name not in cells]
    if lacking:
        raise InputError(
            f"the head line lacks {', '.join(lacking)}", where=where, todo="divide the columns by tabs and name them in the first line"
        )
    return cells


def _parse_line(cells: dict[str, str], where: str) -> LocalPlace:
    name, country = cells.get("name", ""), cells.get("country", "").upper()
    if not name:
        raise InputError("a place needs a name", where=where)
    if len(country) != 2 or not country.isalpha():
        raise InputError(f"country is an ISO code of two letters, got {country!r}", where=where)
    precision, kind = cells.get("precision") or "town", cells.get("kind") or "town"
    if precision not in PRECISIONS:
        raise InputError(f"precision is one of {', '.join(PRECISIONS)}, got {precision!r}", where=where)
    if kind not in KINDS:
        raise InputError(f"kind is one of {', '.join(KINDS)}, got {kind!r}", where=where)
    return LocalPlace(
        name, tuple(v.strip() for v in cells.get("variants", "").split("|") if v.strip()), country, cells.get("admin1", ""),
        cells.get("admin2", ""), _degrees(cells, "lat", 90, where), _degrees(cells, "lon", 180, where), precision, kind,
        _people(cells.get("population", ""), where),
    )  # fmt: skip


def _degrees(cells: dict[str, str], column: str, most: int, where: str) -> float:
    try:
        value = float(cells.get(column, ""))
    except ValueError:
        value = float("nan")
    if not -most <= value <= most:
        raise InputError(f"{column} is a number of degrees from -{most} to {most}, got {cells.get(column, '')!r}", where=where)
    return value


def _people(cell: str, where: str) -> int:
    if not cell:
        return 0
    if not cell.isascii() or not cell.isdigit():
        raise InputError(f"population is a whole number, got {cell!r}", where=where)
    return int(cell)
