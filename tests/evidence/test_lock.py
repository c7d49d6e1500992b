"""One writer at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from knell.evidence.lock import only_writer
from knell.records.errors import CasebookError

HOLD = """
import sys, time
from pathlib import Path
from knell.evidence.lock import only_writer
with only_writer(Path(sys.argv[1]), 0):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "evidence").mkdir()
    return tmp_path / "evidence" / "writer.lock"


def test_a_second_writer_waits_as_long_as_it_is_told_and_then_says_so_in_one_line(path: Path) -> None:
    slept: list[float] = []
    with (
        only_writer(path, 0),
        pytest.raises(CasebookError, match="another command is writing") as caught,
        only_writer(path, 0.2, slept.append),
    ):
        raise AssertionError("two writers")
    assert sum(slept) == pytest.approx(0.2)
    assert "\n" not in caught.value.line()
    assert "try again" in caught.value.line()


def test_a_second_writer_goes_on_when_the_first_ends_meanwhile(path: Path) -> None:
    first = only_writer(path, 0)
    first.__enter__()
    with only_writer(path, 1, lambda _: first.__exit__(None, None, None)):
        pass


def test_the_lock_of_a_killed_writer_is_free(path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(CasebookError), only_writer(path, 0):
        pass
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with only_writer(path, 0):
        pass
