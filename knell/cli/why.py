"""``knell why``: walks a figure back to the bytes that were received."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .casebook_options import casebook_option, hands
from .days import check_day

if TYPE_CHECKING:
    from knell.flows.why import ClaimWalk, Custody, Hanging, Heard, TollWalk, Walk


@click.command(short_help="Walk a figure back to the bytes that were received.")
@casebook_option
@click.argument("asked", metavar="ID")
@click.option("--as-of", callback=check_day, metavar="DATE", help="Only what was published by then: a day, a month or a year.")
@click.option("--rule", default="reported", show_default=True, metavar="RULE", help="The convention tolls are reckoned by.")
def command(folder: Path, asked: str, as_of: str | None, rule: str) -> None:
    """Walk an incident (i:3f9a) or a claim (c:77b0) back: toll, rule, lanes, claims, sentences, received file and hash.

    ID may be shortened as long as it tells one apart. [[ and ]] stand around the words that say so.
    """
    from knell.flows.why import ClaimWalk, walk_back

    walk = walk_back(folder, asked, as_of=as_of, rule=rule, **hands())
    if walk.note:
        click.echo(f"knell: {walk.note}", err=True)
    for line in _claim_walk(walk) if isinstance(walk, ClaimWalk) else _incident_walk(walk):
        click.echo(line)


def _incident_walk(walk: "Walk") -> Iterator[str]:
    from .walk_lines import indented, when_in_words, where_in_words

    incident = walk.incident
    if walk.renamed:
        yield f"{walk.renamed} is superseded; {incident.incident} answers for it"
    yield f"{incident.incident}  {incident.type.replace('_', ' ')}, {when_in_words(incident.time)}, {where_in_words(incident.places)}"
    if incident.kind == "aggregate":
        yield "a total over days or a region, not one happening"
    if incident.part_of:
        yield f"lies inside {incident.part_of}"
    if incident.may_be_same:
        yield f"may be the same as {', '.join(incident.may_be_same)}: neither joined nor added"
    for name, verdict in (
        ("occurrence", incident.verdicts.occurrence),
        ("figure", incident.verdicts.figure),
        ("responsibility", incident.verdicts.responsibility),
    ):
        yield f"{name}: {verdict.is_.replace('_', ' ')}: {verdict.why}"
    told: set[str] = set()
    for toll in walk.tolls:
        yield ""
        yield from _toll_walk(toll, told)
    if incident.garbles:
        yield ""
        yield "one number told of different people"
        yield from indented((garble.why for garble in incident.garbles), 2)
    others = [heard for heard in walk.others if heard.claim.claim not in told]
    if others:
        yield ""
        yield "other claims of this incident"
        for heard in others:
            yield from indented(_heard(heard, told), 2)
    if incident.links:
        yield ""
        yield "why these reports are one incident"
        yield from indented((f"{link.a} and {link.b}: {link.kind}: {link.why}" for link in incident.links), 2)
    if walk.exhibits:
        yield ""
        yield "exhibits that people linked"
        yield from indented((_exhibit(hanging) for hanging in walk.exhibits), 2)


def _toll_walk(walk: "TollWalk", told: set[str]) -> Iterator[str]:
    from .walk_lines import indented, lane_in_words, span_in_words

    toll = walk.toll
    yield f"toll: {toll.harm}, {toll.group}: {span_in_words(toll)}" + (f", as of {toll.as_of}" if toll.as_of else "")
    yield f"  rule {toll.rule}: {toll.why}"
    yield f"  independent roots: {toll.n_independent}" + (
        f"; unknown of {toll.independence_unknown} more" if toll.independence_unknown else ""
    )
    for flag in toll.flags:
        yield f"  flag: {flag}"
    for lane, heard in walk.lanes:
        as_of = f", as of {lane.as_of}" if lane.as_of else ""
        yield f"  lane: {lane_in_words(lane, heard.claim if heard else None)}, basis {lane.basis.replace('_', ' ')}{as_of}"
        yield from indented((f"flag: {flag}" for flag in lane.flags), 4)
        yield from indented(_heard(heard, told) if heard else [f"{lane.claim}: erased"], 4)
    for heard in walk.disputes:
        yield "  against it"
        yield from indented(_heard(heard, told), 4)


def _heard(heard: "Heard", told: set[str]) -> Iterator[str]:
    claim, report = heard.claim, heard.report
    yield f"{claim.claim}  {claim.event.type.replace('_', ' ')}, {claim.stance}, read by {claim.reader}"
    if claim.claim in told:
        yield "  (shown above)"
        return
    told.add(claim.claim)
    yield f"  {heard.sentence or '(the words have been erased)'}"
    if report.id in told:
        yield f"  report {report.id} (received as above)"
        return
    told.add(report.id)
    source = ", ".join(part for part in (report.outlet, report.published, report.title) if part)
    yield f"  report {report.id}" + (f": {source}" if source else "")
    for custody in heard.custody:
        yield f"    {_custody(custody)}"


def _exhibit(hanging: "Hanging") -> str:
    tie = hanging.tie
    flag = "; the claim is read otherwise now" if tie.how != "exact" else ""
    decided = f"a person decided on {tie.at[:10]}: {tie.reason or 'no reason given'}{flag}"
    return f"{tie.exhibit}, {hanging.said}: possible evidence for {tie.claim}: {decided} (knell exhibit show {tie.exhibit})"


def _custody(custody: "Custody") -> str:
    if custody.sha256 is None:
        return f"received {custody.at}, log position {custody.position}: erased"
    line = "" if custody.part is None else f", line {custody.part}"
    sources = [f"outlet {custody.outlet}" if custody.outlet else "", f"from {custody.origin}" if custody.origin else ""]
    stated = "".join(f", {part}" for part in sources if part)
    received = f"received {custody.at} as {custody.name}{line}{stated}"
    return f"{received}, log position {custody.position}, SHA-256 {custody.sha256} ({custody.state})"


def _claim_walk(walk: "ClaimWalk") -> Iterator[str]:
    yield from _heard(walk.heard, set())
    yield from (_exhibit(hanging) for hanging in walk.exhibits)
    if walk.out:
        yield f"left out: {walk.out}"
    yield f"in incident {walk.incident}" if walk.incident else "in no incident"
