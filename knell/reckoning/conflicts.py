"""Which of some claims can all be true: the inclusion-maximal sets that can, and the smallest sets that cannot.

The two are one another's complement: what is missing from a maximal possible set hits every smallest conflict (Reiter 1987, "A theory
of diagnosis from first principles"). So smallest conflicts are found until every least way to hit them all leaves something possible.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

MOST_SETS = 256
"""Ways to leave claims out beyond which no more are looked for."""


class Parted(NamedTuple):
    """``possible``: the inclusion-maximal sets of claims that can all be true. ``conflicts``: the smallest that cannot, no claim of
    which can be taken out without ending the conflict. Both by the claims' numbers, in order. ``whole``: all of them were found.
    """

    possible: tuple[tuple[int, ...], ...]
    conflicts: tuple[tuple[int, ...], ...]
    whole: bool


def part_claims(n: int, can_be: Callable[[Iterable[int]], bool], known: Sequence[frozenset[int]] = (), most: int = MOST_SETS) -> Parted:
    """Parts claims 0 to n - 1. ``can_be``: whether some of them can all be true. ``known``: smallest conflicts found otherwise."""
    every = frozenset(range(n))
    if not known and can_be(every):
        return Parted((tuple(range(n)),), (), True)
    conflicts: list[frozenset[int]] = []
    ways: list[frozenset[int]] = [frozenset()]
    for conflict in known:
        conflicts.append(conflict)
        ways = _hit(ways, conflict)
    settled: set[frozenset[int]] = set()
    while True:
        ways.sort(key=lambda w: (len(w), sorted(w)))
        open_ = next((w for w in ways if w not in settled), None)
        if open_ is None or len(ways) > most:
            break
        rest = every - open_
        if can_be(rest):
            settled.add(open_)
            continue
        conflict = _shrink(rest, can_be)
        conflicts.append(conflict)
        ways = _hit(ways, conflict)
    whole = open_ is None
    possible = sorted(tuple(sorted(every - way)) for way in ways if way in settled)
    return Parted(tuple(possible), tuple(sorted((tuple(sorted(c)) for c in conflicts), key=lambda c: (len(c), c))), whole)


def _shrink(claims: frozenset[int], can_be: Callable[[Iterable[int]], bool]) -> frozenset[int]:
    """A smallest conflict among claims that cannot all be true: each claim in turn is left out where the conflict stays without it."""
    kept = set(claims)
    for claim in sorted(claims, reverse=True):
        if not can_be(kept - {claim}):
            kept.discard(claim)
    return frozenset(kept)


def _hit(ways: Sequence[frozenset[int]], conflict: frozenset[int]) -> list[frozenset[int]]:
    """The least ways to hit one conflict more (Berge's algorithm)."""
    hitting = [w for w in ways if w & conflict]
    out = set(hitting)
    for way in ways:
        if not way & conflict:
            out |= {way | {c} for c in conflict if not any(h <= way | {c} for h in hitting)}
    return list(out)


def rival_pairs(ends: Sequence[tuple[int, int | None]]) -> list[frozenset[int]]:
    """The pairs of claims about one quantity that cannot both be true: one's least is more than the other's most."""
    return [frozenset((a, b)) for a, b in combinations(range(len(ends)), 2) if _above(ends[a], ends[b]) or _above(ends[b], ends[a])]


def _above(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    return other[1] is not None and one[0] > other[1]
