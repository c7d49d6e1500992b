"""The matching bench: how the cost of matching grows, what one more report costs a casebook, and peers in the same run.

1. Makes collections of claims (tools/collection.py), the same for the same seed.
2. Matches and reckons each, as a process of its own: seconds, peak memory, and how well incidents are found.
3. Puts the largest into a casebook's ledger, adds reports one by one, and takes the work of each.
4. Runs peers on the same collection where they are installed: datasketch and rensa for copies, dedupe and Splink for linking.
   They are no dependencies; where one is absent it says NOT RUN.
5. Prints a table and writes .bench/matching.json.
"""

import argparse
import importlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from knell.casebook.policy import Judged
from knell.matching.collection import match
from knell.records import Incident
from tools.collection import Told, make_collection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".bench"
ADDED = 40
"""Reports that are added one by one."""
WORDS_IN_A_RUN = 7
PERMUTATIONS = 128
LABELLED = 300
"""Reports of another collection whose pairs dedupe is told of before it links."""


def score_pairs(found: Sequence[set[str]], told: Sequence[Told]) -> dict[str, float]:
    """Pairwise precision, recall and F1 of groups of reports against the happenings they tell of."""
    of = {t.report.id: t.of for t in told}
    wanted = sum(n * (n - 1) // 2 for n in Counter(of.values()).values())
    said = sum(len(group) * (len(group) - 1) // 2 for group in found)
    right = sum(n * (n - 1) // 2 for group in found for n in Counter(of[r] for r in group).values())
    precision, recall = right / said if said else 1.0, right / wanted if wanted else 1.0
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0}


def reckon_whole(size: int) -> dict[str, float]:
    """Matches and reckons so many reports in this process: seconds of the processor, peak megabytes, and how well."""
    from knell.flows.collecting import few_collections
    from knell.reckoning.incidents import reckon

    told = make_collection(size)
    held = _peak()
    begun = time.process_time()
    with few_collections():
        incidents: tuple[Incident, ...] = reckon(match([t.report for t in told], [c for t in told for c in t.claims]))
    seconds = time.process_time() - begun
    groups = [set(i.reports) for i in incidents]
    return {"reports": size, "seconds": seconds, "megabytes": _peak(), "collection": held, **score_pairs(groups, told)}


def add_one_by_one(size: int) -> dict[str, float]:
    """What one more report costs a casebook that holds so many: seconds of work to match it and write what changes."""
    from knell.casebook.connection import connect, make_tables
    from knell.casebook.recording import Ledger, Read
    from knell.evidence.keys import StoreKey
    from knell.flows.computing import the_steps
    from knell.flows.projection import no_progress
    from knell.flows.regrouping import regroup

    steps, key = the_steps(), StoreKey(bytes(32))
    told = make_collection(size + ADDED)
    step = len(told) // ADDED
    later = told[step // 2 :: step][:ADDED]
    first = _without(told, later)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        alias = connect(Path(folder))
        make_tables(Path(folder), alias)
        ledger = Ledger(alias, "b" * 32)
        ledger.begin("bench")

        def put(one: Told) -> None:
            judged = tuple((claim, steps.founds(claim), Judged(None, ())) for claim in one.claims)
            keys = steps.keys(one.report, one.claims, key)
            ledger.put_report(Read(one.report, one.report.id, None, key.text_hash(one.report.text), "bench", judged, keys))

        begun = time.process_time()
        for start in range(0, len(first), 500):
            with ledger.together():
                for one in first[start : start + 500]:
                    put(one)
        stored = time.process_time() - begun
        begun = time.process_time()
        regroup(ledger, steps, (), no_progress)
        matched = time.process_time() - begun
        spent = []
        for one in later:
            begun = time.process_time()
            with ledger.together():
                put(one)
            regroup(ledger, steps, (), no_progress)
            spent.append(1000 * (time.process_time() - begun))
        spent.sort()
        size_on_disk = sum(p.stat().st_size for p in Path(folder).iterdir()) / 2**20
    return {
        "reports": size,
        "store_seconds": stored,
        "match_seconds": matched,
        "add_ms_median": spent[len(spent) // 2],
        "add_ms_p95": spent[int(len(spent) * 0.95)],
        "add_ms_most": spent[-1],
        "ledger_megabytes": size_on_disk,
        "megabytes": _peak(),
    }


def _without(told: Sequence[Told], later: Sequence[Told]) -> list[Told]:
    names = {t.report.id for t in later}
    return [t for t in told if t.report.id not in names]


def find_copies_with(peer: str, told: Sequence[Told]) -> int:
    """How many pairs of copies a peer finds: MinHash over runs of seven words, at half the text in common."""
    runs = [_runs(t.report.text) for t in told]
    if peer == "datasketch":
        sketches = importlib.import_module("datasketch")
        index = sketches.MinHashLSH(threshold=0.4, num_perm=PERMUTATIONS)
        found = 0
        for n, row in enumerate(runs):
            sketch = sketches.MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch([run.encode() for run in row])
            found += len(index.query(sketch))
            index.insert(n, sketch)
        return found
    rensa = importlib.import_module("rensa")
    lsh = rensa.RMinHashLSH(threshold=0.4, num_perm=PERMUTATIONS, num_bands=32)
    found = 0
    for n, row in enumerate(runs):
        made = rensa.RMinHash(num_perm=PERMUTATIONS, seed=1)
        made.update(row)
        found += len(lsh.query(made))
        lsh.insert(n, made)
    return found


def _runs(text: str) -> list[str]:
    words = text.lower().split()
    return [" ".join(words[n : n + WORDS_IN_A_RUN]) for n in range(max(1, len(words) - WORDS_IN_A_RUN + 1))]


def link_with_splink(told: Sequence[Told]) -> list[set[str]]:
    """Groups of reports by Splink 5 on what a claim's first line holds: town, day, number and victim. No training labels are used."""
    pandas, splink = importlib.import_module("pandas"), importlib.import_module("splink")
    cl, block_on = importlib.import_module("splink.comparison_library"), splink.block_on
    rows = [{"unique_id": t.report.id, **_fields(t)} for t in told]
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        comparisons=[cl.ExactMatch("town"), cl.ExactMatch("day"), cl.ExactMatch("dead"), cl.ExactMatch("victim")],
        blocking_rules_to_generate_predictions=[block_on("town", "day"), block_on("victim"), block_on("town", "dead")],
    )
    linker = splink.Linker(splink.DuckDBAPI().register(pandas.DataFrame(rows)), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("victim")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("town"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("victim"))
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(linker.inference.predict(), 0.9).as_pandas_dataframe()
    groups: dict[Any, set[str]] = defaultdict(set)
    for cluster, name in zip(clusters["cluster_id"], clusters["unique_id"], strict=True):
        groups[cluster].add(name)
    return list(groups.values())


def _fields(told: Told) -> dict[str, Any]:
    """What a report's first claim says of town, day, number and victim, as a linker of tables takes it."""
    claim = told.claims[0]
    return {
        "town": claim.places[0].name,
        "day": claim.time.from_ if claim.time else None,
        "dead": claim.count.low if claim.count else None,
        "victim": claim.victims[0].name if claim.victims else None,
    }


def link_with_dedupe(told: Sequence[Told]) -> list[set[str]]:
    """Groups of reports by dedupe 3 on the same fields. The labels it asks a person for are given from another collection, made from
    another seed: every pair of one happening, and as many of two, those first that agree in most.
    """
    dedupe = importlib.import_module("dedupe")
    kinds = dedupe.variables
    taught = make_collection(LABELLED, seed=8)
    table = {t.report.id: _as_text(t) for t in taught}
    deduper = dedupe.Dedupe(
        [
            kinds.Exact("town"),
            kinds.ShortString("day", has_missing=True),
            kinds.Exact("dead"),
            kinds.String("victim", has_missing=True),
        ],
        num_cores=1,
    )
    deduper.prepare_training(table)
    same = [(a, b) for a, b in combinations(taught, 2) if a.of == b.of]
    unlike = [(a, b) for a, b in combinations(taught, 2) if a.of != b.of]
    unlike = sorted(unlike, key=lambda pair: -_in_common(*pair))[: len(same)]
    deduper.mark_pairs(
        {
            "match": [(table[a.report.id], table[b.report.id]) for a, b in same],
            "distinct": [(table[a.report.id], table[b.report.id]) for a, b in unlike],
        }
    )
    deduper.train()
    clusters = deduper.partition({t.report.id: _as_text(t) for t in told})
    return [set(names) for names, _ in clusters]


def _in_common(a: Told, b: Told) -> int:
    """How many fields two reports agree in: the more, the harder to tell apart."""
    mine, theirs = _fields(a), _fields(b)
    return sum(mine[name] is not None and mine[name] == theirs[name] for name in mine)


def _as_text(told: Told) -> dict[str, str | None]:
    """The fields as words, which is what dedupe compares."""
    return {name: None if value is None else str(value) for name, value in _fields(told).items()}


def run_peers(size: int) -> list[dict[str, Any]]:
    """Each peer and Knell on the same collection."""
    told = make_collection(size)
    out: list[dict[str, Any]] = []

    def timed(name: str, module: str | None, do: Callable[[], dict[str, Any]]) -> None:
        if module is not None and importlib.util.find_spec(module) is None:
            out.append({"name": name, "not_run": f"{module} is not installed"})
            return
        begun = time.perf_counter()
        figures = do()
        out.append({"name": name, "reports": size, "seconds": time.perf_counter() - begun, **figures})

    timed("knell, all of it", None, lambda: score_pairs(_knell_groups(told), told))
    timed("datasketch, copies", "datasketch", lambda: {"pairs": find_copies_with("datasketch", told)})
    timed("rensa, copies", "rensa", lambda: {"pairs": find_copies_with("rensa", told)})
    timed("splink, linking", "splink", lambda: score_pairs(link_with_splink(told), told))
    timed("dedupe, linking", "dedupe", lambda: score_pairs(link_with_dedupe(told), told))
    return out


def _knell_groups(told: Sequence[Told]) -> list[set[str]]:
    matched = match([t.report for t in told], [c for t in told for c in t.claims])
    return [set(i.reports) for i in matched.incidents]


def _peak() -> float:
    """Peak resident megabytes of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _in_process(what: str, size: int) -> dict[str, float]:
    """One measurement in a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.peers", "--one", what, "--sizes", str(size)],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"peers: {what} {size}: {done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Runs the bench."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="reports in the collections")
    parser.add_argument("--peers", type=int, default=5_000, help="reports that peers are run on; 0 = none")
    parser.add_argument("--one", choices=("whole", "add"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    if options.one:
        print(json.dumps((reckon_whole if options.one == "whole" else add_one_by_one)(options.sizes[0])))
        return
    whole = [_in_process("whole", size) for size in options.sizes]
    for row in whole:
        print("matched and reckoned:", _line(row))
    if len(whole) > 1:
        a, b = whole[0], whole[-1]
        growth = (b["seconds"] / a["seconds"]) / (b["reports"] / a["reports"])
        print(f"growth from {a['reports']:,.0f} to {b['reports']:,.0f} reports: linear x {growth:.2f}")
    added = [_in_process("add", size) for size in options.sizes]
    for row in added:
        print("one more report:", _line(row))
    peers = run_peers(options.peers) if options.peers else []
    for row in peers:
        print(
            f"{row['name']}:", f"NOT RUN ({row['not_run']})" if "not_run" in row else _line({k: v for k, v in row.items() if k != "name"})
        )
    (FOLDER / "matching.json").write_text(json.dumps({"whole": whole, "added": added, "peers": peers}, indent=2) + "\n")


def _line(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value:,.2f}" if isinstance(value, float) else f"{name} {value:,}" for name, value in row.items())


if __name__ == "__main__":
    main()
