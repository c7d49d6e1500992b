"""How a passphrase reaches Knell: from a file, from ``KNELL_PASSPHRASE``, or typed on a terminal. Never as an argument.

The variable is taken out of the environment as soon as Knell runs, so that no process it starts inherits it.
"""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from knell.records.errors import UsageError

from .secrecy import keep_memory_private

VARIABLE = "KNELL_PASSPHRASE"
NEW_VARIABLE = "KNELL_NEW_PASSPHRASE"
KEY_VARIABLE = "KNELL_KEY_PASSPHRASE"
WAYS = f"on a terminal, in {VARIABLE}, or with --passphrase-file"
WAYS_FOR_NEW = f"give the new one on a terminal, in {NEW_VARIABLE}, or with --new-passphrase-file"
_MOST_BYTES = 4096

Decorated = Callable[..., Any]

_held: dict[str, str] = {}


def hold_passphrases() -> None:
    """Takes the passphrases out of this process's environment and keeps them in its memory. Called before anything else runs."""
    for name in (VARIABLE, NEW_VARIABLE, KEY_VARIABLE):
        value = os.environ.pop(name, None)
        if value is None:
            _held.pop(name, None)
        else:
            _held[name] = value


def given_passphrase(variable: str) -> str | None:
    """What a variable held when Knell was started; ``None`` where it was not set, or was empty."""
    keep_memory_private()
    return _held.get(variable) or None


def passphrase_option(command: Decorated) -> Decorated:
    """``--passphrase-file FILE``, and with it the answer to whoever asks for the casebook's passphrase."""
    return click.option(
        "--passphrase-file",
        type=click.Path(path_type=Path, dir_okay=False),
        expose_value=False,
        callback=_name_asker,
        help=f"A file with the casebook's passphrase. Else it is taken from {VARIABLE} or asked for.",
    )(command)


def new_passphrase_option(command: Decorated) -> Decorated:
    """``--new-passphrase-file FILE``; the command gets ``new_file``."""
    file = click.Path(path_type=Path, dir_okay=False)
    told = f"A file with the new passphrase. Else it is taken from {NEW_VARIABLE} or asked for, twice."
    return click.option("--new-passphrase-file", "new_file", type=file, help=told)(command)


def new_passphrase(file: Path | None, variable: str, ways: str) -> str:
    """A passphrase for a new keyring: from a file, from a variable, or typed twice. Raises ``UsageError`` that names ``ways``."""
    keep_memory_private()
    if file is not None:
        return read_passphrase(file)
    if variable in _held:
        return _held[variable]
    if not sys.stdin.isatty():
        raise UsageError("a casebook is encrypted, and no passphrase was given", todo=ways)
    typed: str = click.prompt("A passphrase for the casebook", hide_input=True, confirmation_prompt="The same again", err=True)
    return typed


def passphrase_of_key(key: Path, file: Path | None, *, new: bool = False) -> str:
    """The passphrase of a person's own key file: from a file, from ``KNELL_KEY_PASSPHRASE``, or typed (twice for a ``new`` one)."""
    keep_memory_private()
    if file is not None:
        return read_passphrase(file)
    if KEY_VARIABLE in _held:
        return _held[KEY_VARIABLE]
    if not sys.stdin.isatty():
        ways = f"on a terminal, in {KEY_VARIABLE}, or with --key-passphrase-file"
        raise UsageError("the key file has a passphrase of its own, and it was not given", where=str(key), todo=f"give it {ways}")
    again = "The same again" if new else False
    typed: str = click.prompt(f"Passphrase of the key file {key}", hide_input=True, confirmation_prompt=again, err=True)
    return typed


def read_passphrase(file: Path) -> str:
    """The first line of a file. Raises ``UsageError``; warns of a file that others on the machine can read."""
    try:
        with file.open("rb") as source:
            _warn_of_readers(file, os.fstat(source.fileno()))
            told = source.read(_MOST_BYTES).decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = getattr(error, "strerror", None) or "is no text"
        raise UsageError(f"the passphrase cannot be read: {what}", where=str(file), todo="check --passphrase-file") from error
    if not told or not told[0]:
        raise UsageError("the file holds no passphrase", where=str(file), todo="put it on the first line")
    return told[0]


def _name_asker(_context: click.Context, _parameter: click.Parameter, file: Path | None) -> None:
    from knell.evidence.unlocking import ask_with

    ask_with(lambda folder: passphrase_of(folder, file))


def passphrase_of(folder: Path, file: Path | None) -> str:
    """The passphrase of a casebook: from a file, from ``KNELL_PASSPHRASE``, or typed."""
    keep_memory_private()
    if file is not None:
        return read_passphrase(file)
    if VARIABLE in _held:
        return _held[VARIABLE]
    if not sys.stdin.isatty():
        raise UsageError("the casebook is locked, and no passphrase was given", where=str(folder), todo=f"give it {WAYS}")
    typed: str = click.prompt(f"Passphrase of {folder}", hide_input=True, err=True)
    return typed


def _warn_of_readers(file: Path, status: os.stat_result) -> None:
    mode = stat.S_IMODE(status.st_mode)
    if stat.S_ISREG(status.st_mode) and mode & 0o077:
        click.echo(f"knell: {file}: others on this machine can read the passphrase (mode {mode:o}); chmod 600 {file}", err=True)
