"""A PDF into one report: its text page by page, lines put back into paragraphs, each paragraph with its page.

1. open it within pypdf's bounds; try the empty password, which many "protected" files have
2. the text of each page; a page past a bound is left out and named
3. running heads and page numbers go; words broken at line ends are put together; lines become paragraphs (``paragraphs``)
4. title and date from the file's information, only where they are sane
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from knell.records.errors import IntakeError
from knell.records.report import Report
from knell.records.vocabulary import BlockKind

from .composition import Composition
from .credit import find_credit
from .days import read_stated_date
from .language import detect_language
from .opened import Limits, Opened
from .paragraphs import PagedLine, join_lines, without_running_heads
from .restatement import find_restated

_BOUNDS: dict[str, Any] = {
    "stream_parsing_work_maximum_count": 400_000,
    "xform_maximum_invocations_per_extraction": 500,
    "jbig2dec_binary": None,
}
"""Bounds tighter than pypdf's own: a dense page of text takes under 20,000 steps; drawings take millions and say nothing."""
_BROKEN = (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError, OverflowError, AssertionError,
           NotImplementedError, ArithmeticError, StopIteration)  # fmt: skip
"""What pypdf raises on files it cannot read; its own tree is only part of it."""
_SAVED_FROM_SCREEN = re.compile(
    r"skia|chrom|firefox|mozilla|quartz|wkhtml|webkit|safari|cairo|print to pdf|prince|weasyprint", re.IGNORECASE
)
_EMPTY_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|document\d*|sans titre.*|unbenannt.*|about:blank|"
    r".*\.(?:docx?|indd|pdf|odt|rtf|html?|qxd|tmp))$",
    re.IGNORECASE,
)
_GAP = 1.3
"""A step down the page of over so many usual steps parts two paragraphs. Text set solid steps by one, an empty half line by 1.5."""
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff\ufffd]|\(cid:\d+\)|/g\d{1,5}(?=/|\s)")


def open_document(data: bytes, identity: str, name: str, limits: Limits, late: Callable[[], bool]) -> Opened:
    """The report in the PDF ``data``; ``late`` says whether its time is up.

    Raises ``IntakeError`` where it is broken, locked, past a bound or holds no text.
    """
    bounds: dict[str, Any] = {
        **_BOUNDS,
        "zlib_maximum_output_length": limits.inflated_bytes,
        "array_based_stream_maximum_output_length": limits.inflated_bytes,
    }
    with apply_configuration(**bounds):
        reader = _reader(data, name)
        count = _page_count(reader, name, limits)
        texts, notes = _page_texts(reader, count, name, limits, late)
        information = _information(reader)
    _check_readable(texts, name)
    title = _title(information)
    composition = _compose(texts, title)
    text = composition.text()
    if (empty := [number for number, text in texts.items() if not text.strip()]) and len(empty) < count:
        notes += (f"{name}: no text on {_numbers(empty)}: pictures, perhaps",)
    restates = find_restated(text, lambda field: information.get(f"Restates{field.capitalize()}"))
    published, remark = _published(information, name)
    report = Report(
        id=identity,
        text=text,
        title=title,
        published=published if restates is None else None,
        lang=detect_language(text),
        blocks=composition.blocks(),
        credit=find_credit(text),
        restates=restates,
    )
    return Opened(report, (*notes, *([remark] if remark and restates is None else [])))


def _reader(data: bytes, name: str) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError:
        locked = True
    except _BROKEN as error:
        raise _broken(name, error) from None
    if locked:
        raise IntakeError("is an encrypted PDF", where=name, todo="open it with its password and save it without one")
    return reader


def _page_count(reader: PdfReader, name: str, limits: Limits) -> int:
    try:
        count = len(reader.pages)
    except DependencyError:
        raise IntakeError("is an encrypted PDF", where=name, todo="open it with its password and save it without one") from None
    except _BROKEN as error:
        raise _broken(name, error) from None
    if count > limits.pages:
        raise IntakeError(f"has {count:,} pages", where=name, todo=f"at most {limits.pages:,} are read; give the part that matters")
    if count == 0:
        raise IntakeError("is a PDF without a page", where=name, todo="save or download it again")
    return count


def _page_texts(
    reader: PdfReader, count: int, name: str, limits: Limits, late: Callable[[], bool]
) -> tuple[dict[int, str], tuple[str, ...]]:
    """Page number -> text, and a note on pages that were left out."""
    texts: dict[int, str] = {}
    too_much: list[int] = []
    broken: list[int] = []
    inflated = length = 0
    for number in range(1, count + 1):
        try:
            page = reader.pages[number - 1]
            contents = page.get_contents()
            inflated += 0 if contents is None else len(contents.get_data())
            text = _spaced_text(page) if inflated <= limits.inflated_bytes else None
        except LimitReachedError:
            text = None
        except _BROKEN:
            broken.append(number)
            continue
        if text is None:
            too_much.append(number)
            continue
        texts[number] = text
        length += len(text)
        if length > limits.text_characters:
            raise IntakeError(f"has over {limits.text_characters:,} characters of text", where=name, todo="give the part that matters")
        if late():
            raise IntakeError(
                f"took over {limits.seconds:g} seconds at page {number} of {count}", where=name, todo="give the part that matters"
            )
    if not texts and too_much:
        raise IntakeError("unpacks to more drawing than is read, and no text", where=name, todo="copy its text into a text file")
    if not texts:
        raise IntakeError("is a PDF whose pages cannot be read", where=name, todo="save or download it again, or copy its text")
    notes = []
    if too_much:
        notes.append(f"{name}: left out {_numbers(too_much)}: more drawing than is read")
    if broken:
        notes.append(f"{name}: left out {_numbers(broken)}: broken")
    return texts, tuple(notes)


def _spaced_text(page: PageObject) -> str:
    """The page's text, with a blank line where the page leaves more than the usual space between two lines."""
    pieces: list[tuple[str, float]] = []

    def keep(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
        pieces.append((text, tm[4] * cm[1] + tm[5] * cm[3] + cm[5]))

    whole = page.extract_text(visitor_text=keep)
    lines: list[str] = [""]
    heights: list[float | None] = [None]
    for text, height in pieces:
        first, *more = text.split("\n")
        lines[-1] += first
        heights[-1] = height if heights[-1] is None and first.strip() else heights[-1]
        lines += more
        heights += [None if not line.strip() else height for line in more]
    # What the visitor is shown and what the page gives can differ on odd pages; then the page's own text goes.
    if "".join("".join(lines).split()) != "".join(whole.split()):
        return whole
    return "\n".join(_with_gaps(lines, heights))


def _with_gaps(lines: list[str], heights: list[float | None]) -> Iterator[str]:
    known = [height for height in heights if height is not None]
    # The lower quarter, since a page may have few lines and wide gaps; under 5 points it is a raised figure and no line.
    steps = sorted(above - below for above, below in pairwise(known) if above - below > 5)
    usual = steps[(len(steps) - 1) // 4] if steps else 0.0
    above: float | None = None
    for line, height in zip(lines, heights, strict=True):
        if height is not None:
            if above is not None and usual and above - height > _GAP * usual:
                yield ""
            above = height
        yield line


def _check_readable(texts: dict[int, str], name: str) -> None:
    whole = "".join(texts.values())
    letters = sum(letter.isalnum() for letter in whole)
    if not letters:
        raise IntakeError("has no text in it, only pictures of pages", where=name, todo="run it through text recognition first")
    lost = sum(len(found.group()) for found in _PRIVATE_USE.finditer(whole))
    if lost * 3 > letters + lost:
        raise IntakeError("has fonts that do not say which letters they show", where=name, todo="run it through text recognition first")


def _compose(texts: dict[int, str], title: str | None) -> Composition:
    lines = [PagedLine(number, line) for number, text in texts.items() for line in _clean(text).split("\n")]
    composition = Composition()
    for paragraph in join_lines(without_running_heads(lines)):
        first, last = paragraph.first_page, paragraph.last_page
        kind: BlockKind = "headline" if paragraph.text == title and composition.length == 0 else "body"
        composition.add_piece(paragraph.text, kind, f"page {first}" if first == last else f"pages {first}-{last}")
    return composition


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", " ", text)


def _information(reader: PdfReader) -> dict[str, str]:
    """The file's information fields that are plain text, by name without the slash."""
    try:
        fields: dict[str, Any] = dict(reader.metadata or {})
    except _BROKEN:
        return {}
    found = {}
    for key, value in fields.items():
        try:
            text = " ".join(str(value.get_object() if hasattr(value, "get_object") else value).split())
        except _BROKEN:
            continue
        if text:
            found[str(key).lstrip("/")] = text.encode("utf-8", "replace").decode("utf-8")[:1000]
    return found


def _title(information: dict[str, str]) -> str | None:
    title = information.get("Title", "")
    if (
        len(title) < 4
        or len(title) > 400
        or _EMPTY_TITLE.match(title)
        or not re.search(r"[^\W\d_]{3}", title)
        or _PRIVATE_USE.search(title)
    ):
        return None
    return title


def _published(information: dict[str, str], name: str) -> tuple[str | None, str | None]:
    """The day the file was made, unless it was made by saving a screen: then it says when it was saved, not published."""
    maker = f"{information.get('Creator', '')} {information.get('Producer', '')}"
    stated = read_stated_date(information.get("CreationDate", ""))
    if stated is None or _SAVED_FROM_SCREEN.search(maker):
        return None, None
    return stated[:10], f"{name}: dated {stated[:10]} by the PDF's own creation date; check it against the text"


def _numbers(pages: list[int]) -> str:
    shown = ", ".join(str(page) for page in pages[:8])
    return f"page{'s' if len(pages) > 1 else ''} {shown}{f' and {len(pages) - 8} more' if len(pages) > 8 else ''}"


def _broken(name: str, error: BaseException) -> IntakeError:
    if isinstance(error, LimitReachedError):
        return IntakeError("is a PDF that unpacks to more than is read", where=name, todo="give the part that matters, or its text")
    return IntakeError("is a broken PDF", where=name, todo="download or save it again")
