"""Rule ``entailed`` against true worlds: a few hundred here, ten thousand and more in ``make soak``."""

import pytest

from soak.worlds import check_world, run_worlds
from tests.soaks import run_soak


def test_two_hundred_true_worlds_are_held_by_the_tightest_range_and_nobody_is_counted_twice():
    told = run_worlds(200, seed=7)
    assert told["faults"] == []
    assert told["checked by trying everything"] > 100
    assert told["with conflicts"] > 20


def test_a_range_that_is_off_by_one_would_be_seen(monkeypatch):
    from knell.reckoning import entailment

    entail = entailment._Part._range
    monkeypatch.setattr(entailment._Part, "_range", lambda self, q, parted: (r := entail(self, q, parted))._replace(low=r.low + 1))
    assert any(check_world(seed, small=True, wrong=False).faults for seed in range(10))


@pytest.mark.soak
def test_ten_thousand_true_worlds():
    assert run_soak("worlds")["faults"] == []
