"""Whatever happens to a store, in whatever order: no entry changes, nothing contradicts itself, what is erased is gone."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knell.evidence.store import Stamp, make_store, open_store
from tests.evidence.cast import AT, Chance, receipt, sha256

TEXTS = [f"The words of witness {n}, which nobody else may read.".encode() for n in range(4)]
RECEIVE = st.tuples(st.just("receive"), st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3))
ERASE = st.tuples(st.just("erase"), st.sampled_from(TEXTS))
REOPEN = st.tuples(st.just("reopen"), st.none())


@settings(max_examples=25)
@given(history=st.lists(st.one_of(RECEIVE, ERASE, REOPEN), min_size=1, max_size=8))
def test_any_history_leaves_a_store_that_agrees_with_itself(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, object]]
) -> None:
    folder, chance = tmp_path_factory.mktemp("store") / "evidence", Chance()
    store = make_store(folder, "c" * 32, "Coast", AT, "amal", chance)
    stamp, held, leaves = Stamp(AT, store.key.pseudonym("amal")), dict.fromkeys(TEXTS, 0), [row.leaf for row in store.logged()]
    for act, what in history:
        with store.writing():
            if act == "receive":
                texts: list[bytes] = what  # type: ignore[assignment]
                store.append([receipt(text) for text in texts], stamp, chance, blobs=texts)
                for text in texts:
                    held[text] += 1
            elif act == "erase" and held[what]:  # type: ignore[index]
                store.erase(store.positions_of_bytes(sha256(what)), stamp, chance, reason="x")  # type: ignore[arg-type]
                held[what] = 0  # type: ignore[index]
        if act == "reopen":
            store.close()
            store = open_store(folder)
        now = [row.leaf for row in store.logged()]
        assert now[: len(leaves)] == leaves
        leaves = now
        assert store.faults() == []
        assert {text: len(store.positions_of_bytes(sha256(text))) for text in TEXTS} == held
        assert [store.read_bytes(sha256(text)) for text in TEXTS] == [text if held[text] else None for text in TEXTS]
    store.close()
    left = _everything(folder)
    assert [text in left for text in TEXTS] == [False for _ in TEXTS]


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
