"""Whether two tellings are of one happening: what is compatible, which facts agree, what stands against it.

The contract's rule: place and time of death are compatible, two distinguishing facts agree, none speaks against it. Figures alone
never suffice. Totals over days or a region are no happening; they are one total where region and days, or their root's own
series, are the same.
"""

from dataclasses import dataclass, field

from knell.records.claim import Place

from .days import TOTAL_DAYS, length, overlap
from .facts import GENERIC_ACTS, INQUIRY, MASS, Facts
from .places import compatible, distance_km, fold, lies_in, same_place
from .tellings import LARGE, VAST

ENOUGH = 2
"""Distinguishing facts that must agree."""
ENOUGH_TOTAL = 3
"""What a total's agreements must come to; see ``compare_totals`` for what each counts."""
TIMES = 3
"""Times that one source's dead of such a killing may be another's."""
NEAR_KM = 30.0
"""Kilometres between places that two relays of one figure may name for one happening."""
UNLIKE = 12
"""Times that one period may be longer than another and both still be of one total: a month told of a few days' killings."""
SERIES = 4
"""Days between publications within which one source's totals are one running count, unless it places them apart."""
WEEKS = 14
"""Days between publications within which a full name told in two reports, with nothing against it, is of one happening."""
AT_ONCE = 3
"""Days between publications within which two reports from one place are news of one time."""
FOLLOW_UP = 120
"""Days after a happening within which a report that does not say when it happened may still be about it without naming anyone."""


@dataclass
class Comparison:
    """How two tellings compare. ``agree`` names the facts that agree, ``against`` what rules the link out; ``score`` ranks links.

    ``unlike``: a total and a happening, which say nothing of one another.
    """

    agree: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    score: int = 0
    enough: bool = False
    unlike: bool = False

    def add(self, fact: str, weight: int = 1) -> None:
        """Notes a fact that agrees, and how much it counts."""
        self.agree.append(fact)
        self.score += weight

    @property
    def links(self) -> bool:
        """Whether the two are linked."""
        return self.enough and not self.against


def compare(a: Facts, b: Facts) -> Comparison:
    """Two tellings compared: totals with totals, happenings with happenings, and the two kinds never with one another."""
    if _unplaced(a) and _unplaced(b):
        return compare_unplaced(a, b)
    if a.total != b.total and not _one_large_figure(a, b):
        return Comparison(against=["one is a total over days or a region"], unlike=True)
    return compare_totals(a, b) if a.total or b.total else compare_happenings(a, b)


def _one_large_figure(a: Facts, b: Facts) -> bool:
    """Whether one root gives one large figure in both: then one of the two left out that it is a total."""
    return any(n >= LARGE for _, _, n in a.figures & b.figures)


def _unplaced(facts: Facts) -> bool:
    """Whether a telling says neither where nor when; what the context suggests is not said."""
    return (facts.telling.inferred or not (facts.sites or facts.regions)) and facts.days == (None, None)


def compare_unplaced(a: Facts, b: Facts) -> Comparison:
    """Two tellings that say neither where nor when: one source's words of one day, or one source's one figure, or people named."""
    out = Comparison()
    if a.families and b.families and not a.families & b.families:
        out.against.append("kind of act")
    if a.roots & b.roots and _apart_days(a, b) <= 1:
        root = sorted(a.roots & b.roots)[0]
        out.add(f"what {root} said on one day", 2 if INQUIRY.search(root) else 1)
    if a.figures & b.figures and _apart_days(a, b) <= FOLLOW_UP:
        out.add(f"the same figure by {sorted(a.figures & b.figures)[0][0]}", 2)
    for _ in sorted(a.people & b.people)[:2]:
        out.add("a person named in both")
    for shared in (a.groups & b.groups, a.parties & b.parties, a.details.things & b.details.things):
        if shared:
            out.add(f"both: {sorted(shared)[0]}")
    numbers = {n for *_, n in a.numbers & b.numbers if n >= LARGE}
    if numbers and not a.figures & b.figures and _apart_days(a, b) <= 1:
        out.add(f"{max(numbers)} told on one day, of neither place nor time", 2 if max(numbers) >= VAST else 1)
    out.enough = out.score >= ENOUGH
    return out


def _apart_days(a: Facts, b: Facts) -> int:
    """Days between publications; 0 where one is undated and so may be of any day."""
    return abs(a.published - b.published) if a.published is not None and b.published is not None else 0


def compare_happenings(a: Facts, b: Facts) -> Comparison:
    """Two tellings of single happenings."""
    out = Comparison()
    place, day = _places(a, b), _times(a, b)
    shared = a.people & b.people
    dated = bool(shared) and day == "same" and _not_far(a, b)
    same = len(shared) >= ENOUGH or bool(a.named & b.named) or dated
    _against(a, b, out, place, day, same)
    near = day == "same" or _told_at_once(a, b)
    forces = a.details.forces & b.details.forces if place in ("unknown", "compatible") and near else frozenset()
    if forces:
        place = "site"
        out.add(f"the same police: {sorted(forces)[0]}")
    elif place == "site":
        out.add(f"site: {a.sites[0].name or 'the same'}")
    _people(a, b, out, place, day, dated)
    street = bool(a.details.blocks & b.details.blocks or a.details.streets & b.details.streets)
    if street:
        out.add("the same street")
    paved = street and day == "same" and place in ("compatible", "unknown") and _telling_act(a, b) and _one_force(a, b)
    if paved:
        out.add("the same kind of act on the same day in the same street")
    if a.details.ages & b.details.ages and place == "site" and near:
        out.add("the same age")
    if _same_hour(a, b) and near:
        out.add("the same hour")
    if a.parties & b.parties:
        out.add(f"parties: {sorted(a.parties & b.parties)[0]}")
    if a.groups & b.groups:
        out.add(f"victims: {sorted(a.groups & b.groups)[0]}")
    if a.figures & b.figures:
        out.add(f"the same figure by {sorted(a.figures & b.figures)[0][0]}")
    if a.credit and a.credit == b.credit and day not in ("far", "apart"):
        out.add(f"both pass on {a.credit}'s account")
    if place == "site" and day == "same" and (a.days == b.days or _same_numbers(a, b)) and _telling_act(a, b):
        out.add("the same kind of act on the same day")
    if place == "site" and day in ("same", "compatible", "unknown") and _small(a, b) and _alike(a, b) and not _two_days(a, b):
        out.add("a killing of many in one small place")
    block = bool(a.details.blocks & b.details.blocks) and near
    relayed = bool(a.figures & b.figures) and _apart_days(a, b) <= AT_ONCE and (place == "unknown" or _relayed_near(a, b))
    if relayed and a.roots & b.roots and _apart_days(a, b) <= 1:
        out.add(f"what {sorted(a.roots & b.roots)[0]} said on one day")
    known = (
        place in ("site", "compatible")
        or same
        or (bool(shared) and _told_in_weeks(a, b))
        or (bool(shared) and street)
        or block
        or paved
        or relayed
    )
    out.enough = known and out.score >= ENOUGH and (day != "far" or same)
    return out


def _against(a: Facts, b: Facts, out: Comparison, place: str, day: str, same: bool) -> None:
    """Notes what rules a link out. Where the same people are named in both, one of place and day may differ: towns have quarters, and a
    day in the text may be a court's.
    """
    if place == "other" and not (same and day != "apart") and not _relayed_near(a, b):
        out.against.append(f"place: {_first(a)}, {_first(b)}")
    if day == "apart" and not (same and place in ("site", "compatible")):
        out.against.append("time: the stated days are apart")
    if day == "before":
        out.against.append("time: one was published before the other happened")
    if a.families and b.families and not a.families & b.families:
        out.against.append(f"kind of act: {'/'.join(sorted(a.families))}, {'/'.join(sorted(b.families))}")
    if a.details.blocks and b.details.blocks and not a.details.blocks & b.details.blocks and not same:
        out.against.append("different blocks of a street")
    if a.dead and b.dead and not a.people & b.people and not a.figures & b.figures:
        low, high = sorted((max(a.dead), max(b.dead)))
        if low <= 2 and high >= MASS:
            out.against.append(f"dead: {low}, {high}")


def _relayed_near(a: Facts, b: Facts) -> bool:
    """Whether both pass on one source's figure within a day, of places near one another: relays name the village or the town beside it."""
    if not a.figures & b.figures or _apart_days(a, b) > 1:
        return False
    distances = [km for p in a.sites for q in b.sites if (km := distance_km(p, q)) is not None]
    return bool(distances) and min(distances) <= NEAR_KM


def _one_force(a: Facts, b: Facts) -> bool:
    """Whether the police they name can be one: every town has a Main Street."""
    return not (a.details.forces and b.details.forces) or bool(a.details.forces & b.details.forces)


def _people(a: Facts, b: Facts, out: Comparison, place: str, day: str, dated: bool) -> None:
    """Notes whom both name, and where one name alone is enough: on its day, or within two weeks."""
    shared = a.people & b.people
    near = day == "same" or _told_at_once(a, b)
    for _ in sorted(shared)[:2]:
        out.add("a person named in both")
    if dated and place != "site" and _telling_act(a, b):
        out.add("the same kind of act on the same day, of the person named in both")
    elif (
        len(shared) == 1
        and not a.named & b.named
        and place in ("compatible", "unknown")
        and day != "far"
        and _told_in_weeks(a, b)
        and _telling_act(a, b)
    ):
        out.add("the same kind of act, told of the person within two weeks")
    if a.named & b.named:
        out.add("a victim or accused person named in both")
    if not shared and place == "site" and near and _surnames(a) & _surnames(b):
        out.add("a surname in both")


def _not_far(a: Facts, b: Facts) -> bool:
    """Whether the sites can be a town and its quarter, as far as anybody knows where they are."""
    distances = [km for p in a.sites for q in b.sites if (km := distance_km(p, q)) is not None]
    return not distances or min(distances) <= NEAR_KM


def _first(facts: Facts) -> str:
    return next((p.name or p.text or "" for p in facts.sites + facts.regions), "")


def _places(a: Facts, b: Facts) -> str:
    """What the places say: "site" where both name one site, "compatible", "unknown", or "other"."""
    mine, theirs = a.sites + a.regions, b.sites + b.regions
    if not mine or not theirs:
        return "unknown"
    if any(same_place(p, q) for p in a.sites[:3] for q in b.sites[:3]):
        return "site"
    if a.sites and b.sites:
        beside = any(same_place(p, q) for p in a.sites[:3] for q in b.beside) or any(
            same_place(p, q) for p in a.beside for q in b.sites[:3]
        )
        return "compatible" if beside else "unknown" if a.telling.inferred or b.telling.inferred else "other"
    near = any(compatible(p, q) for p in mine for q in theirs)
    return "compatible" if near else "unknown" if a.telling.inferred or b.telling.inferred else "other"


def _times(a: Facts, b: Facts) -> str:
    """What the days say: "same" where both state one day, "compatible", "unknown", "far" where one came long after, "apart", "before"."""
    stated_a, stated_b = a.days != (None, None), b.days != (None, None)
    if stated_a and stated_b:
        if not overlap(a.days, b.days, slack=1):
            beside = any(d == a.days for d in b.days_beside) or any(d == b.days for d in a.days_beside)
            return "compatible" if beside else "apart"
        one_day = length(*a.days) == 1 and length(*b.days) == 1
        return "same" if one_day and abs((a.days[0] or 0) - (b.days[0] or 0)) <= 1 else "compatible"
    if stated_a or stated_b:
        known, loose = (a, b) if stated_a else (b, a)
        start = known.days[0] if known.days[0] is not None else known.days[1]
        if loose.published is None or start is None:
            return "unknown"
        if loose.published + 1 < start:  # a night may be two dates
            return "before"
        return "compatible" if loose.published - start <= FOLLOW_UP else "far"
    if a.published is None or b.published is None:
        return "unknown"
    return "compatible" if abs(a.published - b.published) <= FOLLOW_UP else "far"


def _same_hour(a: Facts, b: Facts) -> bool:
    return any(abs(x - y) <= 30 for x in a.details.hours for y in b.details.hours)


def _telling_act(a: Facts, b: Facts) -> bool:
    """Whether a common act can tell happenings apart: arrests, flight and theft are of every day, and unlike numbers tell of two acts."""
    if (a.families | b.families) & GENERIC_ACTS:
        return False
    unlike = [x and y and not set(x) & set(y) and max(*x, *y) < MASS for x, y in ((a.dead, b.dead), (a.hurt, b.hurt))]
    return not any(unlike)


def _same_numbers(a: Facts, b: Facts) -> bool:
    """Whether both give a number of dead or of injured in common."""
    return bool(set(a.dead) & set(b.dead) or set(a.hurt) & set(b.hurt))


def _surnames(facts: Facts) -> set[str]:
    return {name.rsplit(" ", 1)[-1] for name in facts.people}


def _told_at_once(a: Facts, b: Facts) -> bool:
    """Whether both were published within a few days."""
    return a.published is not None and b.published is not None and abs(a.published - b.published) <= AT_ONCE


def _told_in_weeks(a: Facts, b: Facts) -> bool:
    """Whether both were published within two weeks."""
    return a.published is not None and b.published is not None and abs(a.published - b.published) <= WEEKS


def _small(a: Facts, b: Facts) -> bool:
    """Whether the sites are small places: not the seat that gives a province or district its name."""
    return all(fold(p.name or "") != fold(p.admin1 or "-") for f in (a, b) for p in f.sites[:1])


def _alike(a: Facts, b: Facts) -> bool:
    """Whether both tell of a killing of many, and of numbers that can be of one: sources differ by some times, and not by any."""
    return _mass(a) and _mass(b) and any(max(x, y) <= TIMES * min(x, y) for x in a.dead for y in b.dead)


def _two_days(a: Facts, b: Facts) -> bool:
    """Whether the two state one day each, not the same one, and no number of dead in common."""
    return length(*a.days) == 1 == length(*b.days) and a.days != b.days and not set(a.dead) & set(b.dead)


def _mass(facts: Facts) -> bool:
    return bool(facts.dead) and max(facts.dead) >= MASS and "clash" not in facts.families


def compare_totals(a: Facts, b: Facts) -> Comparison:
    """Two totals over days or a region.

    The same region counts 2, the same first day 2, the same figure by one root 3, an uneven figure of a thousand and more told on one
    day 2 where something else agrees; overlapping days, one root, parties, victims'
    group, a counted thing and publication within ten days 1 each. Needed are 3, with the region, the first day or the figure among them.
    """
    out = Comparison()
    anchored = _regions(a, b, out)
    if a.days != (None, None) and b.days != (None, None):
        if not overlap(a.days, b.days):
            out.against.append("days: the periods are apart")
        elif a.days[0] is not None and a.days[0] == b.days[0]:
            out.add("the same first day", 2)
            anchored = True
        elif mostly(a.days, b.days):
            out.add("overlapping days")
        else:
            out.against.append("days: the periods overlap too little")
    if a.figures & b.figures:
        out.add(f"the same figure by {sorted(a.figures & b.figures)[0][0]}", 3)
        anchored = True
    if a.roots & b.roots:
        out.add(f"one source's totals: {sorted(a.roots & b.roots)[0]}", 1)
        if _told_in_series(a, b):
            out.add("told within days of one another, and not of two places")
            anchored = True
    exact = {n for _, n in a.numbers & b.numbers if n >= VAST and n % 50} if not a.figures & b.figures and _apart_days(a, b) <= 1 else set()
    if a.parties & b.parties:
        out.add(f"parties: {sorted(a.parties & b.parties)[0]}")
    if a.groups & b.groups:
        out.add(f"victims: {sorted(a.groups & b.groups)[0]}")
    if a.details.things & b.details.things:
        out.add(f"both count {sorted(a.details.things & b.details.things)[0]}")
    if exact and out.score:
        out.add(f"{max(exact)} told on one day", 2)
        anchored = True
    if a.published is not None and b.published is not None and abs(a.published - b.published) <= 10:
        out.add("published within ten days")
    out.enough = anchored and out.score >= ENOUGH_TOTAL
    return out


def _told_in_series(a: Facts, b: Facts) -> bool:
    """Whether two totals of one source can be its running count: told within days, and not of two places or of two stretches of days.

    A month's dead of a whole country are not those of five days of it, however near they are told. But who says the month and no place
    may be telling of those days loosely.
    """
    if a.published is None or b.published is None or _apart_days(a, b) > SERIES or (_places_of(a) and _places_of(b)):
        return False
    if a.days[0] is None or b.days[0] is None or abs(a.days[0] - b.days[0]) < TOTAL_DAYS:
        return True
    return not _places_of(max(a, b, key=lambda f: length(*f.days) or 0))


def _regions(a: Facts, b: Facts, out: Comparison) -> bool:
    """Whether both count the same region; a region inside the other, or beside it, is noted against."""
    mine, theirs = _places_of(a), _places_of(b)
    if not mine or not theirs:
        return False
    if any(same_place(p, q) for p in mine for q in theirs):
        out.add(f"region: {mine[0].name}", 2)
        return True
    if any(lies_in(p, q) or lies_in(q, p) for p in mine for q in theirs):
        out.against.append(f"one region lies in the other: {mine[0].name}, {theirs[0].name}")
    else:
        out.against.append(f"region: {mine[0].name}, {theirs[0].name}")
    return False


def _places_of(facts: Facts) -> list[Place]:
    """A total's places: its regions, or its one site. Several sites in a list are a region that has no name."""
    return facts.regions or (facts.sites if len(facts.sites) == 1 else [])


def mostly(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> bool:
    """Whether the shorter of two periods lies in the longer but for a day at each end, and is not many times shorter."""
    la, lb = length(*a), length(*b)
    if la is None or lb is None:
        return True
    return max(la, lb) <= UNLIKE * max(min(la, lb), TOTAL_DAYS)
