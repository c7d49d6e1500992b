"""The log's speed: how fast entries are written so that a power cut cannot take them, and how fast all of them are checked.

1. Single appends: one entry a transaction, durable when it returns, its checkpoint signed (by the wall: the disk decides).
2. Batched leaves: entries with the tree over them in transactions of a thousand, as an import of an archive writes them; and the same with
   what opens them sealed, as `knell add` writes them.
3. Audit: every entry's hash, every stored node and the checkpoints, as `knell verify` checks the tree; and with all contents.
4. Proofs in a log of a million entries: hashes in one, and the time to make and check it.

Batches and audits are told by the processor's time, which does not change with what else the machine does; the best of the rounds counts.

    python -m tools.bench_log [--short] [--figures build/bench/log.json]
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from knell.evidence.audit import Audited, audit_contents, audit_tree
from knell.evidence.canonical import canonical_bytes
from knell.evidence.entries import Entry, Ingest, type_of
from knell.evidence.log import New
from knell.evidence.store import Stamp, Store, make_store, sign_tree
from knell.evidence.tree import Frontier, Node, check_inclusion, inclusion_path, leaf_hash, peaks_of

AT = "2025-03-08T09:00:00Z"
MILLION = 1_000_000
BATCH = 1000
FLOORS = {"single_appends": 219, "batched_leaves": 26_000, "audit_leaves": 299_000, "proof_hashes": 20}
"""What the research note measured for a log of its own: the first three not less, the last not more."""


def main() -> int:
    """Prints the table, and says where a figure is worse than the note's: a slow or busy disk alone can make it so."""
    parser = argparse.ArgumentParser(description="speed of the evidence log")
    parser.add_argument("--short", action="store_true", help="few entries, once: shows that it runs")
    parser.add_argument("--figures", type=Path, help="a file for the figures, as JSON")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="knell-bench-"))
    try:
        figures = measure(folder, short=asked.short)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    show(figures)
    if asked.figures:
        asked.figures.parent.mkdir(parents=True, exist_ok=True)
        asked.figures.write_text(json.dumps(figures, indent=2) + "\n")
    return 0


def measure(folder: Path, *, short: bool) -> dict[str, float]:
    """All figures: a second's worth of each, but for the proof's."""
    singles, leaves, full, rounds = (20, 2 * BATCH, 200, 1) if short else (200, 200 * BATCH, 3 * BATCH, 5)
    store = make_store(folder / "evidence", "c" * 32, "bench", AT, "bench", os.urandom)
    stamp = Stamp(AT, store.key.pseudonym("bench"))
    figures = {"single_appends": max(_append_singly(store, stamp, singles) for _ in range(rounds))}
    figures["disk_syncs"] = max(_sync_often(folder / "synced", singles) for _ in range(rounds))
    figures["batched_entries"] = max(_append_batch(store, stamp, full) for _ in range(rounds))
    figures["audit_contents"] = _rate(store.length(), lambda: _exhaust(audit_contents(_audited(store), _quiet)))
    figures["batched_leaves"] = _add_leaves(store, leaves)
    figures["audit_leaves"] = max(_rate(store.length(), lambda: _exhaust(audit_tree(_audited(store), _quiet))) for _ in range(rounds))
    figures["entries"] = store.length()
    store.close()
    return figures | _prove(10_000 if short else MILLION)


def show(figures: dict[str, float]) -> None:
    """The table."""
    rows = (
        ("single durable appends a second", "single_appends", "single_appends"),
        ("    and what the disk itself syncs a second", "disk_syncs", None),
        ("leaves a second, in batches of a thousand", "batched_leaves", "batched_leaves"),
        ("whole entries a second, sealed, in batches", "batched_entries", None),
        ("leaves a second, audit of the tree", "audit_leaves", "audit_leaves"),
        ("whole entries a second, audit of the contents", "audit_contents", None),
        ("hashes in a proof", "proof_hashes", "proof_hashes"),
        ("milliseconds to make and check a proof", "proof_ms", None),
    )
    for words, name, floor in rows:
        beside = f"  (the note: {FLOORS[floor]:,}{', not reached' if _is_worse(floor, figures[name]) else ''})" if floor else ""
        sys.stdout.write(f"{words:<46} {figures[name]:>12,.2f}{beside}\n")


def _is_worse(name: str, figure: float) -> bool:
    return figure > FLOORS[name] if name == "proof_hashes" else figure < FLOORS[name]


def _append_singly(store: Store, stamp: Stamp, number: int) -> float:
    with store.writing():
        begun = time.perf_counter()
        for n in range(number):
            store.append([_receipt(n)], stamp, os.urandom)
        return number / (time.perf_counter() - begun)


def _sync_often(path: Path, number: int) -> float:
    """What the disk can do at most: a page written and synced, nothing else."""
    with path.open("wb", buffering=0) as file:
        begun = time.perf_counter()
        for _ in range(number):
            file.write(bytes(4096))
            os.fsync(file.fileno())
        return number / (time.perf_counter() - begun)


def _append_batch(store: Store, stamp: Stamp, number: int) -> float:
    contents = [_receipt(n) for n in range(number)]
    with store.writing():
        return _rate(number, lambda: store.append(contents, stamp, os.urandom))


def _add_leaves(store: Store, number: int) -> float:
    """Entries as they are logged, without openings: the log and the tree alone. The entries themselves are made beforehand."""
    log, frontier = store._log, store._log.frontier()
    start = frontier.size
    entries = [New(position, _entry(store, position), ()) for position in range(start, start + number)]

    def write() -> None:
        for at in range(0, number, BATCH):
            log.begin()
            log.add_nodes(frontier.add(log.add(entries[at : at + BATCH])))
            log.add_checkpoint(sign_tree(frontier, store.keyring, store.public))
            log.commit()

    return _rate(number, write)


def _prove(size: int) -> dict[str, float]:
    frontier, nodes = Frontier(), dict[Node, bytes]()
    leaves = [hashlib.sha256(n.to_bytes(8)).digest() for n in range(size)]
    for level in frontier.add(leaves):
        nodes.update((Node(level.level, level.first + n), value) for n, value in enumerate(level.hashes))
    nodes.update((Node(0, n), leaf) for n, leaf in enumerate(leaves))
    assert all(peak in nodes for peak in peaks_of(size))
    most, spent, asked = 0, 0.0, range(0, size, max(1, size // 1000))
    for position in asked:
        begun = time.process_time()
        path = inclusion_path(position, size, nodes.__getitem__)
        assert check_inclusion(leaves[position], position, size, path, frontier.root())
        spent += time.process_time() - begun
        most = max(most, len(path))
    return {"proof_hashes": most, "proof_ms": 1000 * spent / len(asked)}


def _receipt(number: int) -> Ingest:
    return Ingest(sha256=hashlib.sha256(number.to_bytes(8)).hexdigest(), size=number, name=f"report-{number}.txt", outlet="Example Wire")


def _entry(store: Store, position: int) -> bytes:
    content = _receipt(position)
    fields = {name: leaf_hash(f"{position}{name}".encode()).hex() for name in content.__struct_fields__}
    entry = Entry(casebook=store.casebook, position=position, type=type_of(content), at=AT, actor="a:0", fields=fields)
    return canonical_bytes(entry)


def _audited(store: Store) -> Audited:
    return Audited(store._log, store._blobs, store._openings, store.key, store.signers(), store.casebook)


def _quiet(*_told: object) -> None:
    """Says nothing."""


def _exhaust(findings: object) -> None:
    for _ in findings:  # type: ignore[attr-defined]
        pass


def _rate(number: int, act: Callable[[], object]) -> float:
    """How many a second of the processor."""
    begun = time.process_time()
    act()
    return number / (time.process_time() - begun)


if __name__ == "__main__":
    sys.exit(main())
