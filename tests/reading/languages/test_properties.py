"""What holds for every text read by the frame: nothing brings it down, spans are the text to the letter, the same bytes each time."""

from collections.abc import Iterator

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.flows.read import default_settings
from knell.reading.reader import read_report
from knell.records import Report, Span

WORDS = (
    "El la policía Ejército dijo informó que según 12 1.018 30 personas campesinos murieron fueron asesinados asesinadas heridos muertos "
    "entre ellos niños dos al menos más de en Cali Cauca el jueves 6 de marzo 2025 desde hace tres días por hombres armados a manos de "
    "la masacre de ataque bomba no negó y o , . ; : « » ( ) | \t \n - 1. 😀 Juan Pérez Total resultaron mil doscientas un una citando a"
).split(" ")
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=40).map("".join),
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


@settings(max_examples=200, deadline=None)
@given(texts, st.sampled_from([None, "2025-03-08", "2025-03", "0001-01-01", "9999-12-31"]))
def test_no_text_brings_the_reader_down_and_no_span_lies(text: str, published: str | None) -> None:
    report = Report(id="r", text=text, published=published, lang="es")
    once = read_report(report, default_settings(), mentions=True)
    for claim in once.claims:
        for span in spans(claim):
            assert span.start is None or span.text == text[span.start : span.end]
    for mention in once.mentions:
        assert mention.text == text[mention.start : mention.end] and mention.text
    assert msgspec.json.encode(once.claims) == msgspec.json.encode(read_report(report, default_settings()).claims)
