"""The span over lanes: which figures set the low and the high end, and why, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from knell.records.vocabulary import CountKind

from .figures import Figure

FIRM = frozenset({"verified", "named_list", "documented"})
"""Bases on which the highest of several floors is taken and not the lowest."""


COUNTING = frozenset({"government", "state_forces", "police", "court", "international_body", "monitor", "ngo", "medical", "agency"})
"""Kinds of source that can have counted a total even where they are not named."""


@dataclass
class Span:
    """Two ends and the reason for them. ``None`` is an open end. ``words`` says the span as one would print it."""

    low: int | None
    high: int | None
    best: int | None
    kind: CountKind
    why: str
    flags: tuple[str, ...] = ()
    words: str = ""


def span_over(lanes: Sequence[Figure], *, total: bool = False) -> Span:
    """The span of claims over one toll's lanes, as the contract's rule ``reported`` sets it.

    Closed figures set both ends. A floor contradicts nothing above it: it never sets the low end beneath a closed figure, and it leaves the
    high end open where it lies above them. Floors alone: the highest that is verified, a list of names or documented, else the lowest.
    ``total``: the lanes are of a total over days or a region.
    """
    firm = [f for f in lanes if not f.vague]
    if total:
        firm = with_access(firm)
    if any(f.kind != "named" for f in firm):
        firm = [f for f in firm if f.kind != "named"]
    closed = [f for f in firm if not f.floor]
    floors = [f for f in firm if f.floor]
    if closed:
        return _closed(closed, floors)
    if floors:
        return _floors(floors)
    return _vague(list(lanes))


def with_access(lanes: Sequence[Figure]) -> list[Figure]:
    """For a total over days or a region: the figures of those who can have counted it, where there are any.

    A witness saw one street and "sources" name nobody: their totals stay lanes, flagged, and set no end beside a body that counts.
    """
    counting = [f for f in lanes if counts_totals(f)]
    if not counting:
        return list(lanes)
    for f in lanes:
        if f not in counting:
            f.flags.append("no stated access to a total")
    return counting


def counts_totals(figure: Figure) -> bool:
    """Whether a figure's root can have counted a total over days or a region."""
    return figure.root.declared and (figure.root.kind in COUNTING or not figure.root.key.startswith("unnamed/"))


def _ends(figure: Figure) -> tuple[int, int]:
    """A closed figure's two ends; "about 50" is closed at 50."""
    if figure.kind == "about" and figure.best is not None:
        return figure.best, figure.best
    low = figure.low if figure.low is not None else 0
    return low, figure.high if figure.high is not None else low


def _closed(closed: Sequence[Figure], floors: Sequence[Figure]) -> Span:
    least = min(closed, key=lambda f: _ends(f)[0])
    most = max(closed, key=lambda f: _ends(f)[1])
    low, top = _ends(least)[0], _ends(most)[1]
    above = max((f for f in floors if (f.low or 0) > top), key=lambda f: f.low or 0, default=None)
    high = None if above else top
    if len(closed) == 1:
        why = f"{least.root.name} gives {said(least)}"
    elif low == top:
        why = f"{len(closed)} roots give {low}"
    else:
        why = f"the lowest closed figure is {low} ({least.root.name}), the highest {top} ({most.root.name})"
    if above:
        why += f"; {above.root.name} gives {said(above)}, which lies above, so the upper end is open"
    beneath = [f for f in floors if f is not above and (f.low or 0) <= top]
    if beneath:
        why += (
            "; "
            + ", ".join(f"{f.root.name}'s {said(f)}" for f in beneath)
            + (" is a floor" if len(beneath) == 1 else " are floors")
            + " and contradicts nothing above it"
        )
    best = low if low == top and high is not None else None
    kind: CountKind = (
        "at_least"
        if high is None
        else ("about" if len(closed) == 1 and closed[0].kind == "about" else "exact" if low == top else "between")
    )
    words = f"{low}" if low == high else f"{low} to {high}" if high is not None else f"{low} or more"
    return Span(low=low, high=high, best=best, kind=kind, why=why, words=words)


def _floors(floors: Sequence[Figure]) -> Span:
    firm = [f for f in floors if f.claim.basis in FIRM or f.kind == "named"]
    if firm:
        chosen = max(firm, key=lambda f: f.low or 0)
        why = f"only floors: {said(chosen)} ({chosen.root.name}) is the highest that is {_basis(chosen)}"
    else:
        chosen = min(floors, key=lambda f: f.low or 0)
        why = (
            f"{chosen.root.name} gives {said(chosen)}, a floor"
            if len(floors) == 1
            else f"only floors: {said(chosen)} ({chosen.root.name}) is the lowest"
        )
    kind: CountKind = "more_than" if chosen.kind == "more_than" else "at_least"
    return Span(low=chosen.low, high=None, best=None, kind=kind, why=why + "; no upper end", words=said(chosen))


def _basis(figure: Figure) -> str:
    return {"named_list": "a list of names"}.get(figure.claim.basis, figure.claim.basis)


def _vague(lanes: Sequence[Figure]) -> Span:
    """Only vague words: their convention is no published end, so it is flagged wherever it is shown."""
    low = min((f.low for f in lanes if f.low is not None), default=None)
    return Span(
        low=low,
        high=None,
        best=None,
        kind="vague",
        why="only words without a number; the low end is a convention",
        flags=("vague",),
        words="an unstated number",
    )


def said(figure: Figure) -> str:
    """A figure as its source says it, without quoting."""
    n = figure.number
    words = {"more_than": f"over {n}", "at_least": f"at least {n}", "at_most": f"up to {figure.high}", "about": f"about {n}"}
    if figure.kind == "between":
        return f"{figure.low} to {figure.high}"
    said = words.get(figure.kind, f"{n}")
    return f"{said} ({_basis(figure)})" if figure.claim.basis in ("verified", "documented", "named_list", "running") else said
