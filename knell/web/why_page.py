"""The walk back: published figure, rule, lanes, sentence, and the bytes that were received, with their hash."""

from typing import NamedTuple

from django.utils.safestring import SafeString

from knell.casebook.contents import claims_of_reports
from knell.casebook.ledger import Casebook
from knell.flows.why import Custody
from knell.records import Incident

from .addresses import incident_address
from .cards import Card, card_of
from .custody import read_custody
from .drawing import Mark
from .graphic import behind_click
from .incident_page import linked, span_words
from .legible import legible_record
from .titles import incident_title, incident_when
from .tolls import lane_marks, order_tolls
from .withheld import private_names
from .wording import harm_words, scope_words


class Step(NamedTuple):
    """A lane walked back. ``card`` is missing where the claim was erased."""

    mark: Mark
    card: Card | None
    custody: tuple[Custody, ...]


class Walked(NamedTuple):
    """A toll walked back."""

    title: str
    scope: str
    rule: str
    span: str
    why: SafeString
    steps: tuple[Step, ...]


class WhyPage(NamedTuple):
    """All that the walk's template needs."""

    href: str
    title: str
    when: str
    id: str
    tolls: tuple[Walked, ...]


def read_why(casebook: Casebook, incident: Incident) -> WhyPage:
    """The walk back from each figure of an incident."""
    incident = legible_record(incident)
    lanes = [lane.claim for toll in incident.tolls for lane in toll.lanes]
    claims = {claim.claim: legible_record(claim) for claim in casebook.claims(lanes)}
    used = sorted({claim.report for claim in claims.values()})
    every = [legible_record(claim) for claim in claims_of_reports(casebook, used)]
    names, hidden = private_names(every), behind_click(every)
    reports = {report.id: legible_record(report) for report in casebook.reports(used)}
    cards = {name: card_of(claim, reports.get(claim.report), names, hidden=hidden) for name, claim in claims.items()}
    custody = read_custody(casebook, used)
    tolls = []
    for toll in order_tolls(incident.tolls):
        steps = []
        for lane, mark in lane_marks(toll.lanes, claims, names):
            claim = claims.get(lane.claim)
            steps.append(Step(mark, cards.get(lane.claim), custody[claim.report] if claim else ()))
        title = harm_words(toll.harm, toll.group).capitalize()
        tolls.append(Walked(title, scope_words(toll.scope), toll.rule, span_words(toll), linked(toll.why, names), tuple(steps)))
    return WhyPage(incident_address(incident.incident), incident_title(incident), incident_when(incident), incident.incident, tuple(tolls))
