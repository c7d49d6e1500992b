"""A disk as a power cut leaves it, worked out from what a program asked of the system.

``record`` runs a program under strace and takes down each of its writes, syncs and changes of names in a folder. ``Disk`` follows them and
keeps what is durable apart from what is not: what was written to a file is durable once that file was synced, a name once its folder was,
and nothing before. ``images`` are what may be found after a cut: of what was not synced anything may be missing, anything may be there,
out of order, and a write may be torn at the disk's sectors or leave a sector in disarray.

That is harsher than most file systems are, and no harsher than POSIX allows; but a rename is whole or not there, as everywhere.
"""

import os
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
CALLS = (
    "openat,open,creat,close,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,"
    "ftruncate,truncate,writev,pwritev,fallocate,copy_file_range,sendfile,dup,dup2,symlink"
)
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
_PART = re.compile(r'\s*(?:"((?:\\x[0-9a-f]{2})*)"|(-?\d+)<((?:\\x[0-9a-f]{2})*)>|AT_FDCWD<((?:\\x[0-9a-f]{2})*)>|([^,]+))')
_CUT_SHORT = re.compile(r'"\.\.\.')
HANDLED = frozenset(
    "openat write pwrite64 fsync fdatasync rename renameat renameat2 link linkat unlink unlinkat mkdir mkdirat rmdir ftruncate"
    " close".split()
)


class Call(NamedTuple):
    """A call of the system that went well. ``words``: its arguments; a path is whole, an open file is its number."""

    name: str
    words: tuple[str | bytes | int, ...]
    gave: int


class Data(NamedTuple):
    """Bytes written to a file, or (``content`` ``None``) its length set to ``offset``."""

    file: int
    offset: int
    content: bytes | None


class Names(NamedTuple):
    """Names that change together: folder, name, and the file it is now of."""

    changes: tuple[tuple[int, str, int | None], ...]


def has_strace() -> bool:
    """Whether a program can be watched here."""
    tool = shutil.which("strace")
    return tool is not None and subprocess.run([tool, "-e", "trace=none", "true"], capture_output=True, check=False).returncode == 0


def record(command: Sequence[str], environment: dict[str, str]) -> tuple[list[Call], str]:
    """The calls that a program makes, and what it said where it ended badly."""
    with tempfile.TemporaryDirectory(prefix="knell-trace-") as folder:
        trace = Path(folder) / "trace"
        strace = ["strace", "-f", "-y", "-xx", "-s", "10000000", "-qq", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(trace)]
        done = subprocess.run([*strace, *command], env=environment, capture_output=True, text=True, check=False)
        with trace.open("r", encoding="ascii") as lines:
            calls = [call for line in lines if (call := _parse(line)) is not None]
    return calls, "" if done.returncode == 0 else f"{done.returncode}: {done.stderr.strip()}"


def _parse(line: str) -> Call | None:
    found = _LINE.match(line)
    if found is None or int(found[3]) < 0:
        return None
    if _CUT_SHORT.search(found[2]):
        raise ValueError("a write was taken down cut short")
    words: list[str | bytes | int] = []
    base = ""
    for part in _PART.finditer(found[2].replace(">(deleted)", ">")):
        quoted, number, path, here, other = part.groups()
        if quoted is not None:
            words.append(bytes.fromhex(quoted.replace("\\x", "")))
        elif number is not None:
            words.append(int(number))
            base = _text(path)
            words.append(base)
        elif here is not None:
            base = _text(here)
            words.append(base)
        elif other.strip():
            words.append(other.strip())
    return Call(found[1], tuple(words), int(found[3]))


def _text(spelt: str) -> str:
    return os.fsdecode(bytes.fromhex(spelt.replace("\\x", "")))


class Disk:
    """A folder on a disk: what is durable in it, and what was asked for and is not."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._count = 0
        self.folders = {0}
        self.held: dict[int, bytes] = {}
        self.names: dict[tuple[int, str], int] = {}
        self._live: dict[tuple[int, str], int] = {}
        self._sizes: dict[int, int] = {}
        self._open: dict[int, list[int]] = {}
        self.waiting: list[Data | Names] = []
        self._take_up(root, 0)

    def _take_up(self, folder: Path, number: int) -> None:
        """What lies in the folder at the beginning is durable."""
        for path in sorted(folder.iterdir()):
            new = self._new(is_folder=path.is_dir())
            self.names[number, path.name] = self._live[number, path.name] = new
            if path.is_dir():
                self._take_up(path, new)
            else:
                self.held[new] = path.read_bytes()
                self._sizes[new] = len(self.held[new])

    def _new(self, *, is_folder: bool) -> int:
        self._count += 1
        if is_folder:
            self.folders.add(self._count)
        else:
            self.held[self._count], self._sizes[self._count] = b"", 0
        return self._count

    def follow(self, call: Call) -> None:
        """Takes in one call."""
        words = call.words
        match call.name:
            case "openat":
                flags = next(word for word in words if isinstance(word, str) and word.startswith("O_"))
                self._opened(_path(words, 0), flags, call.gave)
            case "close":
                self._open.pop(_number(words[0]), None)
            case "write" | "pwrite64" if _number(words[0]) in self._open:
                handle, content = self._open[_number(words[0])], words[2]
                assert isinstance(content, bytes)
                at = int(str(words[4])) if call.name == "pwrite64" else handle[1]
                handle[1] += 0 if call.name == "pwrite64" else call.gave
                self._write(handle[0], at, content[: call.gave])
            case "ftruncate" if _number(words[0]) in self._open:
                self._cut_to(self._open[_number(words[0])][0], int(str(words[2])))
            case "fsync" | "fdatasync":
                self._sync(_number(words[0]), str(words[1]))
            case "rename" | "renameat" | "renameat2":
                old, new = _two_paths(words)
                self._rename(old, new)
            case "link" | "linkat":
                old, new = _two_paths(words)
                self._link(old, new)
            case "unlink" | "unlinkat" | "rmdir":
                self._name(_path(words, 0), None)
            case "mkdir" | "mkdirat":
                self._name(_path(words, 0), self._new(is_folder=True))
            case _:
                if any(self._root in str(word) for word in words if isinstance(word, str)) and call.name not in HANDLED:
                    raise ValueError(f"a call that is not followed: {call.name}")

    def _opened(self, path: str, flags: str, handle: int) -> None:
        place = self._place(path)
        if place is None and path != self._root:
            self._open.pop(handle, None)
            return
        number = 0 if place is None else self._live.get(place)
        if number is None:
            number = self._new(is_folder=False)
            self._name(path, number)
        elif "O_TRUNC" in flags:
            self._cut_to(number, 0)
        self._open[handle] = [number, 0]

    def _place(self, path: str) -> tuple[int, str] | None:
        """The folder and name that a path means, or ``None`` where it lies elsewhere."""
        if not path.startswith(self._root + "/"):
            return None
        *above, name = path[len(self._root) + 1 :].split("/")
        folder = 0
        for one in above:
            if (folder, one) not in self._live:
                return None
            folder = self._live[folder, one]
        return folder, name

    def _write(self, file: int, at: int, content: bytes) -> None:
        self.waiting.append(Data(file, at, content))
        self._sizes[file] = max(self._sizes[file], at + len(content))

    def _cut_to(self, file: int, size: int) -> None:
        if self._sizes[file] != size:
            self.waiting.append(Data(file, size, None))
            self._sizes[file] = size

    def _name(self, path: str, number: int | None) -> None:
        self._change((path, number))

    def _link(self, old: str, new: str) -> None:
        place = self._place(old)
        if place is not None:
            self._change((new, self._live[place]))

    def _rename(self, old: str, new: str) -> None:
        place = self._place(old)
        if place is not None:
            self._change((old, None), (new, self._live[place]))

    def _change(self, *told: tuple[str, int | None]) -> None:
        changes = []
        for path, number in told:
            place = self._place(path)
            if place is None:
                continue
            changes.append((*place, number))
            if number is None:
                self._live.pop(place, None)
            else:
                self._live[place] = number
        if changes:
            self.waiting.append(Names(tuple(changes)))

    def _sync(self, handle: int, path: str) -> None:
        if handle not in self._open:
            if path.startswith(self._root):
                raise ValueError(f"a sync of a file that was not seen to be opened: {path}")
            return
        number, left = self._open[handle][0], list[Data | Names]()
        for change in self.waiting:
            if isinstance(change, Data) and change.file == number:
                self.held[number] = apply(self.held[number], change)
            elif isinstance(change, Names) and any(folder == number for folder, _, _ in change.changes):
                rename(self.names, change)
            else:
                left.append(change)
        self.waiting = left

    def image(self, chance: random.Random) -> tuple[dict[tuple[int, str], int], dict[int, bytes]]:
        """Names and contents as one cut may leave them."""
        names, held = dict(self.names), dict(self.held)
        for change in choose(self.waiting, chance):
            if isinstance(change, Names):
                rename(names, change)
            else:
                held[change.file] = apply(held[change.file], change)
        return names, held

    def write_out(self, image: tuple[dict[tuple[int, str], int], dict[int, bytes]], place: Path) -> None:
        """An image as a folder."""
        names, held = image
        inside: dict[int, list[tuple[str, int]]] = {}
        for (folder, name), number in names.items():
            inside.setdefault(folder, []).append((name, number))

        def put(folder: int, path: Path) -> None:
            path.mkdir(mode=0o700)
            for name, number in inside.get(folder, ()):
                if number in self.folders:
                    put(number, path / name)
                else:
                    (path / name).write_bytes(held[number])

        put(0, place)


def choose(waiting: Sequence[Data | Names], chance: random.Random) -> Iterator[Data | Names]:
    """Which of the changes that were not synced a cut leaves, and what is left of each."""
    kind = chance.choice(("none", "all", "first", "first", "some", "some", "some"))
    if kind == "none":
        return
    if kind == "first":
        waiting = waiting[: chance.randint(0, len(waiting))]
    share = chance.choice((0.1, 0.5, 0.9))
    for number, change in enumerate(waiting, 1):
        if isinstance(change, Data) and change.content and (kind == "some" or (kind == "first" and number == len(waiting))):
            yield from tear(change, share, chance)
        elif kind != "some" or chance.random() < share:
            yield change


def tear(change: Data, share: float, chance: random.Random) -> Iterator[Data]:
    """Some sectors of a write; one in twenty of those that are missing in disarray, where it was being written just then."""
    assert change.content is not None
    start, end = change.offset, change.offset + len(change.content)
    for at in range(start - start % SECTOR, end, SECTOR):
        first, last = max(at, start), min(at + SECTOR, end)
        if chance.random() < share:
            yield Data(change.file, first, change.content[first - start : last - start])
        elif chance.random() < 0.05:
            yield Data(change.file, first, chance.randbytes(last - first))


def apply(held: bytes, change: Data) -> bytes:
    """A file's bytes after a change."""
    if change.content is None:
        return held[: change.offset].ljust(change.offset, b"\x00")
    return held[: change.offset].ljust(change.offset, b"\x00") + change.content + held[change.offset + len(change.content) :]


def rename(names: dict[tuple[int, str], int], change: Names) -> None:
    """Names after a change."""
    for folder, name, number in change.changes:
        if number is None:
            names.pop((folder, name), None)
        else:
            names[folder, name] = number


def _number(word: str | bytes | int) -> int:
    return word if isinstance(word, int) else -1


def _path(words: Sequence[str | bytes | int], at: int) -> str:
    """The path in the words from ``at`` on: by itself, or after the folder it starts from."""
    if isinstance(words[at], int):
        at += 1
    one = words[at]
    if isinstance(one, bytes):
        return os.fsdecode(one)
    rest = words[at + 1]
    return os.path.join(str(one), os.fsdecode(rest) if isinstance(rest, bytes) else "")


def _two_paths(words: Sequence[str | bytes | int]) -> tuple[str, str]:
    """Both paths of a call, each alone or after its folder."""
    found, base = list[str](), ""
    for word in words:
        if isinstance(word, bytes):
            found.append(os.path.join(base, os.fsdecode(word)))
        elif isinstance(word, str) and word.startswith("/"):
            base = word
    return found[0], found[1]
