"""Whose figure an update takes the place of."""

from knell.matching.collection import match
from knell.reckoning.incidents import reckon
from knell.records import Party
from tests.matching.cast import NETWORK, OBSERVATORY, VILLAGE, claim, days, report


def lanes(*told):
    """Root -> its lane's low end, where the second figure of one report is told to update the first."""
    a = report("a")
    first = claim(a, told[0][0], by=told[0][1], at=VILLAGE, when=days("2025-03-07"))
    second = claim(a, told[1][0], by=told[1][1], at=VILLAGE, when=days("2025-03-07"), ordinal=1, relations=(("updates", first),))
    (incident,) = reckon(match([a], [first, second]))
    return {lane.root: lane.low for toll in incident.tolls for lane in toll.lanes}


def test_a_sources_new_figure_takes_the_place_of_its_old_one():
    assert lanes((52, OBSERVATORY), (40, OBSERVATORY)) == {OBSERVATORY.name: 40}


def test_no_source_takes_the_place_of_anothers_figure():
    assert lanes((52, OBSERVATORY), (40, NETWORK)) == {OBSERVATORY.name: 52, NETWORK.name: 40}


def test_a_named_source_updates_what_nobody_is_named_for():
    assert set(lanes((52, ()), (40, NETWORK))) == {NETWORK.name}
    assert set(lanes((52, OBSERVATORY), (40, Party(text="reportedly", kind="unknown")))) != {OBSERVATORY.name}
