"""Teaches a casebook's reader: a new file of corrections goes into the log, and what was read under others is read again.

1. Look through the file before anything is touched: a wrong one changes nothing.
2. Open the casebook as its one writer; take up what an earlier run left undone.
3. The file is a person's decision: into the log with it, in the place of the one in force. The same file again is no decision.
4. The ledger follows the log: every report is read anew with the corrections.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

from knell.evidence.entries import Decide, Random
from knell.terms.corrections import read_corrections

from .catching_up import catch_up
from .projection import Advance, Clock, no_progress, writing_desk

KIND = "corrections"


class TaughtNow(NamedTuple):
    """What came of it. ``changed`` false: the file was in force already. ``corrections``: how many it holds. ``faults``: a line for
    each report that reading failed on.
    """

    changed: bool
    corrections: int
    faults: tuple[str, ...]


def teach_casebook(
    folder: Path, path: Path, *, actor: str, random: Random, now: Clock, reason: str | None = None, advance: Advance = no_progress
) -> TaughtNow:
    """Puts a file of corrections in force. Raises ``InputError`` for a wrong file, ``CasebookError`` where the casebook fails."""
    told = sum(1 for _ in read_corrections(path).labelled())
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        faults = catch_up(desk)
        position = desk.ledger.latest_of(KIND)
        before = None if position is None else desk.store.at(position)
        if before is not None and isinstance(before.content, Decide) and before.content.sha256 == sha256:
            return TaughtNow(False, told, faults)
        decide = Decide(kind=KIND, sha256=sha256, reason=reason, supersedes=None if before is None else before.leaf)
        desk.store.append([decide], desk.stamp(), desk.random, blobs=[content])
        return TaughtNow(True, told, (*faults, *catch_up(desk, advance)))
