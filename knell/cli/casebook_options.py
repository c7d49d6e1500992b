"""What the commands over a casebook share: its folder, who is at the desk, the time, chance, and the progress bar."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Any, TypedDict

import click

from .passphrases import passphrase_option

FOLDER = click.Path(path_type=Path, file_okay=False)
Decorated = Callable[..., Any]


class Hands(TypedDict):
    """What a flow that may write is handed: who, chance and time."""

    actor: str
    random: Callable[[int], bytes]
    now: Callable[[], datetime]


def casebook_option(command: Decorated) -> Decorated:
    """``--casebook FOLDER``, and ``--passphrase-file FILE`` for one that is encrypted."""
    named = click.option("--casebook", "folder", type=FOLDER, required=True, help="The casebook's folder.")
    return named(passphrase_option(command))


def progress_option(command: Decorated) -> Decorated:
    """``--progress/--no-progress``."""
    return click.option("--progress/--no-progress", default=None, help="Show a bar on standard error. Default: where that is a terminal.")(
        command
    )


def seconds_option(command: Decorated) -> Decorated:
    """``--seconds``: how long an address may take."""
    told = "How long one address may take, redirects included. Through Tor, give more."
    return click.option("--seconds", type=click.FloatRange(5, 600), default=60, show_default=True, help=told)(command)


def hands() -> Hands:
    """The person at the desk (``KNELL_ACTOR``, else the login name; kept as a pseudonym only), the system's chance and its clock."""
    return Hands(actor=os.environ.get("KNELL_ACTOR") or _login(), random=os.urandom, now=lambda: datetime.now(UTC))


@contextmanager
def progress_bar(wanted: bool | None) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error for each long step; says nothing where none is wanted."""
    if not (sys.stderr.isatty() if wanted is None else wanted):
        yield _say_nothing
        return
    bars = _Bars()
    try:
        yield bars.advance
    finally:
        bars.close()


def _say_nothing(doing: str, done: int, of: int) -> None:
    """No bar."""


class _Bars:
    def __init__(self) -> None:
        self._doing, self._bar, self._done = "", None, 0  # type: str, Any, int

    def advance(self, doing: str, done: int, of: int) -> None:
        if of == 0:
            return
        if doing != self._doing:
            self.close()
            self._doing, self._done = doing, 0
            self._bar = click.progressbar(length=of, label=f"{doing:<10}", file=sys.stderr).__enter__()
        self._bar.update(done - self._done)
        self._done = done

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


def _login() -> str:
    try:
        return getuser()
    except (KeyError, OSError):
        return "nobody"
