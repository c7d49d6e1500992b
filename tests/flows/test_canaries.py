"""Names put into a casebook by every door and erased: none is left in any byte, and no key that is kept opens what held them."""

from pathlib import Path
from typing import Any

import pytest

from tests.soaks import run_soak


def assert_gone(told: dict[str, dict[str, Any]], names: int) -> None:
    assert set(told) == {"clear", "encrypted"}
    for found in told.values():
        assert (found["names"], found["seen_before"]) == (names, names)
        assert (found["left"], found["free_pages"], found["opened_by_the_keyring_of_after"]) == ([], 0, 0)
    assert told["encrypted"]["disk"]["names"] == []
    assert "not_run" in told["clear"]["disk"] or told["clear"]["disk"]["names"], "the look at the disk finds nothing anywhere"


def test_of_twenty_names_none_is_left_after_they_are_erased(tmp_path: Path) -> None:
    assert_gone(run_soak("canaries", "--names", "20", tmp_path=tmp_path), 20)


@pytest.mark.soak
def test_of_five_hundred_names_none_is_left() -> None:
    assert_gone(run_soak("canaries"), 500)
