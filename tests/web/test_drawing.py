import re
import xml.etree.ElementTree as ElementTree

import pytest

from knell.web.axis import axis_for
from knell.web.drawing import ARROW_TIP, PLOT, Bin, Mark, Point, Series, lanes_figure, series_figure, timeline, track

PAPER = ("rule", "grid")
"""Lines that are the paper's and no figure's."""


def mark(
    low: int | None, high: int | None, kind: str = "exact", best: int | None = None, says: str = "said", root: str = "A monitor"
) -> Mark:
    return Mark(root, says, low, high, best, kind, "note", "/reports/r:1/#c:1")  # type: ignore[arg-type]


def drawn(marks: list[Mark]) -> ElementTree.Element:
    axis = axis_for(n for one in marks for n in one.numbers)
    return ElementTree.fromstring(lanes_figure(marks, axis, name="f", title="Killed", description="what is drawn"))


def lanes(figure: ElementTree.Element) -> list[ElementTree.Element]:
    return [g for g in figure.iter("g") if g.get("class") == "lane"]


def percent(value: str | None) -> float:
    assert value is not None
    return float(value.rstrip("%")) / 100


def test_a_figure_has_one_row_a_root_and_says_what_it_is() -> None:
    figure = drawn([mark(52, 52), mark(71, None, "more_than")])
    assert len(lanes(figure)) == 2
    assert figure.get("aria-labelledby") == "f-title f-description"
    assert [e.text for e in figure.iter("title")] == ["Killed"]


def test_a_whole_number_is_one_dot() -> None:
    (lane,) = lanes(drawn([mark(52, 52)]))
    assert len(list(lane.iter("circle"))) == 1
    assert not [line for line in lane.iter("line") if line.get("class") not in PAPER]


def test_an_open_figure_is_an_arrow_to_the_right_past_the_end_of_the_axis() -> None:
    (lane,) = lanes(drawn([mark(71, None, "more_than")]))
    (line,) = [line for line in lane.iter("line") if line.get("class") == "open"]
    assert percent(line.get("x1")) < percent(line.get("x2")) == pytest.approx(ARROW_TIP)
    assert percent(line.get("x2")) > PLOT


def test_vague_words_are_marked_as_vague() -> None:
    (lane,) = lanes(drawn([mark(24, None, "vague")]))
    assert [line.get("class") for line in lane.iter("line") if line.get("class") not in PAPER] == ["open vague"]
    assert [dot.get("class") for dot in lane.iter("circle")] == ["dot hollow"]


def test_about_is_a_hollow_dot_at_the_number_named() -> None:
    figure = drawn([mark(None, None, "about", best=50), mark(50, 50)])
    about, exact = lanes(figure)
    assert [dot.get("cx") for dot in about.iter("circle")] == [dot.get("cx") for dot in exact.iter("circle")]
    assert next(about.iter("circle")).get("class") == "dot hollow"


def test_a_range_its_source_gave_is_a_bar_between_its_ends() -> None:
    (lane,) = lanes(drawn([mark(10, 12, "between")]))
    assert not list(lane.iter("circle"))
    assert len([line for line in lane.iter("line") if line.get("class") == "given"]) == 1


def test_up_to_forty_has_a_cap_at_its_upper_end_only() -> None:
    (lane,) = lanes(drawn([mark(0, 40, "at_most")]))
    assert len([line for line in lane.iter("line") if line.get("class") == "cap"]) == 1


def test_no_bar_joins_two_roots_and_no_midpoint_is_drawn() -> None:
    figure = drawn([mark(40, 40), mark(52, 52), mark(71, None, "more_than")])
    dots = [dot.get("cx") for dot in figure.iter("circle")]
    assert len(dots) == 3
    inside = {id(element) for lane in lanes(figure) for element in lane.iter()}
    outside = [line.get("class") for line in figure.iter("line") if id(line) not in inside]
    assert set(outside) == {"axis"}


def test_the_claims_own_words_stand_at_the_mark_and_lead_to_the_sentence() -> None:
    (lane,) = lanes(drawn([mark(71, None, "more_than", says="over 70")]))
    (link,) = lane.iter("a")
    assert (link.get("href"), "".join(link.itertext())) == ("/reports/r:1/#c:1", "over 70")
    assert "71" not in "".join(lane.itertext())


def test_words_of_a_report_cannot_carry_markup_into_a_drawing() -> None:
    hostile = "</text><script>alert(1)</script>"
    figure = drawn([mark(1, 1, says=hostile, root=hostile)])
    assert not list(figure.iter("script"))
    assert hostile in "".join(figure.itertext())


def test_a_small_track_is_hidden_from_screen_readers_since_its_row_says_the_same() -> None:
    small = ElementTree.fromstring(track(mark(5, None, "at_least"), axis_for([5, 9])))
    assert small.get("aria-hidden") == "true"
    assert len(list(small.iter("circle"))) == 1


def test_no_drawing_sets_a_style_of_its_own() -> None:
    axis = axis_for([1, 5])
    series = series_figure(
        [Series("A", (Point(0, 1, "1", "1 March", False, False, "/x"),))], axis, ["1 March"], name="s", title="t", description="d"
    )
    bars = timeline([Bin("1 March 2031", "1 Mar", 2, "/?month=2031-03-01")], name="t", title="t", description="d")
    for one in (lanes_figure([mark(1, 5, "between")], axis, name="f", title="t", description="d"), series, bars):
        assert not re.search(r"\sstyle=|<style", one)


def test_figures_over_time_go_in_steps_from_day_to_day() -> None:
    points = (Point(0, 31, "31", "7 March", False, False, "/a"), Point(2, 52, "at least 52", "9 March", True, False, "/b"))
    figure = ElementTree.fromstring(
        series_figure(
            [Series("A monitor", points)], axis_for([31, 52]), ["7 March", "8 March", "9 March"], name="s", title="t", description="d"
        )
    )
    steps = [line for line in figure.iter("line") if line.get("class") == "step"]
    flat, rise = steps
    assert flat.get("y1") == flat.get("y2")
    assert rise.get("x1") == rise.get("x2")
    assert [a.get("href") for a in figure.iter("a")] == ["/a", "/b"]


def test_the_timeline_draws_a_bar_for_each_day_that_has_one_and_none_for_the_others() -> None:
    bins = [Bin("1 March 2031", "1 Mar", 2, "/1"), Bin("2 March 2031", "2 Mar", 0, "/2"), Bin("3 March 2031", "3 Mar", 1, "/3")]
    figure = ElementTree.fromstring(timeline(bins, name="t", title="t", description="d"))
    assert [a.get("href") for a in figure.iter("a")] == ["/1", "/3"]
