"""What a sheet of somebody else's archive refers to: each row into the log, held against the file where that is here.

1. Find the files that the rows name, by name alone, in the sheet's own folder: a sheet says where to look, never which file to read.
2. Hash each, and compare with the hash its row states. One that differs is named, and kept as what was there.
3. Each row goes into the log (``reference/1``), resting on the sheet; one without a file says where its archive is said to lie.
4. Rows that the log has already, with the same outcome, are not written again. WACZ archives are handed back, to be taken in as files.
"""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from knell.evidence.blobs import pieces_of
from knell.evidence.entries import Reference
from knell.intake.opened import Limits
from knell.intake.sheet import SheetRow, hash_fits, read_sheet

from .projection import Desk

_DEPTH = 5
_FILES = 50_000
_TOGETHER = 64


class Referred(NamedTuple):
    """What came of a sheet's rows. ``counts``: outcome -> rows. ``faults``: a line for each file that is not the one its row states.
    ``archives``: WACZ files that are here.
    """

    counts: dict[str, int]
    faults: tuple[str, ...]
    archives: tuple[Path, ...]


def keep_references(desk: Desk, sheet: Path, content: bytes, told: str) -> Referred:
    """Puts a sheet's rows into the log. The sheet itself has been received. ``told``: its rows as CSV."""
    rows, files = read_sheet(told, sheet.name), _list_files(sheet)
    (position, *_) = desk.store.positions_of_bytes(hashlib.sha256(content).hexdigest())
    leaf = desk.store.at(position).leaf
    known = {logged.content for logged in desk.store.logged_of("reference/1", start=position) if isinstance(logged.content, Reference)}
    counts: dict[str, int] = {}
    faults: list[str] = []
    waiting: list[tuple[Reference, bytes | None]] = []
    for row in rows:
        reference, kept, path = _hold_against(row, files)
        counts[reference.found] = counts.get(reference.found, 0) + 1
        if reference.found == "differs":
            faults.append(f"{sheet}: row {row.number}: {path} is not the file its hash was made of; kept as what is here")
        if reference not in known:
            waiting.append((reference, kept))
        if len(waiting) >= _TOGETHER:
            _keep(desk, waiting, leaf)
    _keep(desk, waiting, leaf)
    archives = {found[0]: None for row in rows for name in row.wacz if (found := files.get(_name_in(name))) and found[0].suffix == ".wacz"}
    return Referred(counts, tuple(faults), tuple(archives))


def _keep(desk: Desk, waiting: list[tuple[Reference, bytes | None]], leaf: str) -> None:
    if waiting:
        blobs = [content for _, content in waiting if content is not None]
        desk.store.append([reference for reference, _ in waiting], desk.stamp(), desk.random, blobs=blobs, parents=[leaf])
        waiting.clear()


def _hold_against(row: SheetRow, files: dict[str, list[Path]]) -> tuple[Reference, bytes | None, Path | None]:
    found, path = "not here", None
    for candidate in dict.fromkeys(path for name in row.archive for path in files.get(_name_in(name), ())):
        try:
            held = hash_fits(row.stated, pieces_of(candidate))
        except OSError:
            continue
        if path is None or held == "fits":
            found, path = held, candidate
    content = _read(path) if path is not None else None
    told = Reference(
        url=row.url,
        row=row.number,
        location="\n".join(row.archive) or None,
        archived=row.date,
        status=row.status,
        stated=row.stated,
        sha256=hashlib.sha256(content).hexdigest() if content is not None else None,
        size=len(content) if content is not None else None,
        found=found,
    )
    return told, content, path


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.stat().st_size <= Limits().archive_bytes else None


def _name_in(location: str) -> str:
    """The bare name of a file in an address or a path."""
    try:
        path = urlsplit(location).path
    except ValueError:
        return ""
    return unquote(path).replace("\\", "/").rpartition("/")[2]


def _list_files(sheet: Path) -> dict[str, list[Path]]:
    """Name -> the plain files of that name in the sheet's folder and a few below it; links are not followed."""
    root = sheet.resolve().parent
    found: dict[str, list[Path]] = {}
    number = 0
    for folder, below, names in os.walk(root):
        if len(Path(folder).relative_to(root).parts) >= _DEPTH:
            below.clear()
        below.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if name and not path.is_symlink() and path.is_file():
                found.setdefault(name, []).append(path)
                number += 1
        if number > _FILES:
            break
    return found
