"""What a child of a test hears of the keyboard."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def heard_interrupts() -> Iterator[None]:
    """A child begun here ends on Ctrl-C, though who runs the tests may have left that out (as ``nohup`` and ``&`` do)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
