"""What a casebook holds, counted, filtered and listed without opening each thing: a handful of queries, however many incidents.

Whoever shows an overview asks here; whoever shows one incident, claim or report asks the ``Casebook`` itself.
"""

from collections.abc import Iterable
from typing import NamedTuple

from knell.records import Claim, Incident, Report

from .ledger import MANY, Casebook, report_from


class Counts(NamedTuple):
    """How many of each there are. ``left_out``: reports, files and claims that count in no incident by the casebook's policy."""

    incidents: int
    aggregates: int
    reports: int
    claims: int
    left_out: int
    receipts: int


class Wanted(NamedTuple):
    """What a list of incidents is narrowed to; ``None`` = anything. ``place``: a place or first-level division by its name;
    ``type``, ``harm``: words of the contract; ``month``: "2025-03", or "none" for incidents without a date.
    """

    place: str | None = None
    type: str | None = None
    harm: str | None = None
    month: str | None = None


class Row(NamedTuple):
    """An incident as a list needs it. ``begins``: ISO day or ``None``."""

    incident: str
    kind: str
    type: str
    part_of: str | None
    begins: str | None
    ends: str | None
    place: str | None
    admin1: str | None
    n_reports: int
    n_independent: int


class Choices(NamedTuple):
    """What incidents can be narrowed to, in the order in which a form offers it; each with how many incidents it leaves."""

    places: list[tuple[str, int]]
    types: list[tuple[str, int]]
    harms: list[tuple[str, int]]
    months: list[tuple[str, int]]


class Listed(NamedTuple):
    """A report in a list: its fields but the text, how many claims were read from it, and whether its text is still held."""

    report: Report
    claims: int
    held: bool


def count_contents(casebook: Casebook) -> Counts:
    """The counts of a casebook."""
    incidents = casebook._own("Incident")
    return Counts(
        incidents=incidents.filter(kind="incident").count(),
        aggregates=incidents.filter(kind="aggregate").count(),
        reports=casebook._own("Report").count(),
        claims=casebook._own("Claim").count(),
        left_out=casebook._own("LeftOut").count(),
        receipts=casebook._own("Receipt").count(),
    )


def list_incidents(casebook: Casebook, wanted: Wanted = Wanted()) -> list[Row]:  # noqa: B008  a NamedTuple cannot change
    """The incidents wanted, latest first, those without a date last."""
    from django.db.models import Q

    rows = casebook._own("Incident")
    if wanted.place:
        rows = rows.filter(Q(place=wanted.place) | Q(admin1=wanted.place))
    if wanted.type:
        rows = rows.filter(type=wanted.type)
    if wanted.harm:
        rows = rows.filter(incident__in=casebook._own("Toll").filter(harm=wanted.harm).values("incident"))
    if wanted.month:
        rows = rows.filter(begins__isnull=True) if wanted.month == "none" else rows.filter(begins__startswith=wanted.month)
    found = [Row(*values) for values in rows.values_list(*Row._fields)]
    found.sort(key=lambda row: row.incident)
    found.sort(key=lambda row: row.begins or "", reverse=True)
    return found


def list_choices(casebook: Casebook) -> Choices:
    """What incidents can be narrowed to."""
    from django.db.models import Count

    places: dict[str, int] = {}
    types: dict[str, int] = {}
    months: dict[str, int] = {}
    for place, admin1, type_, begins in casebook._own("Incident").values_list("place", "admin1", "type", "begins"):
        for name in {place, admin1} - {None, ""}:
            places[name] = places.get(name, 0) + 1
        types[type_] = types.get(type_, 0) + 1
        month = begins[:7] if begins else "none"
        months[month] = months.get(month, 0) + 1
    harms = casebook._own("Toll").values("harm").annotate(n=Count("incident", distinct=True)).values_list("harm", "n")
    return Choices(
        places=sorted(places.items(), key=lambda item: item[0].casefold()),
        types=sorted(types.items()),
        harms=sorted(harms, key=lambda item: (-item[1], item[0])),
        months=sorted(months.items()),
    )


def open_incidents(casebook: Casebook, incidents: Iterable[str]) -> list[Incident]:
    """Incidents with their words, in the order asked for; unknown ids are passed over."""
    wanted = list(incidents)
    rows = {row.incident: row for row in casebook._among("Incident", "incident", wanted)}
    return casebook._worded([rows[name] for name in wanted if name in rows])


def list_parts(casebook: Casebook, container: str) -> list[Row]:
    """The incidents that lie inside one, earliest first."""
    rows = [Row(*values) for values in casebook._own("Incident").filter(part_of=container).values_list(*Row._fields)]
    return sorted(rows, key=lambda row: (row.begins is None, row.begins or "", row.incident))


def list_rows(casebook: Casebook, incidents: Iterable[str]) -> dict[str, Row]:
    """The rows of some incidents, by id."""
    found: dict[str, Row] = {}
    wanted = list(dict.fromkeys(incidents))
    for start in range(0, len(wanted), MANY):
        some = casebook._own("Incident").filter(incident__in=wanted[start : start + MANY])
        found.update((values[0], Row(*values)) for values in some.values_list(*Row._fields))
    return found


def list_reports(casebook: Casebook, reports: Iterable[str]) -> dict[str, Report]:
    """Reports without their texts, by id."""
    return {row.report: report_from(row.about, "") for row in casebook._among("Report", "report", list(reports))}


def list_all_reports(casebook: Casebook, start: int, most: int) -> list[Listed]:
    """A page of all reports, latest published first, those without a date last."""
    from django.db.models import Count, F

    own = casebook._own("Report").order_by(F("published").desc(nulls_last=True), "report")
    rows = list(own[start : start + most])
    names = [row.report for row in rows]
    counted = casebook._own("Claim").filter(report__in=names).values("report").annotate(n=Count("claim")).values_list("report", "n")
    claims = dict(counted)
    held = set(casebook._own("Text").filter(report__in=names).exclude(text="").values_list("report", flat=True))
    return [Listed(report_from(row.about, ""), claims.get(row.report, 0), row.report in held) for row in rows]


def claims_left_out(casebook: Casebook, report: str) -> dict[str, str]:
    """Claims of a report that the policy leaves out, with the reason; the empty id stands for the whole report."""
    return {row.claim: row.reason for row in casebook._own("LeftOut").filter(report=report)}


def first_received(casebook: Casebook, reports: Iterable[str]) -> dict[str, str]:
    """Report -> when its bytes were first received (UTC), as the log has it."""
    blobs = {row.report: row.blob for row in casebook._among("Report", "report", list(reports))}
    at: dict[str, str] = {}
    for row in casebook._among("Receipt", "blob", list(blobs.values())):
        at[row.blob] = min(at.get(row.blob, row.at), row.at)
    return {report: at[blob] for report, blob in blobs.items() if blob in at}


def claims_of_reports(casebook: Casebook, reports: Iterable[str]) -> list[Claim]:
    """All claims of some reports, with their words, in the order of report and text."""
    rows = sorted(casebook._among("Claim", "report", list(reports)), key=lambda row: (row.report, row.ordinal))
    return casebook._cut(rows)
