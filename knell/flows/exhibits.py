"""Takes photographs, films, sounds and documents into a casebook as exhibits.

1. Open the casebook as its one writer; take up what an earlier run left undone.
2. Each file: its bytes go into the log first, sealed like all received bytes; from there on it is safe, whatever it holds.
3. It is opened in a cell: a process without network, with bounded memory and time. What comes back is checked, field by field.
4. What was found goes into the log, resting on the receipt: what the file is, what it states of itself, its content credential, its
   prints; and pictures made anew out of bare pixels. A file that cannot be opened is kept, with why.
5. The ledger follows the log: exhibits that look alike find each other.
"""

import hashlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from knell.casebook.exhibits import find_exhibit, list_exhibits, list_matches
from knell.casebook.ledger import open_casebook
from knell.confining.cell import SECONDS, Answer, Cell, CellFault
from knell.evidence.entries import Content, Derive, Examine, Exhibit, Random
from knell.evidence.store import Logged
from knell.examining.examine import PRELOAD
from knell.examining.examine import VERSION as EXAMINER
from knell.records.errors import CasebookError, InputError
from knell.records.exhibit import FootageMatch, Found

from .catching_up import catch_up
from .hanging import exhibit_id
from .projection import Clock, Desk, writing_desk

MOST_BYTES = 1024**3
"""Bytes of one exhibit: it is held in memory while it is sealed."""
QUALITY = 82
TASK = "knell.examining.examine:examine"

Became = Literal["new", "same bytes, another source", "already here from this source"]


class Source(NamedTuple):
    """What the person who adds files states of them; ``None`` = nothing."""

    published: str | None = None
    url: str | None = None
    origin: str | None = None


class Hung(NamedTuple):
    """What a file became, once it is safe. ``said``: what it was found to be; ``fault``: why it was not opened; ``notes``: what
    could not be done; ``alike``: exhibits that look like it, nearest first.
    """

    name: str
    exhibit: str
    became: Became
    said: str
    fault: str | None
    notes: tuple[str, ...]
    alike: tuple[FootageMatch, ...]


class Failed(NamedTuple):
    """A file that was not taken in, in one line."""

    name: str
    line: str


class Examined(NamedTuple):
    """What an examination gave, checked, with its pictures as bytes."""

    found: Found | None
    fault: str | None
    walls: tuple[str, ...]
    pictures: tuple[bytes, ...]


def hang_exhibits(
    folder: Path, paths: Sequence[Path], source: Source, *, actor: str, random: Random, now: Clock, seconds: float = SECONDS
) -> Iterator[Hung | Failed]:
    """Takes files in as exhibits. What it yields is safe, whatever happens next. Raises ``CasebookError`` where casebook or disk fails."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        with Cell(preload=PRELOAD) as cell:
            for path in paths:
                try:
                    content = _read(path)
                except OSError as error:
                    yield Failed(_writable(str(path)), InputError(error.strerror or "cannot be read", where=_writable(str(path))).line())
                    continue
                except InputError as error:
                    yield Failed(_writable(str(path)), error.line())
                    continue
                yield _hang(desk, cell, _writable(path.name), content, source, seconds)


def examine_again(
    folder: Path, asked: Sequence[str], *, actor: str, random: Random, now: Clock, seconds: float = SECONDS
) -> Iterator[Hung | Failed]:
    """Opens exhibits once more: with more time, or with programs that were not there before. None asked for: those never opened."""
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        with open_casebook(folder) as casebook:
            chosen = (
                [find_exhibit(casebook, one) for one in asked] if asked else [one for one in list_exhibits(casebook) if one.looks is None]
            )
        with Cell(preload=PRELOAD) as cell:
            for shown in chosen:
                receipt = desk.store.at(shown.receipts[0])
                held = desk.store.read_bytes(receipt.content.sha256) if isinstance(receipt.content, Exhibit) else None
                if held is None or not isinstance(receipt.content, Exhibit):
                    yield Failed(shown.exhibit, CasebookError("its bytes are not in the store", where=shown.exhibit).line())
                    continue
                examined = examine(cell, held, seconds)
                _log_examination(desk, receipt.leaf, examined)
                catch_up(desk)
                yield _hung(desk, receipt.content.name, shown.exhibit, "already here from this source", examined)


def examine(cell: Cell, content: bytes, seconds: float = SECONDS) -> Examined:
    """Opens bytes in a cell, and checks all that comes back."""
    try:
        answer = cell.ask(TASK, {}, content, seconds=seconds)
        found, pictures = check_answer(answer)
    except CellFault as fault:
        return Examined(None, fault.line(), cell.walls, ())
    return Examined(found, found.fault, cell.walls, pictures)


def check_answer(answer: Answer) -> tuple[Found, tuple[bytes, ...]]:
    """A cell's answer as a record of known shape and pictures that were made here, from pixels. Raises ``CellFault``."""
    if not answer.parts:
        raise CellFault("gave no answer")
    try:
        found = msgspec.json.decode(answer.parts[0], type=Found)
    except (msgspec.DecodeError, msgspec.ValidationError, ValueError) as error:
        raise CellFault("gave an answer of no known shape") from error
    pixels = answer.parts[1:]
    if len(pixels) != len(found.stills) or any(
        len(one) != still.width * still.height * 3 for one, still in zip(pixels, found.stills, strict=False)
    ):
        raise CellFault("gave pictures of another size than it says")
    return found, tuple(encode_pixels(one, still.width, still.height) for one, still in zip(pixels, found.stills, strict=True))


def encode_pixels(pixels: bytes, width: int, height: int) -> bytes:
    """A JPEG of bare pixels: red, green, blue, row by row. There is nothing else for it to carry."""
    from PIL import Image

    out = BytesIO()
    Image.frombytes("RGB", (width, height), pixels).save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _hang(desk: Desk, cell: Cell, name: str, content: bytes, source: Source, seconds: float) -> Hung:
    sha256 = sha256_of(content)
    exhibit = exhibit_id(desk.store.key, sha256)
    before = [logged for at in desk.store.positions_of_bytes(sha256) if isinstance((logged := desk.store.at(at)).content, Exhibit)]
    became = _compare(before, source)
    if became != "already here from this source":
        told = Exhibit(sha256=sha256, size=len(content), name=name, **source._asdict())
        (position,) = desk.store.append([told], desk.stamp(), desk.random, blobs=[content])
        before.append(desk.store.at(position))
        catch_up(desk)
    with open_casebook(desk.folder) as casebook:
        known = find_exhibit(casebook, exhibit)
    if known.looks is not None:
        return _hung(desk, name, exhibit, became, None)
    examined = examine(cell, content, seconds)
    _log_examination(desk, before[0].leaf, examined)
    catch_up(desk)
    return _hung(desk, name, exhibit, became, examined)


def _log_examination(desk: Desk, receipt: str, examined: Examined) -> None:
    found = examined.found
    contents: list[Content] = [_entry_of(examined)]
    for still, picture in zip(found.stills if found else (), examined.pictures, strict=True):
        derived = Derive(
            kind=still.kind,
            media="image/jpeg",
            sha256=sha256_of(picture),
            size=len(picture),
            width=still.width,
            height=still.height,
            at=still.at,
        )
        contents.append(derived)
    desk.store.append(contents, desk.stamp(), desk.random, blobs=examined.pictures, parents=[receipt])


def _entry_of(examined: Examined) -> Examine:
    found = examined.found
    examiner = "; ".join((EXAMINER, *(found.tools if found else ())))
    if found is None:
        return Examine(examiner=examiner, walls=examined.walls, fault=examined.fault)
    bare = msgspec.structs.replace(found, tags=(), prints=(), credential=None)
    return Examine(
        examiner=examiner,
        walls=examined.walls,
        found=_json(bare),
        metadata=_json(found.tags) if found.tags else None,
        credential=found.credential,
        prints=_json(found.prints) if found.prints else None,
        fault=found.fault,
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def _compare(before: Sequence[Logged], source: Source) -> Became:
    if not before:
        return "new"
    for receipt in (logged.content for logged in before):
        if isinstance(receipt, Exhibit) and receipt.origin == source.origin:
            if source.published in (None, receipt.published) and source.url in (None, receipt.url):
                return "already here from this source"
    return "same bytes, another source"


def _hung(desk: Desk, name: str, exhibit: str, became: Became, examined: Examined | None) -> Hung:
    with open_casebook(desk.folder) as casebook:
        shown, alike = find_exhibit(casebook, exhibit), tuple(list_matches(casebook, exhibit))
    looks = shown.looks
    fault = examined.fault if examined else looks.fault if looks else None
    notes = looks.notes if looks else ()
    return Hung(name, exhibit, became, looks.said if looks else "not opened yet", fault, notes, alike)


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MOST_BYTES:
        todo = f"at most {MOST_BYTES:,} are taken; cut it, and keep the original with its hash"
        raise InputError(f"has {size:,} bytes", where=_writable(str(path)), todo=todo)
    if path.is_dir():
        raise InputError("is a folder", where=_writable(str(path)), todo="name the files in it")
    content = path.read_bytes()
    if not content:
        raise InputError("is empty", where=_writable(str(path)), todo="check that it was saved whole")
    return content


def _writable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def sha256_of(content: bytes) -> str:
    """The hash that bytes are logged under, in hex."""
    return hashlib.sha256(content).hexdigest()
