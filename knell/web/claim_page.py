"""One claim: its sentence, every field with the words it was read from, and the claims it stands in a relation to."""

from typing import NamedTuple

from knell.casebook.contents import claims_left_out, list_rows
from knell.casebook.ledger import Casebook
from knell.evidence.store import open_store
from knell.flows.computing import the_steps
from knell.flows.projection import setting_in_force
from knell.records import Claim

from .cards import Card, card_of
from .exhibit_page import Card as Exhibit
from .exhibit_page import exhibits_of
from .fields import Field, claim_fields
from .graphic import behind_click
from .legible import legible_record
from .overview_page import Part, part_of
from .withheld import private_names
from .wording import RELATIONS


class ClaimPage(NamedTuple):
    """All that the claim's template needs. ``relations``: this claim's own, then those other claims of the report have to it."""

    claim: Claim
    card: Card
    fields: tuple[Field, ...]
    rules: tuple[tuple[str, str], ...]
    relations: tuple[tuple[str, Card], ...]
    related: tuple[tuple[str, Card], ...]
    incident: Part | None
    left_out: str
    erased: bool
    exhibits: tuple[Exhibit, ...]


def read_rules(casebook: Casebook, claim: str, report: str) -> tuple[tuple[str, str], ...]:
    """Field -> the rule that filled it and the correction that changed it, where the reader that is installed is the one that read
    the report.
    """
    steps = the_steps()
    if casebook.projection.versions != steps.versions:
        return ()
    store = open_store(casebook.path / "evidence")
    try:
        setting = setting_in_force(store, casebook.policy, casebook.latest_of)
    finally:
        store.close()
    return tuple(steps.rules(casebook.report(report), setting).get(claim, {}).items())


def read_claim(casebook: Casebook, claim: Claim) -> ClaimPage:
    """The page of one claim."""
    report = legible_record(casebook.report(claim.report))
    beside = [legible_record(one) for one in casebook.claims_of_report(claim.report)]
    claim = next(one for one in beside if one.claim == claim.claim)
    names, hidden = private_names(beside), behind_click(beside)
    known = {one.claim: one for one in beside}
    further = [relation.claim for relation in claim.relations if relation.claim not in known]
    known.update((one.claim, legible_record(one)) for one in casebook.claims(further))
    reports = {one.id: legible_record(one) for one in casebook.reports({one.report for one in known.values()})}
    cards = {name: card_of(one, reports.get(one.report), names, hidden=hidden) for name, one in known.items()}
    incident = casebook.incident_of_claim(claim.claim)
    rows = list_rows(casebook, [incident]) if incident else {}
    out = claims_left_out(casebook, claim.report)
    return ClaimPage(
        claim=claim,
        card=cards[claim.claim],
        fields=claim_fields(claim, names),
        rules=read_rules(casebook, claim.claim, claim.report),
        relations=tuple((RELATIONS[r.kind], cards[r.claim]) for r in claim.relations if r.claim in cards),
        related=tuple((RELATIONS[r.kind], cards[one.claim]) for one in beside for r in one.relations if r.claim == claim.claim),
        incident=part_of(rows[incident]) if incident in rows else None,
        left_out=out.get(claim.claim, "") or out.get("", ""),
        erased=not report.text,
        exhibits=exhibits_of(casebook, [claim.claim]),
    )
