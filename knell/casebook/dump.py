"""The ledger as canonical bytes, so that two ledgers can be compared to the letter.

One JSON object a line, tables by name, rows in the order of their own bytes, keys sorted; without Django's row numbers, which
mean nothing. ``arrival=False`` leaves out what only says when and in what order things came (log positions, leaf hashes, times of
receipt, the projection's place): what is left is the same whatever the order of arrival was.
"""

from typing import Any

import msgspec

from .recording import CASEBOOKS, TABLES, Ledger

_ARRIVAL = frozenset({"position", "at", "leaf", "supersedes"})
_ENCODER = msgspec.json.Encoder(order="sorted")


def dump_ledger(ledger: Ledger, *, arrival: bool = True) -> bytes:
    """The canonical bytes of a casebook's ledger."""
    lines = [
        _ENCODER.encode({"table": "Casebook", **row}) for row in CASEBOOKS.objects.using(ledger.alias).filter(id=ledger.casebook).values()
    ]
    for model in TABLES:
        rows = (_row(model.__name__, values, arrival) for values in ledger.own(model).values().iterator())
        lines += sorted(_ENCODER.encode(row) for row in rows)
    return b"".join(line + b"\n" for line in lines)


def _row(table: str, values: dict[str, Any], arrival: bool) -> dict[str, Any]:
    left = {"id"} if arrival else {"id"} | _ARRIVAL
    return {"table": table} | {name: value for name, value in values.items() if name not in left}
