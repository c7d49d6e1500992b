"""What a vague deed comes to in its own sentence."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Rebels opened fire on a police patrol in Homs.", "clash"),
        ("Soldiers fired at militants in Homs.", "clash"),
        ("Rebels attacked the army base near Homs.", "clash"),
        ("Rebels attacked a wedding party near Homs.", "assault"),
        ("Rebels fired rockets at Homs.", "shelling"),
        ("Police fired tear gas at students in Homs.", "assault"),
    ],
)
def test_means_and_sides_say_what_an_attack_was(read: Read, text: str, type_: str) -> None:
    assert read(text)[0].event.type == type_


def test_gunmen_who_open_fire_on_people_attempt_to_kill_and_police_who_disperse_a_crowd_do_not(read: Read) -> None:
    gunmen = read("Gunmen opened fire on farmers in Homs.")[0]
    assert (gunmen.event.type, gunmen.event.stage) == ("killing", "attempted")
    police = read("Police opened fire to disperse the crowd in Homs.")[0]
    assert police.event.type == "assault"


def test_a_bomb_that_was_found_and_defused_did_not_go_off(read: Read) -> None:
    claim = next(c for c in read("A roadside bomb was found near the bridge in Homs and defused by soldiers.") if c.event.type == "bombing")
    assert (claim.event.stage, claim.event.subtype) == ("attempted", "Disrupted weapons use")


def test_a_gas_tank_that_explodes_is_no_bombing(read: Read) -> None:
    assert all(c.event.type != "bombing" for c in read("Four workers were hurt when a gas cylinder exploded at a factory in Homs."))


def test_whom_a_flood_killed_nobody_killed(read: Read) -> None:
    claim = next(c for c in read("At least 12 people died in flash floods near Homs.") if c.harm == "killed")
    assert claim.event.type == "other"
