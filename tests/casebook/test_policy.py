"""What a casebook takes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.casebook.policy import Judged, Policy, judge_claim, judge_report
from knell.records import Claim, Event, Relation
from tests.casebook.cast import CLAIMS, claim, day, place

COAST = Policy(countries=("SY",), admin1s=("Latakia", "Tartus"), from_="2025-03-01", to="2025-03-31", harms=("killed",), deaths="direct")


def out(policy: Policy, **told: object) -> str | None:
    return judge_claim(policy, claim(**told)).out


def flags(policy: Policy, **told: object) -> tuple[str, ...]:
    return judge_claim(policy, claim(**told)).flags


@given(CLAIMS)
def test_a_casebook_without_limits_takes_in_everything(any_claim: Claim) -> None:
    assert judge_claim(Policy(), any_claim) == Judged(None, ())


def test_what_lies_inside_is_in_and_has_no_flag() -> None:
    assert judge_claim(COAST, claim(places=(place("Jableh"),), time=day("2025-03-07"))) == Judged(None, ())


def test_another_country_is_out_with_its_name() -> None:
    assert out(Policy(countries=("SY",)), places=(place("Tripoli", "LB", "North"),)) == "outside the territory: LB"


def test_one_place_inside_is_enough() -> None:
    assert out(Policy(countries=("SY",)), places=(place("Tripoli", "LB", "North"), place("Hamidiyah"))) is None


def test_another_division_is_out_and_case_does_not_matter() -> None:
    assert out(COAST, places=(place("Aleppo", "SY", "Aleppo"),)) == "outside the territory: Aleppo"
    assert out(COAST, places=(place("Jableh", "SY", "LATAKIA"),)) is None


def test_an_unknown_place_stays_in_and_is_flagged() -> None:
    assert flags(Policy(countries=("SY",))) == ("place unknown",)
    assert flags(Policy(countries=("SY",)), places=(place("the village", None, None),)) == ("place unknown",)
    assert flags(COAST, places=(place("the coast", "SY", None),), time=day("2025-03-07")) == ("division unknown",)


@pytest.mark.parametrize(
    ("from_", "to", "reason"),
    [
        ("2025-02-27", "2025-02-28", "before 2025-03-01: 2025-02-28"),
        ("2025-04-01", "2025-04-02", "after 2025-03-31: 2025-04-01"),
        ("2025-02-28", "2025-03-01", None),
        ("2025-03-31", "2025-04-01", None),
        ("2024-01-01", "2025-12-31", None),
    ],
)
def test_only_what_cannot_have_been_in_the_days_is_out(from_: str, to: str, reason: str | None) -> None:
    assert out(Policy(from_="2025-03-01", to="2025-03-31"), time=day(from_, to)) == reason


def test_an_unknown_date_stays_in_and_is_flagged() -> None:
    assert flags(Policy(from_="2025-03-01")) == ("date unknown",)


def test_another_harm_is_out_and_people_killed_or_injured_told_together_are_in() -> None:
    killed_only = Policy(harms=("killed",))
    assert out(killed_only, harm="injured") == "a harm this casebook does not record: injured"
    assert out(killed_only, harm="casualties") is None
    assert out(killed_only, harm="killed") is None


def test_what_people_say_and_do_without_harm_is_no_matter_of_harms() -> None:
    assert out(Policy(harms=("killed",), deaths="direct"), harm="none", event=Event(type="curfew"), count=None) is None


def test_direct_deaths_leave_out_those_on_flight_and_flag_those_without_a_cause() -> None:
    direct = Policy(deaths="direct")
    assert out(direct, event=Event(type="displacement")) == "deaths not straight from violence: displacement"
    assert flags(direct, event=Event(type="other")) == ("cause unknown",)
    assert judge_claim(direct, claim(event=Event(type="shelling"))) == Judged(None, ())
    assert out(direct, event=Event(type="displacement"), harm="displaced") is None


@given(CLAIMS, st.sampled_from([COAST, Policy(countries=("SY",)), Policy(from_="2025-01-01"), Policy(deaths="direct")]))
def test_a_claim_is_left_out_with_a_reason_or_kept_with_flags_and_never_both(any_claim: Claim, policy: Policy) -> None:
    judged = judge_claim(policy, any_claim)
    assert judged.out is None or (judged.out and judged.flags == ())


def test_a_policy_says_itself_in_one_line() -> None:
    assert COAST.in_words() == "in Latakia, Tartus, SY; from 2025-03-01 to 2025-03-31; killed; direct deaths only"
    assert Policy().in_words() == "everything"


class TestReports:
    """A report's claims judged together."""

    SYRIA = Policy(countries=("SY",))
    ABROAD = claim(claim="c:1", places=(place("Tyre", "LB", "South"),))

    def outs(self, *some: Claim) -> list[str | None]:
        return [judged.out for judged in judge_report(self.SYRIA, some)]

    def test_what_gives_no_figure_and_is_told_with_harm_abroad_is_out_with_it(self) -> None:
        headline, reaction = claim(claim="c:2", count=None), claim(claim="c:3", harm="none", event=Event(type="appeal"), count=None)
        told_with = "told with what is left out: outside the territory: LB"
        assert self.outs(headline, self.ABROAD, reaction) == [told_with, "outside the territory: LB", told_with]

    def test_a_figure_of_unknown_place_stays_in_even_so(self) -> None:
        judged = judge_report(self.SYRIA, (claim(claim="c:2"), self.ABROAD))
        assert judged[0] == Judged(None, ("place unknown",))

    def test_what_was_said_abroad_without_harm_takes_nothing_with_it(self) -> None:
        talk = claim(claim="c:1", harm="none", event=Event(type="statement"), count=None, places=(place("London", "GB", "England"),))
        judged = judge_report(self.SYRIA, (claim(claim="c:2", count=None), talk))
        assert [j.out for j in judged] == [None, "outside the territory: GB"]

    def test_a_place_that_was_only_inferred_puts_nothing_outside(self) -> None:
        inferred = claim(places=(place("Britain", "GB", None, stated=False),))
        assert judge_report(self.SYRIA, (inferred,)) == (Judged(None, ("place inferred",)),)

    def test_beside_a_happening_inside_what_has_no_place_stays_in_with_its_flag(self) -> None:
        inside, unknown = claim(claim="c:3", places=(place("Jableh"),)), claim(claim="c:4")
        judged = judge_report(self.SYRIA, (inside, unknown, self.ABROAD))
        assert judged == (Judged(None, ()), Judged(None, ("place unknown",)), Judged("outside the territory: LB", ()))

    def test_a_relation_to_what_is_outside_takes_it_out_even_so_and_on_from_there(self) -> None:
        inside = claim(claim="c:3", places=(place("Jableh"),))
        repeat = claim(claim="c:4", relations=(Relation(kind="repeats", claim="c:1"),))
        denial = claim(claim="c:5", relations=(Relation(kind="responds_to", claim="c:4"),))
        told_with = "told with what is left out: outside the territory: LB"
        assert self.outs(inside, self.ABROAD, denial, repeat) == [None, "outside the territory: LB", told_with, told_with]

    def test_a_relation_takes_nothing_out_whose_own_place_is_inside(self) -> None:
        inside = claim(claim="c:3", places=(place("Jableh"),), relations=(Relation(kind="same_event", claim="c:1"),))
        assert self.outs(inside, self.ABROAD)[0] is None

    def test_another_harm_takes_nothing_with_it(self) -> None:
        killed_only = Policy(countries=("SY",), harms=("killed",))
        injured, headline = claim(claim="c:1", harm="injured", places=(place("Jableh"),)), claim(claim="c:2")
        assert judge_report(killed_only, (injured, headline))[1] == Judged(None, ("place unknown",))
