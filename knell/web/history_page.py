"""The mounting toll: each figure of an incident as it was known on each day on which it changed, drawn and as a table."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from knell.casebook.contents import claims_of_reports
from knell.casebook.ledger import Casebook
from knell.flows.history import history_within
from knell.reckoning.history import History, Known
from knell.records import Claim, Incident, Toll

from .addresses import incident_address, sentence_address
from .axis import axis_for
from .drawing import EMPTY, Mark, Point, Series, series_figure
from .incident_page import span_words
from .legible import legible_record
from .titles import incident_title
from .tolls import marks_of
from .withheld import private_names
from .wording import HARMS, day_words, harm_words, scope_words


class Stood(NamedTuple):
    """A row: from which day on, how many reports told of it by then, the span and each source's figure."""

    day: str
    reports: int
    span: str
    marks: tuple[Mark, ...]


class Mounted(NamedTuple):
    """One toll over time."""

    name: str
    title: str
    scope: str
    figure: SafeString
    rows: tuple[Stood, ...]


class HistoryPage(NamedTuple):
    """All that the page's template needs. ``flat``: titles of figures that were told once and never changed."""

    href: str
    title: str
    id: str
    tolls: tuple[Mounted, ...]
    flat: tuple[str, ...]


def read_history(casebook: Casebook, incident: Incident) -> HistoryPage:
    """The page of an incident's history."""
    claims = {c.claim: legible_record(c) for c in claims_of_reports(casebook, incident.reports)}
    names = private_names(claims.values())
    histories = [History(*h[:4], tuple(k._replace(toll=legible_record(k.toll)) for k in h.rows)) for h in _told(casebook, incident)]
    grown = [h for h in histories if len(h.rows) > 1]
    return HistoryPage(
        href=incident_address(incident.incident),
        title=incident_title(legible_record(incident)),
        id=incident.incident,
        tolls=tuple(_mounted(h, n, claims, names) for n, h in enumerate(grown, start=1)),
        flat=tuple(_title(h.rows[-1].toll) for h in histories if len(h.rows) == 1),
    )


def _told(casebook: Casebook, incident: Incident) -> Sequence[History]:
    return history_within(casebook, incident).histories


def _mounted(history: History, number: int, claims: dict[str, Claim], names: tuple[str, ...]) -> Mounted:
    last, title = history.rows[-1].toll, _title(history.rows[-1].toll)
    return Mounted(
        name=f"history-{number}",
        title=title,
        scope=scope_words(last.scope),
        figure=_drawn(history, number, title, claims),
        rows=tuple(
            Stood(day_words(k.day) if k.day else "no date", k.reports, span_words(k.toll), tuple(marks_of(k.toll.lanes, claims, names)))
            for k in history.rows
        ),
    )


def _title(toll: Toll) -> str:
    words = harm_words(toll.harm, toll.group) if toll.group != "all" else HARMS[toll.harm]
    return words[:1].upper() + words[1:]


def _drawn(history: History, number: int, title: str, claims: dict[str, Claim]) -> SafeString:
    """The ends of the span, one step for each day on which it changed; nothing where fewer than two such days are known."""
    dated = [k for k in history.rows if k.day is not None and len(k.day) == len("2025-03-08")]
    if len(dated) < 2:
        return EMPTY
    ends = (("Lower end of the span", "low"), ("Upper end, on the days when one was set", "high"))
    series = []
    for name, end in ends:
        points = [_point(n, k, getattr(k.toll, end), claims) for n, k in enumerate(dated) if getattr(k.toll, end) is not None]
        if len(points) > 1:
            series.append(Series(name, tuple(points)))
    if not series:
        return EMPTY
    return series_figure(
        series,
        axis_for([p.value for one in series for p in one.points], ticks=3),
        [day_words(k.day or "") for k in dated],
        name=f"history-figure-{number}",
        title=f"{title}: the span of what was claimed, over time",
        description="; ".join(f"{p.when}: {p.says}" for one in series for p in one.points) + ".",
    )


def _point(day: int, known: Known, value: int, claims: dict[str, Claim]) -> Point:
    toll = known.toll
    name = toll.headline or next((lane.claim for lane in toll.lanes), "")
    claim = claims.get(name)
    return Point(
        day=day,
        value=value,
        says=f"{value:,}",
        when=day_words(known.day or ""),
        open=toll.high is None,
        vague=False,
        href=sentence_address(claim) if claim is not None else "#",
    )
