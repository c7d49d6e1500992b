"""The unknown cells: into which pieces what is stated of some quantities cuts the people they count.

A quantity is how many people have some marks together: this harm, that group, place, time and hand. Stated of marks is that one implies
another (who died in the village died in the province), that nobody has two of them (civilian and fighter), or that whoever has one has
one of others (casualties are killed or injured). Whatever is not stated stays free, so overlap is assumed neither way. A cell is a way
to be in some of the quantities and in none of the others. Every quantity is the sum of its cells, and a cell can hold any number of
people from nobody up: so a range over the cells is the range that claims leave, neither wider nor narrower.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Quantity = Any
"""What names a quantity: anything hashable."""
Mark = Any
"""What names a mark: anything hashable."""
Marks = frozenset[Mark]
MOST_CELLS = 600
"""Cells beyond which quantities get a column each and only that one lies inside another as an inequality: still true, perhaps not the
tightest.
"""


@dataclass(frozen=True)
class Shape:
    """Quantities by the marks they count, and what is stated of marks.

    ``implies``: mark -> the marks that whoever has it has too, all of them. ``apart``: pairs of marks that nobody has both of.
    ``one_of``: mark -> the marks of which whoever has it has at least one.
    """

    quantities: Mapping[Quantity, Marks]
    implies: Mapping[Mark, Marks] = field(default_factory=dict)
    apart: frozenset[frozenset[Mark]] = frozenset()
    one_of: Mapping[Mark, tuple[Mark, ...]] = field(default_factory=dict)

    def close(self, marks: Marks) -> Marks:
        """The marks with all that they imply."""
        return marks.union(*(self.implies.get(m, ()) for m in marks))

    def is_possible(self, marks: Marks) -> bool:
        """Whether somebody can have all these marks."""
        return not any(pair <= marks for pair in self.apart)


class Layout(NamedTuple):
    """The columns of a programme. ``of``: quantity -> the columns it is the sum of. ``rows``: (less, more), the sum over ``less`` is no
    more than the sum over ``more``. ``exact``: whether every way to be in the quantities has a cell.
    """

    columns: int
    of: Mapping[Quantity, tuple[int, ...]]
    rows: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    exact: bool


def part_shape(shape: Shape) -> list[Shape]:
    """The shape in parts that have no mark in common, each in the order of its first quantity."""
    home: dict[Mark, Mark] = {}

    def find(mark: Mark) -> Mark:
        while home.setdefault(mark, mark) != mark:
            mark = home[mark]
        return mark

    closed = {q: shape.close(marks) for q, marks in shape.quantities.items()}
    for marks in closed.values():
        first, *rest = marks
        for mark in rest:
            home[find(mark)] = find(first)
    out: dict[Mark, dict[Quantity, Marks]] = defaultdict(dict)
    for q, marks in closed.items():
        out[find(next(iter(marks)))][q] = marks
    return [Shape(part, shape.implies, shape.apart, shape.one_of) for part in out.values()]


def lay_out(shape: Shape, most: int = MOST_CELLS) -> Layout:
    """The cells of a shape.

    A quantity inside one other (or a row of nested ones) whose further marks are no other quantity's needs no cells of its own: it can
    be any people of the one it lies in. It gets one column and one inequality, with the same ranges.
    """
    closed = {q: shape.close(marks) for q, marks in shape.quantities.items()}
    core, peeled = _peel(shape, closed)
    cells = _find_cells(shape, core, most)
    if cells is None:
        return _loose(shape, closed)
    of: dict[Quantity, tuple[int, ...]] = {q: tuple(n for n, cell in enumerate(cells) if q in cell) for q in core}
    rows = []
    for n, (q, over) in enumerate(reversed(peeled), len(cells)):
        of[q] = (n,)
        rows.append(((n,), of[over]))
    return Layout(len(cells) + len(peeled), of, tuple(rows), True)


def _peel(shape: Shape, closed: Mapping[Quantity, Marks]) -> tuple[dict[Quantity, Marks], list[tuple[Quantity, Quantity]]]:
    """The quantities that need cells, and those that do not, each with the one it lies in; innermost first."""
    tied = {m for pair in shape.apart for m in pair} | set(shape.one_of) | {m for some in shape.one_of.values() for m in some}
    left, peeled = dict(closed), list[tuple[Quantity, Quantity]]()
    changed = True
    while changed:
        changed = False
        for q, marks in list(left.items()):
            others = [(r, other) for r, other in left.items() if r != q]
            over = [(r, other) for r, other in others if other <= marks]
            nearest = next((r for r, other in over if all(o <= other for _, o in over)), None)
            if nearest is None:
                continue
            own = marks - left[nearest]
            if own and not (own & tied) and not any(own & other for _, other in others):
                peeled.append((q, nearest))
                del left[q]
                changed = True
    return left, peeled


def _find_cells(shape: Shape, core: Mapping[Quantity, Marks], most: int) -> list[frozenset[Quantity]] | None:
    """Every way to be in some of the core's quantities that nothing stated rules out; ``None`` where there are too many.

    Whoever is in some quantities has all their marks, and so is in every quantity that asks for no more than these.
    """
    people: dict[Marks, None] = {frozenset(): None}
    for marks in core.values():
        for had in list(people):
            both = shape.close(had | marks)
            if shape.is_possible(both):
                people[both] = None
        if len(people) > most:
            return None
    for mark, some in shape.one_of.items():
        for had in list(people):
            if mark in had:
                if not had & set(some):
                    del people[had]
                more = [frozenset({a}) for a in some] + [frozenset(some)]
                people |= {both: None for extra in more if shape.is_possible(both := shape.close(had | extra))}
    if len(people) > most:
        return None
    cells = dict.fromkeys(frozenset(q for q, marks in core.items() if marks <= had) for had in people)
    return [cell for cell in cells if cell]


def _loose(shape: Shape, closed: Mapping[Quantity, Marks]) -> Layout:
    """A column for each quantity, and as inequalities which lies inside which, which of these nobody is in two of, and what whoever has
    a mark has one of: no range over it is too narrow.
    """
    names: Sequence[Quantity] = list(closed)
    at = {q: n for n, q in enumerate(names)}
    rows: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    for b in names:
        families: list[list[Quantity]] = []
        for a in (a for a in names if a != b and closed[b] <= closed[a]):
            home = [f for f in families if not any(shape.is_possible(shape.close(closed[a] | closed[x])) for x in f)]
            for family in home:
                family.append(a)
            if not home:
                families.append([a])
            rows.append(((at[a],), (at[b],)))
        rows += [(tuple(at[a] for a in family), (at[b],)) for family in families if len(family) > 1]
        for mark, some in shape.one_of.items():
            parts = [next((q for q in names if closed[q] == closed[b] | {one}), None) for one in some]
            if mark in closed[b] and not closed[b] & set(some) and None not in parts:
                rows.append(((at[b],), tuple(at[q] for q in parts)))
    return Layout(len(at), {q: (n,) for q, n in at.items()}, tuple(rows), False)
