"""Checks a comparison: "one of the deadliest since December".

1. Open the casebook and find the incident; its tolls, and all others', by the rule asked for.
2. Rank it in the class asked for, with chance from a seed, so that the same question has the same answer.
3. Give beside it what sources themselves say of its rank.
"""

import random as chance
from pathlib import Path
from typing import NamedTuple

from knell.evidence.entries import Random
from knell.reckoning.conventions import check_rule
from knell.reckoning.ranking import Ranking, Wanted, rank_incident
from knell.records import Claim, Incident
from knell.records.errors import CasebookError

from .computing import RULE
from .incidents import open_current, reckon_as_of
from .projection import Clock


class Compared(NamedTuple):
    """The incident, its rank, and the claims in which sources rank it themselves."""

    incident: Incident
    ranking: Ranking
    said: tuple[Claim, ...]
    note: str | None


def compare_in_casebook(
    folder: Path,
    asked: str,
    wanted: Wanted,
    *,
    rule: str = RULE,
    seed: int = 1,
    draws: int = 10_000,
    actor: str,
    random: Random,
    now: Clock,
) -> Compared:
    """The rank of an incident in a class. Raises ``CasebookError`` where it is not there or has no number."""
    check_rule(rule)
    with open_current(folder, actor=actor, random=random, now=now) as (casebook, note):
        incident = casebook.incident(asked)
        incidents = casebook.incidents() if rule == RULE else reckon_as_of(casebook, None, rule)
        own = set(incident.claims)
        found = max(incidents, key=lambda i: len(own & set(i.claims)))
        ranking = rank_incident(incidents, found, wanted, chance.Random(seed).randint, draws)
        if ranking is None:
            what = f"{incident.incident} has no number of people {wanted.harm} to be ranked by"
            raise CasebookError(what, where=str(folder), todo="see knell incidents, or ask for another harm or source")
        said = tuple(c for c in casebook.claims(incident.claims) if c.event.type == "ranking")
        return Compared(found, ranking, said, note)
