"""``--key FILE``: a person's own key file, and how its passphrase reaches Knell."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .passphrases import KEY_VARIABLE, passphrase_of_key

if TYPE_CHECKING:
    from knell.evidence.people import Person

Decorated = Callable[..., Any]


def key_option(*, required: bool = False, help: str) -> Callable[[Decorated], Decorated]:  # noqa: A002  click's own word
    """``--key FILE`` and ``--key-passphrase-file FILE``; the command gets ``key_file`` and ``key_passphrase_file``."""

    def decorate(command: Decorated) -> Decorated:
        file = click.Path(path_type=Path, dir_okay=False)
        told = f"A file with that file's passphrase. Else it is taken from {KEY_VARIABLE} or asked for."
        command = click.option("--key-passphrase-file", type=file, help=told)(command)
        return click.option("--key", "key_file", metavar="FILE", type=file, required=required, help=help)(command)

    return decorate


def open_key(key_file: Path | None, passphrase_file: Path | None) -> "Person | None":
    """The person of a key file, opened; ``None`` where none is named."""
    from knell.evidence.people import open_person

    if key_file is None:
        return None
    return open_person(key_file, passphrase_of_key(key_file, passphrase_file))
