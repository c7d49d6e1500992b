"""Who is said to have done it: claims and denials of responsibility, blame, and who the gunmen are believed to be."""

import pytest

from knell.records import Claim
from knell.records.vocabulary import VIOLENT

from .conftest import Read

BOMBED = "A bomb killed two farmers in Homs on Monday. "


def laid(claims: list[Claim]) -> Claim:
    """The one claim that names a perpetrator."""
    (claim,) = (c for c in claims if c.perpetrators)
    return claim


def names(claim: Claim) -> list[str | None]:
    return [p.name for p in claim.perpetrators]


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("Shining Path has claimed responsibility for the attack.", "claimed"),
        ("Shining Path took credit for the bombing.", "claimed"),
        ("The bombing was claimed by Shining Path.", "claimed"),
        ("Responsibility was claimed by Shining Path.", "claimed"),
        ("Police blamed Shining Path for the bombing.", "alleged"),
        ("Shining Path was blamed for the attack.", "alleged"),
        ("Police blamed the attack on Shining Path.", "alleged"),
        ("The attack was attributed to Shining Path.", "alleged"),
        ("Officials attribute the bombing to Shining Path.", "alleged"),
        ("Shining Path is being held responsible for the incident.", "alleged"),
        ("Shining Path is suspected of having carried out the attack.", "alleged"),
        ("Shining Path may have been behind the attack.", "possible"),
        ("The bombing was the work of Shining Path.", "asserted"),
        ("The attackers belonged to Shining Path.", "asserted"),
    ],
)
def test_blame_in_a_later_sentence_is_of_the_deed_told_before(read: Read, words: str, stance: str) -> None:
    claims = read(BOMBED + words)
    deed = next(c for c in claims if c.harm == "killed")
    claim = laid(claims)
    assert (names(claim), claim.stance, claim.event.type) == (["Shining Path"], stance, "bombing")
    assert [(r.kind, r.claim) for r in claim.relations] == [("same_event", deed.claim)]
    assert deed.count is not None and deed.stance == "asserted"


def test_who_blames_is_the_root_of_what_is_blamed(read: Read) -> None:
    claim = laid(read(BOMBED + "The attack was attributed by police to Shining Path."))
    assert [s.kind for s in claim.speakers] == ["police"]


def test_a_group_that_says_it_did_it_is_the_speaker(read: Read) -> None:
    claim = laid(read("Shining Path claimed responsibility for the killing of 12 farmers in Homs."))
    assert claim.count is not None and claim.count.low == 12
    assert [s.name for s in claim.speakers] == names(claim) == ["Shining Path"]


@pytest.mark.parametrize(
    "words",
    [
        "No group has claimed responsibility for the attack.",
        "Nobody has claimed responsibility.",
        "Police did not blame Shining Path for the attack.",
        "Those responsible for the attack fled.",
    ],
)
def test_where_nobody_is_blamed_there_is_no_perpetrator(read: Read, words: str) -> None:
    assert not any(c.perpetrators for c in read(BOMBED + words))


@pytest.mark.parametrize(
    "words", ["Shining Path denied responsibility for the attack.", "Shining Path denied any involvement in the killing of the farmers."]
)
def test_a_denial_of_responsibility_lowers_nothing(read: Read, words: str) -> None:
    claims = read(BOMBED + words)
    denial = laid(claims)
    assert (denial.event.type, denial.stance, denial.harm, names(denial)) == ("denial", "denied", "none", ["Shining Path"])
    assert [r.kind for r in denial.relations] == ["about"]
    assert all(c.stance == "asserted" for c in claims if c.harm == "killed")


def test_gunmen_believed_to_be_members_of_a_group_are_one_thing_and_the_group_another(read: Read) -> None:
    plain, guess = (c for c in read("The mayor was shot dead in Homs by gunmen believed to be members of Shining Path.") if c.perpetrators)
    assert ([p.text for p in plain.perpetrators], names(plain), plain.stance) == (["gunmen"], [None], "asserted")
    assert (names(guess), guess.stance, guess.harm) == (["Shining Path"], "possible", "none")


@pytest.mark.parametrize(
    "doers",
    ["alleged members of Shining Path", "suspected Shining Path rebels", "a column of Shining Path fighters", 'the "Shining Path" group'],
)
def test_the_group_is_the_head_of_its_members_columns_and_suspects(read: Read, doers: str) -> None:
    (claim,) = (c for c in read(f"Two farmers were killed in Homs by {doers}.") if c.harm == "killed")
    assert [(p.name, p.kind) for p in claim.perpetrators] == [("Shining Path", "armed_group")]


def test_members_of_the_army_are_state_forces(read: Read) -> None:
    (claim,) = (c for c in read("Two farmers were killed in Homs by members of the army.") if c.harm == "killed")
    assert [p.kind for p in claim.perpetrators] == ["state_forces"]


@pytest.mark.parametrize("text", ["(AFP) Two farmers were killed by a bomb in Homs.", "A bomb in Homs killed two farmers, Reuters said."])
def test_an_agency_that_tells_of_a_deed_did_not_do_it(read: Read, text: str) -> None:
    assert not any(c.perpetrators for c in read(text) if c.event.type in VIOLENT)


def test_the_deed_may_stand_before_a_clause_of_its_own(read: Read) -> None:
    claims = read("The clashes that broke out near Homs on Monday were carried out by Shining Path.")
    assert [p.name for c in claims if c.event.type == "clash" for p in c.perpetrators] == ["Shining Path"]


def test_a_terrorist_attack_says_what_sort_it_is_and_not_whose(read: Read) -> None:
    assert not any(c.perpetrators for c in read("A terrorist attack killed two farmers in Homs."))


def test_a_body_in_capitals_that_no_list_knows_goes_by_the_words_it_claims_with(read: Read) -> None:
    claim = laid(read("TWO FARMERS WERE MURDERED NEAR HOMS. THE DALVI MORKA GROUP HAS CLAIMED RESPONSIBILITY FOR THE MURDER."))
    assert (names(claim), claim.stance) == (["DALVI MORKA GROUP"], "claimed")


def test_members_of_a_force_in_capitals_go_by_the_name_of_the_force(read: Read) -> None:
    claim = laid(read("TWO FARMERS WERE KILLED NEAR HOMS BY SEVERAL MEMBERS OF THE TREASURY POLICE ON MONDAY."))
    assert [(p.name, p.kind) for p in claim.perpetrators] == [("TREASURY POLICE", "police")]
