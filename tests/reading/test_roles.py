"""Who did it, past the words that stand between a doer and the deed."""

import pytest

from knell.reading.reader import Settings, read_report
from knell.records import Report
from knell.terms.gazetteer import load_gazetteer

from .conftest import Read


@pytest.mark.parametrize(
    ("text", "word", "doer"),
    [
        ("Soldiers stationed at the gate killed one of them in Homs.", "killed", "Soldiers"),
        ("The soldiers who guarded the camp fired on the crowd in Homs.", "fired on", "The soldiers"),
        ("After the first bottles flew, the police that was guarding the crowd fired at the students.", "fired", "the police"),
        ("Gunmen attacked farmers in the market of Homs and killed 12.", "killed", "Gunmen"),
    ],
)
def test_the_doer_is_found_past_what_only_describes_it(read: Read, text: str, word: str, doer: str) -> None:
    claim = next(c for c in read(text) if c.event.text == word)
    assert [p.text for p in claim.perpetrators] == [doer]


@pytest.mark.parametrize(
    "text",
    [
        "The arrests were made on Tuesday evening.",
        "The arrests followed the minister's visit.",
        "Four of them were held in connection with the fire.",
        "The junta was putting them behind bars, she alleged.",
        "Both smugglers were caught by the river police near the ford.",
        "Police came back at noon and caught several of them.",
        "The accused have been booked under the new act.",
        "the district police searched two barns and arrested karim bari.",
    ],
)
def test_an_arrest_is_read_in_all_its_words(read: Read, text: str) -> None:
    arrests = [c for c in read(text) if c.event.type == "detention"]
    assert [c.harm for c in arrests] == ["detained"]
    assert {p.kind for c in arrests for p in c.perpetrators} == {"police"}


def test_a_market_that_caught_the_eye_was_not_detained(read: Read) -> None:
    assert not [c for c in read("The market held some of them back, and the light caught some of the stalls.") if c.harm == "detained"]


def test_the_police_firing_is_a_deed_of_the_police(read: Read) -> None:
    claim = next(c for c in read("The town stayed calm after the police firing in Homs.") if c.event.text == "police firing")
    assert [p.kind for p in claim.perpetrators] == ["police"]


def test_tear_gas_shells_are_no_shelling(read: Read) -> None:
    assert "shelling" not in {c.event.type for c in read("Tear-gas shells were fired at the crowd in the market of Homs.")}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Nearby 17 farmers mainly elders and boys were killed in Homs.", "17"),
        ("Two brigades eliminated over 40 fighters in Homs.", "over 40"),
        ("The army destroyed some 90 insurgents near Homs.", "some 90"),
    ],
)
def test_the_counted_people_are_the_dead(read: Read, text: str, count: str) -> None:
    (claim,) = (c for c in read(text) if c.harm == "killed")
    assert claim.count is not None and claim.count.text == count


@pytest.mark.parametrize("text", ["The army destroyed 12 vehicles near Homs.", "The army eliminated the checkpoint near Homs."])
def test_things_done_away_with_are_nobody_killed(read: Read, text: str) -> None:
    assert not [c for c in read(text) if c.harm == "killed"]


def test_what_is_told_of_one_of_the_dead_is_no_verb_over_the_number(read: Read) -> None:
    claims = [c for c in read("In Homs 28 fighters were killed, including one who is nicknamed the Owl.") if c.harm == "killed"]
    assert [c.count.text for c in claims if c.count is not None] == ["28", "one"]


def test_what_a_doer_is_taking_part_in_is_no_verb_over_the_number(read: Read) -> None:
    text = "In Homs 1,562 people were killed: 889 by forces taking part in the operation, 445 by armed groups."
    assert [c.count.text for c in read(text) if c.harm == "killed" and c.count is not None] == ["1,562", "889", "445"]


def test_a_number_before_an_owner_is_of_what_is_owned(read: Read) -> None:
    (claim,) = [c for c in read("Two of the envoy's bodyguards were killed in Homs.") if c.harm == "killed"]
    assert claim.count is not None and (claim.count.low, claim.count.high) == (2, 2)


def test_a_toll_of_people_injured_kills_nobody(read: Read) -> None:
    claims = read("The blast left a toll of three people injured.")
    assert [(c.harm, c.count.low) for c in claims if c.count is not None] == [("injured", 3)]


def test_one_officer_of_the_police_is_one(read: Read) -> None:
    (claim,) = [c for c in read("They stormed the gate, killing a national police officer on duty.") if c.harm == "killed"]
    assert claim.count is None or claim.count.kind != "vague"


def test_offices_after_a_name_are_no_further_victims(read: Read) -> None:
    text = "They condemned the murder of Luis Vega, president of the union, and of nobody else."
    assert [[v.name for v in c.victims] for c in read(text) if c.harm == "killed"] == [["Luis Vega"]]


def test_the_last_name_of_a_list_belongs_to_it(read: Read) -> None:
    (claim,) = [c for c in read("The deaths of Pedro Ruiz, Ana Soler, and Luis Vega were announced.") if c.harm == "killed"]
    assert claim.count is not None and claim.count.low == 3


def test_military_personnel_beside_counted_civilians_are_among_the_counted(read: Read) -> None:
    text = "At least 90 civilians and military personnel were killed, the committee says."
    (claim,) = [c for c in read(text) if c.harm == "killed"]
    assert [v.text for v in claim.victims] == ["At least 90 civilians", "military personnel"]


def test_a_participle_has_the_doers_of_the_verb_before_it_and_harms_those_it_was_done_to() -> None:
    settings = Settings(load_gazetteer())

    def claims(text: str) -> list[tuple[str, list[str | None], list[str | None]]]:
        read = read_report(Report(id="r1", text=text), settings).claims
        return [(c.harm, [p.text for p in c.perpetrators], [v.status for v in c.victims]) for c in read if c.count is not None]

    assert claims("The army ambushed a group of terrorists near Homs, killing 15.") == [("killed", ["The army"], ["combatant"])]
    assert [c[1] for c in claims("Gunmen stormed the village, killing 12 people and wounding 30.")] == [["Gunmen"], ["Gunmen"]]
    assert [c[1] for c in claims("Militiamen killed ten farmers in Fataki and another six in Drodro.")] == [["Militiamen"], ["Militiamen"]]
    assert [c[1] for c in claims("The army killed 17 people, among them five women, in Jos.")] == [["The army"], ["The army"]]


def test_who_tells_of_a_deed_or_looks_into_it_did_not_do_it(read: Read) -> None:
    claims = read("Three farmers were killed by a military source in Homs.")
    assert [c.perpetrators for c in claims if c.harm == "killed"] == [()]
