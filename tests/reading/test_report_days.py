"""The day a report gives itself."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    "text",
    [
        "Published 20 February 2025 A blast killed nine people in Homs.",
        "Blast kills nine in Homs Agency Thursday 20 Feb 2025 A blast killed nine people in Homs.",
        "20 February 2025\nA blast killed nine people in Homs.",
    ],
)
def test_the_day_a_report_gives_itself_is_no_day_of_a_death(read: Read, text: str) -> None:
    claims = [c for c in read(text, published="2025-03-08") if c.harm == "killed"]
    assert claims and all(c.time is None for c in claims)


@pytest.mark.parametrize(
    "text",
    [
        "On 20 February 2025 a blast killed nine people in Homs.",
        "A blast killed nine people in Homs, 20 February 2025.",
        "The 20 February 2025 blast in Homs killed nine people.",
    ],
)
def test_a_day_that_words_bind_to_a_deed_is_the_day_of_the_deed(read: Read, text: str) -> None:
    (claim,) = (c for c in read(text, published="2025-03-08") if c.harm == "killed")
    assert claim.time is not None and claim.time.from_ == "2025-02-20"


def test_a_date_long_before_is_what_the_report_tells_of(read: Read) -> None:
    text = "Remembering Homs 20 February 2020 A blast killed nine people in Homs."
    (claim,) = (c for c in read(text, published="2025-03-08") if c.harm == "killed")
    assert claim.time is not None and claim.time.from_ == "2020-02-20"
