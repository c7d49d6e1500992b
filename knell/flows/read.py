"""Reports in, claims out; no casebook is touched.

1. take the reports in: files through intake, or lines of the contract's NDJSON
2. read each, in as many worker processes as asked; order is kept, so the bytes do not depend on how many
3. hand the claims (and mentions) back, report by report
"""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knell.reading.places import PlaceContext
from knell.reading.reader import Reading, Settings, read_report
from knell.records import Report
from knell.terms.gazetteer import load_gazetteer


class Prepared(NamedTuple):
    """What a worker needs besides the reports."""

    settings: Settings
    mentions: bool
    persons: bool


@cache
def default_settings() -> Settings:
    """The settings for reading without a casebook: English, the shipped gazetteer, no prior on places."""
    return Settings(load_gazetteer(), PlaceContext())


_prepared: Prepared | None = None


def _prepare(settings: Settings, mentions: bool, persons: bool) -> None:
    global _prepared
    _prepared = Prepared(settings, mentions, persons)


def _read_one(report: Report) -> Reading:
    assert _prepared is not None
    return read_report(report, _prepared.settings, mentions=_prepared.mentions, persons=_prepared.persons)


def read_collection(
    reports: Iterable[Report], settings: Settings | None = None, *, jobs: int | None = None, mentions: bool = False, persons: bool = False
) -> Iterator[Reading]:
    """A reading for each report, in the order they came. ``jobs``: worker processes; default: the cores there are."""
    settings = settings or default_settings()
    jobs = jobs if jobs is not None else available_cores()
    _prepare(settings, mentions, persons)
    if jobs <= 1:
        yield from map(_read_one, reports)
        return
    # Forked workers share the lexicon and gazetteer that are already in memory.
    context = multiprocessing.get_context("fork")
    with context.Pool(jobs) as pool:
        yield from pool.imap(_read_one, reports, chunksize=8)


def available_cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def write_whole(path: Path, lines: Iterable[bytes]) -> None:
    """Writes a file beside its place and moves it there when it is whole, so that nobody meets half of it."""
    temporary = path.with_name(path.name + ".part")
    try:
        with temporary.open("wb") as out:
            for line in lines:
                out.write(line)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
