"""The least and the most that a quantity can be, by HiGHS over the unknown cells, in whole people.

HiGHS: Huangfu and Hall (2018), "Parallelizing the dual revised simplex method", Mathematical Programming Computation 10.
"""

from collections.abc import Mapping
from typing import Any

from knell.records.errors import KnellError

from .cells import Layout, Quantity

Ends = tuple[int, int | None]
"""A lower and an upper bound, inclusive; ``None`` = no upper one."""
WHOLE = 1e-6
"""How far from a whole number the simplex method may end where the answer is that number."""


class Programme:
    """The cells of one layout, ready to be asked. Claims change from question to question; the cells and their relations stay.

    The linear relaxation is solved first: where its best point is whole it is the best whole one too. Where not, whole numbers are
    required. Each best point is checked once more in integers against every bound, so that no rounding of the solver's gets into a toll.
    """

    def __init__(self, layout: Layout) -> None:
        import highspy
        import numpy

        self._np, self._highspy, self._layout = numpy, highspy, layout
        self._names = list(layout.of)
        self._solver, self._whole = self._build(), None  # type: Any, Any

    def _build(self) -> Any:
        np, highspy, layout = self._np, self._highspy, self._layout
        solver = highspy.Highs()
        solver.silent()
        for option, value in (("threads", 1), ("presolve", "off"), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0), ("random_seed", 0)):
            solver.setOptionValue(option, value)
        infinite = highspy.kHighsInf
        solver.addVars(layout.columns, np.zeros(layout.columns), np.full(layout.columns, infinite))
        for name in self._names:
            at = layout.of[name]
            solver.addRow(0.0, infinite, len(at), np.asarray(at, dtype=np.int32), np.ones(len(at)))
        for less, more in layout.rows:
            value = np.concatenate([np.ones(len(less)), -np.ones(len(more))])
            solver.addRow(-infinite, 0.0, len(less) + len(more), np.asarray((*less, *more), dtype=np.int32), value)
        return solver

    def is_possible(self, bounds: Mapping[Quantity, Ends]) -> bool:
        """Whether numbers of people exist that keep all ``bounds``."""
        if any(high is not None and low > high for low, high in bounds.values()):
            return False
        return self._solve(bounds, None, most=False) is not None

    def least(self, bounds: Mapping[Quantity, Ends], quantity: Quantity) -> int:
        """The fewest that ``quantity`` can be under ``bounds`` that can be kept."""
        found = self._solve(bounds, quantity, most=False)
        assert found is not None, "asked of bounds that cannot be kept"
        return found

    def most(self, bounds: Mapping[Quantity, Ends], quantity: Quantity) -> int | None:
        """The most that ``quantity`` can be under ``bounds`` that can be kept; ``None`` = any number."""
        if self._is_open(bounds, quantity):
            return None
        found = self._solve(bounds, quantity, most=True)
        assert found is not None, "asked of bounds that cannot be kept"
        return found

    def _is_open(self, bounds: Mapping[Quantity, Ends], quantity: Quantity) -> bool:
        """Whether some cell of ``quantity`` lies in nothing that has an upper end. All terms add, so that is when there is no most."""
        layout = self._layout
        held = {c for name, (_, high) in bounds.items() if high is not None for c in layout.of[name]}
        changed = True
        while changed:
            changed = False
            for less, more in layout.rows:
                if all(c in held for c in more) and not all(c in held for c in less):
                    held.update(less)
                    changed = True
        return any(c not in held for c in layout.of[quantity])

    def _solve(self, bounds: Mapping[Quantity, Ends], quantity: Quantity | None, *, most: bool) -> int | None:
        """The best value; ``None`` where the bounds cannot be kept."""
        for solver in self._tries():
            status, point = self._ask(solver, bounds, quantity, most=most)
            if status == self._highspy.HighsModelStatus.kInfeasible:
                return None
            whole = [round(x) for x in point]
            if all(abs(x - w) <= WHOLE for x, w in zip(point, whole, strict=True)) and self._keeps(whole, bounds):
                return sum(whole[c] for c in self._layout.of[quantity]) if quantity is not None else 0
        raise KnellError("the solver found no whole answer to a toll's bounds", todo="report it with the claims")

    def _tries(self) -> Any:
        """The relaxation, and then the same with whole numbers required."""
        yield self._solver
        if self._whole is None:
            self._whole = self._build()
            n = self._layout.columns
            kinds = self._np.full(n, self._highspy.HighsVarType.kInteger)
            self._whole.changeColsIntegrality(n, self._np.arange(n, dtype=self._np.int32), kinds)
        yield self._whole

    def _ask(self, solver: Any, bounds: Mapping[Quantity, Ends], quantity: Quantity | None, *, most: bool) -> tuple[Any, list[float]]:
        np, n = self._np, self._layout.columns
        cost = np.zeros(n)
        if quantity is not None:
            cost[list(self._layout.of[quantity])] = 1.0
        solver.changeColsCost(n, np.arange(n, dtype=np.int32), cost)
        sense = self._highspy.ObjSense
        solver.changeObjectiveSense(sense.kMaximize if most else sense.kMinimize)
        for row, name in enumerate(self._names):
            low, high = bounds.get(name, (0, None))
            solver.changeRowBounds(row, float(low), self._highspy.kHighsInf if high is None else float(high))
        solver.run()
        status = solver.getModelStatus()
        known = self._highspy.HighsModelStatus
        if status == known.kInfeasible:
            return status, []
        if status != known.kOptimal:
            raise KnellError(f"the solver ended with {solver.modelStatusToString(status)}", todo="report it with the claims")
        return status, [float(x) for x in solver.getSolution().col_value]

    def _keeps(self, point: list[int], bounds: Mapping[Quantity, Ends]) -> bool:
        if any(x < 0 for x in point):
            return False
        for name, (low, high) in bounds.items():
            n = sum(point[c] for c in self._layout.of[name])
            if n < low or (high is not None and n > high):
                return False
        return all(sum(point[c] for c in less) <= sum(point[c] for c in more) for less, more in self._layout.rows)
