"""The small model's word on claims: a score and doubts, and no other field."""

import sys
import tomllib
from importlib.resources import files

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.flows import second_model
from knell.flows.read import default_settings
from knell.reading.features import FIELDS, SIZE, is_scored, rows_of
from knell.reading.reader import VERSION, read_report
from knell.records import Claim, Report
from knell.records.errors import InputError, UsageError
from tests.records.strategies import claims as any_claims

TEXT = "Shelling killed 12 people in Homs on Tuesday, the ministry said. Over 70 were wounded.\nHe said 3 of 9 men died; police deny it."
REPORT = Report(id="r", text=TEXT, published="2025-03-08")


def read() -> tuple[Claim, ...]:
    return read_report(REPORT, default_settings()).claims


@pytest.fixture(scope="module")
def model() -> second_model.Model:
    pytest.importorskip("onnxruntime", reason="the extra [model] is not installed")
    return second_model.load_model()


def test_each_figure_gets_a_score_beside_it_and_other_claims_get_none(model: second_model.Model) -> None:
    opinions = second_model.model_opinions([REPORT], read(), model)
    assert [o.claim for o in opinions] == [c.claim for c in read() if is_scored(c)] != []
    assert all(o.score is not None and 0 <= o.score <= 1 and not o.calibrated and o.by == "model" for o in opinions)
    assert {name for o in opinions for name in o.doubts} <= set(FIELDS) - {"score"}


def test_no_claim_changes_its_score_included(model: second_model.Model) -> None:
    before = read()
    written = msgspec.json.encode(before)
    assert second_model.model_opinions([REPORT], before, model)
    assert msgspec.json.encode(before) == written and all(claim.score is None for claim in before)


def test_the_same_claims_get_the_same_scores_alone_and_among_many(model: second_model.Model) -> None:
    others = [Report(id=f"r{n}", text=TEXT) for n in range(90)]
    many = [claim for report in others for claim in read_report(report, default_settings()).claims]
    alone = {o.claim: o.score for o in second_model.model_opinions([REPORT], read(), model)}
    among = {o.claim: o.score for o in second_model.model_opinions([REPORT, *others], [*read(), *many], model)}
    assert {claim: among[claim] for claim in alone} == alone


def test_a_claim_of_a_report_that_is_not_there_is_refused(model: second_model.Model) -> None:
    with pytest.raises(InputError, match="is not here"):
        second_model.model_opinions([], read(), model)
    with pytest.raises(InputError, match="do not stand in it"):
        second_model.model_opinions([Report(id="r", text="Something else.")], read(), model)


def test_without_onnxruntime_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    second_model.load_model.cache_clear()
    with pytest.raises(UsageError) as raised:
        second_model.load_model()
    second_model.load_model.cache_clear()
    assert raised.value.line() == "the small model needs onnxruntime, which is not installed; pip install 'knell[model]'"


def test_the_card_is_of_the_reader_that_is_here_and_hides_no_figure() -> None:
    card = tomllib.loads(files("knell.terms").joinpath("opinion", "right.toml").read_text(encoding="utf-8"))
    assert card["reader"] == VERSION
    assert [row["field"] for row in card["fields"]] == list(FIELDS)
    assert all({"brier", "brier_of_the_share", "auc", "auc_low", "auc_high", "calibration_error"} <= row.keys() for row in card["fields"])


@settings(max_examples=50, deadline=None)
@given(st.lists(any_claims.map(lambda c: msgspec.convert(c, Claim)), max_size=3), st.text(max_size=80))
def test_any_claim_over_any_text_has_a_row(made: list[Claim], text: str) -> None:
    rows = rows_of(made, {claim.report: text for claim in made})
    assert all(len(row) == SIZE and set(row) <= {0.0, 1.0} for row in rows) and len(rows) == len(made)
