"""A report's text put together from the pieces a file gives, with the place and kind of each kept as a block."""

from knell.records.report import Block
from knell.records.vocabulary import BlockKind


class Composition:
    """Takes pieces in reading order and gives the text and its blocks.

    Pieces stand on lines of their own, a blank line between them; rows of one table and items of one list follow each other
    without one. The reading room takes a line end as the end of a sentence, so no two pieces run together.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._last: BlockKind | None = None

    @property
    def length(self) -> int:
        """Code points so far."""
        return self._length

    def add_piece(self, text: str, kind: BlockKind, locator: str | None = None, *, joined: bool = False) -> None:
        """Adds a piece; nothing where it is blank. ``joined``: the next row or item of what came before."""
        text = text.strip()
        if not text:
            return
        gap = "" if not self._pieces else "\n" if joined and self._last == kind else "\n\n"
        start = self._length + len(gap)
        self._pieces.append(gap + text)
        self._blocks.append(Block(start=start, end=start + len(text), kind=kind, locator=locator))
        self._length = start + len(text)
        self._last = kind

    def text(self) -> str:
        """The whole text."""
        return "".join(self._pieces)

    def blocks(self) -> tuple[Block, ...]:
        """The blocks, in order; each one's offsets are into ``text()``."""
        return tuple(self._blocks)
