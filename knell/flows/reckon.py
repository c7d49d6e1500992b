"""A whole collection in, its incidents out; no casebook is touched.

1. refuse a rule that is not there, before any work
2. read the reports' claims, or take the claims that were given
3. match: which reports copy which, whose figure each claim is, which claims tell of one incident
4. reckon: tolls and verdicts

The result is the same for any order of reports and any number of jobs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from knell.matching.collection import match
from knell.reckoning.conventions import check_rule
from knell.reckoning.incidents import reckon
from knell.records import Claim, Incident, Report
from knell.records.errors import InputError, UsageError

from .collecting import few_collections


def reckon_collection(
    reports: Sequence[Report],
    claims: Iterable[Claim] | None = None,
    *,
    as_of: str | None = None,
    rule: str = "reported",
    jobs: int | None = None,
) -> tuple[Incident, ...]:
    """The incidents that a collection tells of, in canonical order.

    ``claims`` are the reports' claims where they have been read before; ``None`` reads them now. ``as_of`` takes what was published by
    that date. Raises ``UsageError`` for a rule that is not there.
    """
    check_rule(rule)
    taken = [r for r in reports if as_of is None or (r.published is not None and r.published[: len(as_of)] <= as_of)]
    known = list(claims) if claims is not None else list(_read(taken, jobs))
    with few_collections():
        return reckon(match(taken, known), rule=rule)


def _read(reports: Sequence[Report], jobs: int | None) -> Iterator[Claim]:
    from .read import read_collection

    for reading in read_collection(reports, jobs=jobs):
        yield from reading.claims


def read_claims(path: Path) -> Iterator[Claim]:
    """The claims in a file that ``knell read`` wrote. Raises ``InputError`` naming the line that is not one."""
    decoder = msgspec.json.Decoder(Claim)
    try:
        with path.open("rb") as lines:
            for n, line in enumerate(lines, 1):
                if line.strip():
                    yield _decode(decoder, line, f"{path}, line {n}")
    except OSError as error:
        raise UsageError(error.strerror or "cannot be read", where=str(path), todo="check the name") from None


def check_claims(texts: Mapping[str, str], claims: Iterable[Claim]) -> None:
    """Raises ``InputError`` for a claim whose report is not in ``texts`` (by id), or whose words do not stand in it."""
    for claim in claims:
        text, passage = texts.get(claim.report), claim.passage
        if text is None:
            raise InputError(
                f"the report of claim {claim.claim} is not here", where=claim.report, todo="give the reports the claims are of"
            )
        if passage.text is not None and text[passage.start or 0 : passage.end or 0] != passage.text:
            raise InputError(f"the words of claim {claim.claim} do not stand in it", where=claim.report, todo="give the same reports")


def _decode(decoder: "msgspec.json.Decoder[Claim]", line: bytes, where: str) -> Claim:
    try:
        return decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"is not a claim ({error})", where=where, todo="give what knell read wrote, or leave --claims out") from None


def incident_lines(incidents: Iterable[Incident]) -> Iterator[bytes]:
    """Each incident as a line of JSON."""
    encode = msgspec.json.Encoder().encode
    for incident in incidents:
        yield encode(incident) + b"\n"
