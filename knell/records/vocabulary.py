"""The closed word lists of the contract: what a field may say.

Each list is a ``Literal`` so that msgspec checks it on decoding, mypy checks it in code and the JSON Schema names it.
``values(X)`` gives a list back as a tuple, in the contract's order.
"""

from typing import Any, Literal, get_args

EventType = Literal[
    "killing", "execution", "massacre", "bodies_found", "custody_death", "clash", "shelling", "airstrike", "bombing", "arson",
    "abduction", "detention", "enforced_disappearance", "torture", "sexual_violence", "assault", "displacement", "looting",
    "property_damage", "protest", "curfew", "restriction", "ceasefire", "inaction", "statement", "appeal", "commitment",
    "warning", "acknowledgement", "denial", "investigation", "footage", "verification_gap", "context", "ranking", "other",
]  # fmt: skip
Stage = Literal["done", "ongoing", "attempted", "threatened"]
Harm = Literal["killed", "injured", "casualties", "missing", "abducted", "detained", "displaced", "none"]
CountKind = Literal["exact", "at_least", "more_than", "at_most", "about", "between", "vague", "named"]
Stance = Literal[
    "asserted", "reported", "alleged", "estimated", "confirmed", "acknowledged", "claimed", "possible", "denied", "disputed",
    "unverified", "retracted", "urged", "promised",
]  # fmt: skip
Basis = Literal["verified", "named_list", "documented", "witnessed", "running", "estimated", "unstated"]
PartyKind = Literal[
    "state_forces", "government", "police", "court", "armed_group", "militia", "foreign_forces", "international_body", "monitor",
    "ngo", "outlet", "agency", "medical", "witness", "resident", "relative", "religious", "party", "footage", "individual",
    "unknown",
]  # fmt: skip
Status = Literal["civilian", "combatant", "hors_de_combat", "police", "official", "detainee", "unknown"]
AgeGroup = Literal["child", "adult"]
Sex = Literal["female", "male"]
Occupation = Literal["medical", "journalist", "aid_worker", "rights_defender", "other"]
InstrumentKind = Literal["firearm", "explosive", "artillery", "air", "drone", "chemical", "blade", "fire", "vehicle", "other"]
RelationKind = Literal[
    "part_of", "total_of", "repeats", "updates", "same_event", "overlap_unknown", "responds_to", "about", "unverifies",
    "possible_evidence_for",
]  # fmt: skip
PlacePrecision = Literal["exact", "town", "admin2", "admin1", "region", "country"]
TimePrecision = Literal["day", "days", "week", "month", "year", "before_publication"]
BlockKind = Literal["headline", "subhead", "body", "caption", "list", "table", "quote"]
MentionKind = Literal["place", "party", "person", "time", "number", "instrument"]
VerdictValue = Literal["unverified", "single_source", "corroborated", "contested", "verified", "rejected"]
VerdictOn = Literal["occurrence", "figure", "responsibility"]
ErasureReason = Literal["consent-withdrawn", "protection", "law", "mistake", "other"]
Standing = Literal["fact", "claimed", "accused_by_authorities", "accused", "possible", "denied"]
IncidentKind = Literal["incident", "aggregate"]

VIOLENT: frozenset[str] = frozenset(
    "killing execution massacre bodies_found custody_death clash shelling airstrike bombing arson abduction detention "
    "enforced_disappearance torture sexual_violence assault displacement looting property_damage".split()
)
"""Event types that are an act of violence and so can make an incident."""


def values(literal: Any) -> tuple[str, ...]:
    """The words of a closed list, in the contract's order."""
    return get_args(literal)
