"""Vague words of violence across sentences."""

from .conftest import Read


def test_the_injured_of_the_next_sentence_are_those_of_the_bombing(read: Read) -> None:
    claims = read("A bomb went off in the market of Homs on Friday. Three people were injured.")
    assert [c.event.type for c in claims if c.harm == "injured"] == ["bombing"]


def test_a_separate_incident_keeps_its_own_type(read: Read) -> None:
    claims = read("A bomb went off in the market of Homs on Friday. In a separate incident three people were injured in a quarrel.")
    assert [c.event.type for c in claims if c.harm == "injured"] == ["assault"]


def test_a_toll_of_days_is_not_of_the_explosion_beside_it(read: Read) -> None:
    claims = read("A bomb went off in the market of Homs. Some 400 civilians have been killed so far.")
    assert [c.event.type for c in claims if c.harm == "killed"] == ["killing"]


def test_those_hurt_in_the_firing_were_hurt_by_who_fired(read: Read) -> None:
    claims = read("Police opened fire in Homs on Friday. Three persons were injured in the firing.")
    claim = next(c for c in claims if c.harm == "injured")
    assert [p.kind for p in claim.perpetrators] == ["police"]


def test_what_a_blast_damages_is_damage_of_that_blast(read: Read) -> None:
    claims = read("A bomb exploded outside a school in Homs on Friday. The gate was badly damaged.")
    assert {c.event.type for c in claims} == {"bombing"}


def test_damage_that_somebody_did_with_their_hands_stays_damage(read: Read) -> None:
    claims = read("A bomb exploded outside a school in Homs on Friday. Looters damaged the gate.")
    assert "property_damage" in {c.event.type for c in claims}


def test_further_rounds_are_laid_on_the_police_who_fired_the_first(read: Read) -> None:
    claims = read("Police had to fire eight rounds over the crowd. Another four rounds were fired in the market of Homs.")
    assert [[p.kind for p in c.perpetrators] for c in claims if c.event.text in ("fire", "fired")] == [["police"], ["police"]]


def test_the_dead_of_police_firing_are_laid_on_the_police(read: Read) -> None:
    claim = next(c for c in read("The ministry hid the number of deaths in police firing.") if c.harm == "killed")
    assert [p.kind for p in claim.perpetrators] == ["police"]


def test_what_is_done_even_as_police_act_is_not_their_deed(read: Read) -> None:
    claims = read(
        "A man was stabbed to death in the old town on Sunday night while police burst teargas shells over the crowd by the mill."
    )
    assert [c.perpetrators for c in claims if c.harm == "killed"] == [()]


def test_fighters_who_died_beside_a_clash_died_in_it(read: Read) -> None:
    claims = read("Clashes broke out near Homs on Friday. Three rebels were killed. Two farmers were killed in their field.")
    assert [c.event.type for c in claims if c.harm == "killed"] == ["clash", "killing"]
