"""Trafilatura's tree of the main text into pieces in reading order.

Its elements: ``head``, ``p``, ``list`` of ``item``, ``quote``, ``table`` of ``row`` of ``cell``, ``lb`` for a line break, ``hi``, ``ref``.
"""

import copy
import re
from collections.abc import Iterator

from lxml import etree

from knell.records.vocabulary import BlockKind

from .masthead import tidy

_SPACES = re.compile(r"\s+")


def list_pieces(body: etree._Element) -> Iterator[tuple[str, BlockKind, bool]]:
    """The main text's pieces in order: text, kind, and whether it is the next item or row of the one before."""
    if body.text and (text := tidy(body.text)):
        yield text, "body", False
    for element in body:
        yield from _piece(element, "body")
        if element.tail and (text := tidy(element.tail)):
            yield text, "body", False


def _piece(element: etree._Element, kind: BlockKind) -> Iterator[tuple[str, BlockKind, bool]]:
    tag = element.tag
    if tag == "head":
        yield _lines(element), "subhead", False
    elif tag == "list":
        yield from _items(element)
    elif tag == "table":
        yield from _rows(element)
    elif tag == "quote":
        parts = [part for part in element if part.tag in ("p", "quote", "list")]
        if element.text and (text := tidy(element.text)):
            yield text, "quote", False
        for part in parts:
            yield _lines(part), "quote", False
        if not parts and not element.text:
            yield _lines(element), "quote", False
    elif tag != "graphic":
        yield _lines(element), kind, False


def _items(found: etree._Element) -> Iterator[tuple[str, BlockKind, bool]]:
    """The items of a list, those of lists within it each by itself."""
    for number, item in enumerate(found.iterchildren("item")):
        inner = list(item.iterchildren("list"))
        own = copy.deepcopy(item)
        for part in own.findall("list"):
            etree.strip_elements(part, "*", with_tail=False)
            part.text = None
        yield _lines(own), "list", number > 0
        for part in inner:
            for text, kind, _ in _items(part):
                yield text, kind, True


def _rows(table: etree._Element) -> Iterator[tuple[str, BlockKind, bool]]:
    """The rows of a table; where a cell holds whole paragraphs the table only arranges the page, and its pieces are the page's."""
    for number, row in enumerate(table.iterchildren("row")):
        cells = list(row.iterchildren("cell"))
        if any(next(cell.iterchildren("p", "list", "head", "quote", "table"), None) is not None for cell in cells):
            for cell in cells:
                yield from list_pieces(cell)
        else:
            yield " | ".join(text for cell in cells if (text := " ".join(_lines(cell).split("\n")))), "table", number > 0


def _lines(element: etree._Element) -> str:
    """An element's text with its line breaks kept: ``<br>`` ends a line, everything else runs on."""
    pieces: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if part.tag == "lb" else _SPACES.sub(" ", part.text or ""))
        elif part is not element:
            pieces.append(_SPACES.sub(" ", part.tail or ""))
    lines = (tidy(line) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
