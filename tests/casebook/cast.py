"""Claims made by hand, for the judgement and wording tests."""

from typing import Any

import msgspec

from knell.records import Claim, Count, Event, Place, Span, Time, Victim
from tests.records.strategies import claims

CLAIMS = claims.map(lambda told: msgspec.convert(told, Claim))
"""Any claim there can be."""


def place(name: str, country: str | None = "SY", admin1: str | None = "Latakia", **more: Any) -> Place:
    return Place(name=name, country=country, admin1=admin1, precision="town", **more)


def day(from_: str | None, to: str | None = None) -> Time:
    return Time(from_=from_, to=to or from_, precision="day")


def claim(**more: Any) -> Claim:
    """A claim of one report: a killing of 12, nothing else said."""
    told: dict[str, Any] = {
        "claim": "c:0000000000000001",
        "report": "r1",
        "passage": Span(),
        "event": Event(type="killing"),
        "harm": "killed",
        "count": Count(low=12, high=12, best=12),
    }
    return Claim(**(told | more))


def victim(text: str, start: int, **more: Any) -> Victim:
    return Victim(text=text, start=start, end=start + len(text), **more)
