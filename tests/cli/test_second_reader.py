"""``knell opinion`` and corrections at the door."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.stub import finds, serving

TEXT = "Shield riders killed 12 people in Homs on 7 March 2025, the ministry said.\n"
TAUGHT = '[[actors]]\nname = "Coast Shield"\nkind = "militia"\naliases = ["Shield riders"]\n'
FOUND = {"unit": 0, "harm": "killed", "event": "killing", "count_quote": "12", "low": 12, "high": 12, "stance": "denied"}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "knell", *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_correction_is_read_with_and_named_in_the_explanation(tmp_path: Path, report: Path) -> None:
    (tmp_path / "taught.toml").write_text(TAUGHT, encoding="utf-8")
    done = run("read", "--corrections", str(tmp_path / "taught.toml"), "--explain", str(report))
    claim = json.loads(done.stdout.splitlines()[0])
    assert claim["perpetrators"][0]["name"] == "Coast Shield"
    assert "correction (actor: Coast Shield)" in claim["explain"]["perpetrators"]


def test_a_wrong_file_of_corrections_is_one_line(tmp_path: Path, report: Path) -> None:
    (tmp_path / "taught.toml").write_text("[[actors]]\nname = 1\n", encoding="utf-8")
    done = run("read", "--corrections", str(tmp_path / "taught.toml"), str(report))
    assert done.returncode == 1 and done.stdout == "" and done.stderr.count("\n") == 1 and "[[actors]] 1, name" in done.stderr


def test_the_opinions_go_out_and_the_answers_are_kept(tmp_path: Path, report: Path) -> None:
    kept = tmp_path / "answers.jsonl"
    with serving(finds(FOUND, {"unit": 7})) as (url, _):
        done = run("opinion", "--by", "llm", "--llm-url", url, "--llm-model", "tiny", "--answers", str(kept), str(report))
    (opinion,) = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0 and {"field": "stance", "value": "denied", "spans": [], "count": None} in opinion["differs"]
    assert "1 findings kept, 1 dropped" in done.stderr
    (answer,) = map(json.loads, kept.read_text(encoding="utf-8").splitlines())
    assert answer["question"] == opinion["question"] and answer["answer"] == opinion["answer"] and answer["raw"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "no language model is configured"),
        (["--llm-url", "http://127.0.0.1:1/v1", "--llm-model", "x"], "raw answers have to be kept"),
        (["--llm-url", "http://127.0.0.1:1/v1", "--answers", "a"], "no model is named"),
        (["--llm-url", "https://models.example.org/v1", "--llm-model", "x", "--answers", "a"], "would be sent to models.example.org"),
    ],
)
def test_nothing_is_asked_unless_it_is_configured(more: list[str], said: str, report: Path) -> None:
    done = run("opinion", "--by", "llm", *more, str(report))
    assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_an_endpoint_that_is_not_there_is_one_line_a_question_and_exit_code_1(tmp_path: Path, report: Path) -> None:
    with serving(finds()) as (url, _):
        pass
    done = run("opinion", "--by", "llm", "--llm-url", url, "--llm-model", "tiny", "--answers", str(tmp_path / "kept.jsonl"), str(report))
    assert done.returncode == 1 and "cannot be asked" in done.stderr and "Traceback" not in done.stderr
