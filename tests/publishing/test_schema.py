"""The JSON Schema says of a line what the records say of it."""

import json
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.publishing.schema import SHAPES, describe_contract, describe_shape
from knell.records import Incident
from tests.records.strategies import claims, mentions, reports

REPORT = {
    "id": "r1",
    "text": "...",
    "title": None,
    "published": "2025-03-08",
    "outlet": "Example Wire",
    "url": None,
    "lang": None,
    "blocks": None,
}
CLAIM = {
    "claim": "c:0123456789abcdef",
    "report": "r1",
    "passage": {"start": 0, "end": 3, "text": "..."},
    "content": [{"start": 31, "end": 34, "text": "..."}],
    "event": {"type": "execution", "subtype": None, "stage": "done", "start": 60, "end": 69, "text": "executing"},
    "harm": "killed",
    "count": {"low": 71, "high": None, "best": None, "kind": "more_than", "text": "over 70", "start": 10, "end": 17, "cumulative": None},
    "victims": [
        {
            "text": "...", "start": 0, "end": 3, "name": None, "group": "Alawites", "status": "civilian", "status_by": None,
            "age_group": None, "sex": None, "occupation": None, "count": {"low": 6, "high": 6},
        }
    ],
    "targets": [{"text": "...", "start": 0, "end": 3, "kind": "hospital"}],
    "perpetrators": [{"text": "...", "start": 0, "end": 3, "name": "Syrian security forces", "kind": "state_forces"}],
    "instrument": {"text": "car bomb", "start": 0, "end": 8, "kind": "explosive"},
    "places": [
        {
            "text": "Latakia", "start": 5, "end": 12, "name": "Latakia", "country": "SY", "admin1": "Latakia", "admin2": None,
            "lat": 35.53, "lon": 35.79, "precision": "town", "stated": True,
        }
    ],
    "time": {"text": "on Thursday", "start": 5, "end": 16, "from": "2025-03-06", "to": "2025-03-06", "precision": "day"},
    "speakers": [{"text": "...", "start": 0, "end": 3, "name": "Syrian Observatory for Human Rights", "kind": "monitor"}],
    "cues": [{"text": "as reported by", "start": 5, "end": 19}],
    "stance": "alleged",
    "basis": "unstated",
    "relations": [{"kind": "part_of", "claim": "c:0123456789abcdee"}],
    "reader": "grammar@0.1",
    "score": None,
}  # fmt: skip
MENTION = {"report": "r1", "kind": "place", "start": 5, "end": 12, "text": "Latakia", "name": "Latakia", "lat": 35.53, "lon": 35.79}
VERDICT = {"is": "single_source", "by": ["c:0123456789abcdef"], "why": "one root"}
INCIDENT = {
    "incident": "i:0123456789abcdef", "part_of": None, "may_be_same": ["i:0123456789abcdee"], "kind": "incident", "type": "killing",
    "reports": ["r1", "r7"], "claims": ["c:0123456789abcdef"], "places": [], "time": None,
    "tolls": [
        {
            "harm": "killed", "group": "all",
            "scope": {"places": ["Latakia"], "from": "2025-03-06", "to": None, "by": None, "includes": [], "excludes": []},
            "lanes": [
                {
                    "root": "Syrian Observatory for Human Rights", "low": 52, "high": 52, "kind": "exact", "basis": "unstated",
                    "as_of": "2025-03-07", "claim": "c:0123456789abcdef",
                }
            ],
            "low": 52, "best": 52, "high": 52, "kind": "exact", "headline": "c:0123456789abcdef",
            "n_independent": 1, "independence_unknown": 0, "as_of": "2025-03-07", "rule": "reported@1", "disputes": [], "why": "...",
        }
    ],
    "perpetrators": [{"name": "...", "kind": "state_forces", "standing": "accused", "by": ["c:0123456789abcdef"]}],
    "victims": [{"text": "...", "name": None, "group": None, "count": {"low": 6, "high": 6}, "harm": "killed"}],
    "n_reports": 7, "n_independent": 2, "copies": [["r1", "r3"]],
    "verdicts": {"occurrence": VERDICT, "figure": VERDICT, "responsibility": VERDICT},
}  # fmt: skip
OPINION = {
    "opinion": "o:0123456789abcdef", "report": "r1", "claim": "c:0123456789abcdef", "by": "llm", "reader": "a-model",
    "passage": {"start": 0, "end": 3, "text": "..."}, "found": True, "agrees": ["harm", "count"],
    "differs": [{"field": "stance", "value": "denied", "spans": [], "count": None}], "doubts": [], "score_before": 0.71, "score": 0.8,
    "calibrated": False, "question": "00", "answer": "00",
}  # fmt: skip
EXAMPLES: dict[str, dict[str, Any]] = {
    "report": REPORT, "claim": CLAIM, "mention": MENTION, "incident": INCIDENT, "opinion": OPINION,
}  # fmt: skip


VALIDATORS = {name: jsonschema.Draft202012Validator(describe_shape(name)) for name in SHAPES}


def is_valid(value: object, schema: dict[str, Any]) -> bool:
    return jsonschema.Draft202012Validator(schema).is_valid(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SHAPES)
def test_a_shapes_schema_is_a_schema_and_whole_in_itself(name: str) -> None:
    schema = describe_shape(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    named = set(json.dumps(schema).split("#/$defs/")[1:])
    assert {reference.split('"')[0] for reference in named} <= set(schema["$defs"])


@pytest.mark.parametrize("name", SHAPES)
def test_the_contracts_own_example_is_valid_and_is_a_record(name: str) -> None:
    jsonschema.validate(EXAMPLES[name], describe_shape(name))
    assert is_valid(EXAMPLES[name], describe_contract())
    assert isinstance(msgspec.convert(EXAMPLES[name], SHAPES[name]), SHAPES[name])


@pytest.mark.parametrize(("name", "made"), [("report", reports), ("claim", claims), ("mention", mentions)])
@given(data=st.data())
def test_whatever_a_record_writes_is_valid(data: st.DataObject, name: str, made: st.SearchStrategy[dict[str, Any]]) -> None:
    line = msgspec.json.encode(msgspec.convert(data.draw(made), SHAPES[name]))
    VALIDATORS[name].validate(json.loads(line))


@pytest.mark.parametrize("name", SHAPES)
def test_a_line_that_lacks_what_it_must_have_is_not_valid(name: str) -> None:
    schema = describe_shape(name)
    assert schema["required"]
    for key in schema["required"]:
        assert not is_valid({k: v for k, v in EXAMPLES[name].items() if k != key}, schema)


def test_a_word_that_no_list_has_is_not_valid() -> None:
    assert not is_valid(CLAIM | {"harm": "hurt"}, describe_shape("claim"))


def test_a_report_is_closed_to_unknown_keys_and_what_comes_out_is_open_to_them() -> None:
    assert not is_valid(REPORT | {"colour": "red"}, describe_shape("report"))
    assert is_valid(MENTION | {"colour": "red"}, describe_shape("mention"))
    assert is_valid(CLAIM | {"count": CLAIM["count"] | {"colour": "red"}}, describe_shape("claim"))  # type: ignore[operator]


def test_an_incident_writes_the_contracts_words_for_what_python_keeps_to_itself() -> None:
    written = json.loads(msgspec.json.encode(msgspec.convert(INCIDENT, Incident)))
    assert written["verdicts"]["occurrence"]["is"] == "single_source"
    assert written["tolls"][0]["scope"]["from"] == "2025-03-06"
