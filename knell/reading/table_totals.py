"""Totals of tables: a row or column of totals is the total of those it closes, and is never added to them."""

from collections.abc import Sequence

import msgspec

from knell.records import Relation

from .claims import Draft


def link_totals(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, named, with what a table's totals and parts are of one another. The marks of the layout are dropped."""
    if not any("table" in d.rules for d in drafts):
        return list(drafts)
    out = list(drafts)
    open_rows: dict[tuple[str, str], list[int]] = {}
    closed: dict[tuple[str, str], list[int]] = {}
    for n, draft in enumerate(drafts):
        rules = draft.rules
        if "table" not in rules:
            open_rows, closed = {}, {}
            continue
        if "table part" in rules:
            _join(out, [n], n - int(rules["table part"]))
        kind = rules.get("table total")
        key = (draft.claim.harm, rules.get("table column", ""))
        if kind is None or kind == "columns":
            open_rows.setdefault(key, []).append(n)
        else:
            parts = open_rows.pop(key, [])
            if (kind == "grand" or not parts) and key in closed:
                parts = [*closed.pop(key), *parts]
            _join(out, parts, n)
            closed.setdefault(key, []).append(n)
        if kind == "columns":
            row = next(m for m in range(n, -1, -1) if m == 0 or drafts[m - 1].unit != draft.unit)
            _join(out, [m for m in range(row, n) if drafts[m].claim.harm == draft.claim.harm], n)
    return [d if "table" not in d.rules else d._replace(rules={k: v for k, v in d.rules.items() if not k.startswith("table")}) for d in out]


def _join(out: list[Draft], parts: Sequence[int], whole: int) -> None:
    """Says of a total and its parts what they are of one another."""
    total = out[whole].claim
    inside = {out[m].claim.claim for m in parts}
    for m in parts:
        part = out[m].claim
        kept = tuple(r for r in part.relations if r.claim != total.claim)
        out[m] = out[m]._replace(claim=msgspec.structs.replace(part, relations=(*kept, Relation(kind="part_of", claim=total.claim))))
    kept = tuple(r for r in total.relations if r.claim not in inside)
    added = tuple(Relation(kind="total_of", claim=out[m].claim.claim) for m in parts)
    out[whole] = out[whole]._replace(claim=msgspec.structs.replace(total, relations=(*kept, *added)))
