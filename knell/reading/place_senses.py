"""Which place a name means: by what contains it, by the countries and provinces the text speaks of, by what lies near, by size.

One name has one sense in a report, unless the words beside it say otherwise ("Paris, Texas").
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import cos, exp, hypot, log10, radians

from knell.terms.gazetteer import ABBREVIATION, CAPITAL, DEMONYM, OTHER_NAME, Meaning, Place

from .place_spots import Spot
from .plain import Plain

# Weights were set by hand and checked on news corpora with places marked (the geoparsing development side of the project's benchmarks).
_KIND = {
    "country": 7.2, "continent": 6.5, "ocean": 7.0, "sea": 6.8, "region": 5.4, "mountains": 5.0, "river": 4.8, "lake": 5.0, "exact": 5.0,
}  # fmt: skip
_OWN_FILE = 6.0
_UNCOUNTED = 3.2
"""A town whose people nobody counted is taken for one of 1,500."""
_OTHER_NAME = -1.6
_CAPITAL = 0.9
_COUNTRY_CONTEXT = 3.3
_ADMIN1_CONTEXT = 2.2
_NEARBY = 1.8
_NEAR_KM = 60.0
_CHOICES = 24
_WEIGHED = 40
"""Meanings of one name that are weighed at all."""
_KEPT = 20_000
"""Names whose weighed meanings are kept."""
_CELL_HOLDS = 40
"""A text that names more places than this within a degree needs no more of them, and must not become slow."""
_KINDS_WANTED = {"admin1": ("admin1", "region"), "admin2": ("admin2", "town"), "town": ("town",), "region": ("region", "admin1")}


_NOTHING: tuple[Mapping[str, float], float] = ({}, 0.0)


class Chosen(Plain, frozen=True, order=True, gc=False):
    """What a spot means, and by how much that beats the next meaning (in the units of the scores)."""

    meaning: Meaning
    margin: float


def size_score(place: Place) -> float:
    """How likely a place is meant before anything else is known: by kind, and by its people (logarithm to base 10)."""
    return _size_score(place.kind, place.population)


@lru_cache(maxsize=65536)
def _size_score(kind: str, population: int) -> float:
    if kind == "town":
        return log10(population + 60) if population else _UNCOUNTED
    if kind == "admin1":
        return 3.9 + 0.34 * log10(population + 10)
    if kind == "admin2":
        return 3.6 + 0.1 * log10(population + 10)
    return _KIND[kind]


def meaning_score(meaning: Meaning) -> float:
    """A meaning's score without context."""
    place = meaning.place
    return _score(place.kind, place.population, place.rank, meaning.flags)


@lru_cache(maxsize=65536)
def _score(kind: str, population: int, rank: int, flags: int) -> float:
    score = _size_score(kind, population)
    if flags & CAPITAL:
        score += _CAPITAL
    if flags & OTHER_NAME and kind in ("town", "admin1"):
        score += _OTHER_NAME if kind == "town" else _OTHER_NAME / 2
    if rank == 2:
        score += _OWN_FILE
    return score


class _Weighed:
    """The meanings of one name with what is the same in every text: their scores and shares, and those left where no word tells a kind."""

    __slots__ = ("apart", "apart_scores", "meanings", "scores", "shares")

    def __init__(self, meanings: tuple[Meaning, ...]) -> None:
        self.meanings = meanings
        self.scores = [meaning_score(meaning) for meaning in meanings[:_WEIGHED]]
        self.shares = _shares(self.scores[:_CHOICES])
        self.apart = _without_namesakes(meanings)
        self.apart_scores = [meaning_score(meaning) for meaning in self.apart[:_CHOICES]]


_weighed_names: dict[str, _Weighed] = {}


def _weighed(key: str, meanings: tuple[Meaning, ...]) -> _Weighed:
    """The meanings of a name, weighed once. Another gazetteer may give the same name others, which take the place of these."""
    known = _weighed_names.get(key)
    if known is None or known.meanings is not meanings:
        if len(_weighed_names) >= _KEPT:
            _weighed_names.clear()
        known = _weighed_names[key] = _Weighed(meanings)
    return known


def likeliest(spot: Spot, home: frozenset[str]) -> Meaning:
    """The likeliest meaning where nothing is known but the countries a text is about."""
    best = spot.meanings[0]
    if len(spot.meanings) > 1:
        most = float("-inf")
        for meaning, score in zip(spot.meanings, _weighed(spot.key, spot.meanings).scores, strict=False):
            here = score + 1.5 if meaning.place.country in home else score
            if here > most:
                best, most = meaning, here
    return best


def distance_km(one: Place, other: Place) -> float:
    """The distance between two places in kilometres, near enough for comparing."""
    across = (one.lon - other.lon + 180) % 360 - 180
    return 111.2 * hypot(one.lat - other.lat, across * cos(radians((one.lat + other.lat) / 2)))


class Scene:
    """What a text says about where it happens: weights of countries and of first-level units, and which names have places close by."""

    def __init__(self, countries: Iterable[str], admin1s: Iterable[str], hints: Mapping[str, float]) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        self.admin1s: dict[tuple[str, str], float] = defaultdict(float)
        self.given_admin1s = frozenset(name.lower() for name in admin1s)
        for country in countries:
            self.countries[country] += 3.0
        for country, weight in hints.items():
            self.countries[country] += weight
        self._mass: dict[str, dict[tuple[str, str], float]] = {}
        self._own: dict[str, tuple[Mapping[str, float], float]] = {}
        """Of each name the weight it gave each country, and all it gave."""
        self._cells: dict[tuple[int, int], list[tuple[str, float, Place]]] = defaultdict(list)

    def take_in(self, keys: Mapping[str, Sequence[Spot]]) -> None:
        """Spread each name's weight over its meanings, and add it to their countries, first-level units and map cells."""
        for key, spots in keys.items():
            contained = next((spot.contained_in for spot in spots if spot.contained_in is not None), None)
            meanings = spots[0].meanings[:_CHOICES]
            within = tuple(m for m in spots[0].meanings if lies_in(m.place, contained.place))[:_CHOICES] if contained is not None else ()
            if within:
                meanings = within
                shares = _shares([meaning_score(meaning) for meaning in within])
            else:
                shares = _weighed(key, spots[0].meanings).shares
            weight = min(len(spots), 3) ** 0.5
            mass: dict[tuple[str, str], float] = defaultdict(float)
            whole = sum(shares)
            for meaning, share in zip(meanings, shares, strict=True):
                place = meaning.place
                mass[place.country, place.admin1] += weight * share / whole
                if place.kind in ("town", "admin2", "exact") and not meaning.flags & DEMONYM:
                    cell = self._cells[round(place.lat), round(place.lon)]
                    if len(cell) < _CELL_HOLDS:
                        cell.append((key, share**0.5, place))
            self._mass[key] = mass
            of_countries: dict[str, float] = defaultdict(float)
            self._own[key] = of_countries, sum(mass.values())
            for (country, admin1), share in mass.items():
                of_countries[country] += share
                self.countries[country] += share
                if admin1:
                    self.admin1s[country, admin1] += share
        self._whole = sum(share for country, share in self.countries.items() if country)

    def country(self) -> str | None:
        """The country the text speaks of most; nothing if it names none."""
        ranked = sorted((-weight, country) for country, weight in self.countries.items() if country and weight > 0.5)
        return ranked[0][1] if ranked else None

    def bonus(self, place: Place, key: str) -> float:
        """What the rest of the text adds to a place as the meaning of ``key``."""
        own = self._mass.get(key, {})
        score = 0.0
        if place.country:
            of_countries, of_all = self._own.get(key, _NOTHING)
            inside = self.countries.get(place.country, 0.0) - of_countries.get(place.country, 0.0)
            score = _COUNTRY_CONTEXT * max(inside, 0.0) / (self._whole - of_all + 0.35)
        if place.admin1:
            unit = (place.country, place.admin1)
            inside = self.admin1s.get(unit, 0.0) - own.get(unit, 0.0)
            score += _ADMIN1_CONTEXT * min(1.0, max(inside, 0.0) / 1.5)
            if self.given_admin1s and (place.admin1.lower() in self.given_admin1s or place.iso.lower() in self.given_admin1s):
                score += _ADMIN1_CONTEXT
        return score + self._nearness(place, key)

    def _nearness(self, place: Place, key: str) -> float:
        """How much of the rest of the text may lie close to a place: each other name counts once, with its likeliest near meaning."""
        if place.kind not in ("town", "admin2", "exact"):
            return 0.0
        row, column = round(place.lat), round(place.lon)
        near: dict[str, float] = {}
        for cell in ((row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for name, share, other in self._cells.get(cell, ()):
                if name != key:
                    close = share * exp(-distance_km(place, other) / _NEAR_KM)
                    if close > near.get(name, 0.0):
                        near[name] = close
        return _NEARBY * sum(sorted(near.values(), reverse=True)[:2])


def _shares(scores: Sequence[float]) -> list[float]:
    """How likely each meaning is by its score alone, the likeliest being 1."""
    best = max(scores)
    return [exp(1.4 * (score - best)) for score in scores]


def allowed(spot: Spot) -> tuple[Meaning, ...]:
    """The meanings that the words beside the name leave: "Homs province" is no town, "the city of Homs" no province."""
    kinds = _KINDS_WANTED.get(spot.kind_after or "", ())
    fitting = tuple(meaning for meaning in spot.meanings if meaning.place.kind in kinds) if kinds else ()
    return fitting or _weighed(spot.key, spot.meanings).apart


def _without_namesakes(meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """The meanings without the provinces named after their chief town: "Homs" alone is the town, if it holds a tenth of the people."""
    seats: dict[tuple[str, str], int] = {}
    for place in [meaning.place for meaning in meanings[:_CHOICES]]:
        if place.kind == "town" and place.admin1:
            seats.setdefault((place.country, place.admin1), place.population)
    return tuple(
        meaning
        for meaning in meanings
        if meaning.place.kind != "admin1"
        or 10 * seats.get((meaning.place.country, meaning.place.admin1), 0) < max(meaning.place.population, 1)
    )


def choose(spot: Spot, scene: Scene) -> Chosen:
    """The best meaning of a spot in its scene."""
    options = allowed(spot)
    container = spot.contained_in
    if container is not None:
        options = tuple(meaning for meaning in options if lies_in(meaning.place, container.place)) or options
    if len(options) == 1:
        return Chosen(options[0], 9.0)
    weighed = _weighed(spot.key, spot.meanings)
    choices = options[:_CHOICES]
    scores = weighed.apart_scores if options is weighed.apart else [meaning_score(meaning) for meaning in choices]
    ranked = sorted(
        [(score + scene.bonus(meaning.place, spot.key), -at) for at, (meaning, score) in enumerate(zip(choices, scores, strict=True))],
        reverse=True,
    )
    return Chosen(options[-ranked[0][1]], ranked[0][0] - ranked[1][0])


def lies_in(place: Place, container: Place) -> bool:
    """Whether the gazetteer puts a place inside another: by country, by first-level unit, or by nearness to a lower unit."""
    if (container.country and place.country != container.country) or place.number == container.number:
        return False
    if container.kind == "country":
        return place.kind != "country"
    if container.kind == "admin1":
        return place.admin1 == container.admin1 and place.kind not in ("admin1", "country")
    if place.kind not in ("town", "exact"):
        return False
    reach = {"admin2": 70, "town": 60, "region": 500}.get(container.kind, 0)
    return distance_km(place, container) < reach


def containing(inner: Spot, outer: Spot) -> Meaning | None:
    """The meaning of ``outer`` that holds some meaning of ``inner``, as in "Paris, Texas"; nothing if none does.

    Two states or two countries side by side are a list ("Indiana, Ohio and Iowa"), though some hamlet may bear out the other reading;
    a short form ("New York, N.Y.") is not.
    """
    top = max(inner.meanings[:_CHOICES], key=meaning_score).place
    for kinds in (("admin1", "country"), ("admin2", "region"), ("town",)):
        for meaning in outer.meanings[:_CHOICES]:
            place = meaning.place
            if meaning.flags & DEMONYM or place.kind not in kinds:
                continue
            short = bool(meaning.flags & ABBREVIATION)
            if (
                not short
                and top.kind in ("country", "admin1")
                and (top.kind == place.kind or top.kind == "country")
                and top.population > 300_000
            ):
                continue
            if place.kind == "town" and (place.population < 50_000 and not short):
                continue
            if any(lies_in(other.place, place) for other in inner.meanings[:80]):
                return meaning
    return None
