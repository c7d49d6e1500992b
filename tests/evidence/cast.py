"""The cast of the evidence tests: steady chance, a moment, and receipts."""

import hashlib

from knell.evidence.entries import Ingest

AT = "2025-03-08T09:00:00Z"


class Chance:
    """Bytes that look random and are the same on every run, so that a failing test fails again."""

    def __init__(self, seed: str = "seed") -> None:
        self._seed, self._drawn = seed, 0

    def __call__(self, number: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_256(f"{self._seed}/{self._drawn}".encode()).digest(number)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def receipt(content: bytes, name: str = "note.txt", outlet: str | None = None) -> Ingest:
    """A receipt of these bytes."""
    return Ingest(sha256=sha256(content), size=len(content), name=name, outlet=outlet)
