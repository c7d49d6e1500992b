"""Tolls: an incident's figures put in rows of one scope, each root's latest figure in a lane of its own, and, by rule ``reported``, an
honest span over the lanes.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from knell.records.claim import Claim
from knell.records.incident import Lane, Scope, Toll
from knell.records.matched import Gathering
from knell.records.vocabulary import Basis, CountKind, Harm, values

from .figures import FIGHTING, FLOOR_KINDS, MANY, NOBODY, OWN, PARTIAL, Figure, side_of
from .spans import Span, counts_totals, said, span_over

RULE = "reported@1"
_STRENGTH: dict[str, int] = {"verified": 6, "named_list": 5, "documented": 4, "witnessed": 3, "running": 2, "unstated": 1, "estimated": 1}
_HARMS = values(Harm)
PLAIN_ACTS = frozenset({"killing", "bodies_found", "massacre", "assault", "footage", "other"})
"""Event types that any death may be told as."""


def strength_of(figure: Figure) -> int:
    """How strong the basis is that a figure's source gives for it; more is stronger."""
    return _STRENGTH[figure.claim.basis]


class Rows(NamedTuple):
    """An incident's figures by scope. ``rows``: of one harm, group, hand and place each. ``filmed``: bodies that footage shows where
    somebody counts otherwise: an exhibit and not a count. ``parts``: (part, whole), figures that their source calls a part of another
    without saying which part.
    """

    rows: tuple[tuple[Figure, ...], ...]
    filmed: tuple[Figure, ...]
    parts: tuple[tuple[Figure, Figure], ...]


def sort_figures(gathering: Gathering, figures: Sequence[Figure]) -> Rows:
    """The figures in rows, each of which is a toll: only figures of the same harm, people, place and hand share one."""
    marked = _tell_loose(_mark_scopes(gathering, figures))
    ids = {f.claim.claim: f for f in marked}
    wholes = _leave_parts(marked)
    parts = [(f, whole) for f in marked if f not in wholes and (whole := _whole_of(f, ids)) is not None and whole in wholes]
    kept = _leave_breakdowns(_place_groups(_mark_perpetrators(wholes)))
    filmed = [f for f in kept if f.seen and any(g.harm == f.harm and not g.seen and not g.vague for g in kept)]
    rows: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in kept:
        if figure not in filmed:
            rows[(figure.harm, figure.group, figure.by, figure.place, figure.seen)].append(figure)
    return Rows(tuple(map(tuple, rows.values())), tuple(filmed), tuple(parts))


def reckon_tolls(gathering: Gathering, figures: Sequence[Figure], disputes: Sequence[Claim]) -> tuple[Toll, ...]:
    """The incident's tolls by rule ``reported``, killed first and the whole before its parts, its own place before others."""
    sorted_ = sort_figures(gathering, figures)
    tolls = [_toll(gathering, row, disputes, [f for f in sorted_.filmed if f.harm == row[0].harm]) for row in sorted_.rows]
    return order_tolls(gathering, tolls)


def order_tolls(gathering: Gathering, tolls: Sequence[Toll]) -> tuple[Toll, ...]:
    """Killed first and the whole before its parts, the incident's own place before others."""
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
        whole = _whole_of(f, ids)
        unsaid = whole is not None and f.harm == whole.harm and f.place == whole.place and f.group in (whole.group, "all") and not _hand(f)
        if not (unsaid and whole is not None and f.number < whole.number) and not _below_part(f, figures):
            out.append(f)
    return out


def _whole_of(figure: Figure, ids: Mapping[str, Figure]) -> Figure | None:
    """The figure that this one's source calls it a part of."""
    return next((ids[r.claim] for r in figure.claim.relations if r.kind == "part_of" and r.claim in ids), None)


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

    Likewise a total that relays make one of civilians: "1,426 killed", and on that day or later "1,426 civilians". Which came first
    decides; of one day, or of none, what most reports say; and where as many say either, the words that say of whom.
    """
    rows: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for f in figures:
        if not f.vague and f.number >= MANY:
            rows[(f.root.key, f.harm, f.number, f.place)].append(f)
    for row in rows.values():
        groups = sorted({f.group for f in row} & {"all", *PARTIAL})
        if len(groups) == 2 and "all" in groups:
            right = _told_of(row, groups)
            for f in row:
                if f.group in groups and f.group != right:
                    f.flags.append(f"told of {f.group}; {f.root.name} gave it of {right}")
                    f.group = right
    return list(figures)


def _told_of(row: Sequence[Figure], groups: Sequence[str]) -> str:
    """Of whom a root's one number is, where relays tell it of everybody and of a part."""
    firsts = {g: min((f.as_of for f in row if f.group == g and f.as_of), default=None) for g in groups}
    days = [d for d in firsts.values() if d is not None]
    if len(days) == len(groups) and len(set(days)) > 1:
        return min(groups, key=lambda g: firsts[g] or "")
    told = {g: len({f.claim.report for f in row if f.group == g}) for g in groups}
    return max(groups, key=lambda g: (told[g], g != "all"))


def _leave_breakdowns(figures: Sequence[Figure]) -> list[Figure]:
    """The figures without those of which one report gives several for one group as parts of one whole, none of them by a hand of its own.

    "779: 211 civilians by one side, 396 by the other": neither is how many civilians.
    """
    rows: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for f in figures:
        for whole in [r.claim for r in f.claim.relations if r.kind == "part_of"][:1]:
            rows[(f.root.key, f.claim.report, f.harm, f.group, f.place, whole)].append(f)
    gone = {id(f) for row in rows.values() if len({f.number for f in row}) > 1 for f in row if f.by is None and f.group != "all"}
    return [f for f in figures if id(f) not in gone]


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
    _join_hands(figures)
    return list(figures)


def _join_hands(figures: Sequence[Figure]) -> None:
    """Puts together what relays make two hands of: one root's one large figure, told of "armed groups" here and of "loyalists" there."""
    rows: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for f in figures:
        if f.by and not f.vague and f.number >= MANY:
            rows[(f.root.key, f.harm, f.group, f.place)].append(f)
    for row in rows.values():
        for a, b in combinations(row, 2):
            together = {f.claim.report for f in row if f.by == a.by} & {f.claim.report for f in row if f.by == b.by}
            if a.by != b.by and not together and abs(a.number - b.number) * MANY <= max(a.number, b.number):
                kept, other = sorted((a.by or "", b.by or ""), key=lambda hand: (hand not in FIGHTING, hand))
                for f in row:
                    if f.by == other:
                        f.flags.append(f"told of {other}; the figure is {f.root.name}'s of {kept}")
                        f.by = kept


def _hand(figure: Figure) -> str | None:
    """The alleged perpetrator a figure is laid to: by name, else by side, for relays call one side many things."""
    party = next(iter(figure.claim.perpetrators), None)
    if party is None:
        return None
    return party.name or side_of(party.text or "") or party.text


def _toll(gathering: Gathering, figures: Sequence[Figure], disputes: Sequence[Claim], filmed: Sequence[Figure]) -> Toll:
    """One toll: figures of one harm, group and hand. ``filmed`` are the bodies that footage shows, for the reason alone."""
    total = gathering.kind == "aggregate"
    kept, nobody = leave_silent(figures, total=total)
    strands = find_strands(kept)
    lanes = [lane for strand in strands for lane in choose_lanes(strand)]
    if len(strands) > 1:
        span = _together([span_over(choose_lanes(s)) for s in strands])
        headline = None
    else:
        span = span_over(lanes, total=total)
        headline = choose_headline(lanes)
    why = span.why + told_beside(figures, nobody, filmed)
    return make_toll(gathering, figures, lanes, nobody, disputes, span, why, RULE, headline)


def told_beside(figures: Sequence[Figure], nobody: Sequence[Figure], filmed: Sequence[Figure]) -> str:
    """What is told in the reason and sets no end: figures of those whose access nobody states, and exhibits."""
    first, why = figures[0], ""
    for f in nobody:
        why += f"; {said(f)} is told by {f.root.name}, with no stated access to a total, and sets no end"
    if first.group == "all" and first.by is None and first.place is None:
        why += "".join(f"; footage shows {said(f)} ({f.root.name}), an exhibit that sets no end" for f in choose_lanes(filmed))
    return why


def make_toll(
    gathering: Gathering,
    figures: Sequence[Figure],
    lanes: Sequence[Figure],
    nobody: Sequence[Figure],
    disputes: Sequence[Claim],
    span: Span,
    why: str,
    rule: str,
    headline: Figure | None,
) -> Toll:
    """The record of one toll over its row's ``figures``: the lanes, the span that a rule made of them, and its reason."""
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
        harm=figures[0].claim.harm,
        group=figures[0].group,
        scope=_scope(gathering, figures),
        lanes=tuple(_lane(f) for f in lanes),
        low=span.low,
        best=span.best,
        high=span.high,
        kind=span.kind,
        headline=headline.claim.claim if headline else None,
        n_independent=len({f.access or f.root.key for f in lanes if f.root.declared}),
        independence_unknown=len({f.root.key for f in [*lanes, *nobody] if not f.root.declared}),
        as_of=max((f.as_of for f in lanes if f.as_of), default=None),
        rule=rule,
        disputes=tuple(c.claim for c in about),
        flags=tuple(flags),
        why=why,
    )


def leave_silent(figures: Sequence[Figure], *, total: bool) -> tuple[list[Figure], list[Figure]]:
    """The figures that can have a lane, and the last of each source that says nothing of its access to a total."""
    return _leave_nobody(_leave_vague(figures), total=total)


def _leave_nobody(figures: Sequence[Figure], *, total: bool) -> tuple[list[Figure], list[Figure]]:
    """The figures that deserve a lane, and each last figure that does not.

    In a total over days or a region beside a body that counts, what "sources" whom nobody names say, or an outlet in its own voice, is no
    independent root's count: nobody can tell whose it is. It is told in the reason and counted as of unknown independence.
    """
    if not total or not any(counts_totals(f) for f in figures):
        return list(figures), []
    nobody = [f for f in figures if not f.root.declared and (f.root.key.startswith((NOBODY, "unnamed/")) or f.root.via == OWN)]
    kept = [f for f in figures if f not in nobody]
    return kept, choose_lanes(nobody)


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


def _leave_floors(day: Sequence[Figure]) -> list[Figure]:
    """One day's figures of one root, without floors at or beneath a number it gives that day: "at least 24" beside 38 says nothing more."""
    top = max((f.number for f in day if not (f.vague or f.lent or f.kind in FLOOR_KINDS)), default=-1)
    return [f for f in day if f.kind not in FLOOR_KINDS or f.number > top]


def latest_of(row: Sequence[Figure]) -> Figure:
    """A root's latest figure. A later floor beneath an earlier figure adds nothing to it; a later closed figure beneath one is a fall,
    kept and flagged. Of several figures of one day a floor beneath another says nothing; then what is told in the root's
    name comes first, then the number most relays give comes first, in the
    words with the strongest basis, then a closed one before a floor, then the larger.
    """
    told = Counter(n for n, _ in {(f.number, f.claim.report) for f in row})
    kinds = Counter((f.number, f.kind) for f in row)
    days = sorted({f.as_of or "" for f in row})
    best: Figure | None = None
    for day in days:
        here = _leave_floors([f for f in row if (f.as_of or "") == day])
        choice = min(
            here,
            key=lambda f: (
                f.vague,
                f.lent,
                -told[f.number],
                -_STRENGTH[f.claim.basis],
                -kinds[(f.number, f.kind)],
                f.floor,
                -f.number,
                not _sourced(f),
            ),
        )
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
