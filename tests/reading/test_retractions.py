"""Figures taken back, and those put in their place."""

import pytest

from knell.records import Claim

from .conftest import Read


def _told(claims: list[Claim]) -> dict[int | None, tuple[str, list[int | None]]]:
    """Figure -> its stance, and the figures that it updates."""
    low = {c.claim: c.count.low if c.count else None for c in claims}
    return {low[c.claim]: (c.stance, [low.get(r.claim) for r in c.relations if r.kind == "updates"]) for c in claims}


@pytest.mark.parametrize(
    "text",
    [
        "Police revised the death toll down from 12 to 9.",
        "The death toll was revised down to nine from 12.",
        "The health ministry lowered its toll to 9 dead from 12.",
        "The observatory corrected its count of the dead from 12 to 9.",
        "An earlier version of this report said 12 people were killed in Jos; the figure is 9.",
        "An earlier version of this article incorrectly stated that 12 people had been killed in Jos. The correct number is nine.",
        "Correction: nine people, not 12, were killed in Jos on Monday.",
        "Correction: The number of dead in Jos is 9, not 12.",
        "CORRECTION: We previously reported that 12 people were killed in Jos. Police say nine were killed.",
        "This story has been corrected to show that nine people were killed in Jos, not 12.",
        "The hospital said it had wrongly counted 12 dead; nine people were killed.",
        "The police initially put the death toll at 12 but later revised it to nine.",
    ],
)
def test_the_old_figure_is_retracted_and_the_new_one_updates_it(text: str, counted: Read) -> None:
    told = _told(counted(text))
    assert told.keys() == {9, 12}
    assert told[12][0] == "retracted"
    assert told[9][0] in ("asserted", "reported")
    assert told[9][1] == [12]


def test_a_figure_told_before_is_updated_wherever_it_stands(counted: Read) -> None:
    first, new = counted("Twelve people were killed in Jos on Monday, the hospital said. On Tuesday it revised its toll to nine.")
    assert [(r.kind, r.claim) for r in new.relations] == [("updates", first.claim)]


def test_who_withdraws_a_claim_takes_back_what_it_said(counted: Read) -> None:
    (claim,) = counted("The Front has withdrawn its claim that 30 soldiers were killed in Jos.")
    assert (claim.stance, claim.speakers[0].text) == ("retracted", "The Front")
    (claim,) = counted("A radio station reported 30 dead and later withdrew the figure.")
    assert claim.stance == "retracted"


def test_a_corrected_number_of_injured_is_of_the_injured(counted: Read) -> None:
    claims = counted("The ministry corrected the number of injured from 40 to 31.")
    assert {c.harm for c in claims} == {"injured"}
    assert _told(claims) == {31: ("reported", [40]), 40: ("retracted", [])}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("The death toll rose from 9 to 12.", {12}),
        ("The price fell from 12 to 9 dollars. Three people died in Jos.", {3}),
        ("The government cut the number of troops from 4,000 to 3,000 after 12 soldiers were killed.", {12}),
        ("An earlier report from the Valley Network said that 40 people were killed in Homs. Today 12 more died.", {40, 12}),
    ],
)
def test_what_only_looks_like_it_takes_nothing_back(text: str, figures: set[int], counted: Read) -> None:
    told = _told(counted(text))
    assert told.keys() == figures
    assert all(stance != "retracted" and not updates for stance, updates in told.values())


@pytest.mark.parametrize(
    ("text", "updated"),
    [
        ("The Harbour Monitor said 40 people were killed in Jos. Police said 35 had died. The monitor revised its figure down to 30.", 40),
        ("The health ministry said 40 people were killed in Jos. Police said 35 had died. The ministry lowered its toll to 30.", 40),
        ("Police said 40 people were killed in Jos. The hospital said 35 had died. The toll was later lowered by police to 30.", 40),
        ("Police said 40 people were killed in Jos. The hospital said 35 had died. It later revised the toll to 30.", 35),
        ("Some 40 people were killed in Jos. Police later lowered the toll to 30.", 40),
    ],
)
def test_who_changes_a_figure_changes_its_own(text: str, updated: int, counted: Read) -> None:
    claims = counted(text)
    of = {c.claim: c.count.best for c in claims if c.count is not None}
    assert [of[r.claim] for c in claims if c.count and c.count.best == 30 for r in c.relations if r.kind == "updates"] == [updated]


def test_nobody_takes_back_anothers_figure(counted: Read) -> None:
    claims = counted("The hospital said 52 people were killed in Jos. The health ministry revised down its death toll to 40.")
    assert [(c.speakers[0].text, c.stance, c.relations) for c in claims] == [
        ("The hospital", "reported", ()),
        ("The health ministry", "reported", ()),
    ]


def test_a_pronoun_that_goes_back_to_nobody_may_be_the_voice_before(read: Read) -> None:
    first, *rest = [
        c
        for c in read("Eight people were killed in Homs, the mayor said. By Tuesday the toll had risen from eight to 12, he said.")
        if c.count
    ]
    assert [r.claim for c in rest if c.count and c.count.low == 12 for r in c.relations if r.kind == "updates"] == [first.claim]
