"""A second opinion on claims, from a language model that the user runs or names. Nothing it says changes a claim.

1. settle the endpoint: off unless one is configured; no report leaves this machine unless its host is named outright
2. read each report's units and numbers (``reading.rereading``), and make the questions (``reading.prompts``)
3. ask; keep the raw answer with the question's digest, whatever it holds
4. check the answer against the report (``reading.answers``); what fails is dropped and counted
5. set what is left beside the claims (``reading.comparing``): agreement, alternatives, what only one of them has
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from knell.reading.answers import check_answer
from knell.reading.comparing import compare
from knell.reading.prompts import VERSION, Question, ask_about, digest
from knell.reading.reader import Settings
from knell.reading.rereading import reread
from knell.records import Claim, Count, Opinion, Report

from .endpoint import Endpoint, EndpointFault, Reply
from .reckon import check_claims

GIVE_UP = 3
"""Questions in a row without an answer after which the endpoint is taken for gone."""

Ask = Callable[[Endpoint, Sequence[Mapping[str, str]]], Reply]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One question and the raw answer to it, as they are kept. ``dropped``: reason -> how many findings. ``fault``: why there is none."""

    report: str
    prompt: str
    question: str
    messages: tuple[dict[str, str], ...]
    model: str
    served_by: str
    answer: str | None
    raw: str
    findings: int = 0
    dropped: Mapping[str, int] = {}
    fault: str | None = None


class Asked(NamedTuple):
    """What came of one question."""

    kept: Kept
    opinions: tuple[Opinion, ...]


def second_opinions(
    reports: Sequence[Report], claims: Sequence[Claim], endpoint: Endpoint, settings: Settings, ask: Ask
) -> Iterator[Asked]:
    """What the model says of each report, question by question. A question that fails is told of and the next one asked, until
    ``GIVE_UP`` in a row have; the fault of the last is then raised. Raises ``InputError`` for claims that are of other reports.
    """
    check_claims({report.id: report.text for report in reports}, claims)
    by_report: dict[str, list[Claim]] = {}
    for claim in claims:
        by_report.setdefault(claim.report, []).append(claim)
    failed = 0
    for report in reports:
        units, numbers = reread(report, settings)
        own = by_report.get(report.id, [])
        known = (*(claim.count for claim in own if claim.count is not None and claim.count.start is not None), *numbers)
        for question in ask_about(report, units):
            try:
                reply = ask(endpoint, question.messages)
            except EndpointFault as fault:
                failed += 1
                if failed >= GIVE_UP:
                    raise
                yield Asked(_kept(question, endpoint, fault.raw, fault=fault.line()), ())
                continue
            failed = 0
            yield _hear(report, own, question, reply, endpoint, known)


def count_dropped(asked: Sequence[Asked]) -> Counter[str]:
    """How many findings were dropped, by reason, over many questions."""
    return sum((Counter(one.kept.dropped) for one in asked), Counter[str]())


def _hear(report: Report, claims: Sequence[Claim], question: Question, reply: Reply, endpoint: Endpoint, numbers: Sequence[Count]) -> Asked:
    heard = check_answer(reply.content, question, report, numbers)
    kept = _kept(question, endpoint, reply.raw, served_by=reply.model, findings=len(heard.findings), dropped=heard.dropped)
    opinions = compare(report, claims, question, heard.findings, endpoint.model, digest(reply.raw))
    return Asked(kept, tuple(opinions))


def _kept(
    question: Question,
    endpoint: Endpoint,
    raw: bytes,
    *,
    served_by: str = "",
    findings: int = 0,
    dropped: Mapping[str, int] | None = None,
    fault: str | None = None,
) -> Kept:
    return Kept(
        report=question.report,
        prompt=VERSION,
        question=question.digest,
        messages=question.messages,
        model=endpoint.model,
        served_by=served_by,
        answer=digest(raw) if raw else None,
        raw=raw.decode("utf-8", "replace"),
        findings=findings,
        dropped=dropped or {},
        fault=fault,
    )
