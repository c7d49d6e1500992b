from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knell.web.segments import Highlight, cut_segments

spans = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))
highlights = st.lists(st.builds(lambda span, n: Highlight(*span, "passage", n), spans, st.integers(1, 9)), max_size=15)


@given(highlights, st.integers(0, 30), st.integers(1, 50))
def test_segments_cover_the_stretch_in_order_without_gap_or_overlap(some: list[Highlight], start: int, length: int) -> None:
    segments = list(cut_segments(start, start + length, some))
    assert segments[0].start == start
    assert segments[-1].end == start + length
    assert all(left.end == right.start for left, right in pairwise(segments))
    assert all(segment.start < segment.end for segment in segments)


@given(highlights)
def test_each_character_has_exactly_the_highlights_that_hold_it(some: list[Highlight]) -> None:
    for segment in cut_segments(0, 90, some):
        for at in (segment.start, segment.end - 1):
            assert sorted(segment.highlights) == sorted(h for h in some if h.start <= at < h.end)


def test_highlights_that_cross_are_both_shown_where_they_cross() -> None:
    crossing = [Highlight(0, 10, "passage", 1), Highlight(5, 15, "passage", 2)]
    assert [(s.start, s.end, [h.of for h in s.highlights]) for s in cut_segments(0, 20, crossing)] == [
        (0, 5, [1]), (5, 10, [1, 2]), (10, 15, [2]), (15, 20, []),
    ]  # fmt: skip


def test_a_highlight_inside_another_parts_it_in_three() -> None:
    inside = [Highlight(0, 10, "passage", 1), Highlight(4, 6, "core", 1)]
    assert [[h.part for h in s.highlights] for s in cut_segments(0, 10, inside)] == [["passage"], ["passage", "core"], ["passage"]]
