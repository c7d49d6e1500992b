"""Figures that the layout tells: table rows under a heading row, "Dead: 12", and lists of names under a heading that announces them."""

from collections.abc import Iterator

from .counts import Number
from .frames import Finding
from .lexicon import Entry, Hit, Lexicon
from .sentence import People, Sentence

_LONGEST_LINE = 40
_LONGEST_LABEL = 5


class Layout:
    """The layout of one text, unit by unit: the columns of the table that is open, the heading of the list that is open."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.language = lexicon.language
        self._columns: dict[int, Entry] = {}
        self._named: Entry | None = None
        self._numbered = False

    def findings(self, s: Sentence) -> list[Finding] | None:
        """What a unit tells by its layout: nothing for a heading row; ``None`` where it is no such unit."""
        if len(s.tokens) > _LONGEST_LINE:
            self._columns, self._named = {}, None
            return None
        cells = _cells(s)
        if cells is not None:
            return self._row(s, cells)
        self._columns = {}
        labelled = list(self._labelled(s))
        if labelled:
            return labelled
        named = self._name_of_list(s)
        self._hear_heading(s)
        self._numbered = not any(token.text[0].isalpha() for token in s.tokens)
        return named

    # -- tables ------------------------------------------------------------------------------------------------------

    def _row(self, s: Sentence, cells: list[int]) -> list[Finding] | None:
        heading = {cells[h.first]: h.entry for h in _harms(s)}
        if heading and not s.numbers:
            self._columns = heading
            return []
        if not self._columns:
            return None
        return [
            _finding(number, self._columns[cells[number.value_at]])
            for number in s.numbers.values()
            if cells[number.value_at] in self._columns and number.low != 0
        ]

    # -- labels ------------------------------------------------------------------------------------------------------

    def _labelled(self, s: Sentence) -> Iterator[Finding]:
        """ "Dead: 12, wounded: 30": a word for the harm, a colon, a number."""
        for at in range(1, len(s.tokens) - 1):
            if s.tokens[at].text != ":":
                continue
            number = next((s.numbers[k] for k in (at + 1, at + 2) if k in s.numbers), None)
            label = next((h for h in _harms(s) if 0 <= at - h.last < _LONGEST_LABEL and not _counted(s, h)), None)
            if number is not None and label is not None and number.low != 0 and not _tallied(s, number):
                yield _finding(number, label.entry)

    # -- lists of names ----------------------------------------------------------------------------------------------

    def _hear_heading(self, s: Sentence) -> None:
        harms = _harms(s)
        if s.by_role.get("named_list") and harms and s.tokens[-1].text in ":：":
            self._named = harms[0].entry
        elif s.unit.kind not in ("list",) and not self._is_item(s):
            self._named = None

    def _is_item(self, s: Sentence) -> bool:
        """Whether a unit is an item of a list, or the words behind its number ("1.")."""
        return self._numbered or s.tokens[0].text[0].isdecimal() or s.tokens[0].text in "-•*–"

    def _name_of_list(self, s: Sentence) -> list[Finding] | None:
        """The person that an item of a list of names names."""
        if self._named is None or not self._is_item(s):
            return None
        at = next((k for k in range(len(s.tokens)) if s.tokens[k].text[0].isalpha()), None)
        if at is None:
            return None
        title = s.role(at, "person")
        first = title.last if title is not None else at
        end = first
        while end < len(s.tokens) and end - first < 6 and s.tokens[end].text[0].isalpha() and end not in s.numbers:
            end += 1
        if not 2 <= end - first <= 5:
            return None
        flags = title.entry.flags if title is not None else frozenset()
        person = People(at, end, "people", None, "s", flags, (), None, first, None, "", False, (first, end))
        entry = self._named
        return [
            Finding(
                first, end, entry.type or "killing", None, entry.harm or "killed", (person,), (), None, first, False, False, False, "list"
            )
        ]


def _cells(s: Sentence) -> list[int] | None:
    """The number of the cell that each token stands in; ``None`` for a unit that is no row."""
    text = s.text
    line = text[s.unit.start : s.unit.end]
    if "\t" not in line and "|" not in line and "¦" not in line:
        return None
    out, cell, bars = [], 0, 0
    for at, token in enumerate(s.tokens):
        if at and "\t" in text[s.tokens[at - 1].end : token.start]:
            cell += 1
            bars += 1
        if token.text in "|¦":
            bars += 1
            cell += at > 0
        out.append(cell)
    return out if bars and (bars > 1 or s.unit.kind == "table" or len(s.tokens) < 12) else None


def _harms(s: Sentence) -> list[Hit]:
    """The words of a unit that name a harm to be counted, in order."""
    hits = [*s.by_role.get("tally", []), *(h for h in s.by_role.get("event", []) if h.entry.frame == "toll")]
    hits += s.by_role.get("measure", [])
    return sorted(hits, key=lambda h: h.first)


def _counted(s: Sentence, hit: Hit) -> bool:
    return any(p.first <= hit.first < p.last and p.count is not None for p in s.people)


def _tallied(s: Sentence, number: Number) -> bool:
    """Whether a number has its own noun for the harm: "Idlib: 7 killed"."""
    return any(p.count == number and p.tally is not None for p in s.people)


def _finding(number: Number, entry: Entry) -> Finding:
    person = People(number.first, number.last, "number", number, "p", frozenset(), (), None, number.value_at, None, "", False)
    harm = entry.harm or "killed"
    type_ = "killing" if harm == "killed" else entry.type or "assault"
    return Finding(number.first, number.last, type_, None, harm, (person,), (), None, number.first, False, False, False, "table")
