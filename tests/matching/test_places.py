import pytest

from knell.matching.places import compatible, fold, lies_in, same_place, skeleton
from knell.records import Place
from tests.matching.cast import COAST, NAMESAKE, OTHER_NAMESAKE, OTHER_VILLAGE, PROVINCE, TOWN, VILLAGE


@pytest.mark.parametrize("spelling", ["Al Mukhtareyah", "al-Muktariyya", "Mukhtariyah", "al-Mukhtāriyya", "Mukhtariya"])
def test_spellings_of_one_village_are_one_place(spelling):
    assert skeleton(spelling) == skeleton("al-Mukhtariya")
    assert same_place(VILLAGE, Place(name=spelling, precision="town"))


def test_two_villages_of_one_province_are_two():
    assert not same_place(VILLAGE, OTHER_VILLAGE)
    assert not compatible(VILLAGE, OTHER_VILLAGE)


def test_towns_of_one_name_in_two_states_are_two():
    assert not same_place(NAMESAKE, OTHER_NAMESAKE)
    assert not compatible(NAMESAKE, OTHER_NAMESAKE)


def test_a_town_lies_in_its_province_and_near_the_named_coast_and_not_the_other_way_round():
    assert lies_in(TOWN, PROVINCE)
    assert lies_in(TOWN, COAST)
    assert not lies_in(PROVINCE, TOWN)


def test_a_province_and_the_town_that_gives_it_its_name_are_not_one():
    city = Place(name="Latakia", precision="town", country="SY", admin1="Latakia", lat=35.53, lon=35.79)
    assert not same_place(city, PROVINCE)
    assert lies_in(city, PROVINCE)


def test_folding_takes_out_case_marks_articles_and_apostrophes():
    assert fold("Al-Ḥaffah") == fold("al haffah")
    assert fold("Ba'ath") == "baath"
