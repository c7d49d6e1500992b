"""Violence that no happening stands behind."""

import pytest

from knell.records.vocabulary import VIOLENT

from .conftest import Read


def deeds(read: Read, text: str) -> list[str]:
    return [c.event.type for c in read(text) if c.event.type in VIOLENT]


@pytest.mark.parametrize(
    "text",
    [
        "The envoy said that a regime that massacres the people cannot last.",
        "The union asks the government to stop torture and killings.",
        "The bishop said that death squads kill teachers and nobody stops them.",
        "The movement said that they will attack again.",
        "The plan has no aim but to carry out attacks.",
    ],
)
def test_what_is_done_again_and_again_or_only_meant_is_no_happening(read: Read, text: str) -> None:
    assert deeds(read, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen murder 12 teachers in Lima.",
        "The air force is bombing the civilian population around Homs.",
        "The minister said that soldiers massacred the people of Albarra on Monday.",
        "The general said that the rebels will attack Latakia on Monday.",
        "Police say the group plans to attack the port of Latakia.",
    ],
)
def test_a_number_a_place_a_day_a_threat_or_a_plan_makes_it_one(read: Read, text: str) -> None:
    assert deeds(read, text)
