"""Withholds stretches of a report: of its words, and of what the claims say that came out of them.

The text keeps its length: each withheld character but a line's end becomes a block. So every offset holds, in claims, decisions and
pages, and nothing has to be read again. What a claim says in its own fields (a victim's name, a place) is taken out where its
words are withheld, or where it spells a withheld name that another sentence refers back to. Figures stay: that somebody died is not
withheld because their name is.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from knell.records import Claim, Report, cut
from knell.records.base import Span
from knell.records.claim import Place, Time

BLOCK = "█"
Spans = Sequence[tuple[int, int]]
_NAMES = ("name", "group", "status_by")
_FIELDS = ("title", "outlet", "url", "byline", "credit")


def join_spans(spans: Iterable[tuple[int, int]], length: int) -> tuple[tuple[int, int], ...]:
    """The same stretches in order, none inside or beside another, none outside the text."""
    out: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in spans):
        if start >= end:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)


def mask_text(text: str, spans: Spans) -> str:
    """The text with blocks in place of what is withheld: as long as it was."""
    out, at = [], 0
    for start, end in spans:
        out += [text[at:start], re.sub(r"[^\n\r]", BLOCK, text[start:end])]
        at = end
    return "".join([*out, text[at:]])


def redact_report(report: Report, spans: Spans, mask: Callable[[str], str]) -> Report:
    """The report with stretches of its text withheld, and in its other fields what ``mask`` takes out."""
    told: dict[str, Any] = {name: None if (value := getattr(report, name)) is None else mask(value) for name in _FIELDS}
    if report.restates is not None:
        restated = {name: None if value is None else mask(value) for name, value in msgspec.structs.asdict(report.restates).items()}
        told["restates"] = msgspec.structs.replace(report.restates, **restated)
    return msgspec.structs.replace(report, text=mask_text(report.text, spans), **told)


def redact_claim(claim: Claim, spans: Spans, text: str, spells: Callable[[str], bool]) -> Claim:
    """The claim with what is withheld taken out. ``text``: the redacted text; ``spells``: whether a name spells a withheld one."""
    told = _withheld(claim, spans, spells)
    return cut(told, text)  # type: ignore[no-any-return]


def overlaps(start: int | None, end: int | None, spans: Spans) -> bool:
    """Whether any of a stretch is withheld."""
    return start is not None and end is not None and any(a < end and start < b for a, b in spans)


def _withheld(record: Any, spans: Spans, spells: Callable[[str], bool]) -> Any:
    if isinstance(record, tuple):
        return tuple(_withheld(item, spans, spells) for item in record)
    if not isinstance(record, msgspec.Struct):
        return record
    changed = {
        name: _withheld(value, spans, spells)
        for name in record.__struct_fields__
        if isinstance(value := getattr(record, name), tuple | msgspec.Struct)
    }
    if isinstance(record, Span):
        gone = overlaps(record.start, record.end, spans)
        if gone and isinstance(record, Place):
            return Place(start=record.start, end=record.end, stated=record.stated)
        if gone and isinstance(record, Time):
            return Time(start=record.start, end=record.end)
        for name in _NAMES:
            value = getattr(record, name, None)
            if isinstance(value, str) and (gone or spells(value)):
                changed[name] = None
    return msgspec.structs.replace(record, **changed) if changed else record
