"""What became of those a report tells of as shot or stabbed."""

from .conftest import Read


def harms(read: Read, text: str, **more: object) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for c in read(text, **more):
        for v in c.victims:
            out.setdefault(c.harm, set()).add(v.name or v.text or "")
    return out


def test_who_was_shot_and_died_later_is_one_death_and_no_injury(read: Read) -> None:
    told = harms(read, "A 9-year-old girl was shot on Monday. A man was wounded. The girl died in hospital on Tuesday.")
    assert "A 9-year-old girl" in told["killed"]
    assert told["injured"] == {"A man"}


def test_another_who_was_shot_and_lives_stays_injured(read: Read) -> None:
    told = harms(read, "Luis Vega was shot dead on Monday. His son was shot in the leg.")
    assert "His son" in told["injured"]


def test_two_of_unlike_age_are_two(read: Read) -> None:
    told = harms(read, "A 9-year-old boy was shot. A 17-year-old boy was shot dead in the same street.")
    assert told["injured"] == {"A 9-year-old boy"}


def test_a_title_that_tells_of_the_death_settles_what_the_text_leaves_open(read: Read) -> None:
    text = "A man was shot outside his house on Monday."
    assert "injured" in harms(read, text)
    assert set(harms(read, text, title="Man shot dead outside his house")) == {"killed"}


def test_a_denied_death_settles_nothing(read: Read) -> None:
    told = harms(read, "A man was shot on Monday. Police denied that the man had been killed.")
    assert "A man" in told["injured"]
