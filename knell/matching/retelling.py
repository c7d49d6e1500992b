"""One happening told twice in one report: the headline's figure again in the body, and a place told first coarse, then fine.

News is written lead first: a headline and a first sentence tell of a happening in the widest words ("18 dead in the capital"), the
body tells it again in narrower ones (a suburb, a village, an hour). Two tellings of one report are one happening where they give the
same number of dead and nothing in place, time and kind speaks against it; and where the later one lies at the one place told inside
the earlier one's, on its day, with no more dead.
"""

from collections.abc import Sequence

from knell.records.claim import Claim, Place, Time

from .days import overlap, stretch
from .places import compatible, distance_km, is_site, lies_in

NEAR_KM = 30.0
"""A suburb or a village is told by the name of its city within this distance, where figure and day are the same."""
TOLD_AGAIN = 3
"""From this many dead the same figure in one report is one happening's: ones and twos are alike by chance."""
WEEK = 7


def figures_of(claims: Sequence[Claim]) -> set[int]:
    """The numbers of dead that claims give, where large enough to know a happening by."""
    counts = [c.count for c in claims if c.harm == "killed" and c.count is not None and c.count.kind not in ("vague", "named", "more_than")]
    numbers = {c.low if c.low is not None else c.best for c in counts}
    return {n for n in numbers if n is not None and n >= TOLD_AGAIN}


def told_near(one: Sequence[Place], other: Sequence[Place], *, lead: bool) -> bool:
    """Whether two tellings can be at one place; of the ``lead``'s, a city's name may stand for what lies around it."""
    if not one or not other:
        return True
    return any(compatible(p, q) or (lead and _close(p, q)) for p in one for q in other)


def _close(p: Place, q: Place) -> bool:
    km = distance_km(p, q)
    return is_site(p) and is_site(q) and km is not None and km <= NEAR_KM


def in_one_passage(one: Sequence[Claim], other: Sequence[Claim]) -> bool:
    """Whether two tellings share a sentence: it then tells of two happenings, "12 in one village and 12 in the next"."""
    return bool({c.passage.start for c in one} & {c.passage.start for c in other})


LATE = 5 * WEEK
"""Days by which a report may be posted late, so that its weekdays are counted from another week."""


def told_same_day(one: Sequence[Claim], other: Sequence[Claim]) -> bool:
    """Whether two tellings can be of one day: a day apart at most, or a weekday named alone and a date that falls on it."""
    times = [[c.time for c in side if c.time is not None and stretch(c.time) != (None, None)] for side in (one, other)]
    if not times[0] or not times[1]:
        return True
    return any(overlap(stretch(a), stretch(b), slack=1) or _same_weekday(a, b) for a in times[0] for b in times[1])


def _same_weekday(a: Time, b: Time) -> bool:
    """Whether one is a bare weekday and the other a date on that weekday: a report posted later counts its weekdays from a later day."""
    (start, end), (first, last) = stretch(a), stretch(b)
    if start is None or start != end or first is None or first != last:
        return False
    bare = [not any(ch.isdigit() for ch in t.text or "0") for t in (a, b)]
    return bare[0] != bare[1] and start % WEEK == first % WEEK and abs(start - first) <= LATE


def finer(inside: Sequence[Place], around: Sequence[Place]) -> bool:
    """Whether one telling's places all lie within the other's one."""
    return bool(inside) and len(around) == 1 and all(lies_in(p, around[0]) for p in inside)
