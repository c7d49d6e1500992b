"""Commands on whose every call the disk is let fail (``soak/disk_errors.py``): their ground, what they do, what may be wrong afterwards.

``append``, ``erase``, ``keyring`` and ``migrate`` are the evidence store's own; those with ``knell`` are whole commands, with the ledger.
"""

import hashlib
import importlib
import os
import pkgutil
import shutil
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from knell.evidence import unlocking
from knell.evidence.entries import Ingest
from knell.evidence.keyring import LEAST, open_keyring
from knell.evidence.store import Stamp, open_store
from knell.records.errors import CasebookError
from soak.kill import import_everything, in_child
from soak.kill_writer import migrate
from soak.stores import ACTOR, AT, PASSPHRASE, Book, begin_store, look, tell_of, work
from tests.evidence.older import write_older

Tell = Callable[[dict[str, Any]], None]
ANOTHER = "another horse battery staple"
"""The passphrase that a casebook is put under."""
KILLED = {"killed": True}
"""What is told besides of a run that was killed."""
REQUEST = 5
"""The number of the request to erase: after the casebook's beginning, its policy and three reports."""


class Act(NamedTuple):
    """A command: how its ground is laid (once), what it does (in a child), what is wrong afterwards.

    ``do`` returns the exit code; what it acknowledges it tells. ``look`` (in a child as well) gets the folder and what was known or told.
    """

    lay: Callable[[Path], list[dict[str, Any]]]
    do: Callable[[Path, Tell], int]
    look: Callable[[Path, list[dict[str, Any]]], list[str]]


def _lay_store(place: Path) -> list[dict[str, Any]]:
    """A store with a few entries, one of them erased."""
    told: list[dict[str, Any]] = []
    begun = begin_store(place / "evidence")
    told.append({"kept": [(at, leaf, None) for at, leaf in begun.leaves.items()], "note": begun.note})
    work(place / "evidence", 11, told.append, steps=5)
    return told


def _look_at_store(place: Path, told: list[dict[str, Any]]) -> list[str]:
    book = Book()
    book.hear(told)
    return look(place / "evidence", book, twice=False)


def _append(place: Path, tell: Callable[[dict[str, Any]], None]) -> int:
    store = open_store(place / "evidence")
    with store.writing():
        many = [b"one" * 20, b"two" * 40_000]
        contents = [Ingest(sha256=hashlib.sha256(one).hexdigest(), size=len(one), name="note.txt") for one in many]
        positions = store.append(contents, Stamp(AT, store.key.pseudonym(ACTOR)), os.urandom, blobs=many)
        tell(tell_of(store, positions))
    store.close()
    return 0


def _erase(place: Path, tell: Callable[[dict[str, Any]], None]) -> int:
    store = open_store(place / "evidence")
    with store.writing():
        there = [row.position for row in store.logged_of("ingest/1") if row.content is not None][:2]
        tell({"going": there})
        at = store.erase(there, Stamp(AT, store.key.pseudonym(ACTOR)), os.urandom, reason="consent withdrawn", approvers=("a", "b"))
        tell(tell_of(store, (at,)) | {"gone": there})
    store.close()
    return 0


def _renew(place: Path, _: Callable[[dict[str, Any]], None]) -> int:
    store = open_store(place / "evidence")
    with store.writing():
        store.keyring.put_ledger_key(os.urandom(32), os.urandom)
    store.close()
    return 0


def _lay_older(place: Path) -> list[dict[str, Any]]:
    leaves = [leaf.hex() for leaf in write_older(place / "evidence")]
    return [{"kept": [(at, leaf, None) for at, leaf in enumerate(leaves)], "gone": [2]}]


def _migrate(place: Path, _: Callable[[dict[str, Any]], None]) -> int:
    from knell.evidence.faults import disk_faults

    with disk_faults(place / "evidence"):
        migrate(place / "evidence", None)
    return 0


def _look_at_migrated(place: Path, told: list[dict[str, Any]]) -> list[str]:
    migrate(place / "evidence", None)
    left = [f"left beside: {path.name}" for path in place.iterdir() if path.name != "evidence"]
    return left + _look_at_store(place, told)


def _knell(*arguments: str, passphrase: str = PASSPHRASE) -> int:
    """A whole command, in this process. A casebook in clear asks for no passphrase."""
    from knell.cli.main import main as run_command

    os.environ |= {"KNELL_PASSPHRASE": passphrase, "KNELL_NEW_PASSPHRASE": ANOTHER}
    return run_command(list(arguments))


def import_all() -> None:
    """What any command needs, imported and loaded once for all children."""
    import knell.cli
    import knell.flows

    for package in (knell.cli, knell.flows):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    import_everything()
    unlocking.ask_with(lambda _: PASSPHRASE)


def lay_casebook(place: Path, *, encrypted: bool = False) -> list[dict[str, Any]]:
    """A casebook of one report, and two more files."""
    import_all()
    (place / "files").mkdir()
    for number, town in enumerate(("Jableh", "Baniyas", "Tartus")):
        words = f"Shelling in {town}\n\nAt least 1{number} people were killed in shelling of {town} on 6 March 2025, police said.\n"
        (place / "files" / f"{number}.txt").write_text(words)
    book = str(place / "book")
    in_child(lambda: _knell("init", *([] if encrypted else ["--unencrypted"]), book, "--country", "SY"))
    if encrypted:
        _make_cheap(place / "book")
    in_child(lambda: _knell("add", "--no-progress", "--casebook", book, str(place / "files" / "0.txt")))
    return [{"out": "0.txt: new"}]


def _make_cheap(book: Path) -> None:
    """Puts the keyring under the least cost that is allowed: not the passphrase's hash is tried here."""
    keyring = open_keyring(book / "evidence" / "keyring", PASSPHRASE)
    keyring._cost = LEAST
    keyring.change_passphrase(PASSPHRASE, os.urandom)


def _add(place: Path, _: Tell) -> int:
    files = [str(place / "files" / f"{number}.txt") for number in (1, 2)]
    return _knell("add", "--no-progress", "--casebook", str(place / "book"), *files)


def _judge(find: Callable[..., list[str]], sign: str, place: Path, told: list[dict[str, Any]]) -> list[str]:
    """What is found wrong. ``sign``: what the command says where it has done what it was to do."""
    return find(place, acknowledged=any(sign in one.get("out", "") for one in told))


def _verified(book: Path) -> list[str]:
    from knell.flows.verify import verify_casebook

    return [finding.line() for finding in verify_casebook(book).findings]


def _missing(place: Path, names: Iterable[str], book: str = "book") -> list[str]:
    """A line for each of these files that the casebook does not have, or has twice."""
    store, found = open_store(place / book / "evidence"), list[str]()
    for name in names:
        content = (place / "files" / name).read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if len(store.positions_of_bytes(sha256)) != 1 or store.read_bytes(sha256) != content:
            found.append(f"lost: {name}")
    store.close()
    return found


def _look_at_casebook(place: Path, told: list[dict[str, Any]]) -> list[str]:
    """What is wrong with the casebook when the same command has been run again."""
    files = {one["out"].split(": ")[0] for one in told if "out" in one}
    again = _add(place, lambda _: None)
    found = [f"the next run ended with exit code {again}"] if again else []
    return found + _verified(place / "book") + _missing(place, sorted(files | {"1.txt", "2.txt"}))


def _lay_request(place: Path, *, encrypted: bool = False) -> list[dict[str, Any]]:
    """A casebook of three reports, and one person's request to erase the first."""
    told = lay_casebook(place, encrypted=encrypted)
    in_child(lambda: _ask(place))
    return told


def _ask(place: Path) -> int:
    os.environ["KNELL_ACTOR"] = "one"
    _add(place, lambda _: None)
    store = open_store(place / "book" / "evidence")
    report = store.key.report_id(hashlib.sha256((place / "files" / "0.txt").read_bytes()).hexdigest())
    store.close()
    return _knell("erase", str(place / "book"), report, "--reason", "protection")


def _approve(place: Path, _: Tell) -> int:
    os.environ["KNELL_ACTOR"] = "two"
    return _knell("erase", str(place / "book"), "--approve", str(REQUEST))


def _find_erased(place: Path, *, acknowledged: bool) -> list[str]:
    """What is wrong after an erasure that was acknowledged, or that any next command finishes or that can be approved again."""
    book, sha256 = place / "book", hashlib.sha256((place / "files" / "0.txt").read_bytes()).hexdigest()
    found, again = list[str](), 0
    if not acknowledged:
        found += [] if _knell("rebuild", "--no-progress", "--casebook", str(book)) == 0 else ["rebuild fails afterwards"]
        again = _approve(place, lambda _: None) if _holds(book, sha256) else 0
    found += [f"the next approval ended with exit code {again}"] if again else []
    found += ["lost: the erasure"] if _holds(book, sha256) else []
    return found + _verified(book) + _missing(place, ("1.txt", "2.txt"))


def _holds(book: Path, sha256: str) -> bool:
    store = open_store(book / "evidence")
    held = store.read_bytes(sha256) is not None
    store.close()
    return held


def _back_up(place: Path, _: Tell) -> int:
    return _knell("backup", str(place / "book"), str(place / "backup.tar"), "--without-keyring")


def _restore(place: Path, _: Tell) -> int:
    return _knell("restore", str(place / "backup.tar"), str(place / "again"), "--keyring", str(place / "book"))


def _look_at_backup(place: Path, told: list[dict[str, Any]]) -> list[str]:
    """What is wrong with a backup that was acknowledged (or put in its place, whole, just before a kill), or with the next; both are
    restored and verified.
    """
    found = list[str]()
    killed = KILLED in told and (place / "backup.tar").exists()
    acknowledged = killed or any("backup.tar: " in one.get("out", "") for one in told)
    if not acknowledged and (place / "backup.tar").exists():
        found.append("a backup that was not acknowledged is in its place")
        (place / "backup.tar").unlink()
    again = 0 if acknowledged else _back_up(place, lambda _: None)
    found += [f"the next backup ended with exit code {again}"] if again else []
    restored = _restore(place, lambda _: None)
    found += [f"the backup cannot be restored: exit code {restored}"] if restored else []
    return found + _verified(place / "book") + _verified(place / "again")


def _lay_backup(place: Path) -> list[dict[str, Any]]:
    told = lay_casebook(place)
    in_child(lambda: _back_up(place, lambda _: None))
    return told


def _find_restored(place: Path, *, acknowledged: bool) -> list[str]:
    """What is wrong with a restored casebook, or with the next; and with the one that the backup was made of."""
    found, again = list[str](), 0
    if not acknowledged:
        if (place / "again").exists():
            found += _verified(place / "again")  # in its place in one move, and cut short after that
            shutil.rmtree(place / "again")
        again = _restore(place, lambda _: None)
    found += [f"the next run ended with exit code {again}"] if again else []
    return found + _verified(place / "again") + _missing(place, ["0.txt"], "again") + _verified(place / "book")


def _change_passphrase(place: Path, _: Tell) -> int:
    return _knell("passphrase", str(place / "book"))


def _find_passphrase(place: Path, *, acknowledged: bool) -> list[str]:
    """What is wrong after a change of passphrase that was acknowledged, or that can be made again."""
    keyring = place / "book" / "evidence" / "keyring"
    opens, found = [word for word in (PASSPHRASE, ANOTHER) if _is_opened_by(keyring, word)], list[str]()
    if len(opens) != 1 or (acknowledged and opens != [ANOTHER]):
        return [f"lost: the passphrases that open it are {opens}"]
    unlocking.forget(keyring.parent)
    unlocking.ask_with(lambda _: opens[0])
    again = _knell("passphrase", str(place / "book"), passphrase=opens[0])
    found += [f"the next run ended with exit code {again}"] if again else []
    found += [] if _is_opened_by(keyring, ANOTHER) and not _is_opened_by(keyring, PASSPHRASE) else ["lost: the new passphrase"]
    found += [f"left beside: {path.name}" for path in keyring.parent.glob("keyring.*")]
    return found + _verified(place / "book") + _missing(place, ["0.txt"])


def _is_opened_by(keyring: Path, passphrase: str) -> bool:
    try:
        open_keyring(keyring, passphrase)
    except CasebookError:
        return False
    return True


def _lay_older_casebook(place: Path) -> list[dict[str, Any]]:
    import_all()
    return [{"leaves": [leaf.hex() for leaf in write_older(place / "book" / "evidence")]}]


def _migrate_casebook(place: Path, _: Tell) -> int:
    return _knell("migrate", "--unencrypted", "--no-progress", str(place / "book"))


def _look_at_migrated_casebook(place: Path, told: list[dict[str, Any]]) -> list[str]:
    """What is wrong with a casebook when the same command has been run again."""
    leaves = next(one["leaves"] for one in told if "leaves" in one)
    book = place / "book"
    again = _migrate_casebook(place, lambda _: None)
    found = [f"the next run ended with exit code {again}"] if again else []
    found += [f"left beside: {path.name}" for path in book.iterdir() if path.name != "evidence" and not path.name.startswith("ledger.")]
    store = open_store(book / "evidence")
    found += [] if [row.leaf for row in store.logged()] == leaves else ["lost: entries"]
    found += [] if [row.position for row in store.logged() if row.content is None] == [2] else ["lost: what entries record"]
    store.close()
    return found + _verified(book)


_lay_encrypted = partial(lay_casebook, encrypted=True)

ACTS = {
    "append": Act(_lay_store, _append, _look_at_store),
    "erase": Act(_lay_store, _erase, _look_at_store),
    "keyring": Act(_lay_store, _renew, _look_at_store),
    "migrate": Act(_lay_older, _migrate, _look_at_migrated),
    "knell add": Act(lay_casebook, _add, _look_at_casebook),
    "knell erase": Act(_lay_request, _approve, partial(_judge, _find_erased, ": erased: ")),
    "knell backup": Act(lay_casebook, _back_up, _look_at_backup),
    "knell restore": Act(_lay_backup, _restore, partial(_judge, _find_restored, "again: restored")),
    "knell passphrase": Act(
        partial(lay_casebook, encrypted=True), _change_passphrase, partial(_judge, _find_passphrase, "the new passphrase opens")
    ),
    "knell migrate": Act(_lay_older_casebook, _migrate_casebook, _look_at_migrated_casebook),
    "knell add (encrypted)": Act(_lay_encrypted, _add, _look_at_casebook),
    "knell erase (encrypted)": Act(partial(_lay_request, encrypted=True), _approve, partial(_judge, _find_erased, ": erased: ")),
}
