"""People's decisions on what Knell may do that leaves the machine: off until somebody says so, with a reason, in the log.

1. Open the casebook as its one writer; take up what an earlier run left undone.
2. The decision goes into the log, with the file that belongs to it. It reads nothing again.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from knell.evidence.canonical import canonical_bytes
from knell.evidence.entries import Decide, Random
from knell.records import Record
from knell.records.errors import UsageError

from .catching_up import catch_up
from .projection import Clock, Desk, writing_desk

Told = TypeVar("Told", bound=Record)


def decide_conduct(
    folder: Path,
    kind: str,
    told: Record,
    reason: str,
    *,
    enclosed: bytes | None = None,
    in_place: bool = False,
    actor: str,
    random: Random,
    now: Clock,
) -> None:
    """Puts a decision into the log. ``enclosed``: a file that belongs to it; ``in_place``: it takes the place of the latest of its kind.

    Raises ``UsageError`` where no reason is given.
    """
    if not reason.strip():
        raise UsageError("a decision needs a reason", todo="give --reason")
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        position = desk.ledger.latest_of(kind) if in_place else None
        content = Decide(
            kind=kind,
            value=canonical_bytes(told).decode(),
            sha256=None if enclosed is None else hashlib.sha256(enclosed).hexdigest(),
            reason=reason,
            supersedes=None if position is None else desk.store.at(position).leaf,
        )
        desk.store.append([content], desk.stamp(), desk.random, blobs=[] if enclosed is None else [enclosed])
        catch_up(desk)


def decisions_of(desk: Desk, kind: str, told: type[Told]) -> Iterator[tuple[Told, str | None]]:
    """What people decided of a kind, in order, each with the hash of the file that belongs to it."""
    for logged in desk.store.logged_of("decide/1"):
        decide = logged.content
        if isinstance(decide, Decide) and decide.kind == kind and decide.value is not None:
            yield msgspec.json.decode(decide.value, type=told), decide.sha256
