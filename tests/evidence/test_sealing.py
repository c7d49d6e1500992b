"""Sealed openings, and the sizes that show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence.entries import Opening
from knell.evidence.erasable import KeyTree
from knell.evidence.sealing import Damaged, index_of, open_opening, padded_size, seal_opening
from tests.evidence.cast import Chance

TREE, INDEX = KeyTree.grow(Chance()), 41
VALUES = st.binary(max_size=300)


def sealed(value: bytes, place: str = "c/1", field: str = "name") -> bytes:
    key = TREE.key(INDEX)
    assert key is not None
    return seal_opening(key, INDEX, place, Opening(field=field, salt=b"s" * 32, value=value), Chance("nonce"))


@given(value=VALUES)
def test_an_opening_is_opened_again_with_the_key_of_its_index(value: bytes) -> None:
    lies = sealed(value)
    assert index_of(lies) == INDEX
    assert open_opening(TREE.key, "c/1", "name", lies) == Opening(field="name", salt=b"s" * 32, value=value)
    assert len(value) < 4 or value not in lies


@given(value=VALUES)
def test_under_an_erased_key_it_is_none(value: bytes) -> None:
    assert open_opening(TREE.without([INDEX]).key, "c/1", "name", sealed(value)) is None


@given(value=VALUES, at=st.integers(min_value=0))
def test_every_flipped_bit_is_found(value: bytes, at: int) -> None:
    lies = bytearray(sealed(value))
    at %= len(lies) * 8
    lies[at // 8] ^= 1 << at % 8
    with pytest.raises(Damaged):
        open_opening(TREE.key, "c/1", "name", bytes(lies))


@pytest.mark.parametrize(("place", "field"), [("c/2", "name"), ("d/1", "name"), ("c/1", "outlet")])
def test_moved_elsewhere_it_does_not_open(place: str, field: str) -> None:
    with pytest.raises(Damaged):
        open_opening(TREE.key, place, field, sealed(b"x"))


@given(cut=st.integers(min_value=0, max_value=60))
def test_cut_short_it_does_not_open(cut: int) -> None:
    with pytest.raises(Damaged):
        open_opening(TREE.key, "c/1", "name", sealed(b"x")[:cut])


def test_short_values_show_no_length() -> None:
    assert len({len(sealed(b"x" * length)) for length in range(60)}) == 1


@given(size=st.integers(min_value=0, max_value=2**50))
def test_padding_adds_at_most_an_eighth_and_tells_few_sizes_apart(size: int) -> None:
    padded = padded_size(size)
    assert size <= padded <= size * 9 / 8 + 1
    assert padded_size(padded) == padded


def test_of_a_million_sizes_few_are_left() -> None:
    assert len({padded_size(size) for size in range(0, 1 << 20, 7)}) < 300
