"""Brings a casebook's ledger up to its log: an erasure that was begun is finished first, then what is new is projected and matched."""

from knell.casebook.connection import ledger_faults
from knell.records.report import Report

from .erasing import finish_erasing
from .projection import (
    Advance,
    Desk,
    compute_anew,
    follow_log,
    is_erasing,
    match_touched,
    no_progress,
    refuse_another_log,
)


def catch_up(desk: Desk, advance: Advance = no_progress, opened: dict[str, tuple[Report, ...]] | None = None) -> tuple[str, ...]:
    """Brings the ledger up to the log. ``opened``: reports already taken out of bytes by this process, by the bytes' hash.

    Returns a line for each report that reading failed on.
    """
    with ledger_faults(desk.folder):
        desk.ledger.watch(desk.store.key.fingerprint_key())  # who read in between may have closed the connection that watched
        if is_erasing(desk.folder):
            return finish_erasing(desk, advance)
        refuse_another_log(desk)
        versions = desk.ledger.versions()
        if versions is not None and (versions != desk.steps.versions or not desk.ledger.is_watched_over()):
            return compute_anew(desk, advance)
        faults = follow_log(desk, advance, opened or {})
        match_touched(desk, advance)
        desk.ledger.empty_journal()
        return faults
