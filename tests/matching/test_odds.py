from knell.matching.collection import match
from tests.matching.cast import TOWN, VILLAGE, claim, days, report

SEVENTH = days("2025-03-07")


def test_every_link_that_no_person_made_says_how_likely_it_is_and_more_facts_make_it_no_less_so():
    a, b = report("a"), report("b")
    (two,) = match([a, b], [claim(r, 24, at=VILLAGE, when=SEVENTH) for r in (a, b)]).incidents
    c, d = (report(n, f"Marta Quill was killed at the mill, {n} says, and nobody else.") for n in "cd")
    (more,) = match([c, d], [claim(r, 24, at=VILLAGE, when=SEVENTH) for r in (c, d)]).incidents
    assert 0.5 < two.links[0].score <= more.links[0].score < 1


def test_what_may_be_the_same_is_told_with_its_reason_and_is_less_likely_than_what_is_linked():
    a, b = report("a"), report("b")
    matched = match([a, b], [claim(a, 3, at=TOWN, when=SEVENTH), claim(b, 3, at=TOWN)])
    links = [link for i in matched.incidents for link in i.links]
    assert {(link.kind, link.why) for link in links} == {("may_be_same", "site: Jableh")}
    assert {(link.a, link.b) for link in links} == {(i.incident, other) for i in matched.incidents for other in i.may_be_same}
    assert all(link.score < 0.8 for link in links)
