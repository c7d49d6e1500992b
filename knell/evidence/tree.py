"""The Merkle tree over the log, by RFC 6962, section 2.1: roots, inclusion and consistency proofs, and their checking.

Pure, and nothing but the standard library: who checks a proof need not have Knell. Each function is the RFC's own recursive
definition, spelt out; the recursion goes as deep as the tree is high (20 for a million leaves).

A **node** is the root of a complete subtree: ``Node(level, index)`` stands over the leaves ``index << level`` up to, not including,
``(index + 1) << level``. Level 0 are the leaves. A complete subtree never changes again, so its hash can be stored once, insert-only;
every root and every proof, at any size, is made of such hashes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""

HASH_BYTES = 32


class Node(NamedTuple):
    """The place of a complete subtree: its height over the leaves, and its number from the left at that height."""

    level: int
    number: int


class Level(NamedTuple):
    """Nodes side by side at one height, from ``first`` on: what leaves that were added have made complete."""

    level: int
    first: int
    hashes: list[bytes]


ReadNode = Callable[[Node], bytes]
"""Gives the hash of a complete subtree: the leaf's own at level 0."""


def leaf_hash(entry: bytes) -> bytes:
    """``SHA-256(0x00 || entry)``."""
    return sha256(b"\x00" + entry).digest()


def join_hashes(left: bytes, right: bytes) -> bytes:
    """``SHA-256(0x01 || left || right)``: the node over two others."""
    return sha256(b"\x01" + left + right).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """``leaf_hash`` of each: one loop, because a log is checked a million entries at a time."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def join_pairs(row: Sequence[bytes]) -> list[bytes]:
    """``join_hashes`` of each two neighbours; a last one without a neighbour is left out."""
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)]


def peaks_of(size: int) -> tuple[Node, ...]:
    """The complete subtrees that a tree of this size is made of, from the left: one for each bit of the size."""
    levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
    return tuple(Node(level, (size >> level) - 1) for level in levels)


class Frontier:
    """The right edge of a growing tree: all that is needed to add leaves. ``peaks``: the hashes of ``peaks_of(size)``, from the left."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        places = peaks_of(size)
        if len(peaks) != len(places):
            raise ValueError(f"a tree of {size} leaves has {len(places)} peaks, got {len(peaks)}")
        self.size = size
        self._peaks = {place.level: peak for place, peak in zip(places, peaks, strict=True)}

    def add(self, leaves: Iterable[bytes]) -> list[Level]:
        """Adds leaves by their hashes; returns the nodes above them that are complete now and were not before, level by level."""
        row, first, level, grown = list(leaves), self.size, 0, list[Level]()
        self.size += len(row)
        while row:
            if first & 1:  # the row continues one that ended on an odd node: that one has waited for its sibling
                row = [self._peaks.pop(level), *row]
            if len(row) & 1:
                self._peaks[level] = row[-1]
            row = join_pairs(row)
            first, level = first >> 1, level + 1
            if row:
                grown.append(Level(level, first, row))
        return grown

    def root(self) -> bytes:
        """The root at the present size."""
        if not self._peaks:
            return EMPTY_ROOT
        lowest, *higher = sorted(self._peaks)
        top = self._peaks[lowest]
        for level in higher:
            top = join_hashes(self._peaks[level], top)
        return top


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    frontier = Frontier()
    frontier.add(leaves)
    return frontier.root()


def root_at(size: int, read: ReadNode) -> bytes:
    """The root at a size, from stored nodes."""
    return _subtree(0, size, read) if size else EMPTY_ROOT


def inclusion_path(position: int, size: int, read: ReadNode) -> tuple[bytes, ...]:
    """The proof that the leaf at ``position`` is in the tree of that size: RFC 6962, 2.1.1, PATH. From the leaf's sibling upwards."""
    if not 0 <= position < size:
        raise ValueError(f"there is no leaf {position} in a tree of {size}")
    return tuple(_path(position, 0, size, read))


def consistency_path(old: int, new: int, read: ReadNode) -> tuple[bytes, ...]:
    """The proof that the tree of ``old`` leaves is the beginning of the tree of ``new``: RFC 6962, 2.1.2, PROOF.

    Empty where they are the same tree, or the old one had no leaves.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} leaves is not the beginning of one of {new}")
    return tuple(_subproof(old, 0, new, read, whole=True)) if old else ()


def check_inclusion(leaf: bytes, position: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path proves that the leaf with this hash stands at ``position`` in the tree of that size and root."""
    if not 0 <= position < size or not _are_hashes([leaf, *path]):
        return False
    rest = list(path)
    try:
        found = _climb(leaf, position, size, rest)
    except IndexError:
        return False
    return not rest and found == root


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the tree of ``old`` leaves and ``old_root`` is the beginning of the one of ``new`` and ``new_root``."""
    if not 0 <= old <= new or not _are_hashes([old_root, new_root, *path]):
        return False
    if old == 0:
        return not path and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    rest = list(path)
    try:
        found = _climb_both(old, new, old_root, rest, whole=True)
    except IndexError:
        return False
    return not rest and found == (old_root, new_root)


def _split(size: int) -> int:
    """The RFC's k: the largest power of two that is smaller than the size (of two or more)."""
    return 1 << (size - 1).bit_length() - 1


def _subtree(start: int, size: int, read: ReadNode) -> bytes:
    """MTH(D[start : start + size]). ``start`` is a multiple of the least power of two that is not under the size."""
    level = size.bit_length() - 1
    if size == 1 << level:
        return read(Node(level, start >> level))
    k = _split(size)
    return join_hashes(_subtree(start, k, read), _subtree(start + k, size - k, read))


def _path(position: int, start: int, size: int, read: ReadNode) -> Iterator[bytes]:
    if size == 1:
        return
    k = _split(size)
    if position < k:
        yield from _path(position, start, k, read)
        yield _subtree(start + k, size - k, read)
    else:
        yield from _path(position - k, start + k, size - k, read)
        yield _subtree(start, k, read)


def _subproof(old: int, start: int, size: int, read: ReadNode, *, whole: bool) -> Iterator[bytes]:
    """``whole``: the old tree begins where this subtree does and is it, as a whole, so its root is known to who checks."""
    if old == size:
        if not whole:
            yield _subtree(start, size, read)
        return
    k = _split(size)
    if old <= k:
        yield from _subproof(old, start, k, read, whole=whole)
        yield _subtree(start + k, size - k, read)
    else:
        yield from _subproof(old - k, start + k, size - k, read, whole=False)
        yield _subtree(start, k, read)


def _climb(leaf: bytes, position: int, size: int, rest: list[bytes]) -> bytes:
    """The root that the path leads to; takes what it uses off the end of ``rest``. Raises ``IndexError`` where that is too short."""
    if size == 1:
        return leaf
    k, last = _split(size), rest.pop()
    if position < k:
        return join_hashes(_climb(leaf, position, k, rest), last)
    return join_hashes(last, _climb(leaf, position - k, size - k, rest))


def _climb_both(old: int, size: int, old_root: bytes, rest: list[bytes], *, whole: bool) -> tuple[bytes, bytes]:
    """The old and the new root that the path leads to."""
    if old == size:
        same = old_root if whole else rest.pop()
        return same, same
    k, last = _split(size), rest.pop()
    if old <= k:
        was, now = _climb_both(old, k, old_root, rest, whole=whole)
        return was, join_hashes(now, last)
    was, now = _climb_both(old - k, size - k, old_root, rest, whole=False)
    return join_hashes(last, was), join_hashes(last, now)


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
