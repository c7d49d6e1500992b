"""Who a victim is by the fullest name the report gives."""

from .conftest import Read


def named(read: Read, text: str) -> list[str | None]:
    return [v.name for c in read(text) if c.harm == "killed" for v in c.victims]


def test_a_surname_goes_by_the_one_full_name_the_report_has(read: Read) -> None:
    text = "Gunmen killed Senator Luis Vega on Monday. Police said two men shot Vega dead in the street."
    assert set(named(read, text)) == {"Luis Vega"}


def test_titles_before_a_name_are_no_part_of_it_when_names_are_set_beside_one_another(read: Read) -> None:
    text = "The murder of Dr Luis Mora Vega shocked the town. Nobody knows who murdered Dr Vega, the mayor said."
    assert set(named(read, text)) == {"Luis Mora Vega"}


def test_two_brothers_stay_two(read: Read) -> None:
    text = "Gunmen killed Luis Vega on Monday and wounded Pedro Vega. On Friday Vega was killed, police said."
    assert named(read, text)[-1] != "Luis Vega"


def test_a_surname_that_two_bear_is_that_of_the_one_who_was_harmed(read: Read) -> None:
    text = "Luis Vega was shot dead on Monday. Vega was a teacher. Pedro Vega, his uncle, asked for calm. Vega died at once."
    assert set(named(read, text)) == {"Luis Vega"}


def test_an_office_goes_by_the_one_who_was_named_with_it(read: Read) -> None:
    text = "Gunmen fired at the car of Judge Ana Soler on Monday. The judge was killed instantly."
    assert named(read, text) == ["Ana Soler"]


def test_an_office_that_two_people_hold_names_neither(read: Read) -> None:
    text = "Gunmen fired at the car of Judge Ana Soler and wounded Judge Luis Vega. The judge was killed later."
    assert named(read, text)[-1] is None


def test_whoever_tells_of_a_death_is_not_the_dead(read: Read) -> None:
    text = "Gunmen fired at a court, Judge Ana Soler said. The judge was killed in the attack, Judge Ana Soler said."
    assert named(read, text) == [None]
