"""The conventions of other recorders: what each takes of the same claims, and what it leaves out."""

import pytest

from knell.reckoning.conventions import CONVENTIONS
from knell.reckoning.incidents import reckon
from knell.records import Incident, Party
from tests.matching.cast import CIVILIANS, COMMITTEE, NETWORK, OBSERVATORY, SECURITY
from tests.reckoning.test_tolls import ends, gather, toll_of

ARMY = Party(name="Northern Army", kind="state_forces", text="the army", start=0, end=8)
REBELS = Party(name="Southern Front", kind="armed_group", text="rebels", start=0, end=6)


def by(rule: str, *told) -> Incident:
    (incident,) = reckon(gather(*told), rule=rule)
    return incident


@pytest.mark.parametrize("name", CONVENTIONS)
def test_every_convention_bears_its_name_and_version_and_says_what_it_loses(name):
    convention = CONVENTIONS[name]
    assert convention.rule.split("@")[0] == name
    assert convention.source and convention.counts and convention.loses
    assert all(toll.rule == convention.rule for toll in by(name, (52, {"by": OBSERVATORY}), (38, {"by": NETWORK})).tolls)


@pytest.mark.parametrize("name", CONVENTIONS)
def test_no_convention_adds_what_may_be_the_same_people(name):
    told = [(52, {"by": OBSERVATORY}), (52, {"by": OBSERVATORY}), (40, {"by": NETWORK, "victims": CIVILIANS})]
    assert all((toll.low or 0) <= 52 and (toll.high or 0) <= 52 for toll in by(name, *told).tolls)


def test_ucdp_takes_the_lowest_the_strongest_and_the_highest():
    toll = toll_of(
        by("ucdp", (52, {"by": OBSERVATORY}), (38, {"by": NETWORK, "basis": "documented"}), (70, {"by": COMMITTEE, "kind": "more_than"}))
    )
    assert ends(toll) == (38, 38, 70)


def test_ucdp_records_deaths_alone():
    assert by("ucdp", (52, {"by": OBSERVATORY, "harm": "injured"})).tolls == ()


def test_airwars_has_a_minimum_a_maximum_and_a_grade():
    incident = by("airwars", (52, {"by": OBSERVATORY, "perpetrators": (ARMY,)}), (38, {"by": NETWORK, "kind": "at_least"}))
    assert ends(toll_of(incident)) == (38, None, 52)
    assert incident.grade == "fair"


def test_only_airwars_grades():
    assert all(by(name, (52, {"by": OBSERVATORY})).grade is None for name in CONVENTIONS if name != "airwars")


def test_one_source_alone_is_weak():
    assert by("airwars", (52, {"by": OBSERVATORY, "perpetrators": (ARMY,)})).grade == "weak"


def test_a_belligerent_that_accepts_the_harm_confirms_it_and_one_that_accepts_only_the_act_does_not():
    accepts = (3, {"by": ARMY, "perpetrators": (ARMY,), "stance": "acknowledged"})
    assert by("airwars", accepts).grade == "confirmed"
    act = (None, {"by": ARMY, "perpetrators": (ARMY,), "stance": "acknowledged", "harm": "none", "event": "airstrike"})
    assert by("airwars", (3, {"by": OBSERVATORY, "of": "r"}), (*act[:1], act[1] | {"of": "r"})).grade == "weak"


def test_two_belligerents_each_named_by_another_root_are_contested():
    told = [(52, {"by": OBSERVATORY, "perpetrators": (ARMY,)}), (52, {"by": NETWORK, "perpetrators": (REBELS,)})]
    assert by("airwars", *told).grade == "contested"


def test_where_all_the_dead_were_fighters_airwars_discounts():
    assert by("airwars", (16, {"by": OBSERVATORY, "victims": SECURITY})).grade == "discounted"


def test_ibc_counts_civilians_and_shows_one_source_apart():
    one = by("ibc", (52, {"by": OBSERVATORY}), (30, {"by": OBSERVATORY, "victims": CIVILIANS}))
    assert [(t.group, *ends(t)) for t in one.tolls] == [("civilians", 30, 30, 30)]
    assert "single source" in one.tolls[0].flags
    two = by("ibc", (30, {"by": OBSERVATORY, "victims": CIVILIANS}), (26, {"by": NETWORK, "victims": CIVILIANS}))
    assert ends(two.tolls[0]) == (26, None, 30)
    assert "single source" not in two.tolls[0].flags


@pytest.mark.parametrize(("words", "number"), [(20, 10), (24, 12), (200, 100), (2, 10)])
def test_acled_codes_words_without_a_number(words, number):
    assert ends(toll_of(by("acled", (words, {"by": OBSERVATORY, "kind": "vague"})))) == (number, number, number)


def test_acled_takes_the_most_conservative_and_names_the_dispute():
    toll = toll_of(by("acled", (52, {"by": OBSERVATORY}), (38, {"by": NETWORK})))
    assert ends(toll) == (38, 38, 38)
    assert "disputed" in toll.flags
    assert "52 (Syrian Observatory for Human Rights)" in toll.why
