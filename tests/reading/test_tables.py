"""Tables of places and dead: what the layout tells, and one claim for each cell that counts harm."""

import pytest

from knell.reading.split import split_units
from knell.reading.tables import find_tables
from knell.records import Claim

from .conftest import Read


def _cells(claims: list[Claim]) -> list[tuple[str, str, int | None]]:
    return [(c.places[0].text or "" if c.places else "", c.harm, c.count.low if c.count else None) for c in claims]


TOWNS = [("Lutsk", "killed", 3), ("Lutsk", "injured", 14), ("Rivne", "killed", 5), ("Rivne", "injured", 9)]


@pytest.mark.parametrize(
    "text",
    [
        "Place | Dead | Injured\nLutsk | 3 | 14\nRivne | 5 | 9",
        "Town\tKilled\tWounded\nLutsk\t3\t14\nRivne\t5\t9",
        "Town     Killed   Wounded\nLutsk    3        14\nRivne    5        9",
        "| Town | Deaths | Injuries |\n|---|---|---|\n| Lutsk | 3 | 14 |\n| Rivne | 5 | 9 |",
        "Town\tHouses damaged\tKilled\tInjured\nLutsk\t40\t3\t14\nRivne\t2\t5\t9",
        "\tKilled\tInjured\nLutsk\t3\t14\nRivne\t5\t9",
    ],
)
def test_each_cell_that_counts_harm_is_a_claim_of_its_row_and_column(text: str, counted: Read) -> None:
    assert _cells(counted(text)) == TOWNS


def test_a_table_may_have_its_places_across_and_its_harms_down(counted: Read) -> None:
    claims = counted("\tLutsk\tRivne\nKilled\t3\t5\nInjured\t14\t9")
    assert sorted(_cells(claims)) == sorted(TOWNS)


def test_a_total_row_is_the_total_of_its_column_and_stands_at_no_row_of_it(counted: Read) -> None:
    claims = counted("Place | Dead | Injured\nLutsk | 3 | 14\nRivne | 5 | 9\nTotal | 8 | 23")
    total = claims[4]
    assert (total.count.low if total.count else None, total.places) == (8, ())
    assert [(r.kind, r.claim) for r in total.relations] == [("total_of", claims[0].claim), ("total_of", claims[2].claim)]
    assert [r.claim for r in claims[2].relations if r.kind == "part_of"] == [total.claim]


def test_a_column_of_whom_counts_some_of_those_to_its_left(counted: Read) -> None:
    dead, children = counted("Town\tKilled\tof whom children\nLutsk\t3\t1\nRivne\t5\t-")[:2]
    assert [v.age_group for v in children.victims] == ["child"]
    assert [(r.kind, r.claim) for r in children.relations] == [("part_of", dead.claim)]


def test_the_heading_lends_its_day_speaker_and_harm_to_columns_of_people(counted: Read) -> None:
    text = "Ministry of Health: killed on 3 May 2024, by town\nTown | Women | Men\nLutsk | 2 | 1\nRivne | 4 | 4"
    claims = counted(text)
    assert {(c.harm, c.time.from_ if c.time else None, c.speakers[0].kind) for c in claims} == {("killed", "2024-05-03", "government")}
    assert [c.victims[0].sex for c in claims] == ["female", "male"] * 2
    assert all(r.kind != "repeats" for c in claims for r in c.relations)


def test_a_line_below_may_say_whom_the_table_is_from(counted: Read) -> None:
    (claim,) = counted("Sector | Killed\nLutsk | 3\n\nSource: National Disaster Agency")
    assert [p.text for p in claim.speakers] == ["National Disaster Agency"]


def test_nought_and_a_dash_are_no_claim_and_a_plus_is_a_floor(counted: Read) -> None:
    claims = counted("Place | Dead\nLutsk | 0\nRivne | -\nKyiv | 12+\nOdesa | ~20")
    assert [(c.count.kind, c.count.low, c.count.best) for c in claims if c.count] == [("at_least", 12, None), ("about", None, 20)]


def test_a_table_that_counts_no_harm_makes_no_claim(counted: Read) -> None:
    assert not counted("Name  Party  Votes\nAnn Bell  Reds  314\nTom Case  Blues  112")


def test_lines_of_a_label_and_a_figure_take_their_harm_from_the_heading_or_the_label(counted: Read) -> None:
    by_town = counted("Dead by town, according to the Red Crescent:\nLutsk: 3\nRivne: 5\nTotal: 8")
    assert _cells(by_town) == [("Lutsk", "killed", 3), ("Rivne", "killed", 5), ("", "killed", 8)]
    by_harm = counted("Casualties in Jos on 3 May\nKilled: 12\nInjured: 30")
    assert _cells(by_harm) == [("Jos", "killed", 12), ("Jos", "injured", 30)]


def test_a_list_by_place_takes_its_people_from_the_heading_and_closes_with_its_total(counted: Read) -> None:
    text = "Civilians killed on 3 May, by place:\n- Lutsk: 7 killed, 12 wounded\n- Rivne: 4 killed\nTotal: 11 killed"
    first, _, second, total = [c for c in counted(text) if c.count and c.count.kind == "exact"]
    assert first.victims[0].status == second.victims[0].status == total.victims[0].status == "civilian"
    assert total.places == ()
    assert [r.claim for r in second.relations if r.kind == "part_of"] == [total.claim]


def test_a_table_with_wide_columns_is_no_wrapped_paragraph() -> None:
    text = "\n".join(f"{name:<30}{a:<16}{b:<16}x" for name, a, b in [("Town", "Killed", "Injured"), ("Lutsk", 3, 14), ("Rivne", 5, 9)] * 2)
    units = split_units(text, ())
    assert len(units) == 6
    assert find_tables(text, units)[0].head is not None
