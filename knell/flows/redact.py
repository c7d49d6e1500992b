"""Redacts a report: withholds names or stretches of it from all that is shown or given out, the original staying sealed.

1. Open the casebook as its one writer; take up what an earlier run left undone. Read the original out of the received bytes.
2. Find what is to be withheld: words wherever they stand, sentences, stretches; and all that was withheld of it before.
3. The derivative, a report as JSON, goes into the log with what is withheld; its parents are the receipts.
4. The ledger follows: words, claims, receipts and figures' names without it.

To show an original again: the log says who and why, before it is shown.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.casebook.ledger import Casebook, open_casebook
from knell.evidence.entries import Ingest, Random, Redact, Unseal
from knell.evidence.passages import cut_sentences
from knell.publishing.redaction import join_spans
from knell.records import Report
from knell.records.errors import CasebookError, UsageError

from .catching_up import catch_up
from .projection import Clock, Desk, writing_desk
from .redacting import Redaction, positions_in_force, redaction_of, withhold_in_report
from .settling import settle_reports, settle_statements
from .withholding import Withheld


class Redacted(NamedTuple):
    """What came of it. ``stretches`` and ``characters``: what is withheld of the text now, all redactions together."""

    report: str
    position: int
    stretches: int
    characters: int


def redact_report(
    folder: Path,
    asked: str,
    reason: str,
    *,
    words: Sequence[str] = (),
    sentences: Sequence[int] = (),
    spans: Sequence[tuple[int, int]] = (),
    actor: str,
    random: Random,
    now: Clock,
) -> Redacted:
    """Withholds ``words`` wherever they stand, whole ``sentences`` (numbered from 1) and ``spans`` (code points of the text).

    Raises ``UsageError`` where nothing of that is there.
    """
    if not reason.strip():
        raise UsageError("a redaction needs its reason", todo="give --reason, without the name")
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        casebook = open_casebook(folder)  # over the desk's own connection, which the desk closes
        original = _original(desk, casebook, asked)
        before = _in_force(desk, original.id)
        told = _settle(original, before, words, sentences, spans)
        if told == before:
            raise UsageError("nothing is withheld by that which was not before", where=original.id, todo="see what there is: knell redact")
        shown = msgspec.json.encode(withhold_in_report(original, told), order="sorted")
        content = Redact(
            report=original.id,
            spans=told.spans,
            words=told.words,
            sha256=hashlib.sha256(shown).hexdigest(),
            size=len(shown),
            reason=reason.strip(),
        )
        leaves = [desk.store.at(receipt.position).leaf for receipt in casebook.receipts(original.id)]
        (position,) = desk.store.append([content], desk.stamp(), desk.random, blobs=[shown], parents=leaves)
        catch_up(desk)
        return Redacted(original.id, position, len(told.spans), sum(end - start for start, end in told.spans))


def number_sentences(folder: Path, asked: str, *, actor: str, random: Random, now: Clock) -> tuple[str, ...]:
    """The sentences of a report as they are shown, to be named by their numbers from 1."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        casebook = open_casebook(folder)
        shown = casebook.report(asked).text
        return tuple(shown[sentence.start : sentence.end] for sentence in cut_sentences(_original(desk, casebook, asked).text))


def show_original(folder: Path, asked: str, reason: str, *, actor: str, random: Random, now: Clock) -> Report:
    """The report as it was received. The log says who asked and why, before it is given."""
    if not reason.strip():
        raise UsageError("an original is shown for a reason", todo="give --reason")
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        original = _original(desk, open_casebook(folder), asked)
        desk.store.append([Unseal(what=original.id, reason=reason.strip())], desk.stamp(), desk.random)
        catch_up(desk)
        return original


def _original(desk: Desk, casebook: Casebook, asked: str) -> Report:
    name = casebook.report(asked).id
    receipts = casebook.receipts(name)
    receipt = desk.store.at(receipts[0].position).content
    held = desk.store.read_bytes(receipt.sha256) if isinstance(receipt, Ingest) else None
    if held is None or not isinstance(receipt, Ingest):
        raise CasebookError("its bytes are not in the store", where=name, todo=f"run: knell verify {desk.folder}")
    line = any(row.part is not None for row in receipts)
    reports = desk.steps.open(receipt.name, held, line=line)
    told = settle_reports(reports, receipt.sha256, desk.store.key, settle_statements(receipts), line=line)
    return next(report.told for report in told if report.told.id == name)


def _in_force(desk: Desk, report: str) -> Redaction:
    position = positions_in_force(desk.ledger).get(report)
    content = None if position is None else desk.store.at(position).content
    return redaction_of(content) if isinstance(content, Redact) else Redaction(report=report)


def _settle(
    original: Report, before: Redaction, words: Sequence[str], sentences: Sequence[int], spans: Sequence[tuple[int, int]]
) -> Redaction:
    text = original.text
    there = cut_sentences(text)
    for number in sentences:
        if not 1 <= number <= len(there):
            raise UsageError(f"there is no sentence {number}: it has {len(there)}", where=original.id)
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise UsageError(f"there is no stretch {start}:{end}: the text has {len(text)} characters", where=original.id)
    known = tuple(dict.fromkeys([*before.words, *(" ".join(word.split()) for word in words if word.strip())]))
    found = Withheld.of(known).stretches(text) if known else ()
    whole = [(there[number - 1].start, there[number - 1].end) for number in sentences]
    return Redaction(report=original.id, spans=join_spans([*before.spans, *found, *whole, *spans], len(text)), words=known)
