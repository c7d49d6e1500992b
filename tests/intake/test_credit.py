"""Agency credits: in their fixed places, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.intake import find_credit


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("BEIRUT (AFP) - At least twelve people died.", "AFP"),
        ("Beirut (AFP) – At least twelve people died.", "AFP"),
        ("DAMASCUS, March 7 (Reuters) - Gunmen killed twelve.", "Reuters"),
        ("(Reuters) - Gunmen killed twelve.", "Reuters"),
        ("DAMASCUS, July 22 (Xinhua) -- Twelve died.", "Xinhua"),
        ("LATAKIA, Syria (AP) — Twelve people died.", "AP"),
        ("AFP - Twelve people died.", "AFP"),
        ("A headline\n\nBERLIN (dpa) - Zwölf Menschen starben.", "dpa"),
        ("Twelve people died.\n\n— AP", "AP"),
        ("Twelve people died. (AFP)", "AFP"),
        ("Twelve people died.\n(with AFP)", "AFP"),
        ("Twelve people died.\n\nWith AFP", "AFP"),
        ("Twelve people died.\n\nwith Reuters in Damascus", "Reuters"),
        ("Douze morts.\n\nAvec AFP", "AFP"),
        ("Twelve people died.\n\nSource: SANA", "SANA"),
        ("Twelve people died.\nSources: AFP, AP", "AFP"),
        ("قتل اثنا عشر شخصا.\n\nالمصدر: سانا", "SANA"),
        ("Twelve people died.\n© 2025 AFP", "AFP"),
        ("Twelve people died.\n\nReporting by A. Person in Damascus; Editing by B. Person", "Reuters"),
        ("(Reporting by A. Person; Writing by B. Person; Editing by C. Person)", "Reuters"),
    ],
)
def test_a_credit_in_its_place_is_found(text: str, agency: str) -> None:
    assert find_credit(text) == agency


@pytest.mark.parametrize(
    "text",
    [
        "Reuters could not confirm the date of the video.",
        "AFP, citing the Observatory, said twelve people died.",
        "Twelve people died, an AP photographer saw.",
        "The ministry told SANA that twelve people died.",
        "The hospital ran out of AA batteries.\nThe town has a spa.",
        "Source: a security official",
        "Twelve people died (most of them women).",
        "The Reporting by the committee went on; nobody was edited.",
        "PARIS — Twelve people died.",
        "Twelve people died.\nWith the army in the town.",
        "",
    ],
)
def test_a_name_in_a_sentence_is_no_credit(text: str) -> None:
    assert find_credit(text) is None


def test_a_credit_in_the_middle_of_a_long_text_is_not_one() -> None:
    assert find_credit("Words. " * 200 + "\nSource: AFP\n" + "Words. " * 200) is None


@pytest.mark.parametrize(
    ("byline", "agency"),
    [("AFP", "AFP"), ("Staff Desk and AFP", "AFP"), ("A. Person, Reuters", "Reuters"), ("Associated Press", "AP"), ("A. Person", None)],
)
def test_a_byline_credits_its_agency(byline: str, agency: str | None) -> None:
    assert find_credit("Twelve people died.", byline) == agency


@given(st.text(max_size=300), st.none() | st.text(max_size=40))
def test_any_text_can_be_asked(text: str, byline: str | None) -> None:
    credit = find_credit(text, byline)
    assert credit is None or credit.strip()
