"""The speed bench: how fast ``knell read`` reads, in how much memory, and where the time goes.

1. Writes made-up reports of 500 words (tools/grammar.py), the same for the same seed.
2. Times ``knell read --jobs 1`` and ``--jobs 2`` on them, each as a process of its own; the best of the rounds counts, since
   everything else a machine does can only make a run slower.
3. Times a run on one report, to set the start-up (imports, lexicons, gazetteer) apart.
4. Profiles one run in this process, start-up left out, and shares the time out over Knell's modules and stages.
5. Prints a table and writes .bench/bench.json.
"""

import argparse
import contextlib
import cProfile
import io
import json
import os
import platform
import pstats
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from tools.grammar import write_reports

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".bench"
WORDS = 500
STAGES = (
    ("units and tokens", ("knell/reading/split", "knell/reading/tokens")),
    (
        "phrases and noun phrases",
        tuple(
            f"knell/reading/{name}"
            for name in ("phrase", "noun_phrases", "sentence", "unit_words", "word_", "capitals", "lexicon", "english", "national_arms")
        ),
    ),
    ("counts", ("knell/reading/count",)),
    ("places", ("knell/reading/place", "knell/terms/gazetteer")),
    ("times", ("knell/reading/time", "knell/reading/long_told")),
    (
        "who says it",
        tuple(
            f"knell/reading/{name}"
            for name in ("attribut", "said_", "sayers", "source_spans", "quotes", "voices", "silences", "list_leads")
        ),
    ),
    (
        "what happened",
        tuple(
            f"knell/reading/{name}"
            for name in (
                "frame",
                "agent_",
                "taking_",
                "toll_",
                "hurt_",
                "made_finding",
                "finding",
                "event_",
                "roles",
                "modality",
                "joined_events",
                "deeds",
                "happenings",
            )
        ),
    ),
    ("claims and relations", ("knell/reading/", "knell/records/")),
    ("reports in, claims out", ("knell/intake/", "knell/flows/", "knell/cli/")),
    ("lexicons", ("knell/terms/",)),
)
"""A stage's name -> how the names of its modules begin; the first that fits counts."""


class Run(NamedTuple):
    """What one process of knell took: seconds by the wall and of the processors, and its peak resident memory in MB."""

    seconds: float
    processor_seconds: float
    memory: float


def time_run(arguments: list[str]) -> Run:
    """Runs knell as a process of its own. With more jobs the memory is that of the largest process."""
    # Who installs Knell has it compiled: a machine that forbids Python to keep what it compiled would else measure that each time.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "knell", *arguments], cwd=ROOT, env=surroundings)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"bench: knell {' '.join(arguments)}: exit code {process.returncode}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))


def best_of(rounds: int, arguments: list[str]) -> Run:
    """The least time of the runs, and the most memory."""
    runs = [time_run(arguments) for _ in range(rounds)]
    return Run(min(run.seconds for run in runs), min(run.processor_seconds for run in runs), max(run.memory for run in runs))


def share_by_module(profile: pstats.Stats) -> dict[str, float]:
    """Seconds by module of Knell. What a library or a built-in took is put down to the module of ours that called it."""
    stats = profile.stats  # type: ignore[attr-defined]

    def module_of(function: tuple[str, int, str]) -> str | None:
        path = Path(function[0])
        if path.is_relative_to(ROOT / "knell"):
            return path.relative_to(ROOT).with_suffix("").as_posix()
        return None

    seconds: dict[str, float] = defaultdict(float)
    waiting = {function: own for function, (_, _, own, _, _) in stats.items()}
    for _ in range(50):  # one step up the calls a round; deeper towers of library calls than this take no time worth naming
        risen: dict[tuple[str, int, str], float] = defaultdict(float)
        for function, own in waiting.items():
            callers = stats[function][4] if function in stats else {}
            weight = sum(caller[3] for caller in callers.values())
            if module := module_of(function):
                seconds[module] += own
            elif not weight:
                seconds["(outside Knell)"] += own
            else:
                for caller, (_, _, _, inside) in callers.items():
                    risen[caller] += own * inside / weight
        waiting = risen
        if not waiting:
            break
    seconds["(outside Knell)"] += sum(waiting.values())
    return dict(sorted(seconds.items(), key=lambda item: -item[1]))


def share_by_stage(modules: dict[str, float]) -> dict[str, float]:
    """The modules' seconds put together by stage, longest first."""
    stages: dict[str, float] = defaultdict(float)
    for module, seconds in modules.items():
        stages[next((stage for stage, begins in STAGES if module.startswith(begins)), "the rest")] += seconds
    return dict(sorted(stages.items(), key=lambda item: -item[1]))


def profile_run(first: list[str], arguments: list[str]) -> dict[str, float]:
    """One run in this process under the profiler, after a ``first`` that loads what is loaded once.

    Shares are near, not exact: a profiler makes small calls look dearer than they are.
    """
    from knell.cli.main import main as knell

    profiler = cProfile.Profile()
    with contextlib.redirect_stdout(io.StringIO()):
        knell(first)
        profiler.enable()
        code = knell(arguments)
        profiler.disable()
    if code:
        raise SystemExit(f"bench: knell {' '.join(arguments)}: exit code {code}")
    return share_by_module(pstats.Stats(profiler))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reports", type=int, default=400, help="how many reports (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other reports (default %(default)s)")
    parser.add_argument("--short", action="store_true", help="the form that make test runs: few reports, once")
    arguments = parser.parse_args()
    number, rounds = (40, 1) if arguments.short else (arguments.reports, 3)

    load = os.getloadavg()[0]
    FOLDER.mkdir(exist_ok=True)
    many, one, out = FOLDER / "reports.jsonl", FOLDER / "one.jsonl", FOLDER / "claims.jsonl"
    reports = list(write_reports(number, WORDS, arguments.seed))
    many.write_text("".join(json.dumps(report) + "\n" for report in reports), encoding="utf-8")
    one.write_text(json.dumps(reports[0]) + "\n", encoding="utf-8")
    words = sum(len(report["text"].split()) for report in reports)

    def read(path: Path, jobs: int) -> list[str]:
        return ["read", "--input", str(path), "--output", str(out), "--jobs", str(jobs)]

    start_up = best_of(rounds, read(one, 1))
    alone = best_of(rounds, read(many, 1))
    claims = sum(1 for _ in out.open(encoding="utf-8"))
    first = out.read_bytes()
    together = best_of(rounds, read(many, 2))
    same = out.read_bytes() == first
    modules = profile_run(read(one, 1), read(many if arguments.short else one_in_five(many), 1))
    whole = sum(modules.values())
    shares = {stage: round(seconds / whole, 4) for stage, seconds in share_by_stage(modules).items()}

    result = {
        "reports": number,
        "words_a_report": round(words / number),
        "claims": claims,
        "documents_a_second_and_core": round(number / alone.seconds, 1),
        "documents_a_second_and_core_without_start_up": round((number - 1) / max(alone.seconds - start_up.seconds, 1e-9), 1),
        "documents_a_processor_second": round(number / alone.processor_seconds, 1),
        "start_up_seconds": round(start_up.seconds, 3),
        "peak_memory_mb": round(alone.memory, 1),
        "peak_memory_mb_two_jobs_largest_process": round(together.memory, 1),
        "two_jobs_over_one": round(alone.seconds / together.seconds, 2),
        "load_before": round(load, 2),
        "same_bytes_with_two_jobs": same,
        "share_by_stage": shares,
        "share_by_module": {module: round(seconds / whole, 4) for module, seconds in modules.items() if seconds / whole >= 0.001},
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }
    (FOLDER / "bench.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    show(result, shares)
    if not same:
        print("bench: --jobs 2 wrote other bytes than --jobs 1", file=sys.stderr)
    return 0 if same else 1


def one_in_five(path: Path) -> Path:
    """A fifth of the reports, for the profiler, which slows every call down."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    fewer = path.with_name("fifth.jsonl")
    fewer.write_text("".join(lines[::5]), encoding="utf-8")
    return fewer


def show(result: dict[str, object], shares: dict[str, float]) -> None:
    """The table."""
    same = "yes" if result["same_bytes_with_two_jobs"] else "NO"
    print(f"knell read: {result['reports']} reports of {result['words_a_report']} words, {result['claims']} claims; {result['machine']}")
    print(f"    documents a second and core   {result['documents_a_second_and_core']:>8}")
    print(f"      start-up not counted        {result['documents_a_second_and_core_without_start_up']:>8}")
    print(f"    documents a processor second  {result['documents_a_processor_second']:>8}")
    print(f"    start-up, seconds             {result['start_up_seconds']:>8}")
    print(f"    peak memory, MB               {result['peak_memory_mb']:>8}")
    print(f"    --jobs 2 against --jobs 1     {result['two_jobs_over_one']:>8}   (same bytes: {same})")
    print(f"    load of the machine before    {result['load_before']:>8}   (above 0.5 the first two rows and the ratio say too little)")
    print("    share of the time (under the profiler, start-up not counted)")
    for stage, share in shares.items():
        print(f"        {share:>6.1%}  {stage}")


if __name__ == "__main__":
    sys.exit(main())
