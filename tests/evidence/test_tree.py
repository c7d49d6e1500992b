"""The Merkle tree against another implementation, against the RFC's own checking algorithms, and against forged proofs."""

import hashlib
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from knell.evidence.tree import (
    EMPTY_ROOT,
    Frontier,
    Level,
    Node,
    check_consistency,
    check_inclusion,
    consistency_path,
    inclusion_path,
    join_hashes,
    join_pairs,
    leaf_hash,
    leaf_hashes,
    peaks_of,
    root_at,
    root_of,
)
from tests.soaks import keep_figures

MOST = 2048
ENTRIES = [f"entry {n}".encode() for n in range(MOST)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def grow(size: int) -> dict[Node, bytes]:
    """Every node of a tree of that size, as a store would hold them."""
    frontier = Frontier()
    nodes = {Node(0, at): leaf for at, leaf in enumerate(LEAVES[:size])}
    for leaf in LEAVES[:size]:
        nodes.update(told(frontier.add([leaf])))
    return nodes


def told(grown: list[Level]) -> dict[Node, bytes]:
    """The nodes in the levels that a frontier gives back."""
    return {Node(level.level, number): value for level in grown for number, value in enumerate(level.hashes, level.first)}


NODES = grow(MOST)
read = NODES.__getitem__


def only_within(size: int) -> Callable[[Node], bytes]:
    """Reads nodes of a tree of that size and no others, so that a proof made of later nodes is an error."""

    def read_within(node: Node) -> bytes:
        assert node.number + 1 << node.level <= size
        return NODES[node]

    return read_within


@pytest.fixture(scope="module")
def oracle() -> InmemoryTree:
    tree = InmemoryTree("sha256")
    for entry in ENTRIES:
        tree.append_entry(entry)
    return tree


def test_the_root_over_nothing_is_the_hash_of_nothing() -> None:
    assert hashlib.sha256(b"").digest() == EMPTY_ROOT == root_of([]) == Frontier().root() == root_at(0, read)


def test_known_roots_of_certificate_transparency_come_out() -> None:
    entries = [
        bytes.fromhex(told) for told in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
    ]
    leaves = [leaf_hash(entry) for entry in entries]
    assert root_of(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root_of(leaves[:2]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert root_of(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_a_leaf_and_a_node_are_hashed_apart() -> None:
    assert leaf_hash(b"ab") == hashlib.sha256(b"\x00ab").digest()
    assert join_hashes(b"a", b"b") == hashlib.sha256(b"\x01ab").digest()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 11, 33, 64, 100, 127, 129, 1000, 1023, 1025, MOST])
def test_another_implementation_gives_the_same_roots_and_proofs(oracle: InmemoryTree, size: int) -> None:
    agree(oracle, size, range(size) if size <= 129 else random.Random(size).sample(range(size), 40))


@pytest.mark.soak
def test_another_implementation_gives_the_same_roots_and_proofs_at_every_size_to_2048(oracle: InmemoryTree) -> None:
    for size in range(1, MOST + 1):
        agree(oracle, size, range(size))
    keep_figures("tree-sizes", {"sizes": MOST, "proofs of each kind": MOST * (MOST + 1) // 2, "disagreeing": 0})


def agree(oracle: InmemoryTree, size: int, positions: "range | list[int]") -> None:
    """For each position: the same root, the same inclusion proof; consistency proofs cross over both ways."""
    within = only_within(size)
    root = root_at(size, within)
    assert root == oracle.get_root(size) == root_of(LEAVES[:size])
    for position in positions:
        path = inclusion_path(position, size, within)
        assert list(path) == oracle.prove_inclusion(position + 1, size).path[1:]  # its first is the leaf itself
        assert check_inclusion(LEAVES[position], position, size, path, root)
        old, old_root = position + 1, root_at(position + 1, within)
        oracle.prove_consistency(old, size).verify(old_root, root, old, size)
        proof = consistency_path(old, size, within)
        assert check_consistency(old, size, old_root, root, proof)
        assert check_as_rfc_9162(old, size, old_root, root, proof)


def check_as_rfc_9162(first: int, second: int, first_hash: bytes, second_hash: bytes, proof: tuple[bytes, ...]) -> bool:
    """RFC 9162, 2.1.4.2, step by step: a way of checking that has nothing in common with ours."""
    if first == second:
        return not proof and first_hash == second_hash
    path = [first_hash, *proof] if first & first - 1 == 0 else list(proof)
    if not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = join_hashes(c, fr), join_hashes(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = join_hashes(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and (fr, sr) == (first_hash, second_hash)


def test_a_proof_in_a_million_entries_has_at_most_twenty_hashes() -> None:
    asked: list[Node] = []

    def note(node: Node) -> bytes:
        asked.append(node)
        return bytes(32)

    assert len(inclusion_path(654_321, 1_000_000, note)) == 20
    assert len(consistency_path(654_321, 1_000_000, note)) <= 21
    assert all(node.number + 1 << node.level <= 1_000_000 for node in asked)


def test_a_frontier_is_taken_up_again_from_the_nodes_that_were_stored() -> None:
    for size in range(70):
        again = Frontier(size, [NODES[node] for node in peaks_of(size)])
        assert again.root() == root_at(size, read)
        grown = told(again.add([LEAVES[size]]))
        assert all(NODES[node] == value for node, value in grown.items())
        assert (again.size, again.root()) == (size + 1, root_at(size + 1, read))


@given(st.integers(0, 200), st.lists(st.integers(0, 60), max_size=5))
def test_leaves_may_come_in_any_portions(size: int, portions: list[int]) -> None:
    frontier, given_back = Frontier(size, [NODES[node] for node in peaks_of(size)]), {}
    for portion in portions:
        grown = frontier.add(LEAVES[frontier.size : frontier.size + portion])
        assert all(level.hashes for level in grown)
        assert not given_back.keys() & told(grown).keys()
        given_back.update(told(grown))
    was, now = grow(size), grow(frontier.size)
    assert frontier.size == size + sum(portions)
    assert given_back == {node: value for node, value in now.items() if node.level and node not in was}
    assert frontier.root() == root_at(frontier.size, read)


def test_a_frontier_refuses_what_cannot_be_its_peaks() -> None:
    with pytest.raises(ValueError, match="a tree of 5 leaves has 2 peaks, got 1"):
        Frontier(5, [bytes(32)])


def test_many_are_hashed_as_each_is() -> None:
    assert leaf_hashes(ENTRIES[:5]) == LEAVES[:5]
    assert join_pairs(LEAVES[:5]) == [join_hashes(*LEAVES[:2]), join_hashes(*LEAVES[2:4])]
    assert leaf_hashes([]) == join_pairs([]) == join_pairs(LEAVES[:1]) == []


def test_peaks_stand_from_left_to_right_and_cover_every_leaf() -> None:
    assert peaks_of(0) == ()
    assert peaks_of(6) == (Node(2, 0), Node(1, 2))
    for size in range(1, 200):
        ends = [(node.number << node.level, node.number + 1 << node.level) for node in peaks_of(size)]
        assert [start for start, _ in ends] == [0, *(end for _, end in ends[:-1])]
        assert ends[-1][1] == size


def test_each_interior_node_is_given_once() -> None:
    interior = [node for node in NODES if node.level]
    assert len(interior) == MOST - 1
    assert all(
        NODES[Node(n.level, n.number)] == join_hashes(NODES[Node(n.level - 1, 2 * n.number)], NODES[Node(n.level - 1, 2 * n.number + 1)])
        for n in interior
    )


@pytest.mark.parametrize(("position", "size"), [(-1, 5), (5, 5), (0, 0), (6, 5)])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(position: int, size: int) -> None:
    with pytest.raises(ValueError, match="there is no leaf"):
        inclusion_path(position, size, read)
    assert not check_inclusion(LEAVES[0], position, size, (), LEAVES[0])


@pytest.mark.parametrize(("old", "new"), [(-1, 5), (6, 5), (1, 0)])
def test_there_is_no_proof_that_a_tree_shrank(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="is not the beginning of"):
        consistency_path(old, new, read)
    assert not check_consistency(old, new, EMPTY_ROOT, EMPTY_ROOT, ())


def test_every_tree_begins_with_the_empty_one() -> None:
    assert consistency_path(0, 5, read) == ()
    assert check_consistency(0, 5, EMPTY_ROOT, root_at(5, read), ())
    assert check_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, ())
    assert not check_consistency(0, 0, EMPTY_ROOT, LEAVES[0], ())
    assert not check_consistency(0, 5, LEAVES[0], root_at(5, read), ())
    assert not check_consistency(0, 5, EMPTY_ROOT, root_at(5, read), (LEAVES[0],))


def test_a_tree_begins_with_itself_and_with_no_other_of_its_size() -> None:
    root = root_at(6, read)
    assert consistency_path(6, 6, read) == ()
    assert check_consistency(6, 6, root, root, ())
    assert not check_consistency(6, 6, root, LEAVES[0], ())
    assert not check_consistency(6, 6, root, root, (root,))


def test_a_tree_of_one_leaf_needs_no_path() -> None:
    assert check_inclusion(LEAVES[0], 0, 1, (), LEAVES[0])
    assert not check_inclusion(LEAVES[0], 0, 1, (LEAVES[1],), LEAVES[0])
    assert not check_inclusion(LEAVES[0], 0, 1, (), LEAVES[1])


def test_hashes_of_another_length_prove_nothing() -> None:
    """Two values of 31 and 33 bytes would join to the same bytes as two of 32."""
    left, right = LEAVES[:2]
    root = join_hashes(left, right)
    assert check_inclusion(left, 0, 2, (right,), root)
    assert join_hashes(left + right[:1], right[1:]) == root
    assert not check_inclusion(left + right[:1], 0, 2, (right[1:],), root)
    third = root_at(3, read)
    assert check_consistency(2, 3, root, third, (LEAVES[2],))
    assert not check_consistency(2, 3, root + LEAVES[2][:1], join_hashes(root, LEAVES[2]), (LEAVES[2][1:],))
    assert not check_consistency(2, 2, b"", b"", ())


class Forger:
    """Takes a true proof and changes one thing of it."""

    def __init__(self, seed: int, most: int) -> None:
        self.random, self.most = random.Random(seed), most

    def flip(self, value: bytes) -> bytes:
        bit = self.random.randrange(8 * len(value))
        return (int.from_bytes(value) ^ 1 << bit).to_bytes(len(value))

    def other(self, number: int) -> int:
        return self.random.choice([n for n in (number - 1, number + 1, number * 2 + 1, 0, self.random.randrange(self.most)) if n != number])

    def path(self, path: tuple[bytes, ...]) -> tuple[bytes, ...]:
        changed, at = list(path), self.random.randrange(len(path) + 1)
        match self.random.randrange(5):
            case 0 if path:
                changed[at - 1] = self.flip(path[at - 1])
            case 1 if path:
                del changed[at - 1]
            case 2 if len(set(path)) > 1:
                changed = list(reversed(path)) if path != path[::-1] else [*path, path[0]]
            case 3:
                changed.insert(at, self.random.choice(LEAVES))
            case _:
                changed.append(self.random.choice([*path, EMPTY_ROOT]))
        return tuple(changed)

    def inclusion(self) -> bool:
        """Whether a forged inclusion proof is accepted."""
        size = self.random.randrange(1, self.most + 1)
        position = self.random.randrange(size)
        leaf, root, path = LEAVES[position], root_at(size, read), inclusion_path(position, size, read)
        match self.random.randrange(5):
            case 0:
                leaf = self.flip(leaf)
            case 1:
                position = self.other(position)
            case 2:
                root = self.flip(root)
            case _:
                path = self.path(path)
        return check_inclusion(leaf, position, size, path, root)

    def consistency(self) -> bool:
        """Whether a forged consistency proof is accepted."""
        new = self.random.randrange(1, self.most + 1)
        old = self.random.randrange(1, new + 1)
        old_root, new_root, path = root_at(old, read), root_at(new, read), consistency_path(old, new, read)
        match self.random.randrange(5):
            case 0:
                old_root = self.flip(old_root)
            case 1:
                new_root = self.flip(new_root)
            case 2:
                old = self.other(old) or old + 1
            case _:
                path = self.path(path)
        return check_consistency(old, new, old_root, new_root, path)


def test_five_thousand_forged_proofs_are_rejected() -> None:
    forger = Forger(seed=6962, most=300)
    assert not any(forger.inclusion() or forger.consistency() for _ in range(2_500))


@pytest.mark.soak
def test_a_million_forged_proofs_are_rejected() -> None:
    forger = Forger(seed=9162, most=MOST)
    accepted = sum(forger.inclusion() + forger.consistency() for _ in range(500_000))
    keep_figures("forged-proofs", {"forged": 1_000_000, "accepted": accepted})
    assert accepted == 0


@given(st.integers(1, MOST), st.data())
def test_a_proof_for_one_leaf_proves_no_other(size: int, data: st.DataObject) -> None:
    position, claimed = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, MOST - 1))
    path = inclusion_path(position, size, read)
    accepted = check_inclusion(LEAVES[claimed], position, size, path, root_at(size, read))
    assert accepted == (claimed == position)


@given(st.integers(1, MOST), st.integers(1, MOST), st.integers(0, MOST - 1))
def test_a_tree_with_another_leaf_is_never_consistent(old: int, more: int, changed: int) -> None:
    new = min(old + more, MOST)
    changed %= old
    forged = [*LEAVES[:changed], leaf_hash(b"forged"), *LEAVES[changed + 1 : old]]
    assert not check_consistency(old, new, root_of(forged), root_at(new, read), consistency_path(old, new, read))
