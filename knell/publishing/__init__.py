"""Publishing: records -> briefs and tables. Pure steps: nothing here reads a file or a clock."""

from .brief import Brief, BriefContext, Citation, Note, Paragraph, Piece, Row, Section, Sentence, Table
from .markdown import render_markdown
from .page import render_page
from .plain import render_plain
from .rules import check_brief
from .writing import write_brief

__all__ = [
    "Brief", "BriefContext", "Citation", "Note", "Paragraph", "Piece", "Row", "Section", "Sentence", "Table", "check_brief",
    "render_markdown", "render_page", "render_plain", "write_brief",
]  # fmt: skip
