import pytest

from knell.web.graphic import is_graphic


@pytest.mark.parametrize("event", ["footage", "bodies_found", "torture", "sexual_violence"])
def test_some_events_always_stand_behind_a_click(event: str) -> None:
    assert is_graphic(event, "It was reported.")


@pytest.mark.parametrize(
    "words", ["They were beheaded.", "The burned alive victims", "charred remains", "Mutilated bodies", "in a pool of blood"]
)
def test_explicit_words_stand_behind_a_click_whatever_the_event(words: str) -> None:
    assert is_graphic("killing", words)


@pytest.mark.parametrize("words", ["52 people were killed in Marwa.", "The corps commander spoke.", "Grapes were harvested.", None])
def test_a_plain_report_does_not(words: str | None) -> None:
    assert not is_graphic("killing", words)
