"""Writing the ledger."""

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knell.casebook.dump import dump_ledger
from knell.casebook.ledger import Decision, Receipt
from knell.casebook.policy import Judged, Policy
from knell.casebook.recording import Keyed, Ledger, Read
from knell.records import Incident, Report, Toll, Verdict, Verdicts
from knell.records.incident import Scope
from tests.casebook.cast import claim, place

NOTHING = Verdict(is_="unverified")
VERSIONS = {"reader": "grammar@0.1"}


def read(name: str, keys: frozenset[str] = frozenset(), out: str | None = None) -> Read:
    """A report with one claim, published in the order of the names."""
    said = claim(claim=f"c:{name}", report=name, places=(place("Jableh"),))
    report = Report(id=name, text=f"Text of {name}.", outlet="Example Wire")
    return Read(
        report,
        f"blob-{name}",
        None,
        f"hash-{name}",
        "grammar@0.1/x",
        ((said, f"i:{name}", Judged(out, ())),),
        Keyed(tuple(sorted(keys)), (), f"2025/{name}"),
    )


def incident(name: str, *reports: str, low: int = 12) -> Incident:
    toll = Toll(harm="killed", scope=Scope(), low=low)
    verdicts = Verdicts(occurrence=NOTHING, figure=NOTHING, responsibility=NOTHING)
    claims = tuple(f"c:{report}" for report in reports)
    return Incident(
        incident=name, type="killing", reports=reports, claims=claims, places=(place("Jableh"),), tolls=(toll,), verdicts=verdicts
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    keyed=st.dictionaries(st.sampled_from("abcdefghij"), st.frozensets(st.sampled_from("123"), max_size=3), min_size=1),
    asked=st.sampled_from("abcdefghij"),
    reach=st.integers(1, 4),
)
def test_the_nearest_under_a_key_are_those_next_in_time(ledger: Ledger, keyed: dict[str, frozenset[str]], asked: str, reach: int) -> None:
    ledger.clear()
    for name, keys in keyed.items():
        ledger.put_report(read(name, keys))
    for key in "123":
        row = sorted(name for name, keys in keyed.items() if key in keys)
        before = [f"2025/{name}" for name in reversed(row) if name < asked][:reach]
        after = [f"2025/{name}" for name in row if name > asked][:reach]
        assert ledger.near(key, f"2025/{asked}", reach) == (before, after)


def test_writing_twice_leaves_what_writing_once_leaves(ledger: Ledger) -> None:
    def write() -> bytes:
        receipt = Receipt(position=1, at="2025-03-08T09:00:00Z", actor="a:1", blob="blob-a", name="a.txt")
        ledger.put_receipt(receipt)
        ledger.put_decision(
            Decision(position=0, at="", actor="", kind="policy", value="{}", state="applied"), {"leaf": "00", "spans": "[]"}
        )
        ledger.put_report(read("a", frozenset({"k"})))
        ledger.replace_incidents(["a"], [incident("i:a", "a")], [read("a").claims[0][0]])
        ledger.put_superseded([("i:old", "i:a")])
        ledger.reach(2, VERSIONS)
        return dump_ledger(ledger)

    assert write() == write()


def test_an_incident_that_came_out_as_it_was_is_not_written_again(ledger: Ledger) -> None:
    for name in "abc":
        ledger.put_report(read(name))
    claims = [read(name).claims[0][0] for name in "abc"]
    before = [incident("i:a", "a"), incident("i:b", "b", "c")]
    ledger.replace_incidents(list("abc"), before, claims)
    rows = {row.incident: row.id for row in ledger.own(_incidents())}
    ledger.replace_incidents(list("abc"), [before[0], incident("i:b", "b", "c", low=13)], claims)
    after = {row.incident: row.id for row in ledger.own(_incidents())}
    assert after["i:a"] == rows["i:a"]
    assert after["i:b"] != rows["i:b"]
    assert ledger.unmatched() == []


def test_replacing_the_incidents_of_some_reports_leaves_the_others(ledger: Ledger) -> None:
    for name in "abc":
        ledger.put_report(read(name))
    claims = [read(name).claims[0][0] for name in "abc"]
    ledger.replace_incidents(list("abc"), [incident("i:a", "a"), incident("i:b", "b"), incident("i:c", "c")], claims)
    ledger.replace_incidents(["a", "b"], [incident("i:a", "a", "b")], claims)
    assert {name: sorted(of) for name, of in ledger.incident_ids().items()} == {"i:a": ["c:a", "c:b"], "i:c": ["c:c"]}
    assert ledger.incident_of(["c:a", "c:b"]) == "i:a"
    assert ledger.incident_of(["c:zz"]) is None


def test_a_report_that_changes_has_its_neighbours_matched_again_and_no_others(ledger: Ledger) -> None:
    for name, keys in (("a", "k"), ("b", "k"), ("c", "l")):
        ledger.put_report(read(name, frozenset(keys)))
    ledger.replace_incidents(list("abc"), [incident("i:a", "a", "b"), incident("i:c", "c")], [read(n).claims[0][0] for n in "abc"])
    assert ledger.unmatched() == []
    ledger.put_report(read("a", frozenset("m")))
    assert ledger.unmatched() == ["a", "b"]
    assert set(ledger.incident_ids()) == {"i:c"}


def test_what_is_left_out_has_a_row_for_the_claim_and_one_for_a_report_of_nothing_else(ledger: Ledger) -> None:
    ledger.put_report(read("a", out="outside the territory: LB"))
    told = [msgspec.json.decode(line) for line in dump_ledger(ledger).splitlines()]
    rows = {(row["claim"], row["reason"]) for row in told if row["table"] == "LeftOut"}
    assert rows == {("c:a", "outside the territory: LB"), ("", "each of its claims is left out")}
    _, claims = ledger.load(["a"])
    assert claims == []


def test_the_last_receipt_takes_its_report_with_it_and_an_earlier_one_does_not(ledger: Ledger) -> None:
    for position in (1, 2):
        ledger.put_receipt(Receipt(position=position, at="", actor="", blob="blob-a", name="a.txt"))
    ledger.put_report(read("a"))
    ledger.drop_receipts([1])
    assert ledger.count_reports() == 1
    ledger.drop_receipts([2])
    assert ledger.count_reports() == 0
    assert b"Text of a." not in dump_ledger(ledger)


def test_two_casebooks_in_one_database_do_not_see_each_other(ledger: Ledger) -> None:
    theirs = Ledger(ledger.alias, "d" * 32)
    theirs.begin("North")
    ledger.put_report(read("a", frozenset("k")))
    theirs.put_report(read("b", frozenset("k")))
    assert ledger.near("k", "2025/a", 8) == ([], [])
    assert b"Text of b." not in dump_ledger(ledger)
    theirs.clear()
    assert ledger.count_reports() == 1


def test_the_dump_without_arrival_leaves_out_positions_and_times_and_nothing_else(ledger: Ledger) -> None:
    ledger.put_receipt(Receipt(position=7, at="2025-03-08T09:00:00Z", actor="a:1", blob="b", name="a.txt"))
    whole = [msgspec.json.decode(line) for line in dump_ledger(ledger).splitlines()]
    part = [msgspec.json.decode(line) for line in dump_ledger(ledger, arrival=False).splitlines()]
    assert [row.keys() - other.keys() for row, other in zip(whole, part, strict=True)] == [set(), {"position", "at"}]


def test_a_policy_is_in_force_until_the_next(ledger: Ledger) -> None:
    assert ledger.policy() == Policy()
    for position, country in enumerate(("SY", "LB")):
        value = msgspec.json.encode(Policy(countries=(country,))).decode()
        ledger.put_decision(
            Decision(position=position, at="", actor="", kind="policy", value=value, state="applied"), {"leaf": "", "spans": "[]"}
        )
    assert ledger.policy() == Policy(countries=("LB",))


def _incidents() -> type:
    from knell.casebook import models

    return models.Incident
