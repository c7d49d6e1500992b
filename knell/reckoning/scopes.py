"""Scopes as quantities: what one figure counts, and what is stated of how such scopes lie to one another.

Stated is what the words of a scope mean (civilians are among all; nobody is a civilian and a fighter; a village lies in its province;
days up to the 10th are among those up to the 12th), what one root divides by hand, and which incident lies inside which. Nothing else:
women and civilians, two communities, two parts of one total may overlap, and nobody of unknown status is put with any group.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from knell.records.claim import Place

from .cells import Shape

Window = tuple[str | None, str | None]
INSIDE_GROUPS = frozenset({("loyalists", "combatants"), ("fighters", "combatants")})
"""(a, b): everyone in group a is in group b by the words' meaning. Every group is inside "all"."""
APART_GROUPS = frozenset(
    {
        ("civilians", "combatants"),
        ("civilians", "security forces"),
        ("civilians", "loyalists"),
        ("civilians", "fighters"),
        ("loyalists", "security forces"),
        ("women", "men"),
    }
)
"""Groups in both of which nobody is by the words' meaning. The unknown, officials and detainees may be in any."""


class Counted(NamedTuple):
    """What a figure counts. ``window``: the first and last day it covers, where that is stated and is less than the toll's own; ``act``:
    where a source tells acts apart without saying whether their dead overlap.
    """

    incident: str
    harm: str
    group: str = "all"
    by: str | None = None
    place: str | None = None
    window: Window | None = None
    act: str | None = None
    seen: bool = False


class Ground(NamedTuple):
    """What is known beside the scopes themselves. ``containers``: incident -> the one it lies inside. ``places``: (incident, place's
    name) -> the place; the incident's own stands under ``None``. ``divided``: (incident, hand, other hand), where one root divides its
    dead between the two. ``starts``, ``ends``: incident -> its first and last day.
    ``lasts``: incident -> the last day that its figures say they cover.
    """

    containers: Mapping[str, str]
    places: Mapping[tuple[str, str | None], Place]
    divided: Collection[tuple[str, str, str]]
    starts: Mapping[str, str | None]
    ends: Mapping[str, str | None]
    lasts: Mapping[str, str | None]


def shape_scopes(counted: Sequence[Counted], ground: Ground) -> Shape:
    """The scopes by their marks, with all that is stated of them."""
    family = _families(counted)
    quantities = {c: _marks(c, family[c.harm], ground) for c in counted}
    marks = dict.fromkeys(m for some in quantities.values() for m in some)
    implies = {m: _implied(m, marks, ground) for m in marks}
    apart = frozenset(frozenset(pair) for pair in combinations(marks, 2) if _is_apart(*pair, ground))
    hurt = {Mark(f, "harm", "", "casualties"): tuple(Mark(f, "harm", "", h) for h in ("killed", "injured")) for f in set(family.values())}
    return Shape(quantities, implies, apart, {m: some for m, some in hurt.items() if m in marks})


class Mark(NamedTuple):
    """What a scope asks of whom it counts. ``family``: harms that have people in common; ``kind``: harm, incident, group, hand, place,
    days, act, seen; ``incident``: the one it is told of, where it is of one.
    """

    family: str
    kind: str
    incident: str
    value: object


def _families(counted: Iterable[Counted]) -> dict[str, str]:
    """Harm -> the family whose people are reckoned together: killed and injured are so only where casualties, who are both, are counted."""
    harms = {c.harm for c in counted}
    joined = {"killed", "injured", "casualties"} if "casualties" in harms else set()
    return {h: "casualties" if h in joined else h for h in harms | joined}


def _marks(scope: Counted, family: str, ground: Ground) -> frozenset[Mark]:
    """The marks of whom a scope counts."""
    if scope.seen:
        return frozenset({Mark(family, "seen", scope.incident, scope)})
    out = {Mark(family, "harm", "", scope.harm)}
    if scope.harm in ("killed", "injured") and family == "casualties":
        out.add(Mark(family, "harm", "", "casualties"))
    inside = True
    if scope.place is not None:
        out.add(Mark(family, "place", scope.incident, scope.place))
        inside = _lies_in(ground.places.get((scope.incident, scope.place)), ground.places.get((scope.incident, None)))
    if scope.window is not None:
        out.add(Mark(family, "days", scope.incident, scope.window))
        start, first = scope.window[0], ground.starts.get(scope.incident)
        inside = inside and (start is None or first is None or start >= first)
    if inside:
        out.add(Mark(family, "incident", scope.incident, scope.incident))
    if scope.group != "all":
        out.add(Mark(family, "group", "", scope.group))
    for kind, value in (("hand", scope.by), ("act", scope.act)):
        if value is not None:
            out.add(Mark(family, kind, scope.incident, value))
    return frozenset(out)


def _implied(mark: Mark, marks: Iterable[Mark], ground: Ground) -> frozenset[Mark]:
    """The marks among ``marks`` that whoever has one has too."""
    return frozenset(other for other in marks if other != mark and other.family == mark.family and _implies(mark, other, ground))


def _implies(a: Mark, b: Mark, ground: Ground) -> bool:
    if a.kind == "incident" and b.kind == "incident":
        return b.value in _around(a.incident, ground)
    if a.kind == "incident" and b.kind == "place" and a.incident == b.incident:
        return _lies_in(ground.places.get((a.incident, None)), ground.places.get((b.incident, str(b.value))))
    if a.kind != b.kind:
        return False
    if a.kind == "group":
        return (a.value, b.value) in INSIDE_GROUPS
    if a.incident != b.incident:
        return False
    if a.kind == "days":
        return _is_among(a.value, b.value)  # type: ignore[arg-type]
    return a.kind == "place" and _lies_in(ground.places.get((a.incident, str(a.value))), ground.places.get((b.incident, str(b.value))))


def _is_apart(a: Mark, b: Mark, ground: Ground) -> bool:
    """Whether nobody has both marks."""
    if a.family != b.family or a.kind != b.kind:
        return False
    if a.kind == "group":
        return (a.value, b.value) in APART_GROUPS or (b.value, a.value) in APART_GROUPS
    if a.incident != b.incident:
        return False
    if a.kind == "hand":
        return bool({(a.incident, a.value, b.value), (a.incident, b.value, a.value)} & set(ground.divided))
    return a.kind == "days" and _days_apart(a.value, b.value)  # type: ignore[arg-type]


def _is_among(inner: Window, outer: Window) -> bool:
    """Whether all days of one stretch are days of another; one without a first day begins where the whole begins."""
    begins = outer[0] is None or (inner[0] is not None and inner[0] >= outer[0]) or inner[0] == outer[0]
    return begins and inner[1] is not None and (outer[1] is None or inner[1] <= outer[1])


def with_sums(counted: Iterable[Counted]) -> list[Counted]:
    """The scopes, each once, and for each of casualties those of its killed and its injured: it is made of them, counted or not."""
    out = dict.fromkeys(counted)
    for scope in list(out):
        if scope.harm == "casualties":
            out |= dict.fromkeys((scope._replace(harm="killed"), scope._replace(harm="injured")))
    return list(out)


def _is_covered(part: str, container: str, ground: Ground) -> bool:
    """Whether the days of an incident are among those that the figures of the one around it say they cover, as far as either is known."""
    end, last = ground.ends.get(part), ground.lasts.get(container)
    return end is None or last is None or end <= last


def _around(incident: str, ground: Ground) -> list[str]:
    """The incidents that an incident lies inside and whose days cover its own, nearest first."""
    out: list[str] = []
    container = ground.containers.get(incident)
    while container is not None and container not in out and _is_covered(incident, container, ground):
        out.append(container)
        container = ground.containers.get(container)
    return out


def _days_apart(a: Window | None, b: Window | None) -> bool:
    """Whether two stretches of days have none in common."""
    if a is None or b is None or None in (*a, *b):
        return False
    return str(a[1]) < str(b[0]) or str(b[1]) < str(a[0])


def _lies_in(inner: Place | None, outer: Place | None) -> bool:
    """Whether a place is known to lie in another by its division or country."""
    if inner is None or outer is None or inner.country is None or inner.country != outer.country or outer.name is None:
        return False
    if outer.precision == "country":
        return inner.precision != "country"
    if outer.precision == "admin1":
        return inner.admin1 == outer.name and inner.precision in ("admin2", "town", "exact")
    return outer.precision == "admin2" and inner.admin2 == outer.name and inner.precision in ("town", "exact")
