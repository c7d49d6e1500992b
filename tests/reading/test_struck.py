"""Who and what an attack struck."""

from .conftest import Read


def test_an_institution_that_was_attacked_is_a_target_and_no_victim(read: Read) -> None:
    (claim,) = [c for c in read("Gunmen attacked the finance ministry in Homs on Monday.") if c.event.type == "assault"]
    assert claim.victims == ()
    assert [t.text for t in claim.targets]


def test_whose_positions_were_attacked_is_no_victim(read: Read) -> None:
    claims = read("Rebels attacked army positions near Homs on Monday.")
    assert [v.text for c in claims for v in c.victims] == []


def test_who_shot_at_somebody_was_not_shot(read: Read) -> None:
    claims = read("Four youths in a red car shot at the policemen in Homs on Monday.")
    assert "Four youths" not in [v.text for c in claims for v in c.victims]
    assert [p.text for c in claims for p in c.perpetrators] == ["Four youths"]


def test_we_are_nobody_in_particular(read: Read) -> None:
    claims = read("He said that we were attacked and wounded in Homs on Monday.")
    assert [v.text for c in claims for v in c.victims] == []


def test_a_title_an_age_and_a_clause_between_a_name_and_its_verb_are_passed_over(read: Read) -> None:
    text = "Tomas Albarra, 42, who was working at the gas station at the time, was killed in Homs on Monday."
    assert "Tomas Albarra" in [v.name for c in read(text) for v in c.victims if c.harm == "killed"]
