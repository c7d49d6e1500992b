"""Carries erasures out, from wherever an earlier run was cut short.

1. A file in the evidence folder says that an erasure has begun; it goes last of all.
2. Each request that two people agreed on and that is not carried out: its entries' values, salts, bytes and keys go, and the log says
   so (``knell.evidence.store``).
3. The ledger follows: all that came of them goes, what they were matched with is matched and reckoned again. Incident ids that are
   computed no more go into the log. All of this or nothing.
4. The ledger's file is written anew, under another key where it is encrypted.

Every command that writes or lists goes through here while that file is there: a kill at any point leaves nothing for a person to do.
"""

import os
from collections.abc import Iterator
from typing import NamedTuple

from knell.casebook.connection import ledger_faults
from knell.evidence.entries import EraseApproval, EraseRequest, Person
from knell.evidence.faults import disk_faults
from knell.evidence.people import PublicPerson, erasure_message
from knell.evidence.signing import is_signed
from knell.evidence.store import Logged, Store
from knell.evidence.syncing import sync_folder
from knell.records.errors import CasebookError

from .projection import (
    ERASING,
    Advance,
    Desk,
    compute_anew,
    follow_log,
    is_erasing,
    match_touched,
    no_progress,
    note_ids_lost,
    renew_ledger,
)

TWO = 2
"""People who have to agree; and from so many enrolled on, each of them has to sign."""


class Asked(NamedTuple):
    """A request for an erasure, as the log has it. ``position``: its place, by which people name it."""

    position: int
    leaf: str
    at: str
    actor: str
    content: EraseRequest
    leaves: tuple[str, ...]


def begin_erasing(desk: Desk) -> None:
    """Says, durably, that an erasure has begun."""
    path = desk.store.folder / ERASING
    with disk_faults(desk.store.folder):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        sync_folder(path.parent)


def finish_erasing(desk: Desk, advance: Advance = no_progress) -> tuple[str, ...]:
    """Brings what was begun to its end. Returns a line for each report that reading failed on."""
    if not is_erasing(desk.folder):
        return ()
    for asked, approvers in list(agreed(desk.store)):
        positions = desk.store.positions_of(asked.leaves)
        desk.store.erase(positions, desk.stamp(), desk.random, reason=asked.content.reason, approvers=approvers)
    with ledger_faults(desk.folder):
        versions = desk.ledger.versions()
        with desk.ledger.together():
            if versions is not None and (versions != desk.steps.versions or not desk.ledger.is_watched_over()):
                faults = compute_anew(desk, advance)
            else:
                given = desk.ledger.given_ids()
                faults = follow_log(desk, advance, {})
                match_touched(desk, advance)
                note_ids_lost(desk, given)
        desk.ledger.empty_journal()
    renew_ledger(desk)
    desk.ledger.watch(desk.store.key.fingerprint_key())  # the connection may be another now
    with disk_faults(desk.store.folder):
        (desk.store.folder / ERASING).unlink(missing_ok=True)
        sync_folder(desk.store.folder)
    return faults


def pending(store: Store) -> list[Asked]:
    """The requests that are not carried out, in the log's order."""
    gone = erased_leaves(store)
    return [asked for asked in _requests(store) if not gone.issuperset(asked.leaves)]


def agreed(store: Store) -> Iterator[tuple[Asked, tuple[str, str]]]:
    """The requests that another person approved and that are not carried out, each with who agreed."""
    waiting = {asked.leaf: asked for asked in pending(store)}
    people = people_of(store)
    for row in store.logged_of("erase-approval/1"):
        asked = waiting.get(row.entry.parents[0]) if row.entry.parents else None
        if asked is not None and isinstance(row.content, EraseApproval) and is_approved(store, asked, row, people):
            del waiting[asked.leaf]
            yield asked, (_who(asked.actor, asked.content.person), _who(row.entry.actor, row.content.person))


def is_approved(store: Store, asked: Asked, row: Logged, people: dict[str, PublicPerson]) -> bool:
    """Whether that approval is another person's, as far as it can be known: see ``why_not``."""
    approval = row.content
    assert isinstance(approval, EraseApproval)
    return why_not(store, asked, row.entry.actor, approval, people) is None


def why_not(store: Store, asked: Asked, actor: str, approval: EraseApproval, people: dict[str, PublicPerson]) -> str | None:
    """Why an approval does not do; ``None`` where it does: another actor, and where people's keys are known another person's signature."""
    if actor == asked.actor:
        return "the one who asked for an erasure cannot approve it"
    if len(people) < TWO and approval.person is None and asked.content.person is None:
        return None
    if approval.person is None or asked.content.person is None:
        return "both who ask and who approve have to sign, because the casebook knows people's keys"
    if approval.person == asked.content.person:
        return "it was asked for with the same person's key"
    for told, step in ((asked.content, "ask"), (approval, "approve")):
        message = erasure_message(store.casebook, asked.leaves, asked.content.reason, step)
        person = people.get(told.person or "")
        if person is None or told.signature is None or not is_signed(person.signing, bytes.fromhex(told.signature), message):
            return "a signature is not that of a person the casebook knows"
    return None


def people_of(store: Store) -> dict[str, PublicPerson]:
    """The people whose keys the casebook knows, by reference."""
    found = (row.content for row in store.logged_of("person/1"))
    told = [
        PublicPerson(name=one.name, sealing=bytes.fromhex(one.sealing), signing=bytes.fromhex(one.signing))
        for one in found
        if isinstance(one, Person)
    ]
    return {person.reference: person for person in told}


def erased_leaves(store: Store) -> frozenset[str]:
    """The leaf hashes of all entries whose content an erasure took."""
    return frozenset(leaf for _, _, entry in store.entries() if entry.type == "erase/1" for leaf in entry.parents)


def request_at(store: Store, position: int) -> Asked:
    """The request that people name by this number. Raises ``CasebookError`` where there is none that waits."""
    waiting = {asked.position: asked for asked in pending(store)}
    if position not in waiting:
        known = ", ".join(str(number) for number in waiting) or "none"
        what = f"no erasure that waits has the number {position}"
        raise CasebookError(what, where=str(store.folder.parent), todo=f"waiting: {known}; see knell erase --waiting")
    return waiting[position]


def _requests(store: Store) -> Iterator[Asked]:
    for row in store.logged_of("erase-request/1"):
        if isinstance(row.content, EraseRequest):
            yield Asked(row.position, row.leaf, row.entry.at, row.entry.actor, row.content, row.entry.parents)


def _who(actor: str, person: str | None) -> str:
    return actor if person is None else f"{actor} {person}"
