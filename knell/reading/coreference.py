"""Which mentions of violence tell of a happening, which speak again of one told before, and which speak of none.

"The attack", "this murder", "their kidnapping" go back to what the report told already: they repeat it and are no new happening.
"Attacks", "the bombings that", "violence" in general are none. A mention that goes back and adds nothing is left out; one that adds
something is linked to what it goes back to (``same_event``), and takes its place and time where it states none.
"""

import re
from collections.abc import Sequence

import msgspec

from knell.records import Claim, Event, Place
from knell.records.vocabulary import VIOLENT

from .sentence import Sentence

NEW, AGAIN, GENERAL, HABIT = "new", "again", "general", "habit"
BLAMED = "blamed"
"""The reference of words that only lay a deed on somebody: the deed was told before."""
_POINTING = frozenset("the this that these those such his her its their our said aforementioned both same".split())
_PLURAL_POINTING = frozenset("these those such both".split())
_FIRST_TOLD = frozenset("a an another one new recent latest today's yesterday's two three four five six seven eight nine ten".split())
_BACK = 40
"""Drafts looked back over for what a mention goes back to."""

_KILL = frozenset({"killing", "execution", "massacre", "bodies_found", "custody_death"})
_TAKE = frozenset({"abduction", "enforced_disappearance", "detention"})
_BLAST = frozenset({"bombing", "property_damage", "arson", "shelling", "airstrike"})
_ATTACK = _KILL | _BLAST | frozenset({"assault", "clash", "looting"})
_FAMILIES: dict[str, frozenset[str]] = {
    **dict.fromkeys(_KILL, _KILL | {"assault"}),
    **dict.fromkeys(_TAKE, _TAKE),
    "assault": _ATTACK,
    "bombing": _BLAST | {"assault"},
    "arson": frozenset({"arson", "property_damage", "bombing"}),
    "property_damage": _BLAST | {"assault"},
    "shelling": frozenset({"shelling", "airstrike", "assault", "clash"}),
    "airstrike": frozenset({"shelling", "airstrike", "assault", "bombing"}),
    "clash": frozenset({"clash", "assault", "killing"}),
    "looting": frozenset({"looting", "assault", "property_damage"}),
}
"""Event type of a mention -> the types of what it may go back to: "the attack" may have been a bombing."""


def reference_of(s: Sentence, first: int, last: int) -> str:
    """How the noun for an event at tokens [first, last) refers: new, again or general."""
    i = first - 1
    plural = s.low(last - 1).endswith("s") and not s.low(last - 1).endswith("ss")
    while i >= 0 and first - i <= 6:
        low, code = s.low(i), s.cls(i)
        if low in _PLURAL_POINTING or (low in _POINTING and not plural):
            return AGAIN
        if low in _POINTING:
            return AGAIN
        if low == "'s":
            return AGAIN
        if low in _FIRST_TOLD or code in "QqT":
            return NEW
        if code not in "WJNLCB":
            break
        i -= 1
    return GENERAL if plural else NEW


def adds_something(claim: Claim) -> bool:
    """Whether a claim says who did it, who or what suffered it, or how many."""
    return bool(claim.victims or claim.targets or claim.count is not None or any(p.text or p.name for p in claim.perpetrators))


def _placed(claim: Claim) -> bool:
    """Whether a claim's own sentence says where or when."""
    return any(p.stated for p in claim.places) or (claim.time is not None and _inside(claim, claim.time.start))


def _inside(claim: Claim, place: int | None) -> bool:
    p = claim.passage
    return place is not None and p.start is not None and p.end is not None and p.start <= place < p.end


def find_antecedent(claims: Sequence[Claim], mine: Claim) -> int | None:
    """What a mention goes back to: the nearest of the ``claims`` before it of a fitting kind that nothing speaks against."""
    family = _FAMILIES.get(mine.event.type, frozenset())
    for m in range(len(claims) - 1, max(-1, len(claims) - _BACK - 1), -1):
        earlier = claims[m]
        if earlier.event.type in family and earlier.stance not in ("denied", "retracted") and not _against(mine, earlier):
            return m
    return None


def find_blamed(claims: Sequence[Claim]) -> int | None:
    """The deed that words of blame are about where they name none: the nearest of violence told before them."""
    for m in range(len(claims) - 1, max(-1, len(claims) - _BACK - 1), -1):
        earlier = claims[m]
        if earlier.event.type in VIOLENT and earlier.stance not in ("denied", "retracted") and earlier.event.stage != "threatened":
            return m
    return None


def _against(mine: Claim, earlier: Claim) -> bool:
    """Whether place, time, people or numbers say that two mentions are not of one happening."""
    p, q = (next((x for x in c.places if x.stated), None) for c in (mine, earlier))
    if (
        p is not None
        and q is not None
        and p.precision in ("exact", "town", "admin2", "admin1")
        and q.precision in ("exact", "town", "admin2", "admin1")
        and p.name != q.name
    ):
        if p.name not in (q.admin1, q.admin2) and q.name not in (p.admin1, p.admin2):
            return True
    s, t = mine.time, earlier.time
    if s is not None and t is not None and _inside(mine, s.start) and s.from_ and t.from_:
        if (s.to or s.from_) < t.from_ or (t.to or t.from_) < s.from_:
            return True
    a, b = _people(mine), _people(earlier)
    return bool(a and b and not a & b)


_SMALL = frozenset(
    "the a an of and in his her their its two three four five six seven eight nine ten several many some all other others from who".split()
)


def _people(claim: Claim) -> frozenset[str]:
    """The words that tell a claim's victims apart, singular: heads and names."""
    words: set[str] = set()
    for v in claim.victims:
        words.update(w.rstrip("s") for w in re.findall(r"[^\W\d_]+", (v.text or "").lower()) if w not in _SMALL)
    pronouns = {"he", "she", "they", "him", "her", "them", "who", "it", "people", "person", "victim", "other"}
    return frozenset() if words <= pronouns else frozenset(words)


def with_setting(mine: Claim, antecedent: Claim) -> Claim:
    """The mention with the place and time of what it goes back to, where it states none."""
    places = mine.places if any(p.stated for p in mine.places) or not antecedent.places else tuple(_carried(p) for p in antecedent.places)
    own = mine.time is not None and _inside(mine, mine.time.start)
    return msgspec.structs.replace(mine, places=places, time=mine.time if own else antecedent.time or mine.time)


def _carried(place: Place) -> Place:
    return msgspec.structs.replace(place, stated=False)


def is_idle(claim: Claim, reference: str, *, repeated: bool) -> bool:
    """Whether a mention is no claim of its own: it speaks of violence in general, or again of what was told, and adds nothing."""
    if claim.event.type not in VIOLENT:
        return False
    if reference == HABIT:
        return True
    if reference == GENERAL:
        # "terrorist attacks": the doer in the mention itself is a kind of attack.
        others = tuple(p for p in claim.perpetrators if p.name or (p.end or 0) < (claim.event.start or 0) - 1)
        bare = msgspec.structs.replace(claim, perpetrators=others)
        return not adds_something(bare) or (_is_of_a_sort(bare) and not _set_finely(claim))
    if adds_something(claim):
        return False
    return reference == AGAIN and repeated and not _placed(claim)


def _is_of_a_sort(claim: Claim) -> bool:
    """ "Killings of opponents", "attacks on journalists": told of a sort of people, of no number and nobody by name."""
    if claim.targets or (claim.count is not None and claim.count.kind != "vague") or not claim.victims:
        return False
    return all(not (v.name or v.group) and v.status != "combatant" and (v.count is None or v.count.high is None) for v in claim.victims)


def _set_finely(claim: Claim) -> bool:
    """Whether a claim's own sentence gives a day or a place finer than a region."""
    if any(p.stated and p.precision in ("exact", "town", "admin2") and _inside(claim, p.start) for p in claim.places):
        return True
    return claim.time is not None and claim.time.precision in ("day", "days") and _inside(claim, claim.time.start)


def as_statement(claim: Claim) -> Claim | None:
    """What is left of an idle mention: what was said about it, by whom; nothing where nobody spoke."""
    if not claim.cues or not claim.content:
        return None
    cue = claim.cues[0]
    event = Event(type="statement", start=cue.start, end=cue.end, text=cue.text or "")
    return msgspec.structs.replace(
        claim, event=event, harm="none", count=None, victims=(), places=(), time=None, instrument=None, perpetrators=(), stance=claim.stance
    )
