"""Claims as sentences: one of each kind, as a desk would write it."""

from typing import Any

import pytest

from knell.publishing.matter import Matter
from knell.publishing.sentences import sentence_for
from knell.records import Report
from tests.publishing.cast import Reader, incident

DAY = ("on Friday", {"from_": "2025-03-07", "to": "2025-03-07", "precision": "day"})
OBSERVATORY = ("the River Observatory", {"name": "River Observatory", "kind": "monitor"})
WIRE = ("Example Wire", {"name": "Example Wire", "kind": "agency"})


def told(text: str, event: str, type: str, harm: str = "none", *, outlet: str | None = "Hill Radio", **fields: Any) -> str:
    """The sentence for the one claim read in a text."""
    read = Reader(Report(id="r", text=text, outlet=outlet, published="2025-03-08"))
    claim = read.claim(text, event, type, harm, **fields)
    matter = Matter(incident("i:1", type, [claim]), {claim.claim: claim}, {"r": read.report})
    return sentence_for(matter, claim).text


def test_a_monitors_figure_with_place_and_day() -> None:
    text = "Shelling killed 14 people near Tarsa on Friday, the River Observatory said."
    given = told(
        text, "Shelling", "shelling", "killed", count=("14", "exact", 14, 14), victims=(("people", {}),), speakers=(OBSERVATORY,), time=DAY,
        places=(("Tarsa", {"name": "Tarsa", "precision": "town"}),), stance="reported",
    )  # fmt: skip
    assert given == "The River Observatory said 14 people were killed in shelling near Tarsa on 7 March 2025."


def test_a_relay_is_named_with_the_root() -> None:
    text = "Three men were abducted, Example Wire reported, citing the River Observatory."
    given = told(
        text,
        "abducted",
        "abduction",
        "abducted",
        count=("Three", "exact", 3, 3),
        victims=(("men", {"sex": "male"}),),
        speakers=(WIRE, OBSERVATORY),
        stance="reported",
    )
    assert given == "The River Observatory, as relayed by Example Wire, said three men were abducted."


def test_an_allegation_against_somebody_is_an_accusation() -> None:
    text = "Border guards shot 12 villagers, the River Observatory alleged."
    given = told(
        text, "shot", "killing", "killed", count=("12", "exact", 12, 12), victims=(("villagers", {}),), speakers=(OBSERVATORY,), stance="alleged",
        perpetrators=(("Border guards", {"kind": "state_forces"}),),
    )  # fmt: skip
    assert given.startswith("The River Observatory accused ")
    assert given.endswith(" of killing 12 villagers.")


def test_a_figure_without_a_source_says_so() -> None:
    text = "At least nine people reportedly died in clashes."
    given = told(
        text,
        "clashes",
        "clash",
        "killed",
        count=("At least nine", "at_least", 9, None),
        victims=(("people", {}),),
        speakers=((None, {}),),
        stance="reported",
    )
    assert given == "Hill Radio, naming no source, reported that at least nine people were killed in clashes."


def test_what_an_actor_claims_is_told_of_itself() -> None:
    text = "The brigade said it had killed two soldiers."
    given = told(
        text, "killed", "killing", "killed", count=("two", "exact", 2, 2), victims=(("soldiers", {}),), stance="claimed",
        speakers=(("The brigade", {"kind": "armed_group"}),), perpetrators=(("The brigade", {"kind": "armed_group"}),),
    )  # fmt: skip
    assert given == "The brigade said it had killed two soldiers."


def test_one_person_takes_the_singular() -> None:
    text = "One soldier was killed, the River Observatory said."
    given = told(
        text,
        "killed",
        "killing",
        "killed",
        count=("One", "exact", 1, 1),
        victims=(("soldier", {}),),
        speakers=(OBSERVATORY,),
        stance="reported",
    )
    assert given == "The River Observatory said one soldier was killed."


def test_a_family_keeps_its_word() -> None:
    text = "An air strike killed a family of five, residents said."
    given = told(
        text, "air strike", "airstrike", "killed", count=("a family of five", "exact", 5, 5), speakers=(("residents", {"kind": "resident"}),), stance="reported",
    )  # fmt: skip
    assert given == "Residents said a family of five were killed in an air strike."


def test_what_may_be_is_told_as_what_may_be() -> None:
    text = "Up to 40 people may be missing, the River Observatory said."
    given = told(
        text,
        "missing",
        "killing",
        "missing",
        count=("Up to 40", "at_most", 0, 40),
        victims=(("people", {}),),
        speakers=(OBSERVATORY,),
        stance="possible",
    )
    assert given == "The River Observatory said up to 40 people may be missing."


def test_confirmed_has_its_source() -> None:
    text = "The interior ministry confirmed 13 deaths."
    ministry = (("The interior ministry", {"kind": "government"}),)
    given = told(text, "deaths", "killing", "killed", count=("13", "exact", 13, 13), speakers=ministry, stance="confirmed")
    assert given == "The interior ministry confirmed that 13 people were killed."


@pytest.mark.parametrize(
    ("text", "event", "type", "content", "cue", "stance", "sentence"),
    [
        ("The envoy urged all sides to step back.", "urged", "appeal", "all sides to step back", "urged", "urged", "The envoy urged “all sides to step back”."),
        ("The envoy warned of a wider war.", "warned", "warning", "of a wider war", "warned", "reported", "The envoy warned of “a wider war”."),
        ("The envoy denies that talks have failed.", "denies", "denial", "that talks have failed", "denies", "denied", "The envoy denied that “talks have failed”."),
        ("“It must stop,” the envoy said.", "said", "statement", "It must stop", "said", "reported", "The envoy said “It must stop”."),
        ("Not a shot was fired, according to the envoy.", "shot", "denial", "Not a shot was fired", "according to", "denied", "The envoy denied this, saying: “Not a shot was fired”."),
    ],
)  # fmt: skip
def test_words_are_quoted_with_their_own_verb(text: str, event: str, type: str, content: str, cue: str, stance: str, sentence: str) -> None:
    envoy = next(word for word in ("The envoy", "the envoy") if word in text)
    assert told(text, event, type, content=content, cue=cue, stance=stance, speakers=((envoy, {"kind": "international_body"}),)) == sentence


def test_a_curfew_is_told_with_its_places() -> None:
    text = "Curfews were ordered in Basha and Qalat."
    places = tuple((name, {"name": name, "precision": "town"}) for name in ("Basha", "Qalat"))
    assert told(text, "Curfews", "curfew", places=places) == "Hill Radio reported curfews in Basha and Qalat."


def test_a_witness_is_told_by_kind_and_never_by_name_or_home() -> None:
    text = "Omar Said, a resident of Qalat, said two boys were killed."
    given = told(
        text, "killed", "killing", "killed", count=("two", "exact", 2, 2), victims=(("boys", {"sex": "male", "age_group": "child"}),),
        speakers=(("Omar Said, a resident of Qalat", {"name": "Omar Said", "kind": "resident"}),), stance="reported",
    )  # fmt: skip
    assert given == "A resident said two boys were killed."


def test_a_long_speaker_is_cut_at_its_verb() -> None:
    text = "The provincial health office in Basha said it had too few beds and that six people died."
    given = told(
        text, "died", "killing", "killed", count=("six", "exact", 6, 6), victims=(("people", {}),), stance="reported",
        speakers=(("The provincial health office in Basha said it had too few beds and", {"kind": "government"}),),
    )  # fmt: skip
    assert given == "The provincial health office in Basha said six people were killed."
