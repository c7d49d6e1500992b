"""How each alleged perpetrator stands, and on whose word. Nobody is more than alleged until a court says otherwise."""

import re
from collections.abc import Sequence

from knell.records.claim import Claim, Party
from knell.records.incident import Accused
from knell.records.vocabulary import PartyKind, Standing
from knell.terms.load import load_terms

AUTHORITIES = frozenset({"state_forces", "government", "police", "court"})
TELLERS = frozenset({"outlet", "agency", "witness", "medical", "resident", "relative", "unknown"})
"""Kinds of source that tell what happened and accuse nobody, where their words are no more than telling."""
_PLAIN = frozenset({"asserted", "reported", "confirmed"})
_DOUBTED = re.compile(rf"\b(?:{'|'.join(load_terms('en', 'particulars')['doubted']['words'])})\b", re.IGNORECASE)
"""What stands before a doer whom the words only suspect: "alleged members of the front"."""
_ORDER: tuple[Standing, ...] = ("claimed", "fact", "accused_by_authorities", "accused", "possible", "denied")


def find_accused(claims: Sequence[Claim], denials: Sequence[Claim]) -> tuple[Accused, ...]:
    """The incident's alleged perpetrators in the order they are first named, each at its strongest standing."""
    rows: dict[str, list[tuple[Standing, str, Party]]] = {}
    for claim in claims:
        for party in claim.perpetrators:
            name = party.name or party.text
            if name:
                rows.setdefault(name, []).append((standing_of(claim, party), claim.claim, party))
    out = []
    for name, row in rows.items():
        best = min((s for s, _, _ in row), key=_ORDER.index)
        denied = [c.claim for c in denials if any((p.name or p.text) == name for p in (*c.perpetrators, *c.speakers))]
        by = [c for s, c, _ in row if s == best]
        kind: PartyKind = next((p.kind for _, _, p in row if p.kind != "unknown"), "unknown")
        out.append(Accused(name=name, kind=kind, standing=best, by=tuple(dict.fromkeys([*by, *denied]))))
    return tuple(out)


def standing_of(claim: Claim, party: Party) -> Standing:
    """How one claim makes a party stand."""
    if claim.stance in ("denied", "disputed"):
        return "denied"
    name = party.name or party.text
    if claim.stance in ("claimed", "acknowledged") and (
        claim.stance == "claimed" or any((s.name or s.text) == name for s in claim.speakers)
    ):
        return "claimed"
    if claim.stance == "possible":
        return "possible"
    doubted = _DOUBTED.search(party.text or "") is not None
    if claim.stance in _PLAIN and claim.speakers and claim.speakers[-1].kind in TELLERS:
        return "accused" if doubted else "fact"
    if not claim.speakers:
        return "fact" if claim.stance == "asserted" and not doubted else "accused"
    return "accused_by_authorities" if claim.speakers[-1].kind in AUTHORITIES else "accused"
