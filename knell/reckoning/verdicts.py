"""The three verdicts: did it happen, how many, who did it. Each counts independent roots, never reports, and says why."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from knell.records.claim import Claim
from knell.records.incident import Toll, Verdict, Verdicts
from knell.records.matched import Root

from .access import acknowledged, find_accesses

CHECKERS = frozenset({"police", "court", "medical", "international_body"})
"""Kinds of body whose "confirmed" rests on access of its own."""


def judge(
    claims: Sequence[Claim],
    denials: Sequence[Claim],
    gaps: Sequence[Claim],
    tolls: Sequence[Toll],
    roots: Mapping[str, Root],
    everything: Sequence[Claim] = (),
) -> Verdicts:
    """The verdicts on one incident. ``claims`` tell of it, ``denials`` deny it, ``gaps`` say that it could not be verified.

    ``everything``: all its claims, for what is acknowledged and what footage shows. Roots that share an access count once.
    """
    accesses = find_accesses(claims, roots)
    own = {c.claim: roots[c.claim] for c in (*claims, *denials, *gaps, *everything) if c.claim in roots}
    once = {c: msgspec.structs.replace(r, key=accesses.of.get(r.key, r.key)) for c, r in own.items()}
    one = "".join(f"; {' and '.join(s.roots)} share {s.what}: one access" for s in accesses.shared)
    exhibits = len({c.report for c in everything if c.event.type == "footage"})
    seen = f"; {exhibits} report{'s tell' if exhibits > 1 else ' tells'} of footage, an exhibit and no source" if exhibits else ""
    return Verdicts(
        occurrence=_add(_occurrence(claims, denials, gaps, once), one + seen),
        figure=_add(_figure(claims, tolls, once), one),
        responsibility=_add(_responsibility(claims, denials, once), acknowledged(everything, roots)),
    )


def _add(verdict: Verdict, why: str) -> Verdict:
    return msgspec.structs.replace(verdict, why=verdict.why + why) if why else verdict


def _occurrence(claims: Sequence[Claim], denials: Sequence[Claim], gaps: Sequence[Claim], roots: Mapping[str, Root]) -> Verdict:
    gap = f"; {len(gaps)} claim{'s say' if len(gaps) > 1 else ' says'} that it is not independently verified" if gaps else ""
    whole = [c for c in denials if c.harm != "none" or not c.perpetrators]
    if whole:
        return Verdict(
            is_="contested", by=_ids([*claims[:3], *whole]), why=f"{_names(whole, roots)} denies what {_names(claims, roots)} says" + gap
        )
    checked = _checked(claims)
    if checked:
        return Verdict(is_="verified", by=_ids(checked), why=f"verified or confirmed by {_names(checked, roots)}")
    return _counted(claims, roots, "tell of it", gap)


def _figure(claims: Sequence[Claim], tolls: Sequence[Toll], roots: Mapping[str, Root]) -> Verdict:
    toll = next((t for t in tolls if t.group == "all" and t.scope.by is None), None) or next(iter(tolls), None)
    if toll is None:
        return Verdict(is_="unverified", why="no figure is given")
    by = tuple(lane.claim for lane in toll.lanes)
    if toll.disputes:
        return Verdict(is_="contested", by=(*by, *toll.disputes), why="a source denies or disputes it")
    if toll.low is not None and toll.high is not None and toll.low < toll.high and len(toll.lanes) > 1:
        return Verdict(is_="contested", by=by, why=f"closed figures differ: {toll.low} to {toll.high}")
    verified = [lane for lane in toll.lanes if lane.basis == "verified"]
    if verified and toll.headline in {lane.claim for lane in verified}:
        return Verdict(is_="verified", by=tuple(lane.claim for lane in verified), why=f"{verified[0].root} has verified it, as a floor")
    agreeing = [c for c in claims if c.claim in by and c.claim in roots and roots[c.claim].declared]
    if toll.n_independent >= 2 and toll.low == toll.high:
        return Verdict(is_="corroborated", by=by, why=f"{toll.n_independent} independent roots give the same figure")
    if toll.n_independent == 1:
        return Verdict(is_="single_source", by=by, why=f"one root with stated access: {_names(agreeing, roots)}")
    if toll.n_independent >= 2:
        return Verdict(
            is_="corroborated" if toll.high is None else "contested",
            by=by,
            why=f"{toll.n_independent} independent roots; none contradicts another",
        )
    return Verdict(is_="unverified", by=by, why="no root says what its access is")


def _responsibility(claims: Sequence[Claim], denials: Sequence[Claim], roots: Mapping[str, Root]) -> Verdict:
    accusing = [c for c in claims if c.perpetrators]
    if not accusing:
        return Verdict(is_="unverified", why="nobody is named")
    by_name: dict[str, set[str]] = {}
    for c in accusing:
        root = roots.get(c.claim)
        for p in c.perpetrators:
            if root is not None and (p.name or p.text):
                by_name.setdefault(p.name or p.text or "", set()).add(root.key if root.declared else "")
    denying = [c for c in denials if any((p.name or p.text) in by_name for p in (*c.perpetrators, *c.speakers)) or c.perpetrators]
    if denying:
        return Verdict(is_="contested", by=_ids([*accusing, *denying]), why=f"{_names(denying, roots)} denies it")
    claimed = [c for c in accusing if c.stance == "claimed"]
    if claimed:
        return Verdict(
            is_="corroborated" if len(_declared(accusing, roots)) > 1 else "single_source",
            by=_ids(claimed),
            why=f"{_names(claimed, roots)} says it did it",
        )
    return _counted(accusing, roots, f"name {', '.join(sorted(by_name))}", "")


def _checked(claims: Sequence[Claim]) -> list[Claim]:
    """Claims of a body with access that says it has verified or confirmed."""
    return [c for c in claims if c.speakers and (c.basis == "verified" or (c.stance == "confirmed" and c.speakers[-1].kind in CHECKERS))]


def _counted(claims: Sequence[Claim], roots: Mapping[str, Root], what: str, more: str) -> Verdict:
    """By how many independent roots say so."""
    declared = _declared(claims, roots)
    silent = len({roots[c.claim].key for c in claims if c.claim in roots and not roots[c.claim].declared})
    tail = f"; {silent} more whose access nobody states" if silent else ""
    if len(declared) >= 2:
        return Verdict(
            is_="corroborated",
            by=_ids(declared.values()),
            why=f"{len(declared)} independent roots {what}: {_names(list(declared.values()), roots)}{tail}{more}",
        )
    if len(declared) == 1:
        return Verdict(
            is_="single_source",
            by=_ids(declared.values()),
            why=f"one root with stated access: {_names(list(declared.values()), roots)}{tail}{more}",
        )
    return Verdict(
        is_="unverified", by=_ids(claims[:5]), why=f"no root says what its access is ({silent} whose access nobody states){more}"
    )


def _declared(claims: Sequence[Claim], roots: Mapping[str, Root]) -> dict[str, Claim]:
    """Each independent root with its first claim."""
    out: dict[str, Claim] = {}
    for c in claims:
        root = roots.get(c.claim)
        if root is not None and root.declared:
            out.setdefault(root.key, c)
    return out


def _names(claims: Sequence[Claim], roots: Mapping[str, Root]) -> str:
    names = list(dict.fromkeys(roots[c.claim].name for c in claims if c.claim in roots))
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _ids(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.claim for c in claims))
