"""Who speaks by the way the text is set."""

import pytest

from .conftest import Read


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("At least 70 dead, including 10 women: UN", "United Nations"),
        ("9 martyrs, incl. 4 kids, and 20 wounded as jets bomb a school – local sources", "local sources"),
        ("Two killed in a clash near Homs - police", "police"),
    ],
)
def test_a_headline_may_end_in_whose_word_it_is(read: Read, text: str, speaker: str) -> None:
    killed = [c for c in read(text) if c.harm == "killed"]
    assert killed and all([p.name or p.text for p in c.speakers] == [speaker] for c in killed)


@pytest.mark.parametrize(
    "text", ["Four killed in Homs: who did it?", "Two men killed in the square – and why", "Army kills 12 fighters - 3 officers"]
)
def test_what_else_stands_behind_a_mark_speaks_for_nobody(read: Read, text: str) -> None:
    assert [c.speakers for c in read(text) if c.harm == "killed" and c.speakers] == []
