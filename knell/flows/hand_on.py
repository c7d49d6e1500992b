"""Hands a casebook's log on to another key, which signs from then on: because the one before may be known to others, or from time to time.

1. Open the casebook as its one writer, brought up to its log.
2. The old key signs the new one, and the new one that it takes the log; the keyring is written with it (``knell.evidence.store``).
3. The log says so, signed with the new key. Who pinned the old key follows by the note that was signed.
"""

from pathlib import Path
from typing import NamedTuple

from knell.evidence.entries import Random
from knell.evidence.handing import spell_handed
from knell.evidence.store import open_store

from .catching_up import catch_up
from .projection import Clock, writing_desk


class HandedOn(NamedTuple):
    """What came of it: the entry that says so, and the keys, each in one line."""

    position: int
    old: str
    new: str


def hand_log_on(folder: Path, *, actor: str, random: Random, now: Clock) -> HandedOn:
    """Makes a new key and hands the log on to it. Raises ``CasebookError``; then the old one signs, or the new one does, whole."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        old = desk.store.public.spell()
        position = desk.store.hand_on(desk.stamp(), desk.random)
        catch_up(desk)
        return HandedOn(position, old, desk.store.public.spell())


def notes_of(folder: Path) -> bytes:
    """The notes by which the log's keys were handed on, as a file to give to partners and readers; empty where none was."""
    store = open_store(folder / "evidence")
    try:
        store.signers()  # checked before it is given out
        return spell_handed(store.keyring.handed)
    finally:
        store.close()
