"""What opens the entries of a log: salts and values, those of one entry sealed under one erasable key."""

from collections.abc import Sequence
from functools import cache

from knell.records.errors import DamagedCasebook

from .entries import Content, Opening, Random, content_of
from .keyring import Keyring
from .log import Log, Sealed
from .sealing import Damaged, index_of, open_opening, seal_opening


class DamagedOpening(DamagedCasebook):
    """What opens an entry is no longer as it was stored."""


class Openings:
    """The openings of one log under one keyring. Bound to their casebook, entry and field: moved elsewhere they do not open."""

    def __init__(self, log: Log, keyring: Keyring, casebook: str) -> None:
        self._log, self._keyring, self._casebook = log, keyring, casebook

    def seal(self, position: int, openings: Sequence[Opening], index: int, random: Random) -> tuple[Sealed, ...]:
        """The openings of a new entry, sealed under the key at ``index``."""
        key = self._keyring.key(index)
        assert key is not None, "new keys are drawn where nothing has been erased"
        place = self._place(position)
        return tuple(Sealed(opening.field, seal_opening(key, index, place, opening, random)) for opening in openings)

    def of(self, position: int) -> tuple[Opening, ...]:
        """The openings of an entry; none where it has been erased. Raises ``DamagedOpening``."""
        place, key_of = self._place(position), cache(self._keyring.key)
        try:
            opened = [open_opening(key_of, place, row.field, row.sealed) for row in self._log.openings(position)]
        except Damaged as error:
            where, todo = str(self._keyring.path.parent.parent), "restore the casebook from a backup"
            raise DamagedOpening(f"what opens entry {position} is damaged: {error}", where=where, todo=todo) from None
        return tuple(opening for opening in opened if opening is not None)

    def content(self, position: int) -> Content | None:
        """What an entry records, or ``None`` where it has been erased. Raises ``DamagedOpening``."""
        openings = self.of(position)
        if not openings:
            return None
        return content_of(self._log.entry(position).type, {opening.field: opening.value for opening in openings})

    def keys(self, position: int) -> frozenset[int]:
        """The indices of the keys that an entry's openings are sealed under."""
        return frozenset(index_of(row.sealed) for row in self._log.openings(position))

    def _place(self, position: int) -> str:
        return f"{self._casebook}/{position}"
