"""Links that shared words make: two tellings whose passages stand, word for word, in both reports."""

from collections.abc import Callable, Iterator, Sequence

from knell.records.claim import Claim
from knell.records.matched import Copy

from .comparing import compare
from .copies import RUN, Words
from .facts import Facts
from .profile import Profile

SHARED = 3
"""Runs of seven words that two passages must share: nine words in a row."""
MOST = 50
"""Per cent of the shorter passage that must be shared."""


def link_copies(edge: Copy, a: Profile, b: Profile, read: Callable[[str], Words]) -> Iterator[tuple[Facts, Facts, str]]:
    """Two tellings, and by what, for every two whose claims' passages are the same words, unless what they say of place and time differs.

    Identical texts are linked whatever they say: they say the same.
    """
    mine, theirs = [f for f in a.facts if not f.silent], [g for g in b.facts if not g.silent]
    if not mine or not theirs:
        return
    if edge.share == 100 and a.report.text == b.report.text:
        yield from ((f, g, "copy") for f in mine for g in theirs if _same_spans(f, g))
        return
    wa, wb = read(a.report.text), read(b.report.text)
    runs = {f.name: _runs(wa, f.telling.main) for f in mine} | {g.name: _runs(wb, g.telling.main) for g in theirs}
    for f in mine:
        best = max(theirs, key=lambda g: len(runs[f.name] & runs[g.name]))
        shared = len(runs[f.name] & runs[best.name])
        least = min(len(runs[f.name]), len(runs[best.name]))
        if shared >= SHARED and 100 * shared >= MOST * least and not compare(f, best).against:
            yield f, best, "copy" if edge.kind == "copy" else "passage"


def _same_spans(f: Facts, g: Facts) -> bool:
    """Whether two tellings of one text are of the same words."""
    return {(c.passage.start, c.passage.end) for c in f.telling.main} == {(c.passage.start, c.passage.end) for c in g.telling.main}


def _runs(words: Words, claims: Sequence[Claim]) -> set[int]:
    """The runs of words that lie inside the claims' passages."""
    out: set[int] = set()
    spans = {(c.passage.start, c.passage.end) for c in claims if c.passage.start is not None and c.passage.end is not None}
    for n, run in enumerate(words.runs):
        start, end = words.at[n][0], words.at[n + RUN - 1][1]
        if any(s <= start and end <= e for s, e in spans):
            out.add(run)
    return out
