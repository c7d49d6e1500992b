"""``kill -9`` of ``knell add`` at random moments: nothing acknowledged is lost, no half report is left."""

from pathlib import Path

import pytest

from tests.soaks import run_soak


def test_fifteen_kills_lose_nothing(tmp_path: Path) -> None:
    told = run_soak("kill", "--short", tmp_path=tmp_path)
    assert (told["lost"], told["faults"], told["same_ledger"]) == ([], [], True)
    assert told["killed_while_running"] >= 8


@pytest.mark.soak
def test_ten_thousand_kills_lose_nothing() -> None:
    told = run_soak("kill")
    assert (told["lost"], told["faults"], told["same_ledger"]) == ([], [], True)
