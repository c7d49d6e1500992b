import pytest

from knell.records import Claim, Event, Span
from knell.web.graphic import behind_click, is_graphic


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


def test_a_sentence_that_is_hidden_for_one_claim_is_hidden_for_all_that_share_it() -> None:
    def claim(name: str, start: int, end: int, event: str, report: str = "r:1") -> Claim:
        return Claim(claim=name, report=report, passage=Span(start=start, end=end), event=Event(type=event))  # type: ignore[arg-type]

    claims = [
        claim("c:footage", 10, 50, "footage"), claim("c:same", 10, 50, "statement"), claim("c:across", 40, 80, "warning"),
        claim("c:after", 50, 90, "statement"), claim("c:elsewhere", 10, 50, "statement", "r:2"),
    ]  # fmt: skip
    assert behind_click(claims) == {"c:footage", "c:same", "c:across"}
