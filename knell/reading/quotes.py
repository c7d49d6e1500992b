"""Direct speech that runs over sentences: the stretches between quotation marks, and what they add to an attribution."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence

from .pieces import Unit
from .tokens import Token

_QUOTED = re.compile(
    r"“[^“”\"\n]{1,3000}(?:[”\"]|(?=\n|$))|\"[^\"”\n]{1,3000}(?:[\"”]|(?=\n|$))"
    r"|(?<![^\W_])''[^\n]{1,3000}?''|«[^«»\n]{1,3000}»"
)


class Quotes:
    """The quoted stretches of a text. A quotation mark that is not closed runs to the end of its paragraph."""

    def __init__(self, text: str) -> None:
        self.spans = [(m.start(), m.end()) for m in _QUOTED.finditer(text)]
        self._starts = [s for s, _ in self.spans]

    def at(self, place: int) -> tuple[int, int] | None:
        """The quoted stretch that covers a place."""
        i = bisect_right(self._starts, place) - 1
        return self.spans[i] if i >= 0 and place < self.spans[i][1] else None

    def mask(self, tokens: Sequence[Token], start: int, end: int) -> bytes:
        """One byte a token, 1 where it stands inside a quotation; empty where the unit ``start``..``end`` has none."""
        if not self.spans:
            return b""
        i = max(0, bisect_right(self._starts, start) - 1)
        near = [span for span in self.spans[i : bisect_left(self._starts, end)] if span[1] > start]
        if not near:
            return b""
        starts = [t.start for t in tokens]
        mask = bytearray(len(tokens))
        for a, b in near:
            first, last = bisect_left(starts, a), bisect_left(starts, b)
            mask[first:last] = b"\1" * (last - first)
        return bytes(mask)

    def widened(
        self, pieces: Sequence[tuple[int, int]], unit: Unit, units: Sequence[Unit], spoken: Collection[int]
    ) -> list[tuple[int, int]]:
        """The content of an attribution in ``unit``, with the sentences its quotation began in before or goes on in after.

        ``spoken``: the units that have an attribution of their own, which are left to it.
        """
        out: list[tuple[int, int]] = []
        quoted = False
        for start, end in pieces:
            first, last = self.at(start), self.at(max(start, end - 1))
            if first is not None and first[0] < unit.start:
                start = first[0]
            if last is not None and last[1] > unit.end:
                end = last[1]
            quoted = quoted or first is not None or last is not None
            out.append((start, end))
        out += self._going_on(unit, units, spoken, max(e for _, e in out), quoted)
        return out

    def _going_on(self, unit: Unit, units: Sequence[Unit], spoken: Collection[int], after: int, quoted: bool) -> Iterator[tuple[int, int]]:
        """The quotations that follow a unit and are nobody else's: right after it, and then paragraphs that are a quotation whole."""
        at, last = unit.index + 1, unit
        while at < len(units) and at not in spoken:
            following = units[at]
            further = self.at(following.start)
            if further is None or further[0] != following.start or further[0] < after:
                return
            while at + 1 < len(units) and units[at + 1].start < further[1]:
                at += 1
            whole = further[1] >= units[at].end
            if not whole and (not quoted or following.paragraph != last.paragraph):
                return
            if following.paragraph != last.paragraph and at + 1 < len(units) and units[at + 1].paragraph == following.paragraph:
                return
            yield further
            if not whole:
                return
            at, last, quoted = at + 1, units[at], True
