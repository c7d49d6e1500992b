"""How many are dead or hurt, and who is among them: states, tallies, tolls, lives taken."""

from .finding import Finding
from .lexicon import Hit
from .made_finding import make_finding
from .pieces import Quantity
from .roles import (
    can_act,
    can_suffer,
    find_bare_left,
    find_doers_after_by,
    find_objects,
    find_phrase_at,
    find_quantity_before,
    find_subjects,
    with_coordinates,
)
from .sentence import Phrase, Sentence


def read_of_the_harmed(s: Sentence, hit: Hit, number: Phrase) -> Finding | None:
    """Three of the dead were women: a part of the dead, by what they are; what befell them since is told by its own verb."""
    i = hit.last
    while s.cls(i) in "AB":
        i += 1
    told = s.phrase_at.get(i)
    if i == hit.last or told is None or told.kind != "people" or (told.quantity is not None and told.quantity.kind != "vague"):
        return None
    return make_finding(s, hit, "state", [told], quantity=number.quantity)


_HELD = frozenset({"who", "spent", "spending", "held", "died", "tortured", "languishing"})
"""Words before "in the custody of" that tell of a person."""


def read_state(s: Sentence, hit: Hit) -> Finding | None:
    """12 dead; left 30 wounded; two others missing."""
    if hit.entry.base == "in the custody of":
        holder = find_phrase_at(s, hit.last)
        held = [p for p in find_subjects(s, hit.first) if can_suffer(p) and p.kind != "party"]
        if not held and _HELD.isdisjoint(s.lows[max(0, hit.first - 5) : hit.first]):
            # "Land in the custody of the court"
            return None
        return make_finding(s, hit, "state", held, [holder] if holder is not None and can_act(holder) else [])
    around = next((p for p in s.phrases if p.first < hit.first < p.last), None)
    if around is not None:
        return make_finding(s, hit, "state", [around])
    before = s.phrase_to.get(hit.first)
    if before is None and s.low(hit.first - 1) in ("-", "–", "—", ","):
        # "leaving 14 miners - two of them brothers - dead"
        mark = s.low(hit.first - 1)
        opened = next((k for k in range(hit.first - 2, max(-1, hit.first - 14), -1) if s.low(k) == mark), None)
        before = s.phrase_to.get(opened) if opened is not None else None
        if before is not None and before.quantity is not None:
            return make_finding(s, hit, "state", [before])
    if hit.entry.base in _STATES_OF_A_SUBJECT and (before is None or before.governor in ("to", "at", "from", "in")):
        # "She was taken to a hospital in critical condition."
        return make_finding(s, hit, "state", [p for p in _in_a_state(s, hit.first) if can_suffer(p)])
    victims = (
        [before] if before is not None and (before.quantity is not None or s.cls(before.first - 1) in "VAX" or before.first == 0) else []
    )
    if not victims:
        # "Both were pronounced dead", "a man and his son were found dead": of the verb's subject.
        verb = hit.first - 1 if s.low(hit.first - 1) in s.lexicon.words["found_to_be"] else hit.first
        victims = [p for p in find_subjects(s, verb) or find_bare_left(s, hit.first) if can_suffer(p)]
    if not victims and s.cls(hit.last) == "N":
        after = s.phrase_at.get(hit.last)
        victims = [after] if after is not None else []
    return make_finding(s, hit, "state", victims)


_STATES_OF_A_SUBJECT = frozenset({"in critical condition", "in serious condition", "in custody", "in detention", "in police custody"})
"""States told of the subject, whatever stands right before them."""


def _in_a_state(s: Sentence, v: int) -> list[Phrase]:
    """Who is in the state that token ``v`` begins to tell: the subject of the verb before it."""
    verb = next((k for k in range(v - 1, max(-1, v - 14), -1) if s.cls(k) in "VA"), None)
    return [] if verb is None else find_subjects(s, verb if s.cls(verb) == "V" else v)


def read_among(s: Sentence, hit: Hit) -> Finding | None:
    """Six children were among the dead; among the dead were six children."""
    victims = [p for p in find_subjects(s, hit.first) if can_suffer(p)]
    if not victims:
        i = hit.last
        while s.cls(i) == "A":
            i += 1
        victims = [p for p in with_coordinates(s, find_phrase_at(s, i)) if can_suffer(p)]
    return make_finding(s, hit, "among", victims) if victims else None


def read_takes(s: Sentence, hit: Hit) -> Finding | None:
    """claimed the lives of Y; claimed 12 lives."""
    victims = [p for p in find_objects(s, hit.last) if p.kind != "pronoun"]
    if not victims:
        return None
    return make_finding(s, hit, "takes", victims)


def read_tally(s: Sentence, hit: Hit) -> Finding | None:
    """70 fatalities; the deaths of Y; the killing of Y; three executions."""
    quantity, victims = find_quantity_before(s, hit.first), []
    if s.low(hit.last) in ("of", "among"):
        victims = [p for p in with_coordinates(s, find_phrase_at(s, hit.last + 1)) if can_suffer(p)]
    by = find_doers_after_by(s, victims[-1].last if victims else hit.last)
    owner = s.phrase_to.get(hit.first - 1) if s.low(hit.first - 1) == "'s" else None
    if owner is not None and not victims and can_suffer(owner):
        victims = [owner]
    modifier = s.phrase_to.get(hit.first)
    if modifier is not None and not victims and modifier.kind == "people" and (modifier.flags - {"plain"} or modifier.group):
        victims = [modifier]
    if quantity is not None and hit.entry.type == "massacre":
        return None if not victims else make_finding(s, hit, "tally", victims, by)
    return make_finding(s, hit, "tally", victims, by, quantity=quantity)


def read_toll(s: Sentence, hit: Hit) -> Finding | None:
    """the death toll rose to 70; put the dead at 13 or more; a toll of 52."""
    quantity = find_complement(s, hit)
    if quantity is None:
        return read_tally(s, hit) if hit.entry.base.endswith("deaths") else None
    at, end = s.token_range(quantity.start, quantity.end)
    phrase = next((p for p in s.phrases if p.first <= at < p.last and p.quantity == quantity), None)
    if s.low(end if phrase is None else phrase.last) in _HURT and hit.entry.base in ("toll", "tolls"):
        # "a toll of three people injured": nobody died of it.
        return None
    if phrase is None or phrase.kind == "number":
        # "security deaths", "the civilian toll": the word itself says whose.
        phrase = next((p for p in s.phrases if hit.first <= p.first and p.last <= hit.last), None) or _adjective(s, hit) or phrase
    return make_finding(s, hit, "toll", [phrase] if phrase is not None else [], quantity=quantity)


_HURT = frozenset({"wounded", "injured", "hurt", "missing"})


def _adjective(s: Sentence, hit: Hit) -> Phrase | None:
    """The people a toll is of by its own adjective: "security deaths"."""
    for other in s.hits:
        if other.first == hit.first and other.last < hit.last and other.entry.role == "person":
            token = s.tokens[other.first]
            return Phrase(
                other.first, other.last, token.start, token.end, "people", other.first, None, other.entry.flags, None, None, None, "", True
            )
    return None


def find_complement(s: Sentence, hit: Hit) -> Quantity | None:
    """The figure a toll is said to be: the last one after "to", else the first after the word; "52 death toll" before it."""
    best: Quantity | None = None
    for (a, _), quantity in sorted([*s.quantities, *s.bare]):
        if a < hit.last or quantity.of != "people":
            continue
        between = [s.low(k) for k in range(hit.last, a)]
        if any(mark in (";", ",", "(") for mark in between) and best is not None:
            break
        if len(between) > (_FAR if between[-1:] == ["to"] and not _RISING.isdisjoint(s.lows) else _AWAY) or ";" in between:
            break
        if best is None and (not between or any(w in _AMOUNTS for w in between)):
            best = quantity
        elif between[-1:] == ["to"]:
            best = quantity
    return best


_AWAY, _FAR = 14, 28
"""Tokens between a toll and its figure; and where the toll is "raised" or has "risen", told between them, "to" it."""


_RISING = frozenset({"raised", "raises", "raising", "risen", "rose", "rises", "climbed", "jumped", "brought", "bringing", "increased"})


_AMOUNTS = frozenset(
    "to at of : is was are were stands stood reached reaches reaching above over exceeds exceeded exceeding rises rose risen hit "
    "hits hitting climbed climbs passed passes topped tops surpassed surpasses nears neared as jumped grew increased".split()
)
"""Words between "toll" and its figure."""
