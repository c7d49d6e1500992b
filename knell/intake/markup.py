"""Everything a reader sees in an HTML mail, in order. A mail has no navigation to leave out; quoted and forwarded text belong to it."""

import re

from lxml import etree
from lxml.html import HtmlElement

from knell.records.vocabulary import BlockKind

from .composition import Composition
from .masthead import tidy

_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "select", "textarea", "button"})
_BLOCKS = frozenset(
    "address article aside blockquote body center caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def compose_visible(tree: HtmlElement) -> Composition:
    """The visible text of ``tree`` in blocks. A table row whose cells hold only words is one row; layout tables run on as body."""
    composition = Composition()
    _Walk(composition).visit(tree)
    return composition


class _Walk:
    """Goes through a tree once, gathering words until a block begins or ends."""

    def __init__(self, composition: Composition) -> None:
        self._composition = composition
        self._words: list[str] = []
        # Whether the rows around the place we are at hold words only, the innermost last.
        self._rows: list[bool] = []

    def visit(self, root: etree._Element) -> None:
        skipped = 0
        kinds: list[BlockKind] = ["body"]
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                unseen = element.tag in _UNSEEN or bool(_HIDDEN.search(element.get("style") or ""))
                if skipped or unseen:
                    skipped += 1
                else:
                    self._begin(element, kinds)
                continue
            if skipped:
                skipped -= 1
            else:
                self._end(element, kinds)
            if not skipped and element.tail:
                self._words.append(_SPACES.sub(" ", element.tail))
        self._flush("body")

    def _begin(self, element: etree._Element, kinds: list[BlockKind]) -> None:
        cell = self._is_cell(element)
        if element.tag in _BLOCKS and not cell:
            self._flush(kinds[-1])
        if element.tag == "tr":
            self._rows.append(_is_plain(element))
        kinds.append(self._kind(element, kinds[-1]))
        if element.tag == "br":
            self._words.append("\n")
        elif cell and any(word.strip() for word in self._words):
            self._words.append(" | ")
        if element.text:
            self._words.append(_SPACES.sub(" ", element.text))

    def _end(self, element: etree._Element, kinds: list[BlockKind]) -> None:
        kind = kinds.pop()
        if element.tag in _BLOCKS and not self._is_cell(element):
            self._flush(kind, joined=element.tag in ("tr", "li"))
        if element.tag == "tr":
            self._rows.pop()

    def _flush(self, kind: BlockKind, *, joined: bool = False) -> None:
        lines = (tidy(line) for line in "".join(self._words).split("\n"))
        self._composition.add_piece("\n".join(line for line in lines if line), kind, joined=joined)
        self._words.clear()

    def _is_cell(self, element: etree._Element) -> bool:
        """Whether this is a cell of a row that holds words only, so that its cells stand on one line."""
        return element.tag in ("td", "th") and bool(self._rows) and self._rows[-1]

    def _kind(self, element: etree._Element, around: BlockKind) -> BlockKind:
        tag = element.tag
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return "subhead"
        if tag in ("figcaption", "caption"):
            return "caption"
        if tag == "li":
            return "list"
        if tag == "tr" and self._rows[-1]:
            return "table"
        return "quote" if tag == "blockquote" else around


def _is_plain(row: etree._Element) -> bool:
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return len(cells) > 1 and not any(inner.tag in _BLOCKS for cell in cells for inner in cell.iterdescendants())
