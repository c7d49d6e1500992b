"""Words out of an incident, and in again."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from knell.casebook.wording import put_words_in, take_words_out
from knell.records import Claim, Incident, IncidentVictim, Time, Verdict, Verdicts, cut
from tests.casebook.cast import CLAIMS, claim, place, victim

NOTHING = Verdict(is_="unverified")
TEXT = "On Thursday six priests were shot in Jableh."


def incident_of(*of: Claim, **more: object) -> Incident:
    verdicts = Verdicts(occurrence=NOTHING, figure=NOTHING, responsibility=NOTHING)
    return Incident(incident="i:1", type="killing", claims=tuple(c.claim for c in of), verdicts=verdicts, **more)  # type: ignore[arg-type]


def told() -> tuple[Claim, Incident]:
    where = place("Jableh", text="Jableh", start=37, end=43)
    when = Time(text="On Thursday", start=0, end=11, from_="2025-03-06", to="2025-03-06", precision="day")
    said = claim(places=(where,), time=when, victims=(victim("six priests", 12, group="priests"),))
    people = (IncidentVictim(text="six priests", group="priests", harm="killed"),)
    return said, incident_of(said, places=(where,), time=when, victims=people)


def test_what_is_stored_has_no_words_and_what_is_shown_has_them_again() -> None:
    said, incident = told()
    wordless, anchors = take_words_out(incident, {said.claim: said})
    stored = msgspec.json.encode(wordless) + msgspec.json.encode(anchors)
    assert b"priests." not in stored
    assert b"six priests" not in stored
    assert b"On Thursday" not in stored
    assert put_words_in(wordless, anchors, {said.claim: said}) == incident


def test_where_the_report_was_erased_the_words_stay_out_and_the_rest_stands() -> None:
    said, incident = told()
    wordless, anchors = take_words_out(incident, {said.claim: said})
    assert put_words_in(wordless, anchors, {}) == wordless
    assert put_words_in(wordless, anchors, {said.claim: cut(said, None)}).places[0].name == "Jableh"


def test_words_that_no_claim_has_are_not_kept() -> None:
    said, incident = told()
    strange = msgspec.structs.replace(incident, victims=(IncidentVictim(text="someone else", harm="killed"),))
    wordless, anchors = take_words_out(strange, {said.claim: said})
    assert put_words_in(wordless, anchors, {said.claim: said}).victims == (IncidentVictim(harm="killed"),)


@given(st.lists(CLAIMS, max_size=3, unique_by=lambda c: c.claim))
def test_an_incident_of_its_claims_own_places_times_and_victims_comes_back_whole(some: list[Claim]) -> None:
    people = tuple(IncidentVictim(text=v.text, name=v.name, group=v.group, harm=c.harm) for c in some for v in c.victims)
    time = next((c.time for c in some if c.time is not None), None)
    incident = incident_of(*some, places=tuple(p for c in some for p in c.places), time=time, victims=people)
    by_name = {c.claim: c for c in some}
    wordless, anchors = take_words_out(incident, by_name)
    assert put_words_in(wordless, anchors, by_name) == incident
    assert wordless == cut(wordless, None)
    assert all(v.text is None for v in wordless.victims)
