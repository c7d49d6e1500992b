"""Who is in danger is not named: not in a quotation, not in a footnote."""

import pytest

from knell.publishing.brief import BriefContext
from knell.publishing.matter import Matter
from knell.publishing.withhold import withhold
from knell.records import Claim, Event, Party, Report, Span, Victim
from tests.publishing.cast import incident


def shown(text: str, *, names_allowed: bool = False, persons: tuple[str, ...] = (), **fields: object) -> str:
    report = Report(id="r", text=text, outlet="Hill Radio")
    claim = Claim(claim="c:1", report="r", passage=Span(start=0, end=len(text)), event=Event(type="killing"), **fields)  # type: ignore[arg-type]
    matter = Matter(
        incident("i:1", "killing", [claim]), {"c:1": claim}, {"r": report}, BriefContext(names_allowed=names_allowed, persons=persons)
    )
    return withhold(matter, "r", 0, len(text))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("They shot the writer Hana Zeidan at home.", "They shot the writer [name withheld] at home."),
        ("A resident of Qalat lost two brothers.", "A resident of [place withheld] lost two brothers."),
        ("The clip was filmed by Omar Said and shared by Lina.", "The clip was filmed by [name withheld] and shared by [name withheld]."),
        ("A man identified as Abu Salim fled.", "A man identified as [name withheld] fled."),
        ("She is living in Basha with her aunt.", "She is living in [place withheld] with her aunt."),
    ],
)
def test_a_private_person_is_withheld(text: str, printed: str) -> None:
    assert shown(text) == printed


@pytest.mark.parametrize(
    "text",
    [
        "President Salim Haddad spoke on Friday.",
        "The envoy for the river states, Ana Lindqvist, urged calm.",
        "Troops of the Third Army Division entered Upper Qalat.",
        "The River Observatory said so.",
        "They adhere to a branch of Shia Islam.",
        "Fighting was heavy in Umm Kalthum and near Tell Abyad.",
        "The fall of Salim Haddad followed. Haddad loyalists fought on.",
        "Residents of Qalat fled.",
    ],
)
def test_what_is_public_stays(text: str) -> None:
    assert shown(text) == text


def test_a_headline_in_capitals_is_no_list_of_names() -> None:
    text = "Monitor Accuses Forces Of Shelling Market Town"
    assert shown(text) == text


def test_a_victims_name_is_withheld_however_it_is_written() -> None:
    victims = (Victim(name="samir"),)
    assert shown("They buried samir there.", victims=victims) == "They buried [name withheld] there."


def test_a_private_speakers_name_is_withheld_even_where_victims_are_named() -> None:
    speakers = (Party(name="Omar Said", kind="witness"),)
    assert shown("Omar Said saw it.", names_allowed=True, speakers=speakers) == "[name withheld] saw it."


def test_a_name_handed_in_is_withheld() -> None:
    assert shown("They asked nina about it.", persons=("nina",)) == "They asked [name withheld] about it."


def test_names_stand_where_the_casebook_prints_them() -> None:
    text = "They shot the writer Hana Zeidan at home."
    assert shown(text, names_allowed=True) == text
