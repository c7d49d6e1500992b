"""Log first, then project: brings a casebook's ledger up to what its log says.

1. Other versions computed the ledger? Then it is thrown away and computed from the log's beginning.
2. Follow the log from the position reached: the casebook's name, decisions, receipts, erasures, ids once given out.
3. Received bytes are opened, what was stated of them is settled, each report is read, judged by the inclusion policy, keyed.
4. What a new, changed or erased report touches is matched and reckoned again (``regrouping``), no more.
5. Note the position reached. Incident ids that a new version no longer computes go into the log, with what answers for them.

Each step commits as it goes, so that a run cut short is taken up where it stopped; the log alone says what is true.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.casebook.connection import LEDGER, connect, database_faults, disconnect, give_key, ledger_faults, make_tables, rewrite_ledger
from knell.casebook.ledger import Decision, Receipt
from knell.casebook.policy import Policy, judge_report
from knell.casebook.recording import Ledger, Read
from knell.evidence.blobs import DamagedBytes
from knell.evidence.entries import Begin, Decide, Derive, Erase, Examine, Exhibit, Ingest, Random, Redact, Supersede
from knell.evidence.keys import KEY_BYTES
from knell.evidence.moments import spell_moment
from knell.evidence.store import Logged, Stamp, Store, open_store
from knell.records import Claim, Report
from knell.records.errors import CasebookError, IntakeError

from .computing import Setting, Steps, the_steps
from .hanging import Hanging, settle_exhibits
from .pinning import settle_verdicts
from .redacting import (
    Redaction,
    positions_in_force,
    put_redaction,
    redaction_of,
    withhold_in_claims,
    withhold_in_receipt,
    withhold_in_report,
)
from .regrouping import regroup
from .rulings import settle_rulings
from .settling import Settled, settle_reports, settle_statements

Clock = Callable[[], datetime]
Advance = Callable[[str, int, int], None]
"""Told how far a long step is: what it does, how many are done, how many there are."""

OF_THE_WHOLE = ("policy", "gazetteer", "corrections")
"""Kinds of decision that are about the casebook as a whole: the latest of each is in force."""

OF_CONDUCT = ("fetch", "anchor", "cosign")
"""Kinds of decision that are about what Knell may do: in force from then on, and nothing is read again because of them."""

ERASING = "erasing"
"""A file in the evidence folder, there from before an erasure's first step until after its last."""

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
        return Stamp(spell_moment(self.now()), self.actor)


def is_erasing(folder: Path) -> bool:
    """Whether an erasure was begun in this casebook and not yet brought to its end."""
    return (folder / "evidence" / ERASING).exists()


def no_progress(doing: str, done: int, of: int) -> None:
    """Says nothing."""


@contextmanager
def writing_desk(folder: Path, *, actor: str, random: Random, now: Clock, wait: float = 5.0) -> Iterator[Desk]:
    """Opens a casebook as its one writer. The ledger is made or mended where it is missing or damaged; it is not yet caught up."""
    store = open_store(folder / "evidence")
    try:
        with store.writing(wait):
            ledger = open_ledger(folder, store)
            with database_faults(folder):
                try:
                    desk = Desk(folder, store, ledger, the_steps(), random, now, store.key.pseudonym(actor))
                    if store.is_behind_its_keys():
                        store.append([], desk.stamp(), random)
                    yield desk
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
            if not is_damaged(error):
                raise
        return remake_ledger(folder, store)


def is_damaged(error: CasebookError) -> bool:
    """Whether the complaint is that the ledger's file cannot be read: then it can be computed again."""
    return "damaged" in error.what


def remake_ledger(folder: Path, store: Store) -> Ledger:
    """An empty ledger in place of a file that cannot be read."""
    with ledger_faults(folder):
        disconnect(connect(folder))
        for path in folder.glob(f"{LEDGER}*"):
            path.unlink()
        return _ledger(folder, store)


def _ledger(folder: Path, store: Store) -> Ledger:
    give_key(folder, store.keyring.ledger)
    alias = connect(folder)
    with ledger_faults(folder):
        make_tables(folder, alias)
        ledger = Ledger(alias, store.casebook)
        ledger.watch(store.key.fingerprint_key())
        return ledger


def renew_ledger(desk: Desk) -> None:
    """Writes the ledger anew, under another key where it is encrypted. After an erasure: what was deleted from it is then in no page, no
    journal, and no key that is kept opens an older copy.

    A kill between the two leaves a ledger that the keyring's key does not fit, which the next writer computes anew.
    """
    with ledger_faults(desk.folder):
        if not desk.store.keyring.encrypted:
            rewrite_ledger(desk.ledger.alias, None)
            return
        key = desk.random(KEY_BYTES)
        rewrite_ledger(desk.ledger.alias, key)
        desk.store.keyring.put_ledger_key(key, desk.random)
        give_key(desk.folder, key)
        connect(desk.folder)


def refuse_another_log(desk: Desk) -> None:
    """Raises ``CasebookError`` where the ledger has followed entries that the log does not have: what it remembers of them is evidence
    that they are gone, and is not thrown away before a person has seen it.
    """
    length, followed = desk.store.length(), desk.ledger.followed()
    reached = max(desk.ledger.position(), followed.size if followed else 0)
    if reached > length:
        what = f"the ledger follows {reached} log entries, and the log has {length}"
    elif followed is not None and followed.size and desk.store.root_at(followed.size) != followed.root:
        what = "the ledger was computed from another log than this"
    else:
        return
    todo = f"run: knell verify {desk.folder}; if an older log was put back on purpose: knell rebuild --casebook {desk.folder}"
    raise CasebookError(what, where=str(desk.folder), todo=todo)


def compute_anew(desk: Desk, advance: Advance = no_progress) -> tuple[str, ...]:
    """Throws the ledger away and computes it from the log, all or nothing: readers see the old one until the new one is whole."""
    with ledger_faults(desk.folder), desk.ledger.together():
        given = desk.ledger.given_ids()
        desk.ledger.clear()
        faults = follow_log(desk, advance, {})
        match_touched(desk, advance)
        note_ids_lost(desk, given)
        return faults


def note_ids_lost(desk: Desk, given: dict[str, list[str]]) -> None:
    """Ids given out that are computed no more go into the log, each with what answers for it now. ``given``: as it was before."""
    lost = _ids_lost(desk.ledger, given)
    if lost:
        told = msgspec.json.encode(desk.steps.versions, order="sorted").decode()
        desk.store.append([Supersede(ids=lost, versions=told)], desk.stamp(), desk.random)
        follow_log(desk, no_progress, {})


def _ids_lost(ledger: Ledger, given: dict[str, list[str]]) -> tuple[tuple[str, str | None], ...]:
    known = set(ledger.incident_ids()) | ledger.founder_ids() | ledger.superseded_ids()
    return tuple((was, ledger.incident_of(given[was])) for was in sorted(given) if was not in known)


def follow_log(desk: Desk, advance: Advance, opened: dict[str, tuple[Report, ...]]) -> tuple[str, ...]:
    """Steps 2, 3 and 5 for every entry past the position reached. Returns a line for each report that reading failed on."""
    start, end = desk.ledger.position(), desk.store.length()
    following = Following(desk, opened)
    for first in range(start, end, CHUNK):
        last = min(first + CHUNK, end)
        with desk.ledger.together():
            for position in range(first, last):
                advance("reading", position - start, end - start)
                following.project(desk.store.at(position))
            desk.ledger.reach(last, desk.steps.versions)
    if start == end:
        desk.ledger.reach(end, desk.steps.versions)
    desk.ledger.follow(end, desk.store.root_at(end))
    advance("reading", end - start, end - start)
    return tuple(following.faults)


def match_touched(desk: Desk, advance: Advance) -> None:
    """Step 4: new incidents for all reports that are not matched yet, and for what they touch."""
    regroup(desk.ledger, desk.steps, settle_rulings(desk.ledger), advance)
    with desk.ledger.together():
        settle_verdicts(desk.ledger)
        settle_exhibits(desk.ledger)


def setting_in_force(store: Store, policy: Policy, latest_of: Callable[[str], int | None]) -> Setting:
    """What a casebook reads with: its policy, local gazetteer and corrections. ``latest_of``: the log position of the decision of a
    kind that is in force.
    """

    def file_of(kind: str) -> bytes | None:
        position = latest_of(kind)
        decide = None if position is None else store.at(position).content
        return store.read_bytes(decide.sha256) if isinstance(decide, Decide) and decide.sha256 else None

    return Setting(policy, file_of("gazetteer"), file_of("corrections"))


class Following:
    """Follows the log, entry by entry. ``opened``: reports already taken out of bytes, by the bytes' hash. ``faults``: reports that
    reading failed on, which are left out with that as the reason, so that one of them does not stop the casebook.
    """

    def __init__(self, desk: Desk, opened: dict[str, tuple[Report, ...]]) -> None:
        self._desk, self._ledger, self._store, self._opened = desk, desk.ledger, desk.store, opened
        self._setting = self._settle()
        self._exhibits = Hanging(desk.ledger, desk.store.key)
        self._redacted = self._redactions()
        self.faults: list[str] = []

    def project(self, logged: Logged) -> None:
        """What one entry changes in the ledger."""
        match logged.content:
            case Begin(name=name):
                self._ledger.begin(name)
            case Decide():
                self._project_decision(logged, logged.content)
            case Ingest():
                self._project_receipt(logged, logged.content)
            case Supersede(ids=ids):
                self._ledger.put_superseded(ids)
            case Redact():
                self._project_redaction(logged, logged.content)
            case Exhibit() | Examine() | Derive():
                self._exhibits.project(logged, logged.content)
            case Erase():
                gone = self._store.positions_of(logged.entry.parents)
                self._ledger.drop_receipts(gone)
                self._ledger.drop_decisions(gone)
                self._redacted = self._redactions()
                self._exhibits.drop(gone)

    def _project_decision(self, logged: Logged, decide: Decide) -> None:
        decision = Decision(
            position=logged.position,
            at=logged.entry.at,
            actor=logged.entry.actor,
            kind=decide.kind,
            value=decide.value,
            reason=decide.reason,
            state="applied" if decide.kind in (*OF_THE_WHOLE, *OF_CONDUCT) else "waiting",
        )
        spans = msgspec.json.encode(decide.spans).decode()
        about = {"text_hash": decide.text, "spans": spans, "field": decide.field}
        self._ledger.put_decision(decision, {"leaf": logged.leaf, "supersedes": decide.supersedes, **about})
        if decide.kind in OF_THE_WHOLE:
            # Territory, gazetteer and corrections are context for reading, so what was read under others is read again.
            self._setting = self._settle()
            for blob in self._ledger.blobs():
                self._take_in(blob, self._ledger.receipts_of(blob), anew=True)

    def _project_redaction(self, logged: Logged, redact: Redact) -> None:
        put_redaction(self._ledger, logged, redact)
        self._redacted[redact.report] = redaction_of(redact)
        blob = self._ledger.blob_of(redact.report)
        if blob is not None:
            self._take_in(blob, self._ledger.receipts_of(blob), anew=True)

    def _redactions(self) -> dict[str, Redaction]:
        found: dict[str, Redaction] = {}
        for report, position in positions_in_force(self._ledger).items():
            content = self._store.at(position).content
            if isinstance(content, Redact):
                found[report] = redaction_of(content)
        return found

    def _settle(self) -> Setting:
        return setting_in_force(self._store, self._ledger.policy(), self._ledger.latest_of)

    def _project_receipt(self, logged: Logged, ingest: Ingest) -> None:
        blob = self._store.key.blob_name(ingest.sha256)
        told = {name: getattr(ingest, name) for name in ("name", "part", "outlet", "published", "url", "origin")}
        receipt = Receipt(position=logged.position, at=logged.entry.at, actor=logged.entry.actor, blob=blob, **told)
        before = [row for row in self._ledger.receipts_of(blob) if row.position != receipt.position]
        self._ledger.put_receipt(receipt)
        hidden = any(report in self._redacted for report in self._ledger.text_hashes(blob))
        if hidden or not before or settle_statements(before) != settle_statements([*before, receipt]) or not self._ledger.has_reports(blob):
            self._take_in(blob, [*before, receipt])

    def _take_in(self, blob: str, receipts: Sequence[Receipt], *, anew: bool = False) -> None:
        """Opens received bytes and reads the reports in them. ``anew``: those too that were read with the same before."""
        ingest = self._store.at(receipts[0].position).content
        try:
            held = self._store.read_bytes(ingest.sha256) if isinstance(ingest, Ingest) else None
        except DamagedBytes:
            self._miss(blob, receipts[0], "its bytes in the store are damaged")
            return
        if held is None or not isinstance(ingest, Ingest):
            self._miss(blob, receipts[0], "its bytes are not in the store")
            return
        line = any(receipt.part is not None for receipt in receipts)
        try:
            reports = self._opened.get(ingest.sha256) or self._desk.steps.open(ingest.name, held, line=line)
        except IntakeError as error:
            self._ledger.leave_out_file(blob, f"cannot be opened: {error.what}")
            return
        self._ledger.take_in_file(blob)
        already = self._ledger.read_already(blob)
        receipts = [self._as_received(receipt) for receipt in receipts]
        for report in settle_reports(reports, ingest.sha256, self._store.key, settle_statements(receipts), line=line):
            read_as = self._desk.steps.read_as(report.told, self._setting, self._store.key)
            if report.told.id in self._redacted:
                read_as = f"{read_as}/redacted"
                for receipt in receipts:
                    self._ledger.put_receipt(withhold_in_receipt(receipt, self._redacted[report.told.id]))
            if anew or already.get(report.told.id) != read_as:
                self._read(report, blob, read_as, ingest.name)

    def _as_received(self, receipt: Receipt) -> Receipt:
        """The receipt as the log has it: what is withheld in the ledger is not withheld from reading."""
        content = self._store.at(receipt.position).content if self._redacted else None
        if not isinstance(content, Ingest):
            return receipt
        return msgspec.structs.replace(
            receipt, **{name: getattr(content, name) for name in ("name", "outlet", "published", "url", "origin")}
        )

    def _miss(self, blob: str, receipt: Receipt, why: str) -> None:
        """Leaves a file out whose bytes are not there to be read, and says so: its figures are gone from the incidents."""
        self._ledger.leave_out_file(blob, why)
        self.faults.append(f"{receipt.name}: {why}; it is left out of the incidents; run knell verify, and restore what it names")

    def _read(self, report: Settled, blob: str, read_as: str, name: str) -> None:
        steps, key, fault = self._desk.steps, self._store.key, None
        try:
            claims = steps.read(report.told, self._setting)
        except Exception as error:  # noqa: BLE001  one report that the reader fails on must not stop the casebook for good
            claims, fault = (), f"could not be read: a fault of Knell's own ({type(error).__name__}: {error})"
            self.faults.append(f"{name}: {fault}; it is kept, left out of the incidents, and read again by the next version")
        original, redaction = key.text_hash(report.told.text), self._redacted.get(report.told.id)
        if redaction is not None:
            # Read as it was received, so that figures stay; kept as it is shown, so that no word that is withheld is in the ledger.
            report = report._replace(told=withhold_in_report(report.told, redaction))
            claims = withhold_in_claims(claims, redaction, report.told)
        verdicts = judge_report(self._setting.policy, claims)
        judged = tuple((claim, steps.founds(claim), verdict) for claim, verdict in zip(claims, verdicts, strict=True))
        kept: list[Claim] = [claim for claim, _, verdict in judged if verdict.out is None]
        keys = steps.keys(report.told, kept, key)
        self._ledger.put_report(Read(report.told, blob, report.given, original, read_as, judged, keys, fault))
