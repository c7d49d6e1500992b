"""What a team taught the reader, and how the reader says so."""

from functools import cache

import msgspec
import pytest

from knell.reading.reader import Reading, Settings, read_report
from knell.reading.taught import add_to_rules, trace_corrections
from knell.records import Claim, Report
from knell.terms.corrections import Corrections, TaughtActor, TaughtAlias, TaughtCue, TaughtGroup, TaughtPlace
from knell.terms.gazetteer import load_gazetteer

ALL = Corrections(
    actors=(TaughtActor(name="Coast Shield", kind="armed_group", aliases=("Shield riders",)),),
    aliases=(TaughtAlias(name="Syrian Observatory for Human Rights", aliases=("Coventry desk",)),),
    places=(TaughtPlace(name="Wadi Mithal", country="SY", lat=35.5, lon=35.9),),
    groups=(TaughtGroup(name="Mirsids", words=("mirsid", "mirsids")),),
    cues=(TaughtCue(words=("gazump",), stance="confirmed"),),
)
TEXT = "Shield riders killed 12 Mirsids in Wadi Mithal on Tuesday, the Coventry desk said."


@cache
def settings(corrections: Corrections) -> Settings:
    return Settings(load_gazetteer(), corrections=corrections)


def read(text: str, corrections: Corrections = ALL) -> Reading:
    report = Report(id="r", text=text, published="2025-03-08")
    reading = read_report(report, settings(corrections))
    return add_to_rules(reading, trace_corrections(report, reading.claims, corrections, settings))


def dead(reading: Reading) -> Claim:
    return next(claim for claim in reading.claims if claim.harm == "killed")


def test_taught_parties_places_and_groups_are_read() -> None:
    claim = dead(read(TEXT))
    assert [(p.name, p.kind) for p in claim.perpetrators] == [("Coast Shield", "armed_group")]
    assert [p.name for p in claim.speakers] == ["Syrian Observatory for Human Rights"]
    assert [(p.name, p.lat) for p in claim.places] == [("Wadi Mithal", 35.5)]
    assert [v.group for v in claim.victims] == ["Mirsids"]


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("perpetrators", "actor: Coast Shield"),
        ("speakers", "alias: Syrian Observatory for Human Rights"),
        ("places", "place: Wadi Mithal"),
        ("victims", "group: Mirsids"),
    ],
)
def test_each_changed_field_names_the_correction_that_changed_it(field: str, label: str) -> None:
    reading = read(TEXT)
    assert f"correction ({label})" in reading.rules[dead(reading).claim][field]


def test_a_field_that_no_correction_touched_names_none() -> None:
    reading = read(TEXT)
    rules = reading.rules[dead(reading).claim]
    assert "correction" not in rules["count"] and "cue: gazump" not in " ".join(rules.values())


def test_a_taught_verb_attributes_in_every_form() -> None:
    for form in ("The governor gazumped that 4 people were killed in Homs.", "The governor gazumps that 4 people were killed in Homs."):
        claim = dead(read(form))
        assert claim.stance == "confirmed" and [s.text for s in claim.speakers] == ["The governor"]


def test_what_is_taught_goes_before_what_is_shipped() -> None:
    other = Corrections(actors=(TaughtActor(name="Harbour Guard", kind="militia", aliases=("security forces",)),))
    claim = dead(read("Security forces killed 12 people in Homs on Tuesday.", other))
    assert [(p.name, p.kind) for p in claim.perpetrators] == [("Harbour Guard", "militia")]


def test_two_corrections_that_do_the_same_are_both_named() -> None:
    twice = Corrections(
        actors=(TaughtActor(name="Coast Shield", kind="militia", aliases=("Shield riders",)),),
        aliases=(TaughtAlias(name="Coast Shield", aliases=("Shield riders",)),),
    )
    reading = read("Shield riders killed 12 people in Homs on Tuesday.", twice)
    assert "actor: Coast Shield" in reading.rules[dead(reading).claim]["perpetrators"]


def test_corrections_that_do_not_touch_a_text_change_nothing_in_it() -> None:
    text = "Police said 12 people were killed in Homs on Tuesday."
    plain, taught = read(text, Corrections()), read(text)
    assert msgspec.json.encode(plain.claims) == msgspec.json.encode(taught.claims) and plain.rules == taught.rules


def test_a_claim_that_the_corrections_take_away_is_told() -> None:
    report = Report(id="r", text="12 people were killed in Homs.", published="2025-03-08")
    bare = read_report(report, settings(Corrections())).claims
    taught = trace_corrections(report, (), ALL, settings)
    assert taught.lost == tuple(bare)


def test_arabic_words_are_taught_to_the_arabic_reader() -> None:
    taught = Corrections(
        actors=(TaughtActor(name="Coast Shield", kind="armed_group", aliases=("درع المثال",)),),
        groups=(TaughtGroup(name="Mirsids", words=("المرسديين", "مرسديين")),),
        places=(TaughtPlace(name="Wadi Mithal", country="SY", lat=35.5, lon=35.9, variants=("وادي مثال",)),),
    )
    text = "قُتل 12 من المرسديين على يد درع المثال في وادي مثال يوم الخميس، بحسب شاهد عيان."
    reading = read(text, taught)
    claim = dead(reading)
    assert [p.name for p in claim.places] == ["Wadi Mithal"]
    assert [(p.name, p.kind) for p in claim.perpetrators] == [("Coast Shield", "armed_group")]
    assert "correction (actor: Coast Shield)" in reading.rules[claim.claim]["perpetrators"]


def test_a_verb_taught_in_arabic_attributes() -> None:
    taught = Corrections(cues=(TaughtCue(words=("غمغم",), stance="possible"),))
    claim = dead(read("غمغم المحافظ أن 12 شخصا قتلوا في حمص.", taught))
    assert claim.stance == "possible" and [s.text for s in claim.speakers] == ["المحافظ"]
