"""To how many of whom."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("The murder of six Spanish Jesuits was condemned in Lima on Monday.", ["six Spanish Jesuits"]),
        ("Gunmen killed a Colombian in Lima on Monday.", ["a Colombian"]),
        ("Two of the guards were killed in Lima on Monday.", ["Two of the guards"]),
        ("The bodies of four peasants were found near Lima on Monday.", ["four peasants"]),
        ("Gunmen killed party leader and candidate Tomas Albarra in Lima on Monday.", ["party leader and candidate Tomas Albarra"]),
    ],
)
def test_the_victims_are_told_in_the_words_for_them(read: Read, text: str, victims: list[str]) -> None:
    assert [v.text for c in read(text) if c.harm == "killed" for v in c.victims] == victims


def test_a_named_man_and_his_counted_guards_are_two_claims_of_one_event(read: Read) -> None:
    one, two = [c for c in read("Judge Tomas Albarra and two of his guards were killed in Lima on Monday.") if c.harm == "killed"]
    assert (one.event.start, one.event.end) == (two.event.start, two.event.end)
    assert [v.name for v in one.victims] == ["Tomas Albarra"]
    assert two.count is not None and two.count.low == 2


def test_a_part_told_between_the_whole_and_its_verb_is_a_part(read: Read) -> None:
    whole, part = [c for c in read("Nine nurses including one porter were injured in Lima on Monday.") if c.harm == "injured"]
    assert part.count is not None and part.count.low == 1
    assert [(r.kind, r.claim) for r in part.relations] == [("part_of", whole.claim)]


def test_an_attempt_on_a_life_kills_nobody(read: Read) -> None:
    (claim,) = read("There was an attempt on the life of Judge Tomas Albarra in Lima on Monday.")
    assert (claim.event.type, claim.harm, claim.event.stage) == ("killing", "none", "attempted")
    assert [v.name for v in claim.victims] == ["Tomas Albarra"]


def test_a_number_before_two_kinds_of_people_counts_both(read: Read) -> None:
    (claim,) = (c for c in read("At least 1,426 civilians and military personnel were killed in Homs.") if c.harm == "killed")
    assert claim.count is not None and claim.count.low == 1426
    assert [v.status for v in claim.victims] == ["civilian", "combatant"]


def test_what_most_of_the_dead_are_is_no_figure(read: Read) -> None:
    claims = read("The committee verified the names of 26 dead, mostly civilians, among them 9 women, killed outside combat in Homs.")
    assert [c.count.text for c in claims if c.harm == "killed" and c.count is not None] == ["26", "9"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Four Hezbollah members were killed in Homs on Monday.", "combatant"),
        ("Eleven members of IS were killed in Homs on Monday.", "combatant"),
        ("Six members of the cabinet were killed in Homs on Monday.", None),
        ("Ten children of rebels were killed in Homs on Monday.", None),
    ],
)
def test_who_belongs_to_a_fighting_force_is_a_combatant_and_whose_children_somebody_is_says_nothing(
    read: Read, text: str, status: str | None
) -> None:
    (claim,) = (c for c in read(text) if c.harm == "killed")
    assert [v.status for v in claim.victims] == [status]


def test_some_of_the_fighters_are_fighters(read: Read) -> None:
    whole, part = [c for c in read("An attack killed 18 militants, including one from Lima, in Homs on Monday.") if c.harm == "killed"]
    assert [v.status for v in whole.victims] == ["combatant"]
    assert [v.status for v in part.victims] == ["combatant"]


def test_the_dead_of_a_bare_figure_are_those_that_the_same_figure_tells_of_further_on(read: Read) -> None:
    text = "A blast killed 22 in Homs on Monday. The governor said 22 rebels were killed in Homs."
    assert [[v.status for v in c.victims] for c in read(text) if c.harm == "killed"] == [["combatant"], ["combatant"]]


def test_a_bare_figure_stays_bare_where_the_other_words_only_say_people(read: Read) -> None:
    text = "A blast killed 22 in Homs on Monday. The governor said 22 people were killed in Homs."
    assert [len(c.victims) for c in read(text) if c.harm == "killed"] == [0, 1]
