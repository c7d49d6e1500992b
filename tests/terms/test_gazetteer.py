"""The gazetteer: names fold to keys, keys find places, a team's own places win."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.records.errors import InputError
from knell.terms.gazetteer import (
    DEMONYM,
    Gazetteer,
    fold,
    fold_arabic,
    load_gazetteer,
    parse_local,
    read_local,
    skeleton,
    without_article,
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def names(gazetteer: Gazetteer, key: str) -> set[tuple[str, str]]:
    return {(meaning.place.name, meaning.place.country) for meaning in gazetteer.meanings(key)}


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("Ţarţūs", "tartus"),
        ("TARTUS", "tartus"),
        ("ash-Shir", "al shir"),
        ("Al Shir", "al shir"),
        ("Deir ez-Zor", "deir al zor"),
        ("St. Louis", "saint louis"),
        ("Saint Louis", "saint louis"),
        ("Pearl Harbour", "pearl harbor"),
        ("Ma‘arrat an-Nu‘mān", "maarrat al numan"),
        ("İzmir", "izmir"),
    ],
)
def test_spellings_that_differ_in_typing_only_fold_to_one_key(spelling: str, key: str) -> None:
    assert fold(spelling) == key


def test_arabic_spellings_fold_alef_ya_ta_marbuta_tatweel_and_vowels() -> None:
    assert fold_arabic("اللّاذقيّة") == fold_arabic("اللاذقيه") == fold_arabic("اللاذقـــية")
    assert fold_arabic("إدلب") == fold_arabic("ادلب")


def test_transliterations_of_one_village_share_a_skeleton() -> None:
    spellings = ("al-Mukhtariya", "Al Mukhtareyah", "al-Muktariyya", "Mukhtariyeh")
    assert len({skeleton(fold(spelling)) for spelling in spellings}) == 1


def test_a_skeleton_of_two_consonants_is_none() -> None:
    assert skeleton(fold("Hama")) == ""


@given(st.text(max_size=40))
def test_folding_any_text_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert fold_arabic(fold_arabic(text)) == fold_arabic(text)
    assert without_article(once) in once


@pytest.mark.parametrize("spelling", ["Latakia", "Lattakia", "al-Ladhiqiyah", "Al Ladhiqiyah", "اللاذقية"])
def test_the_coast_s_capital_is_found_under_its_spellings(gazetteer: Gazetteer, spelling: str) -> None:
    key = fold_arabic(spelling) if spelling[0] > "z" else fold(spelling)
    assert ("Latakia", "SY") in names(gazetteer, key)


@pytest.mark.parametrize(
    "spelling",
    [
        "Tartous",
        "Jableh",
        "Jablah",
        "Banias",
        "Baniyas",
        "Qardaha",
        "al-Haffah",
        "Qadmous",
        "Al Mukhtareyah",
        "Sanobar",
        "Sonobar",
        "Barmaya",
    ],
)
def test_places_of_the_syrian_coast_are_found(gazetteer: Gazetteer, spelling: str) -> None:
    assert any(meaning.place.country == "SY" for meaning in gazetteer.meanings(fold(spelling)))


def test_a_demonym_means_its_country_and_says_so(gazetteer: Gazetteer) -> None:
    (meaning,) = gazetteer.meanings("syrian")
    assert meaning.place.country == "SY"
    assert meaning.flags & DEMONYM


def test_a_religious_community_is_no_place(gazetteer: Gazetteer) -> None:
    assert not gazetteer.meanings("alawite")
    assert not gazetteer.meanings("alawites")


def test_first_level_units_carry_iso_codes(gazetteer: Gazetteer) -> None:
    units = {m.place.iso for name in ("latakia", "homs", "tartus", "hama", "idlib", "aleppo") for m in gazetteer.meanings(name)}
    assert {"SY-LA", "SY-HI", "SY-TA", "SY-HM", "SY-ID", "SY-HL"} <= units


def test_a_town_of_the_packed_places_lies_where_it_lies(gazetteer: Gazetteer) -> None:
    town = next(m.place for m in gazetteer.meanings("latakia") if m.place.kind == "town")
    assert (round(town.lat, 1), round(town.lon, 1)) == (35.5, 35.8)
    assert town.admin1 == "Latakia"


def test_an_unknown_key_means_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.meanings("qwzxv") == ()
    assert gazetteer.longest("qwzxv") == 1


HEAD = "name\tvariants\tcountry\tadmin1\tadmin2\tlat\tlon\tprecision\tkind\tpopulation"


def test_a_team_s_own_place_wins_over_the_shipped_ones(gazetteer: Gazetteer) -> None:
    own = parse_local([HEAD, "Paris\tParis Mill|باريس\tSY\tHama\t\t35.1\t36.5\ttown\ttown\t40"])
    larger = gazetteer.with_places(own)
    assert names(larger, "paris") == {("Paris", "SY")}
    assert names(larger, "paris mill") == {("Paris", "SY")}
    assert names(larger, fold_arabic("باريس")) == {("Paris", "SY")}
    assert larger.longest("paris") >= 2
    assert ("Paris", "FR") in names(gazetteer, "paris")
    assert len(larger) == len(gazetteer) + 1


def test_own_places_are_found_by_another_transliteration(gazetteer: Gazetteer) -> None:
    own = parse_local([HEAD, "Khirbat Zinjar\t\tSY\tHama\t\t35.1\t36.5\ttown\ttown\t"])
    found = gazetteer.with_places(own).near_spellings(fold("Khirbet Zinjaar"), "SY")
    assert "Khirbat Zinjar" in {meaning.place.name for meaning in found}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("\t\tSY\t\t\t35\t36\ttown\ttown\t", "needs a name"),
        ("A\t\tSyria\t\t\t35\t36\ttown\ttown\t", "two letters"),
        ("A\t\tSY\t\t\t95\t36\ttown\ttown\t", "lat is a number of degrees"),
        ("A\t\tSY\t\t\t35\teast\ttown\ttown\t", "lon is a number of degrees"),
        ("A\t\tSY\t\t\tnan\t36\ttown\ttown\t", "lat is a number of degrees"),
        ("A\t\tSY\t\t\t35\t36\tnear\ttown\t", "precision is one of"),
        ("A\t\tSY\t\t\t35\t36\ttown\thamlet\t", "kind is one of"),
        ("A\t\tSY\t\t\t35\t36\ttown\ttown\tmany", "whole number"),
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong(line: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint) as caught:
        parse_local([HEAD, "# a remark", "", line], "mine.tsv")
    assert "mine.tsv:4" in str(caught.value)


def test_a_head_without_coordinates_is_refused() -> None:
    with pytest.raises(InputError, match="lacks lat, lon"):
        parse_local(["name\tcountry"])


def test_a_local_file_is_read_and_a_missing_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "places.tsv"
    path.write_text(f"{HEAD}\nArza\tأرزة\tsy\tHama\tHama\t35.18\t36.67\t\t\t\n", encoding="utf-8")
    (place,) = read_local(path)
    assert (place.name, place.variants, place.country, place.precision, place.population) == ("Arza", ("أرزة",), "SY", "town", 0)
    with pytest.raises(InputError, match="cannot be read"):
        read_local(tmp_path / "none.tsv")
