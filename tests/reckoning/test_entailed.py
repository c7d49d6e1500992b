"""Rule ``entailed``, case by case, on collections small enough to check by eye."""

import pytest

from knell.matching.collection import match
from knell.reckoning.incidents import reckon
from knell.records import Incident
from tests.matching.cast import CIVILIANS, COAST, COMMITTEE, LOYALISTS, NETWORK, OBSERVATORY, SECURITY, WOMEN, claim, days, report
from tests.reckoning.test_tolls import ends, gather, toll_of


def entailed(*told, **more) -> Incident:
    (incident,) = reckon(gather(*told, **more), rule="entailed")
    return incident


def over_days(*told) -> Incident:
    """A total over the coast: (number, root, first day, last day, options) each in a report of its own."""
    reports, claims = [], []
    for n, (number, root, first, last, options) in enumerate(told):
        reports.append(report(f"r{n}", published="2025-03-20"))
        claims.append(claim(reports[-1], number, by=root, at=COAST, when=days(first, last), event="massacre", **options))
    found = [i for i in reckon(match(reports, claims), rule="entailed") if i.kind == "aggregate"]
    assert len(found) == 1
    return found[0]


def test_two_parts_that_exclude_one_another_are_a_floor_of_the_whole():
    incident = entailed(
        (60, {"by": OBSERVATORY, "kind": "more_than"}),
        (50, {"by": NETWORK, "victims": CIVILIANS}),
        (30, {"by": COMMITTEE, "victims": SECURITY}),
    )
    toll = toll_of(incident)
    assert ends(toll) == (80, None, None)
    assert "Syrian Network for Human Rights gives 50 (civilians)" in toll.why
    assert "30 (security forces)" in toll.why
    assert "taken together they leave no fewer" in toll.why


def test_parts_whose_overlap_nobody_states_are_never_added():
    toll = toll_of(
        entailed(
            (10, {"by": OBSERVATORY, "kind": "at_least"}),
            (50, {"by": NETWORK, "victims": CIVILIANS}),
            (30, {"by": COMMITTEE, "victims": WOMEN}),
        )
    )
    assert ends(toll) == (50, None, None)


def test_a_whole_leaves_only_so_many_to_a_part_that_a_floor_tells_of():
    toll = toll_of(
        entailed(
            (100, {"by": OBSERVATORY}),
            (80, {"by": NETWORK, "victims": CIVILIANS}),
            (5, {"by": COMMITTEE, "victims": SECURITY, "kind": "at_least"}),
        ),
        group="security forces",
    )
    assert ends(toll) == (5, None, 20)
    assert "taken together they leave no more" in toll.why


def test_claims_that_cannot_both_be_true_are_named_and_the_range_spans_either():
    toll = toll_of(entailed((38, {"by": OBSERVATORY}), (52, {"by": NETWORK})))
    assert ends(toll) == (38, None, 52)
    assert {frozenset(c) for c in toll.conflicts} == {frozenset(lane.claim for lane in toll.lanes)}
    assert {(p.low, p.high) for p in toll.possible} == {(38, 38), (52, 52)}
    assert "claims conflict" in toll.flags
    assert "Syrian Observatory for Human Rights’ 38 and Syrian Network for Human Rights’ 52 cannot both be true" in toll.why
    assert "38 if Syrian Network for Human Rights’ 52 is wrong" in toll.why


def test_a_floor_above_a_closed_figure_is_a_conflict_and_leaves_the_upper_end_open():
    toll = toll_of(entailed((52, {"by": OBSERVATORY}), (70, {"by": NETWORK, "kind": "more_than"})))
    assert ends(toll) == (52, None, None)
    assert len(toll.conflicts) == 1


def test_a_floor_beneath_a_closed_figure_says_nothing_against_it():
    toll = toll_of(entailed((52, {"by": OBSERVATORY}), (20, {"by": NETWORK, "basis": "verified"})))
    assert ends(toll) == (52, 52, 52)
    assert toll.conflicts == ()
    assert toll.why == "exactly 52: Syrian Observatory for Human Rights gives 52"


@pytest.mark.parametrize("kind", ["about", "vague"])
def test_about_and_words_without_a_number_bound_nothing(kind):
    toll = toll_of(entailed((50, {"by": OBSERVATORY, "kind": kind})))
    assert ends(toll) == (None, None, None)
    assert toll.why == "no claim sets a lower end; no upper end: no claim says how many at most"


def test_a_count_up_to_an_earlier_day_is_a_floor_of_a_later_one_and_no_rival():
    incident = over_days(
        (803, OBSERVATORY, "2025-03-06", "2025-03-10", {}), (1500, NETWORK, "2025-03-06", "2025-03-14", {"kind": "at_least"})
    )
    by_end = {toll.scope.to: toll for toll in incident.tolls}
    assert ends(by_end["2025-03-10"]) == (803, 803, 803)
    assert ends(by_end["2025-03-14"]) == (1500, None, None)
    assert all(toll.conflicts == () for toll in incident.tolls)


def test_fewer_over_more_days_is_a_conflict():
    incident = over_days((803, OBSERVATORY, "2025-03-06", "2025-03-10", {}), (700, NETWORK, "2025-03-06", "2025-03-14", {}))
    assert all(len(toll.conflicts) == 1 for toll in incident.tolls)


def test_fighters_and_civilians_of_one_source_stay_within_its_own_whole():
    incident = entailed(
        (50, {"by": OBSERVATORY, "of": "r"}),
        (30, {"by": OBSERVATORY, "victims": CIVILIANS, "of": "r"}),
        (12, {"by": NETWORK, "victims": LOYALISTS}),
    )
    assert ends(toll_of(incident)) == (50, 50, 50)
    assert ends(toll_of(incident, "loyalists")) == (12, 12, 12)


def test_a_denial_lowers_nothing():
    told = [(52, {"by": OBSERVATORY}), (30, {"by": NETWORK, "victims": CIVILIANS})]
    before = entailed(*told)
    after = entailed(*told, (0, {"by": COMMITTEE, "stance": "denied"}))
    assert [ends(t) for t in after.tolls] == [ends(t) for t in before.tolls]


def test_a_copy_says_nothing_more():
    once = toll_of(entailed((52, {"by": OBSERVATORY})))
    twice = toll_of(entailed((52, {"by": OBSERVATORY}), (52, {"by": OBSERVATORY}), (52, {"by": OBSERVATORY})))
    assert (ends(once), once.n_independent) == (ends(twice), twice.n_independent)
