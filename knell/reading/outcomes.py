"""What became of those a report tells of as shot or stabbed: "a girl was shot on Monday ... the girl died in hospital".

Such words leave open whether somebody lives. Where the report tells of the same person as dead, the claim is of that death, and not of an
injury beside it: one person is never counted as killed and as injured. Who the same person is, is told by the surname, by the age or the
word for them ("the girl"), or by there being one person harmed at all. Whoever is told of as hurt and alive keeps both apart.

Whoever was "wounded" or "in critical condition" and is told of as dead, by name, by age, by "the girl" after "a girl", or as the only
person harmed, died of it. "Four people were shot, one fatally": some of the four died, so that they are casualties and not injured; where
as many died as were shot, all of them were killed.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from knell.records import Claim, Victim

from .claims import Draft

_UNTOLD = frozenset({"denied", "retracted", "urged", "promised"})
"""Stances in which nobody is told to have come to harm."""
_AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b|\b(\d{1,2})[- ]months?[- ]old\b", re.IGNORECASE)
_DYING = frozenset({"frames.patient", "frames.state", "frames.tally"})
"""Rules of the words for a death that name no deed: "died", "is dead", "her death"."""
_NEAR, _SOON = 40, 3
"""Claims and sentences within which the death of one of several shot is told."""
_ALSO = re.compile(r"\balso\b", re.IGNORECASE)
_DOER = re.compile(r"\b(?:suspects?|gunm[ae]n|shooters?|attackers?|assailants?)\b", re.IGNORECASE)
_MANY = 100
"""From here up a number of people shot is told of years and cities."""
_VICTIM = frozenset({"victim", "person", "one", "he", "she", "him", "her", "people", "individual"})
"""Words that describe nobody."""


_OF_AGE = 18
_GROWN = frozenset("man woman mother father mom dad wife husband grandmother grandfather officer deputy trooper driver".split())
_SEX = {"he": "male", "him": "male", "she": "female", "her": "female"}
_OF_SOMEBODY = ("his ", "her ", "their ", "my ", "our ")
_ANOTHER = re.compile(r"\b(?:another|other|others|second|third|fourth|fifth|else)\b", re.IGNORECASE)
"""Words that set somebody apart from those told before."""


class _Person(NamedTuple):
    """One person as a claim describes them: surname, age, the last word of the description and sex, as far as each is told.

    ``kin``: told as somebody's ("his son").
    """

    surname: str | None
    age: str | None
    head: str | None
    sex: str | None
    kin: bool = False
    another: bool = False
    """Set apart in so many words ("another man")."""
    at: int | None = None
    """Where the words for them stand; two claims of the same words are of one person."""
    definite: bool = False
    """Told as known already ("the girl")."""
    side: str | None = None
    """doer or police, where the words say so: the suspect who died is not the officer who was shot."""
    young: bool | None = None
    """Under age or grown up, where the words say so."""

    def is_marked_as(self, other: "_Person") -> bool:
        """Whether name, age or the word for them say that two descriptions are of one person, and nothing says otherwise."""
        if self.at is not None and self.at == other.at:
            return True
        if self.surname and other.surname:
            return self.surname == other.surname
        alike = (self.age, other.age), (self.head, other.head)
        return self.may_be(other) and any(a is not None and a == b for a, b in alike)

    def may_be(self, other: "_Person") -> bool:
        """Whether nothing says that two descriptions are of two people."""
        unlike: tuple[tuple[object, object], ...] = (
            (self.surname, other.surname), (self.age, other.age), (self.sex, other.sex), (self.side, other.side), (self.young, other.young)
        )  # fmt: skip
        if self.kin != other.kin and (self.surname or other.surname):
            return False  # "Luis Vega was shot dead; his son was shot": the son is another
        if self.another != other.another:
            return False
        return not any(a is not None and b is not None and a != b for a, b in unlike)


def settle_outcomes(drafts: Sequence[Draft], title_tells_death: Callable[[], bool]) -> list[Draft]:
    """The drafts with what became of those shot, stabbed or hurt, as far as the report tells it.

    ``title_tells_death``: asked only where the text tells of nobody's death.
    """
    hurt = [d for d in drafts if d.claim.harm == "injured" and d.claim.stance not in _UNTOLD]
    if not hurt:
        return list(drafts)
    dead = [d.claim for d in drafts if d.claim.harm == "killed" and d.claim.stance not in _UNTOLD]
    if not dead and not (any(d.outcome_open for d in hurt) and title_tells_death()):
        return list(drafts)
    return _some_died(_died_of_it(_shot_dead(drafts, dead), dead))


def _shot_dead(drafts: Sequence[Draft], dead: Sequence[Claim]) -> list[Draft]:
    """The drafts, where one person shot or stabbed is killed if told of as dead, and not as hurt and alive."""
    died = [p for c in dead for p in _people(c)]
    survivors = [p for d in drafts if _is_hurt(d) for p in _people(d.claim)]
    survivors = [p for p in survivors if not any(p.is_marked_as(q) for q in died)]
    several = any(_number(d.claim) > 1 for d in drafts if _is_hurt(d))
    alone = _is_one([*dead, *(d.claim for d in drafts if d.outcome_open)]) and not survivors and not several
    out = []
    for d in drafts:
        if d.outcome_open and d.claim.stance not in _UNTOLD and _number(d.claim) <= 1:
            people = _people(d.claim)
            marked = any(p.is_marked_as(q) for p in people for q in died)
            lives = any(p.is_marked_as(q) for p in people for q in survivors)
            if (marked and not lives) or alone:
                d = _killed(d)
        out.append(d)
    return out


def _died_of_it(drafts: Sequence[Draft], dead: Sequence[Claim]) -> list[Draft]:
    """The drafts, where one person who was hurt is killed if told of as dead: the same words, name or age, "the girl" after "a girl"."""
    told = [d for d in drafts if d.claim.harm == "killed" and d.claim.stance not in _UNTOLD and not _is_by_others(d.claim)]
    died = [(p, d.rules.get("event") in _DYING) for d in told for p in _people(d.claim)]
    hurt = [d.claim for d in drafts if _is_hurt(d)]
    beside = {d.unit for d in drafts if d.claim.harm == "killed"}
    alone = bool(hurt) and _is_one([*dead, *hurt]) and not any(d.unit in beside for d in drafts if _is_hurt(d))
    out = []
    for d in drafts:
        if _is_hurt(d) and _number(d.claim) <= 1:
            people = _people(d.claim)
            if any(_is_same(p, q, alone=alone and dies, apart=d.unit not in beside) for p in people for q, dies in died):
                d = _killed(d)
        out.append(d)
    return out


def _is_by_others(claim: Claim) -> bool:
    """ "Killed by other gunmen": not of the wound told before."""
    return any(_ANOTHER.search(p.text or "") for p in claim.perpetrators)


def _some_died(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, where several shot are casualties if some of them died, told near by; not "six others".

    So are those who are as many as the dead and the injured that one sentence tells together.
    """
    out = []
    dead = [d for d in drafts if d.claim.harm == "killed" and d.claim.stance not in _UNTOLD and _number(d.claim)]
    sums = {_number(k.claim) + _number(h.claim) for h in drafts if _is_hurt(h) and _number(h.claim) for k in dead if k.unit == h.unit}
    for n, d in enumerate(drafts):
        if d.outcome_open and d.claim.harm == "injured" and d.claim.stance not in _UNTOLD and 1 < _number(d.claim) < _MANY:
            near = [e for e in drafts[max(0, n - _NEAR) : n + _NEAR] if _is_death_near(e, d)]
            apart = any(_ANOTHER.search(v.text or "") for v in d.claim.victims) or _ALSO.search(d.claim.passage.text or "")
            if not apart and (near or _number(d.claim) in sums):
                d = d._replace(claim=msgspec.structs.replace(d.claim, harm="casualties"), rules={**d.rules, "harm": "outcomes.some-died"})
        out.append(d)
    return out


def _is_death_near(dead: Draft, shot: Draft) -> bool:
    """Whether a death is told in or soon after the sentence that tells of several shot, and of fewer than they are."""
    if dead.claim.harm != "killed" or dead.claim.stance in _UNTOLD or not 0 <= dead.unit - shot.unit <= _SOON:
        return False
    return 0 < _number(dead.claim) < _number(shot.claim) and not any(_DOER.search(v.text or "") for v in dead.claim.victims)


def _killed(draft: Draft) -> Draft:
    return draft._replace(claim=msgspec.structs.replace(draft.claim, harm="killed"), rules={**draft.rules, "harm": "outcomes.died"})


def _is_same(hurt: _Person, dead: _Person, *, alone: bool, apart: bool) -> bool:
    """Whether somebody hurt is who died, told so that no second person could be meant.

    ``alone``: nobody else is told of as harmed, and the death is told as dying and no deed of its own.
    ``apart``: nobody is told of as dead in the same sentence.
    """
    if hurt.at is not None and hurt.at == dead.at:
        return True
    if hurt.surname and dead.surname:
        return hurt.surname == dead.surname
    if not apart or not hurt.may_be(dead):
        return False
    if hurt.age is not None and hurt.age == dead.age:
        return True
    known = hurt.definite or dead.definite
    return known and (alone or (hurt.head is not None and hurt.head == dead.head))


def _is_hurt(draft: Draft) -> bool:
    """Whether a claim tells of somebody as hurt in words that say they live."""
    return draft.claim.harm == "injured" and not draft.outcome_open and draft.claim.stance not in _UNTOLD


def _is_one(claims: Sequence[Claim]) -> bool:
    """Whether claims tell of one person harmed, as far as names, ages and numbers show."""
    people = [p for c in claims for p in _people(c)]
    return all(_number(c) <= 1 for c in claims) and all(p.may_be(q) for n, p in enumerate(people) for q in people[:n])


def _people(claim: Claim) -> list[_Person]:
    """The people a claim tells of one by one; nobody where it tells of several together."""
    if _number(claim) > max(1, len(claim.victims)):
        return []
    return [_person(v, claim) for v in claim.victims if v.count is None or v.count.high == 1]


def _person(victim: Victim, claim: Claim) -> _Person:
    text = victim.text or ""
    age = _AGE.search(text)
    words = re.findall(r"[^\W\d_]+", text.lower())
    head = words[-1] if words and victim.name is None and words[-1] not in _VICTIM else None
    surname = victim.name.split()[-1].lower() if victim.name else None
    return _Person(
        surname,
        age[0].lower().replace(" ", "-") if age else None,
        head,
        victim.sex or _SEX.get(text.lower()),
        text.lower().startswith(_OF_SOMEBODY),
        # "One twin shot the other": another than who did it.
        bool(_ANOTHER.search(text)) and not claim.perpetrators,
        victim.start,
        text.lower().startswith(("the ", "he", "she", "him", "her")) or surname is not None,
        "doer" if _DOER.search(text) else "police" if victim.status == "police" else None,
        True if victim.age_group == "child" else False if (age and age[1] and int(age[1]) >= _OF_AGE) or head in _GROWN else None,
    )


def _number(claim: Claim) -> int:
    """The number of people a claim is of: its count, else its victims one by one."""
    if claim.count is not None:
        return max(claim.count.low or 0, claim.count.high or 0, claim.count.best or 0)
    return len(claim.victims)
