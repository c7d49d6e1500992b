"""Spans and the words cut from them."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.records import Claim, Event, Party, Record, RecordError, Span, cut

TEXT = "The Observatory said 52 people were executed."


def claim_of(text: str | None) -> Claim:
    """The one claim of TEXT, with its words or without."""

    def at(start: int, end: int) -> dict[str, int | str | None]:
        return {"start": start, "end": end, "text": None if text is None else text[start:end]}

    return msgspec.convert(
        {
            "claim": "c:0123456789abcdef",
            "report": "r1",
            "passage": at(0, 45),
            "content": [at(21, 44)],
            "event": {"type": "execution", **at(36, 44)},
            "harm": "killed",
            "count": {"low": 52, "high": 52, "best": 52, **at(21, 23)},
            "victims": [{"status": None, **at(24, 30)}],
            "speakers": [{"name": "Syrian Observatory for Human Rights", "kind": "monitor", **at(0, 15)}, {"kind": "unknown"}],
            "cues": [at(16, 20)],
        },
        Claim,
    )


@pytest.mark.parametrize("offsets", [(3, 3), (4, 3), (-1, 2), (3, None), (None, 3)])
def test_a_span_that_does_not_run_forward_from_0_is_refused(offsets: tuple[int | None, int | None]) -> None:
    with pytest.raises(RecordError):
        Span(start=offsets[0], end=offsets[1])


def test_a_span_whose_text_is_longer_than_itself_is_refused() -> None:
    with pytest.raises(RecordError, match="as long as the span"):
        Span(start=0, end=3, text="Homs")


def test_an_implied_speaker_has_neither_offset() -> None:
    assert Party().start is None
    assert Party().end is None


def test_a_broken_span_in_a_line_of_json_is_refused_like_one_in_code() -> None:
    with pytest.raises(msgspec.ValidationError, match="runs forward"):
        msgspec.json.decode(b'{"start": 5, "end": 2}', type=Span)


def test_words_are_cut_from_the_text_however_deep_they_lie() -> None:
    assert cut(claim_of(None), TEXT) == claim_of(TEXT)


def test_without_a_text_every_word_of_it_is_gone() -> None:
    bare = cut(claim_of(TEXT), None)
    assert bare == claim_of(None)
    assert b"executed" not in msgspec.json.encode(bare)
    assert b"52 people" not in msgspec.json.encode(bare)


def test_what_is_not_words_stays_when_the_words_go() -> None:
    bare = cut(claim_of(TEXT), None)
    assert bare.speakers[0].name == "Syrian Observatory for Human Rights"
    assert (bare.count.low, bare.event.type, bare.passage.end) == (52, "execution", 45)


@given(st.text(min_size=1), st.data())
def test_a_cut_span_is_the_text_at_its_offsets(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert cut(Span(start=start, end=end), text) == Span(start=start, end=end, text=text[start:end])


@given(st.text(min_size=45))
def test_cutting_twice_is_cutting_once(text: str) -> None:
    once = cut(claim_of(None), text)
    assert cut(once, text) == once
    assert cut(cut(once, None), text) == once


def test_a_tuple_of_records_is_cut_one_by_one_and_a_word_is_left_alone() -> None:
    spans = (Span(start=0, end=3), Event(start=4, end=15))
    assert [span.text for span in cut(spans, TEXT)] == ["The", "Observatory"]
    assert cut("The", TEXT) == "The"


def test_a_record_does_not_change_and_does_not_take_what_it_does_not_know() -> None:
    span = Span(start=0, end=3)
    with pytest.raises(AttributeError):
        span.start = 1  # type: ignore[misc]
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(b'{"start": 0, "end": 1, "colour": "red"}', type=Span)


def test_a_record_holds_tuples_so_that_nothing_in_it_changes() -> None:
    def fields_that_change(record: type[Record]) -> list[str]:
        found: list[str] = []
        for field in msgspec.structs.fields(record):
            kind = msgspec.inspect.type_info(field.type)
            kinds = kind.types if isinstance(kind, msgspec.inspect.UnionType) else (kind,)
            found += [
                f"{record.__name__}.{field.name}" for k in kinds if isinstance(k, (msgspec.inspect.ListType, msgspec.inspect.DictType))
            ]
        return found

    def all_records(base: type[Record]) -> list[type[Record]]:
        return [base, *(found for sub in base.__subclasses__() for found in all_records(sub))]

    here = [record for record in all_records(Record) if record.__module__.startswith("knell.records.")]
    assert Claim in here
    assert [field for record in here for field in fields_that_change(record)] == []
