"""Garbles: where a relay says something else than the root it relays, though the number is the same."""

from collections import defaultdict
from collections.abc import Sequence

from knell.records.claim import Claim
from knell.records.incident import Garble
from knell.records.matched import Root

PLAIN = 10
"""From this number on, one root's equal numbers are taken for one figure."""


def find_garbles(claims: Sequence[Claim], roots: dict[str, Root], incident: dict[str, str]) -> list[Garble]:
    """Claims of one root and incident that give one number to different people: 745 dead in all, and 745 civilians.

    The earlier claim in canonical order is taken for what was said; the later is shown as a possible garble of it, or as the
    root's own new figure that happens to be the same: only a person can tell, and the reason says both readings.
    """
    seen: dict[tuple[str, str, str, int], list[Claim]] = defaultdict(list)
    out: list[Garble] = []
    for claim in claims:
        root, count, home = roots.get(claim.claim), claim.count, incident.get(claim.claim)
        if root is None or count is None or home is None or claim.harm == "none" or count.low is None or count.kind in ("vague", "named"):
            continue
        number = count.low - (count.kind == "more_than")
        if number < PLAIN:
            continue
        row = seen[(home, root.key, claim.harm, number)]
        other = next((c for c in row if _people(c) != _people(claim)), None)
        if other is not None and not any(_people(c) == _people(claim) for c in row):
            why = (
                f"{root.name}: {number} {_people(other)} ({other.claim}), {number} {_people(claim)} ({claim.claim}); "
                "one of the two is garbled, or two figures are equal by chance"
            )
            out.append(Garble(claim=claim.claim, of=other.claim, why=why))
        row.append(claim)
    return out


def _people(claim: Claim) -> str:
    """Whom a claim's figure is of, in a word."""
    statuses = {v.status for v in claim.victims if v.status and v.status != "unknown"}
    if statuses == {"civilian"}:
        return "civilians"
    if statuses and statuses <= {"combatant", "police"}:
        return "fighters"
    return "dead in all"
