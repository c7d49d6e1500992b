"""The overview: counts, the timeline, and the incidents with each root's figure drawn small. Totals over days stand apart."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.safestring import SafeString

from knell.casebook.contents import (
    Choices,
    Counts,
    Row,
    Wanted,
    claims_of_reports,
    count_contents,
    list_choices,
    list_incidents,
    list_rows,
    open_incidents,
)
from knell.casebook.ledger import Casebook
from knell.records import Claim, Incident

from .addresses import incident_address, overview_address
from .axis import Axis, axis_for
from .drawing import EMPTY, Bin, Mark, timeline, track, track_scale
from .legible import legible, legible_record
from .titles import incident_title, incident_when, row_title, row_when
from .tolls import lane_claims, main_toll, marks_of
from .withheld import private_names
from .wording import EVENTS, HARMS, VERDICTS, day_words, harm_words, scope_words

ORDERS = {"": "latest first", "reports": "most reports first"}
"""In which order incidents are listed."""

A_PAGE = 25
"""Incidents on a page."""

_LANES_SHOWN = 5
_PARTS_SHOWN = 8
_DAYS_DRAWN = 62


class Line(NamedTuple):
    """A root's figure in the list, and its small drawing."""

    mark: Mark
    drawing: SafeString


class Part(NamedTuple):
    """An incident that lies inside another, in one line."""

    href: str
    title: str
    when: str


class Entry(NamedTuple):
    """An incident in the list."""

    id: str
    href: str
    title: str
    when: str
    n_reports: int
    n_independent: int
    verdicts: tuple[tuple[str, str, str], ...]
    counted: str
    scope: str
    lines: tuple[Line, ...]
    more: int
    scale: SafeString
    inside: Part | None
    parts: tuple[Part, ...]
    more_parts: int


class Pages(NamedTuple):
    """Where in a list a page stands. Addresses are empty at its ends."""

    number: int
    last: int
    before: str
    after: str
    total: int


class Overview(NamedTuple):
    """All that the overview's template needs."""

    counts: Counts
    choices: Choices
    wanted: Wanted
    narrowed: bool
    timeline: SafeString
    undated: int
    entries: tuple[Entry, ...]
    pages: Pages
    totals: tuple[Entry, ...]
    total_pages: Pages


def read_overview(casebook: Casebook, wanted: Wanted, order: str = "", page: int = 1, total_page: int = 1) -> Overview:
    """The overview, narrowed to what is wanted; ``order`` is one of ``ORDERS``. A page beyond the last is the last."""
    rows = list_incidents(casebook, wanted)
    if order == "reports":
        rows.sort(key=lambda row: -row.n_reports)
    incidents = _tops([row for row in rows if row.kind != "aggregate"])
    aggregates = _tops([row for row in rows if row.kind == "aggregate"])
    shown, pages = _page(incidents, page, {**wanted._asdict(), "order": order}, "page")
    totals, total_pages = _page(aggregates, total_page, {**wanted._asdict(), "order": order}, "totals")
    opened = {i.incident: legible_record(i) for i in open_incidents(casebook, [row.incident for row, _ in (*shown, *totals)])}
    claims, names = _claims_and_names(casebook, opened.values())
    containers = list_rows(casebook, [row.part_of for row, _ in (*shown, *totals) if row.part_of])
    drawn, undated = _draw_timeline([row for row, _ in incidents], wanted)
    return Overview(
        counts=count_contents(casebook),
        choices=list_choices(casebook),
        wanted=wanted,
        narrowed=any(wanted),
        timeline=drawn,
        undated=undated,
        entries=_entries(shown, opened, claims, names, containers),
        pages=pages,
        totals=_entries(totals, opened, claims, names, containers),
        total_pages=total_pages,
    )


def _tops(rows: Sequence[Row]) -> list[tuple[Row, list[Row]]]:
    """Incidents that no other one in the list contains, each with those it contains, at any depth."""
    by_id = {row.incident: row for row in rows}
    parts: dict[str, list[Row]] = {}
    tops = []
    for row in rows:
        top = _outermost(row, by_id)
        if top.incident == row.incident:
            tops.append(row)
        else:
            parts.setdefault(top.incident, []).append(row)
    return [(row, parts.get(row.incident, [])) for row in tops]


def _outermost(row: Row, by_id: Mapping[str, Row]) -> Row:
    seen = {row.incident}
    while row.part_of and row.part_of in by_id and row.part_of not in seen:
        row = by_id[row.part_of]
        seen.add(row.incident)
    return row


def _page(
    listed: Sequence[tuple[Row, list[Row]]], number: int, wanted: Mapping[str, str | None], key: str
) -> tuple[list[tuple[Row, list[Row]]], Pages]:
    last = max(1, -(-len(listed) // A_PAGE))
    number = min(max(1, number), last)

    def address(to: int) -> str:
        return overview_address({**wanted, key: to}) + ("#totals" if key == "totals" else "#incidents")

    pages = Pages(
        number, last, address(number - 1) if number > 1 else "", address(number + 1) if number < last else "", len(listed)
    )  # fmt: skip
    return list(listed[(number - 1) * A_PAGE : number * A_PAGE]), pages


def _claims_and_names(casebook: Casebook, incidents: Iterable[Incident]) -> tuple[dict[str, Claim], tuple[str, ...]]:
    """The claims that the list quotes, and the names it keeps back."""
    incidents = list(incidents)
    quoted: list[Claim] = [legible_record(claim) for claim in casebook.claims(lane_claims(incidents))]
    every = claims_of_reports(casebook, {claim.report for claim in quoted})
    return {claim.claim: claim for claim in quoted}, private_names(every)


def _entries(
    shown: Sequence[tuple[Row, list[Row]]], opened: Mapping[str, Incident], claims: Mapping[str, Claim], names: tuple[str, ...],
    containers: Mapping[str, Row],
) -> tuple[Entry, ...]:  # fmt: skip
    marks = {
        row.incident: marks_of(toll.lanes, claims, names) if (toll := main_toll(opened[row.incident])) else []
        for row, _ in shown
        if row.incident in opened
    }
    axis = axis_for(number for some in marks.values() for mark in some for number in mark.numbers)
    return tuple(
        _entry(opened[row.incident], parts, marks[row.incident], axis, containers.get(row.part_of or ""))
        for row, parts in shown
        if row.incident in opened
    )


def _entry(incident: Incident, parts: Sequence[Row], marks: Sequence[Mark], axis: Axis, container: Row | None) -> Entry:
    toll = main_toll(incident)
    return Entry(
        id=incident.incident,
        href=incident_address(incident.incident),
        title=incident_title(incident),
        when=incident_when(incident),
        n_reports=incident.n_reports,
        n_independent=incident.n_independent,
        verdicts=verdict_chips(incident),
        counted=harm_words(toll.harm, toll.group) if toll else "",
        scope=scope_words(toll.scope) if toll else "",
        lines=tuple(Line(mark, track(mark, axis)) for mark in marks[-_LANES_SHOWN:]),
        more=max(0, len(marks) - _LANES_SHOWN),
        scale=track_scale(axis) if marks else EMPTY,
        inside=part_of(container) if container else None,
        parts=tuple(part_of(part) for part in parts[:_PARTS_SHOWN]),
        more_parts=max(0, len(parts) - _PARTS_SHOWN),
    )


def part_of(row: Row) -> Part:
    """A row in one line."""
    return Part(incident_address(row.incident), legible(row_title(row)), row_when(row))


def verdict_chips(incident: Incident) -> tuple[tuple[str, str, str], ...]:
    """The three verdicts: the question, the word of the contract, the word shown."""
    verdicts = incident.verdicts
    return tuple(
        (question, verdict.is_, VERDICTS[verdict.is_])
        for question, verdict in (("Happened", verdicts.occurrence), ("How many", verdicts.figure), ("Who did it", verdicts.responsibility))
    )


def _draw_timeline(rows: Sequence[Row], wanted: Wanted) -> tuple[SafeString, int]:
    """Bars by day, or by month where the incidents lie more than two months apart; and how many have no date."""
    days = sorted(row.begins for row in rows if row.begins)
    undated = len(rows) - len(days)
    if not days:
        return EMPTY, undated
    keys = _days_between(days[0], days[-1]) or _months_between(days[0], days[-1])
    if not keys:
        return EMPTY, undated
    width = len(keys[0])
    counted: dict[str, int] = {}
    for day in days:
        counted[day[:width]] = counted.get(day[:width], 0) + 1
    bins = [
        Bin(day_words(key), _short(key), counted.get(key, 0), overview_address({**wanted._asdict(), "month": key}) + "#incidents")
        for key in keys
    ]
    unit = "day" if width == 10 else "month" if width == 7 else "year"
    return timeline(
        bins,
        name="timeline",
        title=f"Incidents by {unit} they began",
        description=f"{len(days)} incidents from {day_words(days[0])} to {day_words(days[-1])}. Each bar leads to its incidents.",
    ), undated


def _short(key: str) -> str:
    """A day as "6 Mar", a month as "Mar 2025"."""
    parts = day_words(key).split()
    return f"{parts[0]} {parts[1][:3]}" if len(parts) == 3 else f"{parts[0][:3]} {parts[1]}" if len(parts) == 2 else key


def _days_between(first: str, last: str) -> list[str]:
    try:
        start, end = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    except ValueError:
        return []
    length = (end - start).days + 1
    return [(start + timedelta(days=n)).isoformat() for n in range(length)] if length <= _DAYS_DRAWN else []


def _months_between(first: str, last: str) -> list[str]:
    try:
        start, end = (int(first[:4]), int(first[5:7] or 1)), (int(last[:4]), int(last[5:7] or 12))
    except ValueError:
        return []
    length = (end[0] - start[0]) * 12 + end[1] - start[1] + 1
    if length > _DAYS_DRAWN:
        return [f"{year:04}" for year in range(start[0], end[0] + 1)][:200]
    return [f"{start[0] + (start[1] - 1 + n) // 12:04}-{(start[1] - 1 + n) % 12 + 1:02}" for n in range(length)]


def options(choices: Choices, wanted: Wanted, order: str = "") -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """The filter's fields: name, label, and the options as value, words, and whether it is the one chosen."""

    def field(
        name: str, label: str, values: Iterable[tuple[str, str, int]], chosen: str | None
    ) -> tuple[str, str, list[tuple[str, str, bool]]]:
        listed = [(value, f"{said} ({n:,})", value == chosen) for value, said, n in values]
        if chosen and not any(selected for _, _, selected in listed):
            listed.append((chosen, day_words(chosen) if name == "month" else chosen, True))
        return name, label, listed

    return [
        field("place", "Place", ((name, name, n) for name, n in choices.places), wanted.place),
        field("type", "What", ((name, _event_words(name), n) for name, n in choices.types), wanted.type),
        field("harm", "Harm", ((name, HARMS.get(name, name), n) for name, n in choices.harms), wanted.harm),
        field("month", "When", ((name, "not dated" if name == "none" else day_words(name), n) for name, n in choices.months), wanted.month),
        ("order", "Order", [(value, said, value == order) for value, said in ORDERS.items()]),
    ]


def _event_words(type_: str) -> str:
    """The event's word; where Knell's own voice would give two types one word, the source's word is added."""
    said = EVENTS.get(type_, type_)
    return f"{said} (called “{type_}”)" if type_ in ("execution", "massacre") else said
