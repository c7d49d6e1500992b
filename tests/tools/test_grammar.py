"""The speed bench's made-up reports."""

import msgspec

from knell.records import Report
from tools.bench import share_by_module
from tools.grammar import RULES, write_reports


def test_the_same_seed_writes_the_same_reports_and_another_seed_others() -> None:
    assert list(write_reports(3, 120, 1)) == list(write_reports(3, 120, 1))
    assert list(write_reports(3, 120, 1)) != list(write_reports(3, 120, 2))


def test_a_report_is_the_contracts_and_about_as_long_as_wanted() -> None:
    reports = [msgspec.convert(report, Report) for report in write_reports(20, 500, 7)]
    assert len({report.id for report in reports}) == 20
    assert all(500 <= len(report.text.split()) < 540 for report in reports)


def test_no_place_of_a_pattern_is_left_unfilled() -> None:
    assert not any("{" in report["text"] or "}" in report["text"] for report in write_reports(50, 400, 3))


def test_every_rule_names_words_that_are_there() -> None:
    named = {name.lower() for patterns in RULES.values() for pattern in patterns for name in _names(pattern)}
    assert named <= set(RULES) | {"n", "m"}


def _names(pattern: str) -> list[str]:
    return [rest.partition("}")[0] for rest in pattern.split("{")[1:]]


def test_time_in_a_library_is_put_down_to_the_module_that_called_it() -> None:
    import cProfile
    import json
    import pstats

    from knell.publishing.schema import describe_contract

    profiler = cProfile.Profile()
    profiler.enable()
    json.dumps([describe_contract() for _ in range(5)])
    profiler.disable()
    shares = share_by_module(pstats.Stats(profiler))
    assert max(shares, key=lambda module: shares[module]) == "knell/publishing/schema"
