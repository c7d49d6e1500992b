"""The trainer of the small model: what it learns from, and how it measures."""

import tomllib

import pytest

np = pytest.importorskip("numpy", reason="training needs numpy")

from tools import train_opinion as train  # noqa: E402  it needs numpy
from tools.gold import Expected, GoldReport, Quote  # noqa: E402


def test_a_perfect_order_has_area_one_a_turned_one_none_and_ties_half() -> None:
    y = np.array([0.0, 0, 1, 1])
    assert train.auc(np.array([0.1, 0.2, 0.8, 0.9]), y) == 1
    assert train.auc(np.array([0.9, 0.8, 0.2, 0.1]), y) == 0
    assert train.auc(np.array([0.5, 0.5, 0.5, 0.5]), y) == 0.5


def test_brier_is_the_mean_square_of_the_miss() -> None:
    assert train.brier(np.array([1.0, 0.5]), np.array([1.0, 1.0])) == 0.125


def test_what_a_mark_tells_is_learnt_and_an_unasked_label_teaches_nothing() -> None:
    rows = np.array([[1.0, 0.0]] * 20 + [[0.0, 1.0]] * 20 + [[1.0, 0.0]] * 20)
    labels = np.array([[1.0]] * 20 + [[0.0]] * 20 + [[np.nan]] * 20)
    right = train.predict(train.fit(rows, labels, 1.0), np.array([[1.0, 0.0], [0.0, 1.0]]))
    assert right[0, 0] > 0.8 and right[1, 0] < 0.2


def test_no_example_is_judged_by_a_model_that_saw_its_report() -> None:
    """Each report has a mark of its own that gives its label away; only a model that saw the report could use it."""
    n = 60
    rows, labels = np.eye(n), np.array([[float(k % 2)] for k in range(n)])
    guesses = train.cross_validate(train.Examples(rows, labels, tuple(f"r{k}" for k in range(n))), 1.0)
    assert np.abs(guesses - 0.5).max() < 0.2


def told(**more: object) -> dict[str, object]:
    claim: dict[str, object] = {
        "claim": "c:1", "report": "r", "harm": "killed", "event": {"type": "killing"}, "victims": [], "perpetrators": [], "places": [],
        "time": None, "stance": "reported", "basis": "unstated", "relations": [],
        "passage": {"start": 0, "end": 34, "text": "Police said 12 people were killed."},
        "count": {"start": 12, "end": 14, "text": "12", "low": 12, "high": 12, "best": 12, "kind": "exact", "cumulative": None},
        "speakers": [{"start": 0, "end": 6, "text": "Police", "kind": "police", "name": None}],
    }  # fmt: skip
    return {**claim, **more}


@pytest.mark.parametrize(
    ("more", "score", "speakers"),
    [({}, 1, 1), ({"speakers": []}, 0, 0), ({"harm": "injured"}, 0, 0), ({"stance": "asserted"}, 1, 1)],
)
def test_a_claim_is_labelled_by_the_gold(more: dict[str, object], score: float, speakers: float) -> None:
    expected = Expected(
        label="a", harm="killed", event="killing", count=Quote("12", low=12, high=12, kind="exact"), stance="reported",
        speakers=(Quote("Police", kind="police"),), open=("time",),
    )  # fmt: skip
    report = GoldReport("r", "wire", "Police said 12 people were killed.", "x", None, (), (expected,))
    label = dict(zip(train.FIELDS, train.label_claims(report, [told(**more)])["c:1"], strict=True))
    assert label["score"] == score and label["speakers"] == speakers
    assert np.isnan(label["time"]) or not score


def test_the_how_to_tells_the_figures_of_the_model_that_is_shipped() -> None:
    card = tomllib.loads((train.WRITTEN / "right.toml").read_text(encoding="utf-8"))
    assert train.table(card) in train.PAGE.read_text(encoding="utf-8")
