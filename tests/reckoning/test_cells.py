"""The unknown cells, the programme over them and the conflicts among claims, each by itself."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from knell.reckoning.cells import MOST_CELLS, Shape, lay_out, part_shape
from knell.reckoning.conflicts import part_claims
from knell.reckoning.entailment import OVERLAPS, Bound, entail
from knell.reckoning.solving import Programme


def marks(*names: str) -> frozenset[str]:
    return frozenset(names)


DEAD = Shape(
    {"all": marks("dead"), "civilians": marks("dead", "civilian"), "fighters": marks("dead", "fighter"), "women": marks("dead", "woman")},
    apart=frozenset({marks("civilian", "fighter")}),
)


def ends(shape: Shape, *bounds: Bound) -> dict[str, tuple[int, int | None]]:
    return {q: (found.low, found.high) for q, found in entail(shape, bounds).items()}


def test_parts_that_exclude_one_another_add_up_and_parts_that_may_overlap_do_not():
    apart = ends(DEAD, Bound("civilians", 80, 80), Bound("fighters", 40, None))
    assert apart["all"] == (120, None)
    free = ends(DEAD, Bound("civilians", 80, 80), Bound("women", 40, None))
    assert free["all"] == (80, None)


def test_a_whole_and_one_part_bound_the_other():
    found = ends(DEAD, Bound("all", 100, 150), Bound("civilians", 80, 80))
    assert found["fighters"] == (0, 70)
    assert found["women"] == (0, 150)


def test_what_two_marks_make_together_is_in_both_and_no_more():
    shape = Shape(
        {
            "hurt": marks("hurt"),
            "dead": marks("hurt", "dead"),
            "women": marks("hurt", "woman"),
            "dead women": marks("hurt", "dead", "woman"),
        }
    )
    found = ends(shape, Bound("hurt", 3, 3), Bound("dead", 3, 3), Bound("women", 1, 1))
    assert found["dead women"] == (1, 1)


def test_who_has_a_mark_that_is_one_of_two_has_one_of_them():
    shape = Shape(
        {"casualties": marks("hurt"), "killed": marks("hurt", "killed"), "injured": marks("hurt", "injured")},
        one_of={"hurt": ("killed", "injured")},
    )
    assert ends(shape, Bound("killed", 10, 10), Bound("injured", 5, 5))["casualties"] == (10, 15)
    assert ends(shape, Bound("casualties", 12, 12), Bound("killed", 10, 10))["injured"] == (2, 12)


def test_quantities_without_a_common_mark_are_reckoned_apart():
    shape = Shape({"here": marks("here"), "there": marks("there"), "part": marks("here", "child")})
    assert [sorted(part.quantities) for part in part_shape(shape)] == [["here", "part"], ["there"]]


def test_too_many_cells_leave_a_range_that_is_wider_and_never_narrower():
    exact, loose = lay_out(DEAD), lay_out(DEAD, most=1)
    assert exact.exact and not loose.exact
    bounds = {"civilians": (80, 80), "fighters": (40, None), "women": (3, 5)}
    assert Programme(loose).least(bounds, "all") <= Programme(exact).least(bounds, "all") == 120


NAMES = ("all", "civilians", "fighters", "women")
TOLD = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 4), st.none() | st.integers(0, 2)), min_size=1, max_size=5)


def counts(person: tuple[str, bool], name: str) -> bool:
    return name == "all" or (person[1] if name == "women" else person[0] == name)


PEOPLE = list(product(("civilians", "fighters", "others"), (False, True)))
CROWDS = [crowd for crowd in product(range(7), repeat=6) if sum(crowd) <= 12]


@settings(max_examples=15, deadline=None)
@given(TOLD)
def test_the_range_is_what_every_crowd_that_could_be_leaves(told):
    bounds = [Bound(name, low, None if more is None else low + more) for name, low, more in told]
    numbers = {
        name: [sum(n for n, person in zip(crowd, PEOPLE, strict=True) if counts(person, name)) for crowd in CROWDS] for name in NAMES
    }
    true = [
        sum(1 << k for k, b in enumerate(bounds) if b.low <= numbers[b.of][n] and (b.high is None or numbers[b.of][n] <= b.high))
        for n in range(len(CROWDS))
    ]
    kinds = set(true)
    maximal = [m for m in kinds if not any(m != o and m & o == m for o in kinds)]
    for name, found in entail(DEAD, bounds).items():
        lows = [min(numbers[name][n] for n in range(len(CROWDS)) if true[n] & m == m) for m in maximal]
        assert found.low == min(lows)
        if found.high is not None:
            assert found.high == max(max(numbers[name][n] for n in range(len(CROWDS)) if true[n] & m == m) for m in maximal)


def test_maximal_sets_and_smallest_conflicts_are_all_found():
    rivals = [{0, 1}, {1, 2, 3}]
    parted = part_claims(5, lambda some: not any(r <= set(some) for r in rivals))
    assert parted.conflicts == ((0, 1), (1, 2, 3))
    assert parted.possible == ((0, 2, 3, 4), (1, 2, 4), (1, 3, 4))
    assert parted.whole


def test_too_many_ways_out_are_given_up_and_said():
    pairs = [{2 * k, 2 * k + 1} for k in range(6)]
    parted = part_claims(12, lambda some: not any(p <= set(some) for p in pairs), [frozenset(p) for p in pairs], most=20)
    assert not parted.whole


MANY = {f"group {n}": marks("dead", f"group {n}") for n in range(10)}


def test_a_range_over_more_cells_than_can_be_laid_out_says_so_and_is_none_too_narrow():
    shape = Shape({"all": marks("dead"), **MANY, **{f"women of {q}": m | {"woman"} for q, m in MANY.items()}})
    assert 2 ** len(MANY) > MOST_CELLS
    assert not lay_out(shape).exact
    found = entail(shape, [Bound("group 0", 80, 80), Bound("women of group 0", 12, None), Bound("all", 0, 200)])
    assert {one.loose for one in found.values()} == {OVERLAPS}
    assert (found["all"].low, found["all"].high) == (80, 200)
    assert (found["women of group 0"].low, found["women of group 0"].high) == (12, 80)
    assert (found["group 1"].low, found["group 1"].high) == (0, 200)
