"""The gazetteer as readers use it: the packed places, the shipped local file, and the user's own on top."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from .folding import fold, fold_arabic, is_arabic, skeleton, without_article
from .local import LocalPlace, parse_local
from .packed import OTHER_NAME, SKELETON, PackedPlaces, Place, read_packed

_CACHED = 60_000
SHIPPED, SHIPPED_LOCAL, OWN = 0, 1, 2


class Meaning(msgspec.Struct, frozen=True, order=True, gc=False):
    """One place a name may mean, and how it means it (flags: ``DEMONYM``, ``OTHER_NAME`` ...)."""

    place: Place
    flags: int


class Gazetteer:
    """Names to places. Safe to share between threads and forked processes; look-ups are kept, within bounds."""

    def __init__(self, packed: PackedPlaces, local: Mapping[str, tuple[Meaning, ...]], first_names: frozenset[str], held: int) -> None:
        self._packed, self._local, self._held = packed, local, held
        self.first_names = first_names
        self._known: dict[str, tuple[Meaning, ...]] = {}
        self._openings: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._packed) + self._held

    def meanings(self, key: str) -> tuple[Meaning, ...]:
        """What a folded key may mean: the user's own places first, then by population; empty if nothing."""
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _CACHED:
                self._known.clear()
            packed = tuple(Meaning(self._packed.place(row.place), row.flags) for row in self._packed.rows(key))
            known = self._known[key] = _joined(self._local.get(key, ()), packed)
        return known

    def longest(self, word: str) -> int:
        """How many words the longest name has that begins with this folded word; 1 if there is none of several words."""
        known = self._openings.get(word)
        if known is None:
            if len(self._openings) > _CACHED:
                self._openings.clear()
            rows = self._packed.rows("^" + word)
            local = self._local.get("^" + word)
            known = max([row.place for row in rows] + [local[0].flags if local else 1])
            self._openings[word] = known
        return known

    def near_spellings(self, key: str, country: str) -> tuple[Meaning, ...]:
        """Places of one country whose names keep the same consonants as a folded key; candidates, not findings."""
        bones = skeleton(key)
        return self.meanings(f"{country}~{bones}") if bones else ()

    def with_places(self, places: Iterable[LocalPlace], rank: int = OWN) -> "Gazetteer":
        """The same gazetteer with local places on top; those of rank ``OWN`` win over all others of the same name."""
        listed = tuple(places)
        keys: dict[str, list[Meaning]] = defaultdict(list)
        for key, meanings in self._local.items():
            keys[key].extend(meanings)
        for at, entry in enumerate(listed):
            _add_local(keys, _local_place(entry, -1 - self._held - at, rank))
            for variant in entry.variants:
                _add_name(keys, variant, Meaning(_local_place(entry, -1 - self._held - at, rank), OTHER_NAME))
        merged = {key: tuple(meanings) for key, meanings in keys.items()}
        return Gazetteer(self._packed, merged, self.first_names, self._held + len(listed))


def _joined(local: tuple[Meaning, ...], packed: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """Local meanings before packed ones; where both know one place, the local word on it holds, with the larger population."""
    if not local:
        return packed
    own = tuple(meaning for meaning in local if meaning.place.rank == OWN)
    if own:
        return own
    told: list[Meaning] = []
    doubled: set[int] = set()
    for meaning in local:
        place, flags = meaning.place, meaning.flags
        for other in packed:
            if _same_place(place, other.place):
                doubled.add(other.place.number)
                place = msgspec.structs.replace(place, population=max(place.population, other.place.population))
                flags |= other.flags & ~OTHER_NAME
        told.append(Meaning(place, flags))
    return (*told, *(meaning for meaning in packed if meaning.place.number not in doubled))


def _same_place(one: Place, other: Place) -> bool:
    return one.country == other.country and one.kind == other.kind and abs(one.lat - other.lat) < 0.1 and abs(one.lon - other.lon) < 0.1


def _local_place(entry: LocalPlace, number: int, rank: int) -> Place:
    return Place(
        number, entry.name, entry.country, entry.admin1, entry.admin2, "", entry.lat, entry.lon, entry.population, entry.kind, rank,
        entry.precision,
    )  # fmt: skip


def _add_local(keys: dict[str, list[Meaning]], place: Place) -> None:
    _add_name(keys, place.name, Meaning(place, 0))


def _add_name(keys: dict[str, list[Meaning]], name: str, meaning: Meaning) -> None:
    key = fold_arabic(name) if is_arabic(name) else fold(name)
    if len(key) < 2:
        return
    for form in dict.fromkeys((key, without_article(key))):
        if all(meaning.place.number != known.place.number for known in keys[form]):
            keys[form].append(meaning)
        head, *rest = form.split(" ")
        if rest:
            longest = max([len(rest) + 1, *(known.flags for known in keys["^" + head])])
            keys["^" + head] = [Meaning(meaning.place, longest)]
    bones = "" if is_arabic(name) else skeleton(key)
    if bones and all(meaning.place.number != known.place.number for known in keys[f"{meaning.place.country}~{bones}"]):
        keys[f"{meaning.place.country}~{bones}"].append(Meaning(meaning.place, SKELETON))


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that is shipped: packed places and the local file. Read once a process; load it before forking workers."""
    folder = Path(str(files("knell.terms.gazetteer")))
    packed = read_packed(folder / "packed")
    names = frozenset((folder / "first_names.txt").read_text(encoding="utf-8").split())
    shipped = parse_local((folder / "local.tsv").read_text(encoding="utf-8").splitlines(), "local.tsv")
    return Gazetteer(packed, {}, names, 0).with_places(shipped, SHIPPED_LOCAL)
