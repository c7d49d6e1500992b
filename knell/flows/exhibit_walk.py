"""Walks an exhibit back: what it is, where it came from, what is in it, what people say of it, what looks like it.

1. Open the casebook and find the exhibit by its id or the beginning of it.
2. Every receipt of its bytes, each checked against the bytes as they lie there now.
3. What the last examination found, out of the log's sealed values; what people said; the claims it is linked to; what it looks like.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.casebook.exhibits import Said, Shown, Tie, find_exhibit, list_exhibits, list_matches, list_said, list_ties
from knell.casebook.ledger import Casebook
from knell.evidence.entries import Derive, Examine, Exhibit, Random
from knell.evidence.store import Store, open_store
from knell.records.errors import CasebookError, InputError
from knell.records.exhibit import FootageMatch, Tag

from .incidents import open_current
from .projection import Clock
from .whole import CLOSED, write_whole
from .why import state_of


class Custody(NamedTuple):
    """One receipt of an exhibit's bytes. ``state``: "unchanged", "changed" or "missing", by looking at them now."""

    position: int
    at: str
    actor: str
    name: str
    size: int
    origin: str | None
    url: str | None
    published: str | None
    sha256: str
    state: str


class ExhibitWalk(NamedTuple):
    """An exhibit walked back. ``stated``: all that its file says of itself, which may hold names: for the desk, not for a page.

    ``credential``: its content credential as JSON text.
    """

    shown: Shown
    custody: tuple[Custody, ...]
    examiner: str
    walls: tuple[str, ...]
    stated: tuple[Tag, ...]
    credential: str | None
    said: tuple[Said, ...]
    ties: tuple[Tie, ...]
    alike: tuple[FootageMatch, ...]
    note: str | None = None


class Listing(NamedTuple):
    """All exhibits of a casebook, with how many claims each is linked to and how many others look like it."""

    exhibits: tuple[Shown, ...]
    ties: Mapping[str, int]
    alike: Mapping[str, int]
    names: Mapping[str, str]
    note: str | None


def walk_exhibit(folder: Path, asked: str, *, actor: str, random: Random, now: Clock) -> ExhibitWalk:
    """The walk back from an exhibit. Raises ``CasebookError`` where no id begins so, or several do."""
    with open_current(folder, actor=actor, random=random, now=now) as (casebook, note):
        store = open_store(folder / "evidence")
        try:
            return walk_within(casebook, store, find_exhibit(casebook, asked))._replace(note=note)
        finally:
            store.close()


def walk_within(casebook: Casebook, store: Store, shown: Shown) -> ExhibitWalk:
    """The walk back from an exhibit of a casebook that is open."""
    examined = store.at(shown.examined).content if shown.examined is not None else None
    told = examined if isinstance(examined, Examine) else Examine(examiner="")
    return ExhibitWalk(
        shown=shown,
        custody=tuple(custody_of(store, shown.receipts)),
        examiner=told.examiner,
        walls=told.walls,
        stated=msgspec.json.decode(told.metadata, type=tuple[Tag, ...]) if told.metadata else (),
        credential=told.credential,
        said=tuple(list_said(casebook, shown.exhibit)),
        ties=tuple(list_ties(casebook, exhibit=shown.exhibit)),
        alike=tuple(list_matches(casebook, shown.exhibit)),
    )


def list_all(folder: Path, *, actor: str, random: Random, now: Clock) -> Listing:
    """All exhibits of a casebook."""
    with open_current(folder, actor=actor, random=random, now=now) as (casebook, note):
        exhibits = tuple(list_exhibits(casebook))
        ties, alike = _count(tie.exhibit for tie in list_ties(casebook)), _count(x for m in list_matches(casebook) for x in (m.a, m.b))
        store = open_store(folder / "evidence")
        try:
            names = {one.exhibit: _name(store, one.receipts[0]) for one in exhibits}
        finally:
            store.close()
        return Listing(exhibits, ties, alike, names, note)


def all_matches(folder: Path, asked: str | None, *, actor: str, random: Random, now: Clock) -> tuple[tuple[FootageMatch, ...], str | None]:
    """Exhibits that look alike, nearest first; those of one exhibit where one is asked for. And a note on the casebook's state."""
    with open_current(folder, actor=actor, random=random, now=now) as (casebook, note):
        exhibit = find_exhibit(casebook, asked).exhibit if asked else None
        return tuple(list_matches(casebook, exhibit)), note


def custody_of(store: Store, positions: Iterable[int]) -> Iterable[Custody]:
    """Each receipt at these positions of the log, checked against the bytes."""
    checked: dict[str, str] = {}
    for position in positions:
        logged = store.at(position)
        told = logged.content
        if not isinstance(told, Exhibit):
            continue
        if told.sha256 not in checked:
            checked[told.sha256] = state_of(store, told.sha256)
        yield Custody(
            position, logged.entry.at, logged.entry.actor, told.name, told.size, told.origin, told.url, told.published, told.sha256,
            checked[told.sha256],
        )  # fmt: skip


def read_picture(store: Store, position: int) -> bytes | None:
    """The bytes of a derivative, which Knell made itself; ``None`` where the position holds none."""
    try:
        told = store.at(position).content
    except KeyError:
        return None
    return store.read_bytes(told.sha256) if isinstance(told, Derive) else None


def write_original(folder: Path, asked: str, to: Path, *, actor: str, random: Random, now: Clock) -> int:
    """Writes an exhibit's own bytes to a new file, closed to others, as they were received; returns how many.

    Raises ``CasebookError`` where they are not there, ``InputError`` where a file is.
    """
    if to.exists():
        raise InputError("is there already, and is not written over", where=str(to), todo="give the name of a new file")
    with open_current(folder, actor=actor, random=random, now=now) as (casebook, _):
        shown = find_exhibit(casebook, asked)
        store = open_store(folder / "evidence")
        try:
            told = store.at(shown.receipts[0]).content
            held = store.read_bytes(told.sha256) if isinstance(told, Exhibit) else None
        finally:
            store.close()
    if held is None or not isinstance(told, Exhibit) or hashlib.sha256(held).hexdigest() != told.sha256:
        raise CasebookError("its bytes are not there as they were received", where=shown.exhibit, todo="restore them from a backup")
    write_whole(to, [held], CLOSED)
    return len(held)


def _name(store: Store, position: int) -> str:
    told = store.at(position).content
    return told.name if isinstance(told, Exhibit) else ""


def _count(names: Iterable[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for name in names:
        counted[name] = counted.get(name, 0) + 1
    return counted
