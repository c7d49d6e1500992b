"""Which reports share words: runs of seven words, hashed in an inverted index, and how much of the shorter text they cover.

MinHash misses a quoted passage inside a long text; containment of word runs finds it. Texts that are equal are gathered first, and
the index is a sorted list of numbers, so that cost grows with the words and not with the pairs.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from knell.records.matched import Copy
from knell.records.report import Report

RUN = 7
"""Words in a run. Seven found 99.5 % of synthetic wire copies at 97 % precision; see docs/explanation/matching.md."""
SAMPLE = 4
"""A long text keeps one run in this many for finding candidates; the share itself is always counted over all runs."""
LONG = 120
"""Words from which a text is long."""
CROWD = 6
"""A run that stands in more texts than this ties each to its next neighbours only: stock phrases must not cost pairs squared."""
PASSAGE = 10
"""Per cent of the shorter text from which a shared passage is worth an edge."""
COPY = 50
"""Per cent of the shorter text from which one is a copy of the other."""

_WORD = re.compile(r"\w+")
_MASK = (1 << 44) - 1
_BASE = 0x9E3779B1
_OUT = pow(_BASE, RUN, 1 << 64)


def find_runs(text: str) -> list[int]:
    """The hash of each run of seven words, in the text's order: one number of 44 bits for the run that starts at each word."""
    codes = [_code(word) for word in _WORD.findall(text.lower() if len(text.lower()) == len(text) else text)]
    runs: list[int] = []
    total = 0
    for n, code in enumerate(codes):
        total = total * _BASE + code
        if n >= RUN:
            total -= codes[n - RUN] * _OUT
        total &= 0xFFFFFFFFFFFFFFFF
        if n >= RUN - 1:
            runs.append((total ^ (total >> 29)) & _MASK)
    return runs


@lru_cache(maxsize=1 << 17)
def _code(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


class Words:
    """A text's runs, and the offsets of its words."""

    __slots__ = ("at", "runs")

    def __init__(self, text: str) -> None:
        self.at = [m.span() for m in _WORD.finditer(text)]
        self.runs = find_runs(text)


def find_copies(reports: Sequence[Report], hashes: Sequence[str]) -> list[Copy]:
    """The edges between reports that share words, in the reports' order.

    ``hashes`` are the texts' own (equal text, equal hash). A text of fewer than seven words is a copy only of its equal.
    """
    first: dict[str, int] = {}
    equals: dict[int, list[int]] = defaultdict(list)
    for n, digest in enumerate(hashes):
        equals[first.setdefault(digest, n)].append(n)
    edges = [_equal(reports[one[0]], reports[other]) for one in equals.values() for other in one[1:] if _WORD.search(reports[one[0]].text)]
    words = lru_cache(maxsize=2000)(lambda n: Words(reports[n].text))
    for a, b in sorted(_candidates((n, _sample(reports[n].text)) for n in equals)):
        edge = _compare(reports[a], words(a), reports[b], words(b))
        if edge:
            edges.append(edge)
    rank = {report.id: n for n, report in enumerate(reports)}
    return sorted(edges, key=lambda e: (rank[e.a], rank[e.b]))


def _candidates(texts: Iterable[tuple[int, set[int]]]) -> set[tuple[int, int]]:
    """Pairs of texts with a run in common."""
    bits = 32
    low = (1 << bits) - 1
    entries = [(run << bits) | n for n, runs in texts for run in runs]
    entries.sort()
    pairs: set[tuple[int, int]] = set()
    here: list[int] = []
    last = -1
    for entry in entries:
        if entry >> bits != last:
            _pair(here, pairs)
            here, last = [], entry >> bits
        here.append(entry & low)
    _pair(here, pairs)
    return pairs


def _sample(text: str) -> set[int]:
    """The runs a text is looked up by."""
    runs = find_runs(text)
    return set(runs if len(runs) < LONG else (r for r in runs if r % SAMPLE == 0))


def passage_keys(report: Report) -> frozenset[str]:
    """The keys under which a report can meet others that share words with it."""
    return frozenset(f"words/{run:x}" for run in _sample(report.text))


def _pair(texts: list[int], pairs: set[tuple[int, int]]) -> None:
    """Adds the pairs of the texts that hold one run: all of a few, neighbours of many."""
    if len(texts) < 2:
        return
    if len(texts) <= CROWD:
        pairs.update(combinations(texts, 2))
    else:
        pairs.update(pairwise(texts))
        pairs.update(zip(texts, texts[2:], strict=False))


def _equal(a: Report, b: Report) -> Copy:
    return Copy(a=a.id, b=b.id, kind="copy", share=100, start_a=0, end_a=len(a.text), start_b=0, end_b=len(b.text), why="the same text")


def _compare(a: Report, wa: Words, b: Report, wb: Words) -> Copy | None:
    """The edge between two texts, with the longest stretch they share; ``None`` where they share too little."""
    shared = set(wa.runs) & set(wb.runs)
    least = min(len(set(wa.runs)), len(set(wb.runs)))
    share = 100 * len(shared) // least if least else 0
    if share < PASSAGE or len(shared) < 3:
        return None
    (start_a, end_a), (start_b, end_b), length = _longest(wa, wb, shared)
    kind = "copy" if share >= COPY else "passage"
    where = f"{a.id} {start_a}-{end_a}, {b.id} {start_b}-{end_b}"
    why = f"{share} % of the shorter text stands in both; the longest stretch has {length} words ({where})"
    return Copy(a=a.id, b=b.id, kind=kind, share=share, start_a=start_a, end_a=end_a, start_b=start_b, end_b=end_b, why=why)


def _longest(wa: Words, wb: Words, shared: set[int]) -> tuple[tuple[int, int], tuple[int, int], int]:
    """The longest stretch of words that both texts have, as offsets into each, and its length in words."""
    where: dict[int, list[int]] = defaultdict(list)
    for n, run in enumerate(wb.runs):
        if run in shared and len(where[run]) < 8:
            where[run].append(n)
    best = (0, 0, 0)
    n = 0
    while n < len(wa.runs):
        step = 1
        for m in where.get(wa.runs[n], ()):
            k = 0
            while n + k < len(wa.runs) and m + k < len(wb.runs) and wa.runs[n + k] == wb.runs[m + k]:
                k += 1
            step = max(step, k)
            if k > best[0]:
                best = (k, n, m)
        n += step
    k, n, m = best
    last = k + RUN - 2
    return (wa.at[n][0], wa.at[n + last][1]), (wb.at[m][0], wb.at[m + last][1]), k + RUN - 1
