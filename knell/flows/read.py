"""Reports in, claims out; no casebook is touched.

1. take the reports in: files through intake, or lines of the contract's NDJSON
2. read each, in as many worker processes as asked; order is kept, so the bytes do not depend on how many; where the team's corrections
   are to be explained, read again without them to see what they changed
3. hand the claims (and mentions) back, report by report
"""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

import msgspec

from knell.reading.places import PlaceContext
from knell.reading.reader import Reading, Settings, read_report
from knell.reading.taught import Taught, add_to_rules, trace_corrections
from knell.records import Claim, Report
from knell.terms.corrections import Corrections
from knell.terms.gazetteer import load_gazetteer

from .collecting import FEW, few_collections

Found = TypeVar("Found")


class Prepared(NamedTuple):
    """What a worker needs besides the reports."""

    settings: Settings
    mentions: bool
    persons: bool
    explain: bool


class Written(NamedTuple):
    """The lines of one report, as they go out: its claims and its mentions. ``notes``: what to tell a person of it."""

    claims: bytes
    mentions: bytes
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=16)
def default_settings(corrections: Corrections | None = None) -> Settings:
    """The settings for reading without a casebook: English, the shipped gazetteer, no prior on places; with a team's corrections."""
    with few_collections():
        return Settings(load_gazetteer(), PlaceContext(), corrections=corrections)


_prepared: Prepared | None = None
_BATCH = 4
"""Reports handed to a worker at a time: enough to hide the handing over, few enough that all workers end together."""
_ENCODE_LINES = msgspec.json.Encoder().encode_lines


def _read_one(report: Report) -> Reading:
    assert _prepared is not None
    return read_report(report, _prepared.settings, mentions=_prepared.mentions, persons=_prepared.persons)


def _write_one(report: Report) -> Written:
    """Reads and writes in the worker, so that bytes and not records cross from one process to the other."""
    assert _prepared is not None
    reading = _read_one(report)
    notes: tuple[str, ...] = ()
    if _prepared.explain:
        corrections = _prepared.settings.corrections
        if corrections:
            taught = trace_corrections(
                report, reading.claims, corrections, lambda other: default_settings(other) if other else default_settings()
            )
            reading, notes = add_to_rules(reading, taught), _lost(report, taught)
        claims = _ENCODE_LINES([{**msgspec.to_builtins(claim), "explain": reading.rules[claim.claim]} for claim in reading.claims])
    else:
        claims = _ENCODE_LINES(reading.claims)
    return Written(claims, _ENCODE_LINES(reading.mentions), notes)


def _lost(report: Report, taught: Taught) -> tuple[str, ...]:
    """A line for each claim that the corrections took away: no claim is left to say so."""
    return tuple(f"{report.id}: the corrections took away a claim: {_in_words(claim)}" for claim in taught.lost)


def _in_words(claim: Claim) -> str:
    words = claim.count.text if claim.count is not None else claim.event.text
    return f"{claim.harm} {words!r} ({claim.event.type})"


def read_collection(reports: Iterable[Report], settings: Settings | None = None, *, jobs: int | None = None) -> Iterator[Reading]:
    """A reading for each report, in the order they came. ``jobs``: worker processes; default: the cores there are."""
    return _in_workers(_read_one, reports, Prepared(settings or default_settings(), False, False, False), jobs)


def read_lines(
    reports: Iterable[Report],
    settings: Settings | None = None,
    *,
    jobs: int | None = None,
    mentions: bool = False,
    persons: bool = False,
    explain: bool = False,
) -> Iterator[Written]:
    """The lines of each report, in the order they came: the same bytes whatever ``jobs`` is."""
    return _in_workers(_write_one, reports, Prepared(settings or default_settings(), mentions, persons, explain), jobs)


def _in_workers(work: Callable[[Report], Found], reports: Iterable[Report], prepared: Prepared, jobs: int | None) -> Iterator[Found]:
    global _prepared
    _prepared = prepared
    jobs = jobs if jobs is not None else available_cores()
    if jobs <= 1:
        with few_collections():
            yield from map(work, reports)
        return
    # Forked workers share the lexicon and the gazetteer that are already in memory.
    context = multiprocessing.get_context("fork")
    with context.Pool(jobs, _settle_in) as pool:
        yield from pool.imap(work, reports, chunksize=_BATCH)


def _settle_in() -> None:
    """Readies a worker: what it shares with the others is left alone by the garbage collector, which would else copy it page by page."""
    gc.freeze()
    gc.set_threshold(*FEW)


def available_cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
