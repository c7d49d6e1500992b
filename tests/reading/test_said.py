"""What the words of a cue are: its source, and how far the words it carries reach."""

import pytest

from .conftest import Read

Told = tuple[str | None, str, tuple[str, ...]]


def told(read: Read, text: str) -> list[Told]:
    """Source, cue and words carried of each statement, in the order of the cues."""
    claims = sorted((c for c in read(text) if c.cues), key=lambda c: c.cues[-1].start or 0)
    return [(c.speakers[0].text if c.speakers else None, c.cues[-1].text or "", tuple(p.text or "" for p in c.content)) for c in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They've said the plan is bad.", ("They", "said", ("the plan is bad",))),
        ("She's said it would fail.", ("She", "said", ("it would fail",))),
        ("He's saying the tax is wrong.", ("He", "saying", ("the tax is wrong",))),
        ("I'd told reporters that the vote was lost.", ("I", "told", ("the vote was lost",))),
    ],
)
def test_a_short_auxiliary_is_no_part_of_its_pronoun(read: Read, text: str, expected: Told) -> None:
    assert expected in told(read, text)


def test_a_possessive_stays_one(read: Read) -> None:
    assert told(read, "The mayor's office said the road was closed.")[0][0] == "The mayor's office"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He promised to close the camp and signed the order.", "to close the camp"),
        ("She praised the nurses and has called the ward a model.", "the nurses"),
        ("He said she would not come and others have said she was ill.", "she would not come"),
        ("The board said threats and the sale of arms had long been banned.", "threats and the sale of arms had long been banned"),
        ("She endorsed Ramon Vega, the mayor, on Monday.", "Ramon Vega"),
        ("The group opposed the dam, which would drown four villages.", "the dam"),
        ("He questioned the count, falsely suggesting that ballots were burnt.", "the count"),
        (
            "He admitted that charity - even on his own scale - would not be enough.",
            "charity - even on his own scale - would not be enough",
        ),
        ("The union backed off, but the mayor praised the pact, mocked its critics and left.", "the pact"),
        ("Those who want to leave the camp will wait.", "to leave the camp"),
    ],
)
def test_the_words_carried_end_where_the_speaker_or_another_goes_on(read: Read, text: str, words: str) -> None:
    assert (words,) in [content for _, _, content in told(read, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A pact she once supported would make it worse.", ("she", "supported", ("A pact",))),
        ("The tax he proposed in May is gone.", ("he", "proposed", ("The tax",))),
        ("It was a step they say would help the town.", ("they", "say", ("a step", "would help the town"))),
        ("He signed the order, which Ramon Vega denounced.", ("Ramon Vega", "denounced", ("which",))),
        ("The bridge was closed at noon, as the paper reported on Monday.", ("the paper", "reported", ("The bridge was closed at noon",))),
    ],
)
def test_what_is_spoken_of_may_stand_before_the_speaker(read: Read, text: str, expected: Told) -> None:
    assert expected in told(read, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The union is widely regarded as one of the strongest.", (None, "regarded", ("The union", "as one of the strongest"))),
        ("The bill, known as the Vega plan, was dropped.", (None, "known", ("The bill", "as the Vega plan"))),
        ("Ramon was mocked by his father for buying a boat.", ("his father", "mocked", ("Ramon", "for buying a boat"))),
        ("Vega was challenged over his vote.", (None, "challenged", ("Vega", "over his vote"))),
        ("The envoy was warned about the road.", (None, "warned about", ("the road",))),
        ("Asked about the road, the envoy left.", (None, "Asked about", ("the road",))),
        ("Others appeared ready to leave the pact.", (None, "appeared", ("Others", "ready to leave the pact"))),
    ],
)
def test_a_passive_carries_its_subject_and_what_is_told_of_it(read: Read, text: str, expected: Told) -> None:
    assert expected in told(read, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Let him decide," said the mayor, Ramon Vega, urging his allies to wait.', "urging"),
        ("The vote is close, with one poll showing that the mayor leads.", "showing"),
        ("The mayor is worried about the road.", "is worried"),
        ('"Is it too big to manage?" Vega demanded.', "demanded"),
        ('"We have time," Vega, who built the dam, once said.', "said"),
        ("The paper, which first reported the sale, was closed.", "reported"),
        ("Grant announced on Monday the sale of the bridge.", "announced"),
    ],
)
def test_a_cue_finds_its_speaker_over_what_stands_between(read: Read, text: str, expected: str) -> None:
    assert expected in [cue for _, cue, _ in told(read, text)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ramon Vega, in a statement released by the union on Monday, said he liked the plan.", "Ramon Vega"),
        ("She sent a letter saying the deal was done.", "She"),
        ("The pact was rejected by 59 percent of voters.", "59 percent of voters"),
        ("A study that appeared in a medical journal showed that it did not help.", "A study that appeared in a medical journal"),
        ("A trio of unions have in fact proposed a vote.", "A trio of unions"),
        ("A group founded by a former aide has proposed a vote.", "A group founded by a former aide"),
    ],
)
def test_the_whole_source_is_found_and_nothing_that_only_stands_nearer(read: Read, text: str, source: str) -> None:
    assert source in [who for who, _, _ in told(read, text)]


def test_nobody_compares_in_compared_with(read: Read) -> None:
    assert told(read, "Women gave a fifth of it, compared with a tenth in May.") == []
