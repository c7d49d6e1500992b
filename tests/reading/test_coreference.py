"""Which mentions tell of a happening, which go back to one, and which speak of violence in general."""

import pytest

from knell.records import Claim
from knell.records.vocabulary import VIOLENT

from .conftest import Read


def violent(claims: list[Claim]) -> list[Claim]:
    return [c for c in claims if c.event.type in VIOLENT]


def test_the_attack_that_adds_nothing_is_no_further_claim(read: Read) -> None:
    claims = violent(read("Gunmen attacked a clinic in Homs on Monday. The attack shocked the city."))
    assert len(claims) == 1


def test_what_was_said_about_the_attack_is_kept_as_a_statement(read: Read) -> None:
    claims = read("Gunmen attacked a clinic in Homs on Monday. The mayor said the attack was a disgrace.")
    assert len(violent(claims)) == 1
    assert any(c.event.type == "statement" and c.speakers for c in claims)


def test_a_mention_that_names_the_doer_goes_back_to_what_it_repeats(read: Read) -> None:
    first, again = violent(read("A teacher was murdered in Homs on Monday. The murder of the teacher was committed by militiamen."))
    assert [(r.kind, r.claim) for r in again.relations] == [("same_event", first.claim)]
    assert [p.name for p in again.places] == [p.name for p in first.places]
    assert not any(p.stated for p in again.places)


def test_the_murder_of_other_people_goes_back_to_nothing(read: Read) -> None:
    claims = violent(read("A teacher was murdered in Homs on Monday. The murder of two fishermen in Tartus is also unsolved."))
    assert all(r.kind != "same_event" for c in claims for r in c.relations)


def test_attacks_in_general_tell_of_no_happening(read: Read) -> None:
    assert violent(read("He condemned terrorist attacks and bombings in all their forms.")) == []


def test_arms_that_are_only_carried_are_no_violence(read: Read) -> None:
    assert violent(read("The men carried grenades and rifles.")) == []


def test_a_bomb_that_went_off_is_a_bombing(read: Read) -> None:
    assert any(c.event.type == "bombing" for c in read("A bomb exploded in a market in Homs."))


@pytest.mark.parametrize(
    "text",
    ["The group planned to kill the mayor.", "The rebels threatened to kill 12 hostages.", "They said the prisoners should be executed."],
)
def test_a_deed_wished_planned_or_threatened_has_harmed_nobody(read: Read, text: str) -> None:
    assert all(c.harm == "none" for c in read(text))


def test_a_deed_that_they_managed_to_do_is_done(read: Read) -> None:
    assert [c.harm for c in read("The gunmen managed to kill 12 soldiers in Homs.") if c.count is not None] == ["killed"]


def test_an_attack_by_rebels_on_soldiers_is_a_clash(read: Read) -> None:
    assert [c.event.type for c in violent(read("Rebels attacked an army patrol near Homs on Monday."))] == ["clash"]


def test_the_rebels_are_the_one_group_that_the_report_names(read: Read) -> None:
    claims = violent(read("Shining Path claimed nothing. The rebels killed 12 farmers near Homs."))
    assert [p.name for p in claims[-1].perpetrators] == ["Shining Path"]


def test_the_rebels_stay_unnamed_where_two_groups_are_named(read: Read) -> None:
    claims = violent(read("Shining Path and the MRTA claimed nothing. The rebels killed 12 farmers near Homs."))
    assert [p.name for p in claims[-1].perpetrators] == [None]
