"""Lists of reports: all that the casebook holds, and what counts in no incident and why."""

from typing import NamedTuple

from knell.casebook.contents import Listed, claims_of_reports, count_contents, list_all_reports, list_reports
from knell.casebook.ledger import Casebook
from knell.records import Claim

from .addresses import claim_address, report_address
from .cards import summary_of
from .legible import legible, legible_record
from .withheld import private_names, withhold
from .wording import HARMS, day_words, figure_words, list_words

A_PAGE = 50


class Line(NamedTuple):
    """A report in the list."""

    href: str
    title: str
    outlet: str
    published: str
    claims: int
    restated: str
    held: bool


class ReportsPage(NamedTuple):
    """A page of reports."""

    lines: tuple[Line, ...]
    total: int
    number: int
    last: int


class Left(NamedTuple):
    """Something that counts in no incident."""

    what: str
    href: str
    source: str
    reason: str


class LeftOutPage(NamedTuple):
    """A page of what was left out, and the policy that says so."""

    lines: tuple[Left, ...]
    policy: str
    total: int
    number: int
    last: int


def read_reports(casebook: Casebook, number: int) -> ReportsPage:
    """A page of all reports; a page beyond the last is the last."""
    total = count_contents(casebook).reports
    last = max(1, -(-total // A_PAGE))
    number = min(max(1, number), last)
    listed = [legible_record_of(one) for one in list_all_reports(casebook, (number - 1) * A_PAGE, A_PAGE)]
    names = private_names(claims_of_reports(casebook, [one.report.id for one in listed]))
    lines = tuple(
        Line(
            href=report_address(one.report.id),
            title=withhold(one.report.title or "", names) or one.report.id,
            outlet=one.report.outlet or "outlet not stated",
            published=day_words(one.report.published) if one.report.published else "not dated",
            claims=one.claims,
            restated=one.report.restates.by if one.report.restates else "",
            held=one.held,
        )
        for one in listed
    )
    return ReportsPage(lines, total, number, last)


def legible_record_of(listed: Listed) -> Listed:
    """A listed report with its words made legible."""
    return listed._replace(report=legible_record(listed.report))


def read_left_out(casebook: Casebook, number: int) -> LeftOutPage:
    """A page of what is kept as evidence and counts in no incident."""
    everything = casebook.left_out()
    last = max(1, -(-len(everything) // A_PAGE))
    number = min(max(1, number), last)
    shown = everything[(number - 1) * A_PAGE : number * A_PAGE]
    reports = list_reports(casebook, [one.report for one in shown if one.report])
    claims = {claim.claim: legible_record(claim) for claim in casebook.claims([one.claim for one in shown if one.claim])}
    lines = []
    for one in shown:
        report = reports.get(one.report or "")
        source = (report.outlet or report.title or report.id) if report else (one.name or "a file that could not be read")
        what = _claim_words(claims.get(one.claim)) if one.claim else "a report" if one.report else "a file"
        href = claim_address(one.claim) if one.claim else report_address(one.report) if one.report else ""
        lines.append(Left(what, href, legible(source), legible(one.reason)))
    return LeftOutPage(tuple(lines), policy_sentence(casebook), len(everything), number, last)


def _claim_words(claim: Claim | None) -> str:
    """What a claim says, as short as it can be; a name is never part of it."""
    if claim is None:
        return "a claim"
    said = f"{figure_words(claim.count)} {summary_of(claim)}" if claim.count is not None else summary_of(claim)
    return f"a claim: {withhold(said, private_names([claim]))}"


def policy_sentence(casebook: Casebook) -> str:
    """The inclusion policy as one sentence."""
    policy = casebook.policy
    places = list_words((*policy.admin1s, *policy.countries))
    parts = [f"in {places}" if places else "", _from_to(policy.from_, policy.to)]
    said = " ".join(part for part in parts if part)
    harms = f"; of harms, {list_words([HARMS[harm] for harm in policy.harms])}" if policy.harms else ""
    deaths = "; of deaths, those that come straight from violence" if policy.deaths == "direct" else ""
    what = f"what is said to have happened {said}" if said else "everything that is reported"
    return legible(f"It takes in {what}{harms}{deaths}.")


def _from_to(first: str | None, last: str | None) -> str:
    if first and last:
        return f"from {day_words(first)} to {day_words(last)}"
    return f"since {day_words(first)}" if first else f"until {day_words(last)}" if last else ""
