"""Matching what new reports touch gives what matching everything gives, to the letter."""

import random
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knell.casebook.dump import dump_ledger
from knell.casebook.policy import Judged
from knell.casebook.recording import Ledger, Read
from knell.evidence.keys import StoreKey
from knell.flows.computing import the_steps
from knell.flows.regrouping import regroup
from knell.records import Claim, Report, cut
from knell.records.matched import Ruling
from tests.matching.arrivals import collections, rulings

KEY = StoreKey(bytes(32))


def put(ledger: Ledger, report: Report, claims: Sequence[Claim]) -> None:
    """A report and its claims, as the projection writes them."""
    steps = the_steps()
    judged = tuple((claim, steps.founds(claim), Judged(None, ())) for claim in claims)
    keys = steps.keys(report, claims, KEY)
    ledger.put_report(Read(report, f"blob-{report.id}", None, KEY.text_hash(report.text), "x", judged, keys))


def as_read(collection: tuple[list[Report], list[Claim]]) -> tuple[list[Report], list[Claim]]:
    """The collection with the words that its spans have in its texts, as a reader would have cut them."""
    reports, claims = collection
    texts = {r.id: r.text for r in reports}
    return reports, [cut(c, texts[c.report]) for c in claims]


def bring_up(ledger: Ledger, rulings: Sequence[Ruling] = ()) -> None:
    regroup(ledger, the_steps(), rulings, lambda doing, done, of: None)


def decide(ledger: Ledger, decided: Sequence[Ruling]) -> None:
    """What people decided of claims that the ledger has, and what it changes; each decision has its reports matched again."""
    known = [
        (r, a, b) for r in decided if (a := ledger.report_of_claim(r.a)) is not None and (b := ledger.report_of_claim(r.b)) is not None
    ]
    for _, a, b in known:
        ledger.unmatch([a, b])
    bring_up(ledger, [r for r, *_ in known])


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows so narrow that a handful of reports fills them: what falls out of one is what can go wrong."""
    monkeypatch.setattr("knell.matching.keys.NEAR", 2)
    monkeypatch.setattr("knell.matching.keys.NEAR_TOTALS", 3)
    monkeypatch.setattr("knell.matching.pairs.NEAR", 2)
    monkeypatch.setattr("knell.matching.pairs.NEAR_TOTALS", 3)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(collection=collections(most=9), data=st.data(), chance=st.randoms(use_true_random=False), at_once=st.integers(1, 3))
def test_reports_and_decisions_that_come_a_few_at_a_time_give_the_ledger_of_all_at_once(
    ledger: Ledger, collection: tuple[list[Report], list[Claim]], data: st.DataObject, chance: random.Random, at_once: int
) -> None:
    reports, claims = as_read(collection)
    rows = {r.id: [c for c in claims if c.report == r.id] for r in reports}
    decided = data.draw(rulings(claims))
    whole = sorted(the_steps().reckon(reports, claims, decided), key=lambda i: i.incident)
    ledger.clear()
    for some in (reports, decided):
        chance.shuffle(some)
    late = chance.randrange(len(decided) + 1)
    for start in range(0, len(reports), at_once):
        for report in reports[start : start + at_once]:
            put(ledger, report, rows[report.id])
        decide(ledger, decided[late:])
    decide(ledger, decided)
    found = sorted((told.incident for told in ledger.incidents(ledger.incident_ids())), key=lambda i: i.incident)
    assert [_plain(i) for i in found] == [_plain(i) for i in whole]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(collection=collections(most=8), gone=st.integers(0, 7))
def test_a_report_that_goes_leaves_the_ledger_that_would_have_been_without_it(
    ledger: Ledger, collection: tuple[list[Report], list[Claim]], gone: int
) -> None:
    reports, claims = as_read(collection)
    rows = {r.id: [c for c in claims if c.report == r.id] for r in reports}
    left = reports[gone % len(reports)]
    dumps = []
    for removing in (False, True):
        ledger.clear()
        for report in reports:
            if removing or report is not left:
                put(ledger, report, rows[report.id])
        bring_up(ledger)
        if removing:
            ledger._unmatch_neighbours([left.id])
            ledger._drop_reports([left.id])
            bring_up(ledger)
        dumps.append(dump_ledger(ledger))
    assert dumps[0] == dumps[1]


def _plain(incident: object) -> object:
    """An incident without words: the ledger keeps none."""
    wordless = cut(incident, None)
    return msgspec.structs.replace(wordless, victims=tuple(msgspec.structs.replace(v, text=None) for v in wordless.victims))
