"""Log first, then project: brings a casebook's ledger up to what its log says.

1. Other versions computed the ledger? Then it is thrown away and computed from the log's beginning.
2. Follow the log from the position reached: the casebook's name, decisions, receipts, erasures, ids once given out.
3. Received bytes are opened, what was stated of them is settled, each report is read, judged by the inclusion policy, keyed.
4. What a new, changed or erased report touches is matched and reckoned again: the reports that chains of keys join to it, no more.
5. Note the position reached. Incident ids that a new version no longer computes go into the log, with what answers for them.

Each step commits as it goes, so that a run cut short is taken up where it stopped; the log alone says what is true.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.casebook.connection import LEDGER, connect, disconnect, ledger_faults, make_tables
from knell.casebook.ledger import Decision, Receipt
from knell.casebook.policy import Policy, judge_report
from knell.casebook.recording import Ledger, Read
from knell.evidence.entries import Begin, Decide, Erase, Ingest, Random, Supersede
from knell.evidence.keys import StoreKey
from knell.evidence.store import Logged, Stamp, Store, open_store
from knell.records import Claim, Report
from knell.records.errors import CasebookError, IntakeError

from .computing import Steps, the_steps

Clock = Callable[[], datetime]
Advance = Callable[[str, int, int], None]
"""Told how far a long step is: what it does, how many are done, how many there are."""

CHUNK = 25
"""Log entries that are projected in one transaction: a kill costs reading that many again, never more."""


class Desk(NamedTuple):
    """A casebook that this process may write to: the evidence store and the ledger, and the steps that compute."""

    folder: Path
    store: Store
    ledger: Ledger
    steps: Steps
    random: Random
    now: Clock
    actor: str

    def stamp(self) -> Stamp:
        """Now, and who is at the desk."""
        return Stamp(self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), self.actor)


def no_progress(doing: str, done: int, of: int) -> None:
    """Says nothing."""


@contextmanager
def writing_desk(folder: Path, *, actor: str, random: Random, now: Clock, wait: float = 5.0) -> Iterator[Desk]:
    """Opens a casebook as its one writer. The ledger is made or mended where it is missing or damaged; it is not yet caught up."""
    store = open_store(folder / "evidence")
    try:
        with store.writing(wait):
            ledger = open_ledger(folder, store)
            try:
                yield Desk(folder, store, ledger, the_steps(), random, now, store.key.pseudonym(actor))
            finally:
                disconnect(ledger.alias)
    finally:
        store.close()


def open_ledger(folder: Path, store: Store) -> Ledger:
    """The ledger's tables, brought up to this version. A damaged file is set aside for a new one: it can be computed again."""
    with ledger_faults(folder):
        try:
            return _ledger(folder, store)
        except CasebookError as error:
            if "damaged" not in error.what:
                raise
        for path in folder.glob(f"{LEDGER}*"):
            path.unlink()
        return _ledger(folder, store)


def _ledger(folder: Path, store: Store) -> Ledger:
    alias = connect(folder)
    with ledger_faults(folder):
        make_tables(folder, alias)
        return Ledger(alias, store.casebook)


def catch_up(desk: Desk, advance: Advance = no_progress, opened: "dict[str, tuple[Report, ...]] | None" = None) -> None:
    """Brings the ledger up to the log. ``opened``: reports already taken out of bytes by this process, by the bytes' hash."""
    with ledger_faults(desk.folder):
        versions = desk.ledger.versions()
        if versions is not None and versions != desk.steps.versions:
            compute_anew(desk, advance)
            return
        follow_log(desk, advance, opened or {})
        match_touched(desk, advance)


def compute_anew(desk: Desk, advance: Advance = no_progress) -> None:
    """Throws the ledger away and computes it from the log, all or nothing: readers see the old one until the new one is whole."""
    with ledger_faults(desk.folder), desk.ledger.together():
        given = desk.ledger.given_ids()
        desk.ledger.clear()
        follow_log(desk, advance, {})
        match_touched(desk, advance)
        lost = _ids_lost(desk.ledger, given)
        if lost:
            told = msgspec.json.encode(desk.steps.versions, order="sorted").decode()
            desk.store.append([Supersede(ids=lost, versions=told)], desk.stamp(), desk.random)
            follow_log(desk, no_progress, {})


def _ids_lost(ledger: Ledger, given: dict[str, list[str]]) -> tuple[tuple[str, str | None], ...]:
    known = set(ledger.incident_ids()) | ledger.founder_ids() | ledger.superseded_ids()
    return tuple((was, ledger.incident_of(given[was])) for was in sorted(given) if was not in known)


def follow_log(desk: Desk, advance: Advance, opened: dict[str, tuple[Report, ...]]) -> None:
    """Steps 2, 3 and 5 for every entry past the position reached."""
    start, end = desk.ledger.position(), desk.store.length()
    for first in range(start, end, CHUNK):
        last = min(first + CHUNK, end)
        with desk.ledger.together():
            for position in range(first, last):
                advance("reading", position - start, end - start)
                _project(desk, desk.store.at(position), opened)
            desk.ledger.reach(last, desk.steps.versions)
    if start == end:
        desk.ledger.reach(end, desk.steps.versions)
    advance("reading", end - start, end - start)


def match_touched(desk: Desk, advance: Advance) -> None:
    """Step 4: new incidents for all reports that chains of keys join to an unmatched one."""
    groups = desk.ledger.components(desk.ledger.unmatched())
    done, of = 0, sum(map(len, groups))
    for group in groups:
        advance("matching", done, of)
        with desk.ledger.together():
            reports, claims = desk.ledger.load(group)
            desk.ledger.replace_incidents(group, desk.steps.reckon(reports, claims), claims)
        done += len(group)
    advance("matching", of, of)


def _project(desk: Desk, logged: Logged, opened: dict[str, tuple[Report, ...]]) -> None:
    match logged.content:
        case Begin(name=name):
            desk.ledger.begin(name)
        case Decide():
            _project_decision(desk, logged, logged.content)
        case Ingest():
            _project_receipt(desk, logged, logged.content, opened)
        case Supersede(ids=ids):
            desk.ledger.put_superseded(ids)
        case Erase():
            parents = set(logged.entry.parents)
            desk.ledger.drop_receipts(row.position for row in desk.store.logged() if row.leaf in parents)


def _project_decision(desk: Desk, logged: Logged, decide: Decide) -> None:
    decision = Decision(
        position=logged.position,
        at=logged.entry.at,
        actor=logged.entry.actor,
        kind=decide.kind,
        value=decide.value,
        reason=decide.reason,
        state="applied" if decide.kind == "policy" else "waiting",
    )
    spans = msgspec.json.encode(decide.spans).decode()
    desk.ledger.put_decision(
        decision, leaf=logged.leaf, text_hash=decide.text, spans=spans, field=decide.field, supersedes=decide.supersedes
    )
    if decide.kind == "policy":
        # The territory is context for reading too, so what was read under another policy is read again.
        for blob in desk.ledger.blobs():
            _take_in(desk, blob, desk.ledger.receipts_of(blob), {}, anew=True)


def _project_receipt(desk: Desk, logged: Logged, ingest: Ingest, opened: dict[str, tuple[Report, ...]]) -> None:
    blob = desk.store.key.blob_name(ingest.sha256)
    told = {name: getattr(ingest, name) for name in ("name", "part", "outlet", "published", "url", "origin")}
    receipt = Receipt(position=logged.position, at=logged.entry.at, actor=logged.entry.actor, blob=blob, **told)
    before = [row for row in desk.ledger.receipts_of(blob) if row.position != receipt.position]
    desk.ledger.put_receipt(receipt)
    if not before or _stated(before) != _stated([*before, receipt]) or not desk.ledger.has_reports(blob):
        _take_in(desk, blob, [*before, receipt], opened)


def _take_in(desk: Desk, blob: str, receipts: Sequence[Receipt], opened: dict[str, tuple[Report, ...]], *, anew: bool = False) -> None:
    """Opens received bytes and reads the reports in them. ``anew``: those too that were read with the same before."""
    ingest = desk.store.at(receipts[0].position).content
    held = desk.store.read_bytes(ingest.sha256) if isinstance(ingest, Ingest) else None
    if held is None or not isinstance(ingest, Ingest):
        desk.ledger.leave_out_file(blob, "its bytes are not in the store")
        return
    try:
        reports = opened.get(ingest.sha256) or desk.steps.open(ingest.name, held, line=ingest.part is not None)
    except IntakeError as error:
        desk.ledger.leave_out_file(blob, f"cannot be opened: {error.what}")
        return
    desk.ledger.take_in_file(blob)
    policy, already = desk.ledger.policy(), desk.ledger.read_already(blob)
    for report in settle_reports(reports, ingest.sha256, desk.store.key, _stated(receipts)):
        read_as = desk.steps.read_as(report.told, policy, desk.store.key)
        if anew or already.get(report.told.id) != read_as:
            desk.ledger.put_report(_read(desk, report, blob, read_as, policy))


class Stated(NamedTuple):
    """What those who added some bytes stated of them; where they differ, the first by the alphabet or the calendar, so that the
    order of arrival changes nothing.
    """

    outlet: str | None
    published: str | None
    url: str | None


class Settled(NamedTuple):
    """A report under its keyed id, and the id it came with."""

    told: Report
    given: str | None


def _stated(receipts: Sequence[Receipt]) -> Stated:
    return Stated(*(min((v for r in receipts if (v := getattr(r, name)) is not None), default=None) for name in Stated._fields))


def settle_reports(reports: Sequence[Report], sha256: str, key: StoreKey, stated: Stated) -> Iterator[Settled]:
    """The reports some bytes hold, under this casebook's ids; what a person stated goes before what the file says of itself."""
    for part, report in enumerate(reports, 1):
        told = {name: value for name, value in stated._asdict().items() if value is not None}
        given = None if report.id.startswith("r:") else report.id
        yield Settled(msgspec.structs.replace(report, id=key.report_id(sha256, part), **told), given)


def _read(desk: Desk, report: Settled, blob: str, read_as: str, policy: Policy) -> Read:
    claims = desk.steps.read(report.told, policy)
    verdicts = judge_report(policy, claims)
    judged = tuple((claim, desk.steps.founds(claim), verdict) for claim, verdict in zip(claims, verdicts, strict=True))
    kept: list[Claim] = [claim for claim, _, verdict in judged if verdict.out is None]
    keys = desk.steps.keys(report.told, kept, desk.store.key) if kept else frozenset[str]()
    return Read(report.told, blob, report.given, desk.store.key.text_hash(report.told.text), read_as, judged, keys)
