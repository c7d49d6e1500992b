"""Places in a text: found by their names and the words around them, resolved against the gazetteer, honest about how exactly.

1. Gather every name the gazetteer knows, in runs of capitals or, where capitals tell nothing, anywhere (``place_spots``).
2. Let the words around each name speak: prepositions, kinds ("village of"), containers ("Paris, Texas"), people and organisations.
3. Weigh size, form and those words; keep what is likely a place.
4. Choose each name's meaning by what else the text names (``place_senses``).
5. Add places that the words make plain and the gazetteer lacks ("the village of X"), without coordinates.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest
from typing import NamedTuple

import msgspec

from knell.records.vocabulary import PlacePrecision
from knell.terms.gazetteer import (
    COMMON_WORD,
    DEMONYM,
    FIRST_NAME,
    OTHER_NAME,
    SURNAME,
    Gazetteer,
    Meaning,
    Place,
    fold,
    is_arabic,
    skeleton,
    without_article,
)

from .datelines import HEAD, is_dateline
from .pieces import PlaceMention, Unit
from .place_arabic import hear_arabic_hints, is_arabic_unit, spot_arabic, unknown_arabic
from .place_cues import Cues, load_place_cues
from .place_senses import Chosen, Scene, allowed, choose, containing, likeliest, size_score
from .place_spots import Spot, Spotter, Unknown, case_of
from .tokens import Token, tokenize

_PRECISION: dict[str, PlacePrecision] = {
    "country": "country", "admin1": "admin1", "admin2": "admin2", "town": "town", "exact": "exact",
}  # fmt: skip
_THRESHOLD = 1.0
_AT_HOME = 0.7
_OUTLET = 1.5
"""An outlet's own country weighs as much as one or two names in the text: it is at home there, its news may not be."""
_CONTAINED = frozenset([(",",), ("(",), (",", "in"), (",", "the"), ("in",), (",", "a", "city", "in"), ("-",), (",", "near"), ("'s",)])
_LISTED = frozenset([("and",), (",",), (",", "and"), ("or",), ("to",), ("-",)])
"""What stands between two places of which one contains the other, and between places of a list."""
_NOT_AFTER_GENERIC = frozenset(("of", "guard", "guards", "guardsmen"))
_JUST_BEFORE = 20
"""Within so many characters a province stands right before a village: "the Wyoming town of X"."""
_HOST = re.compile(r"(?:[a-z]+://)?([^/:?#\s]+)", re.IGNORECASE)
_SOLD_ENDINGS = frozenset("ai am bz cc co eu fm gg im io is la ly me mn nu pw sh so st su tk to tv vc ws".split())
_ALIKE, _ALIKE_SHORT = 0.7, 0.85
"""How alike two spellings with the same consonants must be, as difflib measures it; three consonants are too few to trust."""


class PlaceContext(NamedTuple):
    """What is known before reading.

    ``countries`` and ``admin1s``: the casebook's territory (ISO codes; first-level units by name or ISO 3166-2 code). ``title`` and
    ``url``: the report's; the title's places and the country of the address count as context. ``outlet_countries``: ISO codes of
    the countries the outlet writes about.
    """

    countries: tuple[str, ...] = ()
    admin1s: tuple[str, ...] = ()
    title: str | None = None
    outlet_countries: tuple[str, ...] = ()
    url: str | None = None


def country_of_address(url: str | None) -> str | None:
    """The ISO code of the country a web address ends in ("news.example.co.uk" is GB); nothing for endings sold to anyone."""
    host = _HOST.match(url or "")
    ending = host.group(1).lower().rpartition(".")[2] if host else ""
    if len(ending) != 2 or ending in _SOLD_ENDINGS:
        return None
    return "GB" if ending == "uk" else ending.upper()


def find_places(
    text: str, units: tuple[Unit, ...], gazetteer: Gazetteer, *, context: PlaceContext | None = None, language: str = "en"
) -> tuple[PlaceMention, ...]:
    """The places a text names, in order, none overlapping another.

    Demonyms ("Syrian") come with rule ``place.demonym`` and role "demonym", places inside the names of organisations with role
    "name"; a caller that wants places only keeps role "place". Places without coordinates are named by the text and not known to
    the gazetteer.
    """
    given = context or PlaceContext()
    cues = load_place_cues(language)
    spotter = Spotter(gazetteer, cues)
    some_arabic = not text.isascii() and is_arabic(text)
    for unit, mode in zip(units, _cases(units, text), strict=True):
        if some_arabic and is_arabic_unit(unit):
            spotted = list(spot_arabic(unit, gazetteer))
            spotter.spots.extend(spotted)
            spotter.unknown.extend(unknown_arabic(unit, spotted))
        else:
            spotter.read(unit, mode)
    spots = spotter.spots
    _hear(spots, cues)
    spotter.people.update(spot.key for spot in spots if spot.person and spot.words == 1)
    named = any(spot.meanings[0].place.kind == "country" and not spot.person for spot in spots)
    hints = _hints(units, cues, 0.3 if named else 1.0, some_arabic)
    for country in {*given.outlet_countries, country_of_address(given.url)} - {None}:
        hints[str(country)] = hints.get(str(country), 0.0) + _OUTLET
    home = _home_countries(spots, given, hints)
    for spot in spots:
        _weigh(spot, spotter.people, home)
    kept = _keep(spots)
    scene = _set_scene([*kept, *_in_title(given.title, gazetteer, cues, home)], given, hints)
    found = [_mention(spot, chosen, text) for spot, chosen in _resolve(kept, scene)]
    found.extend(_unlisted(spotter.unknown, found, scene, gazetteer, text))
    found.extend(_generic(units, found, scene, gazetteer, cues))
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))


def _in_title(title: str | None, gazetteer: Gazetteer, cues: Cues, home: frozenset[str]) -> list[Spot]:
    """The likely places of a title: context for the text, and never mentions of it."""
    tokens = tokenize(title) if title else ()
    if not title or not tokens:
        return []
    unit = Unit.of(0, len(title), "headline", 0, 0, tokens)
    spotter = Spotter(gazetteer, cues)
    spotter.read(unit, _cases([unit], title)[0])
    _hear(spotter.spots, cues)
    for spot in spotter.spots:
        _weigh(spot, spotter.people, home)
    return _keep(spotter.spots)


def _cases(units: Sequence[Unit], text: str) -> list[str]:
    """How each unit uses capitals. A unit without any counts as lower case only in a text that hardly has any."""
    cases = [case_of(unit) for unit in units]
    for n, unit in enumerate(units[:-1][:HEAD]):
        if is_dateline(text, unit.start, unit.end):
            # "RALEIGH, N.C. (Wire) -": in capitals, and names as in the sentence after it.
            cases[n] = cases[n + 1]
    long = [case for unit, case in zip(units, cases, strict=True) if len(unit.tokens) >= 6]
    if not long or long.count("lower") < 0.8 * len(long):
        cases = ["mixed" if case == "lower" else case for case in cases]
    return cases


def _hear(spots: Sequence[Spot], cues: Cues) -> None:
    """Let the words around each name, and the name next to it, speak."""
    for spot, following in pairwise(spots):
        if following.unit is spot.unit and spot.last == following.first and spot.mode == "mixed":
            spot.touches_after, following.touches_before = _is_plain_place(following), _is_plain_place(spot)
    for spot, following in zip_longest(spots, spots[1:]):
        _hear_neighbours(spot, cues)
        if following is not None and following.unit is spot.unit:
            _join_container(spot, following)


def _is_plain_place(spot: Spot) -> bool:
    """Whether a name is that of a large place and of nothing else, so that the name next to it may be another of a list."""
    place, flags = spot.meanings[0].place, spot.meanings[0].flags
    large = place.kind in ("country", "admin1", "region") or place.population > 30_000
    return large and not flags & (DEMONYM | COMMON_WORD | SURNAME | FIRST_NAME)


def _hear_neighbours(spot: Spot, cues: Cues) -> None:
    """Take in the words right before and after a name; Arabic names have been through that."""
    if spot.mode == "arabic":
        return
    tokens = spot.unit.tokens
    at = spot.first - 1
    before = tokens[at].low if at >= 0 else ""
    if before == "the" and at > 0:
        at -= 1
        before = tokens[at].low
    before2 = tokens[at - 1].low if at > 0 else ""
    last = spot.last + 1 if spot.last < len(tokens) and tokens[spot.last].low == "'s" else spot.last
    after = tokens[last].low if last < len(tokens) else ""
    after2 = tokens[last + 1].low if last + 1 < len(tokens) else ""
    if before in cues.genitive and before2 in cues.kinds_before:
        spot.evidence += 3.5
        spot.kind_after = cues.kind_after.get(before2.rstrip("s") if before2 not in cues.kind_after else before2)
        if spot.kind_after == "region" and before2 not in ("region", "countryside"):
            spot.kind_after = None
    elif before in cues.genitive and before2 in cues.organisations_of:
        spot.evidence -= 1.5
        spot.names_part = True
    elif before in cues.kinds_before:
        spot.evidence += 2.0
    elif before in cues.prepositions:
        spot.evidence += 2.2
        spot.situated = True
    elif before in cues.weak_prepositions:
        spot.evidence += 0.6
    elif before.rstrip(".") in cues.titles and spot.mode != "mixed":
        spot.person = True
    if after in cues.kind_after:
        spot.evidence += 2.0
        spot.kind_after = cues.kind_after[after]
        if spot.kind_after == "region" and after not in ("region", "countryside"):
            spot.kind_after = None
    elif after in cues.tells_after:
        spot.evidence += 1.2
    if after in cues.person_verbs or (after == "," and after2 in ("who", "whose")):
        spot.evidence -= 1.2
    _hear_capitals(spot, cues)


def _hear_capitals(spot: Spot, cues: Cues) -> None:
    """Take in capitalised words that touch the name: "London Bridge", "Bob London", "Boston Globe"."""
    if spot.mode != "mixed" or spot.is_demonym():
        return
    tokens = spot.unit.tokens
    if spot.last < len(tokens) and not spot.touches_after:
        after = tokens[spot.last]
        possessive = tokens[spot.last - 1].end != spot.end
        if after.text[0].isupper() and not possessive and after.low not in cues.days and after.low not in cues.openers:
            run = spot.last
            while run + 1 < len(tokens) and tokens[run + 1].text[0].isupper():
                run += 1
            if any(token.low in cues.organisations for token in tokens[spot.last : run + 1]):
                spot.names_part = True
                spot.evidence -= 0.5
            elif after.low not in cues.kind_after:
                spot.evidence -= 2.0
                spot.names_part = True
    if spot.first > 0 and not spot.touches_before:
        before = tokens[spot.first - 1]
        opens = spot.first - 1 == 0
        if spot.meanings[0].flags & SURNAME and spot.words == 1 and not opens and _is_name(before, cues):
            spot.person = True
        if before.text[0].isupper() and not before.low.endswith("'s") and before.low not in cues.plain_before:
            spot.evidence -= 0.8 if opens else 2.2


def _is_name(token: Token, cues: Cues) -> bool:
    """Whether a capitalised word is most likely a given name: nothing that stands before a place's name."""
    plain = token.text.isalpha() and len(token.text) > 2 and token.text[0].isupper() and not token.text.isupper()
    return plain and token.low not in cues.no_given_name


def _join_container(spot: Spot, following: Spot) -> None:
    """Let "Paris, Texas", "Homs (Syria)" and "Syria's Idlib" settle each other."""
    between = tuple(token.low for token in spot.unit.tokens[spot.last : following.first])
    if len(between) > 4 or spot.is_demonym() or following.is_demonym():
        return
    inner, outer = (following, spot) if between == ("'s",) else (spot, following)
    meaning = containing(inner, outer) if between in _CONTAINED and spot.key != following.key else None
    if meaning is not None:
        inner.contained_in, outer.container_of = meaning, inner
        inner.evidence += 3.5
        outer.evidence += 3.0
    elif between == (",",) and spot.situated and _names_unlisted(spot, following):
        spot.elsewhere = following.meanings[0]
        spot.evidence += 2.0
    elif between in _LISTED:
        spot.evidence += 0.5
        following.evidence += 0.5


def _home_countries(spots: Iterable[Spot], given: PlaceContext, hints: Mapping[str, float]) -> frozenset[str]:
    """The countries a text is about: those given, those it names or whose people it names, and where its plain words point."""
    weights: dict[str, float] = defaultdict(float)
    for country in given.countries:
        weights[country] += 2.0
    for country, weight in hints.items():
        weights[country] += weight
    for key, meaning in {spot.key: spot.meanings[0] for spot in spots if not spot.person}.items():
        place = meaning.place
        if place.country and (place.kind == "country" or (place.kind == "admin1" and place.population > 2_000_000) or key.startswith("=")):
            weights[place.country] += 1.0
    most = max(weights.values(), default=0.0)
    return frozenset(country for country, weight in weights.items() if weight >= max(0.5, 0.34 * most))


def _names_unlisted(spot: Spot, container: Spot) -> bool:
    """Whether "in X, Wyoming" names an X the gazetteer has in other states only: the state closes the phrase, and X is no large place."""
    place = container.meanings[0].place
    tokens = spot.unit.tokens
    closes = container.last >= len(tokens) or tokens[container.last].low in (",", ".", ";", ")", ":")
    listed = container.last + 1 < len(tokens) and tokens[container.last].low == "," and tokens[container.last + 1].text[0].isupper()
    state = place.kind == "admin1" and place.country in ("US", "CA", "AU") and place.population > 500_000
    small = all(meaning.place.kind == "town" and meaning.place.population < 100_000 for meaning in spot.meanings[:12])
    return state and small and closes and not listed


def _weigh(spot: Spot, people: set[str], home: frozenset[str]) -> None:
    """Add what the name itself is worth to what the words around it say."""
    top = likeliest(spot, home)
    flags, place = top.flags, top.place
    score = _own_worth(top)
    if place.kind in ("town", "admin2") and place.country in home:
        score += _AT_HOME
    if spot.words > 1:
        score += 1.0
    if flags & OTHER_NAME and spot.mode != "arabic" and place.kind not in ("country", "admin1", "region", "sea", "river"):
        score -= 0.7
    big = place.kind in ("country", "continent") or (place.kind == "admin1" and place.country in ("US", "CA", "GB", "AU", "IN"))
    if not big and place.rank < 2:
        if flags & COMMON_WORD:
            told = spot.situated or place.population > 100_000 or (spot.mode == "mixed" and spot.first > 0)
            score -= 1.5 if told else 3.0
        if flags & (SURNAME | FIRST_NAME):
            score -= 0.8 if place.population < 500_000 else 0.3
    if spot.mode not in ("mixed", "arabic"):
        score -= 0.8 if spot.mode == "title" else 1.6
        if spot.mode != "title" and flags & OTHER_NAME and place.kind == "town":
            score -= 1.0
    if spot.key.startswith("saint ") and place.population < 100_000:
        score -= 1.5
    if spot.mode == "mixed" and spot.words == 1 and place.kind == "town":
        form = spot.unit.tokens[spot.first].text
        if form.isupper():
            score += 2.5 if _is_dateline(spot) else -2.0 if len(form) <= 5 else 0.0
    if spot.person:
        score -= 6.0
    elif spot.words == 1 and spot.key in people and spot.contained_in is None:
        score -= 1.0 if spot.situated else 3.5
    spot.evidence += score


def _is_dateline(spot: Spot) -> bool:
    """Whether a name opens a unit as a dateline: "DAMASCUS (Agency) -", "BEIRUT, March 7 -"."""
    tokens = spot.unit.tokens
    return spot.first == 0 and any(token.text in "-–—(" for token in tokens[spot.last : spot.last + 6])


def _own_worth(meaning: Meaning) -> float:
    place = meaning.place
    if meaning.flags & DEMONYM:
        return 3.0
    if place.kind in ("country", "continent", "ocean", "sea"):
        return 3.2
    if place.kind == "town":
        return min(2.6, 0.9 * (size_score(place) - 3.6)) + (2.0 if place.rank == 2 else 1.2 if place.rank else 0.0)
    if place.kind == "admin1":
        return 2.6 if place.population > 1_000_000 else 1.6
    return 2.0


def _keep(spots: Iterable[Spot]) -> list[Spot]:
    """The spots that are likely places. A name that is surely one somewhere in the text is one elsewhere too."""
    sure: dict[str, float] = defaultdict(float)
    listed = list(spots)
    for spot in listed:
        if not spot.person:
            sure[spot.key] = max(sure[spot.key], spot.evidence)
    kept = []
    for spot in listed:
        bonus = 1.2 if not spot.person and sure[spot.key] >= 3.5 else 0.0
        if spot.evidence + bonus >= _THRESHOLD:
            kept.append(spot)
    return kept


def _hints(units: Sequence[Unit], cues: Cues, weight: float, arabic: bool) -> dict[str, float]:
    """What words of public life say of the country a text is at home in: at most 2.5 a country, as much as two or three names.

    ``weight`` scales it down where the text names countries itself.
    """
    told: dict[str, int] = defaultdict(int, hear_arabic_hints(units) if arabic else {})
    for word in cues.hints.keys() & set().union(*[unit.lows for unit in units]):
        for country in cues.hints[word]:
            told[country] += 1
    return {country: weight * min(2.5, 0.6 * count) for country, count in sorted(told.items())}


def _set_scene(kept: Sequence[Spot], given: PlaceContext, hints: dict[str, float]) -> Scene:
    scene = Scene(given.countries, given.admin1s, hints)
    keys: dict[str, list[Spot]] = defaultdict(list)
    for spot in kept:
        keys[spot.key].append(spot)
    scene.take_in(keys)
    return scene


def _resolve(kept: Sequence[Spot], scene: Scene) -> list[tuple[Spot, Chosen]]:
    """Each spot with its meaning; where the words beside a name settle it once, they settle it for the text."""
    senses: dict[str, Chosen] = {}
    first: dict[int, Chosen] = {}
    for spot in kept:
        if spot.contained_in is not None:
            first[id(spot)] = choose(spot, scene)
            senses.setdefault(spot.key, first[id(spot)])
    resolved = []
    for spot in kept:
        if spot.contained_in is not None:
            chosen = first[id(spot)]
        elif spot.container_of is not None and spot.container_of.contained_in is not None:
            chosen = Chosen(spot.container_of.contained_in, 9.0)
        elif spot.key in senses and senses[spot.key].meaning in allowed(spot):
            chosen = senses[spot.key]
        else:
            chosen = choose(spot, scene)
            if spot.kind_after is None:
                senses[spot.key] = chosen
        resolved.append((spot, chosen))
    return resolved


def _unlisted(
    unknown: Sequence[Unknown], found: Sequence[PlaceMention], scene: Scene, gazetteer: Gazetteer, text: str
) -> Iterator[PlaceMention]:
    """Places that only the words make plain: by another spelling within the text's country, else without coordinates."""
    country = scene.country()
    starts = [mention.start for mention in found]
    for name in unknown:
        beside = found[bisect_left(starts, name.unit.start) : bisect_left(starts, name.unit.end)]
        if any(mention.start < name.end and name.start < mention.end for mention in beside):
            continue
        place = _respelled(name, country, gazetteer, scene)
        if place is not None:
            yield _place_mention(name.start, name.end, place, "place.spelling", "place")
        if place is not None or not name.kind:
            continue
        around = next((m for m in beside if m.admin1 and (m.start >= name.end or 0 < name.start - m.end < _JUST_BEFORE)), None)
        precision = _PRECISION.get(name.kind, "town")
        yield PlaceMention(
            name.start, name.end, text[name.start : name.end], around.country if around else country, around.admin1 if around else None,
            None, None, None, precision, "place.unlisted", name.kind, "place",
        )  # fmt: skip


def _generic(
    units: Sequence[Unit], found: Sequence[PlaceMention], scene: Scene, gazetteer: Gazetteer, cues: Cues
) -> Iterator[PlaceMention]:
    """Regions called by a plain word with an article, in a text about the country that has them: "killed on the coast"."""
    country = scene.country() or ""
    keys = {word: regions[country] for word, regions in cues.generics.items() if country in regions}
    taken = {mention.start for mention in found}
    for unit in units if keys else ():
        lows = unit.lows
        for at in range(1, len(lows)):
            if lows[at] in keys and lows[at - 1] == "the" and unit.tokens[at].start not in taken and _stands_alone(lows, at, cues):
                for meaning in gazetteer.meanings(keys[lows[at]])[:1]:
                    yield _place_mention(unit.tokens[at].start, unit.tokens[at].end, meaning.place, "place.generic", "place")


def _stands_alone(lows: Sequence[str], at: int, cues: Cues) -> bool:
    """Whether "the coast", "the coastal region" names a region by itself: not "the coast guard", "the coastal region of Latakia"."""
    following = [*lows[at + 1 : at + 3], "", ""]
    if lows[at].endswith("al"):
        return following[0] in cues.kind_after and following[1] != "of"
    return following[0] not in _NOT_AFTER_GENERIC


def _respelled(name: Unknown, country: str | None, gazetteer: Gazetteer, scene: Scene) -> Place | None:
    """The place of the text's country whose name keeps the same consonants and is nearly as long, if there is one."""
    if country is None:
        return None
    least = _ALIKE if len(skeleton(name.key)) > 3 else _ALIKE_SHORT
    options = [
        meaning.place
        for meaning in gazetteer.near_spellings(name.key, country)
        if SequenceMatcher(None, without_article(name.key), without_article(fold(meaning.place.name))).ratio() >= least
    ]
    return max(options, key=lambda place: (size_score(place) + scene.bonus(place, name.key), -place.number), default=None)


def _mention(spot: Spot, chosen: Chosen, text: str) -> PlaceMention:
    if spot.elsewhere is not None:
        unit = spot.elsewhere.place
        name = text[spot.start : spot.end]
        return PlaceMention(
            spot.start, spot.end, name, unit.country, unit.admin1, None, None, None, "town", "place.unlisted", "town", "place"
        )
    demonym = bool(chosen.meaning.flags & DEMONYM)
    role = "demonym" if demonym else "name" if spot.names_part else "place"
    rule = "place.demonym" if demonym else "place.contained" if spot.contained_in else "place.gazetteer"
    place = chosen.meaning.place
    if place.kind == "town" and place.precision in (None, "town") and spot.kind_after in ("admin1", "admin2", "region"):
        place = msgspec.structs.replace(place, precision=spot.kind_after)
    return _place_mention(spot.start, spot.end, place, rule, role)


def _place_mention(start: int, end: int, place: Place, rule: str, role: str) -> PlaceMention:
    precision = _PRECISION.get(place.precision or place.kind, "region")
    return PlaceMention(
        start, end, place.name, place.country or None, place.admin1 or None, place.admin2 or None, place.lat, place.lon, precision, rule,
        place.kind, role,
    )  # fmt: skip
