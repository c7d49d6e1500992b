"""The style sheet: it asks for nothing from outside, and every pair of ink and paper can be read (WCAG AA)."""

import re

import pytest

from knell.web.report_page import MARKS_STEP, marks_needed, marks_sheet
from knell.web.views import style_sheet

SHEET = style_sheet()
TEXT_ON = [
    ("ink", "paper"), ("ink", "raised"), ("ink", "sunk"), ("soft", "paper"), ("soft", "raised"), ("soft", "sunk"), ("link", "paper"),
    ("link", "raised"), ("mark-ink", "mark"), ("mark-ink", "mark-strong"), ("target-ink", "target"), ("figure", "paper"),
    ("figure", "raised"), ("paper", "figure"), ("verified", "raised"), ("corroborated", "raised"), ("single", "raised"),
    ("contested", "raised"), ("unverified", "raised"), ("verified", "paper"), ("corroborated", "paper"), ("single", "paper"),
    ("contested", "paper"), ("unverified", "paper"), ("paper", "ink"), ("link", "mark"),
]  # fmt: skip


def colours(scheme: str) -> dict[str, str]:
    """The colours of a scheme; the dark one keeps what it does not change."""
    light, dark = re.findall(r":root \{(.*?)\}", SHEET, re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found if scheme == "light" else found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXT_ON)
def test_text_can_be_read_on_what_it_stands_on(scheme: str, ink: str, paper: str) -> None:
    known = colours(scheme)
    assert contrast(known[ink], known[paper]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mark", ["figure", "focus", "line-strong"])
def test_marks_and_borders_can_be_told_from_the_paper(scheme: str, mark: str) -> None:
    known = colours(scheme)
    assert contrast(known[mark], known["paper"]) >= 3


def test_the_sheet_asks_for_nothing_from_outside() -> None:
    assert not re.search(r"url\(|@import|@font-face|http|//[a-z]", re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL))


def test_sides_are_named_by_the_direction_of_writing() -> None:
    assert not re.search(r"\b(?:margin|padding|border|inset)-(?:left|right)\b|text-align: (?:left|right)|float:", SHEET)


def test_the_sheet_knows_print_dark_narrow_motion_focus_and_forced_colours() -> None:
    for feature in (
        "@media print",
        "prefers-color-scheme: dark",
        "max-width: 46rem",
        "prefers-reduced-motion",
        ":focus-visible",
        "forced-colors",
    ):
        assert feature in SHEET


def test_every_class_of_the_sheet_that_marks_a_claim_is_served_for_as_many_claims_as_a_report_has() -> None:
    assert [marks_needed(n) for n in (0, 1, 50, 51, 10**6)] == [MARKS_STEP, MARKS_STEP, MARKS_STEP, 2 * MARKS_STEP, 2000]
    sheet = marks_sheet(3)
    assert all(f"body:has(.a{n}:target) .k{n}{{" in sheet for n in (1, 2, 3))
    assert ".k4" not in sheet
