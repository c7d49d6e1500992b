"""Who did not say anything."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    "text",
    [
        "The army did not immediately respond to a request for comment.",
        "The ministry has not answered repeated questions from reporters.",
        "No group has claimed responsibility.",
        "Nobody said who fired.",
    ],
)
def test_who_was_silent_stated_nothing(read: Read, text: str) -> None:
    assert [c for c in read(text) if c.event.type == "statement"] == []


@pytest.mark.parametrize(
    "text",
    ["The army did not say how many had died.", "No wonder the mayor said it was a crime.", "Police answered questions about the raid."],
)
def test_who_said_something_is_heard(read: Read, text: str) -> None:
    assert any(c.cues for c in read(text))
