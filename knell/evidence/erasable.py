"""Keys that can be destroyed one by one, although only one small secret is kept: a puncturable tree of seeds.

From one random seed a binary tree of seeds is derived, each child by a one-way function of its parent (Goldreich, Goldwasser and
Micali, "How to construct random functions", 1986). The key of an index of 64 bits hangs from the leaf at the end of its path.
Whoever holds the root has every key. To **erase** an index its path is given up: the seeds on it are replaced by the siblings
that hang from it (a punctured function, as in Boneh and Waters 2013; used for erasing as in Bost, Minaud and Ohrimenko 2017). From
what is left every other key can still be derived and that one cannot, unless the one-way function is broken.

What is kept is the **frontier**: seeds of subtrees that cover all indices but the erased ones. It grows by at most 64 seeds for
an erasure, fewer where erased indices are neighbours, and not at all when something new gets a key. So indices that are likely to go
together should lie together: a writer draws a random beginning of 48 bits and counts up from it.

Pure: no file, no clock; chance is handed in.
"""

import hmac
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Self

BITS = 64
SEED_BYTES = 32
SESSION_BITS = 48
"""The random beginning of a writer's indices. Two of 100,000 writers draw the same with a chance of 1 in 56,000."""

_NODE_BYTES = 1 + 8 + SEED_BYTES


class Node(NamedTuple):
    """The seed of the subtree over all indices that begin with the ``depth`` bits of ``prefix``."""

    depth: int
    prefix: int
    seed: bytes


class _Walked(NamedTuple):
    """The way to the last key: the seeds from the frontier's, at ``depth``, down to the leaf's."""

    leaf: int
    depth: int
    seeds: tuple[bytes, ...]


class KeyTree:
    """The frontier of a tree: what keys can still be derived. Never changed: ``without`` gives another."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._seeds = {(node.depth, node.prefix): node.seed for node in nodes}
        self._walked: _Walked | None = None

    @classmethod
    def grow(cls, random: Callable[[int], bytes]) -> Self:
        """A new tree from a random seed, with nothing erased."""
        return cls([Node(0, 0, random(SEED_BYTES))])

    def key(self, index: int) -> bytes | None:
        """The key of 32 bytes at an index, or ``None`` where it has been erased."""
        _check(index)
        walked = self._walked
        # Keys that are asked for one after another lie together, so most of the way was walked just before. Other threads may walk
        # meanwhile: what was walked is put in place in one go and never changed.
        common = BITS - (walked.leaf ^ index).bit_length() if walked is not None else 0
        if walked is not None and common >= walked.depth:
            depth, seeds = walked.depth, list(walked.seeds[: common - walked.depth + 1])
        else:
            root = self._root_over(index)
            if root is None:
                return None
            depth, seeds = root.depth, [root.seed]
        for at in range(depth + len(seeds), BITS + 1):
            seeds.append(_child(seeds[-1], index >> (BITS - at) & 1))
        self._walked = _Walked(index, depth, tuple(seeds))
        return _leaf_key(seeds[-1])

    def without(self, indices: Iterable[int]) -> "KeyTree":
        """The tree from which the keys at these indices can no longer be derived. Erasing twice is erasing once."""
        left = KeyTree(self.nodes())
        for index in indices:
            _check(index)
            left._puncture(index)
        return left

    def nodes(self) -> Iterator[Node]:
        """The frontier, in the order of the indices."""
        for depth, prefix in sorted(self._seeds, key=lambda at: (at[1] << (BITS - at[0]), at[0])):
            yield Node(depth, prefix, self._seeds[depth, prefix])

    def encode(self) -> bytes:
        """The frontier as bytes: for each seed its depth (1 byte), its prefix (8) and itself (32)."""
        return b"".join(bytes([node.depth]) + node.prefix.to_bytes(8, "big") + node.seed for node in self.nodes())

    @classmethod
    def decode(cls, told: bytes) -> Self:
        """The tree that ``encode`` wrote. Raises ``ValueError`` where it did not write that."""
        if len(told) % _NODE_BYTES:
            raise ValueError("a frontier is a row of seeds of 41 bytes each")
        rows = [told[at : at + _NODE_BYTES] for at in range(0, len(told), _NODE_BYTES)]
        nodes = [Node(row[0], int.from_bytes(row[1:9], "big"), row[9:]) for row in rows]
        if any(node.depth > BITS or node.prefix >> node.depth for node in nodes):
            raise ValueError("a seed of a frontier has no place in the tree")
        tree = cls(nodes)
        if tree.encode() != told:
            raise ValueError("a frontier names its seeds once and in order")
        return tree

    def new_indices(self, random: Callable[[int], bytes]) -> Iterator[int]:
        """Indices for one writer, without end: a random beginning and a counter, and a new beginning where that is used up.

        Beginnings beneath which anything was erased are passed over.
        """
        count = BITS - SESSION_BITS
        while True:
            session = int.from_bytes(random(SESSION_BITS // 8), "big") << count
            root = self._root_over(session)
            if root is not None and root.depth <= SESSION_BITS:
                yield from range(session, session + (1 << count))

    def _root_over(self, index: int) -> Node | None:
        for depth in range(BITS + 1):
            prefix = index >> (BITS - depth)
            seed = self._seeds.get((depth, prefix))
            if seed is not None:
                return Node(depth, prefix, seed)
        return None

    def _puncture(self, index: int) -> None:
        root = self._root_over(index)
        if root is None:
            return
        del self._seeds[root.depth, root.prefix]
        seed = root.seed
        for depth in range(root.depth + 1, BITS + 1):
            prefix = index >> (BITS - depth)
            bit = prefix & 1
            self._seeds[depth, prefix ^ 1] = _child(seed, 1 - bit)
            seed = _child(seed, bit)


def _check(index: int) -> None:
    if not 0 <= index < 1 << BITS:
        raise ValueError(f"an index has {BITS} bits, got {index}")


def _child(seed: bytes, bit: int) -> bytes:
    return hmac.digest(seed, b"knell/child/v1\x01" if bit else b"knell/child/v1\x00", "sha256")


def _leaf_key(seed: bytes) -> bytes:
    return hmac.digest(seed, b"knell/key/v1", "sha256")
