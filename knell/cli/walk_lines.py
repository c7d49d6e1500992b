"""Incidents, tolls, claims and receipts as lines of text for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from knell.records import Claim, Count, Incident, Lane, Place, Time, Toll

SHORT = 6
"""Characters of an id that are shown at least: ``i:3f9a``."""


def short_ids(ids: Sequence[str]) -> dict[str, str]:
    """Each id cut to as many characters as tell all of them apart, one length for all."""
    length = SHORT
    while length < max((len(name) for name in ids), default=0) and len({name[:length] for name in ids}) < len(set(ids)):
        length += 1
    return {name: name[:length] for name in ids}


def when_in_words(time: Time | None) -> str:
    """The days of an incident."""
    if time is None or (time.from_ is None and time.to is None):
        return "date unknown"
    if time.from_ == time.to:
        return str(time.from_)
    if time.from_ is None:
        return f"up to {time.to}"
    return f"{time.from_} to {time.to}" if time.to else f"from {time.from_}"


def where_in_words(places: Sequence[Place]) -> str:
    """The first place, with its division."""
    if not places:
        return "place unknown"
    place = places[0]
    names = dict.fromkeys(name for name in (place.name or place.text, place.admin1, place.country) if name)
    return ", ".join(names) or "place unknown"


def lane_in_words(lane: Lane, claim: Claim | None) -> str:
    """A lane's figure in its source's own words, with the source: "over 70 (no source named)"."""
    from knell.publishing.numbers import count_words

    count = (
        claim.count
        if claim is not None and claim.count is not None
        else Count(low=lane.low, high=lane.high, best=lane.best, kind=lane.kind)
    )
    return f"{count_words(count, count.text) or 'some'} ({lane.root})"


def toll_in_words(toll: Toll, claims: Mapping[str, Claim]) -> str:
    """A toll as its lanes say it: "killed: 52 (the Observatory); over 70 (no source named)".

    A toll of less than the whole says of what: "killed, attributed to loyalists: 446 (the Network)".
    """
    scope = toll.scope
    parts = (
        toll.harm,
        "" if toll.group == "all" else toll.group,
        f"attributed to {scope.by}" if scope.by else "",
        f"taking in {' and '.join(scope.includes)}" if scope.includes else "",
        f"leaving out {' and '.join(scope.excludes)}" if scope.excludes else "",
    )
    who = ", ".join(part for part in parts if part)
    return f"{who}: " + ("; ".join(lane_in_words(lane, claims.get(lane.claim)) for lane in toll.lanes) or "no figure")


def span_in_words(toll: Toll) -> str:
    """The reckoned span: "low 71, high open"."""
    low = "open" if toll.low is None else str(toll.low)
    high = "open" if toll.high is None else str(toll.high)
    best = "" if toll.best is None else f", best {toll.best}"
    return f"low {low}{best}, high {high}"


def incident_lines(incident: Incident, short: Mapping[str, str], claims: Mapping[str, Claim]) -> Iterator[str]:
    """One incident of a list: a line of what it is, and one for each toll. ``short``: how ids are shown."""
    shown = short.get(incident.incident, incident.incident)
    what = incident.type.replace("_", " ") + (", total over days or a region" if incident.kind == "aggregate" else "")
    counted = f"{_many(incident.n_reports, 'report')}, {_many(incident.n_independent, 'independent root')}"
    if incident.part_of:
        counted += f"; inside {short.get(incident.part_of, incident.part_of)}"
    if incident.may_be_same:
        counted += f"; may be {', '.join(short.get(name, name) for name in incident.may_be_same)}"
    yield f"{shown}  {when_in_words(incident.time)}  {where_in_words(incident.places)}  {what}  ({counted})"
    for toll in incident.tolls:
        yield f"{' ' * len(shown)}    {toll_in_words(toll, claims)}"


def indented(lines: Iterable[str], by: int) -> Iterator[str]:
    """The lines, moved to the right."""
    for line in lines:
        yield " " * by + line


def _many(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
