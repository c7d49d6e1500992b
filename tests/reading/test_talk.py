"""Reports that only talk of violence."""

from .conftest import Read

SPEECH = (
    "The minister spoke to the party on its anniversary. He praised the work of the past years. "
    "He said that the rebels had murdered many civilians. He called for unity. He thanked the members. "
)


def test_in_a_speech_in_which_nothing_that_happened_is_told_violence_is_context(read: Read) -> None:
    assert all(c.event.type not in ("killing", "massacre") for c in read(SPEECH))


def test_one_counted_harm_makes_a_report_more_than_talk(read: Read) -> None:
    claims = read(SPEECH + "Three farmers were murdered in Homs on Monday.")
    assert any(c.event.type == "killing" for c in claims)


def test_a_short_text_is_never_taken_for_talk(read: Read) -> None:
    assert any(c.event.type == "killing" for c in read("He said that the rebels had murdered many civilians."))
