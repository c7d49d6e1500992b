"""What the steps of reading hand to one another: small values that never change and never leave this room.

No records of the house (``knell.records``), because there are thousands of them in a report: they are not checked, and hold nothing
that could lead back to themselves, so that the garbage collector leaves them alone.
"""

from typing import Any, Self

import msgspec


class Plain(msgspec.Struct, frozen=True, order=True, gc=False):
    """The base of such values. Compared, hashed and sorted by their fields, in their order."""

    def _replace(self, **changes: Any) -> Self:
        """The same value with some fields changed."""
        return msgspec.structs.replace(self, **changes)
