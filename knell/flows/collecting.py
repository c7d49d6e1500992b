"""How often Python looks for garbage while a collection is read or reckoned."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

FEW = (50_000, 20, 50)
"""Thresholds of the garbage collector while reading or reckoning. What a report leaves behind has no cycles, so that each look for them
is in vain; at Python's own thresholds they take a tenth of the time, and more the more there is."""


@contextmanager
def few_collections() -> Iterator[None]:
    """Lets the garbage collector look rarely, and puts it back as it was."""
    before = gc.get_threshold()
    gc.set_threshold(*FEW)
    try:
        yield
    finally:
        gc.set_threshold(*before)
