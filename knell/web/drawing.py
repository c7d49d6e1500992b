"""Draws figures as SVG: one mark a root on one axis. No bar joins two roots and no midpoint is drawn, because nobody claimed either.

Positions across are shares of the width, so that a drawing fits a telephone and a page of print alike with letters of one size;
positions down are pixels. Colours and letters are the style sheet's (``class``); nothing here writes a ``style``.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from knell.records.vocabulary import CountKind

from .axis import Axis
from .markup import element, percent, words

PLOT = 0.85
"""The share of the width that the axis takes. What is left on the right is room for the arrows of open figures."""

ARROW_TIP = 0.975
"""Where an arrow ends: past the end of the axis, since the figure it stands for has no end."""

INSET = 8
"""Pixels left of the axis, so that a mark at its start is whole."""

_LANE, _HEAD, _FOOT = 56, 6, 26


class Mark(NamedTuple):
    """One root's figure. ``says``: the claim's own words for it; ``note``: basis and date; ``href``: the sentence it comes from.

    ``low``, ``high`` and ``best`` are people; ``high`` ``None`` is a figure open above.
    """

    root: str
    says: str
    low: int | None
    high: int | None
    best: int | None
    kind: CountKind
    note: str
    href: str

    @property
    def start(self) -> int | None:
        """The number at which the mark stands: the lowest the words allow, the upper end of "up to", what "about" names."""
        first = {"about": self.best, "at_most": self.high}.get(self.kind)
        return next((n for n in (first, self.low, self.high, self.best) if n is not None), None)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers the axis has to hold."""
        return tuple(n for n in (self.low, self.high, self.best) if n is not None)


def track(mark: Mark, axis: Axis) -> SafeString:
    """One figure drawn small, for a list whose rows share ``axis``. It says nothing that the row's words do not, so it is hidden
    from screen readers."""
    return element(
        "svg",
        _inset(*_ticks(axis, 0, 20), _floor(20), *_shape(mark, axis, 10)),
        class_="track", width="100%", height=20, aria_hidden="true", focusable="false",
    )  # fmt: skip


def track_scale(axis: Axis) -> SafeString:
    """The numbers of the axis that a list's tracks share."""
    return element(
        "svg", _inset(*_tick_labels(axis, 13)), class_="track scale", width="100%", height=18, aria_hidden="true", focusable="false"
    )


def lanes_figure(marks: Sequence[Mark], axis: Axis, *, name: str, title: str, description: str) -> SafeString:
    """One row a root: its name, its own words for the number, the mark. ``name`` makes the ids unique in the page."""
    height = _HEAD + _LANE * len(marks) + _FOOT
    rows = [_lane(mark, axis, _HEAD + _LANE * row) for row, mark in enumerate(marks)]
    floor = height - _FOOT
    return element(
        "svg",
        *_named(name, title, description),
        _inset(_floor(floor), *_tick_labels(axis, floor + 16), *rows),
        class_="figure lanes", width="100%", height=height, role="group", aria_labelledby=f"{name}-title {name}-description",
    )  # fmt: skip


class Point(NamedTuple):
    """What one root gave on one day. ``day`` counts from the first day drawn; ``open`` above, ``vague`` in its words."""

    day: int
    value: int
    says: str
    when: str
    open: bool
    vague: bool
    href: str


class Series(NamedTuple):
    """One root's figures in the order it gave them."""

    root: str
    points: tuple[Point, ...]


_STRIP, _STRIP_HEAD, _STRIP_PLOT = 104, 20, 62


def series_figure(series: Sequence[Series], axis: Axis, days: Sequence[str], *, name: str, title: str, description: str) -> SafeString:
    """Each root's figures over time as steps, one strip a root, all on the same scales. ``days`` are the labels of every day."""
    height = _STRIP * len(series) + _FOOT
    last_day = max(len(days) - 1, 1)
    strips = [_strip(one, axis, last_day, _STRIP * row) for row, one in enumerate(series)]
    return element(
        "svg",
        *_named(name, title, description),
        element("g", *strips, *_day_labels(days, height - 8), transform="translate(34 0)"),
        class_="figure series", width="100%", height=height, role="group", aria_labelledby=f"{name}-title {name}-description",
    )  # fmt: skip


class Bin(NamedTuple):
    """How many incidents began on a day or in a month; ``short`` stands on the axis, ``href`` lists them."""

    label: str
    short: str
    incidents: int
    href: str


def timeline(bins: Sequence[Bin], *, name: str, title: str, description: str) -> SafeString:
    """Bars of incidents over time; the number stands on each bar. It counts happenings, never people."""
    most = max((one.incidents for one in bins), default=0) or 1
    plot, head = 64, 16
    width = 1 / max(len(bins), 1)
    bars = [_bar(one, most, position, width, head, plot) for position, one in enumerate(bins) if one.incidents]
    floor = element("line", class_="axis", x1="0", x2="100%", y1=head + plot + 0.5, y2=head + plot + 0.5)
    return element(
        "svg",
        *_named(name, title, description),
        *bars, floor, *_bin_labels(bins, width, head + plot + 16),
        class_="figure timeline", width="100%", height=head + plot + 22, role="group",
        aria_labelledby=f"{name}-title {name}-description",
    )  # fmt: skip


def _named(name: str, title: str, description: str) -> tuple[SafeString, SafeString]:
    return (
        element("title", words(title), id=f"{name}-title"),
        element("desc", words(description), id=f"{name}-description"),
    )


def _inset(*children: SafeString) -> SafeString:
    return element("g", *children, transform=f"translate({INSET} 0)")


def _across(axis: Axis, value: float) -> str:
    return percent(axis.at(value) * PLOT)


def _ticks(axis: Axis, top: float, floor: float) -> list[SafeString]:
    return [element("line", class_="grid", x1=_across(axis, t), x2=_across(axis, t), y1=top, y2=floor) for t in axis.ticks]


def _floor(y: float) -> SafeString:
    return element("line", class_="axis", x1=0, x2=percent(PLOT), y1=y - 0.5, y2=y - 0.5)


def _tick_labels(axis: Axis, y: float) -> list[SafeString]:
    return [_tick_label(f"{tick:,}", _across(axis, tick), y, first=tick == axis.ticks[0]) for tick in _legible_ticks(axis)]


def _tick_label(label: str, x: str, y: float, *, first: bool) -> SafeString:
    """A label of the axis; the first begins at its tick, so that it does not run out of the drawing."""
    return element("text", words(label), class_="tick", x=x, y=y, text_anchor="start" if first else "middle", dx=-4 if first else None)


def _legible_ticks(axis: Axis) -> list[int]:
    """The ticks whose labels do not touch on a narrow screen: at least an eighth of the axis apart."""
    kept: list[int] = []
    for tick in axis.ticks:
        if not kept or axis.at(tick) - axis.at(kept[-1]) >= 1 / 8:
            kept.append(tick)
    return kept


def _lane(mark: Mark, axis: Axis, top: int) -> SafeString:
    """A root's row: name on the first line, its words above the mark, the mark."""
    share = axis.at(mark.start or 0) * PLOT
    leftward = share > 0.5
    anchor, aside = ("end", 6) if leftward else ("start", -6)
    said = element("text", words(mark.says), class_="says", x=percent(share), y=top + 32, dx=aside, text_anchor=anchor)
    label = element("a", said, href=mark.href)
    name = element(
        "text",
        element("tspan", words(_short(mark.root, 44)), class_="root"),
        class_="lane-name", x=-INSET, y=top + 13,
    )  # fmt: skip
    rule = element("line", class_="rule", x1=-INSET, x2="100%", y1=top - 2.5, y2=top - 2.5)
    return element("g", rule, *_ticks(axis, top + 19, top + _LANE - 3), name, *_shape(mark, axis, top + 42), label, class_="lane")


def _shape(mark: Mark, axis: Axis, y: float) -> list[SafeString]:
    """The mark itself. A whole number is a dot, a range its source gave is a bar, an open figure is an arrow to the right, vague
    words are a hollow dot and a broken line, "about" is a hollow dot."""
    start = mark.start
    if start is None:
        return []
    x = _across(axis, start)
    vague = mark.kind == "vague"
    if mark.kind != "about" and mark.low is not None and mark.high is None:
        tip = percent(ARROW_TIP)
        return [
            element("line", class_="open vague" if vague else "open", x1=x, x2=tip, y1=y, y2=y),
            element("svg", element("path", class_="tip", d="M-8,-4.5 L0,0 L-8,4.5"), x=tip, y=y, overflow="visible", width=1, height=1),
            element("circle", class_="dot hollow" if vague else "dot", cx=x, cy=y, r=5.0),
        ]
    if mark.kind != "about" and mark.low is not None and mark.high is not None and mark.low < mark.high:
        end = _across(axis, mark.high)
        x = _across(axis, mark.low)
        return [
            element("line", class_="given", x1=x, x2=end, y1=y, y2=y),
            *([element("line", class_="cap", x1=x, x2=x, y1=y - 6, y2=y + 6)] if mark.kind != "at_most" else []),
            element("line", class_="cap", x1=end, x2=end, y1=y - 6, y2=y + 6),
        ]
    return [element("circle", class_="dot hollow" if mark.kind == "about" or vague else "dot", cx=x, cy=y, r=5.0)]


def _strip(series: Series, axis: Axis, last_day: int, top: int) -> SafeString:
    floor = top + _STRIP_HEAD + _STRIP_PLOT

    def height(value: int) -> float:
        return floor - axis.at(value) * (_STRIP_PLOT - 16)

    def across(day: int) -> str:
        return percent(0.02 + 0.8 * day / last_day)

    parts = [
        element("text", words(_short(series.root, 44)), class_="root", x=-34, y=top + 13),
        element("line", class_="axis", x1=0, x2="88%", y1=floor + 0.5, y2=floor + 0.5),
        element("text", words(f"{axis.low:,}"), class_="tick", x=-6, y=floor + 4, text_anchor="end"),
        element("line", class_="grid", x1=0, x2="88%", y1=height(axis.high), y2=height(axis.high)),
        element("text", words(f"{axis.high:,}"), class_="tick", x=-6, y=height(axis.high) + 4, text_anchor="end"),
    ]
    for before, after in zip(series.points, series.points[1:], strict=False):
        y = height(before.value)
        parts.append(element("line", class_="step", x1=across(before.day), x2=across(after.day), y1=y, y2=y))
        parts.append(element("line", class_="step", x1=across(after.day), x2=across(after.day), y1=y, y2=height(after.value)))
    for point in series.points:
        parts.append(_point(point, across(point.day), height(point.value)))
    return element("g", *parts)


def _point(point: Point, x: str, y: float) -> SafeString:
    rising = [element("line", class_="open", x1=x, x2=x, y1=y, y2=y - 13), _up(x, y - 13)] if point.open else []
    return element(
        "a",
        element("title", words(f"{point.when}: {point.says}")),
        *rising,
        element("circle", class_="dot hollow" if point.vague else "dot", cx=x, cy=y, r=4.0),
        element("text", words(point.says), class_="says small", x=x, y=y - (18 if point.open else 9), dx=-4),
        href=point.href,
    )


def _up(x: str, y: float) -> SafeString:
    return element("svg", element("path", class_="tip", d="M-4,6 L0,0 L4,6"), x=x, y=y, overflow="visible", width=1, height=1)


def _day_labels(days: Sequence[str], y: float) -> list[SafeString]:
    last = max(len(days) - 1, 1)
    chosen = sorted({0, last // 2, len(days) - 1}) if len(days) > 2 else list(range(len(days)))
    return [
        element(
            "text", words(days[day]), class_="tick", x=percent(0.02 + 0.8 * day / last), y=y, text_anchor="start" if day == 0 else "middle"
        )
        for day in chosen
    ]


def _bar(one: Bin, most: int, position: int, width: float, head: int, plot: int) -> SafeString:
    height = max(3.0, plot * one.incidents / most)
    top = head + plot - height
    middle = percent((position + 0.5) * width)
    bar = element(
        "line",
        class_="bar few" if width > 1 / 13 else "bar some" if width > 1 / 32 else "bar",
        x1=middle,
        x2=middle,
        y1=head + plot,
        y2=top,
    )
    number = element("text", words(f"{one.incidents:,}"), class_="tick", x=middle, y=top - 4, text_anchor="middle")
    return element(
        "a",
        element("title", words(f"{one.label}: {one.incidents:,}")),
        bar,
        *([number] if width > 1 / 40 else []),
        href=one.href,
    )


def _bin_labels(bins: Sequence[Bin], width: float, y: float) -> list[SafeString]:
    """Labels of the first, the last and, where there is room, of those between."""
    if not bins:
        return []
    every = max(1, -(-len(bins) // 4))
    chosen = [n for n in range(0, len(bins), every) if n == 0 or n + every // 2 < len(bins)]
    return [
        element("text", words(bins[n].short), class_="tick", x=percent((n + 0.5) * width) if n else "0", y=y,
                text_anchor="middle" if n else "start")
        for n in chosen
    ]  # fmt: skip


def _short(name: str, most: int) -> str:
    """A name that fits a narrow drawing; the table below it has it whole."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


EMPTY: SafeString = mark_safe("")
"""Nothing drawn."""
