import pytest

from knell.records import Claim, Count, Lane, Place, Scope, Time
from knell.records.vocabulary import (
    Basis,
    CountKind,
    EventType,
    Harm,
    PartyKind,
    RelationKind,
    Stance,
    Standing,
    Status,
    VerdictValue,
    values,
)
from knell.web import wording
from knell.web.wording import day_words, figure_words, period_words, place_words, scope_words, time_words


def test_every_word_of_the_contract_has_its_plain_english() -> None:
    for words, closed in (
        (wording.EVENTS, EventType), (wording.HARMS, Harm), (wording.STANCES, Stance), (wording.BASES, Basis),
        (wording.KINDS_OF_COUNT, CountKind), (wording.PARTIES, PartyKind), (wording.STANDINGS, Standing),
        (wording.VERDICTS, VerdictValue), (wording.STATUSES, Status), (wording.RELATIONS, RelationKind),
    ):  # fmt: skip
        assert set(words) == set(values(closed))


def test_an_execution_and_a_massacre_are_killings_in_knells_own_voice() -> None:
    assert {wording.EVENTS[name] for name in ("killing", "execution", "massacre")} == {"Killing"}


def test_over_seventy_is_never_said_as_seventy_one() -> None:
    assert figure_words(Count(low=71, kind="more_than")) == "over 70"
    assert figure_words(Count(low=71, kind="more_than", text="more than  70", start=0, end=13)) == "more than 70"
    assert figure_words(Lane(root="x", low=71, kind="more_than", claim="c:1"), "over 70") == "over 70"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (Count(low=52, high=52, best=52), "52"),
        (Count(low=52, kind="at_least"), "at least 52"),
        (Count(low=0, high=40, kind="at_most"), "up to 40"),
        (Count(best=50, kind="about"), "about 50"),
        (Count(low=10, high=12, kind="between"), "10 to 12"),
        (Count(low=24, kind="vague"), "an unstated number"),
        (Count(low=1020, high=1020), "1,020"),
        (None, "no number"),
    ],
)
def test_a_figure_without_words_is_said_with_words_that_entail_no_more(count: Count | None, said: str) -> None:
    assert figure_words(count) == said


def test_a_figure_that_is_a_name_is_said_without_the_name() -> None:
    assert figure_words(Count(text="Samir Haddad", start=0, end=12, low=1, high=1, kind="named")) == "one named person"


@pytest.mark.parametrize(
    ("first", "last", "precision", "said"),
    [
        ("2031-03-06", "2031-03-06", "day", "6 March 2031"),
        ("2031-03-06", "2031-03-09", "days", "6 to 9 March 2031"),
        ("2031-02-27", "2031-03-09", "days", "27 February to 9 March 2031"),
        ("2030-12-30", "2031-01-02", None, "30 December 2030 to 2 January 2031"),
        ("2031-03-01", "2031-03-31", "month", "March 2031"),
        ("2031-01-01", "2031-12-31", "year", "2031"),
        ("2031-03-06", None, None, "from 6 March 2031"),
        (None, "2031-03-06", None, "by 6 March 2031"),
        (None, None, None, "date not resolved"),
        ("whenever", "later", None, "whenever to later"),
    ],
)
def test_a_period_is_said_as_short_as_it_can_be(first: str | None, last: str | None, precision: str | None, said: str) -> None:
    assert period_words(first, last, precision) == said


def test_words_that_no_calendar_resolves_are_quoted() -> None:
    assert time_words(Time(text="last  winter", start=0, end=12)) == "“last winter”, not resolved to a date"
    assert time_words(None) == "date not stated"
    assert day_words("2031-03") == "March 2031"


def test_a_place_carries_its_province_once() -> None:
    marwa = Place(name="Marwa", admin1="Kest")
    kest = Place(name="Kest", admin1="Kest")
    assert place_words([marwa]) == "Marwa, Kest"
    assert place_words([marwa, kest]) == "Marwa, Kest"
    assert place_words([marwa, Place(name="Teln", admin1="Kest")]) == "Marwa and Teln"
    assert place_words([Place(name=n) for n in "ABCDE"]) == "A, B, C and 2 more"
    assert place_words([]) == "place not stated"


def test_an_unstated_scope_is_called_so() -> None:
    assert scope_words(Scope()) == "scope not stated"
    assert scope_words(Scope(places=("Marwa", "Teln"), excludes=("fighters",))) == "Marwa and Teln; leaving out fighters"


def test_no_fact_about_a_claim_is_needed_to_say_who_speaks() -> None:
    from knell.records import Event, Span
    from knell.web.cards import chain_of

    silent = Claim(claim="c:1", report="r:1", passage=Span(text="x", start=0, end=1), event=Event(type="killing"))
    assert chain_of(silent) == "no source named"
