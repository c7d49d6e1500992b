"""A person's verdict on an incident, in place of the rule's: it goes into the log with its reason and survives every recomputation.

1. Open the casebook as its one writer, brought up to its log.
2. Find the incident, and the claim that its decision is pinned to: text and spans, never a row.
3. Into the log with it; the ledger follows. The rule's verdict and its reason stay beside it, to be seen.
"""

from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.casebook.ledger import Casebook, open_casebook
from knell.casebook.verdicts import KIND, Judgement
from knell.evidence.entries import Decide, Random
from knell.records import Claim, Report
from knell.records.errors import CasebookError, UsageError
from knell.records.vocabulary import VerdictOn, VerdictValue, values

from .catching_up import catch_up
from .projection import Clock, writing_desk
from .rulings import anchor_claim


class Decided(NamedTuple):
    """What came of it: the incident, what its rule says, what holds now."""

    incident: str
    was: str
    now: str


def decide_verdict(folder: Path, asked: str, question: str, value: str, reason: str, *, actor: str, random: Random, now: Clock) -> Decided:
    """Puts a person's verdict in place of the rule's. Raises ``UsageError`` for words that are none, ``CasebookError`` for an id that is
    none.
    """
    if question not in values(VerdictOn) or value not in values(VerdictValue):
        raise UsageError(
            f"{question} {value} is no verdict", todo=f"say which of {', '.join(values(VerdictOn))}, and {', '.join(values(VerdictValue))}"
        )
    if not reason.strip():
        raise UsageError("a verdict needs its reason", todo="give --reason")
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        with open_casebook(folder) as casebook:
            incident = casebook.incident(asked)
            was = getattr(incident.verdicts, question).is_
            claim, report = _pin(casebook, incident.claims, incident.incident)
        anchor = anchor_claim(claim, desk.ledger.text_hash(report.id))
        told = Judgement(harm=claim.harm, question=question, is_=value)  # type: ignore[arg-type]
        decide = Decide(
            kind=KIND,
            value=msgspec.json.encode(told, order="sorted").decode(),
            text=anchor.text,
            spans=anchor.spans,
            field=f"verdict/{question}",
            reason=reason.strip(),
        )
        desk.store.append([decide], desk.stamp(), desk.random)
        catch_up(desk)
        return Decided(incident.incident, was, value)


def _pin(casebook: Casebook, claims: tuple[str, ...], incident: str) -> tuple[Claim, Report]:
    """The claim of an incident that a decision on it is pinned to: its first with harm whose words are at hand."""
    told = sorted(casebook.claims(claims), key=lambda c: c.harm == "none")
    reports = {r.id: r for r in casebook.reports({c.report for c in told}) if r.text}
    claim = next((c for c in told if c.report in reports), None)
    if claim is None:
        raise CasebookError(f"the words of {incident} have been erased", todo="a verdict needs a claim to be pinned to")
    return claim, reports[claim.report]
