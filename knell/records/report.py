"""A report as the contract takes it in: the text that was received, and what is known about where it came from."""

import re

from .base import Record, RecordError
from .vocabulary import BlockKind

_PUBLISHED = re.compile(r"\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$")


class Block(Record, frozen=True, kw_only=True):
    """A stretch of the text whose kind the file itself gave: a headline, a caption, a table row. Offsets into ``text``."""

    start: int
    end: int
    kind: BlockKind
    locator: str | None = None


class Restated(Record, frozen=True, kw_only=True):
    """Where a text that is not the source's own wording comes from: the page whose facts it restates, and who restated them."""

    by: str
    url: str | None = None
    outlet: str | None = None
    date: str | None = None


class Report(Record, frozen=True, kw_only=True):
    """One report. Only ``id`` and ``text`` are required.

    ``published`` is a day, a month or a moment in ISO 8601, in the report's own time zone; it anchors words like "Tuesday".
    ``title`` is context and yields no claims. ``lang`` ``None`` means: detect it. ``credit`` is the agency a byline credits
    ("AFP"), where intake found one. ``restates`` is set on texts that restate another page.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str | None = None
    blocks: tuple[Block, ...] | None = None
    byline: str | None = None
    credit: str | None = None
    restates: Restated | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise RecordError("a report needs an id that is not empty")
        if self.published is not None and not _PUBLISHED.match(self.published):
            raise RecordError(f"published is a day, month or moment in ISO 8601, got {self.published!r}")
        for block in self.blocks or ():
            if not 0 <= block.start <= block.end <= len(self.text):
                raise RecordError(f"a block lies inside the text, got {block.start}..{block.end} of {len(self.text)}")
