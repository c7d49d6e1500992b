"""An incident without its words, and the words again when it is shown.

Claims are spans, so their words are cut from the report. An incident's places, time and victims come from claims too; each is stored
with an *anchor*, the claim and the place in it that it came from, and gets its words back from there.
"""

from collections.abc import Mapping

import msgspec

from knell.records import Claim, Incident, IncidentVictim, Place, Record, Time, Victim, cut


class Anchor(Record, frozen=True, kw_only=True):
    """The ``index``-th of an incident's ``field`` ("places", "victims", "time") has the words of the ``at``-th in this claim."""

    field: str
    index: int
    claim: str
    at: int = 0


def take_words_out(incident: Incident, claims: Mapping[str, Claim]) -> tuple[Incident, tuple[Anchor, ...]]:
    """The incident with no words of any report in it, and where they are cut from. ``claims``: its own, with their words."""
    own = [claims[name] for name in incident.claims if name in claims]
    anchors = [
        *(a for i, place in enumerate(incident.places) for a in _anchor_place(i, place, own)),
        *(_anchor_time(incident.time, own) if incident.time else ()),
        *(a for i, victim in enumerate(incident.victims) for a in _anchor_victim(i, victim, own)),
    ]
    wordless: Incident = cut(incident, None)
    victims = tuple(msgspec.structs.replace(v, text=None) for v in wordless.victims)
    return msgspec.structs.replace(wordless, victims=victims), tuple(anchors)


def put_words_in(incident: Incident, anchors: tuple[Anchor, ...], claims: Mapping[str, Claim]) -> Incident:
    """The incident with its words. Where the claim has gone, or its report was erased, the words stay out."""
    places, victims, time = list(incident.places), list(incident.victims), incident.time
    for anchor in anchors:
        claim = claims.get(anchor.claim)
        if claim is None:
            continue
        if anchor.field == "places":
            places[anchor.index] = msgspec.structs.replace(places[anchor.index], text=claim.places[anchor.at].text)
        elif anchor.field == "victims":
            victims[anchor.index] = msgspec.structs.replace(victims[anchor.index], text=claim.victims[anchor.at].text)
        elif time is not None and claim.time is not None:
            time = msgspec.structs.replace(time, text=claim.time.text)
    return msgspec.structs.replace(incident, places=tuple(places), victims=tuple(victims), time=time)


def _anchor_place(index: int, place: Place, claims: list[Claim]) -> list[Anchor]:
    if place.text is None:
        return []
    return [Anchor(field="places", index=index, claim=c.claim, at=i) for c in claims for i, p in enumerate(c.places) if p == place][:1]


def _anchor_time(time: Time, claims: list[Claim]) -> list[Anchor]:
    if time.text is None:
        return []
    return [Anchor(field="time", index=0, claim=c.claim) for c in claims if c.time == time][:1]


def _anchor_victim(index: int, victim: IncidentVictim, claims: list[Claim]) -> list[Anchor]:
    if victim.text is None:
        return []
    found = [Anchor(field="victims", index=index, claim=c.claim, at=i) for c in claims for i, v in enumerate(c.victims) if _same(v, victim)]
    return found[:1]


def _same(one: Victim, other: IncidentVictim) -> bool:
    return (one.text, one.name, one.group) == (other.text, other.name, other.group)
