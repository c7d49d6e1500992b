"""What the ledger makes of the log's entries about exhibits.

1. A receipt, an examination or a picture becomes a row; what the file states of itself stays in the log.
2. An exhibit with prints is compared with all that have some: a pair that looks alike becomes a row, whichever came first.
3. What people said is settled: of several decisions on one thing the latest is in force; a link is pinned to the claim that stands where
   it stood, or waits.
"""

from collections.abc import Iterable

import msgspec

from knell.casebook import exhibits as rows
from knell.casebook.recording import Ledger
from knell.casebook.verdicts import Pinned
from knell.evidence.entries import Derive, Examine, Exhibit
from knell.evidence.keys import StoreKey
from knell.evidence.store import Logged
from knell.matching.footage import Footage, Gallery
from knell.records.exhibit import Found, Print

from .rulings import find_claim


def exhibit_id(key: StoreKey, sha256: str) -> str:
    """The exhibit's id in this casebook: ``x:`` and 16 hex of the keyed hash of its bytes."""
    return f"x:{key.blob_name(sha256)[:16]}"


def prints_of(exhibit: str, prints: str) -> Footage:
    """An exhibit's prints, as they are kept, as footage to compare."""
    told = msgspec.json.decode(prints, type=tuple[Print, ...])
    return Footage(exhibit, bool(told) and told[0].at is not None, told)


class Hanging:
    """Follows the log's entries about exhibits. Keeps all prints at hand once some are needed."""

    def __init__(self, ledger: Ledger, key: StoreKey) -> None:
        self._ledger, self._key = ledger, key
        self._gallery: Gallery | None = None

    def project(self, logged: Logged, content: Exhibit | Examine | Derive) -> None:
        """What one entry changes. An entry whose exhibit has been erased changes nothing."""
        if isinstance(content, Exhibit):
            blob = self._key.blob_name(content.sha256)
            rows.put_exhibit(self._ledger, exhibit_id(self._key, content.sha256), blob, logged.position, logged.leaf)
            return
        exhibit = rows.exhibit_of_leaf(self._ledger, logged.entry.parents)
        if exhibit is None:
            return
        if isinstance(content, Examine):
            self._project_examination(exhibit, logged, content)
        else:
            told = {name: getattr(content, name) for name in ("kind", "at", "width", "height")}
            rows.put_picture(self._ledger, exhibit, logged.position, logged.leaf, told)

    def drop(self, positions: Iterable[int]) -> None:
        """What erased entries said goes."""
        rows.drop_exhibit_entries(self._ledger, positions)
        self._gallery = None

    def _project_examination(self, exhibit: str, logged: Logged, content: Examine) -> None:
        looks = looks_of(content)
        known = [(name, told) for name, told in rows.all_prints(self._ledger) if name == exhibit]
        rows.put_examination(self._ledger, exhibit, logged.position, logged.leaf, looks, content.prints)
        if known or self._gallery is None:
            self._gallery = Gallery(prints_of(name, told) for name, told in rows.all_prints(self._ledger) if name != exhibit)
        if not content.prints:
            rows.put_matches(self._ledger, exhibit, ())
            return
        footage = prints_of(exhibit, content.prints)
        rows.put_matches(self._ledger, exhibit, self._gallery.meet(footage))
        self._gallery.add(footage)


def looks_of(content: Examine) -> rows.Looks:
    """What overviews need of an examination."""
    if content.found is None:
        return rows.Looks(kind="other", media="application/octet-stream", said="bytes that were not opened", fault=content.fault)
    found = msgspec.json.decode(content.found, type=Found)
    told = {
        name: getattr(found, name)
        for name in ("kind", "media", "said", "width", "height", "milliseconds", "pages", "taken", "located", "seen", "notes")
    }
    stated = len(msgspec.json.decode(content.metadata)) if content.metadata else 0
    return rows.Looks(**told, credential=found.credential_state, stated=stated, fault=content.fault)


def settle_exhibits(ledger: Ledger) -> None:
    """Notes in the ledger which decisions about exhibits are in force, and which claim each link is pinned to now."""
    decided = rows.decisions_on_exhibits(ledger)
    here = rows.exhibit_ids(ledger) if decided else set()
    pins: dict[int, Pinned] = {}
    latest: dict[tuple[str, ...], int] = {}
    for row in decided:
        question: tuple[str, ...] = (row.about.exhibit, row.field)
        if row.field in (rows.LINK, rows.UNLINK):
            claims = ledger.claims_of_text(row.text) if row.text else []
            one = find_claim(claims, row.spans, row.about.harm or "none")
            if one is None:
                continue
            pins[row.position] = Pinned(claim=one[0], how=one[1])
            question = (row.about.exhibit, rows.LINK, one[0])
        latest[question] = row.position
    in_force = set(latest.values())
    for row in decided:
        pinned = pins.get(row.position)
        waits = row.about.exhibit not in here or (pinned is None and row.field in (rows.LINK, rows.UNLINK))
        state = "waiting" if waits else "applied" if row.position in in_force else "superseded"
        told = msgspec.json.encode(pinned, order="sorted").decode() if pinned else None
        if (state, told) != (row.state, row.found):
            ledger.note_found(row.position, state, told)
