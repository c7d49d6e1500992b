"""One writer at a time: a lock on a file that the system lets go of when the process ends, however it ends."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from knell.records.errors import CasebookError

STEP = 0.05
"""Seconds between two tries for the lock."""


@contextmanager
def only_writer(path: Path, wait: float, sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Holds the writer's lock on ``path``. Waits up to ``wait`` seconds for another writer, then raises ``CasebookError``."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(handle, path, wait, sleep)
        yield
    finally:
        with suppress(OSError):  # nothing was written to it, and it is let go of all the same
            os.close(handle)


def _take(handle: int, path: Path, wait: float, sleep: Callable[[float], None]) -> None:
    waited = 0.0
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if waited >= wait:
                raise CasebookError(
                    "another command is writing to this casebook", where=str(path.parent.parent), todo="wait for it to end and try again"
                ) from None
        sleep(STEP)
        waited += STEP
