import pytest

from knell.matching.regions import add_regions
from knell.records import Count
from tests.matching.cast import COAST, TOWN, claim, report


def placed(text, words, **more):
    of = report("a", text)
    start = text.index(words)
    base = claim(of, 1, **more)
    counted = Count(start=start, end=start + len(words), text=words, low=70, kind="at_least")
    import msgspec

    (out,) = add_regions(text, [msgspec.structs.replace(base, count=counted)])
    return [p.name for p in out.places]


@pytest.mark.parametrize(
    "text",
    [
        "At least 70 people were killed on the coast.",
        "At least 70 deaths in the coastal violence were confirmed.",
        "At least 70 died along the whole coastline.",
    ],
)
def test_a_region_named_by_a_common_noun_is_where_the_count_before_it_lies(text):
    assert placed(text, "At least 70") == ["the coast"]


def test_a_town_named_further_on_is_not_the_place_of_a_count_on_the_coast():
    assert placed("At least 70 died on the coast, 48 of them around Jableh.", "At least 70", at=TOWN) == ["the coast"]


def test_the_coastal_region_of_a_province_is_the_province():
    assert placed("At least 70 died in the coastal region of Latakia.", "At least 70", at=TOWN) == ["Jableh"]


def test_the_gazetteers_name_for_the_region_is_kept():
    assert placed("At least 70 died on the coast.", "At least 70", at=COAST) == ["Syrian coast"]
