"""Entries, commitments and what opens them."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence.canonical import canonical_bytes
from knell.evidence.entries import (
    TYPES,
    Answer,
    Begin,
    Content,
    Decide,
    Erase,
    Ingest,
    Supersede,
    commitment,
    content_of,
    open_fields,
    seal,
    type_of,
)
from tests.evidence.cast import Chance, receipt

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MAYBE = st.none() | TEXT
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
CONTENTS: st.SearchStrategy[Content] = st.one_of(
    st.builds(Begin, name=TEXT),
    st.builds(Ingest, sha256=HASHES, size=st.integers(0, 2**40), name=TEXT, part=st.none() | st.integers(1, 9), outlet=MAYBE, url=MAYBE),
    st.builds(Decide, kind=TEXT, value=MAYBE, spans=st.tuples(st.tuples(st.integers(0, 9), st.integers(10, 19))), reason=MAYBE),
    st.builds(Answer, service=TEXT, question=MAYBE, sha256=HASHES, size=st.integers(0, 99)),
    st.builds(Supersede, ids=st.tuples(st.tuples(TEXT, MAYBE)), versions=TEXT),
    st.builds(Erase, reason=TEXT, approvers=st.tuples(TEXT, TEXT)),
)  # fmt: skip


@given(CONTENTS)
def test_what_is_sealed_comes_back_from_its_openings(content: Content) -> None:
    openings = open_fields(content, Chance())
    assert content_of(type_of(content), {o.field: o.value for o in openings}) == content


@given(CONTENTS)
def test_every_field_is_committed_to_empty_ones_too(content: Content) -> None:
    assert set(seal(open_fields(content, Chance()))) == set(content.__struct_fields__)


@given(CONTENTS)
def test_equal_values_have_commitments_that_do_not_show_it(content: Content) -> None:
    chance = Chance()
    one, other = seal(open_fields(content, chance)), seal(open_fields(content, chance))
    assert not set(one.values()) & set(other.values())


@given(CONTENTS)
def test_a_commitment_opens_with_its_own_salt_and_value_alone(content: Content) -> None:
    for opening in open_fields(content, Chance()):
        sealed = commitment(opening.salt, opening.value)
        assert sealed == hashlib.sha256(b"field/v1" + opening.salt + opening.value).hexdigest()
        assert commitment(opening.salt, opening.value + b" ") != sealed
        assert commitment(bytes(32), opening.value) != sealed


def test_a_salt_of_another_length_is_refused_because_it_could_be_moved_into_the_value() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(b"short", b"value")


def test_each_type_says_its_version() -> None:
    assert set(TYPES) == {
        "begin/1",
        "ingest/1",
        "exhibit/1",
        "examine/1",
        "derive/1",
        "commit/1",
        "export/1",
        "anchor/1",
        "decide/1",
        "person/1",
        "hand-on/1",
        "identity/1",
        "unseal/1",
        "redact/1",
        "erase-request/1",
        "erase-approval/1",
        "answer/1",
        "fetch/1",
        "reference/1",
        "supersede/1",
        "erase/1",
    }


def test_an_ingest_keeps_the_spelling_of_its_fields_for_ever() -> None:
    # A change of these bytes would change every commitment: a new need gets "ingest/2".
    assert canonical_bytes(receipt(b"x")) == (
        b'{"name":"note.txt","origin":null,"outlet":null,"part":null,"published":null,'
        b'"sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","size":1,"type":"ingest/1","url":null}'
    )
