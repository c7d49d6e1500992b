"""People's verdicts on incidents, over the rule's: each pinned to a claim, in force for the incident that the claim is in."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from knell.records import Incident, Record, Verdict
from knell.records.vocabulary import VerdictOn, VerdictValue

KIND = "verdict"
"""The kind of decision in the log."""


class Judgement(Record, frozen=True, kw_only=True, rename={"is_": "is"}):
    """The value of a decision: the harm of the claim it is pinned to, which of the three questions, and the verdict."""

    harm: str
    question: VerdictOn
    is_: VerdictValue


class Pinned(Record, frozen=True, kw_only=True):
    """Which claim a decision is pinned to now, and ``how`` it was found: ``exact`` or ``overlaps``."""

    claim: str
    how: str


def judge_over(incidents: Sequence[Incident], rows: Iterable[Any]) -> list[Incident]:
    """The incidents with what people decided of them. ``rows``: the decisions in force, in the log's order."""
    told = list(rows)
    if not told:
        return list(incidents)
    home = {claim: n for n, incident in enumerate(incidents) for claim in incident.claims}
    out = list(incidents)
    for row in told:
        pinned = msgspec.json.decode(row.found, type=Pinned)
        if pinned.claim in home:
            n = home[pinned.claim]
            out[n] = _over(out[n], msgspec.json.decode(row.value, type=Judgement), pinned, row.reason)
    return out


def _over(incident: Incident, told: Judgement, pinned: Pinned, reason: str | None) -> Incident:
    by_rule: Verdict = getattr(incident.verdicts, told.question)
    flag = "; the claim it was pinned to is read otherwise now" if pinned.how != "exact" else ""
    why = f"a person decided: {reason or 'no reason given'}{flag}; before it was {by_rule.is_.replace('_', ' ')}: {by_rule.why}"
    verdict = Verdict(is_=told.is_, by=by_rule.by, why=why)
    return msgspec.structs.replace(incident, verdicts=msgspec.structs.replace(incident.verdicts, **{told.question: verdict}))
