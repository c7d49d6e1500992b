"""Words of violence that tell of none where they stand."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    "text",
    [
        "The country abolished the death penalty in 2015.",
        "Some 2,310 people have died from COVID-19 on the islands.",
        "He died of cancer in Lima.",
        "The film was shot by his friend in Lima.",
        "The organizer was fired in 2020 after the walkout.",
        "The workers were employed at a mine near Lima.",
        "The ministry was dead set against the plan.",
        "The bank was unable to arrest the slide of the peso.",
        "The senator went on to blast the mayor.",
        "The governing body of the league met in Lima.",
        "The clinic treated 13 cardiac arrests in Lima.",
        "Mug shot of the mayor.",
        "The council announced a slew of measures in Lima.",
        "The homicide division has a new head in Lima.",
        "Her office wrote about the death squads of Lima.",
    ],
)
def test_a_set_phrase_an_illness_a_camera_or_a_job_harms_nobody(read: Read, text: str) -> None:
    assert all(c.harm == "none" and c.event.type not in ("killing", "bombing") for c in read(text))


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("Police said the prisoner died of a stroke in custody in Lima.", "killed"),
        ("Two soldiers died when they stepped on a mine near Lima.", "killed"),
        ("A woman was shot in the street in Lima.", "injured"),
    ],
)
def test_the_same_words_of_a_harm_stay_a_harm(read: Read, text: str, harm: str) -> None:
    assert any(c.harm == harm for c in read(text))


@pytest.mark.parametrize(
    "text",
    [
        "The rapporteur on torture flew to Lima.",
        "The Committee Against Torture met in Lima on Monday.",
        "Lima joined the convention against enforced disappearances.",
        "The parliament in Lima passed a law against torture.",
    ],
)
def test_what_an_office_or_a_law_is_about_did_not_happen(read: Read, text: str) -> None:
    assert all(c.event.type not in ("torture", "enforced_disappearance") for c in read(text))


def test_what_a_rapporteur_is_told_of_did(read: Read) -> None:
    assert any(c.event.type == "torture" for c in read("A group of students told the rapporteur of the torture of two men in Lima."))
