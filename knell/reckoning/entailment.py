"""What claims entail: the range each quantity has over the claims that can all be true, and which claims set its ends.

1. Bounds that say the same of one quantity are one bound.
2. Quantities that nothing stated joins are reckoned apart.
3. The inclusion-maximal sets of bounds that can all be true are found, and the smallest conflicts.
4. Over each such set the least and the most of each quantity; then the hull over the sets.
5. Each end gets the fewest bounds that force it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from .cells import Quantity, Shape, lay_out, part_shape
from .conflicts import Parted, part_claims, rival_pairs
from .solving import Ends, Programme

Still = Callable[[Sequence[int]], bool]

OVERLAPS = "so many scopes overlap that only which lies inside which, and which exclude one another, was weighed"
ALONE = "so many claims conflict that only those on this figure itself were weighed"


class Bound(NamedTuple):
    """What one claim says of one quantity: no fewer than ``low``, no more than ``high``; ``None`` = any number."""

    of: Quantity
    low: int
    high: int | None


class World(NamedTuple):
    """An inclusion-maximal set of bounds that can all be true (their numbers), and the range it leaves a quantity."""

    bounds: tuple[int, ...]
    low: int
    high: int | None


class Entailed(NamedTuple):
    """The range of one quantity. ``low_by``, ``high_by``: the fewest bounds that force the end in a set in which it is reached, with
    those that say the same. ``worlds``: the maximal sets where there are several. ``conflicts``: the smallest sets that cannot be true
    together and bear on this quantity; each place in one holds all bounds that say the same, any one of which will do. ``tightest``: no
    narrower range follows from the bounds.
    """

    low: int
    high: int | None
    low_by: tuple[int, ...] = ()
    high_by: tuple[int, ...] = ()
    worlds: tuple[World, ...] = ()
    conflicts: tuple[tuple[tuple[int, ...], ...], ...] = ()
    loose: str | None = None


def entail(shape: Shape, bounds: Sequence[Bound], wanted: Iterable[Quantity] | None = None) -> dict[Quantity, Entailed]:
    """The range of the quantities of ``shape`` that are ``wanted`` (all, where none are named) under ``bounds``."""
    asked = set(shape.quantities if wanted is None else wanted)
    by: dict[Quantity, list[int]] = defaultdict(list)
    for n, bound in enumerate(bounds):
        by[bound.of].append(n)
    out: dict[Quantity, Entailed] = {}
    for part in part_shape(shape):
        mine = [n for q in part.quantities for n in by[q]]
        out |= _Part(part, bounds, mine).reckon([q for q in part.quantities if q in asked])
    return out


class _Part:
    """Quantities that belong together, and the bounds on them. Bounds that say the same are numbered once, as ``kinds``."""

    def __init__(self, shape: Shape, bounds: Sequence[Bound], mine: Sequence[int]) -> None:
        said: dict[Bound, list[int]] = defaultdict(list)
        for n in mine:
            if bounds[n].low > 0 or bounds[n].high is not None:
                said[bounds[n]].append(n)
        self._shape, self._kinds, self._said = shape, list(said), list(said.values())
        layout = lay_out(shape)
        self._exact, self._programme = layout.exact, (Programme(layout) if len(shape.quantities) > 1 else None)

    def reckon(self, wanted: Iterable[Quantity]) -> dict[Quantity, Entailed]:
        """The ranges of the quantities wanted."""
        parted = part_claims(len(self._kinds), self._can_be, self._rivals())
        if not parted.whole:
            return {q: self._alone(q) for q in wanted}
        return {q: self._range(q, parted) for q in wanted}

    def _rivals(self) -> list[frozenset[int]]:
        out = []
        for q in self._shape.quantities:
            here = [n for n, kind in enumerate(self._kinds) if kind.of == q]
            pairs = rival_pairs([(self._kinds[n].low, self._kinds[n].high) for n in here])
            out += [frozenset(here[k] for k in pair) for pair in pairs]
        return out

    def _ends(self, kinds: Iterable[int]) -> dict[Quantity, Ends]:
        """The bounds of some kinds, together for each quantity; the upper may be beneath the lower."""
        out: dict[Quantity, Ends] = {}
        for n in kinds:
            of, low, high = self._kinds[n]
            was = out.get(of, (0, None))
            highs = [h for h in (was[1], high) if h is not None]
            out[of] = (max(was[0], low), min(highs, default=None))
        return out

    def _can_be(self, kinds: Iterable[int]) -> bool:
        ends = self._ends(kinds)
        if any(high is not None and low > high for low, high in ends.values()):
            return False
        return self._programme is None or self._programme.is_possible(ends)

    def _least(self, kinds: Iterable[int], quantity: Quantity) -> int:
        ends = self._ends(kinds)
        return ends.get(quantity, (0, None))[0] if self._programme is None else self._programme.least(ends, quantity)

    def _most(self, kinds: Iterable[int], quantity: Quantity) -> int | None:
        ends = self._ends(kinds)
        return ends.get(quantity, (0, None))[1] if self._programme is None else self._programme.most(ends, quantity)

    def _range(self, quantity: Quantity, parted: Parted) -> Entailed:
        lows = [self._least(world, quantity) for world in parted.possible]
        highs = [self._most(world, quantity) for world in parted.possible]
        low = min(lows)
        high = None if None in highs else max(h for h in highs if h is not None)
        low_by: tuple[int, ...] = ()
        high_by: tuple[int, ...] = ()
        if low:
            world = parted.possible[lows.index(low)]
            low_by = self._forcing(world, quantity, lambda kinds: self._least(kinds, quantity) >= low, lambda kind: kind.low >= low)
        if high is not None:
            top, world = high, parted.possible[highs.index(high)]
            high_by = self._forcing(
                world, quantity, lambda kinds: _no_more(self._most(kinds, quantity), top), lambda kind: _no_more(kind.high, top)
            )
        worlds = tuple(World(self._told(w), a, b) for w, a, b in zip(parted.possible, lows, highs, strict=True))
        bearing = self._bearing(quantity, parted, [(w.low, w.high) for w in worlds])
        return Entailed(
            low=low,
            high=high,
            low_by=low_by,
            high_by=high_by,
            worlds=worlds if len({(w.low, w.high) for w in worlds}) > 1 else (),
            conflicts=tuple(tuple(self._told([n]) for n in c) for c in bearing),
            loose=None if self._exact else OVERLAPS,
        )

    def _bearing(self, quantity: Quantity, parted: Parted, ranges: Sequence[tuple[int, int | None]]) -> list[tuple[int, ...]]:
        """The conflicts that bear on a quantity: those in which a bound on it takes part, and those that decide what range it is left."""
        every = {n for conflict in parted.conflicts for n in conflict}
        deciding = set()
        for n in every:
            with_it = {r for world, r in zip(parted.possible, ranges, strict=True) if n in world}
            without = {r for world, r in zip(parted.possible, ranges, strict=True) if n not in world}
            if with_it != without:
                deciding.add(n)
        return [c for c in parted.conflicts if deciding & set(c) or any(self._kinds[n].of == quantity for n in c)]

    def _alone(self, quantity: Quantity) -> Entailed:
        """The range by the bounds on the quantity itself, where there are too many ways to be possible to look at each: what the
        quantities have to do with one another is left out, so it may be wider than it need be.
        """
        here = [n for n, kind in enumerate(self._kinds) if kind.of == quantity]
        only = entail(Shape({quantity: frozenset({quantity})}), [self._kinds[n] for n in here])[quantity]

        def told(numbers: Iterable[int]) -> tuple[int, ...]:
            return self._told(here[n] for n in numbers)

        return only._replace(
            low_by=told(only.low_by),
            high_by=told(only.high_by),
            worlds=tuple(World(told(w.bounds), w.low, w.high) for w in only.worlds),
            conflicts=tuple(tuple(told(place) for place in c) for c in only.conflicts),
            loose=ALONE,
        )

    def _forcing(self, world: Sequence[int], quantity: Quantity, still: Still, one: Callable[[Bound], bool]) -> tuple[int, ...]:
        """The fewest of a world's bounds that force an end: ``one`` on the quantity itself that does it alone, else those on other
        quantities are left out first, then the later ones.
        """
        alone = next((n for n in world if self._kinds[n].of == quantity and one(self._kinds[n])), None)
        if alone is not None:
            return self._told([alone])
        kept = list(world)
        for n in sorted(world, key=lambda n: (self._kinds[n].of == quantity, -n)):
            rest = [k for k in kept if k != n]
            if still(rest):
                kept = rest
        return self._told(kept)

    def _told(self, kinds: Iterable[int]) -> tuple[int, ...]:
        """The bounds that say what these kinds say."""
        return tuple(sorted(n for k in kinds for n in self._said[k]))


def _no_more(most: int | None, high: int) -> bool:
    return most is not None and most <= high
