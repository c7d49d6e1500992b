"""What the tables of a text say: one claim for each cell that counts harm.

1. the head of each column, the labels of the row and the heading above the table are read each for what it says (``_Label``)
2. a cell's figure takes its harm, people, place, time and speaker from them: the row's first, then the column's, then the heading's
3. a row or column of totals is the total of those it closes (``link_totals``), and is never added to them
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from knell.records import Claim, Count, Cue, Event, Party, Place, Relation, Span, Time, Victim
from knell.terms.load import load_terms

from . import counts
from .attributed import Attribution
from .attribution import find_attributions
from .claims import Draft, Drafting
from .count_terms import NumberTerms
from .finding import COUNTED_HARMS, Finding
from .pieces import PlaceMention, Quantity, TimeMention, Unit
from .plain import Plain
from .scene import as_time
from .sentence import Phrase, Sentence
from .stances import read_basis, read_stance
from .sufferers import read_victim
from .tables import Row, Table, find_tables
from .tokens import Token, tokenize

_HEADING = 45
"""Tokens of the longest unit that is a table's heading."""
_SAYS_WHO = frozenset("civilian combatant killers_word detainee police official child female male medical journalist aid_worker".split())
_VOICES = frozenset("monitor government medical ngo international_body agency court police state_forces outlet".split())
_NO_FIGURE = frozenset({"percent", "date", "time", "age", "money", "measure", "ordinal", "section"})


class _Label(Plain, frozen=True, order=True, gc=False):
    """What the words of a head, a label or a heading say of the figures that they stand over."""

    harm: str | None = None
    type: str | None = None
    victims: tuple[Victim, ...] = ()
    places: tuple[Place, ...] = ()
    time: Time | None = None
    column: str | None = None
    total: bool = False
    grand: bool = False
    part: bool = False
    counts: bool = False
    excluded: bool = False


_NOTHING = _Label()
_BARE = _Label(counts=True)


class _Heading(Plain, frozen=True, order=True, gc=False):
    """The heading above a table: its label, and who says what stands under it."""

    label: _Label
    units: tuple[int, ...]
    speakers: tuple[Party, ...]
    cues: tuple[Cue, ...]
    stance: str
    basis: str
    cumulative: bool | None


@cache
def _terms() -> Mapping[str, Any]:
    return load_terms("en", "tables")


@cache
def _harm_words() -> Mapping[str, str]:
    return {word: harm for harm, words in _terms()["harms"].items() for word in words}


@cache
def _column_words() -> Mapping[str, str]:
    return {word: kind for kind, words in _terms()["columns"].items() for word in words}


class TableReader:
    """Reads the tables of one report into drafts. ``where``, ``when``: all places and times of its text, in order.

    ``locate``: finds the places of units; for the cells of a head, which run into one another when they are read as one line.
    """

    def __init__(
        self,
        drafting: Drafting,
        numbers: NumberTerms,
        where: Sequence[PlaceMention],
        when: Sequence[TimeMention],
        units: Sequence[Unit],
        locate: Callable[[tuple[Unit, ...]], Sequence[PlaceMention]],
    ) -> None:
        self.locate = locate
        self.drafting, self.numbers, self.where, self.when, self.units = drafting, numbers, where, when, units
        self.text = drafting.text
        self._times, self._places = [t.start for t in when], [p.start for p in where]
        self._ahead = find_tables(self.text, units)[::-1]
        self._read_to = -1

    def read_until(self, unit: int) -> bool:
        """Drafts the tables that begin up to a unit; whether that unit lies in one of them."""
        while self._ahead and self._ahead[-1].first <= unit:
            table = self._ahead.pop()
            drafts = self.read(table)
            self.drafting.drafts += drafts
            self._read_to = self._end_of(table) if drafts else self._read_to
        return unit <= self._read_to

    def _end_of(self, table: Table) -> int:
        """The last unit of a table, with the line right under it that says whom it is from."""
        below = self.units[table.last + 1] if table.last + 1 < len(self.units) else None
        return table.last + (below is not None and below.tokens[0].low in ("source", "sources"))

    def read(self, table: Table) -> list[Draft]:
        """The drafts of a table, cell by cell; none where nothing says that its figures count people harmed."""
        heading = self._heading(table.first, table.last + 1)
        heads = [self._label(table.head.unit, cell) for cell in table.head.cells] if table.head is not None else [_NOTHING, _BARE]
        rows = [[self._label(row.unit, cell) for cell in row.cells] for row in table.rows]
        plain = [h for h in heads if not h.excluded]
        crossed = any(r[0].harm for r in rows) and (sum(bool(h.places or h.time) for h in heads) > 1 or table.head is None)
        led = heading.label.harm is not None and any(h.victims or h.counts or h.total for h in plain)
        if not any(h.harm for h in plain) and not crossed and not led:
            return []
        columns = _with_harms(heads, heading.label.harm, crossed=crossed)
        self._place_rows(table, heads, rows, heading)
        out: list[Draft] = []
        for n, row in enumerate(table.rows):
            out += self._row(row, rows[n], columns, heading, n)
        if out:
            self._drop_announced(heading)
        return out

    def _place_rows(self, table: Table, heads: Sequence[_Label], rows: Sequence[list[_Label]], heading: _Heading) -> None:
        """Looks the cells of a column of places up as places: its head, or another row's place, says of each what "in" would."""
        column = next((k for k, head in enumerate(heads) if head.column == "place"), 0 if any(r[0].places for r in rows) else None)
        if column is None:
            return
        open_cells = {
            row.cells[column]: n
            for n, row in enumerate(table.rows)
            if not (said := rows[n][column]).places and said is not _NOTHING and not (said.total or said.harm or said.time)
        }
        units = [self.units[k] for k in heading.units]
        for (start, end), n in open_cells.items():
            tokens = (Token("in", "in", start, start), *tokenize(self.text, start, end))
            units.append(Unit.of(start, end, "table", table.rows[n].unit.paragraph, table.rows[n].unit.index, tokens))
        cell_at = {start: n for (start, _), n in open_cells.items()}
        for found in self.locate(tuple(units)) if open_cells else ():
            at = cell_at.get(found.start)
            if at is not None and found.role == "place":
                rows[at][column] = rows[at][column]._replace(places=(self.drafting.scene.place(found),))

    def settle_lists(self) -> None:
        """Gives the figures of a list by place ("Idlib: 7 killed") what its heading says of them all, and marks its total."""
        drafts = self.drafting.drafts
        by_unit: dict[int, list[int]] = {}
        for n, draft in enumerate(drafts):
            if "table" not in draft.rules and draft.claim.count is not None and _is_item(self.units[draft.unit], draft.claim):
                by_unit.setdefault(draft.unit, []).append(n)
        run: list[int] = []
        for unit in sorted(by_unit):
            if run and unit != run[-1] + 1:
                self._settle_list(run, by_unit)
                run = []
            run.append(unit)
        self._settle_list(run, by_unit)

    def _settle_list(self, run: Sequence[int], by_unit: Mapping[int, Sequence[int]]) -> None:
        if len(run) < 2:
            return
        drafts = self.drafting.drafts
        heading = self._heading(run[0], run[-1] + 1)
        terms = _terms()["total"]
        for unit in run:
            label = {t.low for t in self.units[unit].tokens[:4]}
            rules = {"table": "list"}
            if label & set(terms["words"]):
                rules["table total"] = "grand" if label & set(terms["grand"]) else "rows"
            for n in by_unit[unit]:
                draft = drafts[n]
                said = _as_headed(draft.claim, heading, total="table total" in rules)
                drafts[n] = draft._replace(claim=said, rules={**draft.rules, **(rules if draft.part_of is None else {"table": "list"})})

    def _drop_announced(self, heading: "_Heading") -> None:
        """The heading's own words ("Civilians killed, by place") claim nothing that its figures do not."""
        drafts = self.drafting.drafts
        while drafts and drafts[-1].unit in heading.units and drafts[-1].claim.harm in COUNTED_HARMS and drafts[-1].part_of is None:
            if drafts[-1].claim.count is not None and drafts[-1].claim.count.kind != "vague":
                return
            drafts.pop()

    # -- labels ------------------------------------------------------------------------------------------------------

    def _label(self, unit: Unit, span: tuple[int, int]) -> _Label:
        """What a cell's words say; nothing for a figure."""
        s = self._sentence(unit, span)
        if s is None or not any(t.text[0].isalpha() for t in s.tokens):
            return _NOTHING
        terms = _terms()
        lows = set(s.lows)
        harm = next((_harm_words()[w] for w in s.lows if w in _harm_words()), None)
        places = tuple(self.drafting.scene.place(p) for (_, _), p in s.places if p.role == "place")
        times = [t for _, t in s.times if t.rule != "dateline"]
        column = next((_column_words()[w] for w in s.lows if w in _column_words()), None)
        if not places and not times and harm is None and column is None and not lows & _said_words() and _is_capitalised(s):
            alone = Unit.of(span[0], span[1], "table", unit.paragraph, unit.index, s.tokens)
            places = tuple(self.drafting.scene.place(p) for p in self.locate((alone,)) if p.role == "place")
        return _Label(
            harm=harm,
            type=next((terms["types"][w] for w in s.lows if w in terms["types"]), None),
            victims=self._victims(s, harm),
            places=places,
            time=as_time(self.text, times[0]) if times else None,
            column=column,
            total=bool(lows & set(terms["total"]["words"])),
            grand=bool(lows & set(terms["total"]["grand"])),
            part=bool(set(s.lows[:2]) & set(terms["part"]["words"])),
            counts=bool(lows & set(terms["figures"]["words"])),
            excluded=bool(lows & set(terms["not_figures"]["words"])),
        )

    def _sentence(self, unit: Unit, span: tuple[int, int]) -> Sentence | None:
        """A cell, or a heading, as a unit of its own, so that no phrase runs from one cell into the next."""
        start, end = span
        tokens = tokenize(self.text, start, end)
        if not tokens:
            return None
        alone = Unit.of(start, end, unit.kind, unit.paragraph, unit.index, tokens)
        hits = self.drafting.lexicon.scan(tokens)
        inside = counts.find_quantities(alone, self.numbers)
        times = [t for t in self.when[bisect_left(self._times, start) : bisect_left(self._times, end)] if t.end <= end]
        places = [p for p in self.where[bisect_left(self._places, start) : bisect_left(self._places, end)] if p.end <= end]
        return Sentence(self.text, alone, self.drafting.lexicon, hits, inside, times, places)

    def _victims(self, s: Sentence, harm: str | None) -> tuple[Victim, ...]:
        """The people that a label names by what they are: "Civilians", "Women", "of whom children"."""
        people = [p for p in s.phrases if p.kind in ("people", "party") and p.flags & _SAYS_WHO and p.quantity is None and p.name is None]
        return tuple(read_victim(self.text, s, p, _finding(None, harm or "killed", (p,)), (), frozenset()) for p in people[:1])

    def _heading(self, first: int, after: int) -> _Heading:
        """What stands right above unit ``first``, and above that where it is a headline or ends in a colon. ``after``: the unit below."""
        above = [u for u in self.units[max(0, first - 2) : first] if len(u.tokens) <= _HEADING]
        if len(above) == 2 and above[0].kind not in ("headline", "subhead") and self.text[above[0].end - 1] != ":":
            above = above[1:]
        above = [u for u in above if u.index == first - 1 or any(v.index == first - 1 for v in above)]
        below = self.units[after] if after < len(self.units) and self.units[after].tokens[0].low in ("source", "sources") else None
        read = [(u, s) for u in reversed(above) if (s := self._sentence(u, (u.start, u.end))) is not None]
        label = _NOTHING
        for unit, s in read:
            mine = self._label(unit, (unit.start, unit.end))
            label = _Label(
                harm=label.harm or mine.harm,
                type=label.type or mine.type or _violence(s),
                victims=label.victims or mine.victims,
                places=label.places or mine.places,
                time=label.time or mine.time,
            )
        speakers: tuple[Party, ...] = ()
        cues: tuple[Cue, ...] = ()
        stance, basis, cumulative = "asserted", "unstated", None
        told = [s for _, s in read]
        if below is not None and (foot := self._sentence(below, (below.start, below.end))) is not None:
            told.insert(0, foot)
        for s in told:
            over = find_attributions(s, self.drafting.quotes)
            found = _finding(_SOME, label.harm or "killed", ())
            if basis == "unstated":
                basis = read_basis(self.text, s, found, over)[0]
            words = " ".join(s.lows)
            cumulative = True if any(w in words for w in _terms()["running"]["words"]) else cumulative
            if not speakers:
                speakers, cues = self._speakers(s, over)
                if speakers:
                    stance = read_stance(self.text, s, found, over)[0]
                    stance = "reported" if stance == "asserted" else stance
        return _Heading(label, tuple(u.index for u in above), speakers, cues, stance, basis, cumulative)

    def _speakers(self, s: Sentence, over: Sequence[Attribution]) -> tuple[tuple[Party, ...], tuple[Cue, ...]]:
        voices = self.drafting.voices
        if s.low(0) in ("source", "sources") and s.low(1) == ":" and len(s.tokens) > 2:
            end = next((k for k in range(2, len(s.tokens)) if s.low(k) in (".", ";", ",", "(")), len(s.tokens))
            start, stop = s.tokens[2].start, s.tokens[end - 1].end
            known = next((voices.speaker(s, p) for p in s.phrases if 2 <= p.first < end), Party())
            return (Party(text=self.text[start:stop], start=start, end=stop, name=known.name, kind=known.kind),), ()
        parties = [p for a in over for src in a.sources if (p := voices.source(s, src.phrase, src.span)) is not None and p.text]
        cues = [(s.tokens[lo].start, s.tokens[hi - 1].end) for a in over for lo, hi in a.cues]
        if parties:
            return tuple(dict.fromkeys(parties)), tuple(Cue(text=self.text[a:b], start=a, end=b) for a, b in cues)
        for phrase in s.phrases:
            if phrase.party in _VOICES and phrase.kind in ("party", "name", "people") and _is_from(s, phrase):
                return (voices.speaker(s, phrase),), ()
        return (), ()

    # -- cells -------------------------------------------------------------------------------------------------------

    def _row(self, row: Row, labels: Sequence[_Label], columns: Sequence[_Label], heading: _Heading, n: int) -> list[Draft]:
        named = [k for k, label in enumerate(labels) if label is not _NOTHING and self._quantity(row, k) is None]
        mine = _joined([labels[k] for k in named if not columns[k].harm or k == 0])
        total = any(labels[k].total for k in named[:2])
        places = mine.places or self._unlisted(row, labels, columns, heading) if not total or mine.places else ()
        out: list[Draft] = []
        wholes: dict[str, int] = {}
        for k, column in enumerate(columns):
            harm = column.harm or (mine.harm if column.places or column.time or column.counts or column.total else None)
            quantity = self._quantity(row, k) if harm is not None and not column.excluded and k not in named else None
            if harm is None or quantity is None or (quantity.high == 0 and quantity.low == 0):
                continue
            merged = _Label(
                harm=harm,
                type=column.type or mine.type or heading.label.type,
                victims=column.victims or mine.victims or heading.label.victims,
                places=places or column.places or (heading.label.places if total or not places else ()),
                time=mine.time or column.time or heading.label.time,
            )
            rules = {"event": "table.cell", "count": "table.cell", "table": f"{n}", "table column": f"{k}"}
            if total:
                rules["table total"] = "grand" if mine.grand else "rows"
            elif column.total and column.victims == ():
                rules["table total"] = "columns"
            draft = self._draft(row, quantity, merged, heading, rules)
            if column.part and harm in wholes:
                draft = draft._replace(rules={**draft.rules, "table part": str(len(out) - wholes[harm])})
            elif not column.part:
                wholes[harm] = len(out)
            out.append(draft)
        return out

    def _quantity(self, row: Row, k: int) -> Quantity | None:
        """The figure of a cell that begins with one."""
        start, end = row.cells[k]
        tokens = tokenize(self.text, start, end)
        if not tokens or not any(c.isdecimal() for c in self.text[start:end]):
            return None
        found = counts.find_quantities(Unit.of(start, end, "table", 0, 0, tokens), self.numbers)
        first = found[0] if found else None
        if first is None or first.of in _NO_FIGURE or any(c.isalpha() for c in self.text[start : first.start]):
            return None
        if first.kind == "exact" and "+" in self.text[first.end - 1 : min(first.end + 1, end)]:
            # "12+": twelve or more.
            close = first.end + (self.text[first.end - 1] != "+")
            return first._replace(end=close, kind="at_least", high=None, best=None)
        return first

    def _unlisted(self, row: Row, labels: Sequence[_Label], columns: Sequence[_Label], heading: _Heading) -> tuple[Place, ...]:
        """The words of a column of places, where no gazetteer has them; a place as its words tell it, in the heading's country."""
        k = next((k for k, column in enumerate(columns) if column.column == "place"), None)
        if k is None or labels[k] is _NOTHING or labels[k].total:
            return ()
        start, end = row.cells[k]
        if not self.text[start].isupper() or self.text[start:end].count(" ") > 3:
            return ()
        around = heading.label.places[:1]
        words = self.text[start:end]
        own = Place(text=words, start=start, end=end, name=words, country=around[0].country if around else None)
        return (own, *around)

    def _draft(self, row: Row, quantity: Quantity, said: _Label, heading: _Heading, rules: Mapping[str, str]) -> Draft:
        type_ = said.type or {"killed": "killing", "injured": "assault", "missing": "enforced_disappearance"}.get(
            said.harm or "", {"abducted": "abduction", "detained": "detention", "displaced": "displacement"}.get(said.harm or "", "other")
        )
        words = self.text[quantity.start : quantity.end]
        unit = Span(text=self.text[row.unit.start : row.unit.end], start=row.unit.start, end=row.unit.end)
        claim = Claim(
            claim="",
            report=self.drafting.report.id,
            passage=unit,
            content=(unit,) if heading.speakers else (),
            event=Event(type=type_, start=quantity.start, end=quantity.end, text=words),  # type: ignore[arg-type]
            harm=said.harm,  # type: ignore[arg-type]
            count=Count(
                text=words, start=quantity.start, end=quantity.end, low=quantity.low, high=quantity.high, best=quantity.best,
                kind=quantity.kind, cumulative=quantity.cumulative or heading.cumulative,
            ),
            victims=said.victims,
            places=said.places,
            time=said.time,
            speakers=heading.speakers,
            cues=heading.cues,
            stance=heading.stance,  # type: ignore[arg-type]
            basis=heading.basis,  # type: ignore[arg-type]
        )  # fmt: skip
        return Draft(claim, rules, None, row.unit.index)


_SOME = Quantity(0, 0, "people", "exact", 1, 1, 1, None, "table")


def _finding(quantity: Quantity | None, harm: str, victims: tuple[Phrase, ...]) -> Finding:
    """The figure of a table as the rules for victims, stance and basis take it."""
    return Finding(0, 1, "killing", harm, "done", quantity, victims, (), (), None, False, False, 0, None, "table")


def _violence(s: Sentence) -> str | None:
    """The violence that a heading names: "air strikes of 3 May"."""
    types = _terms()["violence"]["types"]
    return next((h.entry.type for h in s.hits if h.entry.role == "event" and h.entry.type in types), None)


@cache
def _said_words() -> frozenset[str]:
    terms = _terms()
    return frozenset(w for section in ("total", "figures", "not_figures", "part") for w in terms[section]["words"])


def _is_capitalised(s: Sentence) -> bool:
    """Whether a cell is nothing but a few words with capitals, as a name is."""
    return len(s.tokens) <= _LONGEST_NAME and s.tokens[0].text[0].isupper() and all(t.text[0].isalpha() or t.text in "-'" for t in s.tokens)


_LONGEST_NAME = 4


def _is_from(s: Sentence, p: Phrase) -> bool:
    """Whether a heading names somebody as whom its figures are from: "source: X", "X figures", "figures by X"."""
    terms = _terms()
    before = s.low(p.first - 1) if s.low(p.first - 1) not in (":", "(") else s.low(p.first - 2)
    counting = any(s.low(k) in terms["counting"]["words"] for k in range(p.last, min(p.last + 3, len(s.tokens))))
    own = any(s.low(k) in terms["counting"]["words"] for k in range(p.head, p.last))
    return before in terms["from"]["words"] or (p.first <= 1 and (counting or own))


def _joined(labels: Sequence[_Label]) -> _Label:
    """What the labels of one row say together."""
    return _Label(
        harm=next((x.harm for x in labels if x.harm), None),
        type=next((x.type for x in labels if x.type), None),
        victims=next((x.victims for x in labels if x.victims), ()),
        places=tuple(p for x in labels for p in x.places)[:3],
        time=next((x.time for x in labels if x.time), None),
        total=any(x.total for x in labels),
        grand=any(x.grand for x in labels),
    )


def _with_harms(heads: Sequence[_Label], harm: str | None, *, crossed: bool) -> list[_Label]:
    """The columns with the harm that each counts: its own, that of the column it is a part of, or the heading's."""
    out: list[_Label] = []
    last: str | None = None
    for n, head in enumerate(heads):
        if head.harm in COUNTED_HARMS and not head.excluded:
            last = head.harm
        elif head.excluded or crossed or not (head.victims or head.total or head.counts):
            pass
        elif head.victims and last is not None:
            # "Killed | Women | Children": of those to the left.
            head = head._replace(harm=last, part=True)
        elif head.total and {h.harm for h in heads} >= {"killed", "injured"}:
            head = head._replace(harm="casualties")
        elif n > 0 or head.victims:
            head = head._replace(harm=harm)
        out.append(head)
    return out


def _is_item(unit: Unit, claim: Claim) -> bool:
    """Whether a figure stands in a line of a list behind a label: "Idlib: 7 killed"."""
    colon = next((t.end for t in unit.tokens[1:_LABEL] if t.text == ":"), None)
    count = claim.count
    return colon is not None and count is not None and count.start is not None and colon <= count.start and claim.harm in COUNTED_HARMS


_LABEL = 8
"""Tokens within which the label of a list's item ends."""


def _as_headed(claim: Claim, heading: _Heading, *, total: bool) -> Claim:
    """A figure of a list with what its own line leaves to the heading. No place is lent by the line before."""
    said: dict[str, Any] = {}
    over = heading.label
    if not claim.victims and over.victims and over.harm in (None, claim.harm, "casualties"):
        said["victims"] = over.victims
    if all(not p.stated for p in claim.places) and (total or over.places):
        said["places"] = over.places
    if over.time is not None and (claim.time is None or claim.time.start is None or not _within(claim, claim.time.start)):
        said["time"] = over.time
    if not claim.speakers and heading.speakers:
        said |= {
            "speakers": heading.speakers,
            "cues": heading.cues,
            "stance": heading.stance if claim.stance == "asserted" else claim.stance,
        }
    if claim.basis == "unstated":
        said["basis"] = heading.basis
    return msgspec.structs.replace(claim, **said) if said else claim


def _within(claim: Claim, at: int) -> bool:
    return claim.passage.start is not None and claim.passage.end is not None and claim.passage.start <= at < claim.passage.end


def link_totals(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, named, with what a table's totals and parts are of one another. The marks of the layout are dropped."""
    if not any("table" in d.rules for d in drafts):
        return list(drafts)
    out = list(drafts)
    open_rows: dict[tuple[str, str], list[int]] = {}
    closed: dict[tuple[str, str], list[int]] = {}
    for n, draft in enumerate(drafts):
        rules = draft.rules
        if "table" not in rules:
            open_rows, closed = {}, {}
            continue
        if "table part" in rules:
            _join(out, [n], n - int(rules["table part"]))
        kind = rules.get("table total")
        key = (draft.claim.harm, rules.get("table column", ""))
        if kind is None or kind == "columns":
            open_rows.setdefault(key, []).append(n)
        else:
            parts = open_rows.pop(key, [])
            if (kind == "grand" or not parts) and key in closed:
                parts = [*closed.pop(key), *parts]
            _join(out, parts, n)
            closed.setdefault(key, []).append(n)
        if kind == "columns":
            row = next(m for m in range(n, -1, -1) if m == 0 or drafts[m - 1].unit != draft.unit)
            _join(out, [m for m in range(row, n) if drafts[m].claim.harm == draft.claim.harm], n)
    return [d if "table" not in d.rules else d._replace(rules={k: v for k, v in d.rules.items() if not k.startswith("table")}) for d in out]


def _join(out: list[Draft], parts: Sequence[int], whole: int) -> None:
    """Says of a total and its parts what they are of one another."""
    total = out[whole].claim
    inside = {out[m].claim.claim for m in parts}
    for m in parts:
        part = out[m].claim
        kept = tuple(r for r in part.relations if r.claim != total.claim)
        out[m] = out[m]._replace(claim=msgspec.structs.replace(part, relations=(*kept, Relation(kind="part_of", claim=total.claim))))
    kept = tuple(r for r in total.relations if r.claim not in inside)
    added = tuple(Relation(kind="total_of", claim=out[m].claim.claim) for m in parts)
    out[whole] = out[whole]._replace(claim=msgspec.structs.replace(total, relations=(*kept, *added)))
