"""What an incident is called. A title names what is reported and where; it does not say that it happened."""

from knell.casebook.contents import Row
from knell.records import Incident

from .wording import EVENTS, period_words, place_words, time_words


def incident_title(incident: Incident) -> str:
    """ "Reported killing, Jableh, Latakia"; "Reported toll, Syrian coast" for a total that is not one happening."""
    return _title(
        incident.kind, incident.type, place_words(incident.places, most=2), verified=incident.verdicts.occurrence.is_ == "verified"
    )


def incident_when(incident: Incident) -> str:
    """When it is said to have happened."""
    return time_words(incident.time)


def row_title(row: Row) -> str:
    """The title of an incident of which only the row is at hand."""
    place = row.place or "place not stated"
    if row.place and row.admin1 and row.admin1 not in row.place and row.place not in row.admin1:
        place = f"{row.place}, {row.admin1}"
    return _title(row.kind, row.type, place)


def row_when(row: Row) -> str:
    """The period of an incident of which only the row is at hand."""
    return period_words(row.begins, row.ends)


def _title(kind: str, type_: str, place: str, *, verified: bool = False) -> str:
    if kind == "aggregate":
        return f"Reported total, {place}"
    event = EVENTS[type_]
    return f"{event}, {place}" if verified else f"Reported {event.lower()}, {place}"
