"""Computes a casebook's ledger anew from its log.

1. Open the casebook as its one writer.
2. Throw the ledger away and compute it, all or nothing (a file that cannot be read even for that is taken away first); or, to
   check it, compute another beside it. An erasure that was cut short is finished.
3. To check: compare the two in their canonical bytes.
"""

import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from knell.casebook.dump import dump_ledger
from knell.evidence.entries import Random
from knell.records.errors import CasebookError

from .catching_up import catch_up
from .erasing import finish_erasing
from .projection import Advance, Clock, Desk, compute_anew, is_damaged, no_progress, open_ledger, remake_ledger, writing_desk


class Rebuilt(NamedTuple):
    """What came of it. ``differs``: lines of the old ledger and of the new one that are not in the other (old, new), for a check.

    ``faults``: a line for each report that is left out because it could not be read, or its bytes could not.
    """

    reports: int
    incidents: int
    differs: tuple[tuple[str, ...], tuple[str, ...]]
    faults: tuple[str, ...] = ()


def rebuild_ledger(folder: Path, *, actor: str, random: Random, now: Clock, advance: Advance = no_progress) -> Rebuilt:
    """Computes the ledger anew and puts it in place of what was there."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        desk.store.take_as_it_is()
        try:
            faults = compute_anew(desk, advance)
        except CasebookError as error:
            if not is_damaged(error):
                raise
            desk = desk._replace(ledger=remake_ledger(folder, desk.store))
            faults = compute_anew(desk, advance)
        faults += finish_erasing(desk, advance)
        return _count(desk, ((), ()), faults)


def check_ledger(folder: Path, *, actor: str, random: Random, now: Clock, advance: Advance = no_progress) -> Rebuilt:
    """Computes another ledger in a folder of its own and compares; changes nothing but to let the ledger catch up."""
    beside = Path(tempfile.mkdtemp(prefix="knell-"))
    try:
        with writing_desk(folder, actor=actor, random=random, now=now) as desk:
            catch_up(desk)
            fresh = desk._replace(ledger=open_ledger(beside, desk.store))
            faults = catch_up(fresh, advance)
            return _count(desk, _compare(dump_ledger(desk.ledger), dump_ledger(fresh.ledger)), faults)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _count(desk: Desk, differs: tuple[tuple[str, ...], tuple[str, ...]], faults: tuple[str, ...]) -> Rebuilt:
    return Rebuilt(desk.ledger.count_reports(), len(desk.ledger.incident_ids()), differs, faults)


def _compare(old: bytes, new: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if old == new:
        return (), ()
    was, now = old.decode().splitlines(), new.decode().splitlines()
    return tuple(sorted(set(was) - set(now))), tuple(sorted(set(now) - set(was)))
