"""How reports came in: each receipt, with the hash the log has and whether the bytes still fit it."""

from collections.abc import Iterable

from knell.casebook.ledger import Casebook
from knell.evidence.store import open_store
from knell.flows.why import Custody, receipts_of

from .legible import legible

STATES = {
    "unchanged": "the bytes still have this hash", "changed": "the bytes no longer have this hash", "missing": "the bytes are missing",
    "erased": "erased",
}  # fmt: skip


def read_custody(casebook: Casebook, reports: Iterable[str]) -> dict[str, tuple[Custody, ...]]:
    """Report -> its receipts, each checked against the bytes as they lie there now."""
    store = open_store(casebook.path / "evidence")
    try:
        return {report: tuple(_shown(one) for one in receipts_of(casebook, store, report)) for report in reports}
    finally:
        store.close()


def _shown(one: Custody) -> Custody:
    """The receipt with its words made legible and its state in a sentence."""
    origin = legible(one.origin) if one.origin else None
    outlet = legible(one.outlet) if one.outlet else None
    return one._replace(name=legible(one.name), origin=origin, outlet=outlet, state=STATES.get(one.state, one.state))
