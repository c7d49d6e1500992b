"""The gate reads the runner's table, holds floors, and never passes in silence what it did not measure."""

import sys
from pathlib import Path

import pytest

from tools import gate

OUTPUT = """\
                                                          P       R      F1     pred     gold
run: knell read, 82 reports                         1.2 s, 68.3 docs/s, peak 60 MB in the largest process
linking: clusters                                   4 gold, 6 predicted, 82 items
linking: pairwise                                      91.0    80.0    85.1       88      100
killed, total: mean abs log error                         -
tolls: closed figures inside [low, high] (%, of 15)   93.33
actor (six classes, where the crowd named one)         50.0    40.0    44.4       10       20
errors: mean abs log error                             0.25
contract: 120 claims, 6 incidents; nothing wrong
headline small linking_pairwise_f1 85.10
"""
RUNNER = """\
import sys
print('''{output}''')
print("ran with " + " ".join(sys.argv[1:]), file=sys.stderr)
sys.exit({code})
"""


def a_bench(folder: Path, output: str = OUTPUT, code: int = 0) -> Path:
    """A folder laid out like the public one, whose runner prints a known table."""
    (folder / "small").mkdir(parents=True)
    (folder / "score").write_text(RUNNER.format(output=output, code=code), encoding="utf-8")
    return folder


def test_rows_of_three_and_rows_of_one_become_numbers_by_name() -> None:
    values = gate.read_output("small", OUTPUT).values
    assert values == {
        "linking: pairwise P": 91.0,
        "linking: pairwise R": 80.0,
        "linking: pairwise F1": 85.1,
        "tolls: closed figures inside [low, high]": 93.33,
        "actor (six classes, where the crowd named one) P": 50.0,
        "actor (six classes, where the crowd named one) R": 40.0,
        "actor (six classes, where the crowd named one) F1": 44.4,
        "errors: mean abs log error": 0.25,
        "headline": 85.1,
    }


def test_what_the_runs_took_is_kept_for_the_reader() -> None:
    assert gate.read_output("small", OUTPUT).runs == ["knell read, 82 reports: 1.2 s, 68.3 docs/s, peak 60 MB in the largest process"]


def test_a_broken_contract_is_a_failure_whatever_the_scores() -> None:
    broken = OUTPUT.replace("nothing wrong", "3 claim ids used twice")
    assert gate.read_output("small", broken).wrong == ["contract: 120 claims, 6 incidents; 3 claim ids used twice"]


def test_output_without_a_headline_is_a_failure() -> None:
    assert gate.read_output("small", "Traceback\n").wrong


@pytest.mark.parametrize(
    ("floors", "ceilings", "kept"),
    [
        ({"linking: pairwise F1": 85.1}, {}, True),
        ({"linking: pairwise F1": 85.2}, {}, False),
        ({"a row that is gone": 0}, {}, False),
        ({}, {"errors: mean abs log error": 0.25}, True),
        ({}, {"errors: mean abs log error": 0.24}, False),
        ({}, {"a row that is gone": 9}, False),
    ],
)
def test_a_floor_holds_from_below_and_a_ceiling_from_above(floors: dict[str, float], ceilings: dict[str, float], kept: bool) -> None:
    measured = gate.read_output("small", OUTPUT)
    assert (gate.broken_limits(measured, {"small": floors}, {"small": ceilings}) == []) is kept


def test_raising_moves_floors_up_and_ceilings_down_only(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(
        '# why\n[floors.small]\n"headline" = 80  # bar of the day\n"linking: pairwise P" = 99.5\n'
        '[ceilings.small]\n"errors: mean abs log error" = 1\n[floors.other]\n"headline" = 3\n',
        encoding="utf-8",
    )
    assert gate.raise_limits(path, [gate.read_output("small", OUTPUT)]) == 2
    assert path.read_text(encoding="utf-8") == (
        '# why\n[floors.small]\n"headline" = 85.1  # bar of the day\n"linking: pairwise P" = 99.5\n'
        '[ceilings.small]\n"errors: mean abs log error" = 0.25\n[floors.other]\n"headline" = 3\n'
    )


def test_a_run_that_went_wrong_raises_nothing(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text('[floors.small]\n"headline" = 1\n', encoding="utf-8")
    assert gate.raise_limits(path, [gate.read_output("small", OUTPUT.replace("nothing wrong", "1 span wrong"))]) == 0


def test_the_checked_in_limits_can_be_read_and_name_a_headline_for_each_set() -> None:
    floors, ceilings = gate.read_limits(gate.FLOORS)
    assert all("headline" in rows for rows in floors.values())
    assert set(ceilings) <= set(floors)


@pytest.fixture
def limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Floors of one small set, and nothing of this checkout's own."""
    path = tmp_path / "floors.toml"
    path.write_text('[floors.small]\n"linking: pairwise F1" = 85.1\n', encoding="utf-8")
    monkeypatch.setattr(gate, "FLOORS", path)
    monkeypatch.setattr(gate, "ROOT", tmp_path)
    monkeypatch.setattr(gate, "KEPT", tmp_path / ".gate")
    monkeypatch.setattr(sys, "argv", ["gate"])
    return path


def test_an_absent_set_is_said_aloud_and_is_no_failure(
    limits: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KNELL_BENCH", str(tmp_path / "nowhere"))
    assert gate.main() == 0
    assert "small: NOT MEASURED" in capsys.readouterr().out


def test_a_set_that_keeps_its_floor_passes_and_is_shown(
    limits: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KNELL_BENCH", str(a_bench(tmp_path / "bench")))
    assert gate.main() == 0
    assert "85.1  >= 85.1" in capsys.readouterr().out


@pytest.mark.parametrize(("output", "code"), [(OUTPUT.replace("85.1 ", "85.0 "), 0), (OUTPUT, 70), ("", 0)])
def test_a_broken_floor_a_crash_and_silence_fail(
    limits: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], output: str, code: int
) -> None:
    monkeypatch.setenv("KNELL_BENCH", str(a_bench(tmp_path / "bench", output, code)))
    assert gate.main() == 1
    assert "FAILED" in capsys.readouterr().out


def test_the_short_form_holds_the_contract_but_no_floor_of_a_set_it_does_not_read_whole(
    limits: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["gate", "--short"])
    monkeypatch.setenv("KNELL_BENCH", str(a_bench(tmp_path / "low", OUTPUT.replace("85.1 ", "15.0 "))))
    assert gate.main() == 0
    monkeypatch.setenv("KNELL_BENCH", str(a_bench(tmp_path / "wrong", OUTPUT.replace("nothing wrong", "1 span wrong"))))
    assert gate.main() == 1


@pytest.mark.parametrize(("floor", "code"), [(1, 0), (100.1, 1)])
@pytest.mark.parametrize("arguments", [["gate"], ["gate", "--short"]])
def test_our_own_gold_is_scored_whole_where_no_other_set_is_there(
    limits: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    floor: float,
    code: int,
) -> None:
    limits.write_text(f'[floors.own]\n"figures F1" = {floor}\n', encoding="utf-8")
    monkeypatch.setattr(sys, "argv", arguments)
    monkeypatch.setenv("KNELL_BENCH", str(tmp_path / "nowhere"))
    assert gate.main() == code
    assert "claims_wholly_right" in capsys.readouterr().out


def test_gold_that_cannot_be_read_is_something_wrong_and_no_pass(limits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise gate.gold.ReadingFailed("exit code 70: a fault")

    monkeypatch.setattr(gate.gold, "score_folder", refuse)
    assert gate.measure_own("own").wrong == ["exit code 70: a fault"]
