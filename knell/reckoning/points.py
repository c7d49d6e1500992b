"""Tolls by the conventions of other recorders, which print a number where words give a bound: UCDP, Airwars, Iraq Body Count, ACLED.

Each takes the rows and lanes of rule ``reported``, so that nothing is counted twice under any of them, and then does as its recorder
does. What gets lost is in ``conventions``.
"""

from collections.abc import Callable, Sequence

from knell.records.incident import Toll
from knell.records.vocabulary import CountKind

from .entailed import Told
from .figures import FIGHTING, Figure
from .spans import Span, said, with_access
from .tolls import choose_headline, choose_lanes, find_strands, leave_silent, make_toll, order_tolls, sort_figures, strength_of

INDIRECT = frozenset({"displacement", "inaction", "restriction", "curfew"})
"""Event types whose deaths are not direct ones."""
ACLED_WORDS = {20: 10, 24: 12, 40: 20, 200: 100, 2000: 1000}
"""Our lower end for tens, dozens, scores, hundreds and thousands -> the number ACLED codes. It names tens, dozens and hundreds "and so
on".
"""
ACLED_UNKNOWN = 10
"""What ACLED's released rows hold where a toll "could not be verified"."""
Spanner = Callable[[Sequence[Figure]], Span | None]
"""Makes a span of a row's lanes; ``None`` = the convention records no such toll."""


def reckon_points(told: Sequence[Told], rule: str, span_of: Spanner) -> dict[str, tuple[Toll, ...]]:
    """Incident -> its tolls, each row's lanes made a span by ``span_of``."""
    out: dict[str, tuple[Toll, ...]] = {}
    for one in told:
        gathering, tolls = one.gathering, []
        for row in sort_figures(gathering, one.figures).rows:
            total = gathering.kind == "aggregate"
            kept, nobody = leave_silent(row, total=total)
            strands = find_strands(kept)
            lanes = [lane for strand in strands for lane in choose_lanes(strand)]
            span = span_of(with_access(lanes) if total else lanes) if lanes else None
            if span is not None and len(strands) > 1:
                span.flags = (*span.flags, "overlap unknown")
            if span is not None:
                headline = choose_headline(lanes) if len(strands) == 1 else None
                tolls.append(make_toll(gathering, row, lanes, nobody, one.disputes, span, span.why, rule, headline))
        out[gathering.incident] = order_tolls(gathering, tolls)
    return out


def span_ucdp(lanes: Sequence[Figure]) -> Span | None:
    """Low, best and high of deaths: the lowest and the highest figure, and between them the one with the strongest basis, the lowest of
    equals.
    """
    firm = [f for f in lanes if not f.vague and f.claim.event.type not in INDIRECT]
    if not firm or firm[0].harm != "killed":
        return None
    low, high = min(firm, key=_least), max(firm, key=_most)
    top = max(strength_of(f) for f in firm)
    best = min((f for f in firm if strength_of(f) == top), key=lambda f: f.number)
    chosen = f"{best.number} ({best.root.name}: the strongest basis, then the lower)"
    why = f"low {_least(low)} ({low.root.name}), best {chosen}, high {_most(high)} ({high.root.name})"
    return _span(_least(low), _most(high), best.number, why)


def span_airwars(lanes: Sequence[Figure]) -> Span | None:
    """The lowest and the highest figure for killed or injured, each bound taken as the number it prints."""
    firm = [f for f in lanes if not f.vague]
    if not firm or firm[0].harm not in ("killed", "injured"):
        return None
    low, high = min(firm, key=_least), max(firm, key=_most)
    why = f"minimum {_least(low)} ({low.root.name}), maximum {_most(high)} ({high.root.name})"
    return _span(_least(low), _most(high), None, why)


def span_ibc(lanes: Sequence[Figure]) -> Span | None:
    """Minimum and maximum of civilian deaths; one source alone is shown apart."""
    firm = [f for f in lanes if not f.vague]
    if not firm or firm[0].harm != "killed" or firm[0].group != "civilians":
        return None
    low, high = min(firm, key=_least), max(firm, key=_most)
    roots = {f.root.key for f in firm if f.root.declared}
    why = f"minimum {_least(low)} ({low.root.name}), maximum {_most(high)} ({high.root.name})"
    if len(roots) >= 2:
        return _span(_least(low), _most(high), None, f"{why}; {len(roots)} independent sources")
    return _span(
        _least(low), _most(high), None, f"{why}; fewer than two independent sources, so it is to be shown apart", ("single source",)
    )


def span_acled(lanes: Sequence[Figure]) -> Span | None:
    """One number of deaths for the whole event: the lowest told; words without a number as ACLED codes them."""
    if lanes[0].harm != "killed" or lanes[0].group != "all" or lanes[0].by is not None:
        return None
    told = [(_acled(f), f) for f in lanes]
    firm = [(n, f) for n, f in told if not f.vague] or told
    n, f = min(firm, key=lambda pair: pair[0])
    words = f"{n} ({f.root.name})" if not f.vague else f"{n}, as ACLED codes words that give no number ({f.root.name})"
    more = f"; disputed: {', '.join(f'{said(g)} ({g.root.name})' for m, g in firm if m != n)}" if any(m != n for m, _ in firm) else ""
    return _span(n, n, n, f"the most conservative: {words}{more}", ("disputed",) if more else ())


def _acled(figure: Figure) -> int:
    if figure.vague:
        return ACLED_WORDS.get(figure.low or 0, ACLED_UNKNOWN)
    return _least(figure) if figure.kind in ("between", "at_most") else figure.number


def _least(figure: Figure) -> int:
    """The lower number a figure prints."""
    return figure.low or 0 if figure.kind in ("between", "at_most") else figure.number


def _most(figure: Figure) -> int:
    """The higher number a figure prints."""
    return figure.high or 0 if figure.kind in ("between", "at_most") else figure.number


def _span(low: int, high: int, best: int | None, why: str, flags: tuple[str, ...] = ()) -> Span:
    kind: CountKind = "exact" if low == high else "between"
    return Span(low=low, high=high, best=low if low == high else best, kind=kind, why=why, flags=flags)


def are_fighters(figures: Sequence[Figure]) -> bool:
    """Whether all whom the figures count are fighters."""
    return bool(figures) and all(f.group in FIGHTING for f in figures)
