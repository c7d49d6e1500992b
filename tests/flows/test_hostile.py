"""Hostile files, each as an exhibit and as a report: bounded memory and time, no packet, the casebook unharmed."""

import sys
from pathlib import Path

import pytest

from soak.hostile import broken_bars
from soak.hostile_files import MAKERS, make_files
from tests.soaks import run_soak

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="cells are built for Linux, so no hostile file was opened")


def test_the_same_seed_makes_the_same_files() -> None:
    assert list(make_files(len(MAKERS), 3)) == list(make_files(len(MAKERS), 3))


def test_a_bar_that_does_not_hold_is_named() -> None:
    held = {
        "most_memory_mb": 100,
        "longest_seconds": 1.0,
        "heard": 0,
        "odd_lines": [],
        "kept": 2,
        "distinct": 2,
        "faults": [],
        "same_figures": True,
        "same_ledger": True,
    }
    assert broken_bars(held) == []
    assert broken_bars(held | {"most_memory_mb": 600, "heard": 1, "same_ledger": False}) == ["memory", "packets", "unharmed"]
    assert broken_bars(held | {"traced": {"sockets": ["socket(AF_INET"]}}) == ["packets"]


def test_one_of_each_kind_does_no_harm(tmp_path: Path) -> None:
    told = run_soak("hostile", "--files", str(len(MAKERS)), "--no-trace", tmp_path=tmp_path, holds=False)
    assert broken_bars(told) == [], told


@pytest.mark.soak
def test_two_thousand_hostile_files_do_no_harm() -> None:
    told = run_soak("hostile", holds=False)
    assert broken_bars(told) == [], told
