"""A second opinion on claims from the small model that comes with Knell, run by onnxruntime.

1. load the model; refuse where onnxruntime is not installed, or the model is not the one its card describes
2. hash each claim's marks into a row (``reading.features``); the model gives a probability for each field
3. make opinions of them (``reading.doubting``). No claim is changed, its score included
"""

import hashlib
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any, NamedTuple

from knell.reading.doubting import doubt
from knell.reading.features import is_scored, rows_of
from knell.records import Claim, Opinion, Report
from knell.records.errors import InputError, UsageError

from .reckon import check_claims

AT_A_TIME = 256
"""Claims that go through the model together."""


class Model(NamedTuple):
    """``run``: rows to probabilities. ``name``: the model by its digest. ``reader``: which reader's claims it was trained on."""

    session: Any
    name: str
    reader: str

    def run(self, rows: Sequence[Sequence[float]]) -> list[list[float]]:
        """A probability for each field of each row. Rounded, so that what comes out does not hang on how the sum was made."""
        numpy = import_module("numpy")
        (right,) = self.session.run(None, {"marks": numpy.array(rows, dtype=numpy.float32)})
        return [[round(float(p), 4) for p in row] for row in right]


@cache
def load_model() -> Model:
    """The model that comes with Knell. Raises ``UsageError`` without onnxruntime, ``InputError`` where the files do not fit."""
    try:
        onnxruntime = import_module("onnxruntime")  # by name: it is an extra, and its types are not told
    except ImportError:
        raise UsageError("the small model needs onnxruntime, which is not installed", todo="pip install 'knell[model]'") from None
    folder = files("knell.terms").joinpath("opinion")
    content = folder.joinpath("right.onnx").read_bytes()
    card = tomllib.loads(folder.joinpath("right.toml").read_text(encoding="utf-8"))
    found = hashlib.sha256(content).hexdigest()
    if found != card["sha256"]:
        raise InputError("is not the model that its card describes", where="right.onnx", todo="run: python -m tools.train_opinion --write")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    return Model(session, f"right@{found[:12]}", card["reader"])


def model_opinions(reports: Sequence[Report], claims: Sequence[Claim], model: Model) -> list[Opinion]:
    """The model's opinion on every claim that gives a number of people harmed, in the order of the claims.

    Raises ``InputError`` for a claim whose report is not among the reports or whose words do not stand in it.
    """
    texts = {report.id: report.text for report in reports}
    check_claims(texts, claims)
    scored = [claim for claim in claims if is_scored(claim)]
    keep = {claim.claim for claim in scored}
    rows = [row for claim, row in zip(claims, rows_of(claims, texts), strict=True) if claim.claim in keep]
    right = [p for start in range(0, len(rows), AT_A_TIME) for p in model.run(rows[start : start + AT_A_TIME])]
    return list(doubt(scored, right, model.name))
