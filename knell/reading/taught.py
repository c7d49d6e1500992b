"""What a casebook's corrections changed in a reading: found by reading again without them, and then without each.

1. read without any correction: what is the same owes them nothing
2. for each correction whose words may stand in the text, read without that one alone: what differs, it changed
3. what no single one accounts for (two that do the same) is put down to all of those that may have

So the answer rests on the readings themselves and not on what the rules say of their own accord.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from knell.records import Claim, Report
from knell.terms.corrections import Corrections, words_of
from knell.terms.gazetteer import fold, fold_arabic, is_arabic, without_article

from .reader import Reading, Settings, read_report

_UNCOMPARED = frozenset({"claim", "report", "reader", "score", "relations"})
_FIRST_LETTERS = 4
"""Enough of a word to say that it may stand in a text, inflected or spelled a little otherwise; more would miss some."""


class Taught(NamedTuple):
    """``fields``: claim -> field -> labels of the corrections that changed it ("claim": it is there because of them).
    ``lost``: the claims that are read without the corrections and not with them.
    """

    fields: Mapping[str, Mapping[str, tuple[str, ...]]]
    lost: tuple[Claim, ...]


def trace_corrections(
    report: Report, told: Sequence[Claim], corrections: Corrections, settings_for: Callable[[Corrections], Settings]
) -> Taught:
    """What the corrections changed in ``told``, the claims read with them. ``settings_for``: the same settings with other corrections."""
    bare = _read(report, settings_for(Corrections()))
    changed, lost = compare_readings(told, bare)
    if not changed and not lost:
        return Taught({}, ())
    because: dict[str, dict[str, list[str]]] = {claim: {name: [] for name in names} for claim, names in changed.items()}
    candidates = [label for label, _, item in corrections.labelled() if _may_stand(words_of(item), report)]
    for label in candidates:
        differs, _ = compare_readings(told, _read(report, settings_for(corrections.without(label))))
        for claim, names in differs.items():
            for name in names & because.get(claim, {}).keys():
                because[claim][name].append(label)
    return Taught(
        {claim: {name: tuple(labels or candidates) for name, labels in names.items()} for claim, names in because.items()}, tuple(lost)
    )


def add_to_rules(reading: Reading, taught: Taught) -> Reading:
    """The reading with each correction named beside the rule of the field that it changed."""
    rules = {claim: dict(fields) for claim, fields in reading.rules.items()}
    for claim, fields in taught.fields.items():
        for name, labels in fields.items():
            by = f"correction ({'; '.join(labels)})"
            rules[claim][name] = f"{rules[claim][name]}, {by}" if name in rules[claim] else by
    return reading._replace(rules=rules)


def compare_readings(told: Sequence[Claim], other: Sequence[Claim]) -> tuple[dict[str, set[str]], list[Claim]]:
    """(claim -> the fields in which it differs from its like in the other reading, the other reading's claims that have no like)."""
    free = list(other)
    changed: dict[str, set[str]] = {}
    for claim in told:
        like = _like(claim, free)
        if like is None:
            changed[claim.claim] = {"claim"}
            continue
        free.remove(like)
        names = {n for n in claim.__struct_fields__ if n not in _UNCOMPARED and getattr(claim, n) != getattr(like, n)}
        if names:
            changed[claim.claim] = names
    return changed, free


def _like(claim: Claim, others: Sequence[Claim]) -> Claim | None:
    """The same finding in another reading: by its name, else by what was counted or happened where. A speaker may differ."""
    for one in others:
        if one.claim == claim.claim:
            return one
    return next((one for one in others if _finding(one) == _finding(claim)), None)


def _finding(claim: Claim) -> tuple[object, ...]:
    count = (claim.count.start, claim.count.end) if claim.count is not None else None
    return claim.harm, claim.event.start, claim.event.end, count


def _read(report: Report, settings: Settings) -> tuple[Claim, ...]:
    return read_report(report, settings).claims


def _may_stand(words: Iterable[str], report: Report) -> bool:
    text = _folded(report.text, False) + " " + _folded(report.text, True) + " " + _folded(report.title or "", False)
    return any(without_article(_folded(word, is_arabic(word)))[:_FIRST_LETTERS] in text for word in words)


def _folded(text: str, arabic: bool) -> str:
    return fold_arabic(text) if arabic else fold(text)
