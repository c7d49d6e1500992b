"""Files that go out: whole in their place, or not there; and a line that says which place it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knell.flows.whole import CLOSED, write_whole
from knell.records.errors import InputError


def test_what_is_written_is_there_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "brief.md", [b"first\n", b"second\n"])
    assert [path.name for path in tmp_path.iterdir()] == ["brief.md"]
    assert (tmp_path / "brief.md").read_bytes() == b"first\nsecond\n"


def test_where_it_ends_half_way_what_was_there_before_stays(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError("no more")

    (tmp_path / "brief.md").write_bytes(b"before")
    with pytest.raises(RuntimeError):
        write_whole(tmp_path / "brief.md", broken())
    assert [path.name for path in tmp_path.iterdir()] == ["brief.md"]
    assert (tmp_path / "brief.md").read_bytes() == b"before"


def test_a_place_that_cannot_be_is_one_line_with_the_name_that_was_given(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "nowhere" / "brief.md", tmp_path / "file" / "brief.md", tmp_path):
        with pytest.raises(InputError) as said:
            write_whole(place, [b"words"])
        assert said.value.where == str(place)
        assert said.value.todo == "give another place, or make room there"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_for_nobody_else_is_closed_to_others(tmp_path: Path) -> None:
    write_whole(tmp_path / "original.jpg", [b"bytes"], CLOSED)
    assert (tmp_path / "original.jpg").stat().st_mode & 0o777 == CLOSED
