"""Says records in plain English: the closed words of the contract, figures, dates, places and periods.

Words of judgement belong to sources. In Knell's own voice an execution or a massacre is a killing, a range is never said as if
someone had given it, and what nobody stated is called not stated.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from knell.records import Count, Lane, Place, Scope, Time

EVENTS = {
    "killing": "Killing", "execution": "Killing", "massacre": "Killing", "bodies_found": "Bodies found",
    "custody_death": "Death in custody", "clash": "Clashes", "shelling": "Shelling", "airstrike": "Airstrike", "bombing": "Bombing",
    "arson": "Arson", "abduction": "Abduction", "detention": "Detention", "enforced_disappearance": "Enforced disappearance",
    "torture": "Torture", "sexual_violence": "Sexual violence", "assault": "Assault", "displacement": "Displacement",
    "looting": "Looting", "property_damage": "Damage to property", "protest": "Protest", "curfew": "Curfew",
    "restriction": "Restriction", "ceasefire": "Ceasefire", "inaction": "Inaction", "statement": "Statement", "appeal": "Appeal",
    "commitment": "Commitment", "warning": "Warning", "acknowledgement": "Acknowledgement", "denial": "Denial",
    "investigation": "Investigation", "footage": "Footage", "verification_gap": "Verification lacking", "context": "Context",
    "ranking": "Ranking", "other": "Other",
}  # fmt: skip
"""Event types in Knell's own voice."""

HARMS = {
    "killed": "killed", "injured": "injured", "casualties": "killed or injured", "missing": "missing", "abducted": "abducted",
    "detained": "detained", "displaced": "displaced", "none": "no harm to people stated",
}  # fmt: skip

STANCES = {
    "asserted": "stated plainly", "reported": "reported", "alleged": "alleged", "estimated": "estimated", "confirmed": "confirmed",
    "acknowledged": "acknowledged", "claimed": "claimed by the actor", "possible": "possible", "denied": "denied",
    "disputed": "disputed", "unverified": "called unverified", "retracted": "retracted", "urged": "urged", "promised": "promised",
}  # fmt: skip

BASES = {
    "verified": "the source says it verified this", "named_list": "a list of names", "documented": "documented cases",
    "witnessed": "seen by the source", "running": "a running count", "estimated": "an estimate", "unstated": "basis not stated",
}  # fmt: skip

KINDS_OF_COUNT = {
    "exact": "a whole number", "at_least": "open above", "more_than": "open above", "at_most": "an upper end only", "about": "about",
    "between": "a range its source gave", "vague": "vague words", "named": "a named person",
}  # fmt: skip

PARTIES = {
    "state_forces": "state forces", "government": "government", "police": "police", "court": "court", "armed_group": "armed group",
    "militia": "militia", "foreign_forces": "foreign forces", "international_body": "international body", "monitor": "monitor",
    "ngo": "organisation", "outlet": "outlet", "agency": "news agency", "medical": "medical source", "witness": "witness",
    "resident": "resident", "relative": "relative", "religious": "religious body", "party": "political party", "footage": "footage",
    "individual": "individual", "unknown": "kind not stated",
}  # fmt: skip

STANDINGS = {
    "fact": "named as responsible in the source's own voice", "claimed": "says itself that it did it",
    "accused_by_authorities": "accused by authorities", "accused": "accused", "possible": "named as possibly responsible",
    "denied": "named, and denies it",
}  # fmt: skip

VERDICTS = {
    "unverified": "unverified", "single_source": "one source", "corroborated": "corroborated", "contested": "contested",
    "verified": "verified", "rejected": "rejected",
}  # fmt: skip

STATUSES = {
    "civilian": "civilian", "combatant": "combatant", "hors_de_combat": "hors de combat", "police": "police", "official": "official",
    "detainee": "detainee", "unknown": "status unknown",
}  # fmt: skip

RELATIONS = {
    "part_of": "lies inside", "total_of": "is the total of", "repeats": "repeats", "updates": "updates",
    "same_event": "is about the same event as", "overlap_unknown": "may or may not overlap with", "responds_to": "responds to",
    "about": "is about", "unverifies": "says there is no verification of", "possible_evidence_for": "is possible evidence for",
}  # fmt: skip

GROUPS = {"all": "all people", "unknown": "people of unknown status"}

PRECISIONS = {
    "exact": "exact spot", "town": "town", "admin2": "district", "admin1": "province", "region": "region", "country": "country",
    "day": "to the day", "days": "over days", "week": "to the week", "month": "to the month", "year": "to the year",
    "before_publication": "some time before publication",
}  # fmt: skip

_MONTHS = ("January February March April May June July August September October November December").split()


def figure_words(count: Count | Lane | None, text: str | None = None) -> str:
    """A figure as its source said it: ``text`` where the words are there, else words that entail no more than the bounds do.

    A figure that is a person's name is said without the name.
    """
    if count is None:
        return "no number"
    low, high, best = count.low, count.high, count.best
    if count.kind == "named":
        return "one named person" if low in (1, None) else f"{low} named people"
    said = text or (count.text if isinstance(count, Count) else None)
    if said:
        return " ".join(said.split())
    if count.kind == "vague":
        return "an unstated number"
    if count.kind == "more_than" and low is not None:
        return f"over {low - 1:,}"
    if count.kind == "at_most" and high is not None:
        return f"up to {high:,}"
    if count.kind == "about" and best is not None:
        return f"about {best:,}"
    return _bounds(low, high)


def _bounds(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "no number"
    if high is None:
        return f"at least {low:,}"
    if low is None:
        return f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def harm_words(harm: str, group: str = "all") -> str:
    """What the toll counts: "killed", "injured, children"."""
    said = HARMS.get(harm, harm)
    return said if group == "all" else f"{said}, {group_words(group)}"


def group_words(group: str) -> str:
    """A group of a toll in words; a name that sources give is left as it is."""
    return GROUPS.get(group, group)


def day_words(day: str | None) -> str:
    """An ISO date, month or moment in words: "6 March 2025". What is not a date is given back as it is."""
    if not day:
        return "date not stated"
    parts = day[:10].split("-")
    try:
        year = int(parts[0])
        if len(parts) == 1:
            return str(year)
        month = _MONTHS[int(parts[1]) - 1]
        return f"{month} {year}" if len(parts) == 2 else f"{int(parts[2])} {month} {year}"
    except (ValueError, IndexError):
        return day


def period_words(from_: str | None, to: str | None, precision: str | None = None) -> str:
    """A period in words, as short as it can be said: "6 to 8 March 2025"."""
    if not from_ and not to:
        return "date not resolved"
    if not from_:
        return f"by {day_words(to)}"
    if not to:
        return f"from {day_words(from_)}"
    if from_ == to:
        return day_words(from_)
    first, last = _parsed(from_), _parsed(to)
    if first is None or last is None:
        return f"{day_words(from_)} to {day_words(to)}"
    if precision == "month" or precision == "year":
        whole = _whole(first, last, precision)
        if whole:
            return whole
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day_words(to)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} to {day_words(to)}"
    return f"{day_words(from_)} to {day_words(to)}"


def _whole(first: date, last: date, precision: str) -> str | None:
    if precision == "year" and first.year == last.year:
        return str(first.year)
    if precision == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1]} {first.year}"
    return None


def _parsed(day: str) -> date | None:
    try:
        return date.fromisoformat(day[:10])
    except ValueError:
        return None


def time_words(time: Time | None) -> str:
    """When, in words; where the source's words cannot be resolved, the words themselves."""
    if time is None:
        return "date not stated"
    if time.from_ or time.to:
        return period_words(time.from_, time.to, time.precision)
    return f"“{' '.join(time.text.split())}”, not resolved to a date" if time.text else "date not resolved"


def place_words(places: Iterable[Place], *, most: int = 3) -> str:
    """Where: "Jableh, Latakia", or the names of several places, most exact first. More than ``most`` places are counted."""
    known = [place for place in places if place.name or place.text]
    if not known:
        return "place not stated"
    around = {place.admin1 for place in known[:1] if place.name != place.admin1}
    names = list(dict.fromkeys((place.name or place.text or "") for place in known if place.name not in around))
    if len(names) == 1:
        return _place_name(known[0])
    return list_words(names[:most]) if len(names) <= most else ", ".join(names[:most]) + f" and {len(names) - most} more"


def _place_name(place: Place) -> str:
    name = place.name or place.text or ""
    return f"{name}, {place.admin1}" if place.admin1 and place.admin1 not in name and name not in place.admin1 else name


def scope_words(scope: Scope) -> str:
    """What a figure counts, in words: where, when, by whose hand, with what in or out. An unstated scope is called so."""
    parts = []
    if scope.places:
        parts.append(list_words(list(scope.places)))
    if scope.from_ or scope.to:
        parts.append(period_words(scope.from_, scope.to))
    if scope.by:
        parts.append(f"attributed to {scope.by}")
    if scope.includes:
        parts.append(f"taking in {list_words(list(scope.includes))}")
    if scope.excludes:
        parts.append(f"leaving out {list_words(list(scope.excludes))}")
    return "; ".join(parts) or "scope not stated"


def list_words(names: Sequence[str]) -> str:
    """Names as a list in a sentence: "A, B and C"; nothing for none."""
    return "".join(names) if len(names) < 2 else ", ".join(names[:-1]) + " and " + names[-1]
