from knell.matching.collection import match
from knell.records import Party
from tests.matching.cast import OBSERVATORY, claim, report


def roots_of(reports, claims):
    return {r.claim: r for r in match(reports, claims).roots}


def test_the_root_is_the_end_of_the_chain_of_speakers():
    r = report("a", outlet="Example Wire")
    c = claim(r, 52, by=(Party(name="AFP", kind="agency"), OBSERVATORY))
    root = roots_of([r], [c])[c.claim]
    assert (root.name, root.declared) == ("Syrian Observatory for Human Rights", True)


def test_an_outlets_own_voice_is_that_outlet_and_says_nothing_of_its_access():
    r = report("a", outlet="Example Wire")
    c = claim(r, 52)
    root = roots_of([r], [c])[c.claim]
    assert (root.name, root.declared) == ("Example Wire", False)


def test_the_own_voice_of_an_agencys_item_is_the_agency_in_every_outlet():
    a, b = report("a", outlet="Harbour Post (AFP)"), report("b", outlet="AFP via Hill Gazette")
    ca, cb = claim(a, 12), claim(b, 12)
    roots = roots_of([a, b], [ca, cb])
    assert roots[ca.claim].key == roots[cb.claim].key == "afp"


def test_the_own_voice_of_a_copy_is_that_of_the_first_who_had_the_text():
    text = "Twelve people were killed on the road to the harbour at dawn, and the road is closed until further notice."
    a = report("a", text, published="2025-03-07", outlet="Harbour Post")
    b = report("b", text, published="2025-03-08", outlet="Hill Gazette")
    ca, cb = claim(a, 12), claim(b, 12)
    roots = roots_of([a, b], [ca, cb])
    assert roots[cb.claim].key == roots[ca.claim].key
    assert roots[cb.claim].name == "Harbour Post"


def test_a_short_form_is_the_body_that_the_same_report_names_in_full():
    r = report("a")
    full = claim(r, 52, by=OBSERVATORY)
    short = claim(r, 53, by=Party(text="the Observatory", start=0, end=15, kind="monitor"), ordinal=1)
    roots = roots_of([r], [full, short])
    assert roots[short.claim].key == roots[full.claim].key


def test_a_monitor_that_the_report_never_names_stays_unnamed():
    r = report("a")
    c = claim(r, 1400, by=Party(text="A monitor", start=0, end=9, kind="monitor"))
    assert roots_of([r], [c])[c.claim].name == "monitor"


def test_two_reports_without_outlet_or_source_are_not_taken_for_one_source():
    a, b = report("a"), report("b")
    ca, cb = claim(a, 3), claim(b, 4)
    roots = roots_of([a, b], [ca, cb])
    assert roots[ca.claim].name == roots[cb.claim].name == "no source named"
    assert roots[ca.claim].key != roots[cb.claim].key
