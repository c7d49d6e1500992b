"""Verdicts: roots with separate access, what exactly is acknowledged, what a denial does."""

from knell.reckoning.verdicts import judge
from knell.records import Party
from knell.records.matched import Root
from tests.matching.cast import NETWORK, OBSERVATORY
from tests.reckoning.test_tolls import gather, incident_of, toll_of

ARMY = Party(text="the army", start=0, end=8, name="Northern Army", kind="state_forces")


def doctor(words: str) -> Party:
    return Party(text=words, start=0, end=len(words), kind="medical")


def test_two_who_speak_of_one_hospital_have_one_access():
    incident = incident_of(
        (12, {"by": doctor("a doctor at Jableh National Hospital")}), (12, {"by": doctor("the director of Jableh Hospital")})
    )
    assert toll_of(incident).n_independent == 1
    assert incident.verdicts.occurrence.is_ == "single_source"
    assert "share jableh hospital: one access" in incident.verdicts.occurrence.why


def test_two_hospitals_are_two():
    incident = incident_of((12, {"by": doctor("a doctor at Jableh Hospital")}), (12, {"by": doctor("the director of Tishreen Hospital")}))
    assert toll_of(incident).n_independent == 2
    assert incident.verdicts.occurrence.is_ == "corroborated"


def test_a_hospital_nobody_names_may_be_the_one_that_is_named():
    incident = incident_of((12, {"by": doctor("a doctor at Jableh Hospital")}), (12, {"by": doctor("a hospital official")}))
    assert toll_of(incident).n_independent == 1


def test_monitors_with_names_of_their_own_stay_apart():
    assert toll_of(incident_of((12, {"by": OBSERVATORY}), (12, {"by": NETWORK}))).n_independent == 2


def test_an_acknowledgement_covers_what_its_words_say_and_no_more():
    act = {"by": ARMY, "perpetrators": (ARMY,), "stance": "acknowledged", "harm": "none", "event": "airstrike", "of": "r"}
    incident = incident_of((12, {"by": OBSERVATORY, "perpetrators": (ARMY,), "of": "r"}), (None, act))
    assert "acknowledges the airstrike, and in these words no harm" in incident.verdicts.responsibility.why
    harm = {"by": ARMY, "perpetrators": (ARMY,), "stance": "acknowledged"}
    assert "acknowledges 3 killed, and no more than that" in incident_of((3, harm)).verdicts.responsibility.why


def test_footage_is_an_exhibit_and_no_root():
    incident = incident_of((12, {"by": OBSERVATORY, "of": "r"}), (None, {"of": "r", "harm": "none", "event": "footage"}))
    assert "1 report tells of footage, an exhibit and no source" in incident.verdicts.occurrence.why
    assert incident.verdicts.occurrence.is_ == "single_source"


class OnlyLookedUp(dict[str, Root]):
    """A collection's roots that may be looked up by claim and never gone through: there are a hundred thousand, and as many incidents."""

    def items(self):
        raise AssertionError("all roots of the collection were gone through for one incident")

    values = items
    __iter__ = items


def test_judging_an_incident_costs_what_its_own_claims_cost():
    matched = gather((12, {"by": doctor("a doctor at Jableh Hospital")}), (12, {"by": doctor("the director of Jableh Hospital")}))
    roots = OnlyLookedUp({r.claim: r for r in matched.roots})
    verdicts = judge(list(matched.claims), [], [], (), roots, list(matched.claims))
    assert "one access" in verdicts.occurrence.why
