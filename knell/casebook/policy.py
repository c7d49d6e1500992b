"""What a casebook takes in: territory, dates, harms, direct deaths or all; and the judgement of a report's claims against it.

Refusal beats a guess, and nothing is dropped in silence: a claim the words place outside is left out with the reason; one whose
place or date is unknown stays in and is flagged, unless it is only told with harm done outside.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from knell.records import Claim, Record
from knell.records.vocabulary import Harm

Deaths = Literal["direct", "all"]

NOT_BY_VIOLENCE = frozenset({"displacement", "inaction", "restriction", "curfew"})
"""Event types whose deaths do not come straight from violence: on flight, for want of care, under siege."""
_TOLD_TOGETHER: dict[str, frozenset[str]] = {"casualties": frozenset({"killed", "injured"})}
_DEATHS = frozenset({"killed", "casualties"})


WITH = "told with what is left out: "
"""How the reason of a claim begins that is out because of what it is told with."""


class Policy(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """An inclusion policy. Empty or ``None`` = no limit.

    ``countries``: ISO 3166-1 alpha-2. ``admin1s``: first-level divisions by the gazetteer's names. ``from`` and ``to``: ISO days,
    inclusive, of what happened. ``harms``: those recorded. ``deaths``: "direct" leaves out deaths not straight from violence.
    """

    countries: tuple[str, ...] = ()
    admin1s: tuple[str, ...] = ()
    from_: str | None = None
    to: str | None = None
    harms: tuple[Harm, ...] = ()
    deaths: Deaths = "all"

    def in_words(self) -> str:
        """The policy as one line."""
        parts = []
        if self.countries or self.admin1s:
            parts.append("in " + ", ".join(self.admin1s + self.countries))
        if self.from_ or self.to:
            parts.append(f"from {self.from_ or 'any date'} to {self.to or 'now'}")
        if self.harms:
            parts.append(", ".join(self.harms))
        if self.deaths == "direct":
            parts.append("direct deaths only")
        return "; ".join(parts) or "everything"


class Judged(NamedTuple):
    """``out``: why the claim is left out, or ``None``. ``flags``: what could not be told of a claim that stays in."""

    out: str | None
    flags: tuple[str, ...]


def judge_report(policy: Policy, claims: Sequence[Claim]) -> tuple[Judged, ...]:
    """A report's claims against the policy, in their order.

    1. Each is judged by its own place, date and harm. A place that was only inferred from context puts nothing outside.
    2. One of unknown place or date that a relation ties to harm that was done outside is out with it.
    3. Where harm was done outside and none surely inside, claims of unknown place or date that give no figure of their own are told
       of that and are out with it: headlines, reactions.
    """
    alone = [_judge_where_and_when(policy, claim) for claim in claims]
    pairs = list(zip(claims, alone, strict=True))
    outside = {claim.claim: judged.out for claim, judged in pairs if judged.out is not None}
    harm = {claim.claim: outside[claim.claim] for claim in claims if claim.claim in outside and claim.harm != "none"}
    unknown = [claim for claim, judged in pairs if judged.flags]
    told_with = _follow_relations(claims, {claim.claim for claim in unknown}, harm)
    if harm and all(judged.out is not None or judged.flags for claim, judged in pairs if claim.harm != "none"):
        first = next(iter(harm.values()))
        told_with |= {claim.claim: first for claim in unknown if claim.claim not in told_with and not _has_figure(claim)}
    outside |= {name: f"{WITH}{reason}" for name, reason in told_with.items()}
    return tuple(
        Judged(outside[claim.claim], ()) if claim.claim in outside else _judge_rest(policy, claim, judged.flags) for claim, judged in pairs
    )


def judge_claim(policy: Policy, claim: Claim) -> Judged:
    """One claim by itself against the policy. Claims without harm are judged by place and date alone."""
    return judge_report(policy, (claim,))[0]


def _judge_where_and_when(policy: Policy, claim: Claim) -> Judged:
    flags: list[str] = []
    for judge in (_judge_place, _judge_time):
        out, flag = judge(policy, claim)
        if out is not None:
            return Judged(out, ())
        flags += [flag] if flag is not None else []
    return Judged(None, tuple(flags))


def _judge_rest(policy: Policy, claim: Claim, flags: tuple[str, ...]) -> Judged:
    out, flag = _judge_harm(policy, claim)
    return Judged(out, ()) if out is not None else Judged(None, flags if flag is None else (*flags, flag))


def _follow_relations(claims: Sequence[Claim], unknown: set[str], outside: Mapping[str, str]) -> dict[str, str]:
    """The claims of unknown place or date that relations, either way and on from there, tie to what is outside; with its reason."""
    ties = [(claim.claim, relation.claim) for claim in claims for relation in claim.relations]
    ties += [(b, a) for a, b in ties]
    found: dict[str, str] = {}
    while more := {a: {**outside, **found}[b] for a, b in ties if a in unknown - found.keys() and (b in outside or b in found)}:
        found |= more
    return found


def _has_figure(claim: Claim) -> bool:
    return claim.harm != "none" and claim.count is not None and claim.count.kind != "vague"


def _judge_place(policy: Policy, claim: Claim) -> tuple[str | None, str | None]:
    if not (policy.countries or policy.admin1s):
        return None, None
    known = [p for p in claim.places if p.country is not None and p.stated]
    if not known:
        return None, "place inferred" if any(p.country is not None for p in claim.places) else "place unknown"
    if policy.countries and not any(p.country in policy.countries for p in known):
        return f"outside the territory: {_listed(p.country for p in known)}", None
    if not policy.admin1s:
        return None, None
    divided = [p for p in known if p.admin1 is not None]
    if not divided:
        return None, "division unknown"
    if not any(_folded(p.admin1) in {_folded(a) for a in policy.admin1s} for p in divided):
        return f"outside the territory: {_listed(p.admin1 for p in divided)}", None
    return None, None


def _judge_time(policy: Policy, claim: Claim) -> tuple[str | None, str | None]:
    if not (policy.from_ or policy.to):
        return None, None
    begin = claim.time.from_ if claim.time else None
    end = claim.time.to if claim.time else None
    if begin is None and end is None:
        return None, "date unknown"
    if policy.from_ and end is not None and end < policy.from_:
        return f"before {policy.from_}: {end}", None
    if policy.to and begin is not None and begin > policy.to:
        return f"after {policy.to}: {begin}", None
    return None, None


def _judge_harm(policy: Policy, claim: Claim) -> tuple[str | None, str | None]:
    if claim.harm == "none":
        return None, None
    told = _TOLD_TOGETHER.get(claim.harm, frozenset({claim.harm}))
    if policy.harms and claim.harm not in policy.harms and not told & set(policy.harms):
        return f"a harm this casebook does not record: {claim.harm}", None
    if policy.deaths == "direct" and claim.harm in _DEATHS:
        if claim.event.type in NOT_BY_VIOLENCE:
            return f"deaths not straight from violence: {claim.event.type}", None
        if claim.event.type == "other":
            return None, "cause unknown"
    return None, None


def _listed(names: Iterable[str | None]) -> str:
    return ", ".join(sorted({name for name in names if name}))


def _folded(name: str | None) -> str:
    return (name or "").casefold().strip()
