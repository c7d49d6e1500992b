"""The tree of erasable keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence.erasable import BITS, SESSION_BITS, KeyTree, Node
from tests.evidence.cast import Chance

INDEX = st.integers(min_value=0, max_value=2**BITS - 1)
NEIGHBOURS = st.tuples(INDEX, st.sets(st.integers(min_value=0, max_value=40), max_size=12)).map(
    lambda drawn: {drawn[0] ^ step for step in drawn[1]}
)
ERASED = st.one_of(st.sets(INDEX, max_size=12), NEIGHBOURS)


def tree() -> KeyTree:
    return KeyTree.grow(Chance())


@given(index=INDEX)
def test_a_key_is_the_same_however_often_and_in_whatever_state_it_is_derived(index: int) -> None:
    one = tree()
    key = one.key(index)
    assert key is not None and len(key) == 32
    assert one.key(index) == key
    assert KeyTree.decode(one.encode()).key(index) == key


@given(erased=ERASED, others=st.sets(INDEX, max_size=8))
def test_erased_keys_and_only_they_can_no_longer_be_derived(erased: set[int], others: set[int]) -> None:
    before, after = tree(), tree().without(erased)
    beside = {neighbour for index in erased for neighbour in (index ^ 1, index ^ 2, index ^ (1 << 63))} | others
    for index in erased:
        assert after.key(index) is None
    for index in beside - erased:
        assert after.key(index) == before.key(index)


@given(erased=ERASED)
def test_no_seed_that_is_left_stands_over_an_erased_index(erased: set[int]) -> None:
    for node in tree().without(erased).nodes():
        assert all(index >> (BITS - node.depth) != node.prefix for index in erased)


@given(erased=ERASED)
def test_what_is_left_covers_every_other_index_once(erased: set[int]) -> None:
    covered = sum(1 << (BITS - node.depth) for node in tree().without(erased).nodes())
    assert covered == (1 << BITS) - len(erased)


@given(erased=st.lists(INDEX, max_size=6), order=st.randoms(use_true_random=False))
def test_the_order_of_erasures_makes_no_difference(erased: list[int], order: object) -> None:
    other = list(erased)
    order.shuffle(other)  # type: ignore[attr-defined]
    one_by_one = tree()
    for index in other:
        one_by_one = one_by_one.without([index])
    assert one_by_one.encode() == tree().without([*erased, *erased]).encode()


@given(erased=ERASED)
def test_the_tree_before_an_erasure_is_not_changed_by_it(erased: set[int]) -> None:
    before = tree()
    kept = before.encode()
    for index in erased:
        before.key(index)
    before.without(erased)
    assert before.encode() == kept
    assert all(before.key(index) is not None for index in erased)


@given(erased=ERASED)
def test_it_is_written_and_read_back(erased: set[int]) -> None:
    left = tree().without(erased)
    assert KeyTree.decode(left.encode()).encode() == left.encode()


@given(one=INDEX, other=INDEX)
def test_two_indices_have_two_keys(one: int, other: int) -> None:
    assert (tree().key(one) == tree().key(other)) == (one == other)


def test_an_erasure_of_neighbours_adds_few_seeds() -> None:
    assert len(list(tree().without([7 << 20]).nodes())) == 64
    assert len(list(tree().without(range(7 << 20, (7 << 20) + 500)).nodes())) < 64


def test_a_writers_indices_lie_together_and_two_writers_apart() -> None:
    grown, count = tree(), 1 << (BITS - SESSION_BITS)
    chance = Chance("writer")
    mine, theirs = grown.new_indices(chance), grown.new_indices(chance)
    first = [next(mine) for _ in range(count + 2)]
    assert len(set(first)) == count + 2
    assert len({index >> (BITS - SESSION_BITS) for index in first}) == 2
    assert next(theirs) not in first


def test_a_writer_passes_over_a_beginning_beneath_which_something_was_erased() -> None:
    used = next(tree().new_indices(Chance("same")))
    after = next(tree().without([used]).new_indices(Chance("same")))
    assert after >> (BITS - SESSION_BITS) != used >> (BITS - SESSION_BITS)


@pytest.mark.parametrize("index", [-1, 1 << BITS])
def test_an_index_out_of_reach_is_refused(index: int) -> None:
    with pytest.raises(ValueError, match="64 bits"):
        tree().key(index)
    with pytest.raises(ValueError, match="64 bits"):
        tree().without([index])


@pytest.mark.parametrize(
    "told",
    [
        b"x",
        bytes([65]) + bytes(40),
        bytes([2]) + (4).to_bytes(8, "big") + bytes(32),
        2 * (bytes([1]) + (1).to_bytes(8, "big") + bytes(32)),
        bytes([1]) + (1).to_bytes(8, "big") + bytes(32) + bytes([1]) + bytes(8) + bytes(32),
    ],
)
def test_what_is_no_frontier_is_refused(told: bytes) -> None:
    with pytest.raises(ValueError, match="frontier"):
        KeyTree.decode(told)


def test_a_node_says_where_it_stands() -> None:
    (root,) = tree().nodes()
    assert root == Node(0, 0, root.seed)
