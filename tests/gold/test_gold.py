"""The gold keeps its own form: what it quotes is there once, what it says is in the contract's words, and it was read twice."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knell.records import Report, vocabulary
from tools import gold
from tools.gold import Expected, GoldReport, Quote

FILES = [file for folder in sorted(p for p in gold.FOLDER.iterdir() if p.is_dir()) for file in gold.load_folder(folder)]
REPORTS = [report for file in FILES for report in file.reports]
DAYS = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split(),
)
each_report = pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.id)


def allowed(expected: str | None, words: object) -> bool:
    """Whether an expectation names nothing but words of a closed list (or null)."""
    return expected is None or set(expected.split("|")) <= {*vocabulary.values(words), "-"}


def quotes(claim: Expected) -> Iterator[Quote]:
    """Every quote of an expected claim."""
    yield from (q for q in (claim.count, claim.time) if q is not None)
    yield from (*claim.victims, *claim.perpetrators, *claim.places, *claim.speakers)


@pytest.mark.parametrize(("language", "least"), [("english", 40), ("arabic", 20)])
def test_each_language_has_the_reports_it_is_said_to_have(language: str, least: int) -> None:
    assert sum(file.path.parent.name == language for file in FILES for _ in file.reports) >= least


def test_no_two_reports_share_an_id() -> None:
    assert len({report.id for report in REPORTS}) == len(REPORTS)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.path.name)
def test_every_file_is_marked_as_invented_and_was_read_a_second_time(file: gold.GoldFile) -> None:
    assert file.invented
    assert file.annotated_by and file.checked_by
    assert "invented" in Path(file.path).read_text(encoding="utf-8").partition("\n")[0]


@each_report
def test_a_report_is_one_that_knell_can_take_in(report: GoldReport) -> None:
    Report(id=report.id, text=report.text, published=report.published, outlet=report.outlet)


@each_report
def test_quoted_words_stand_in_the_text_once(report: GoldReport) -> None:
    for claim in report.claims:
        for words in filter(None, [claim.words, *(w for q in quotes(claim) for w in (q.words, q.also))]):
            start, end = gold.locate(report.text, words)
            assert report.text[start:end].strip() == report.text[start:end] != ""


@each_report
def test_a_claim_is_found_by_its_count_or_by_its_words(report: GoldReport) -> None:
    for claim in report.claims:
        assert (claim.count is None) != (claim.words is None), claim.label


@each_report
def test_values_are_the_contracts_own(report: GoldReport) -> None:
    for claim in report.claims:
        assert claim.event and allowed(claim.event, vocabulary.EventType) and allowed(claim.harm, vocabulary.Harm)
        assert allowed(claim.stance, vocabulary.Stance) and allowed(claim.basis, vocabulary.Basis)
        for party in (*claim.perpetrators, *claim.speakers):
            assert allowed(party.kind, vocabulary.PartyKind)
        for victim in claim.victims:
            assert (
                allowed(victim.status, vocabulary.Status)
                and allowed(victim.sex, vocabulary.Sex)
                and allowed(victim.age_group, vocabulary.AgeGroup)
            )
        for place in claim.places:
            assert place.precision and allowed(place.precision, vocabulary.PlacePrecision) and re.fullmatch("[A-Z]{2}", place.country or "")
        assert claim.time is None or (claim.time.precision and allowed(claim.time.precision, vocabulary.TimePrecision))


@each_report
def test_counts_hold_what_the_contract_says_their_words_entail(report: GoldReport) -> None:
    for count in (claim.count for claim in report.claims if claim.count is not None):
        closed = {
            "exact": count.low == count.high is not None,
            "named": count.low == count.high == 1,
            "about": count.low is count.high is None,
        }
        ends = {
            "at_least": count.high,
            "more_than": count.high,
            "vague": count.high,
            "at_most": None if count.low == 0 else 1,
            "between": None,
        }
        assert count.kind is not None
        assert closed.get(count.kind, True) and ends.get(count.kind) is None
        assert (count.best is not None) == (count.kind == "about")


@each_report
def test_labels_are_unique_and_relations_lead_to_one(report: GoldReport) -> None:
    labels = [claim.label for claim in report.claims]
    assert len(set(labels)) == len(labels)
    for claim in report.claims:
        for relation in claim.relations:
            kind, _, target = relation.partition(" ")
            assert kind in vocabulary.values(vocabulary.RelationKind) and target in labels and target != claim.label


@each_report
def test_a_named_weekday_falls_on_the_day_that_is_given_for_it(report: GoldReport) -> None:
    for time in (claim.time for claim in report.claims if claim.time is not None and claim.time.from_ is not None):
        for number, day in ((number, day) for week in DAYS for number, day in enumerate(week)):
            if day in time.words:
                assert datetime.date.fromisoformat(time.from_ or "").weekday() == number
                assert report.published is not None and (time.from_ or "") <= report.published


@each_report
def test_fields_left_open_are_fields(report: GoldReport) -> None:
    known = {*Expected.__struct_fields__}
    for claim in report.claims:
        assert {name.partition(".")[0] for name in claim.open} <= known


def test_words_in_brackets_are_meant_and_the_rest_says_where() -> None:
    assert gold.locate("two men and two dogs", "[two] dogs") == (12, 15)


@pytest.mark.parametrize("words", ["two", "three"])
def test_words_that_stand_nowhere_or_twice_are_refused(words: str) -> None:
    with pytest.raises(ValueError):
        gold.locate("two men and two dogs", words)


def told(**more: object) -> dict[str, object]:
    """A claim as knell prints it."""
    text = "Police said 12 people were killed."
    claim: dict[str, object] = {
        "claim": "c:1", "report": "r", "harm": "killed", "event": {"type": "killing"}, "victims": [], "perpetrators": [], "places": [],
        "time": None, "stance": "reported", "basis": "unstated", "relations": [],
        "passage": {"start": 0, "end": len(text), "text": text},
        "count": {"start": 12, "end": 14, "text": "12", "low": 12, "high": 12, "best": 12, "kind": "exact", "cumulative": None},
        "speakers": [{"start": 0, "end": 6, "text": "Police", "kind": "police", "name": None}],
    }  # fmt: skip
    return {**claim, **more}


EXPECTED = Expected(
    label="a", harm="killed", event="killing", count=Quote("12", low=12, high=12, kind="exact"), stance="reported",
    speakers=(Quote("Police", kind="police"),), open=("victims",),
)  # fmt: skip
ONE = GoldReport("r", "wire", "Police said 12 people were killed.", "x", None, (), (EXPECTED,))


def test_a_claim_that_says_what_the_text_says_is_wholly_right() -> None:
    score = gold.Score()
    score.add(ONE, [told()])
    values = score.values()
    assert values["headline"] == values["figures F1"] == values["of those found: speakers: words"] == 100 and score.errors == []


@pytest.mark.parametrize(
    ("more", "row"),
    [
        ({"stance": "asserted"}, "of those found: stance"),
        ({"speakers": []}, "of those found: speakers: words"),
        ({"event": {"type": "clash"}}, "of those found: event: type"),
        (
            {"perpetrators": [{"start": 0, "end": 6, "text": "Police", "kind": "police", "name": None}]},
            "of those found: perpetrators: words",
        ),
    ],
)
def test_one_wrong_field_spoils_its_row_and_the_whole_claim(more: dict[str, object], row: str) -> None:
    score = gold.Score()
    score.add(ONE, [told(**more)])
    assert score.values()[row] == 0 and score.values()["headline"] == 0 and score.values()["figures F1"] == 100


def test_a_claim_that_the_text_does_not_make_costs_precision_and_a_missed_one_recall() -> None:
    score = gold.Score()
    score.add(ONE, [told(), told(claim="c:2", harm="injured")])
    assert score.values()["figures P"] == 50 and score.values()["figures R"] == 100
    score = gold.Score()
    score.add(ONE, [])
    assert score.values()["figures R"] == 0 and score.errors == ["r / a / missed: killed 12"]
