"""What is told place by place: the whole is a total over the places, and never where one of them is."""

import pytest

from knell.matching.collection import match
from knell.matching.tellings import find_tellings
from tests.matching.cast import OBSERVATORY, OTHER_VILLAGE, TOWN, VILLAGE, claim, days, report

ROWS = ((VILLAGE, 12, 3), (OTHER_VILLAGE, 38, 4), (TOWN, 22, 0))


def table(when=None, injured_first=False):
    """A table of three villages, killed and injured, with its totals in the last row, as a reader makes claims of it."""
    a = report("a", "Village | Killed | Injured. " + "A row of a table, in twenty-eight letters. " * 4)
    width, start = 43, 28
    totals = {h: claim(a, n, harm=h, when=when, by=OBSERVATORY, ordinal=9, passage=(start + 3 * width, start + 4 * width)) for h, n in
              (("killed", 72), ("injured", 7))}  # fmt: skip
    rows, parts = [], {"killed": [], "injured": []}
    for n, (place, killed, injured) in enumerate(ROWS):
        for harm, number in (("killed", killed), ("injured", injured)):
            if number:
                of = claim(
                    a, number, harm=harm, at=place, when=when, by=OBSERVATORY, ordinal=n,
                    event="killing" if harm == "killed" else "assault",
                    passage=(start + n * width, start + (n + 1) * width), relations=(("part_of", totals[harm]),),
                )  # fmt: skip
                rows.append(of)
                parts[harm].append(of)
    last = [
        claim(
            a, {"killed": 72, "injured": 7}[h], harm=h, when=when, by=OBSERVATORY, ordinal=9, event="killing" if h == "killed" else "assault",
            passage=(start + 3 * width, start + 4 * width), relations=tuple(("total_of", c) for c in parts[h]),
        )
        for h in (("injured", "killed") if injured_first else ("killed", "injured"))
    ]  # fmt: skip
    return a, rows, last


@pytest.mark.parametrize("injured_first", [False, True])
@pytest.mark.parametrize("when", [None, days("2025-03-06", "2025-03-10"), days("2025-03-07")])
def test_a_tables_totals_are_one_aggregate_that_holds_no_rows(when, injured_first):
    a, rows, last = table(when, injured_first)
    incidents = match([a], [*rows, *last]).incidents
    (whole,) = [i for i in incidents if i.kind == "aggregate"]
    assert set(whole.claims) == {c.claim for c in last}
    villages = [i for i in incidents if i is not whole]
    assert len(villages) == len(ROWS)
    assert {i.part_of for i in villages} == {whole.incident}


def test_a_whole_of_two_places_is_a_total_and_is_at_neither():
    a = report("a")
    whole = claim(a, 50, at=VILLAGE)
    here = claim(a, 38, at=VILLAGE, ordinal=1, relations=(("part_of", whole),))
    there = claim(a, 12, at=OTHER_VILLAGE, ordinal=2, relations=(("part_of", whole),))
    first, *others = find_tellings("a", a.text, [whole, here, there])
    assert [c.claim for c in first.main] == [whole.claim]
    assert first.total
    assert not first.sites
    assert not any(t.total for t in others)


def test_a_part_within_one_place_makes_its_whole_no_total():
    a = report("a")
    whole = claim(a, 16, at=VILLAGE, when=days("2025-03-07"))
    women = claim(a, 5, at=VILLAGE, when=days("2025-03-07"), ordinal=1, relations=(("part_of", whole),))
    (telling,) = find_tellings("a", a.text, [whole, women])
    assert not telling.total


def test_a_row_that_has_all_the_dead_is_still_not_the_totals_telling():
    a, rows, last = table()
    only = [c for c in rows if c.places[0] == VILLAGE] + [c for c in rows if c.places[0] == OTHER_VILLAGE and c.harm == "injured"]
    tellings = find_tellings("a", a.text, [*only, *last])
    (whole,) = [t for t in tellings if last[0].claim in {c.claim for c in t.main}]
    assert not whole.sites
