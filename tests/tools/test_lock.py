"""The lock holds names, versions and hashes: all that pyproject.toml asks for, and no address."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements" / "lock.txt").read_text(encoding="utf-8")
ENTRIES = [entry for entry in re.split(r"\n(?=\S)", LOCK) if not entry.startswith("#")]


def plain(name: str) -> str:
    """A package's name as the index writes it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~\[; ]", name)[0]).lower()


def test_every_entry_is_pinned_and_hashed() -> None:
    assert len(ENTRIES) > 30
    for entry in ENTRIES:
        assert re.match(r"[a-z0-9-]+==\S+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_no_address_and_no_option_is_in_it() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^-", LOCK, re.MULTILINE)


def asked_for(names: list[str], extras: dict[str, list[str]]) -> set[str]:
    """The packages named, and those of the project's own extras that are named among them."""
    found: set[str] = set()
    for name in names:
        own = re.match(r"knell\[(.+)\]", name)
        found |= {plain(name)} if own is None else asked_for([n for extra in own[1].split(",") for n in extras[extra.strip()]], extras)
    return found


def test_it_holds_what_the_project_asks_for() -> None:
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, extras = read["project"], read["project"]["optional-dependencies"]
    wanted = asked_for(project["dependencies"] + extras["dev"] + read["build-system"]["requires"], extras)
    assert wanted <= {plain(entry) for entry in ENTRIES}
    assert {"cryptography", "warcio", "rfc3161-client"} <= wanted
