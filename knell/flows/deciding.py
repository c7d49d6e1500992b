"""A person decides that two incidents are one, or that a report is of another happening than an incident's.

1. Open the casebook as its one writer; take up what an earlier run left undone.
2. Find the claims that the decision is about. Where an earlier decision says the opposite of two claims, the new one is about those two.
3. The decision goes into the log with its reason; it names texts and spans, so that it outlives every reading and every rebuild.
4. The ledger follows the log: what the decision touches is matched and reckoned again.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from knell.casebook.ledger import Casebook, open_casebook
from knell.evidence.entries import Decide, Random
from knell.records import Claim
from knell.records.errors import UsageError

from .catching_up import catch_up
from .projection import Clock, Desk, writing_desk
from .rulings import KINDS, Found, anchor_claim, decide_on

Kind = Literal["link", "unlink"]


class Decided(NamedTuple):
    """What came of it: how many decisions went into the log, and the incidents that the claims are in now."""

    decisions: int
    incidents: tuple[str, ...]


def link_incidents(folder: Path, one: str, other: str, reason: str, *, actor: str, random: Random, now: Clock) -> Decided:
    """Makes one of two incidents. Raises ``CasebookError`` for an id that is not there, ``UsageError`` where they are one already."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        with open_casebook(folder) as casebook:
            a, b = casebook.incident(one), casebook.incident(other)
            if a.incident == b.incident:
                raise UsageError(f"{one} and {other} are one incident already", where=str(folder))
            undone = list(_opposite(casebook, "unlink", a.claims, b.claims))
            pairs = undone or [(a.claims[0], b.claims[0])]
            return _decide(desk, casebook, "link", pairs, reason)


def unlink_report(folder: Path, incident: str, taken: str, reason: str, *, actor: str, random: Random, now: Clock) -> Decided:
    """Takes a report (or the report of a claim) out of an incident. Raises ``UsageError`` where it is not in it, or all that is in it."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        with open_casebook(folder) as casebook:
            there = casebook.incident(incident)
            report = casebook.claim(taken).report if taken.startswith("c:") else casebook.report(taken).id
            rows = casebook.claims(there.claims)
            mine, others = [c.claim for c in rows if c.report == report], [c.claim for c in rows if c.report != report]
            if not mine:
                raise UsageError(f"{taken} is not in {there.incident}", where=str(folder), todo=f"see: knell why {there.incident}")
            if not others:
                raise UsageError(f"{there.incident} rests on that report alone", where=str(folder))
            undone = list(_opposite(casebook, "link", mine, others))
            return _decide(desk, casebook, "unlink", list(dict.fromkeys([(mine[0], others[0]), *undone])), reason)


def _opposite(casebook: Casebook, kind: Kind, ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of claims, one of each side, of which a decision of this kind is in force."""
    for found in _in_force(casebook, kind):
        for a, b in ((found.a, found.b), (found.b, found.a)):
            if a in ours and b in theirs:
                yield a, b


def _in_force(casebook: Casebook, kind: Kind) -> Iterable[Found]:
    for decision in casebook.decisions():
        if decision.kind == kind and decision.kind in KINDS and decision.state == "applied" and decision.found:
            yield msgspec.json.decode(decision.found, type=Found)


def _decide(desk: Desk, casebook: Casebook, kind: Kind, pairs: Sequence[tuple[str, str]], reason: str) -> Decided:
    claims = {c.claim: c for c in casebook.claims({name for pair in pairs for name in pair})}

    def entry(a: Claim, b: Claim) -> Decide:
        one, other = (anchor_claim(c, desk.ledger.text_hash(c.report)) for c in (a, b))
        return decide_on(kind, one, other, reason)

    desk.store.append([entry(claims[a], claims[b]) for a, b in pairs], desk.stamp(), desk.random)
    catch_up(desk)
    homes = {casebook.incident_of_claim(name) for pair in pairs for name in pair}
    return Decided(len(pairs), tuple(sorted(home for home in homes if home is not None)))
