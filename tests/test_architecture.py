"""The walls that no import can show: a step touches no file, no clock, no chance, no screen."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import knell

HOUSE = Path(knell.__file__).parent
STEPS = ("intake", "reading", "matching", "reckoning", "publishing")

BANNED_NAMES = {"open", "print", "input", "breakpoint", "exec", "eval"}
BANNED_MODULES = {
    "os": "files, settings and chance",
    "io.open": "files",
    "time": "the clock",
    "random": "chance",
    "secrets": "chance",
    "socket": "the network",
    "urllib.request": "the network",
    "http.client": "the network",
    "subprocess": "other programs",
    "tempfile": "files",
    "shutil": "files",
    "glob": "files",
    "sqlite3": "a database",
    "logging": "the screen",
    "multiprocessing": "processes are the flow's",
    "concurrent.futures": "processes are the flow's",
    "importlib.resources": "package data is loaded in knell/terms only",
}
BANNED_METHODS = {
    "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "touch", "iterdir", "glob", "rglob", "exists",
    "is_file", "is_dir", "now", "today", "utcnow", "uuid1", "uuid4", "urlopen",
}  # fmt: skip


def reaches_outside(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and word of everything in a module that a step must be handed instead of taking."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in BANNED_NAMES and isinstance(node.ctx, ast.Load):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and node.attr in BANNED_METHODS:
            yield node.lineno, "." + node.attr
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if any(alias.name == name or alias.name.startswith(name + ".") for name in BANNED_MODULES):
                    yield node.lineno, "import " + alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                if any(full == name or full.startswith(name + ".") for name in BANNED_MODULES):
                    yield node.lineno, f"from {node.module} import {alias.name}"


def modules_of_steps() -> list[Path]:
    return sorted(path for step in STEPS for path in (HOUSE / step).rglob("*.py"))


@pytest.mark.parametrize("path", modules_of_steps(), ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_a_step_is_handed_its_files_its_clock_and_its_chance(path: Path) -> None:
    found = [f"{path.relative_to(HOUSE)}:{line}: {word}" for line, word in reaches_outside(ast.parse(path.read_text(encoding="utf-8")))]
    assert not found, "hand it in from the flow instead: " + "; ".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "open('f')",
        "x = open",
        "print(1)",
        "import time",
        "import os.path",
        "from os import environ",
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.date.today()",
        "def f():\n    import random",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sqlite3",
        "from pathlib import Path\nPath('f').read_text()",
        "from urllib import request",
        "from importlib import resources",
        "from concurrent import futures",
    ],
)
def test_each_way_out_is_seen(source: str) -> None:
    assert list(reaches_outside(ast.parse(source)))


def test_what_a_step_needs_stays_allowed() -> None:
    allowed = (
        "from datetime import date\nimport io, re, hashlib\nfrom pathlib import PurePath\ndate.fromisoformat('2025-03-08')\nio.BytesIO(b'')"
    )
    assert not list(reaches_outside(ast.parse(allowed)))


def test_every_step_of_the_house_is_looked_at() -> None:
    rooms = {path.relative_to(HOUSE).parts[0] for path in modules_of_steps()}
    assert rooms == set(STEPS)


UNTELLING = {"utils", "util", "helpers", "helper", "manager", "managers", "data", "common", "misc", "core", "base_utils", "shared"}


def test_every_module_says_by_its_name_what_it_holds() -> None:
    named = [path for path in HOUSE.rglob("*.py") if path.stem in UNTELLING or path.parent.name in UNTELLING]
    assert not named, f"a name for a drawer, not for what is in it: {[path.relative_to(HOUSE).as_posix() for path in named]}"
