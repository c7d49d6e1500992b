"""The axis a figure is drawn on: linear from zero, or logarithmic where the numbers lie too far apart to be read side by side."""

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

LOG_FROM = 25
"""Ratio of the largest to the smallest number from which the axis is logarithmic. Set by eye: on a linear axis 600 px wide the
smaller mark would then stand within 24 px of zero and could no longer be told from it."""

_STEPS = (1, 2, 5)


class Axis(NamedTuple):
    """A scale from ``low`` to ``high``. ``ticks`` are whole numbers, ascending, and lie on the axis."""

    kind: Literal["linear", "log"]
    low: int
    high: int
    ticks: tuple[int, ...]

    def at(self, value: float) -> float:
        """Where ``value`` stands, 0 at the start of the axis and 1 at its end; a value beyond an end stands on that end."""
        if self.kind == "linear":
            share = (value - self.low) / (self.high - self.low)
        elif value <= 0:
            return 0.0
        else:
            share = (math.log(value) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
        return min(1.0, max(0.0, share))


def axis_for(numbers: Iterable[int], *, ticks: int = 5) -> Axis:
    """The axis that holds all of ``numbers`` (counts of people, 0 or more) with at most about ``ticks`` round ticks."""
    known = [n for n in numbers if n > 0]
    if not known:
        return Axis("linear", 0, 1, (0, 1))
    least, most = min(known), max(known)
    if most / least >= LOG_FROM:
        return _log_axis(least, most)
    return _linear_axis(most, ticks)


def _linear_axis(most: int, ticks: int) -> Axis:
    step = next(step for step in _round_numbers() if step * (ticks - 1) >= most)
    high = step * math.ceil(most / step)
    return Axis("linear", 0, high, tuple(range(0, high + 1, step)))


def _log_axis(least: int, most: int) -> Axis:
    low = max(n for n in _round_numbers_to(least) if n <= least)
    high = next(n for n in _round_numbers() if n >= most)
    decades = tuple(n for n in _round_numbers_to(high) if low <= n and str(n).strip("0") == "1")
    if len(decades) >= 3:
        return Axis("log", low, high, decades)
    return Axis("log", low, high, tuple(n for n in _round_numbers_to(high) if n >= low))


def _round_numbers() -> Iterable[int]:
    """1, 2, 5, 10, 20, 50 and so on without end."""
    power = 1
    while True:
        for step in _STEPS:
            yield step * power
        power *= 10


def _round_numbers_to(most: int) -> Iterable[int]:
    for number in _round_numbers():
        if number > most:
            return
        yield number
