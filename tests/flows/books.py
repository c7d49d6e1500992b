"""Casebooks for the tests of flows: steady time and chance, and a few reports in the project's own words."""

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from knell.casebook.ledger import Casebook, open_casebook
from knell.casebook.policy import Policy
from knell.flows.add import Added, Failed, Source, add_files
from knell.flows.init import begin_casebook
from knell.flows.projection import Desk, writing_desk
from tests.evidence.cast import Chance

BEGUN = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)

OBSERVATORY = """Shelling kills civilians in Jableh

At least 12 civilians were killed in shelling of Jableh on 6 March 2025, the Syrian Observatory for Human Rights said.
"""
HOSPITAL = """Deaths in Jableh

Fifteen people were killed in the shelling of Jableh on 6 March 2025, a hospital official said.
"""
RELAY = """From the coast

At least 12 civilians were killed in shelling of Jableh on 6 March 2025, according to the Syrian Observatory for Human Rights.
"""
ELSEWHERE = """Car bomb in Manbij

A car bomb killed 20 people in Manbij on 3 February 2025, the civil defence said.
"""
ABROAD = """Strike in Lebanon

An Israeli air strike killed four people in Tyre, Lebanon, on 6 March 2025, the health ministry said.
"""
TALK = """A call for calm

The envoy called for calm on Friday and urged all sides to protect civilians.
"""
ALL = {"observatory.txt": OBSERVATORY, "hospital.txt": HOSPITAL, "relay.txt": RELAY, "elsewhere.txt": ELSEWHERE, "abroad.txt": ABROAD, "talk.txt": TALK}  # fmt: skip


class Clock:
    """A clock that goes on by a minute each time it is looked at."""

    def __init__(self) -> None:
        self._now = BEGUN

    def __call__(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


class Book:
    """A casebook folder with its own clock and chance, and an inbox beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.inbox = folder, folder.parent / "inbox"
        self.inbox.mkdir(exist_ok=True)
        self.clock, self.chance = Clock(), Chance(str(folder))

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.inbox / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def add(self, *names: str, source: Source = Source(), lines: Iterable[Path] = ()) -> list[Added | Failed]:  # noqa: B008
        """Adds files of the inbox; those of ``ALL`` are written there first."""
        paths = [self.inbox / name if name not in ALL else self.write(name, ALL[name]) for name in names]
        return list(add_files(self.folder, paths, source, actor="amal", random=self.chance, now=self.clock, lines=list(lines)))

    def open(self) -> Casebook:
        return open_casebook(self.folder)

    def desk(self) -> "Desk":
        """The casebook for writing; use it in a ``with``."""
        return writing_desk(self.folder, actor="amal", random=self.chance, now=self.clock)  # type: ignore[return-value]

    def dump(self, *, arrival: bool = True) -> bytes:
        from knell.casebook.dump import dump_ledger

        with writing_desk(self.folder, actor="amal", random=self.chance, now=self.clock) as desk:
            return dump_ledger(desk.ledger, arrival=arrival)

    def copy(self, folder: Path) -> "Book":
        """The same casebook, key and all, in another place."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.folder, folder)
        return Book(folder)


def begin(folder: Path, policy: Policy = Policy(), gazetteer: Path | None = None) -> Book:  # noqa: B008
    """A new casebook."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    begin_casebook(folder, "Coast", policy, actor="amal", random=Chance("begin"), now=Clock(), gazetteer=gazetteer)
    return Book(folder)
