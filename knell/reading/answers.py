"""A language model's answer is data, and is checked as what a stranger says.

1. it has to be JSON of the shape that was asked for; a finding that is not is dropped, the others stand
2. every quote has to stand letter for letter in the unit it names, and once; the offsets are then the text's own
3. every number is read again by Knell's own grammar in the report's own words; a finding whose numbers say otherwise is dropped
4. a word of a closed list has to be on that list

What fails is dropped and counted, by reason. Nothing here looks at a claim, and nothing a model says can change one.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, NamedTuple

import msgspec

from knell.records import Count, Party, Report, Span
from knell.records.vocabulary import EventType, Harm, PartyKind, Stance

from .pieces import Unit
from .prompts import Question

MOST_FINDINGS = 200
_LONGEST_QUOTE = 400
_Quote = Annotated[str, msgspec.Meta(min_length=1, max_length=_LONGEST_QUOTE)]
_Number = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]
_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)


class SaidParty(msgspec.Struct, frozen=True):
    """A party as a model gives it."""

    quote: _Quote
    kind: PartyKind = "unknown"


class Said(msgspec.Struct, frozen=True):
    """A finding as a model gives it. Keys that were not asked for are passed over."""

    unit: int
    harm: Harm
    event: EventType
    event_quote: _Quote | None = None
    count_quote: _Quote | None = None
    low: _Number | None = None
    high: _Number | None = None
    speakers: tuple[SaidParty, ...] = ()
    perpetrators: tuple[SaidParty, ...] = ()
    places: tuple[_Quote, ...] = ()
    victims: tuple[_Quote, ...] = ()
    time: _Quote | None = None
    stance: Stance = "asserted"


class Checked(NamedTuple):
    """A finding whose every span is the text's own, and whose number is the grammar's."""

    unit: Unit
    harm: Harm
    event: EventType
    event_words: Span | None
    number: Count | None
    speakers: tuple[Party, ...]
    perpetrators: tuple[Party, ...]
    places: tuple[Span, ...]
    victims: tuple[Span, ...]
    time: Span | None
    stance: Stance


class Heard(NamedTuple):
    """What is left of an answer, and how many findings were dropped for what reason."""

    findings: tuple[Checked, ...]
    dropped: Mapping[str, int]


class Dropped(Exception):
    """A finding cannot be kept. The message is the reason, in the words it is counted under."""


class _Answer(msgspec.Struct, frozen=True):
    findings: tuple[msgspec.Raw, ...]


def check_answer(content: str, question: Question, report: Report, numbers: Sequence[Count]) -> Heard:
    """What an answer says that the report bears out. ``numbers``: all that the grammar reads in the report."""
    try:
        fenced = _FENCED.fullmatch(content) if len(content) < 1_000_000 else None
        answer = msgspec.json.decode(fenced[1] if fenced else content, type=_Answer)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return Heard((), {"the answer is not JSON of the shape asked for": 1})
    dropped: Counter[str] = Counter()
    findings: list[Checked] = []
    reader = _Reader(question, report, numbers)
    for raw in answer.findings[:MOST_FINDINGS]:
        try:
            checked = reader.check(msgspec.json.decode(raw, type=Said))
        except (msgspec.DecodeError, RecursionError):
            dropped["a finding is not of the shape asked for"] += 1
        except Dropped as reason:
            dropped[str(reason)] += 1
        else:
            if checked in findings:
                dropped["said twice"] += 1
            else:
                findings.append(checked)
    if len(answer.findings) > MOST_FINDINGS:
        dropped[f"beyond the first {MOST_FINDINGS}"] += len(answer.findings) - MOST_FINDINGS
    return Heard(tuple(findings), dict(dropped))


class _Reader:
    """Checks findings against the units they were asked about."""

    def __init__(self, question: Question, report: Report, numbers: Sequence[Count]) -> None:
        self._units = {unit.index: unit for unit in question.units}
        self._text, self._numbers = report.text, numbers

    def check(self, said: Said) -> Checked:
        """The finding with its quotes found. Raises ``Dropped``."""
        unit = self._units.get(said.unit)
        if unit is None:
            raise Dropped("no unit of that number was asked about")
        count = self._count(said, unit)
        if count is None and said.event_quote is None:
            raise Dropped("neither a count nor an event is quoted")
        return Checked(
            unit=unit,
            harm=said.harm,
            event=said.event,
            event_words=self._place(said.event_quote, unit) if said.event_quote is not None else None,
            number=count,
            speakers=tuple(self._party(p, unit) for p in said.speakers),
            perpetrators=tuple(self._party(p, unit) for p in said.perpetrators),
            places=tuple(self._place(quote, unit) for quote in said.places),
            victims=tuple(self._place(quote, unit) for quote in said.victims),
            time=self._place(said.time, unit) if said.time is not None else None,
            stance=said.stance,
        )

    def _place(self, quote: str, unit: Unit) -> Span:
        start = self._text.find(quote, unit.start, unit.end)
        if start < 0:
            raise Dropped("a quote does not stand in the unit, letter for letter")
        if self._text.find(quote, start + 1, unit.end) >= 0:
            raise Dropped("a quote stands in the unit more than once")
        return Span(text=quote, start=start, end=start + len(quote))

    def _party(self, said: SaidParty, unit: Unit) -> Party:
        span = self._place(said.quote, unit)
        return Party(text=span.text, start=span.start, end=span.end, kind=said.kind)

    def _count(self, said: Said, unit: Unit) -> Count | None:
        if said.count_quote is None:
            if said.low is not None or said.high is not None:
                raise Dropped("a number is given without the words for it")
            return None
        quoted = self._place(said.count_quote, unit)
        read = [count for count in self._numbers if _overlap(count, quoted)]
        if not read:
            raise Dropped("the grammar reads no number of people in the words quoted")
        if not all(_overlap(one, other) for one in read for other in read):
            raise Dropped("the words quoted hold more than one number")
        for count in read:
            if (said.low is None or said.low == count.low) and (said.high is None or said.high == count.high):
                return count
        raise Dropped("the number given is not what the grammar reads in the words quoted")


def _overlap(one: Span, other: Span) -> bool:
    return (one.start or 0) < (other.end or 0) and (other.start or 0) < (one.end or 0)
