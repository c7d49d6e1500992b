"""What is inside a cell stays inside: network, files, memory, time. Every try is made for real."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knell.confining.cell import Cell, CellFault, readable_places
from knell.confining.trying import POSSIBLE, REFUSED
from knell.confining.walls import NETWORK, Bounds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="cells are built for Linux")

TASKS = "knell.confining.trying:"
NOWHERE: dict[str, Any] = {"host": "127.0.0.1", "port": 9}


@pytest.fixture(scope="module")
def cell() -> Iterator[Cell]:
    with Cell() as one:
        yield one


def test_what_goes_in_comes_out_and_again(cell: Cell) -> None:
    assert cell.ask(TASKS + "echo", {}, b"some bytes").parts == (b"some bytes", b"some bytes")
    assert cell.ask(TASKS + "echo", {}, b"others").parts[0] == b"others"


def test_at_least_one_wall_keeps_it_off_the_network_and_says_so(cell: Cell) -> None:
    cell.ask(TASKS + "echo", {}, b"in")
    assert NETWORK & set(cell.walls)


def test_no_packet_leaves_by_itself_or_by_another_program(cell: Cell) -> None:
    assert cell.ask(TASKS + "reach_network", NOWHERE, b"").parts[0] == REFUSED
    assert cell.ask(TASKS + "run_program", NOWHERE | {"python": sys.executable}, b"").parts[0] == REFUSED


def test_the_same_try_outside_a_cell_gets_through() -> None:
    from knell.confining.trying import reach_network

    assert reach_network(NOWHERE, 0)[0] == POSSIBLE  # a datagram to a port of this machine needs nobody there


def test_the_users_files_are_not_there_and_none_can_be_written(cell: Cell, tmp_path: Path) -> None:
    mine = tmp_path / "name.txt"
    mine.write_text("a name")
    assert cell.ask(TASKS + "read_path", {"path": str(mine)}, b"").parts[0] == REFUSED
    assert cell.ask(TASKS + "write_path", {"path": str(tmp_path / "out")}, b"").parts[0] == REFUSED
    assert not (tmp_path / "out").exists()


def test_what_a_cell_sees_holds_no_home_and_no_casebook(tmp_path: Path) -> None:
    assert not [place for place in readable_places() if Path(place) in (Path.home(), Path("/"), Path("/tmp"), Path("/home"))]


def test_it_can_signal_nobody_outside(cell: Cell) -> None:
    assert cell.ask(TASKS + "see_processes", {"pid": os.getpid()}, b"").parts[0] == REFUSED


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("eat_memory", "needs more memory than it is given"),
        ("crash", "crashed"),
        ("flood", "gives back more"),
        ("hang", "took over 1 seconds"),
    ],
)
def test_a_bomb_a_crash_and_a_hang_are_one_line_and_the_next_file_is_opened(cell: Cell, task: str, said: str) -> None:
    with pytest.raises(CellFault, match=said) as fault:
        cell.ask(TASKS + task, {}, b"in", seconds=1)
    assert "\n" not in fault.value.line()
    assert cell.ask(TASKS + "echo", {}, b"still here").parts[0] == b"still here"


def test_memory_is_bounded_as_asked() -> None:
    with Cell(bounds=Bounds(memory=64 * 2**20)) as small, pytest.raises(CellFault, match="memory"):
        small.ask(TASKS + "eat_memory", {}, b"")


def test_a_task_that_is_none_is_a_fault_of_one_line(cell: Cell) -> None:
    with pytest.raises(CellFault, match="breaks what opens it"):
        cell.ask("knell.confining.trying:nothing", {}, b"")


def test_a_cell_ends_with_what_it_started() -> None:
    with Cell() as one:
        one.ask(TASKS + "echo", {}, b"")
        child = one._child
    assert child is not None
    assert child.poll() is not None
