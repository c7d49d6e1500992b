"""Tolls by rule ``reported``: each root's latest figure in a lane of its own, and an honest span over the lanes."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from knell.records.claim import Claim
from knell.records.incident import Lane, Scope, Toll
from knell.records.matched import Gathering
from knell.records.vocabulary import Basis, CountKind, Harm, values

from .figures import FIGHTING, PARTIAL, Figure, side_of
from .spans import Span, span_over

RULE = "reported@1"
_STRENGTH: dict[str, int] = {"verified": 6, "named_list": 5, "documented": 4, "witnessed": 3, "running": 2, "unstated": 1, "estimated": 1}
_HARMS = values(Harm)
PLAIN_ACTS = frozenset({"killing", "bodies_found", "massacre", "assault", "footage", "other"})
"""Event types that any death may be told as."""


def reckon_tolls(gathering: Gathering, figures: Sequence[Figure], disputes: Sequence[Claim]) -> tuple[Toll, ...]:
    """The incident's tolls, killed first and the whole before its parts, its own place before others."""
    figures = _place_groups(_mark_perpetrators(_leave_parts(_tell_loose(_mark_scopes(gathering, figures)))))
    rows: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        rows[(figure.harm, figure.group, figure.by, figure.place, figure.seen)].append(figure)
    tolls = [_toll(gathering, row, disputes) for row in rows.values()]
    home = gathering.places[0].name if gathering.places else None

    def order(toll: Toll) -> tuple[object, ...]:
        elsewhere = toll.scope.places not in ((), (home,))
        return (
            _HARMS.index(toll.harm),
            elsewhere,
            toll.scope.by or "",
            toll.scope.includes,
            toll.group != "all",
            toll.group,
            toll.scope.places,
        )

    return tuple(sorted(tolls, key=order))


def _mark_scopes(gathering: Gathering, figures: Sequence[Figure]) -> list[Figure]:
    """Notes which figures are of another place than the incident's own, and which count only what footage shows."""
    apart = {a.claim: a.place for a in gathering.apart}
    for f in figures:
        f.place = apart.get(f.claim.claim)
        f.seen = f.claim.event.type == "footage"
    return list(figures)


def _leave_parts(figures: Sequence[Figure]) -> list[Figure]:
    """The figures without those that their source calls a part of another of the same people: a part of unknown cut is no toll."""
    ids = {f.claim.claim: f for f in figures}
    out = []
    for f in figures:
        whole = next((ids[r.claim] for r in f.claim.relations if r.kind == "part_of" and r.claim in ids), None)
        unsaid = whole is not None and f.harm == whole.harm and f.place == whole.place and f.group in (whole.group, "all") and not _hand(f)
        if not (unsaid and whole is not None and f.number < whole.number) and not _below_part(f, figures):
            out.append(f)
    return out


def _below_part(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a figure that names no group is less than one its source gives there of a group: then it is not the whole.

    "1,383 civilians; 158 added today".
    """
    if figure.group != "all":
        return False
    mine = (figure.root.key, figure.claim.report, figure.harm, figure.place)
    same = [g for g in figures if (g.root.key, g.claim.report, g.harm, g.place) == mine and g.group != "all" and not g.vague]
    return any(g.number > figure.number and figure.high is not None for g in same)


def _tell_loose(figures: Sequence[Figure]) -> list[Figure]:
    """Puts a figure that a later relay tells of everybody back with the people its root gave it of: "111 civilians", later "111".

    Only where the root's own words came first; the other way round it is the root's new figure, or a garble.
    """
    for f in figures:
        if f.group == "all" and not f.vague:
            said = [
                g
                for g in figures
                if g.root.key == f.root.key and g.group in PARTIAL and (g.harm, g.number, g.place) == (f.harm, f.number, f.place)
            ]
            first = min((g for g in said if (g.as_of or "9") < (f.as_of or "")), key=lambda g: g.as_of or "", default=None)
            if first is not None:
                f.group = first.group
                f.flags.append(f"told without saying of whom; {f.root.name} gave it of {first.group}")
    return list(figures)


def _place_groups(figures: Sequence[Figure]) -> list[Figure]:
    """Puts a figure of a community, or of men, with the whole where nothing tells it from the whole.

    "52 Alawites were executed" is how many were executed, unless the incident's claims also count fighters: then it is a part.
    """
    out = list(figures)
    for harm in {f.harm for f in figures}:
        mine = [f for f in figures if f.harm == harm]
        mixed = any(f.group in FIGHTING for f in mine)
        for f in mine:
            if f.group not in PARTIAL and f.group != "all" and not _is_part(f) and not (mixed and f.group != "men"):
                f.flags.append(f"said of {f.group}")
                f.group = "all"
    return out


def _is_part(figure: Figure) -> bool:
    return any(r.kind == "part_of" for r in figure.claim.relations)


def _mark_perpetrators(figures: Sequence[Figure]) -> list[Figure]:
    """Notes by whose hand a figure is, where one root divides its dead by perpetrator: such figures are no figures of the whole.

    It divides them where it gives two hands two numbers, or one hand fewer than it gives in all.
    """
    by_root: dict[tuple[str, str, str, str, str], list[Figure]] = defaultdict(list)
    for f in figures:
        if not f.vague:
            by_root[(f.root.key, f.claim.report, f.harm, f.group, f.claim.event.type)].append(f)
    for row in by_root.values():
        hands = {(_hand(f), f.number) for f in row if _hand(f)}
        whole = max((f.number for f in row if not _hand(f)), default=0)
        divided = len({h for h, _ in hands}) > 1 and len({n for _, n in hands}) > 1
        for f in row:
            if _hand(f) and (divided or f.number < whole):
                f.by = _hand(f)
    return list(figures)


def _hand(figure: Figure) -> str | None:
    """The alleged perpetrator a figure is laid to: by name, else by side, for relays call one side many things."""
    party = next(iter(figure.claim.perpetrators), None)
    if party is None:
        return None
    return party.name or side_of(party.text or "") or party.text


def _toll(gathering: Gathering, figures: Sequence[Figure], disputes: Sequence[Claim]) -> Toll:
    """One toll: figures of one harm, group and hand."""
    strands = find_strands(_leave_vague(figures))
    lanes = [lane for strand in strands for lane in choose_lanes(strand)]
    first = figures[0]
    if len(strands) > 1:
        span = _together([span_over(choose_lanes(s)) for s in strands])
        headline = None
    else:
        span = span_over(lanes, total=gathering.kind == "aggregate")
        headline = choose_headline(lanes)
    best = span.best
    flags = list(span.flags)
    if not any(f.claim.time is not None and f.claim.time.from_ for f in figures):
        flags.append("period unstated")
    if not any(f.claim.places for f in figures):
        flags.append("place unstated")
    own = {f.claim.claim for f in figures}
    about = [
        c
        for c in disputes
        if not c.relations or any(r.claim in own for r in c.relations) or not any(r.claim in gathering.main for r in c.relations)
    ]
    return Toll(
        harm=first.claim.harm,
        group=first.group,
        scope=_scope(gathering, figures),
        lanes=tuple(_lane(f) for f in lanes),
        low=span.low,
        best=best,
        high=span.high,
        kind=span.kind,
        headline=headline.claim.claim if headline else None,
        n_independent=len({f.root.key for f in lanes if f.root.declared}),
        independence_unknown=len({f.root.key for f in lanes if not f.root.declared}),
        as_of=max((f.as_of for f in lanes if f.as_of), default=None),
        rule=RULE,
        disputes=tuple(c.claim for c in about),
        flags=tuple(flags),
        why=span.why,
    )


def _leave_vague(figures: Sequence[Figure]) -> list[Figure]:
    """The figures without words that give no number and no source, where anything firmer is there."""
    firm = any(not f.vague for f in figures)
    return [f for f in figures if not (firm and f.vague and not f.root.declared)]


def find_strands(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Figures of one toll parted where a source leaves open whether they overlap: the executed, and those killed in clashes.

    Only acts that are told apart make strands; "killed" may be the same people as "executed", and then the figures are rivals.
    """
    ids = {f.claim.claim: f for f in figures}
    kinds: set[str] = set()
    for f in figures:
        for r in f.claim.relations:
            if r.kind == "overlap_unknown" and r.claim in ids:
                pair = {f.claim.event.type, ids[r.claim].claim.event.type}
                if len(pair) == 2 and not pair & PLAIN_ACTS:
                    kinds |= pair
    if not kinds:
        return [list(figures)]
    strands: dict[str, list[Figure]] = defaultdict(list)
    for f in figures:
        strands[f.claim.event.type if f.claim.event.type in kinds else ""].append(f)
    return list(strands.values())


def _together(spans: Sequence[Span]) -> Span:
    """What contains figures whose overlap is unknown: at least the largest of them, open above; never their sum."""
    lows = [s.low for s in spans if s.low is not None]
    low = max(lows, default=None)
    told = ", ".join(s.words for s in spans)
    why = f"{told}: nothing says whether they overlap, so together no fewer than the largest ({low}), no upper end, and never their sum"
    return Span(low=low, high=None, best=None, kind="at_least", why=why, flags=("overlap unknown",), words=told)


def choose_lanes(figures: Sequence[Figure]) -> list[Figure]:
    """Each root's latest figure by its own cut-off date, in the order of roots' first words."""
    by_root: dict[str, list[Figure]] = defaultdict(list)
    for f in figures:
        by_root[f.root.key].append(f)
    return [latest_of(row) for row in by_root.values()]


def latest_of(row: Sequence[Figure]) -> Figure:
    """A root's latest figure. A later floor beneath an earlier figure adds nothing to it; a later closed figure beneath one is a fall,
    kept and flagged. Of several figures of one day the one most relays give comes first, then a closed one before a floor, then the larger.
    """
    told = Counter((f.number, f.kind) for f in row)
    days = sorted({f.as_of or "" for f in row})
    best: Figure | None = None
    for day in days:
        here = [f for f in row if (f.as_of or "") == day]
        choice = min(here, key=lambda f: (f.vague, -told[(f.number, f.kind)], f.floor, -f.number, not _sourced(f)))
        if best is None:
            best = choice
        elif choice.vague and not best.vague:
            continue
        elif choice.number == best.number and _STRENGTH[choice.claim.basis] < _STRENGTH[best.claim.basis]:
            continue  # told again without its basis
        elif choice.number >= best.number or best.vague:
            best = choice
        elif not choice.floor:
            choice.flags.append(f"falls from {best.number} ({best.as_of or 'undated'}) without a reason given")
            best = choice
    assert best is not None
    best.told = told[(best.number, best.kind)]
    return best


def _sourced(figure: Figure) -> bool:
    """Whether the claim itself names its source: then it is the one to quote."""
    return any(s.name for s in figure.claim.speakers)


def choose_headline(lanes: Sequence[Figure]) -> Figure | None:
    """The one claim to quote: strongest basis, then latest. ``None`` where that leaves unlike figures."""
    firm = [f for f in lanes if not f.vague] or list(lanes)
    if not firm:
        return None
    strongest = max(_STRENGTH[f.claim.basis] for f in firm)
    firm = [f for f in firm if _STRENGTH[f.claim.basis] == strongest]
    latest = max(f.as_of or "" for f in firm)
    firm = [f for f in firm if (f.as_of or "") == latest]
    return firm[0] if len({(f.low, f.high, f.best) for f in firm}) == 1 else None


def _lane(figure: Figure) -> Lane:
    kind: CountKind = figure.kind  # type: ignore[assignment]
    basis: Basis = figure.claim.basis
    return Lane(
        root=figure.root.name,
        low=figure.low,
        high=figure.high,
        best=figure.best,
        kind=kind,
        basis=basis,
        as_of=figure.as_of,
        claim=figure.claim.claim,
        flags=tuple(dict.fromkeys(figure.flags)),
    )


def _scope(gathering: Gathering, figures: Sequence[Figure]) -> Scope:
    """The incident's own place and days, by the hand the figures share."""
    first = figures[0]
    places = (first.place,) if first.place else tuple(p.name or p.text or "" for p in gathering.places[:1])
    time = gathering.time
    end = time.to if time is not None and gathering.kind == "incident" else None
    seen = ("only bodies seen on footage",) if first.seen else ()
    return Scope(places=places, from_=time.from_ if time else None, to=end, by=first.by, includes=seen)
