"""Whatever happens to a casebook, in whatever order: nothing acknowledged is lost, nothing erased is left, the ledger follows from the log."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.flows.histories import AnyHistory

CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def test_a_casebook_agrees_with_itself_after_a_few_histories() -> None:
    run_state_machine_as_test(AnyHistory, settings=settings(max_examples=4, stateful_step_count=10, suppress_health_check=CALM, phases=[Phase.generate]))  # fmt: skip


@pytest.mark.soak
def test_a_casebook_agrees_with_itself_after_many_long_histories() -> None:
    run_state_machine_as_test(AnyHistory, settings=settings(max_examples=300, stateful_step_count=40, suppress_health_check=CALM))
