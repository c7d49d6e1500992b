"""Which reports share words: runs of seven words, hashed in an inverted index, and how much of the shorter text they cover.

MinHash misses a quoted passage inside a long text; containment of word runs finds it. Candidates come from a sample of the runs in which
every longer shared stretch has a part.
"""

import re
import zlib
from collections import defaultdict, deque
from collections.abc import Callable
from functools import lru_cache

from knell.records.matched import Copy
from knell.records.report import Report

RUN = 7
"""Words in a run. Seven found 99.5 % of synthetic wire copies at 97 % precision; see docs/explanation/matching.md."""
WIDE = 12
"""Of so many runs in a row a long text keeps the least for finding candidates; the share itself is always counted over all runs."""
NARROW = 4
"""And a short text of so many. What a long text keeps of a shared stretch, a short one keeps as well."""
LONG = 250
"""Runs from which a text is long."""
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


def sample_runs(text: str) -> set[int]:
    """The runs a text is looked up by: the least of every so many in a row.

    Whatever stretch of so many runs two texts share, they have its least run in common (winnowing: Schleimer, Wilkerson and Aiken 2003).
    """
    runs = find_runs(text)
    width = WIDE if len(runs) >= LONG else NARROW
    if len(runs) <= width:
        return {min(runs)} if runs else set()
    out: set[int] = set()
    row: deque[int] = deque()  # places of runs, their values rising: the first is the least of those in reach
    for n, run in enumerate(runs):
        while row and runs[row[-1]] >= run:
            row.pop()
        row.append(n)
        if row[0] <= n - width:
            row.popleft()
        if n >= width - 1:
            out.add(runs[row[0]])
    return out


def passage_keys(report: Report) -> frozenset[str]:
    """The keys under which a report can meet others that share words with it."""
    return frozenset(f"words/{run:x}" for run in sample_runs(report.text))


def compare_words(a: Report, b: Report, words: Callable[[str], Words]) -> Copy | None:
    """The edge between two reports that share words; ``None`` where they share too little.

    ``words``: the words of a text. A text of fewer than seven words is a copy only of its equal.
    """
    if a.text == b.text:
        return _equal(a, b) if _WORD.search(a.text) else None
    return _compare(a, words(a.text), b, words(b.text))


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
