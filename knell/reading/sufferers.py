"""To how many of whom: the count of a claim and its victims, from the quantities and noun phrases of a finding."""

import re
from collections.abc import Collection, Sequence

import msgspec

from knell.records import Claim, Count, Party, Range, Victim

from .finding import COUNTED_HARMS, Finding
from .pieces import Quantity
from .roles import MOSTLY
from .sentence import Phrase, Sentence

_OFFICERS = frozenset({"officer", "officers"})
_ARMY = frozenset(
    "army soldier soldiers troop troops battalion battalions brigade regiment infantry garrison barracks lieutenant lieutenants "
    "sergeant sergeants guerrilla guerrillas rebel rebels noncommissioned non-commissioned battlefield".split()
)
_MOSTLY = re.compile(r"\b(?:mostly|mainly|largely|nearly all|many|most of them|chiefly)\b", re.IGNORECASE)
_FORCES = frozenset({"armed_group", "militia", "state_forces", "foreign_forces"})
_OF_A_FORCE = frozenset("member members element elements leader leaders recruit recruits cadre cadres personnel".split())
_MANY = frozenset(
    "people family couple community minority population crowd household personnel police staff group sect tribe "
    "clan others more none one".split()
)


def read_count(text: str, s: Sentence, f: Finding) -> tuple[Count | None, str]:
    """The count of a finding, and the rule that gave it: its quantity, its named people, or a bare plural."""
    if f.harm not in COUNTED_HARMS:
        return None, ""
    q = f.quantity
    if q is not None:
        cumulative = q.cumulative
        if cumulative is None and any(t.bound == "since" for _, t in s.times):
            cumulative = True
        return as_count(text, q._replace(cumulative=cumulative)), f"counts.{q.rule}"
    people = [p for p in f.victims if p.kind in ("people", "name", "party")]
    if (
        len(people) >= 1
        and all(p.kind == "name" or "named" in p.flags for p in people)
        and all("organisation" not in p.flags for p in people)
    ):
        first, last = people[0], people[-1]
        n = len(people)
        return Count(
            text=text[first.start : last.end], start=first.start, end=last.end, low=n, high=n, best=n, kind="named"
        ), "claims.named"
    for p in people:
        if p.plural and s.low(p.first) not in MOSTLY:
            head = s.tokens[p.head]
            return Count(text=head.text, start=head.start, end=head.end, low=2, kind="vague"), "claims.bare-plural"
    return None, ""


def as_count(text: str, q: Quantity) -> Count:
    """A number of people in the text as the count of a claim."""
    return Count(
        text=text[q.start : q.end], start=q.start, end=q.end, low=q.low, high=q.high, best=q.best, kind=q.kind, cumulative=q.cumulative
    )


def read_bodies(text: str, s: Sentence, f: Finding) -> tuple[Count | None, str]:
    """A count of bodies is a count of dead; footage of "numerous bodies" tells of no number."""
    if len(f.victims) > 1 and all(p.quantity is not None and p.quantity.rule == "article" for p in f.victims):
        # "the bodies of a boy and a girl"
        first, last, n = f.victims[0], f.victims[-1], len(f.victims)
        return Count(text=text[first.start : last.end], start=first.start, end=last.end, low=n, high=n, best=n, kind="exact"), "killed"
    for (a, b), quantity in s.quantities:
        if quantity.of == "age":
            continue
        if any(s.low(k) == ";" for k in range(min(a, f.first), max(b, f.last))):
            continue
        phrase = next((p for p in s.phrases if p.first <= a < p.last), None)
        dead = phrase is not None and "bodies" in phrase.flags
        if not dead and any(s.low(k) in ("bodies", "corpses", "body") for k in range(b, min(b + 3, len(s.tokens)))):
            dead = True
        if dead and quantity.kind != "vague":
            return as_count(text, quantity), "killed"
    whose = next((p.quantity for p in f.victims if p.quantity is not None and p.quantity.kind != "vague"), None)
    if whose is not None and whose.rule != "article":
        # "the remains of at least 29 people"
        return as_count(text, whose), "killed"
    return None, "killed" if f.type == "bodies_found" and f.victims else "none"


def read_victim(text: str, s: Sentence, p: Phrase, f: Finding, speakers: Sequence[Party], counted: Collection[str]) -> Victim:
    """One noun phrase of people as victims. ``counted``: the harms of which the report has told a figure above one."""
    flags = p.flags
    status = next(
        (
            v
            for k, v in (
                ("civilian", "civilian"),
                ("detainee", "detainee"),
                ("police", "police"),
                ("combatant", "combatant"),
                ("killers_word", "combatant"),
                ("official", "official"),
            )
            if k in flags
        ),
        None,
    )
    if status == "civilian" and ("combatant" in flags or _MOSTLY.search(text, p.start, p.end)):
        # "mostly civilians" says of none that is counted that it is a civilian's death.
        status = None
    if status is None and p.kind == "party" and p.party in _FORCES:
        status = "combatant"
    elif status is None and p.kind == "party" and p.party == "police":
        status = "police"
    if status == "police" and s.tokens[p.head].low in _OFFICERS and _is_of_the_army(s):
        status = "combatant"
    if status is None and p.kind == "people" and p.party in _FORCES and "relatives" not in flags and s.low(p.head) in _OF_A_FORCE:
        # "four members of the brigade", "23 Front members": whoever belongs to a force that fights is a combatant.
        status = "combatant"
    status_by = None
    if "killers_word" in flags and status == "combatant" and "combatant" not in flags:
        by = f.perpetrators[0] if f.perpetrators else None
        status_by = text[by.start : by.end] if by is not None else (speakers[-1].name or speakers[-1].text if speakers else "unstated")
    child = "child" in flags
    sex = "female" if "female" in flags and "male" not in flags else "male" if "male" in flags and "female" not in flags else None
    occupation = next((k for k in ("medical", "journalist", "aid_worker", "rights_defender") if k in flags), None)
    name = p.name if (p.kind == "name" or "named" in flags) and "organisation" not in flags else None
    sole = len([v for v in f.victims if v.kind != "number"]) > 1
    q = p.quantity
    return Victim(
        text=text[p.start : p.end],
        start=p.start,
        end=p.end,
        name=name,
        group=None if name else p.group,
        status=status,  # type: ignore[arg-type]
        status_by=status_by,
        age_group="child" if child else None,
        sex=sex,  # type: ignore[arg-type]
        occupation=occupation,
        count=Range(low=q.low, high=q.high)
        if q is not None and sole
        else Range(low=1, high=1)
        if _is_one(s, p, f, name, counted)
        else None,
    )


def _is_of_the_army(s: Sentence) -> bool:
    """Whether an officer is a soldier: the sentence speaks of soldiers and of no police."""
    words = {t.low for t in s.tokens}
    return bool(words & _ARMY) and not any(w.startswith(("polic", "sherif", "constab", "detective", "deput")) for w in words)


def _is_one(s: Sentence, p: Phrase, f: Finding, name: str | None, counted: Collection[str]) -> bool:
    """Whether a victim without a number is one person by the word's own form: "the girl", "he"; not once a larger figure was told."""
    if (
        p.quantity is not None
        or name is not None
        or f.harm not in ("killed", "injured", "abducted", "detained", "missing")
        or f.harm in counted
    ):
        return False
    if p.kind == "pronoun":
        return s.low(p.first) in ("he", "she", "him", "her")
    if s.low(p.first) in ("each", "every"):
        return False
    return p.kind == "people" and not p.plural and s.tokens[p.head].low not in _MANY and not s.tokens[p.head].low.endswith("s")


def part_of_fighters(victims: tuple[Victim, ...], count: Count | None, whole: Sequence[Victim]) -> tuple[Victim, ...]:
    """The victims of a part of a counted whole, who are combatants where the whole are: "18 militants, including one from abroad"."""
    if not whole or any(v.status != "combatant" for v in whole):
        return victims
    by = whole[0].status_by
    if not victims and count is not None and count.text:
        return (Victim(text=count.text, start=count.start, end=count.end, status="combatant", status_by=by),)
    return tuple(msgspec.structs.replace(v, status="combatant", status_by=by) if v.status is None else v for v in victims)


def like_those_before(text: str, victims: tuple[Victim, ...], count: Count, told: Sequence[Claim]) -> tuple[Victim, ...]:
    """The victims of "19 more" or "nine of his comrades", combatants where those counted or named right before are.

    Only where the words say nothing of these people themselves: "19 more", not "19 more people" or "19 others".
    """
    if count.end is None or count.start is None or len(victims) > 1 or any(v.status or v.sex or v.age_group or v.group for v in victims):
        return victims
    words = _FURTHER.match(text, count.end)
    before = next((c for c in told if c.harm in ("killed", "injured") and c.victims), None) if words else None
    if before is None or any(v.status != "combatant" for v in before.victims):
        return victims
    by = before.victims[0].status_by
    if not victims:
        return (Victim(text=text[count.start : count.end], start=count.start, end=count.end, status="combatant", status_by=by),)
    return (msgspec.structs.replace(victims[0], status="combatant", status_by=by),)


_FURTHER = re.compile(
    r" (?:more (?:were|had|have|was|died|dead|killed|wounded|injured|in|on)|of (?:his|her|their) (?:comrades|companions|colleagues|men))\b",
    re.IGNORECASE,
)
"""What stands behind a figure of further people of the same sort."""
