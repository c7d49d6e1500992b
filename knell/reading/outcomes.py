"""What became of those a report tells of as shot or stabbed: "a girl was shot on Monday ... the girl died in hospital".

Such words leave open whether somebody lives. Where the report tells of the same person as dead, the claim is of that death, and not of an
injury beside it: one person is never counted as killed and as injured. Who the same person is, is told by the surname, by the age or the
word for them ("the girl"), or by there being one person harmed at all. Whoever is told of as hurt and alive keeps both apart.
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
_VICTIM = frozenset({"victim", "person", "one", "he", "she", "him", "her", "people", "individual"})
"""Words that describe nobody."""


_OF_SOMEBODY = ("his ", "her ", "their ", "my ", "our ")


class _Person(NamedTuple):
    """One person as a claim describes them: surname, age, the last word of the description and sex, as far as each is told.

    ``kin``: told as somebody's ("his son").
    """

    surname: str | None
    age: str | None
    head: str | None
    sex: str | None
    kin: bool = False

    def is_marked_as(self, other: "_Person") -> bool:
        """Whether name, age or the word for them say that two descriptions are of one person, and nothing says otherwise."""
        if self.surname and other.surname:
            return self.surname == other.surname
        alike = (self.age, other.age), (self.head, other.head)
        return self.may_be(other) and any(a is not None and a == b for a, b in alike)

    def may_be(self, other: "_Person") -> bool:
        """Whether nothing says that two descriptions are of two people."""
        unlike = (self.surname, other.surname), (self.age, other.age), (self.sex, other.sex)
        if self.kin != other.kin and (self.surname or other.surname):
            return False  # "Luis Vega was shot dead; his son was shot": the son is another
        return not any(a is not None and b is not None and a != b for a, b in unlike)


def settle_outcomes(drafts: Sequence[Draft], title_tells_death: Callable[[], bool]) -> list[Draft]:
    """The drafts with what became of those shot or stabbed, as far as the report tells it.

    ``title_tells_death``: asked only where the text tells of nobody's death.
    """
    if not any(d.outcome_open for d in drafts):
        return list(drafts)
    dead = [d.claim for d in drafts if d.claim.harm == "killed" and d.claim.stance not in _UNTOLD]
    if not dead and not title_tells_death():
        return list(drafts)
    died = [p for c in dead for p in _people(c)]
    survivors = [p for d in drafts if _is_hurt(d) for p in _people(d.claim)]
    survivors = [p for p in survivors if not any(p.is_marked_as(q) for q in died)]
    several = any(_number(d.claim) > 1 for d in drafts if _is_hurt(d))
    alone = _is_one(dead, [d.claim for d in drafts if d.outcome_open]) and not survivors and not several
    out = []
    for d in drafts:
        if d.outcome_open and d.claim.stance not in _UNTOLD and _number(d.claim) <= 1:
            people = _people(d.claim)
            marked = any(p.is_marked_as(q) for p in people for q in died)
            lives = any(p.is_marked_as(q) for p in people for q in survivors)
            if (marked and not lives) or alone:
                d = d._replace(claim=msgspec.structs.replace(d.claim, harm="killed"), rules={**d.rules, "harm": "outcomes.died"})
        out.append(d)
    return out


def _is_hurt(draft: Draft) -> bool:
    """Whether a claim tells of somebody as hurt in words that say they live."""
    return draft.claim.harm == "injured" and not draft.outcome_open and draft.claim.stance not in _UNTOLD


def _is_one(dead: Sequence[Claim], shot: Sequence[Claim]) -> bool:
    """Whether the report tells of one person harmed, as far as names, ages and numbers show."""
    claims = [*dead, *shot]
    people = [p for c in claims for p in _people(c)]
    return all(_number(c) <= 1 for c in claims) and all(p.may_be(q) for n, p in enumerate(people) for q in people[:n])


def _people(claim: Claim) -> list[_Person]:
    """The people a claim tells of one by one; nobody where it tells of several together."""
    return (
        [_person(v) for v in claim.victims if v.count is None or v.count.high == 1] if _number(claim) <= max(1, len(claim.victims)) else []
    )


def _person(victim: Victim) -> _Person:
    text = victim.text or ""
    age = _AGE.search(text)
    words = re.findall(r"[^\W\d_]+", text.lower())
    head = words[-1] if words and victim.name is None and words[-1] not in _VICTIM else None
    surname = victim.name.split()[-1].lower() if victim.name else None
    return _Person(surname, age[0].lower().replace(" ", "-") if age else None, head, victim.sex, text.lower().startswith(_OF_SOMEBODY))


def _number(claim: Claim) -> int:
    """The number of people a claim is of: its count, else its victims one by one."""
    if claim.count is not None:
        return max(claim.count.low or 0, claim.count.high or 0, claim.count.best or 0)
    return len(claim.victims)
