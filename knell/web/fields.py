"""A claim's fields in words: what was read, and the words of the text it was read from."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knell.records import Claim, Count, Party, Place, Victim

from .withheld import WITHHELD, withhold
from .wording import (
    BASES,
    EVENTS,
    HARMS,
    KINDS_OF_COUNT,
    PARTIES,
    PRECISIONS,
    STANCES,
    STATUSES,
    group_words,
    time_words,
)


class Field(NamedTuple):
    """A field: its name, its value in words, and the words it was read from, if any."""

    label: str
    value: str
    words: str = ""


def claim_fields(claim: Claim, names: Iterable[str] = ()) -> tuple[Field, ...]:
    """Every field of the claim that says something. ``names`` are withheld."""
    names = tuple(names)
    return tuple(
        Field(field.label, withhold(field.value, names), withhold(" ".join(field.words.split()), names)) for field in _fields(claim)
    )


def _fields(claim: Claim) -> Iterator[Field]:
    yield Field("What", _event(claim), claim.event.text or "")
    yield Field("Harm", HARMS[claim.harm])
    if claim.count is not None:
        yield Field("Number", _count(claim.count), "" if claim.count.kind == "named" else claim.count.text or "")
    for victim in claim.victims:
        yield Field("Who was harmed", _victim(victim), WITHHELD if victim.name else victim.text or "")
    for target in claim.targets:
        yield Field("What was hit", target.kind or "kind not stated", target.text or "")
    for party in claim.perpetrators:
        yield Field("Alleged perpetrator", _party(party), party.text or "")
    if claim.instrument is not None:
        yield Field("With what", claim.instrument.kind, claim.instrument.text or "")
    for place in claim.places:
        yield Field("Where", _place(place), place.text or "")
    if claim.time is not None:
        yield Field("When", time_words(claim.time) + _in_brackets(PRECISIONS.get(claim.time.precision or "")), claim.time.text or "")
    yield from _attribution(claim)
    if claim.reader:
        yield Field("Read by", claim.reader)


def _attribution(claim: Claim) -> Iterator[Field]:
    if not claim.speakers:
        yield Field("Who says it", "the report’s own voice")
    for position, speaker in enumerate(claim.speakers):
        yield Field("Who says it" if position == 0 else "Citing", _party(speaker), speaker.text or "")
    said = "; ".join(cue.text for cue in claim.cues if cue.text)
    yield Field("How surely", STANCES[claim.stance], said)
    if claim.count is not None:
        yield Field("Basis of the figure", BASES[claim.basis])


def _event(claim: Claim) -> str:
    """The kind of event; a source's word for it that Knell does not use itself is given as the source's."""
    event = claim.event
    said = EVENTS[event.type]
    if event.type in ("execution", "massacre"):
        said += f" (the source's word makes it: {event.type})"
    if event.subtype:
        said += f"; {event.subtype}"
    return said if event.stage == "done" else f"{said}; {event.stage}"


def _count(count: Count) -> str:
    bounds = []
    if count.low is not None:
        bounds.append(f"low {count.low:,}")
    if count.high is not None:
        bounds.append(f"high {count.high:,}")
    if count.best is not None and count.best != count.low:
        bounds.append(f"about {count.best:,}")
    if count.kind == "vague":
        bounds.append("by convention, never a published end")
    said = f"{KINDS_OF_COUNT[count.kind]}: {', '.join(bounds)}" if bounds else KINDS_OF_COUNT[count.kind]
    return f"{said}; a running total" if count.cumulative else said


def _victim(victim: Victim) -> str:
    parts = [group_words(victim.group)] if victim.group else []
    if victim.status:
        parts.append(STATUSES[victim.status] + (f" in the word of {victim.status_by}" if victim.status_by else ""))
    parts += [part for part in (victim.age_group, victim.sex) if part]
    if victim.occupation:
        parts.append(victim.occupation.replace("_", " "))
    if victim.count is not None and victim.count.low is not None:
        high = victim.count.high
        parts.append(
            f"{victim.count.low:,}"
            if high == victim.count.low
            else f"{victim.count.low:,} or more"
            if high is None
            else f"{victim.count.low:,} to {high:,}"
        )
    return "; ".join(parts) or "status not stated"


def _party(party: Party) -> str:
    name = party.name or (" ".join(party.text.split()) if party.text else "")
    if not name:
        return "not named" if party.kind == "unknown" else f"{PARTIES[party.kind]}, not named"
    return name if party.kind == "unknown" else f"{name} ({PARTIES[party.kind]})"


def _place(place: Place) -> str:
    parts = [part for part in (place.name, place.admin2, place.admin1, place.country) if part]
    said = ", ".join(dict.fromkeys(parts)) or "not resolved"
    if place.lat is not None and place.lon is not None:
        said += f"; {place.lat:.2f}, {place.lon:.2f}"
    said += _in_brackets(PRECISIONS.get(place.precision or ""))
    return said if place.stated else f"{said}; inferred from context"


def _in_brackets(words: str | None) -> str:
    return f" ({words})" if words else ""
