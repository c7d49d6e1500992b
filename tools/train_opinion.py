"""Trains the small model of ``knell opinion --by model`` on our own gold, and says how good it is.

    python -m tools.train_opinion            the figures of ten-fold cross-validation, by report
    python -m tools.train_opinion --write    and writes knell/terms/opinion/right.onnx, its card, and the how-to's table

Needs numpy, and onnx to write: pip install 'knell[model]' onnx. Only reports of tests/gold are trained on. A claim that was read is right
where the gold has it and the field is as the gold says; what the gold leaves open is not asked. Folds are by report, so that no claim is
judged by a model that saw its report.

The model: one logistic regression a field over hashed marks (knell.reading.features), L2, fitted by Newton's method.
"""

import argparse
import hashlib
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from knell.reading.features import FIELDS, SIZE, is_scored, rows_of
from knell.reading.reader import VERSION
from knell.records import Claim
from tools import gold

WRITTEN = gold.ROOT / "knell" / "terms" / "opinion"
PAGE = gold.ROOT / "docs" / "how-to" / "model.md"
NAMED = {"score": "score: harm, count and root"}
FOLDS = 10
RESAMPLED = 500
STRENGTHS = (1.0, 3.0, 10.0, 30.0)
"""Strengths of L2 that are tried; the one with the best Brier score over all fields, by cross-validation, is taken."""

np: Any = import_module("numpy")  # by name, because checking the types of the other tools must not need it
Floats = Any
"""An array of float64."""
Json = Mapping[str, Any]
PARTS = {
    "count": ("count: low", "count: high"),
    "speakers": ("speakers: words",),
    "perpetrators": ("perpetrators: words",),
    "places": ("places: words",),
    "time": ("time: words",),
    "stance": ("stance",),
}


class Examples(NamedTuple):
    """Rows, labels (1, 0, or nan: not asked) for each of ``FIELDS``, and the report of each row."""

    rows: Floats
    labels: Floats
    reports: tuple[str, ...]


class Fitted(NamedTuple):
    """Weights (size, fields) and a bias for each field."""

    weights: Floats
    bias: Floats


def gather() -> Examples:
    """Every figure that is read in our own gold, with what is right of it."""
    rows: list[list[float]] = []
    labels: list[list[float]] = []
    reports: list[str] = []
    for language in gold.languages():
        told = [report for file in gold.load_folder(gold.FOLDER / language) for report in file.reports]
        with tempfile.TemporaryDirectory() as kept:
            read = gold.read_gold(told, Path(kept))
        for report in told:
            own = [claim for claim in read if claim["report"] == report.id]
            claims = [msgspec.convert(claim, Claim) for claim in own]
            label = label_claims(report, own)
            for claim, row in zip(claims, rows_of(claims, {report.id: report.text}), strict=True):
                if is_scored(claim) and claim.claim in label:
                    rows.append(row)
                    labels.append(label[claim.claim])
                    reports.append(report.id)
    return Examples(np.array(rows), np.array(labels), tuple(reports))


def label_claims(report: gold.GoldReport, read: Sequence[Json]) -> dict[str, list[float]]:
    """Claim -> a label for each of ``FIELDS``. A claim of one that the gold calls optional has none."""
    found = gold.pair(report, read)
    wanted = {claim["claim"]: next(w for w in report.claims if w.label == label) for label, claim in found.items()}
    out = {}
    for claim in read:
        expected = wanted.get(claim["claim"])
        if expected is None:
            out[claim["claim"]] = [0.0] * len(FIELDS)
        elif not expected.optional:
            answers = gold.judge(report.text, expected, claim)
            parts = {field: _label(answers, keys) for field, keys in PARTS.items()}
            parts["score"] = float(parts["count"] != 0 and parts["speakers"] != 0)
            out[claim["claim"]] = [parts[field] for field in FIELDS]
    return out


def _label(answers: Mapping[str, bool | None], keys: Sequence[str]) -> float:
    """1 where all is right, a field that is empty and should be included; nan where the gold leaves it open."""
    if not any(key in answers for key in keys):
        return float("nan")
    return float(all(answers.get(key) is not False for key in keys))


def fit(rows: Floats, labels: Floats, strength: float) -> Fitted:
    """One logistic regression a column of labels. The bias is not drawn to 0."""
    weights, bias = np.zeros((rows.shape[1], labels.shape[1])), np.zeros(labels.shape[1])
    for n in range(labels.shape[1]):
        asked = ~np.isnan(labels[:, n])
        weights[:, n], bias[n] = _newton(rows[asked], labels[asked, n], strength)
    return Fitted(weights, bias)


def _newton(x: Floats, y: Floats, strength: float) -> tuple[Floats, float]:
    """Newton's method in the space of the examples (there are fewer of them than marks): w = x' a."""
    kernel = x @ x.T / strength
    n = len(y)
    alpha, bias = np.zeros(n), float(np.log((y.sum() + 1) / (n - y.sum() + 1)))
    for _ in range(50):
        p = 1 / (1 + np.exp(-(kernel @ alpha + bias)))
        w = np.maximum(p * (1 - p), 1e-6)
        z = kernel @ alpha + bias + (y - p) / w
        solved = np.linalg.solve(kernel + np.diag(1 / w), np.column_stack([z, np.ones(n)]))
        after_bias = float(solved[:, 0].sum() / solved[:, 1].sum())
        after = solved[:, 0] - after_bias * solved[:, 1]
        done = np.abs(after - alpha).max() < 1e-8
        alpha, bias = after, after_bias
        if done:
            break
    return x.T @ alpha / strength, bias


def predict(fitted: Fitted, rows: Floats) -> Floats:
    """Probabilities, a column a field."""
    return np.asarray(1 / (1 + np.exp(-(rows @ fitted.weights + fitted.bias))))


def cross_validate(examples: Examples, strength: float) -> Floats:
    """For each example the probabilities of a model that did not see its report."""
    fold = np.array([int(hashlib.sha256(report.encode()).hexdigest(), 16) % FOLDS for report in examples.reports])
    out = np.full(examples.labels.shape, np.nan)
    for n in range(FOLDS):
        if (fold == n).any():
            out[fold == n] = predict(fit(examples.rows[fold != n], examples.labels[fold != n], strength), examples.rows[fold == n])
    return out


def brier(p: Floats, y: Floats) -> float:
    """The mean square of what a probability was off by; 0 is best."""
    return float(np.mean((p - y) ** 2))


def auc(p: Floats, y: Floats) -> float:
    """How often a right one has the higher probability than a wrong one; a tie is half. 0.5 is chance."""
    right, wrong = p[y == 1], p[y == 0]
    if not len(right) or not len(wrong):
        return float("nan")
    more = (right[:, None] > wrong[None, :]).sum() + 0.5 * (right[:, None] == wrong[None, :]).sum()
    return float(more / (len(right) * len(wrong)))


def calibration_error(p: Floats, y: Floats, bins: int = 5) -> float:
    """The mean distance of the share that is right from the mean probability, over equal parts by probability."""
    order = np.array_split(np.argsort(p, kind="stable"), bins)
    return float(sum(len(part) * abs(p[part].mean() - y[part].mean()) for part in order if len(part)) / len(p))


def interval(reports: Sequence[str], p: Floats, y: Floats) -> tuple[float, float]:
    """The AUC's 95 per cent interval, by drawing reports anew with a fixed seed."""
    chance = np.random.default_rng(20_25)
    names = sorted(set(reports))
    of = {name: np.flatnonzero([report == name for report in reports]) for name in names}
    drawn = []
    for _ in range(RESAMPLED):
        at = np.concatenate([of[names[n]] for n in chance.integers(0, len(names), len(names))])
        drawn.append(auc(p[at], y[at]))
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def measure(examples: Examples, guesses: Floats) -> list[Json]:
    """A row a field: how many, the share right, Brier score and that of always guessing the share, AUC, its interval, calibration error."""
    rows: list[Json] = []
    for n, name in enumerate(FIELDS):
        asked = ~np.isnan(examples.labels[:, n])
        p, y = guesses[asked, n], examples.labels[asked, n]
        low, high = interval([r for r, one in zip(examples.reports, asked, strict=True) if one], p, y)
        base = brier(np.full(len(y), y.mean()), y)
        told = {
            "right": y.mean(),
            "brier": brier(p, y),
            "brier_of_the_share": base,
            "auc": auc(p, y),
            "auc_low": low,
            "auc_high": high,
            "calibration_error": calibration_error(p, y),
        }
        rows.append({"field": name, "asked": len(y), **{key: round(float(value), 3) for key, value in told.items()}})
    return rows


def write_model(fitted: Fitted, folder: Path) -> bytes:
    """``right.onnx``: one matrix product, a bias, a sigmoid. The bytes that were written."""
    onnx: Any = import_module("onnx")
    TensorProto, helper, numpy_helper = onnx.TensorProto, onnx.helper, import_module("onnx.numpy_helper")  # noqa: N806

    graph = helper.make_graph(
        [
            helper.make_node("Gemm", ["marks", "weights", "bias"], ["odds"]),
            helper.make_node("Sigmoid", ["odds"], ["right"]),
        ],
        "opinion",
        [helper.make_tensor_value_info("marks", TensorProto.FLOAT, ["claims", SIZE])],
        [helper.make_tensor_value_info("right", TensorProto.FLOAT, ["claims", len(FIELDS)])],
        [
            numpy_helper.from_array(fitted.weights.astype(np.float32), "weights"),
            numpy_helper.from_array(fitted.bias.astype(np.float32), "bias"),
        ],
    )
    model = helper.make_model(graph, producer_name="knell", opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "right.onnx").write_bytes(content)
    return content


def write_card(rows: Sequence[Json], content: bytes, examples: Examples, strength: float, folder: Path) -> None:
    """``right.toml``: what it was trained on and how good it was when it had not seen the report."""
    lines = [
        "# Written by tools/train_opinion.py. Figures of ten-fold cross-validation, by report.",
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
        f'reader = "{VERSION}"',
        f"claims = {len(examples.reports)}",
        f"reports = {len(set(examples.reports))}",
        f"strength = {strength:g}",
    ]
    for row in rows:
        lines += ["", "[[fields]]", *(f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}" for key, value in row.items())]
    (folder / "right.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def table(card: Mapping[str, Any]) -> str:
    """The how-to's table of a card's figures."""
    head = [
        f"{card['claims']} figures of people harmed, in {card['reports']} reports.",
        "",
        "| | right | Brier | of the share | AUC, 95% interval |",
        "|---|---|---|---|---|",
    ]
    rows = [
        f"| {NAMED.get(row['field'], row['field'])} | {row['right']:.0%} | {row['brier']:.3f} | {row['brier_of_the_share']:.3f} | "
        f"{row['auc']:.2f} ({row['auc_low']:.2f}-{row['auc_high']:.2f}) |"
        for row in card["fields"]
    ]
    return "\n".join([*head, *rows])


def write_page(card: Mapping[str, Any], page: Path) -> None:
    """Puts the table into the how-to, between its marks."""
    before, mark, rest = page.read_text(encoding="utf-8").partition("<!-- figures: written by tools/train_opinion.py -->\n")
    _, end, after = rest.partition("<!-- end of figures -->")
    page.write_text(f"{before}{mark}\n{table(card)}\n\n{end}{after}", encoding="utf-8")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the model and its card")
    arguments = parser.parse_args()
    examples = gather()
    asked = ~np.isnan(examples.labels)
    tried = {strength: cross_validate(examples, strength) for strength in STRENGTHS}
    best = min(STRENGTHS, key=lambda s: brier(tried[s][asked], examples.labels[asked]))
    rows = measure(examples, tried[best])
    print(f"{len(examples.reports)} claims of {len(set(examples.reports))} reports, strength {best:g}")
    for row in rows:
        print("  " + "  ".join(f"{key} {value}" for key, value in row.items()))
    if arguments.write:
        content = write_model(fit(examples.rows, examples.labels, best), WRITTEN)
        write_card(rows, content, examples, best, WRITTEN)
        write_page(tomllib.loads((WRITTEN / "right.toml").read_text(encoding="utf-8")), PAGE)
        print(f"wrote {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
