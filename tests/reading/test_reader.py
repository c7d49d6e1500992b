"""A report into claims: what holds for every report."""

import msgspec
import pytest

from knell.flows.read import default_settings, read_collection
from knell.reading.reader import read_report
from knell.records import Claim, Report, cut
from soak.texts import find_lies

from .conftest import Read

TOWN = """Soldiers Accused of Executions in Hill Town

Soldiers Accused of Executions in Hill Town
Government soldiers are accused of executing 31 members of the Druze minority in Suwayda, the Syrian Observatory for Human Rights said. A video reportedly shows bodies in a courtyard.
An official at the defence ministry acknowledged "mistakes" but promised an inquiry. None of this could be independently verified.
Separately, clashes between government forces and rebels left over 40 dead. A curfew is in force in Suwayda and Daraa.
Druze make up about 3% of the population. France warned that the fighting, one of the worst since January, could spread."""


@pytest.fixture(scope="module")
def town(read: Read) -> list[Claim]:
    return read(TOWN, None)


def test_every_span_is_its_text_to_the_letter(town: list[Claim]) -> None:
    assert list(find_lies(msgspec.to_builtins(town), TOWN)) == []


def test_a_figure_told_by_a_monitor_and_one_of_clashes_leave_their_overlap_open(town: list[Claim]) -> None:
    executed = next(c for c in town if c.count is not None and c.count.low == 31)
    clashes = next(c for c in town if c.count is not None and c.count.low == 41)
    assert executed.event.type == "execution" and executed.stance == "alleged"
    assert [s.name for s in executed.speakers][-1] == "Syrian Observatory for Human Rights"
    assert clashes.event.type == "clash" and clashes.speakers == ()
    assert ("overlap_unknown", executed.claim) in [(r.kind, r.claim) for r in clashes.relations]


def test_what_is_no_harm_is_told_too(town: list[Claim]) -> None:
    kinds = {c.event.type for c in town}
    assert {"acknowledgement", "commitment", "footage", "verification_gap", "curfew", "context", "warning", "ranking"} <= kinds


def test_a_month_without_a_publication_date_stays_unresolved(town: list[Claim]) -> None:
    ranking = next(c for c in town if c.event.type == "ranking")
    assert ranking.time is not None and ranking.time.from_ is None


def test_claim_ids_are_unique_and_the_same_each_time(read: Read, town: list[Claim]) -> None:
    ids = [c.claim for c in town]
    assert len(set(ids)) == len(ids)
    assert [c.claim for c in read(TOWN, None)] == ids


def test_claims_stay_whole_when_their_words_are_taken_out_and_cut_in_again(town: list[Claim]) -> None:
    for claim in town:
        assert cut(cut(claim, None), TOWN) == claim


def test_one_job_and_two_give_the_same_readings() -> None:
    reports = [Report(id=f"r{n}", text=TOWN.replace("31", str(31 + n)), published="2025-07-20") for n in range(24)]
    one = [r.claims for r in read_collection(reports, jobs=1)]
    two = [r.claims for r in read_collection(reports, jobs=2)]
    assert one == two


def test_every_filled_field_has_its_rule(town: list[Claim]) -> None:
    reading = read_report(Report(id="r", text=TOWN), default_settings())
    for claim in reading.claims:
        assert "event" in reading.rules[claim.claim]
        assert claim.count is None or "count" in reading.rules[claim.claim]


def test_the_head_of_a_table_tells_of_no_harm(read: Read) -> None:
    assert all(c.harm == "none" for c in read("Place | Dead | Injured\nHoms | - | -"))
