"""Cuts a text where highlights begin and end, so that highlights that lie inside or across one another can all be shown."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple


class Highlight(NamedTuple):
    """A stretch of the text and what it is: ``part`` is "passage", "count", "speaker" ...; ``of`` is the claim's number in the page."""

    start: int
    end: int
    part: str
    of: int


class Segment(NamedTuple):
    """A stretch that lies wholly inside or wholly outside of each highlight; ``highlights`` are those that hold it, widest first."""

    start: int
    end: int
    highlights: tuple[Highlight, ...]


def cut_segments(start: int, end: int, highlights: Iterable[Highlight]) -> Iterator[Segment]:
    """The segments of ``text[start:end]``, in order and without a gap. A highlight beyond the stretch is cut at its ends."""
    inside = [h for h in highlights if h.start < end and h.end > start]
    edges = sorted({start, end, *(max(h.start, start) for h in inside), *(min(h.end, end) for h in inside)})
    opening = sorted(inside, key=lambda h: h.start)
    running: list[Highlight] = []
    following = 0
    for left, right in pairwise(edges):
        while following < len(opening) and opening[following].start <= left:
            running.append(opening[following])
            following += 1
        running = [h for h in running if h.end > left]
        yield Segment(left, right, tuple(sorted(running, key=lambda h: (h.start - h.end, h.start, h.of, h.part))))
