"""True worlds, and what sources tell of them: does rule ``entailed`` hold the truth, is its range the tightest, is anybody counted twice?

A world is people with what is true of them: whether killed, injured or injured and then dead; civilians, fighters or others; children or
women; by whose hand; early or late; in which smaller incident inside the larger. So the exact answer to every toll is known. Sources
then tell of it: right, in bounds, vaguely, late, with an update, of a part; relays copy, parties deny; in some worlds sources garble.

- **The truth is inside** wherever the claims allow it: wherever the claims that are true cannot be joined by one that is not.
- **The range is the tightest**: in small worlds every way in which so many people can be is tried out, with no help from the cells or
the solver.
- **Nobody is counted twice**: no lower end lies above the truth where no source is wrong; copies make no more independent roots.

    python soak/worlds.py [--worlds 10000] [--seed 1] [--figures build/soak/worlds.json]
"""

import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from knell.reckoning.figures import MANY
from knell.reckoning.incidents import reckon
from knell.records import Claim, Count, Event, Incident, Party, Place, Relation, Span, Time, Toll, Victim
from knell.records.matched import Gathering, Matched, Root, Source
from soak import command

WHOLE, PARTS = "i:whole", ("i:part1", "i:part2")
HANDS = ("Northern Front", "Southern Front")
EARLY, LATE, START = "2031-05-04", "2031-05-09", "2031-05-01"
GROUPS: dict[str, dict[str, Any]] = {
    "all": {},
    "civilians": {"text": "civilians", "status": "civilian"},
    "security forces": {"text": "security personnel", "status": "combatant"},
    "loyalists": {"text": "loyalists", "status": "combatant"},
    "children": {"text": "children", "age_group": "child"},
    "women": {"text": "women", "sex": "female"},
}
VALUES: dict[str, tuple[object, ...]] = {
    "status": ("civilians", "security forces", "loyalists", "other"),
    "child": (False, True),
    "woman": (False, True),
    "hand": (*HANDS, None),
    "late": (False, True),
    "where": ((), PARTS[:1], PARTS[1:], PARTS),
    "fate": ("killed", "injured", "both"),
}
"""What is true of a person: each name with its values."""
COMMONEST: dict[str, object] = {
    "status": "other",
    "child": False,
    "woman": False,
    "hand": None,
    "late": False,
    "where": (),
    "fate": "killed",
}


class Scope(NamedTuple):
    """What a claim counts, in the world's own words."""

    incident: str = WHOLE
    harm: str = "killed"
    group: str = "all"
    hand: str | None = None
    until: str | None = None


class Told(NamedTuple):
    """One claim as its source means it: ``low`` to ``high`` of ``scope``, unless it bounds nothing. ``true``: whether that is so."""

    claim: Claim
    root: str
    scope: Scope
    low: int
    high: int | None
    true: bool


class World(NamedTuple):
    """People, each as a tuple over ``names``; how many there are of each; and what is told of them. ``last``: what each source says last
    of each scope; ``meant``: claim -> its source and what it counts.
    """

    names: tuple[str, ...]
    kinds: tuple[tuple[object, ...], ...]
    numbers: tuple[int, ...]
    total: bool
    matched: Matched
    last: tuple[Told, ...]
    meant: Mapping[str, tuple[str, Scope]]
    roots: frozenset[str]

    def count(self, scope: Scope) -> int:
        """The truth."""
        return sum(n for kind, n in zip(self.kinds, self.numbers, strict=True) if counts(scope, self.names, kind))


class Result(NamedTuple):
    """What one world came to. ``faults``: one line each."""

    tolls: int
    allowed: int
    checked: int
    conflicts: int
    open_: int
    faults: tuple[str, ...]


def counts(scope: Scope, names: Sequence[str], kind: Sequence[object]) -> bool:
    """Whether a scope counts a person of this kind."""
    person = COMMONEST | dict(zip(names, kind, strict=True))
    where = person["where"]
    assert isinstance(where, tuple)
    told = {
        "killed": person["fate"] in ("killed", "both"),
        "injured": person["fate"] in ("injured", "both"),
        "casualties": True,
    }[scope.harm]
    group = {"all": True, "children": person["child"], "women": person["woman"]}.get(scope.group, person["status"] == scope.group)
    return bool(
        told
        and group
        and scope.hand in (None, person["hand"])
        and (scope.until is None or not person["late"])
        and (scope.incident == WHOLE or scope.incident in where)
    )


class Teller:
    """Makes a world and lets sources tell of it. ``wrong``: whether some sources garble. ``small``: few enough to try everything out."""

    def __init__(self, seed: int, *, small: bool, wrong: bool) -> None:
        self._random, self._small, self._wrong = random.Random(seed), small, wrong
        self._seed, self._claims, self._sources, self._roots = seed, [], [], []  # type: int, list[Claim], list[Source], list[Root]
        self._last: dict[tuple[str, Scope], Told] = {}
        self._in: dict[str, list[str]] = {}
        self._extra: list[Told] = []
        self._meant: dict[str, tuple[str, Scope]] = {}

    def tell(self) -> World:
        """The world."""
        self._people()
        roots = [f"Monitor {chr(65 + n)}" for n in range(self._random.randint(1, 4 if self._small else 6))]
        for root in roots:
            for _ in range(self._random.randint(1, 2 if self._small else 4)):
                self._tell_one(root)
        gatherings = [self._gathering(name) for name in (WHOLE, *PARTS) if self._in.get(name)]
        matched = Matched(sources=tuple(self._sources), claims=tuple(self._claims), roots=tuple(self._roots), incidents=tuple(gatherings))
        told = [t for t in [*self._last.values(), *self._extra] if not self._is_beside_figure(t)]
        return World(
            self._names, self._kinds, self._numbers, self._total, matched, tuple(told), self._meant, frozenset(t.root for t in told)
        )

    def _is_beside_figure(self, told: Told) -> bool:
        """Whether it is a list of names whose source also gives a number of that harm: then it is the number that counts."""
        count = told.claim.count
        assert count is not None
        beside = (told.root, told.scope.incident, told.scope.harm)
        numbers = [c for c in self._claims if c.count is not None and c.count.kind != "named" and c.claim in self._meant]
        return count.kind == "named" and beside in {
            (root, scope.incident, scope.harm) for root, scope in (self._meant[c.claim] for c in numbers)
        }

    def _people(self) -> None:
        pick = self._random
        names = pick.sample(sorted(VALUES), 2 if self._small else pick.randint(2, 4))
        self._names = tuple(sorted(names))
        self._kinds = tuple(product(*(VALUES[name] for name in self._names)))
        self._total = "late" in self._names or pick.random() < 0.4
        most = pick.choice((5, 60, 1500))
        if self._small:
            numbers = [0] * len(self._kinds)
            for _ in range(pick.randint(1, 5)):
                numbers[pick.randrange(len(numbers))] += 1
        else:
            numbers = [pick.randint(0, most) * (pick.random() < 0.7) for _ in self._kinds]
        self._numbers = tuple(numbers)

    def _truth(self, scope: Scope) -> int:
        return sum(n for kind, n in zip(self._kinds, self._numbers, strict=True) if counts(scope, self._names, kind))

    def _scope(self) -> Scope:
        pick, names = self._random, self._names
        incident = pick.choice((WHOLE, *PARTS)) if "where" in names and pick.random() < 0.5 else WHOLE
        harm = pick.choice(("killed", "injured", "casualties")) if "fate" in names else "killed"
        groups = ["all", "all"]
        groups += ["civilians", "security forces", "loyalists"] if "status" in names else []
        groups += ["children"] if "child" in names else []
        groups += ["women"] if "woman" in names else []
        until = EARLY if "late" in names and incident == WHOLE and pick.random() < 0.5 else None
        return Scope(incident, harm, pick.choice(groups), None, until)

    def _tell_one(self, root: str) -> None:
        pick = self._random
        scope = self._scope()
        if any(r == root and s._replace(until=None) == scope._replace(until=None) for r, s in self._last):
            return
        if "hand" in self._names and pick.random() < 0.4:
            self._divide(root, scope._replace(until=None))
            return
        if any(r == root and t.high == self._truth(scope) >= MANY for (r, _), t in self._last.items()):
            return  # one source's one large number, told of all and of a part, is a relay's garble to Knell
        way = pick.choice(("once", "once", "updated", "copied", "denied", "part", "vaguely"))
        number = self._number(scope)
        if way == "updated" and number > 1:
            old = self._say(root, scope, pick.randint(1, number), "exact", day=LATE, keep=False)
            self._say(root, scope, number, "exact", day="2031-05-10", relations=(("updates", old.claim),) if pick.random() < 0.5 else ())
        elif way == "copied":
            for _ in range(pick.randint(2, 4)):
                self._say(root, scope, number, "exact")
        elif way == "denied":
            self._say(root, scope, number, "exact")
            self._deny(scope)
        elif way == "part" and number > 1:
            whole = self._say(root, scope, number, "exact", day=LATE)
            report, part = whole.claim.report, pick.randint(1, number - 1)
            claim = self._make(root, scope, part, part, "exact", LATE, report, (("part_of", whole.claim),))
            self._extra.append(Told(claim, root, scope, part, None, self._truth(scope) >= part))
        elif way == "vaguely":
            self._say(root, scope, number, pick.choice(("about", "vague")))
        else:
            self._say(
                root, scope, number, pick.choice(("exact", "exact", "at_least", "more_than", "at_most", "between", "verified", "named"))
            )

    def _number(self, scope: Scope) -> int:
        """The number a source has: the truth, or, where it garbles, another one, perhaps that of other people."""
        true = self._truth(scope)
        if not self._wrong or self._random.random() < 0.6:
            return true
        return max(0, true + self._random.randint(-3, 4)) if self._random.random() < 0.7 else self._truth(Scope(scope.incident))

    def _divide(self, root: str, scope: Scope) -> None:
        """One source divides its dead by hand: two numbers, unlike enough that no relay would make one of them."""
        numbers = [self._number(scope._replace(hand=hand)) for hand in HANDS]
        far = abs(numbers[0] - numbers[1]) * 50 > max(numbers)
        if min(numbers) > 0 and far and not any(r == root and s.hand is not None for r, s in self._last):
            report = self._report(LATE)
            for hand, number in zip(HANDS, numbers, strict=True):
                self._say(root, scope._replace(hand=hand), number, "exact", report=report)

    def _say(
        self,
        root: str,
        scope: Scope,
        number: int,
        kind: str,
        *,
        day: str = LATE,
        keep: bool = True,
        report: str | None = None,
        relations: tuple[tuple[str, Claim], ...] = (),
    ) -> Told:
        pick = self._random
        slack = pick.randint(0, 2 if self._small else 20)
        low, high = {
            "at_least": (max(1, number - slack), None),
            "more_than": (max(1, number - slack), None),
            "at_most": (0, number + slack),
            "between": (max(0, number - slack), number + slack),
        }.get(kind, (number, number))
        if kind in ("at_least", "more_than", "named") and number == 0:
            kind, low, high = "exact", 0, 0
        claim = self._make(root, scope, low, high, kind, day, report, relations)
        floor = kind in ("verified", "named")
        bounds = (0, None) if kind in ("about", "vague") else (low, None if floor else high)
        truth = self._truth(scope)
        told = Told(claim, root, scope, *bounds, bounds[0] <= truth and (bounds[1] is None or truth <= bounds[1]))
        if keep:
            self._last[(root, scope)] = told
        return told

    def _make(
        self,
        root: str,
        scope: Scope,
        low: int,
        high: int | None,
        kind: str,
        day: str,
        report: str | None,
        relations: tuple[tuple[str, Claim], ...],
    ) -> Claim:
        report = report or self._report(day)
        victim = Victim(**GROUPS[scope.group]) if scope.group != "all" else None
        if kind == "about":
            count = Count(best=low, kind="about")
        elif kind == "vague":
            count = Count(low=2, kind="vague")
        else:
            said = "exact" if kind == "verified" else kind
            count = Count(low=low, high=high, best=low if low == high else None, kind=said)  # type: ignore[arg-type]
        if kind == "named":
            victims = tuple(Victim(name=f"Person {n}") for n in range(low))
        else:
            victims = (victim,) if victim else ()
        if kind == "named" and scope.group != "all":
            count, victims = Count(low=low, high=None, kind="at_least"), (victim,) if victim else ()
        until = scope.until or LATE
        claim = Claim(
            claim=f"c:{len(self._claims):04d}",
            report=report,
            passage=Span(start=0, end=1),
            event=Event(type="killing"),
            harm=scope.harm,  # type: ignore[arg-type]
            count=count,
            victims=victims,
            perpetrators=(Party(name=scope.hand, kind="armed_group"),) if scope.hand else (),
            places=(Place(name="Valley", precision="admin1", country="XX"),),
            time=Time(from_=START, to=until if self._total else START, precision="days" if self._total else "day"),
            speakers=(Party(name=root, kind="monitor"),),
            stance="reported",
            basis="verified" if kind == "verified" else "unstated",
            relations=tuple(Relation(kind=k, claim=c.claim) for k, c in relations),  # type: ignore[arg-type]
        )
        self._claims.append(claim)
        self._meant[claim.claim] = (root, scope)
        self._roots.append(Root(claim=claim.claim, name=root, key=root.casefold(), kind="monitor", via="named"))
        self._in.setdefault(scope.incident, []).append(claim.claim)
        return claim

    def _report(self, day: str) -> str:
        name = f"r{len(self._sources)}"
        self._sources.append(Source(report=name, published=day, outlet=None, text_hash=f"{len(self._sources):064x}"))
        return name

    def _deny(self, scope: Scope) -> None:
        """A party denies it. A denial lowers nothing."""
        report = self._report(LATE)
        claim = Claim(
            claim=f"c:{len(self._claims):04d}",
            report=report,
            passage=Span(start=0, end=1),
            event=Event(type="denial"),
            harm=scope.harm,  # type: ignore[arg-type]
            count=Count(low=0, high=0, best=0),
            speakers=(Party(name="Ministry", kind="government"),),
            stance="denied",
        )
        self._claims.append(claim)
        self._roots.append(Root(claim=claim.claim, name="Ministry", key="ministry", kind="government", via="named"))
        self._in.setdefault(scope.incident, []).append(claim.claim)

    def _gathering(self, name: str) -> Gathering:
        claims = self._in[name]
        total = self._total
        inside = name in PARTS and bool(self._in.get(WHOLE))
        reports = {c.claim: c.report for c in self._claims}
        return Gathering(
            incident=name,
            kind="aggregate" if total else "incident",
            type="killing",
            part_of=WHOLE if inside else None,
            reports=tuple(dict.fromkeys(reports[c] for c in claims)),
            claims=tuple(claims),
            main=tuple(claims),
            places=(Place(name="Valley", precision="admin1", country="XX"),),
            time=Time(from_=START, to=LATE, precision="days"),
        )


def check_world(seed: int, *, small: bool, wrong: bool) -> Result:
    """Makes one world, reckons it and holds it against the truth, and, where it is small, against every way it can be."""
    world = Teller(seed, small=small, wrong=wrong).tell()
    faults: list[str] = []
    tolls = [(i, t) for i in reckon(world.matched, rule="entailed") for t in i.tolls]
    bounds = _bounds(world)
    right = [n for n, told in enumerate(bounds) if told.true]
    brute = Brute(world, bounds) if small else None
    if brute is not None and not brute.fits():
        brute = None
    allowed = checked = 0
    for incident, toll in tolls:
        scope = scope_of(incident, toll)
        truth = world.count(scope)
        inside = (toll.low or 0) <= truth and (toll.high is None or truth <= toll.high)
        may = len(right) == len(bounds) if brute is None else brute.allows(right)
        allowed += may
        if may and not inside:
            faults.append(f"seed {seed}: {scope}: {truth} is not in [{toll.low}, {toll.high}]: {toll.why}")
        if brute is not None:
            checked += 1
            if (toll.low or 0, toll.high) != brute.range(scope):
                faults.append(f"seed {seed}: {scope}: [{toll.low}, {toll.high}] where {brute.range(scope)} is the range: {toll.why}")
            named = {frozenset(world.meant[claim] for claim in c) for c in toll.conflicts}
            if not named <= brute.conflicts():
                faults.append(f"seed {seed}: {scope}: conflicts that are none: {named - brute.conflicts()}")
    if not wrong:
        faults += _counted_twice(seed, world)
    return Result(
        len(tolls), allowed, checked, sum(bool(t.conflicts) for _, t in tolls), sum(t.high is None for _, t in tolls), tuple(faults)
    )


def _bounds(world: World) -> list[Told]:
    """The claims that bound something: of each root the one that counts up to the latest day."""
    return [t for t in world.last if t.low > 0 or t.high is not None]


def scope_of(incident: Incident, toll: Toll) -> Scope:
    """The scope of a toll, in the world's words."""
    return Scope(incident.incident, toll.harm, toll.group, toll.scope.by, EARLY if toll.scope.to == EARLY else None)


def _counted_twice(seed: int, world: World) -> Iterator[str]:
    """Where no source is wrong: lower ends above the truth, and copies that made roots."""
    for rule in ("entailed", "reported"):
        for incident in reckon(world.matched, rule=rule):
            if incident.n_independent > len(world.roots) + 1:
                yield f"seed {seed}: {incident.n_independent} independent roots of {len(world.roots)}"
            for toll in incident.tolls:
                loose = any(lane.kind in ("about", "vague") for lane in toll.lanes)
                scope = scope_of(incident, toll)
                if rule == "reported" and (loose or "late" in world.names):
                    continue
                if (toll.low or 0) > world.count(scope):
                    yield f"seed {seed}: {rule}: {scope}: {toll.low} of {world.count(scope)} are counted: {toll.why}"


@cache
def ways(kinds: int, most: int) -> "np.ndarray[Any, Any]":
    """Every way to put up to ``most`` people in so many kinds, a row each."""
    rows: list[list[int]] = []

    def fill(so_far: list[int], left: int) -> None:
        if len(so_far) == kinds:
            rows.append(so_far)
            return
        for n in range(left + 1):
            fill([*so_far, n], left - n)

    fill([], most)
    table: np.ndarray[Any, Any] = np.asarray(rows, dtype=np.int16)
    return table


class Brute:
    """Every way in which up to so many people can be, with the claims each way makes true. Knows nothing of cells or solvers."""

    def __init__(self, world: World, bounds: Sequence[Told]) -> None:
        self._world, self._bounds = world, bounds
        kinds = len(world.kinds)
        self._most = {4: 12, 6: 10, 8: 8, 9: 8, 12: 7, 16: 6}.get(kinds, 6)
        self._ways = ways(kinds, self._most)
        self._size = self._ways.sum(axis=1)
        mask = np.zeros(len(self._ways), dtype=np.int64)
        for bit, told in enumerate(bounds):
            number = self._number(told.scope)
            holds = number >= told.low
            if told.high is not None:
                holds &= number <= told.high
            mask |= holds.astype(np.int64) << bit
        self._mask = mask
        every = {int(m) for m in np.unique(mask)}
        self.maximal = [m for m in every if not any(m != o and m & o == m for o in every)]
        self._possible = every

    def fits(self) -> bool:
        """Whether the numbers are small enough for what was tried out: all that is told, were no two of it of the same people."""
        largest: dict[Scope, int] = {}
        for t in self._bounds:
            largest[t.scope] = max(largest.get(t.scope, 0), t.low, t.high or 0)
        return sum(largest.values()) < self._most

    def _number(self, scope: Scope) -> "np.ndarray[Any, Any]":
        inside = [counts(scope, self._world.names, kind) for kind in self._world.kinds]
        number: np.ndarray[Any, Any] = self._ways[:, inside].sum(axis=1)
        return number

    def allows(self, right: Sequence[int]) -> bool:
        """Whether the claims that are true cannot be joined by one that is not."""
        return sum(1 << n for n in right) in self.maximal

    def range(self, scope: Scope) -> tuple[int, int | None]:
        """The hull over the maximal sets; the upper end is open where one person more to try with gives one more."""
        number = self._number(scope)
        lows, highs = [], []
        for maximal in self.maximal:
            here = (self._mask & maximal) == maximal
            lows.append(int(number[here].min()))
            fewer = here & (self._size < self._most)
            most = int(number[here].max())
            grows = not fewer.any() or most > int(number[fewer].max())
            highs.append(None if grows else most)
        return min(lows), None if None in highs else max(h for h in highs if h is not None)

    @cache  # noqa: B019  one world, one question
    def conflicts(self) -> set[frozenset[tuple[str, Scope]]]:
        """The smallest sets of claims that no way makes true."""
        n = len(self._bounds)
        possible = [m for m in range(1 << n) if any(m & o == m for o in self.maximal)]
        fine = set(possible)
        smallest = [m for m in range(1 << n) if m not in fine and all(m & ~(1 << k) in fine for k in range(n) if m >> k & 1)]
        return {frozenset(self._world.meant[self._bounds[k].claim.claim] for k in range(n) if m >> k & 1) for m in smallest}


def run_worlds(worlds: int, seed: int, say: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Checks so many worlds: half of them small, a third of them with sources that are wrong."""
    began = time.monotonic()
    sums = [0] * 5
    faults: list[str] = []
    for n in range(worlds):
        result = check_world(seed * 1_000_003 + n, small=n % 2 == 0, wrong=n % 3 == 0)
        sums = [a + b for a, b in zip(sums, result[:5], strict=True)]
        faults += result.faults
        if (n + 1) % 1000 == 0:
            say(f"{n + 1} worlds, {len(faults)} faults")
    names = ("tolls", "truth allowed", "checked by trying everything", "with conflicts", "open above")
    seconds = round(time.monotonic() - began, 1)
    return {"worlds": worlds, "seed": seed, **dict(zip(names, sums, strict=True)), "faults": faults, "seconds": seconds}


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> int:
    """Runs the worlds, prints the figures and returns 0 where none is at fault."""
    parser = command.parser_of("rule entailed against true worlds", command.Number("worlds", 10_000))
    return command.run(parser, lambda asked, _: run_worlds(asked.worlds, asked.seed, say=_say), lambda figures: not figures["faults"])


if __name__ == "__main__":
    sys.exit(main())
