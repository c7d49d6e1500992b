"""What roots know from: two that name the same hospital, list, network or post have one access to what happened, and not two.

Only what is declared joins them: a hospital named by both, or a list that both say they go by. A hospital that nobody names may be the
one that is named, and is not counted beside it. Whoever says nothing of access is of unknown independence, and shown apart.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from knell.records.claim import Claim
from knell.records.matched import Root
from knell.terms.load import load_terms

_TERMS = load_terms("en", "particulars")["shared"]
_PLAIN = frozenset(_TERMS["plain"])
_NAMED = re.compile(
    rf"((?:\b[A-Z][\w’'-]*\s+){{1,4}})({'|'.join(sorted(_TERMS['places'] + _TERMS['lists'], key=len, reverse=True))})\b", re.IGNORECASE
)
_PLACE = re.compile(rf"\b(?:{'|'.join(_TERMS['places'])})s?\b", re.IGNORECASE)


class Shared(NamedTuple):
    """Roots that have one access, and what it is."""

    roots: tuple[str, ...]
    what: str


class Accesses(NamedTuple):
    """``of``: root's key -> the key of its access. ``shared``: those that several roots have."""

    of: Mapping[str, str]
    shared: tuple[Shared, ...]

    def count(self, keys: Sequence[str] | set[str]) -> int:
        """How many accesses these roots have together."""
        return len({self.of.get(key, key) for key in keys})


def find_accesses(claims: Sequence[Claim], roots: Mapping[str, Root]) -> Accesses:
    """The accesses that an incident's claims declare for their roots."""
    named: dict[str, dict[str, str]] = {}
    unnamed: dict[str, str] = {}
    names: dict[str, str] = {}
    for claim in claims:
        root = roots.get(claim.claim)
        if root is None or not root.declared:
            continue
        names[root.key] = root.name
        said = " ; ".join(filter(None, [*(word for s in claim.speakers for word in (s.name, s.text)), root.name]))
        found = dict(_named(said))
        for key, words in found.items():
            named.setdefault(key, {})[root.key] = words
        if not found and root.kind == "medical" and _PLACE.search(said):
            unnamed[root.key] = root.name
    named = {what: who for what, who in named.items() if len(who) > 1 or unnamed}
    hospitals = [what for what in named if _PLACE.search(what)]
    if len(hospitals) == 1:
        named[hospitals[0]] |= unnamed
    of: dict[str, str] = {}
    shared = []
    for what, who in sorted(named.items()):
        if len(who) > 1:
            home = next((of[key] for key in sorted(who) if key in of), f"access/{what}")
            of |= dict.fromkeys(who, home)
            shared.append(Shared(tuple(sorted(names[key] for key in who)), what))
    if len(unnamed) > 1 and len(hospitals) != 1:
        of |= dict.fromkeys(unnamed, "access/a hospital")
        shared.append(Shared(tuple(sorted(unnamed.values())), "a hospital that nobody names"))
    return Accesses(of, tuple(shared))


def _named(said: str) -> list[tuple[str, str]]:
    """The hospitals, lists and networks that words name: key and words."""
    out = []
    for match in _NAMED.finditer(said):
        own = [word.casefold() for word in match[1].split() if word[0].isupper() and word.casefold() not in _PLAIN]
        if own:
            out.append((" ".join([*own, match[2].casefold()]), match[0]))
    return out


def acknowledged(claims: Sequence[Claim], roots: Mapping[str, Root]) -> str:
    """What alleged perpetrators themselves acknowledge, of what exactly: the act, harm, or a number; no more than their words."""
    told: dict[str, None] = {}
    for claim in claims:
        if claim.stance not in ("acknowledged", "claimed") and claim.event.type != "acknowledgement":
            continue
        name = roots[claim.claim].name if claim.claim in roots else "a party"
        told[f"{name} acknowledges {_what(claim)}"] = None
    return "".join(f"; {line}" for line in told)


def _what(claim: Claim) -> str:
    if claim.harm == "none":
        act = {"acknowledgement": "that something happened"}.get(claim.event.type, f"the {claim.event.type.replace('_', ' ')}")
        return f"{act}, and in these words no harm"
    harm = {"casualties": "killed or injured"}.get(claim.harm, claim.harm)
    if claim.count is None or claim.count.kind == "vague":
        return f"people {harm}, and no number"
    number = next((n for n in (claim.count.best, claim.count.low, claim.count.high) if n is not None), None)
    whom = next((v.text for v in claim.victims if v.text), None)
    return f"{number} {harm}" + (f" ({' '.join(whom.split())})" if whom else "") + ", and no more than that"
