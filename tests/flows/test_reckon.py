import json

import pytest

from knell.cli.main import main
from knell.flows.reckon import incident_lines, read_claims, reckon_collection
from knell.records.errors import InputError, UsageError
from tests.matching.cast import OBSERVATORY, VILLAGE, claim, days, report

SEVENTH = days("2025-03-07")


def village():
    a, b = report("a", published="2025-03-07"), report("b", published="2025-03-12")
    one = claim(a, 24, kind="at_least", at=VILLAGE, when=SEVENTH)
    two = claim(b, 38, at=VILLAGE, when=SEVENTH, by=OBSERVATORY)
    return [a, b], [one, two]


def lines_of(path, records):
    import msgspec

    path.write_bytes(b"".join(msgspec.json.encode(r) + b"\n" for r in records))
    return str(path)


def test_any_order_of_reports_gives_the_same_bytes():
    reports, claims = village()
    forth = b"".join(incident_lines(reckon_collection(reports, claims)))
    back = b"".join(incident_lines(reckon_collection(reports[::-1], claims[::-1])))
    assert forth == back


def test_as_of_shows_the_toll_as_it_was_known_then():
    reports, claims = village()
    (then,) = reckon_collection(reports, claims, as_of="2025-03-08")
    (now,) = reckon_collection(reports, claims)
    assert [t.low for t in then.tolls] == [24]
    assert [t.low for t in now.tolls] == [38]
    assert then.incident == now.incident


def test_a_rule_that_is_not_there_is_refused_before_any_work():
    with pytest.raises(UsageError, match="--rule guess is not a rule; use one of reported, entailed, ucdp, airwars, ibc, acled"):
        reckon_collection([], rule="guess")


def test_given_claims_are_taken_as_they_are(tmp_path, capsys):
    reports, claims = village()
    r, c = lines_of(tmp_path / "reports.jsonl", reports), lines_of(tmp_path / "claims.jsonl", claims)
    assert main(["reckon", "--input", r, "--claims", c]) == 0
    (incident,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert incident["claims"] == [c.claim for c in claims]
    assert incident["tolls"][0]["rule"] == "reported@1"


def test_a_line_that_is_not_a_claim_is_named(tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_text('{"claim": 3}\n')
    with pytest.raises(InputError, match="line 1"):
        list(read_claims(path))


def test_the_command_reads_matches_and_reckons_and_goes_on_past_a_bad_line(tmp_path, capsys):
    path = tmp_path / "reports.jsonl"
    first = {
        "id": "a",
        "text": "At least 24 men were killed in Jableh on Friday, residents said.",
        "published": "2025-03-08",
        "outlet": "A",
    }
    path.write_text(json.dumps(first) + '\n{"id": 3}\n')
    out = tmp_path / "incidents.jsonl"
    assert main(["reckon", "--input", str(path), "--output", str(out), "--jobs", "1"]) == 1
    assert "line 2" in capsys.readouterr().err
    (incident,) = [json.loads(line) for line in out.read_text().splitlines()]
    assert incident["tolls"][0]["low"] == 24


@pytest.mark.parametrize("arguments", [["--as-of", "yesterday"], ["--rule", "guess"], []])
def test_a_wrong_command_line_is_one_line_and_exit_code_2(tmp_path, capsys, arguments):
    path = tmp_path / "reports.jsonl"
    path.write_text("")
    given = ["--input", str(path)] if arguments else []
    assert main(["reckon", *given, *arguments]) == 2
    assert "Traceback" not in capsys.readouterr().err
