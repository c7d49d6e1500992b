"""One report's second telling of a happening, and what is a second happening."""

from knell.matching.collection import match
from knell.records import Place, Time
from tests.matching.cast import OTHER_VILLAGE, PROVINCE, TOWN, VILLAGE, claim, days, report

CITY = Place(name="Latakia", precision="town", country="SY", admin1="Latakia", lat=35.53, lon=35.79)
SUBURB = Place(name="Upper Town", precision="town", country="SY", admin1="Latakia Outskirts", lat=35.6, lon=35.85)
TEXT = "Eighteen die in blast. The blast hit a market. It was the second. Two years of war have killed many."
HEAD, BODY, LATER, WAR = (0, 22), (23, 47), (48, 65), (66, len(TEXT))
MONDAY = days("2025-03-03")
TUESDAY = days("2025-03-04")
SUNDAY = days("2025-03-02")


def incidents(*claims):
    return match([report("a", TEXT)], claims).incidents


A = report("a", TEXT)


def test_a_headlines_city_and_the_suburb_of_the_body_are_one_place_where_figure_and_day_are_the_same():
    head = claim(A, 18, at=CITY, when=MONDAY, event="bombing", passage=HEAD)
    body = claim(A, 18, kind="at_least", at=SUBURB, when=MONDAY, event="bombing", passage=BODY, ordinal=1)
    assert len(incidents(head, body)) == 1


def test_the_same_figure_at_two_near_places_in_one_sentence_is_two_happenings():
    one = claim(A, 18, at=CITY, when=MONDAY, event="bombing", passage=BODY)
    two = claim(A, 18, at=SUBURB, when=MONDAY, event="bombing", passage=BODY, ordinal=1)
    assert len(incidents(one, two)) == 2


def test_the_same_figure_at_far_places_is_two_happenings():
    far = Place(name="Bosra", precision="town", country="SY", admin1="Daraa", lat=32.52, lon=36.48)
    head = claim(A, 18, at=CITY, when=MONDAY, event="bombing", passage=HEAD)
    assert len(incidents(head, claim(A, 18, at=far, when=MONDAY, event="bombing", passage=BODY, ordinal=1))) == 2


def test_another_figure_in_the_suburb_is_another_happening():
    head = claim(A, 18, at=CITY, when=MONDAY, event="bombing", passage=HEAD)
    assert len(incidents(head, claim(A, 7, at=SUBURB, when=MONDAY, event="bombing", passage=BODY, ordinal=1))) == 2


def test_a_headline_over_a_province_is_told_again_at_its_one_village():
    head = claim(A, 18, at=PROVINCE, when=MONDAY, event="airstrike", passage=HEAD)
    body = claim(A, 11, at=VILLAGE, when=MONDAY, event="airstrike", passage=BODY, ordinal=1)
    assert len(incidents(head, body)) == 1


def test_two_villages_of_a_province_stay_apart_from_its_sum():
    head = claim(A, 18, at=PROVINCE, when=MONDAY, event="airstrike", passage=HEAD)
    one = claim(A, 11, at=VILLAGE, when=MONDAY, event="airstrike", passage=BODY, ordinal=1)
    two = claim(A, 7, at=OTHER_VILLAGE, when=MONDAY, event="airstrike", passage=LATER, ordinal=2)
    assert len(incidents(head, one, two)) == 3


def test_a_village_with_more_dead_than_its_province_is_another_happening():
    head = claim(A, 18, at=PROVINCE, when=MONDAY, event="airstrike", passage=HEAD)
    assert len(incidents(head, claim(A, 30, at=VILLAGE, when=SUNDAY, event="airstrike", passage=BODY, ordinal=1))) == 2


def test_a_bare_weekday_goes_with_the_headlines_date_on_that_weekday():
    dated = Time(text="Monday 3 Mar 2025", from_="2025-03-03", to="2025-03-03", precision="day")
    counted = Time(text="on Monday", from_="2025-03-17", to="2025-03-17", precision="day")
    head = claim(A, 18, at=TOWN, when=dated, event="bombing", passage=HEAD)
    assert len(incidents(head, claim(A, 18, at=TOWN, when=counted, event="bombing", passage=BODY, ordinal=1))) == 1


def test_two_dates_a_fortnight_apart_are_two_happenings():
    dated = Time(text="3 March 2025", from_="2025-03-03", to="2025-03-03", precision="day")
    other = Time(text="17 March 2025", from_="2025-03-17", to="2025-03-17", precision="day")
    head = claim(A, 18, at=TOWN, when=dated, event="bombing", passage=HEAD)
    assert len(incidents(head, claim(A, 18, at=TOWN, when=other, event="bombing", passage=BODY, ordinal=1))) == 2


def test_a_later_higher_toll_without_a_stated_place_is_of_the_site_its_context_suggests():
    here = Place(name="Jableh", precision="town", country="SY", admin1="Latakia", lat=35.361, lon=35.927, stated=False)
    strike = claim(A, 18, at=TOWN, when=MONDAY, event="airstrike", passage=HEAD)
    other = claim(A, None, harm="injured", at=PROVINCE, when=MONDAY, event="airstrike", passage=BODY, ordinal=1)
    more = claim(A, 19, at=here, when=MONDAY, event="airstrike", passage=LATER, ordinal=2)
    found = incidents(strike, other, more)
    assert any({strike.claim, more.claim} <= set(i.claims) for i in found)


def test_a_wars_dead_are_no_part_of_a_days():
    day = claim(A, 18, at=TOWN, when=TUESDAY, event="bombing", passage=HEAD)
    war = claim(A, 320_000, kind="more_than", when=TUESDAY, passage=WAR, ordinal=1, relations=(("overlap_unknown", day),))
    assert len(incidents(day, war)) == 2
