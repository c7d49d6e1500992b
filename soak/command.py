"""A soak's command line: how many, or the short form; the seed; a folder of its own; figures to standard output and a file; the exit code.

python soak/NAME.py [--NUMBER n] [--short] [--seed 1] [--figures build/soak/NAME.json]
"""

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from knell.evidence import unlocking


class Number(NamedTuple):
    """An option that says how many of something. ``short``: how many in the short form; ``None``: as many."""

    name: str
    default: float
    short: float | None = None
    help: str | None = None


Asked = argparse.Namespace
"""What was asked for: a number by each ``Number``'s name, ``seed``, ``short``, ``figures``, and a soak's own options."""


def parser_of(about: str, *numbers: Number) -> argparse.ArgumentParser:
    """The options that all soaks share, and a soak's numbers. A soak may add its own."""
    parser = argparse.ArgumentParser(description=about)
    for number in numbers:
        parser.add_argument(f"--{number.name}", type=type(number.default), help=number.help or f"default: {number.default:,}")
    parser.add_argument("--short", action="store_true", help=", ".join(f"{n.short:,} {n.name}" for n in numbers if n.short is not None))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--figures", type=Path, help="a file for the figures, as JSON")
    parser.set_defaults(numbers=numbers)
    return parser


def ask(parser: argparse.ArgumentParser) -> Asked:
    """What the command line asks for. A number that was not given is the short form's, or the default."""
    asked = parser.parse_args()
    for number in asked.numbers:
        if getattr(asked, number.name) is None:
            setattr(asked, number.name, number.short if asked.short and number.short is not None else number.default)
    return asked


def finish(asked: Asked, figures: dict[str, Any], *, holds: bool) -> int:
    """Writes the figures out; the exit code."""
    told = json.dumps(figures, indent=2) + "\n"
    os.write(1, told.encode())
    if asked.figures:
        asked.figures.parent.mkdir(parents=True, exist_ok=True)
        asked.figures.write_text(told)
    return 0 if holds else 1


def run(parser: argparse.ArgumentParser, measure: Callable[[Asked, Path], dict[str, Any]], holds: Callable[[dict[str, Any]], bool]) -> int:
    """A soak from its command line to its exit code. ``measure`` is given a folder of its own; ``holds``: whether all is well."""
    asked = ask(parser)
    with own_folder() as folder:
        figures = measure(asked, folder)
    return finish(asked, figures, holds=holds(figures))


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder of one's own, in memory where the system has such a place: a kill does not ask which disk it was."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="knell-soak-", dir=memory if os.access(memory, os.W_OK) else None))
    try:
        yield folder
    finally:
        forget_folder(folder)


def forget_folder(folder: Path) -> None:
    """Takes a folder away, with what this process knows of stores in it."""
    for path in [folder, *folder.rglob("evidence*")]:
        unlocking.forget(path)
    shutil.rmtree(folder, ignore_errors=True)
