"""Brings a casebook of an earlier form to the present one.

1. Finish what an earlier run of this left undone.
2. Build the evidence anew beside the old: the same entries, sealed, with a tree and a signed checkpoint over them.
3. Put it in the old one's place and take that away.
4. Compute the ledger anew from it; or, where an earlier run was cut short in that, to its end.
"""

from pathlib import Path

from knell.casebook.connection import LEDGER
from knell.evidence.entries import Random
from knell.evidence.faults import disk_faults
from knell.evidence.older import bring_over, open_older
from knell.evidence.swapping import swap
from knell.records.errors import CasebookError

from .catching_up import catch_up
from .projection import Advance, Clock, no_progress, writing_desk


def is_older(folder: Path) -> bool:
    """Whether a casebook has an earlier form. Raises ``CasebookError`` where there is none."""
    evidence = folder / "evidence"
    if not evidence.exists() and not (folder / "evidence.new").exists():
        raise CasebookError("there is no casebook here", where=str(folder), todo="make one with: knell init FOLDER")
    with disk_faults(evidence), open_older(evidence) as older:
        return older is not None


def migrate_casebook(
    folder: Path, passphrase: str | None, *, actor: str, random: Random, now: Clock, advance: Advance = no_progress
) -> bool:
    """Brings a casebook over; returns whether there was anything to do. ``passphrase``: what unlocks it from now on; ``None``: nothing,
    on purpose. Raises ``CasebookError`` where it is damaged: nothing is changed then.
    """
    evidence = folder / "evidence"
    with disk_faults(evidence):
        done = False
        with open_older(evidence) as older:
            if older is not None:
                bring_over(older, passphrase, random, advance)
                done = True
        if swap(evidence) or done:
            for path in folder.glob(f"{LEDGER}*"):
                path.unlink()
            done = True
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk, advance)
    return done
