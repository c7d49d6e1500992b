"""Comparisons: which words the figures bear."""

import random

from knell.reckoning.ranking import Wanted, rank_incident
from knell.records import Incident, Place, Scope, Time, Toll, Verdict, Verdicts

NOTHING = Verdict(is_="unverified")
ANY = Wanted()


def incident(name: str, low: int | None, high: int | None, day: str = "2031-03-01", place: str = "Marwa", **more) -> Incident:
    toll = Toll(harm="killed", scope=Scope(), low=low, high=high, kind="exact" if low == high else "between")
    return Incident(
        incident=name, type="killing", places=(Place(name=place, country="XK", precision="town"),), time=Time(from_=day, to=day, precision="day"),
        tolls=(toll,), verdicts=Verdicts(occurrence=NOTHING, figure=NOTHING, responsibility=NOTHING), **more,
    )  # fmt: skip


def ranked(asked: Incident, *others: Incident, wanted: Wanted = ANY, seed: int = 1):
    return rank_incident([asked, *others], asked, wanted, random.Random(seed).randint, 500)


def test_what_every_figure_bears_may_be_said_plainly():
    told = ranked(incident("a", 100, 120), incident("b", 10, 20), incident("c", 50, 90))
    assert (told.best, told.worst) == (1, 1)
    assert told.words.startswith("the deadliest of 3 incidents")
    assert told.shares == ((1, 1.0),)


def test_ranges_that_overlap_leave_the_rank_open_and_it_is_said():
    told = ranked(incident("a", 40, 60), incident("b", 50, 70), incident("c", 10, 10))
    assert (told.best, told.worst) == (1, 2)
    assert "cannot be said" in told.words


def test_nine_of_ten_draws_make_a_probably():
    told = ranked(incident("a", 100, 200), incident("b", 1, 105))
    assert told.words.startswith("probably the deadliest of 2 incidents")
    assert "between rank 1 and rank 2" in told.words


def test_a_low_rank_is_said_too():
    others = [incident(f"o{n}", 100 + n, 100 + n) for n in range(10)]
    assert ranked(incident("a", 5, 5), *others).words.startswith("not one of the deadliest of 11")


def test_the_same_seed_draws_the_same():
    args = (incident("a", 40, 60), incident("b", 50, None))
    assert ranked(*args, seed=3) == ranked(*args, seed=3)
    assert any("twice the lower" in c for c in ranked(*args).caveats)


def test_parts_wholes_and_what_may_be_the_same_are_left_aside():
    whole = incident("w", 500, 500)
    asked = incident("a", 40, 40, part_of="w", may_be_same=("m",))
    told = ranked(asked, whole, incident("m", 60, 60), incident("b", 10, 10))
    assert [m.incident for m in told.others] == ["b"]


def test_the_class_is_a_place_and_a_period():
    wanted = Wanted(since="2031-01-01", place="Marwa")
    told = ranked(
        incident("a", 40, 40),
        incident("b", 60, 60, day="2030-12-01"),
        incident("c", 60, 60, place="Teln"),
        incident("d", 1, 1),
        wanted=wanted,
    )
    assert [m.incident for m in told.others] == ["d"]
    assert "in Marwa since 2031-01-01" in told.words


def test_a_period_ends_with_the_last_day_of_the_month_or_year_given():
    told = ranked(
        incident("a", 40, 40, day="2031-03-02"), incident("b", 60, 60, day="2031-03-31"), incident("c", 60, 60, day="2031-04-01"),
        wanted=Wanted(until="2031-03"),
    )  # fmt: skip
    assert [m.incident for m in told.others] == ["b"]


def test_an_incident_without_a_number_has_no_rank_and_others_without_are_said():
    assert ranked(incident("a", None, None)) is None
    assert any("1 more of the same class" in c for c in ranked(incident("a", 5, 5), incident("b", None, None)).caveats)
