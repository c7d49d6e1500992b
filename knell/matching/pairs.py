"""Which reports are compared at all: neighbours in time under a key, whose common keys weigh enough to pass the contract's rule.

Everything here is local. Whether two reports are compared depends on their own keys and on the few reports that lie between them in
time under the keys they share, never on the whole of a collection; so a casebook can ask for one report's pairs as quickly as a
program can find those of a hundred thousand, and both find the same.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

from .keys import ENOUGH, NEAR, NEAR_TOTALS, OF_TOTALS, weigh
from .profile import Keys

WORDS = "words"
TEXT = "text"
SHORT = 40
"""Sampled runs of words up to which a text is short: one in common is worth a look."""
FEW_WORDS = 2
"""Sampled runs of words that two long texts must share before their words are compared."""
_KINDS: dict[str, int] = {}
_BITS = 6


class Pair(NamedTuple):
    """Two reports, by their places in the list given, that are compared: their ``facts``, their ``words``, or both."""

    a: int
    b: int
    facts: bool
    words: bool


def judge_shared(kinds: Sequence[str], *, short: bool) -> tuple[bool, bool]:
    """Whether two reports with keys of these kinds in common have their facts compared, and their words. ``short``: one has few words."""
    words = kinds.count(WORDS)
    alike = TEXT in kinds
    facts = weigh([kind for kind in kinds if kind != WORDS]) >= ENOUGH
    return facts or alike, alike or words >= (1 if short else FEW_WORDS)


class Coded:
    """A report's keys as numbers of 64 bits, which is all that is kept of them in a large collection."""

    __slots__ = ("lookups", "marks", "short")

    def __init__(self, keys: Keys) -> None:
        self.lookups = array("Q", sorted(map(_code, keys.lookups)))
        self.marks = array("Q", sorted(map(_code, keys.marks)))
        self.short = is_short(keys.lookups)


def is_short(lookups: Iterable[str]) -> bool:
    """Whether a report has few words."""
    return sum(key.startswith(WORDS) for key in lookups) <= SHORT


def _code(key: str) -> int:
    kind = _KINDS.setdefault(key.split("/", 1)[0], len(_KINDS))
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> _BITS << _BITS | kind


def find_pairs(coded: Sequence[Coded], orders: Sequence[str]) -> Iterator[Pair]:
    """The pairs of a whole collection, in the order of their places in it."""
    by_time = sorted(range(len(coded)), key=lambda n: orders[n])
    near: list[set[int]] = [set() for _ in coded]
    words_kind = _KINDS.get(WORDS, -1)
    for of_words in (True, False):  # one after the other, to hold half as much at once
        entries = array("Q")
        _fill(entries, coded, by_time, of_words, words_kind)
        for reach, row in _postings(entries, coded, by_time, of_words, words_kind):
            for k in range(1, reach + 1):
                for a, b in zip(row, row[k:], strict=False):
                    low, high = (a, b) if a < b else (b, a)
                    near[low].add(high)
    kinds = {n: name for name, n in _KINDS.items()}
    mask = (1 << _BITS) - 1
    for a, others in enumerate(near):
        if not others:
            continue
        mine = {*coded[a].lookups, *coded[a].marks}
        for b in sorted(others):
            shared = mine.intersection(coded[b].lookups) | mine.intersection(coded[b].marks)
            facts, words = judge_shared([kinds[code & mask] for code in shared], short=coded[a].short or coded[b].short)
            if facts or words:
                yield Pair(a, b, facts, words)
        near[a] = set()


def _fill(entries: "array[int]", coded: Sequence[Coded], by_time: Sequence[int], of_words: bool, words_kind: int) -> None:
    mask = (1 << _BITS) - 1
    for n in by_time:
        entries.extend(code for code in coded[n].lookups if (code & mask == words_kind) == of_words)


def _postings(
    entries: "array[int]", coded: Sequence[Coded], by_time: Sequence[int], of_words: bool, words_kind: int
) -> Iterator[tuple[int, list[int]]]:
    """The reports under each key that two or more have, in order of time, and how far each reaches in it."""
    mask = (1 << _BITS) - 1
    ordered = sorted(entries)
    several = {a for a, b in pairwise(ordered) if a == b}
    del ordered
    rows: dict[int, list[int]] = {}
    for n in by_time:
        for code in coded[n].lookups:
            if code in several and (code & mask == words_kind) == of_words:
                rows.setdefault(code, []).append(n)
    far = {n for kind, n in _KINDS.items() if kind in OF_TOTALS}
    for code, row in rows.items():
        yield NEAR_TOTALS if code & mask in far else NEAR, row
