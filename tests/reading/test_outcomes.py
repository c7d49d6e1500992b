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


def test_who_was_wounded_and_died_is_dead_and_not_injured(read: Read) -> None:
    assert set(harms(read, "Luis Vega was wounded in Homs on Monday. Vega died on Tuesday.")) == {"killed"}


def test_the_boy_who_died_is_the_boy_who_was_in_critical_condition(read: Read) -> None:
    text = "A boy of the town was in critical condition on Monday. The boy died on Tuesday."
    assert set(harms(read, text)) == {"killed"}


def test_one_dead_and_one_hurt_in_the_same_breath_are_two(read: Read) -> None:
    told = harms(read, "The attack left one farmer dead and a teacher wounded.")
    assert told["injured"] == {"a teacher"}


def test_a_suspect_who_died_is_not_the_officer_who_was_shot(read: Read) -> None:
    told = harms(read, "A suspect shot a police officer on Monday. The suspect died at the scene.")
    assert told["injured"] == {"a police officer"}


def test_some_of_those_shot_died_so_they_are_casualties(read: Read) -> None:
    claims = read("Four people were shot in Homs, one fatally.")
    assert [(c.harm, c.count.low) for c in claims if c.count] == [("casualties", 4), ("killed", 1)]


def test_others_who_were_shot_are_not_those_who_died(read: Read) -> None:
    claims = read("A farmer and six other people were shot in Homs. The farmer died.")
    assert [c.count.low for c in claims if c.harm == "injured" and c.count] == [6]


def test_a_fatal_shooting_kills(read: Read) -> None:
    claims = read("Police spoke of the fatal shooting of a baker and the wounding of three clerks.")
    assert [(c.harm, c.count.low) for c in claims if c.count] == [("killed", 1), ("injured", 3)]


def test_as_many_as_the_dead_and_the_injured_together_are_casualties(read: Read) -> None:
    claims = read("The fight left two people dead and five injured. Police said that seven people were shot in Homs.")
    assert [c.count.low for c in claims if c.harm == "casualties" and c.count] == [7]
