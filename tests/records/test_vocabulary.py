"""The closed lists hold together."""

from knell.records.vocabulary import VIOLENT, EventType, Harm, values


def test_every_violent_type_is_an_event_type() -> None:
    assert set(values(EventType)) >= VIOLENT


def test_words_about_words_are_not_violence() -> None:
    assert not VIOLENT & {"statement", "appeal", "warning", "denial", "acknowledgement", "footage", "context", "curfew", "other"}


def test_no_word_stands_twice() -> None:
    for literal in (EventType, Harm):
        assert len(set(values(literal))) == len(values(literal))
