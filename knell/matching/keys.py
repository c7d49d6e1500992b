"""The keys a telling is looked up by, and what two reports must share before they are compared at all.

A **lookup** finds others; a **mark** only counts once somebody is found. Each begins with its kind, and each kind weighs what the fact it
stands for can bring in ``comparing``: two reports whose common keys weigh less than ``ENOUGH`` cannot pass the contract's rule, and
are not compared. The lists of lookups are in order of time, and each report meets only the nearest on either side: so that what a report
can meet is bounded, whatever else the collection holds.
"""

from collections.abc import Sequence

from .adopting import is_loose
from .days import length
from .facts import GENERIC_ACTS, INQUIRY, MASS, REACH, SMALL, WEEK, Facts
from .places import fold, rank, skeleton

MONTH = 30
NEAR = 8
"""Neighbours in time, on either side, that a report meets under one lookup."""
NEAR_TOTALS = 24
"""And under one that only totals have: they are told for months after, in words of which each says a little."""
OF_TOTALS = frozenset({"region", "start", "series", "meant"})
ENOUGH = 2
"""What the keys two reports share must weigh before they are compared."""
WEIGHT = {
    "sited": 2,
    "told": 2,
    "mass": 2,
    "person": 2,
    "figure": 2,
    "vast": 2,
    "body": 2,
    "paved": 2,
    "region": 2,
    "series": 2,
    "meant": 2,
    "many": 2,
    "text": 2,
    "name": 0,
    "seeks": 0,
}
"""Kind of key -> what it weighs; all others weigh 1."""
SEEKS = "seeks/"
"""The mark of a report with a telling that may join one of several others."""
AT_ONCE = 2
"""Days between publications within which two reports that name one site are shown to a person."""


def weigh(kinds: Sequence[str]) -> int:
    """What shared keys of these kinds weigh together: each kind once, for a fact may have several keys; but every person in both counts."""
    return sum(WEIGHT.get(kind, 1) for kind in set(kinds) - {"who"}) + kinds.count("who")


def reach_of(key: str) -> int:
    """How many neighbours on either side a report meets under a key."""
    return NEAR_TOTALS if key.split("/", 1)[0] in OF_TOTALS else NEAR


def find_lookups(facts: Facts) -> set[str]:
    """The keys under which a telling finds others."""
    keys: set[str] = set()
    weeks = _weeks(facts)
    for site in facts.sites[:4]:
        bones = skeleton(site.name or site.text or "")
        keys.update(f"site/{bones}/{w}" for w in weeks)
        if length(*facts.days) == 1 and facts.days[0] is not None and not facts.families & GENERIC_ACTS:
            keys.update(f"sited/{bones}/{facts.days[0] + k}" for k in (0, 1))
        if facts.dead and max(facts.dead) >= MASS:
            keys.add(f"mass/{bones}")
        if facts.published is not None:
            keys.update(f"told/{bones}/{facts.published // AT_ONCE + k}" for k in (0, 1))
        else:
            keys.add(f"told/{bones}/?")
    for name in facts.named:
        keys.add(f"person/{name}")
    if facts.published is not None:
        keys.update(f"name/{name}/{facts.published // MONTH + k}" for name in facts.people for k in (0, 1))
    else:
        keys.update(f"person/{name}" for name in facts.people)
    keys.update(f"figure/{root}/{harm}/{n}" for root, harm, n in facts.figures)
    for thing in facts.details.things:
        keys.add(f"thing/{thing}")
        if int(thing.split(maxsplit=1)[0]) >= 10 * SMALL:
            keys.add(f"many/{thing}")
    if length(*facts.days) == 1 and facts.days[0] is not None:
        keys.update(f"paved/{s}/{facts.days[0] + k}" for s in facts.details.streets for k in (0, 1))
    keys.update(f"block/{b}/{w}" for b in facts.details.blocks for w in weeks)
    keys.update(f"force/{name}/{w}" for name in facts.details.forces for w in weeks if not facts.total)
    keys |= _number_lookups(facts) | _total_lookups(facts, weeks)
    unplaced = not (facts.sites or facts.regions) or facts.telling.inferred
    if facts.published is not None and unplaced and facts.days == (None, None):
        keys.update(f"word/{root}/{facts.published + k}" for root in facts.roots for k in (0, 1))
        keys.update(f"body/{root}/{facts.published + k}" for root in facts.roots if INQUIRY.search(root) for k in (0, 1))
    return keys


def _number_lookups(facts: Facts) -> set[str]:
    keys: set[str] = set()
    for harm, n in facts.numbers:
        if n >= 100 and facts.published is not None:
            keys.update(f"number/{harm}/{n}/{facts.published + k}" for k in (0, 1))
        elif n >= 100:
            keys.add(f"number/{harm}/{n}")
        if n >= 1000:
            keys.add(f"vast/{harm}/{n}")
    return keys


def _total_lookups(facts: Facts, weeks: list[int]) -> set[str]:
    if not facts.total:
        return {f"meant/{key}" for key in facts.meant} if not (facts.sites or facts.regions) else set()
    keys = {f"meant/{key}" for key in facts.meant}
    keys.update(f"region/{fold(p.name or p.text or '')}/{w}" for p in facts.regions for w in (*weeks, "?") if rank(p) < 5 or w != "?")
    if facts.days[0] is not None:
        keys.update(f"start/{facts.days[0]}" for _ in (0,))
        keys.update(f"series/{root}/{facts.days[0]}" for root in facts.roots)
    if facts.published is not None:
        keys.update(f"series/{root}/told {facts.published // WEEK + k}" for root in facts.roots for k in (0, 1))
    return keys


def find_marks(facts: Facts) -> set[str]:
    """The keys that count where two tellings share a lookup, and are too common to look up by."""
    d = facts.details
    marks = {f"age/{age}" for age in d.ages} | {f"street/{street}" for street in d.streets}
    marks |= {f"hour/{hour // 30 + k}" for hour in d.hours for k in (0, 1)}
    marks |= {f"who/{name}" for name in facts.people}
    marks |= {f"surname/{name.rsplit(' ', 1)[-1]}" for name in facts.people}
    marks |= {f"party/{party}" for party in facts.parties} | {f"group/{group}" for group in facts.groups}
    marks |= {f"root/{root}" for root in facts.roots}
    if facts.credit:
        marks.add(f"credit/{facts.credit}")
    if facts.silent or is_loose(facts):
        marks.add(SEEKS)
    if facts.total and facts.published is not None:
        marks.update(f"news/{facts.published // 10 + k}" for k in (0, 1))
    return marks


def is_uneven(thing: str) -> bool:
    """Whether a counted thing's number hardly comes up twice by chance."""
    n = int(thing.split(maxsplit=1)[0])
    return n >= 10 * SMALL and n % 50 != 0


def _weeks(facts: Facts) -> list[int]:
    """The weeks a telling's happening may have begun in; empty where nothing says when."""
    start, end = facts.days
    if start is not None or end is not None:
        lo = start if start is not None else (end or 0) - WEEK
        hi = end if end is not None else lo + WEEK
        hi = min(hi, lo + REACH)
        return list(range((lo - 1) // WEEK, (hi + 1) // WEEK + 1))
    if facts.published is not None:
        return list(range((facts.published - REACH) // WEEK, facts.published // WEEK + 1))
    return []
