"""Opens received bytes into reports: plain text here, whatever needs a parser in a cell.

1. Look at the bytes: text and lines of reports are opened at once, as they always were.
2. Pages, PDFs, mail and archives go into a cell of this process's: no network, bounded memory and time. One cell serves all files.
3. What comes back is checked; a crash, a hang or a bomb is one line like any other fault of a file.

Where this system can have no cell they are opened here, within intake's own bounds.
"""

import atexit
import sys
import time
from threading import RLock

import msgspec

from knell.confining.cell import Cell, CellFault
from knell.confining.walls import Bounds
from knell.intake.media import HTML, MAIL, XML, sniff_bytes, sniff_text
from knell.intake.opened import Intake, Limits
from knell.records.errors import IntakeError

SECONDS = 18.0
"""Time for one file as it is added."""
PATIENT = 120.0
"""Time for one that was opened before and is opened again: a slow hour must not make it disappear."""
LARGE = Bounds(memory=1_500_000_000)
"""For web archives, which may be larger than other files."""

_TASK = "knell.examining.report:open_report"
_HEAD = 65536
_cells: dict[bool, Cell] = {}
_lock = RLock()


def open_bytes(name: str, content: bytes, *, seconds: float = SECONDS) -> Intake:
    """The reports in a file, as ``knell.intake.file.open_file`` gives them. Raises ``IntakeError``."""
    if not needs_cell(content) or sys.platform != "linux":
        return _open_here(name, content)
    from knell.examining.report import Given, Refused

    with _lock:
        try:
            answer = _cell(large=len(content) > Limits().file_bytes).ask(_TASK, {"name": _plain(name)}, content, seconds=seconds)
            told = msgspec.json.decode(answer.parts[0], type=Given | Refused)
        except CellFault as fault:
            raise IntakeError(fault.what, where=_plain(name), todo=fault.todo or "give the part that matters, or its text") from None
        except (msgspec.DecodeError, msgspec.ValidationError, IndexError) as error:
            raise IntakeError("gives an answer of no known shape when it is opened", where=_plain(name), todo="give its text") from error
    if isinstance(told, Refused):
        raise IntakeError(told.what, where=told.where, todo=told.todo)
    return told.intake


def needs_cell(content: bytes) -> bool:
    """Whether bytes need a parser: they are not plain text, or text with marks to be parsed."""
    if sniff_bytes(content) is not None:
        return True
    head = content[:_HEAD].replace(b"\x00", b"").lstrip(b"\xff\xfe\xef\xbb\xbf")
    return sniff_text(head.decode("latin-1")) in (HTML, MAIL, XML)


def close_cells() -> None:
    """Ends this process's cells; the next file gets a new one."""
    with _lock:
        for cell in _cells.values():
            cell.close()
        _cells.clear()


def _cell(*, large: bool) -> Cell:
    from knell.examining.report import PRELOAD

    if not _cells:
        atexit.register(close_cells)
    if large not in _cells:
        _cells[large] = Cell(bounds=LARGE if large else Bounds(), preload=PRELOAD)
    return _cells[large]


def _open_here(name: str, content: bytes) -> Intake:
    from knell.intake.file import open_file

    return open_file(name, content, clock=time.monotonic)


def _plain(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")[:1000]
