"""Which claims people's verdicts are pinned to now, after whatever reading there was.

1. Each is looked up by its text and spans: the very claim, else the one that overlaps it, which is flagged; else it waits for a person.
2. Of several on the same question the latest is in force.
"""

import msgspec

from knell.casebook.recording import Ledger
from knell.casebook.verdicts import KIND, Judgement, Pinned

from .rulings import find_claim


def settle_verdicts(ledger: Ledger) -> None:
    """Notes in the ledger which claim each verdict is pinned to now; one whose claim is not there waits for a person."""
    latest: dict[tuple[str, str], int] = {}
    found: dict[int, Pinned] = {}
    rows = ledger.decisions_on_claims((KIND,))
    for row in rows:
        told = msgspec.json.decode(row.value or "", type=Judgement)
        claims = ledger.claims_of_text(row.text) if row.text else []
        one = find_claim(claims, tuple((a, b) for a, b in row.spans), told.harm)
        if one is not None:
            found[row.position] = Pinned(claim=one[0], how=one[1])
            latest[(one[0], told.question)] = row.position
    for row in rows:
        pinned = found.get(row.position)
        question = msgspec.json.decode(row.value or "", type=Judgement).question
        state = "waiting" if pinned is None else "applied" if latest[(pinned.claim, question)] == row.position else "superseded"
        told_ = msgspec.json.encode(pinned, order="sorted").decode() if pinned else None
        if (state, told_) != (row.state, row.found):
            ledger.note_found(row.position, state, told_)
