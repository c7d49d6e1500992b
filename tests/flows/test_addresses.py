"""Addresses that try to reach inside: none gets there, and with the guard off they would."""

from pathlib import Path

import pytest

from tests.soaks import run_soak


def test_a_hundred_and_fifty_addresses_of_every_kind_reach_nothing(tmp_path: Path) -> None:
    told = run_soak("addresses", "--short", tmp_path=tmp_path)
    assert (told["addresses"], told["reached"], told["honest_pages_had"]) == (150, [], True)
    assert told["reached_without_the_guard"] > 20
    assert len(told["kinds"]) == 26


@pytest.mark.soak
def test_a_thousand_addresses_reach_nothing() -> None:
    told = run_soak("addresses")
    assert (told["reached"], told["honest_pages_had"]) == ([], True)
    assert told["addresses"] >= 500
    assert told["reached_without_the_guard"] > 100
