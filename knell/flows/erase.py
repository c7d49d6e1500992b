"""Erases reports and exhibits, two people agreeing.

To ask:

1. Open the casebook as its one writer; take up what an earlier run left undone.
2. Find all that has to go with what was named: every receipt of the same bytes, what was made of them, decisions about their texts.
3. The request goes into the log, with the entries it is about. Nothing else happens.

To approve, by another person's own command:

1. Find the request; look again at what has to go: if more has come since, it has to be asked anew.
2. Note that an erasure has begun. The approval goes into the log.
3. It is carried out (``erasing``).
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from knell.casebook.exhibits import find_exhibit
from knell.casebook.ledger import open_casebook
from knell.evidence.entries import Decide, EraseApproval, EraseRequest, Exhibit, Fetch, Ingest, Random, Reference, hashes_of
from knell.evidence.people import Person, erasure_message
from knell.records.errors import UsageError
from knell.records.vocabulary import ErasureReason, values

from .catching_up import catch_up
from .erasing import TWO, Asked, begin_erasing, finish_erasing, pending, people_of, request_at, why_not
from .projection import OF_THE_WHOLE, Advance, Clock, Desk, no_progress, writing_desk

MADE_OF = frozenset({"examine/1", "derive/1", "commit/1", "redact/1", "reference/1", "answer/1"})
"""Types of entries that go with an entry they were made of."""


class Plan(NamedTuple):
    """What has to go. ``targets``: ids of reports and exhibits, those that share their bytes included; ``asked``: of them, those named."""

    asked: tuple[str, ...]
    targets: tuple[str, ...]
    positions: tuple[int, ...]
    leaves: tuple[str, ...]


class Requested(NamedTuple):
    """A request that now waits, under its number."""

    number: int
    plan: Plan
    signed: bool


class Erased(NamedTuple):
    """What was carried out. ``signed``: whether both people's keys signed."""

    targets: tuple[str, ...]
    entries: int
    reason: str
    signed: bool


def request_erasure(
    folder: Path, asked: Sequence[str], reason: str, *, key: Person | None = None, actor: str, random: Random, now: Clock
) -> Requested:
    """Asks that reports (r:...) or exhibits (x:...) be erased. Raises ``CasebookError`` for ids that are not there.

    ``reason``: a code, because what stands in the log stays: no free words there that could name somebody.
    """
    if reason not in values(ErasureReason):
        raise UsageError(f"{reason!r} is no reason code", todo=f"one of: {', '.join(values(ErasureReason))}")
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        plan = plan_erasure(desk, asked)
        signature = _sign(desk, plan.leaves, reason, "ask", key)
        person = key.public.reference if key else None
        told = EraseRequest(targets=plan.targets, reason=reason, person=person, signature=signature)
        (position,) = desk.store.append([told], desk.stamp(), desk.random, parents=plan.leaves)
        catch_up(desk)
        return Requested(position, plan, signature is not None)


def approve_erasure(
    folder: Path, number: int, *, key: Person | None = None, advance: Advance = no_progress, actor: str, random: Random, now: Clock
) -> Erased:
    """Approves a request and carries it out. Raises ``UsageError`` where who approves is who asked, or a signature is missing."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        asked = request_at(desk.store, number)
        _refuse_if_grown(desk, asked)
        signature = _sign(desk, asked.leaves, asked.content.reason, "approve", key)
        told = EraseApproval(person=key.public.reference if key else None, signature=signature)
        wrong = why_not(desk.store, asked, desk.actor, told, people_of(desk.store))
        if wrong is not None:
            raise UsageError(wrong, where=str(folder), todo="another person approves, as another KNELL_ACTOR and with their own --key")
        begin_erasing(desk)
        desk.store.append([told], desk.stamp(), desk.random, parents=[asked.leaf])
        finish_erasing(desk, advance)
        return Erased(asked.content.targets, len(asked.leaves), asked.content.reason, signature is not None)


def list_waiting(folder: Path, *, actor: str, random: Random, now: Clock) -> list[Asked]:
    """The requests that wait for another person's approval."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        return pending(desk.store)


def plan_erasure(desk: Desk, asked: Sequence[str]) -> Plan:
    """What has to go with what was named."""
    named, positions = _find(desk, asked)
    gathering = _Gathering(desk)
    gathering.gather(positions)
    leaves = tuple(desk.store.at(position).leaf for position in sorted(gathering.gone))
    return Plan(tuple(named), tuple(sorted(gathering.targets | set(named))), tuple(sorted(gathering.gone)), leaves)


class _Gathering:
    """Follows what hangs together: ``gone``, the positions of entries; ``targets``, the ids of reports and exhibits."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._store = desk, desk.store
        self.gone: set[int] = set()
        self.targets: set[str] = set()
        self._words: set[str] = set()

    def gather(self, positions: Iterable[int]) -> None:
        """Takes in these entries and whatever cannot stay without them."""
        waiting = set(positions)
        while waiting:
            self.gone |= waiting
            for position in sorted(waiting):
                self._note(position)
            waiting = (self._sharing(waiting) | self._resting_on_gone()) - self.gone

    def _note(self, position: int) -> None:
        content = self._store.at(position).content
        if isinstance(content, Decide) and content.kind in OF_THE_WHOLE:
            what = f"the casebook's {content.kind} lies in the same bytes (entry {position})"
            raise UsageError(what, where=str(self._desk.folder), todo="put another in force first, with knell teach")
        for sha256 in hashes_of(content):
            blob = self._store.key.blob_name(sha256)
            texts = self._desk.ledger.text_hashes(blob) if isinstance(content, Ingest) else {}
            self.targets |= set(texts)
            self._words |= set(texts.values())
            if isinstance(content, Exhibit):
                self.targets.add(f"x:{blob[:16]}")
        self._words |= {target for target in self.targets if target.startswith("x:")}

    def _sharing(self, positions: Iterable[int]) -> set[int]:
        """Entries that rest on the same bytes as these, and the fetched exchange or sheet row that an item came out of."""
        found: set[int] = set()
        for position in positions:
            logged = self._store.at(position)
            for sha256 in hashes_of(logged.content):
                found |= set(self._store.positions_of_bytes(sha256))
            if isinstance(logged.content, Ingest | Exhibit):
                above = self._store.positions_of(logged.entry.parents)
                found |= {at for at in above if isinstance(self._store.at(at).content, Fetch | Reference)}
        return found

    def _resting_on_gone(self) -> set[int]:
        """Entries made of those that go, and decisions about their words."""
        leaves = {self._store.at(position).leaf for position in self.gone}
        found: set[int] = set()
        for position, _, entry in self._store.entries():
            if position in self.gone:
                continue
            if entry.type in MADE_OF and not leaves.isdisjoint(entry.parents):
                found.add(position)
            elif entry.type == "decide/1" and self._is_about_gone(position):
                found.add(position)
        return found

    def _is_about_gone(self, position: int) -> bool:
        decide = self._store.at(position).content
        if not isinstance(decide, Decide) or decide.kind in OF_THE_WHOLE:
            return False
        return decide.text in self._words or any(word in (decide.value or "") for word in self._words)


def _find(desk: Desk, asked: Sequence[str]) -> tuple[list[str], list[int]]:
    names: list[str] = []
    positions: list[int] = []
    casebook = open_casebook(desk.folder)  # over the desk's own connection, which the desk closes
    for one in asked:
        if one.startswith("x:"):
            shown = find_exhibit(casebook, one)
            names.append(shown.exhibit)
            positions += shown.receipts
        else:
            names.append(casebook.report(one).id)
            positions += [receipt.position for receipt in casebook.receipts(names[-1])]
    return names, positions


def _sign(desk: Desk, leaves: Sequence[str], reason: str, step: str, key: Person | None) -> str | None:
    people = people_of(desk.store)
    if key is None:
        if len(people) >= TWO:
            what = "this casebook knows people's keys, so an erasure has to be signed"
            raise UsageError(what, where=str(desk.folder), todo="give your own key file with --key")
        return None
    if key.public.reference not in people:
        what = f"the casebook does not know the key of {key.public.name}"
        raise UsageError(what, where=str(desk.folder), todo="make it known first: knell identity enrol")
    return key.sign(erasure_message(desk.store.casebook, leaves, reason, step)).hex()


def _refuse_if_grown(desk: Desk, asked: Asked) -> None:
    plan = plan_erasure(desk, asked.content.targets)
    if set(plan.leaves) - set(asked.leaves):
        what = f"more has come in that belongs to what request {asked.position} is about"
        raise UsageError(what, where=str(desk.folder), todo=f"ask anew: knell erase {desk.folder} {' '.join(asked.content.targets)}")
