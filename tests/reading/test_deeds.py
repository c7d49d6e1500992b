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


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Rebels killed five soldiers near Homs.", "clash"),
        ("Three soldiers were killed in an ambush near Homs.", "clash"),
        ("Troops killed seven rebels near Homs.", "clash"),
        ("Rebels killed five farmers near Homs.", "killing"),
        ("Rebels executed five soldiers near Homs.", "execution"),
        ("A soldier was killed in a bar in Homs.", "killing"),
        ("Troops killed seven terrorists near Homs.", "killing"),
    ],
)
def test_armed_people_killed_by_the_other_side_died_in_a_battle_unless_only_their_killers_call_them_armed(
    read: Read, text: str, type_: str
) -> None:
    assert next(c for c in read(text) if c.harm == "killed").event.type == type_


@pytest.mark.parametrize(
    "text",
    [
        "Two armed men opened indiscriminate fire at a police van in Homs on Friday, hurting a guard.",
        "Gunmen ambushed the senator near Homs on Friday.",
        "The senator escaped a gun attack by gunmen in Homs on Friday.",
    ],
)
def test_who_shoots_at_people_means_to_kill_and_no_word_for_the_police_near_it_changes_that(read: Read, text: str) -> None:
    assert "assault" not in {c.event.type for c in read(text) if c.harm == "none"}


def test_attackers_who_disappear_have_fled(read: Read) -> None:
    assert not any(c.harm == "missing" for c in read("The gunmen disappeared into the forest near Homs on Friday."))


def test_attackers_who_snatch_are_not_snatched(read: Read) -> None:
    claims = read("The assailants allegedly snatched about a thousand rupees from the clerk in Homs on Friday.")
    assert not any(c.harm == "abducted" for c in claims)


def test_those_hurt_in_a_number_of_blasts_are_hurt_by_them(read: Read) -> None:
    claims = read("Two soldiers were injured in three blasts in Homs on Friday.")
    assert [c.event.type for c in claims if c.harm == "injured"] == ["bombing"]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Troops seized four rifles, nine grenades and a radio near Homs.", {"other"}),
        ("Police found 12 kilos of explosives, a bomb and two rifles in a cellar in Homs.", {"other"}),
        ("Police defused a bomb that had been placed in a bank in Homs.", {"other", "bombing"}),
        ("A grenade exploded in Homs, where troops had seized rifles.", {"other", "bombing"}),
    ],
)
def test_explosives_among_seized_weapons_are_no_bombing_and_a_bomb_that_was_placed_is(read: Read, text: str, types: set[str]) -> None:
    assert {c.event.type for c in read(text) if c.harm == "none"} == types
