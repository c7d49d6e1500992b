"""The builder: a country dump gives its settlements, names that would only mislead stay out, places keep what they are."""

from pathlib import Path

import pytest

from knell.terms.gazetteer.packed import ABBREVIATION, CAPITAL, COMMON_WORD, DEMONYM, OTHER_NAME, Admin1
from tools import build_gazetteer as build

HAMLET = "\t".join(
    [
        "900001",
        "Bayt an-Na'im",
        "Bayt an Naim",
        "Beit el-Naim,بيت النعيم",
        "35.2",
        "36.4",
        "P",
        "PPL",
        "SY",
        "",
        "10",
        "",
        "",
        "",
        "420",
        "",
        "300",
        "",
        "",
    ]
)
NONE = Admin1("", "", "")


def test_a_dump_gives_its_settlements_with_their_other_names(tmp_path: Path) -> None:
    ruin = HAMLET.replace("900001", "900002").replace("\tPPL\t", "\tPPLQ\t")
    hill = HAMLET.replace("900001", "900003").replace("\tP\tPPL\t", "\tT\tHLL\t")
    dump = tmp_path / "SY.txt"
    dump.write_text("\n".join((HAMLET, ruin, hill)) + "\n", encoding="utf-8")
    (town,) = build.read_dump(dump)
    assert (town.number, town.name, town.country, town.code, town.lat, town.lon, town.population) == (
        900001,
        "Bayt an-Na'im",
        "SY",
        "10",
        35.2,
        36.4,
        420,
    )
    assert town.others == ("Bayt an Naim", "Beit el-Naim", "بيت النعيم")


def test_a_dump_with_a_column_missing_is_refused_with_its_line(tmp_path: Path) -> None:
    dump = tmp_path / "SY.txt"
    dump.write_text(HAMLET + "\n900004\tshort\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"SY\.txt:2: a GeoNames dump has 19 columns"):
        list(build.read_dump(dump))


def test_words_that_mislead_are_no_keys_and_doubtful_ones_are_marked() -> None:
    builder = build.Builder()
    builder.add("Central", "ZM", NONE, -14.0, 29.0, 1000, "admin1", [])
    builder.add("Reading", "GB", NONE, 51.45, -0.97, 160_000, "town", [])
    assert not any(key == "central" for key, _ in builder.keys)
    assert builder.keys["reading", 1] & COMMON_WORD


def test_another_place_s_old_name_does_not_compete_with_the_town_so_called() -> None:
    builder = build.Builder()
    builder.add("Arlington", "US", NONE, 32.7, -97.1, 390_000, "town", [])
    builder.add("Lakewood", "US", NONE, 41.5, -81.8, 50_000, "town", ["Arlington"])
    builder.drop_borrowed_names()
    assert ("arlington", 0) in builder.keys
    assert ("arlington", 1) not in builder.keys


def test_capitals_are_marked_under_all_their_names() -> None:
    builder = build.Builder()
    builder.add("Beirut", "LB", NONE, 33.9, 35.5, 1_900_000, "town", ["Bayrut"])
    builder.mark_capitals([("LB", "Beirut")])
    assert builder.keys["beirut", 0] & CAPITAL
    assert builder.keys["bayrut", 0] & CAPITAL
    assert builder.keys["bayrut", 0] & OTHER_NAME


def test_a_province_s_point_is_the_mean_of_its_people() -> None:
    homs = Admin1("SY", "SY-HI", "Homs")
    builder = build.Builder()
    builder.add("Homs", "SY", homs, 34.15, 38.14, 0, "admin1", [])
    builder.add("Homs", "SY", homs, 34.73, 36.71, 900_000, "town", [])
    builder.add("Tadmur", "SY", homs, 34.56, 38.27, 100_000, "town", [])
    builder.weigh_admin1s()
    assert builder.places[0].population == 1_000_000
    assert (builder.places[0].lat, builder.places[0].lon) == (pytest.approx(34.713), pytest.approx(36.866))


def test_abbreviations_keep_their_full_stop_so_that_no_word_meets_them() -> None:
    assert build.abbreviation_key("W. Va.") == "=W.Va."
    assert ABBREVIATION & DEMONYM == 0


def test_a_demonym_has_a_plural_where_english_makes_one() -> None:
    assert list(build.demonym_forms("Syrian")) == ["Syrian", "Syrians"]
    assert list(build.demonym_forms("Lebanese")) == ["Lebanese"]


def test_a_transliterated_name_is_shown_without_its_marks() -> None:
    assert build.plain("Ţarţūs") == "Tartus"
    assert build.plain("Ma‘arrat an Nu‘mān") == "Maarrat an Numan"
