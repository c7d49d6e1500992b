"""Tries whether hostile files would be kept in on this system: the walls are pushed against from inside, and what gave way is told.

1. Start a cell, as for an exhibit.
2. From inside it: the network, a file of the user's, the casebook's folder, a file to be written, another program, another process.
3. Beyond its bounds: memory, time, a crash, an answer without end; each has to end as one line.
"""

import os
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from knell.confining.cell import Cell, CellFault
from knell.confining.trying import REFUSED

_TASKS = "knell.confining.trying:"


class Try(NamedTuple):
    """What was tried from inside, whether it was held, and in what words."""

    what: str
    held: bool
    said: str


def try_walls() -> Iterator[Try | tuple[str, ...]]:
    """The walls that are said to stand, and then each try. Raises ``CellFault`` where there can be no cell."""
    with tempfile.NamedTemporaryFile() as mine, closing(_listener()) as listening, Cell() as cell:
        host, port = listening.getsockname()
        cell.ask(_TASKS + "echo", {}, b"in")
        yield cell.walls
        where: dict[str, Any] = {"host": host, "port": port}
        refused = (
            ("send a packet", "reach_network", where),
            ("send one through another program", "run_program", where | {"python": sys.executable}),
            ("read a file of the user's", "read_path", {"path": mine.name}),
            ("read the list of users", "read_path", {"path": "/etc/passwd"}),
            ("write a file", "write_path", {"path": str(Path(tempfile.gettempdir()) / f"knell-{os.getpid()}")}),
            ("signal another process", "see_processes", {"pid": os.getpid()}),
        )
        for what, task, question in refused:
            yield _refused(cell, what, task, question)
        for what, task in (("take all memory", "eat_memory"), ("crash", "crash"), ("answer without end", "flood"), ("hang", "hang")):
            yield _ended(cell, what, task)


def _refused(cell: Cell, what: str, task: str, question: Mapping[str, Any]) -> Try:
    try:
        answer = cell.ask(_TASKS + task, question, b"in", seconds=5)
    except CellFault as fault:
        return Try(what, True, fault.what)
    return Try(what, answer.parts[0] == REFUSED, answer.parts[1].decode("utf-8", "replace"))


def _ended(cell: Cell, what: str, task: str) -> Try:
    try:
        cell.ask(_TASKS + task, {}, b"in", seconds=1)
    except CellFault as fault:
        return Try(what, True, fault.what)
    return Try(what, False, "it came back as if nothing were")


def _listener() -> socket.socket:
    """A port of this machine that would take a call."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.bind(("127.0.0.1", 0))
    listening.listen(8)
    return listening
