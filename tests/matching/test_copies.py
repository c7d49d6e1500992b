from knell.matching.collection import match
from tests.matching.cast import report

WIRE = (
    "Gunmen stopped a bus on the mountain road before dawn and led the passengers into an olive grove. "
    "Villagers who came at sunrise found eleven of them dead. A shepherd said that he had heard two long bursts of fire, then nothing."
)
OTHER = "The ministry opened a bridge over the northern canal yesterday, and traffic is to move again by the end of the coming week."


def edges_of(*reports):
    return list(match(reports, []).copies)


def test_the_same_text_from_two_outlets_is_a_copy():
    (edge,) = edges_of(report("a", WIRE), report("b", WIRE))
    assert (edge.a, edge.b, edge.kind, edge.share) == ("a", "b", "copy", 100)


def test_a_passage_quoted_inside_a_long_text_is_found_and_shown():
    quoting = OTHER + " " + WIRE.split(". ")[1] + ". " + "Nobody at the ministry would say more about the matter on that day. " * 5
    (edge,) = edges_of(report("a", WIRE, published="2025-03-07"), report("b", quoting))
    assert edge.kind == "passage"
    assert WIRE[edge.start_a : edge.end_a].lower() == quoting[edge.start_b : edge.end_b].lower()
    assert "Villagers who came at sunrise" in WIRE[edge.start_a : edge.end_a]


def test_texts_that_share_no_words_have_no_edge():
    assert edges_of(report("a", WIRE), report("b", OTHER)) == []


def test_a_text_shorter_than_a_run_is_a_copy_of_its_equal_only():
    (edge,) = edges_of(
        report("a", "Eleven dead, police say"), report("b", "Eleven dead, police say"), report("c", "Eleven dead, army says")
    )
    assert (edge.a, edge.b) == ("a", "b")


def test_an_edge_keeps_no_words_of_either_text():
    (edge,) = edges_of(report("a", WIRE), report("b", WIRE + " " + OTHER))
    assert "olive" not in edge.why
