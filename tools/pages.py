"""The documentation's generated pages, and the check that no page has drifted.

Without an option: writes docs/reference/cli.md from the commands themselves, and docs/reference/schema.json from the records, and
docs/reference/conventions.md from the conventions.
``--check`` changes nothing and fails where

1. a generated page is not what would be written now;
2. a link in a page leads nowhere (a file that is not there, a heading that is not there);
3. a page shows a ``knell`` command or option, or a ``make`` target, that does not exist, or names a module, function or file that does not;
4. a command is in no page but the generated one, or a page is not in the index;
5. a file holds what no file of ours may hold: an address of a package index, a path of somebody's machine.
"""

import argparse
import importlib
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from knell.cli.main import COMMANDS, knell
from knell.flows.codebook import list_conventions
from knell.publishing.codebook import write_conventions
from knell.publishing.schema import describe_contract

ROOT = Path(__file__).resolve().parent.parent
CLI_PAGE = Path("docs/reference/cli.md")
SCHEMA_PAGE = Path("docs/reference/schema.json")
CONVENTIONS_PAGE = Path("docs/reference/conventions.md")
WIDTH = 100

# Written in halves, or this file would find itself.
FORBIDDEN = {
    "an address of a package index": r"py" r"pi\.org|python" r"hosted\.org|registry\.npm" r"js|deb\.deb" r"ian\.org",
    "a path of somebody's machine": r"(?<![\w.])(?:/wo" r"rk/|/ro" r"ot/|/ho" r"me/\w|/Use" r"rs/\w|/fa" r"rm/)|\.\./sha" r"red",
}
NOT_OURS = {".git", ".venv", ".demo", ".gate", ".bench", ".lock", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
NOT_OURS |= {"__pycache__", ".import_linter_cache", "build", "dist", "node_modules"}
LARGEST_LOOKED_INTO = 2_000_000

LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.*)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^ {4}.*$", re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
OURS = re.compile(r"knell(?:\.\w+)+")
OUR_FILE = re.compile(r"(?:knell|tools|soak|tests|gate|examples)/[\w./-]+")


def write_cli_page() -> str:
    """What each command says of itself, as it prints it."""
    parts = [
        "# The command line\n",
        "<!-- Written by `make docs` from the commands themselves: change the commands, not this page. -->\n",
        "Every command has `--help`. Errors are one line on standard error: what, where, what to do.\n",
        "| Exit code | Meaning |\n|---|---|\n| 0 | done |\n| 1 | some inputs failed; each is named, the rest is done |\n"
        "| 2 | the command line is wrong |\n| 3 | a check the command exists to make came out negative |\n"
        "| 70 | a fault of Knell's own |\n",
        _help_of(knell, "knell", None),
    ]
    root = click.Context(knell, info_name="knell")
    parts += [_help_of(importlib.import_module(module).command, name, root) for name, module in COMMANDS.items()]
    return "\n".join(parts)


def _help_of(command: click.Command, name: str, parent: click.Context | None) -> str:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH)
    told = f"## {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    if not isinstance(command, click.Group) or parent is None:
        return told
    return "\n".join([told, *(_help_of(command.commands[below], below, context) for below in command.list_commands(context))])


def write_schema_page() -> str:
    """The contract as JSON Schema, as ``knell schema`` prints it."""
    return json.dumps(describe_contract(), indent=2, ensure_ascii=False) + "\n"


def write_conventions_page() -> str:
    """The conventions tolls can be reckoned by, from the conventions themselves."""
    return write_conventions(list_conventions())


GENERATED = {CLI_PAGE: write_cli_page, SCHEMA_PAGE: write_schema_page, CONVENTIONS_PAGE: write_conventions_page}


def drifted_pages() -> Iterator[str]:
    """Generated pages that are not what would be written now."""
    for page, write in GENERATED.items():
        path = ROOT / page
        if not path.is_file() or path.read_text(encoding="utf-8") != write():
            yield f"{page}: not what the code says; run `make docs`"


def our_pages() -> list[Path]:
    """Every Markdown file of the project, from its root."""
    return sorted(path.relative_to(ROOT) for path in _our_files() if path.suffix == ".md")


def _our_files() -> Iterator[Path]:
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in NOT_OURS and not name.endswith(".egg-info")]
        # In a second working tree .git is a file, which says where on this machine the first one lies.
        yield from (Path(folder) / name for name in names if name not in NOT_OURS)


def anchor_of(heading: str) -> str:
    """A heading's anchor as the common Markdown sites make it."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"[`*_]", "", heading).strip().lower())
    return kept.replace(" ", "-")


def dead_links(page: Path, text: str) -> Iterator[str]:
    """Links of a page to files and headings that are not there. Addresses on the web are not tried: the check needs no network."""
    bare = FENCE.sub("", text)
    for target in LINK.findall(bare):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page.parent / name).resolve() if name else ROOT / page
        if not path.exists():
            yield f"{page}: the link to {target} leads nowhere"
        elif anchor and path.suffix == ".md":
            headings = HEADING.findall(FENCE.sub("", path.read_text(encoding="utf-8")))
            if anchor not in {anchor_of(heading) for heading in headings}:
                yield f"{page}: {name or 'this page'} has no heading #{anchor}"


def commands_shown(text: str) -> Iterator[list[str]]:
    """Command lines a page shows, in listings and in running text, as words; a line's continuation is joined to it."""
    bare = FENCE.sub("", text)
    listed = "\n".join(FENCE.findall(text) + INDENTED.findall(bare)).replace("\\\n", " ")
    for line in listed.splitlines() + INLINE.findall(bare):
        line = line.strip().removeprefix("$ ").removeprefix(".venv/bin/")
        if not re.match(r"(knell|make) [a-z]", line):
            continue
        for part in re.split(r"\s(?:\||;|&&|>)\s", line.partition(" # ")[0]):
            try:
                words = shlex.split(part, comments=True)
            except ValueError:
                words = part.split()
            if words and words[0].removeprefix(".venv/bin/") in ("knell", "make"):
                yield [words[0].removeprefix(".venv/bin/"), *words[1:]]


def wrong_commands(page: Path, text: str, targets: set[str]) -> Iterator[str]:
    """Commands, options and targets that a page shows and that do not exist."""
    for words in commands_shown(text):
        shown = " ".join(words)
        named = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
        if words[0] == "make":
            yield from (f"{page}: `{shown}`: the Makefile has no target {name}" for name in named[:1] if name not in targets)
        elif named and named[0] not in COMMANDS:
            yield f"{page}: `{shown}`: there is no command {named[0]}"
        elif named:
            command = importlib.import_module(COMMANDS[named[0]]).command
            if isinstance(command, click.Group) and len(named) > 1:
                if named[1] not in command.commands:
                    yield f"{page}: `{shown}`: {named[0]} has no command {named[1]}"
                    continue
                command = command.commands[named[1]]
            known = {option for parameter in (*command.params, *knell.params) for option in (*parameter.opts, *parameter.secondary_opts)}
            used = {word.partition("=")[0] for word in words[1:] if re.match(r"--?[a-z]", word)}
            yield from (f"{page}: `{shown}`: {named[0]} has no option {option}" for option in sorted(used - known - {"--help", "-h"}))


def lost_names(page: Path, text: str) -> Iterator[str]:
    """Modules, functions and files of ours that a page names and that are not there."""
    for shown in INLINE.findall(FENCE.sub("", text)):
        name = OURS.match(shown)
        if name is not None and not _is_there(name[0].split(".")):
            yield f"{page}: there is no {name[0]}"
        if OUR_FILE.fullmatch(shown) and not (ROOT / shown).exists():
            yield f"{page}: there is no file {shown}"


def _is_there(parts: list[str]) -> bool:
    """Whether a dotted name is a module, or something in one."""
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part, None)
        return found is not None
    return False


def lost_pages(pages: dict[Path, str]) -> Iterator[str]:
    """Pages under docs/ that the index does not name."""
    index = pages.get(Path("docs/index.md"), "")
    named = {(Path("docs") / target.partition("#")[0]).as_posix() for target in LINK.findall(index)}
    for page in pages:
        if page.parts[0] == "docs" and page.name != "index.md" and page.as_posix() not in named:
            yield f"docs/index.md: does not name {page}"


def untold_commands(pages: dict[Path, str]) -> Iterator[str]:
    """Commands that no page but the generated one shows."""
    told = {name for page, text in pages.items() if page != CLI_PAGE for words in commands_shown(text) for name in words[1:2]}
    yield from (f"docs: no page shows `knell {name}`" for name in COMMANDS if name not in told)


def forbidden_words() -> Iterator[str]:
    """Lines of any text file of the project that hold what none may hold."""
    patterns = {what: re.compile(pattern) for what, pattern in FORBIDDEN.items()}
    for path in sorted(_our_files()):
        if path.stat().st_size > LARGEST_LOOKED_INTO:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        for what, pattern in patterns.items():
            for match in pattern.finditer(text):
                yield f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}: {what} ({match[0]})"


def make_targets() -> set[str]:
    """The Makefile's targets."""
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def check() -> list[str]:
    """Everything that has drifted, one line each."""
    pages = {page: (ROOT / page).read_text(encoding="utf-8") for page in our_pages()}
    targets = make_targets()
    found = list(drifted_pages())
    for page, text in pages.items():
        found += dead_links(page, text)
        found += lost_names(page, text)
        if page != CLI_PAGE:
            found += wrong_commands(page, text, targets)
    return [*found, *lost_pages(pages), *untold_commands(pages), *forbidden_words()]


def main() -> int:
    """The command line: writes, or checks."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; fail where something has drifted")
    if parser.parse_args().check:
        found = check()
        print("\n".join(found) or "docs: nothing has drifted")
        return 1 if found else 0
    for page, write in GENERATED.items():
        path = ROOT / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write(), encoding="utf-8")
        print(f"wrote {page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
