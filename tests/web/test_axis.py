from hypothesis import given
from hypothesis import strategies as st

from knell.web.axis import LOG_FROM, axis_for

numbers = st.lists(st.integers(0, 10_000_000), max_size=12)


@given(numbers)
def test_every_number_lies_on_the_axis_and_order_is_kept(some: list[int]) -> None:
    axis = axis_for(some)
    assert all(axis.low <= n <= axis.high for n in some if n > 0)
    places = [axis.at(n) for n in sorted(some)]
    assert places == sorted(places)
    assert all(0 <= place <= 1 for place in places)


@given(numbers)
def test_ticks_are_round_rising_and_few(some: list[int]) -> None:
    axis = axis_for(some)
    assert list(axis.ticks) == sorted(set(axis.ticks))
    assert 2 <= len(axis.ticks) <= 9
    assert all(axis.low <= tick <= axis.high for tick in axis.ticks)


def test_numbers_that_lie_close_are_drawn_from_zero() -> None:
    axis = axis_for([40, 52, 71])
    assert (axis.kind, axis.low, axis.ticks) == ("linear", 0, (0, 20, 40, 60, 80))


def test_numbers_that_lie_far_apart_are_drawn_by_their_logarithm() -> None:
    axis = axis_for([3, 3 * LOG_FROM])
    assert axis.kind == "log"
    assert axis_for([3, 3 * LOG_FROM - 1]).kind == "linear"


def test_equal_steps_multiply_on_a_logarithmic_axis() -> None:
    axis = axis_for([1, 1000])
    assert axis.ticks == (1, 10, 100, 1000)
    assert round(axis.at(10), 6) == round(1 / 3, 6)


def test_a_lower_end_of_nought_stands_at_the_start_of_a_logarithmic_axis() -> None:
    assert axis_for([0, 2, 5000]).at(0) == 0.0


def test_nothing_to_draw_still_gives_an_axis() -> None:
    assert axis_for([]).ticks == (0, 1)
    assert axis_for([0]).at(0) == 0.0
