"""Reports that tell of no happening themselves but speak about one: an inquiry's findings, a denial, a reaction."""

from collections import defaultdict
from collections.abc import Sequence

from .facts import Facts
from .linking import Groups
from .places import same_place
from .union import Joined

ENOUGH = 2
"""Facts that must agree before a report is put with an incident it only speaks about."""
UNEVEN = 100
"""From this many, a counted thing whose number is not round hardly comes up twice."""
NEAR_DAYS = 3
"""Days between publications that count as one occasion."""


def attach_silent(facts: Sequence[Facts], silent: Sequence[Facts], groups: Groups) -> dict[int, Joined]:
    """For each such report the link to the telling it agrees with most, where enough agrees and no second incident agrees as much."""
    posting: dict[str, list[Facts]] = defaultdict(list)
    for f in facts:
        for key in f.keys:
            posting[key].append(f)
    out: dict[int, Joined] = {}
    for s in silent:
        near = {f.n: f for key in sorted(s.keys) for f in posting.get(key, ())[:24]}
        scored = sorted(((-len(_agree(s, f)), f.n, f) for f in near.values()), key=lambda x: x[:2])
        if not scored or -scored[0][0] < ENOUGH:
            continue
        best = scored[0]
        rivals = {groups.of[n] for score, n, _ in scored if score == best[0]}
        if len(rivals) == 1:
            out[s.n] = Joined(best[1], s.n, "speaks_about", "; ".join(_agree(s, best[2])))
    return out


def _agree(s: Facts, f: Facts) -> list[str]:
    """What a report that only speaks about something and a telling agree in."""
    things = sorted(s.details.things & f.details.things)
    out = [f"both count {t}" for t in things[:2]]
    out += ["an uneven number, and not by chance" for t in things if int(t.split()[0]) >= UNEVEN and int(t.split()[0]) % 50][:1]
    out += [f"one source: {r}" for r in sorted(s.roots & f.roots)[:1]]
    out += ["a person named in both" for _ in sorted(s.people & f.people)[:2]]
    if any(same_place(p, q) for p in s.sites + s.regions for q in f.sites + f.regions):
        out.append("the same place")
    if s.published is not None and f.published is not None and abs(s.published - f.published) <= NEAR_DAYS:
        out.append("published at one time")
    return out
