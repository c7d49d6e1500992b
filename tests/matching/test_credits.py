import pytest

from knell.matching.credits import find_credit, outlet_name
from tests.matching.cast import report


@pytest.mark.parametrize(
    ("outlet", "credit", "publisher"),
    [
        ("Reuters via Harbour Post", "Reuters", "Harbour Post"),
        ("Harbour Post (AFP)", "AFP", "Harbour Post"),
        ("OHCHR briefing via Scoop", "OHCHR", "Scoop"),
        ("Harbour Post", None, "Harbour Post"),
        ("social post (jknioh)", None, "social post (jknioh)"),
    ],
)
def test_an_outlets_name_tells_whom_it_passes_on(outlet, credit, publisher):
    of = report("a", outlet=outlet)
    found = find_credit(of)
    assert (found.name if found else None) == credit
    assert outlet_name(of) == publisher


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Retelling of CNN: eighty bodies were counted.", "CNN"),
        ("Rewrite of the Reuters item: two dozen men were killed.", "Reuters"),
        ("HAMA, Syria (AP) — Two dozen men were killed.", "AP"),
        ("Two dozen men were killed, Reuters reported on Friday.", None),
        ("A translation of the charter into Kurdish was burnt.", None),
    ],
)
def test_a_text_that_says_it_is_made_from_another_credits_it(text, credit):
    found = find_credit(report("a", text))
    assert (found.name if found else None) == credit


def test_a_credit_points_at_the_words_that_cite():
    text = "Retelling of CNN: eighty bodies were counted."
    found = find_credit(report("a", text))
    assert found is not None
    assert text[found.start : found.end] == "Retelling of CNN"


def test_the_bylines_credit_comes_first():
    found = find_credit(report("a", outlet="Harbour Post (AFP)", credit="Reuters"))
    assert found is not None
    assert found.name == "Reuters"
