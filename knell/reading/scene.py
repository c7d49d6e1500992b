"""Where and when: the places and the time of a claim, said in its own unit or carried from what was told before."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from knell.records import Claim, Place, Time
from knell.terms.load import load_terms

from .attributed import Attribution
from .datelines import HEAD, is_dateline
from .finding import VIOLENT_CARRY, Finding
from .long_told import runs_long
from .pieces import PlaceMention, TimeMention, Unit
from .sentence import Sentence

_FINENESS = {"exact": 0, "town": 1, "admin2": 2, "admin1": 3, "region": 4, "country": 5, None: 6}
_LOCATIVE = frozenset(
    "in at near around outside inside of from across throughout to on between along north south east west within "
    "over into toward towards".split()
)


class Scene:
    """The places and times of a report as its units are read in order; the last ones told carry to a unit that names none."""

    def __init__(self, text: str, units: Sequence[Unit], places: Sequence[PlaceMention]) -> None:
        self.text = text
        self._zones: list[tuple[int, int]] = []
        self._bodies_named: list[tuple[int, int]] = []
        self._last_places: tuple[Place, ...] = ()
        self._last_time: Time | None = None
        self._last_unit = -9
        self._sent_from = self._dateline_place(units, places)
        self._document_place = self._chief_place(places)

    def enter(self, s: Sentence, attributions: Sequence[Attribution]) -> None:
        """Begins a unit: a place or time between a source and its cue is the source's, and one inside a body's name is the name's."""
        self._zones = [
            (src.phrase.first, a.cues[0][0])
            for a in attributions
            if a.cues
            for src in a.sources
            if src.phrase is not None
            and src.phrase.last <= a.cues[0][0]
            and not any(s.cls(k) == "V" for k in range(src.phrase.last, a.cues[0][0]))
        ]
        self._zones += [zone for a in attributions for cue in a.cues if (zone := _spoken_at(s, cue, a)) is not None]
        self._bodies_named = [(p.first, p.last) for p in s.phrases if p.kind == "party" and p.name and p.last - p.first > 1]

    def remember(self, s: Sentence, f: Finding, places: Sequence[Place], time: Time | None) -> None:
        """Keeps where and when a deed of violence was told to be, for the units that follow."""
        if f.type not in VIOLENT_CARRY:
            return
        if _is_long_told(s, f):
            # Where and since when a war has killed says nothing of the deeds told after it.
            return
        self._last_unit = s.unit.index
        stated = tuple(p for p in places if p.stated)
        if stated and f.rule not in ("ellipsis", "terse-tally"):
            # A place in a list of figures is that figure's alone and is lent to no later sentence.
            self._last_places = stated
        if time is not None and time.start is not None:
            self._last_time = time

    def places_of(self, s: Sentence, f: Finding, whole: Claim | None) -> tuple[Place, ...]:
        """The places of a finding: its own, those of the whole it is a part of, the last told, or the report's chief one."""
        stated = self.stated_places(s, f, whole)
        if stated:
            return tuple(self.place(p) for p in stated)
        if whole is not None and whole.places:
            # A part is where its whole is.
            return tuple(_unstated(p) for p in whole.places)
        if _is_long_told(s, f):
            return ()
        if self._last_places and f.type in VIOLENT_CARRY:
            return tuple(_unstated(p) for p in self._last_places)
        if self._document_place is not None:
            return (self._document_place,)
        return ()

    def time_of(self, s: Sentence, f: Finding, whole: Claim | None) -> Time | None:
        """The time of a finding: the nearest of its own clause, that of its whole, or the last told a few units before."""
        lo, hi = self._between_semicolons(s, f)
        own = self._own_segment(s, f)
        # A dateline says when a report was sent, not when anybody was killed.
        told = [x for x in s.times if x[1].rule != "dateline"]
        here = [(a, b, t) for (a, b), t in told if lo <= a < hi and not any(x <= a < y for x, y in self._zones)]
        mine = [x for x in here if own is not None and own[0] <= x[0] < own[1]]
        if own is not None and not mine and whole is not None:
            return whole.time
        best = mine or [x for x in here if not self._is_of_another(s, f, x[0])]
        if best:
            return as_time(self.text, min(best, key=lambda x: (x[2].from_ is None, abs(x[0] - f.anchor)))[2])
        if _is_long_told(s, f):
            return None
        if self._last_time is not None and f.type in VIOLENT_CARRY and s.unit.index - self._last_unit <= 6:
            return self._last_time
        return None

    def _dateline_place(self, units: Sequence[Unit], places: Sequence[PlaceMention]) -> tuple[int, PlaceMention] | None:
        """The unit after a report's dateline, and the place the report was sent from: where that unit's deeds were if it names no other."""
        for unit in units[:HEAD]:
            if is_dateline(self.text, unit.start, unit.end):
                sent = next((p for p in places if unit.start <= p.start < unit.end and p.role == "place"), None)
                return (unit.index + 1, sent) if sent is not None else None
        return None

    def _chief_place(self, places: Sequence[PlaceMention]) -> Place | None:
        """The place a report is about where a sentence names none: the one named most, the finer and earlier before others."""
        seen: dict[tuple[str, str | None], list[PlaceMention]] = {}
        for p in places:
            if p.role == "place":
                seen.setdefault((p.name, p.country), []).append(p)
        if not seen:
            return None
        best = min(seen.values(), key=lambda ms: (-len(ms) + _FINENESS[ms[0].precision] * 0.5, ms[0].start))
        rivals = [ms for ms in seen.values() if ms is not best and ms[0].precision in ("town", "exact", "admin2", "admin1")]
        if len(rivals) >= 2 and len(best) < 2 * max(len(ms) for ms in rivals):
            # Several places of like weight: the report has no one place, so none is lent to a sentence that names none.
            return None
        return self.place(best[0], stated=False)

    def place(self, p: PlaceMention, *, stated: bool = True) -> Place:
        """A place of the text as a place of a claim."""
        return Place(
            text=self.text[p.start : p.end],
            start=p.start,
            end=p.end,
            name=p.name,
            country=p.country,
            admin1=p.admin1,
            admin2=p.admin2,
            lat=p.lat,
            lon=p.lon,
            precision=p.precision,
            stated=stated,
        )

    def stated_places(self, s: Sentence, f: Finding, whole: Claim | None) -> list[PlaceMention]:
        """The places of a finding in its own unit: after the event first, each of a list, the finest first."""
        if not s.places:
            return []
        lo, hi = self._between_semicolons(s, f)
        here = [
            (a, b, p)
            for (a, b), p in s.places
            if lo <= a < hi
            and p.role == "place"
            and not self._in_party(s, a, b)
            and not _is_of_hospital(s, a, b)
            and not self._owns_place(s, b, p)
            and not any(x <= a < y for x, y in self._zones)
            and not (
                (p.precision == "country" and s.cls(b) == "N" and s.low(a - 1) not in ("in", "inside", "across"))
                or s.low(b) in ("media", "officials", "news")
            )
            and not (s.low(a - 1) in ("toward", "towards") or (s.low(a - 1) == "of" and s.low(a - 2) == "direction"))
        ]
        if not here:
            sent = self._sent_from
            return [sent[1]] if sent is not None and sent[0] == s.unit.index and f.type in VIOLENT_CARRY else []
        own = self._own_segment(s, f)
        if own is not None:
            mine = [x for x in here if own[0] <= x[0] < own[1]]
            if mine:
                return [p for _, _, p in mine]
            if len({p.name for _, _, p in here}) > 1 or whole is not None:
                # In a list of figures by place, one without a place has none of the others'.
                return []
        at = f.anchor
        after = [x for x in here if x[0] >= min(f.first, at)]
        first = min(after or here, key=lambda x: (s.low(x[0] - 1) not in _LOCATIVE and s.cls(x[0] - 1) not in "RLX", abs(x[0] - at)))
        chosen = [first]
        for x in reversed(here):
            if x[1] <= chosen[0][0] and all(s.low(k) in (",", "and", "in", "the", "or") for k in range(x[1], chosen[0][0])):
                chosen.insert(0, x)
        for x in here:
            if (
                x is not first
                and x[0] > chosen[-1][1] - 1
                and all(
                    s.low(k)
                    in (
                        ",",
                        "and",
                        "in",
                        "the",
                        "province",
                        "region",
                        "governorate",
                        "district",
                        "countryside",
                        "city",
                        "town",
                        "area",
                        "or",
                        "of",
                    )
                    for k in range(chosen[-1][1], x[0])
                )
            ):
                chosen.append(x)
        if (
            f.type in ("killing", "execution", "massacre", "bodies_found", "clash", "bombing", "assault")
            and len(chosen) > 1
            and len({_FINENESS[x[2].precision] for x in chosen}) > 1
        ):
            chosen.sort(key=lambda x: _FINENESS[x[2].precision])
        return [p for _, _, p in chosen]

    def _own_segment(self, s: Sentence, f: Finding) -> tuple[int, int] | None:
        if f.rule not in ("ellipsis", "terse-tally") or f.quantity is None:
            return None
        a, b = s.token_range(f.quantity.start, f.quantity.end)
        marks = (",", ";", ":", "(", ")", "and")
        lo = a
        while lo > 0 and s.low(lo - 1) not in marks:
            lo -= 1
        hi = b
        while hi < len(s.tokens) and s.low(hi) not in marks:
            hi += 1
        return lo, hi

    def _between_semicolons(self, s: Sentence, f: Finding) -> tuple[int, int]:
        if ";" not in s.lows:
            return 0, len(s.lows)
        lo = next((k + 1 for k in range(f.anchor - 1, -1, -1) if s.low(k) == ";"), 0)
        hi = next((k for k in range(max(f.anchor, f.last), len(s.tokens)) if s.low(k) == ";"), len(s.tokens))
        return lo, hi

    def _is_of_another(self, s: Sentence, f: Finding, at: int) -> bool:
        """Whether a time stands in the list item of another figure: the Tuesday of "1,225 so far, 132 on Tuesday alone"."""
        marks = (",", ";", ":", "(", ")")
        lo = next((k + 1 for k in range(at - 1, -1, -1) if s.low(k) in marks), 0)
        if lo <= f.anchor or any(s.cls(k) in "VA" for k in range(lo, at)):
            return False
        return any(lo <= a < at for (a, _), q in [*s.quantities, *s.bare] if q.of == "people" and q != f.quantity)

    def _owns_place(self, s: Sentence, b: int, p: PlaceMention) -> bool:
        """ "Syria's Idlib province": the country only says whose the place is."""
        return p.precision == "country" and s.low(b) == "'s" and any(a == b + 1 and q.role == "place" for (a, _), q in s.places)

    def _in_party(self, s: Sentence, a: int, b: int) -> bool:
        return any(first <= a and b <= last for first, last in self._bodies_named)


def _spoken_at(s: Sentence, cue: tuple[int, int], told: Attribution) -> tuple[int, int] | None:
    """ "..., the envoy said in Geneva": the place right behind the cue, where it closes what was said, is where they spoke."""
    if s.low(cue[1]) not in ("in", "from", "at") or any(lo < cue[1] + 1 < hi for lo, hi in told.wide):
        return None
    return next(((a, b) for (a, b), p in s.places if a == cue[1] + 1 and p.role == "place"), None)


@cache
def _lasting() -> frozenset[str]:
    return frozenset(load_terms("en", "times")["begun"]["lasting"])


_WITHIN = 14
"""Words before a verb within which its subject, a war or the like, stands."""


def _is_long_told(s: Sentence, f: Finding) -> bool:
    """Whether a figure runs since a month or a year, or is all that a war has killed: it is of no one happening told before it."""
    if f.quantity is None:
        return False
    if runs_long(t for _, t in s.times):
        return True
    return s.low(f.first - 1) in ("has", "have") and any(s.low(k) in _lasting() for k in range(max(0, f.first - _WITHIN), f.first))


def _is_of_hospital(s: Sentence, a: int, b: int) -> bool:
    """Whether the place at tokens [a, b) is where the hurt were taken: "was flown to a hospital in Homs", "died at Homs Hospital"."""
    words = s.lexicon.words
    if words["hospitals"].isdisjoint(s.lows):
        return False
    near = range(max(0, a - 5), min(len(s.lows), b + 4))
    at = next((k for k in near if s.low(k) in words["hospitals"]), None)
    if at is None or any(s.cls(k) == "V" for k in range(min(a, at), max(b, at))):
        return False
    before = range(max(0, min(a, at) - 8), min(a, at))
    return any(s.low(k) in words["carried"] or s.low(k) in words["treated"] or s.low(k) in _DYING for k in before)


_DYING = frozenset({"died", "dies", "dead", "condition", "succumbed"})
"""Words for what became of the hurt, where a hospital is told after them."""


def _unstated(place: Place) -> Place:
    values: dict[str, Any] = {name: getattr(place, name) for name in place.__struct_fields__}
    return Place(**{**values, "stated": False})


def as_time(text: str, t: TimeMention) -> Time:
    """A time of the text as the time of a claim."""
    # "by Saturday evening", "before March": the end is told and the beginning is not.
    from_ = None if t.bound in ("until", "before") else t.from_
    return Time(text=text[t.start : t.end], start=t.start, end=t.end, from_=from_, to=t.to, precision=t.precision)
