"""Links that shared words make: two tellings whose passages stand, word for word, in both reports."""

from collections.abc import Mapping, Sequence

from knell.records.claim import Claim
from knell.records.matched import Copy
from knell.records.report import Report

from .comparing import compare
from .copies import RUN, Words
from .facts import Facts
from .union import Joined

SHARED = 3
"""Runs of seven words that two passages must share: nine words in a row."""
MOST = 50
"""Per cent of the shorter passage that must be shared."""


def link_copies(edges: Sequence[Copy], reports: dict[str, Report], facts: Mapping[str, Sequence[Facts]]) -> list[Joined]:
    """A link for every two tellings whose claims' passages are the same words, unless what they say of place and time differs.

    Identical texts are linked whatever they say: they say the same.
    """
    out: list[Joined] = []
    for edge in edges:
        mine, theirs = facts.get(edge.a, ()), facts.get(edge.b, ())
        if not mine or not theirs:
            continue
        if edge.share == 100 and reports[edge.a].text == reports[edge.b].text:
            out.extend(Joined(f.n, g.n, "copy", edge.why) for f in mine for g in theirs if _same_spans(f, g))
            continue
        wa, wb = Words(reports[edge.a].text), Words(reports[edge.b].text)
        runs = {f.n: _runs(wa, f.telling.main) for f in mine} | {g.n: _runs(wb, g.telling.main) for g in theirs}
        for f in mine:
            best = max(theirs, key=lambda g: len(runs[f.n] & runs[g.n]))
            shared = len(runs[f.n] & runs[best.n])
            least = min(len(runs[f.n]), len(runs[best.n]))
            if shared >= SHARED and 100 * shared >= MOST * least and not compare(f, best).against:
                out.append(Joined(f.n, best.n, "copy" if edge.kind == "copy" else "passage", edge.why))
    return out


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
