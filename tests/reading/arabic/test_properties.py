"""What holds for every Arabic text: nothing brings the reader down, spans are the text to the letter, time grows with length."""

import time
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.flows.read import default_settings
from knell.reading.reader import read_report
from knell.records import Report, Span

WORDS = (
    "قال المرصد السوري لحقوق الإنسان إن 12 ٥٢ شخصا قتلوا قتل مقتل أصيب بينهم أطفال و30 جريحا وأكثر من نحو في حمص حلب يوم الخميس "
    "6 آذار/مارس 2025 منذ بين 10 و20 إلى عشرات مئة ألف على يد مسلحون قوات الأمن غارة إسرائيلية بحسب نقلا عن نفت أن لم دون "
    "أسماء الضحايا المجموع القتلى الجرحى وبين القتلى منهم أحدهم طفل محمد علي حسن الشاب تصحيح وليس والصحيح فيما قالت إنها قتلت والدتهما قُـ.ـتل ق.ت.ل بقـ ـصف ، . ؛ : | - 1. « » ( ) \u202b \u200f 😀 the BBC ﻗﺘﻞ عام امس ما لا يقل عن حصيلة القتلى"
).split()
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=40).map("".join),
    st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=200),
    st.text(max_size=200),
)


def spans(record: object) -> Iterator[Span]:
    if isinstance(record, Span):
        yield record
    if isinstance(record, msgspec.Struct):
        for name in record.__struct_fields__:
            yield from spans(getattr(record, name))
    elif isinstance(record, tuple):
        for item in record:
            yield from spans(item)


@settings(max_examples=300, deadline=None)
@given(texts, st.sampled_from([None, "2025-03-08", "2025-03", "0001-01-01", "9999-12-31"]))
def test_no_text_brings_the_reader_down_and_no_span_lies(text: str, published: str | None) -> None:
    report = Report(id="r", text=text, published=published, lang="ar")
    once = read_report(report, default_settings(), mentions=True)
    for claim in once.claims:
        for span in spans(claim):
            assert span.start is None or span.text == text[span.start : span.end]
    for mention in once.mentions:
        assert mention.text == text[mention.start : mention.end] and mention.text
    assert msgspec.json.encode(once.claims) == msgspec.json.encode(read_report(report, default_settings()).claims)


@pytest.mark.parametrize(
    "piece",
    ["قتل 12 شخصا في حمص وقال المرصد إن ", "ا", "و30 ", "ق.", "قتلى، ", "ـ", "12 و", "بحسب المرصد ", "ق ", "منذ ", "بين 10 و12 قتيلا "],
)
def test_time_for_a_character_is_flat(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        begun = time.process_time()
        read_report(Report(id="r", text=text, published="2025-03-08", lang="ar"), default_settings())
        return time.process_time() - begun

    seconds(2_000)
    small, large = min(seconds(20_000) for _ in range(2)), seconds(100_000)
    assert large < 5 * 3 * max(small, 0.02)
