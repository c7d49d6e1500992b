"""Whatever the text, reading it ends well: no fault, every span at its words, every claim with a name of its own."""

import json
import random
from pathlib import Path

import jsonschema
import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.cli.main import main
from knell.flows.read import default_settings
from knell.publishing.schema import describe_shape
from knell.reading.reader import read_report
from knell.records import Report, Span
from tools.grammar import write_reports, write_sentence

WORDS = sorted({word for report in write_reports(20, 300, 5) for word in report["text"].split()})
ODD = "٣éß中ﬁ\u200b\u200f\u0301\U0001f6a8“”‘’'\"()[]–—-,.;:!?%$€/\t\n\r\x00 0123456789"
sentences = st.integers(0, 2**32).map(lambda seed: write_sentence(random.Random(seed), random.Random(seed).choice(["harm", "speech"])))
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.lists(sentences, min_size=1, max_size=3).map(" ".join).flatmap(lambda text: st.integers(0, len(text)).map(lambda end: text[:end])),
    st.text(alphabet=st.one_of(st.sampled_from(ODD), st.sampled_from("aeknotKS ")), max_size=120),
    st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(list(ODD))), max_size=30).map("".join),
)


def spans_in(record: object) -> list[Span]:
    """Every span of a record, however deep."""
    if isinstance(record, tuple):
        return [span for item in record for span in spans_in(item)]
    if not isinstance(record, msgspec.Struct):
        return []
    below = [span for name in record.__struct_fields__ for span in spans_in(getattr(record, name))]
    return [record, *below] if isinstance(record, Span) else below


@settings(max_examples=400)
@given(texts)
def test_any_text_is_read_and_every_span_is_its_words(text: str) -> None:
    reading = read_report(Report(id="r1", text=text, published="2025-03-08", outlet="Harbour Courier"), default_settings(), mentions=True)
    assert len({claim.claim for claim in reading.claims}) == len(reading.claims)
    for claim in reading.claims:
        for span in spans_in(claim):
            assert span.start is None or span.text == text[span.start : span.end]
    for mention in reading.mentions:
        assert mention.text == text[mention.start : mention.end]


def test_what_is_read_is_what_the_contracts_schema_allows() -> None:
    validator = jsonschema.Draft202012Validator(describe_shape("claim"))
    for report in write_reports(5, 400, 11):
        for claim in read_report(msgspec.convert(report, Report), default_settings(), mentions=False).claims:
            validator.validate(json.loads(msgspec.json.encode(claim)))


def test_the_bytes_are_the_same_again_and_with_more_jobs(tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    reports.write_text("".join(json.dumps(report) + "\n" for report in write_reports(12, 150, 3)), encoding="utf-8")
    written = []
    for name, jobs in (("first", "1"), ("again", "1"), ("more", "2")):
        out, mentions = tmp_path / f"{name}.jsonl", tmp_path / f"{name}-mentions.jsonl"
        assert main(["read", "--input", str(reports), "--output", str(out), "--mentions", str(mentions), "--jobs", jobs]) == 0
        written.append((out.read_bytes(), mentions.read_bytes()))
    assert written[0] == written[1] == written[2]
    assert len(written[0][0].splitlines()) > 20
