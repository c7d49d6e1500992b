"""The shipped gazetteer: columns of fixed-width numbers and two blobs of text, read as they are and decoded only on a hit.

A name is found by its key's digest, not by its letters: the digests stand sorted, so that one bisection finds a key's rows, and
48 bits keep strangers apart (the builder refuses a table in which two keys meet). A row says which place the key may mean and in
which way: as its own name, another name, an abbreviation, a demonym, a skeleton. No column is ever turned into Python objects as a
whole, so that a process that forks after loading shares all of it.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.records.errors import InputError

FORMAT = "knell-gazetteer-1"

KINDS = ("country", "admin1", "admin2", "town", "region", "continent", "sea", "ocean", "river", "lake", "mountains", "exact")

# How a key means its place, and what else the key's word may be. One byte a row.
OTHER_NAME = 1
DEMONYM = 2
ABBREVIATION = 4
COMMON_WORD = 8
SURNAME = 16
FIRST_NAME = 32
SKELETON = 64
CAPITAL = 128

_COLUMNS: Mapping[str, str] = {
    "key_digest": "I", "key_check": "H", "key_place": "I", "key_flags": "B",
    "lat": "i", "lon": "i", "population": "I", "country": "B", "admin1": "H", "kind": "B", "name_end": "I",
}  # fmt: skip
DEGREE = 10_000
_CACHED = 60_000


class Place(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place of the gazetteer. ``lat`` and ``lon`` in degrees; ``population`` 0 where it is not known; ``kind`` one of ``KINDS``.

    ``iso`` is the ISO 3166-2 code of the admin-1 unit it lies in (or is), where there is one. ``rank`` is 0 for the shipped
    gazetteer, 1 for its local additions, 2 for the user's own file, which wins. ``precision`` is how exact the coordinates are,
    where the gazetteer says so itself.
    """

    number: int
    name: str
    country: str
    admin1: str
    admin2: str
    iso: str
    lat: float
    lon: float
    population: int
    kind: str
    rank: int = 0
    precision: str | None = None


class Row(NamedTuple):
    """One way to read a key: the place's number and the flags (``DEMONYM`` ...)."""

    place: int
    flags: int


class Admin1(NamedTuple):
    """A first-level unit: the country's ISO code, its own ISO 3166-2 code (may be empty) and its name."""

    country: str
    iso: str
    name: str


def digest(key: str) -> tuple[int, int]:
    """32 and 16 bits of a key's BLAKE2b. A broken character is a key like any other, which no place has."""
    raw = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return int.from_bytes(raw[:4], "little"), int.from_bytes(raw[4:], "little")


class PackedPlaces:
    """The columns of a packed gazetteer and the look-ups on them."""

    def __init__(self, columns: Mapping[str, "array[int]"], names: bytes, countries: tuple[str, ...], admin1s: tuple[Admin1, ...]) -> None:
        self._columns, self._names = columns, names
        self.countries, self.admin1s = countries, admin1s
        self._digest, self._check = columns["key_digest"], columns["key_check"]
        self._place, self._flags = columns["key_place"], columns["key_flags"]
        self._places: dict[int, Place] = {}

    def __len__(self) -> int:
        return len(self._columns["lat"])

    @property
    def bytes_held(self) -> int:
        """What the columns and names take in memory, in bytes."""
        return len(self._names) + sum(len(column) * column.itemsize for column in self._columns.values())

    def rows(self, key: str) -> tuple[Row, ...]:
        """What a folded key may mean, the most populous first; empty if nothing. Not kept: ``Gazetteer`` does that."""
        return tuple(self._search(key))

    def _search(self, key: str) -> Iterable[Row]:
        first, check = digest(key)
        at, count = bisect_left(self._digest, first), len(self._digest)
        while at < count and self._digest[at] == first:
            if self._check[at] == check:
                yield Row(self._place[at], self._flags[at])
            at += 1

    def place(self, number: int) -> Place:
        """The place with this number, decoded."""
        known = self._places.get(number)
        if known is None:
            if len(self._places) > _CACHED:
                self._places.clear()
            known = self._places[number] = self._decode(number)
        return known

    def _decode(self, number: int) -> Place:
        columns, end = self._columns, self._columns["name_end"]
        name = self._names[end[number - 1] if number else 0 : end[number]].decode()
        admin1 = self.admin1s[columns["admin1"][number]]
        return Place(
            number, name, self.countries[columns["country"][number]], admin1.name, "", admin1.iso, columns["lat"][number] / DEGREE,
            columns["lon"][number] / DEGREE, columns["population"][number], KINDS[columns["kind"][number]],
        )  # fmt: skip


def write_packed(places: Iterable[Place], keys: Iterable[tuple[str, int, int]], admin1s: tuple[Admin1, ...], folder: Path) -> None:
    """Write places and their ``(key, place number, flags)`` rows to a folder, one file a column.

    The same input gives the same bytes. ``admin1s`` starts with an empty one, for places in none. Raises ``ValueError`` if two
    different keys have one digest.
    """
    columns = {name: array(code) for name, code in _COLUMNS.items()}
    listed = sorted(places, key=lambda place: place.number)
    countries = tuple(sorted({place.country for place in listed} | {""}))
    of_country = {country: at for at, country in enumerate(countries)}
    of_admin1 = {(unit.country, unit.name): at for at, unit in reversed(tuple(enumerate(admin1s)))}
    names = bytearray()
    for place in listed:
        names += place.name.encode()
        values = {
            "lat": round(place.lat * DEGREE), "lon": round(place.lon * DEGREE), "population": place.population,
            "country": of_country[place.country], "admin1": of_admin1.get((place.country, place.admin1), 0),
            "kind": KINDS.index(place.kind), "name_end": len(names),
        }  # fmt: skip
        for name, value in values.items():
            columns[name].append(value)
    _fill_keys(columns, listed, keys)
    folder.mkdir(parents=True, exist_ok=True)
    for name, column in columns.items():
        if sys.byteorder == "big":
            column.byteswap()
        (folder / f"{name}.bin").write_bytes(column.tobytes())
    (folder / "names.bin").write_bytes(names)
    (folder / "admin1.tsv").write_text("".join("\t".join(unit) + "\n" for unit in admin1s), encoding="utf-8")
    (folder / "countries.txt").write_text("\n".join((FORMAT, *countries)) + "\n", encoding="utf-8")


def _fill_keys(columns: Mapping[str, "array[int]"], listed: list[Place], keys: Iterable[tuple[str, int, int]]) -> None:
    rows: list[tuple[int, int, int, int, int]] = []
    owner: dict[tuple[int, int], str] = {}
    for key, number, flags in set(keys):
        parts = digest(key)
        if owner.setdefault(parts, key) != key:
            raise ValueError(f"two keys with one digest: {key!r} and {owner[parts]!r}")
        rows.append((*parts, -listed[number].population, number, flags))
    for first, check, _, number, flags in sorted(rows):
        columns["key_digest"].append(first)
        columns["key_check"].append(check)
        columns["key_place"].append(number)
        columns["key_flags"].append(flags)


def read_packed(folder: Path) -> PackedPlaces:
    """The packed gazetteer in a folder. Raises ``InputError`` if it is not there or of another format."""
    try:
        form, *countries = (folder / "countries.txt").read_text(encoding="utf-8").splitlines()
        units = tuple(Admin1(*line.split("\t")) for line in (folder / "admin1.tsv").read_text(encoding="utf-8").splitlines())
        names = (folder / "names.bin").read_bytes()
        columns = {name: _read_column(folder / f"{name}.bin", code) for name, code in _COLUMNS.items()}
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"the gazetteer cannot be read ({error})", where=str(folder), todo="install knell again or rebuild it") from error
    if form != FORMAT:
        raise InputError(f"a gazetteer of another format, {form!r}", where=str(folder), todo="rebuild it with this version")
    return PackedPlaces(columns, names, tuple(countries), units)


def _read_column(path: Path, code: str) -> "array[int]":
    column = array(code)
    column.frombytes(path.read_bytes())
    if sys.byteorder == "big":
        column.byteswap()
    return column
