"""Who speaks in a list: the sentence that leads into it lends its voice to every line."""

import pytest

from knell.records import Claim

from .conftest import Read

LINES = "\n\n- 12 people killed in Jableh\n- 4 people killed in Homs\n"


def counted(claims: list[Claim]) -> list[tuple[int | None, list[str | None], str]]:
    return [(c.count.low, [p.text for p in c.speakers], c.stance) for c in claims if c.count is not None]


@pytest.mark.parametrize(
    ("lead", "speaker"),
    [
        ("The ministry of health gives figures by town:", "The ministry of health"),
        ("The hospital counted the dead of two days:", "The hospital"),
        ("The head of the health ministry gave names by town:", "the health ministry"),
        ("According to the health ministry, these were the dead of the day:", "the health ministry"),
    ],
)
def test_every_line_of_a_list_is_in_the_voice_that_leads_into_it(read: Read, lead: str, speaker: str) -> None:
    claims = read(lead + LINES)
    assert counted(claims) == [(12, [speaker], "reported"), (4, [speaker], "reported")]
    cue = next(c for c in claims if c.count is not None).cues[0]
    assert cue.start is not None and cue.start < len(lead)


def test_a_line_with_a_voice_of_its_own_keeps_it(read: Read) -> None:
    claims = read("The hospital counted the dead:\n\n- 12 people killed in Jableh, police said\n- 4 people killed in Homs\n")
    assert [who for _, who, _ in counted(claims)] == [["police"], ["The hospital"]]


def test_the_voice_ends_with_the_list(read: Read) -> None:
    claims = read("The hospital counted the dead:" + LINES + "\nNine people were killed in Hama on Friday.\n\n- 3 people killed in Idlib\n")
    assert counted(claims)[2:] == [(9, [], "asserted"), (3, [], "asserted")]


@pytest.mark.parametrize("lead", ["A boy gives his friend a list:", "What is known of the dead by town:"])
def test_a_lead_that_names_nobody_who_counts_lends_no_voice(read: Read, lead: str) -> None:
    assert [who for _, who, _ in counted(read(lead + LINES))] == [[], []]
