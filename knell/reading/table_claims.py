"""What the tables of a text say: one claim for each cell that counts harm.

1. the head of each column, the labels of the row and the heading above the table are read each for what it says (``Label``)
2. a cell's figure takes its harm, people, place, time and speaker from them: the row's first, then the column's, then the heading's
3. a row or column of totals is the total of those it closes (``table_totals``), and is never added to them
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from knell.records import Claim, Count, Event, Place, Span

from . import counts
from .claims import Draft
from .finding import COUNTED_HARMS
from .pieces import Quantity, Unit
from .table_labels import BARE, NOTHING, Heading, Label, LabelReader, table_terms
from .tables import Row, Table, find_tables
from .tokens import Token, tokenize

_NO_FIGURE = frozenset({"percent", "date", "time", "age", "money", "measure", "ordinal", "section"})


class TableReader:
    """Reads the tables of one report into drafts."""

    def __init__(self, labels: LabelReader) -> None:
        self.labels, self.drafting, self.numbers, self.units, self.text = labels, labels.drafting, labels.numbers, labels.units, labels.text
        self._ahead = find_tables(self.text, self.units)[::-1]
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
        heading = self.labels.heading(table.first, table.last + 1)
        heads = [self.labels.label(table.head.unit, cell) for cell in table.head.cells] if table.head is not None else [NOTHING, BARE]
        rows = [[self.labels.label(row.unit, cell) for cell in row.cells] for row in table.rows]
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

    def _place_rows(self, table: Table, heads: Sequence[Label], rows: Sequence[list[Label]], heading: Heading) -> None:
        """Looks the cells of a column of places up as places: its head, or another row's place, says of each what "in" would."""
        column = next((k for k, head in enumerate(heads) if head.column == "place"), 0 if any(r[0].places for r in rows) else None)
        if column is None:
            return
        open_cells = {
            row.cells[column]: n
            for n, row in enumerate(table.rows)
            if not (said := rows[n][column]).places and said is not NOTHING and not (said.total or said.harm or said.time)
        }
        units = [self.units[k] for k in heading.units]
        for (start, end), n in open_cells.items():
            tokens = (Token("in", "in", start, start), *tokenize(self.text, start, end))
            units.append(Unit.of(start, end, "table", table.rows[n].unit.paragraph, table.rows[n].unit.index, tokens))
        cell_at = {start: n for (start, _), n in open_cells.items()}
        for found in self.labels.locate(tuple(units)) if open_cells else ():
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
        heading = self.labels.heading(run[0], run[-1] + 1)
        terms = table_terms()["total"]
        for unit in run:
            label = {t.low for t in self.units[unit].tokens[:4]}
            rules = {"table": "list"}
            if label & set(terms["words"]):
                rules["table total"] = "grand" if label & set(terms["grand"]) else "rows"
            for n in by_unit[unit]:
                draft = drafts[n]
                said = _as_headed(draft.claim, heading, total="table total" in rules)
                drafts[n] = draft._replace(claim=said, rules={**draft.rules, **(rules if draft.part_of is None else {"table": "list"})})

    def _drop_announced(self, heading: Heading) -> None:
        """The heading's own words ("Civilians killed, by place") claim nothing that its figures do not."""
        drafts = self.drafting.drafts
        while drafts and drafts[-1].unit in heading.units and drafts[-1].claim.harm in COUNTED_HARMS and drafts[-1].part_of is None:
            if drafts[-1].claim.count is not None and drafts[-1].claim.count.kind != "vague":
                return
            drafts.pop()

    # -- cells -------------------------------------------------------------------------------------------------------

    def _row(self, row: Row, labels: Sequence[Label], columns: Sequence[Label], heading: Heading, n: int) -> list[Draft]:
        named = [k for k, label in enumerate(labels) if label is not NOTHING and self._quantity(row, k) is None]
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
            merged = Label(
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

    def _unlisted(self, row: Row, labels: Sequence[Label], columns: Sequence[Label], heading: Heading) -> tuple[Place, ...]:
        """The words of a column of places, where no gazetteer has them; a place as its words tell it, in the heading's country."""
        k = next((k for k, column in enumerate(columns) if column.column == "place"), None)
        if k is None or labels[k] is NOTHING or labels[k].total:
            return ()
        start, end = row.cells[k]
        if not self.text[start].isupper() or self.text[start:end].count(" ") > 3:
            return ()
        around = heading.label.places[:1]
        words = self.text[start:end]
        own = Place(text=words, start=start, end=end, name=words, country=around[0].country if around else None)
        return (own, *around)

    def _draft(self, row: Row, quantity: Quantity, said: Label, heading: Heading, rules: Mapping[str, str]) -> Draft:
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


def _joined(labels: Sequence[Label]) -> Label:
    """What the labels of one row say together."""
    return Label(
        harm=next((x.harm for x in labels if x.harm), None),
        type=next((x.type for x in labels if x.type), None),
        victims=next((x.victims for x in labels if x.victims), ()),
        places=tuple(p for x in labels for p in x.places)[:3],
        time=next((x.time for x in labels if x.time), None),
        total=any(x.total for x in labels),
        grand=any(x.grand for x in labels),
    )


def _with_harms(heads: Sequence[Label], harm: str | None, *, crossed: bool) -> list[Label]:
    """The columns with the harm that each counts: its own, that of the column it is a part of, or the heading's."""
    out: list[Label] = []
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


def _as_headed(claim: Claim, heading: Heading, *, total: bool) -> Claim:
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
