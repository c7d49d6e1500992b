"""Canonical bytes: one value, one spelling."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence.canonical import NotCanonical, canonical_bytes

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
EXACT = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | EXACT | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="ascii"), max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_the_bytes_are_those_of_rfc_8785_as_another_writer_makes_them(value: object) -> None:
    other = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert canonical_bytes(value) == other


@given(VALUES)
def test_what_is_read_back_has_the_same_bytes(value: object) -> None:
    once = canonical_bytes(value)
    assert canonical_bytes(json.loads(once)) == once


def test_the_spelling_of_the_rfcs_own_example_of_strings() -> None:
    # RFC 8785, 3.2.2.2: control characters, quotes and what stays as it is.
    given_string = '€$\u000f\nA\'B"\\\\"/'
    assert canonical_bytes(given_string) == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()


def test_keys_are_sorted_however_they_came() -> None:
    assert canonical_bytes({"b": 1, "a": [{"d": None, "c": True}]}) == b'{"a":[{"c":true,"d":null}],"b":1}'


@pytest.mark.parametrize("value", [1.5, [0.0], {"a": {"b": 2.0}}, 2**53, -(2**53), {"é": 1}, "\ud800", ["a", "b\udfff"]])
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(value)
