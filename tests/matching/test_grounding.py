"""Which tellings are happenings of their own."""

from knell.matching.collection import match
from knell.matching.tellings import find_tellings
from knell.records import Place, Target, Victim
from tests.matching.cast import CIVILIANS, OTHER_VILLAGE, VILLAGE, claim, days, report

MONDAY = days("2025-03-03")
THURSDAY = days("2025-03-06")


def incidents(of, *claims):
    return match([of], claims).incidents


def test_an_attack_on_nobody_nowhere_is_no_happening_of_its_own_beside_one_that_is():
    a = report("a")
    dead = claim(a, 12, at=VILLAGE, when=MONDAY, victims=CIVILIANS)
    (found,) = incidents(a, dead, claim(a, harm="none", event="arson", ordinal=1))
    assert found.main == (dead.claim,)


def test_an_explosion_at_a_place_on_a_day_is_a_happening_though_nobody_is_told_of():
    a = report("a")
    dead = claim(a, 12, at=VILLAGE, when=MONDAY, victims=CIVILIANS)
    assert len(incidents(a, dead, claim(a, harm="none", event="bombing", at=OTHER_VILLAGE, when=THURSDAY, ordinal=1))) == 2


def test_a_thing_that_was_hit_makes_a_happening():
    a = report("a")
    dead = claim(a, 12, at=VILLAGE, when=MONDAY, victims=CIVILIANS)
    targets = (Target(text="bridge", start=0, end=6),)
    assert len(incidents(a, dead, claim(a, harm="none", event="arson", targets=targets, when=THURSDAY, ordinal=1))) == 2


def test_they_alone_are_nobody_in_particular():
    a = report("a")
    dead = claim(a, 12, at=VILLAGE, when=MONDAY, victims=CIVILIANS)
    they = (Victim(text="they", start=0, end=4),)
    (found,) = incidents(a, dead, claim(a, harm="abducted", event="abduction", victims=they, ordinal=1))
    assert found.main == (dead.claim,)


def test_damage_on_the_day_of_an_attack_is_of_the_attack():
    a = report("a")
    blast = claim(a, 2, harm="injured", event="bombing", at=VILLAGE, when=MONDAY, victims=CIVILIANS)
    targets = (Target(text="windows", start=0, end=7),)
    (found,) = incidents(a, blast, claim(a, harm="none", event="property_damage", targets=targets, ordinal=1))
    assert found.type == "bombing"


def test_violence_in_general_is_told_with_the_chief_happening_and_makes_no_second_one():
    a = report("a")
    dead = claim(a, 12, at=VILLAGE, when=MONDAY, victims=CIVILIANS)
    general = claim(a, harm="none", event="torture", at=OTHER_VILLAGE, ordinal=1)
    (found,) = incidents(a, dead, general)
    assert found.main == (dead.claim,)
    assert general.claim in found.claims


def test_arrests_told_beside_a_killing_belong_with_it():
    a = report("a")
    dead = claim(a, 12, at=VILLAGE, when=MONDAY, victims=CIVILIANS)
    arrests = claim(a, 3, harm="detained", event="detention", at=OTHER_VILLAGE, when=THURSDAY, ordinal=1)
    (found,) = incidents(a, dead, arrests)
    assert found.main == (dead.claim,)
    assert arrests.claim in found.claims


def test_arrests_alone_are_a_happening():
    a = report("a")
    (found,) = incidents(a, claim(a, 3, harm="detained", event="detention", at=VILLAGE, when=THURSDAY))
    assert found.type == "detention"


def test_civilians_in_general_are_nobody_in_particular_and_a_counted_few_are():
    a = report("a")
    dead = claim(a, 12, at=VILLAGE, when=MONDAY, victims=CIVILIANS)
    general = (Victim(text="innocent people", start=0, end=15),)
    (found,) = incidents(a, dead, claim(a, harm="none", event="assault", victims=general, at=OTHER_VILLAGE, ordinal=1))
    assert found.main == (dead.claim,)
    assert len(incidents(a, dead, claim(a, 3, event="killing", victims=general, at=OTHER_VILLAGE, when=THURSDAY, ordinal=1))) == 2


def test_suspects_taken_are_no_casualties_of_the_happening():
    a = report("a")
    dead = claim(a, 12, at=VILLAGE, when=MONDAY, victims=CIVILIANS)
    taken = claim(a, 2, harm="detained", event="investigation", ordinal=1)
    (found,) = incidents(a, dead, taken)
    assert taken.claim not in found.claims


def test_what_is_said_of_no_happening_goes_with_the_one_the_report_opens_with():
    a = report("a")
    lead = claim(a, 5, at=VILLAGE, when=THURSDAY, victims=CIVILIANS)
    before = claim(a, 9, at=OTHER_VILLAGE, when=MONDAY, victims=CIVILIANS, ordinal=1)
    again = claim(a, 9, at=OTHER_VILLAGE, when=MONDAY, victims=CIVILIANS, ordinal=2)
    said = claim(a, harm="none", event="statement", ordinal=3)
    one, other = find_tellings("a", a.text, [lead, before, again, said])
    assert (one.main, one.others, other.others) == ([lead], [said], [])


def test_a_few_dead_of_one_day_somewhere_in_a_country_are_a_happening_and_no_total():
    a = report("a")
    country = Place(name="Syria", precision="country", country="SY")
    assert [i.kind for i in incidents(a, claim(a, 9, at=country, when=MONDAY))] == ["incident"]
    assert [i.kind for i in incidents(a, claim(a, 900, at=country, when=MONDAY))] == ["aggregate"]


def test_an_army_told_of_without_a_number_is_nobody_in_particular_however_it_is_called():
    a = report("a")
    dead = claim(a, 12, at=VILLAGE, when=MONDAY, victims=CIVILIANS)
    army = (Victim(text="the national armed forces", start=0, end=25),)
    (found,) = incidents(a, dead, claim(a, harm="none", event="assault", at=OTHER_VILLAGE, victims=army, ordinal=1))
    assert found.main == (dead.claim,)
