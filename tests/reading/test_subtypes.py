"""The sub-event that each happening gets."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("Jets bombed the village of Kafr Nabl, killing four people.", "Air/drone strike"),
        ("Artillery shelling hit the town, wounding six people.", "Shelling/artillery/missile attack"),
        ("A man blew himself up outside the mosque in Homs.", "Suicide bomb"),
        ("A roadside bomb killed two drivers near Homs.", "Remote explosive/landmine/IED"),
        ("Two men on a motorcycle lobbed a grenade at a shop, injuring its owner.", "Grenade"),
        ("At least 20 people died in a chlorine attack on the town.", "Chemical weapon"),
        ("Soldiers exchanged fire with rebels near Homs.", "Armed clash"),
        ("Gunmen killed a farmer in Homs.", "Attack"),
        ("A mob lynched a trader in the old town.", "Mob violence"),
        ("Students held a protest in Homs against the new law.", "Peaceful protest"),
        ("Police fired tear gas to disperse protesters in Homs.", "Protest with intervention"),
        ("Protesters hurled stones at police during a protest in Homs.", "Violent demonstration"),
        ("Police shot dead two peaceful protesters in Homs.", "Excessive force against protesters"),
        ("Police arrested three journalists in Homs.", "Arrests"),
        ("Men torched six shops in Homs.", "Looting/property destruction"),
        ("The government and the rebels agreed on a ceasefire in Homs.", "Agreement"),
    ],
)
def test_a_happening_is_named_by_its_most_telling_trait(read: Read, text: str, subtype: str) -> None:
    assert {c.event.subtype for c in read(text) if c.event.type != "statement"} == {subtype}


def test_claims_of_one_happening_share_its_sub_event(read: Read) -> None:
    claims = read("A suicide bomber struck the market of Homs on Friday. Twelve people died and thirty were injured.")
    assert {c.event.subtype for c in claims if c.harm in ("killed", "injured")} == {"Suicide bomb"}


def test_what_is_denied_names_no_happening_beside_what_is_told(read: Read) -> None:
    claims = read("Rebels clashed with soldiers near Homs. The army denied that it used chlorine.")
    assert next(c for c in claims if c.event.type == "clash").event.subtype == "Armed clash"
