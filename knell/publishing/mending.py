"""What cannot be told safely is not told: a sentence that would break a rule gives way to its source's own words, or to silence that
says so.

A machine reads reports with mistakes. One misread field must neither get into print nor keep the rest of a brief from being printed.
What is left out is cited in one sentence of the method, so that a reader can look at the passages.
"""

from collections.abc import Iterable, Sequence

import msgspec

from .brief import Cell, Citation, Paragraph, Piece, Row, Section, Sentence, Table
from .matter import Matter
from .rules import LINE_RULES, Line, line_of_row
from .sentences import own, statement_sentence

SEE_NOTE = "see the note"


class Mended:
    """Sentences and sections with nothing in them that breaks a line rule. ``untold``: the citations of what was left out."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter
        self.untold: dict[Citation, None] = {}

    def sentences(self, place: str, given: Iterable[Sentence]) -> tuple[Sentence, ...]:
        """The sentences that may be printed, each as it is or in its source's own words."""
        return tuple(kept for sentence in given if (kept := self.sentence(place, sentence)) is not None)

    def sentence(self, place: str, given: Sentence) -> Sentence | None:
        """The sentence, or its claim's own words, or nothing."""
        if is_sound(self.matter, place, given.pieces, given.citations):
            return given
        named = [citation.claim for citation in given.citations if citation.claim]
        if len(named) == 1:
            quoted = statement_sentence(self.matter, self.matter.claim(named[0]))
            if is_sound(self.matter, place, quoted.pieces, quoted.citations):
                return quoted
        self.untold.update(dict.fromkeys(citation for citation in given.citations if citation.claim))
        return None

    def sections(self, given: Sequence[Section]) -> tuple[Section, ...]:
        """The sections with what may be printed; empty ones fall out."""
        kept = []
        for section in given:
            paragraphs = [self.sentences(section.key, paragraph.sentences) for paragraph in section.paragraphs]
            tables = tuple(self._table(table) for table in section.tables)
            if tables or any(paragraphs):
                told = tuple(Paragraph(sentences=sentences) for sentences in paragraphs if sentences)
                kept.append(msgspec.structs.replace(section, paragraphs=told, tables=tables))
        return tuple(kept)

    def _table(self, given: Table) -> Table:
        title = given.title if is_sound(self.matter, "title", given.title.pieces, given.title.citations) else _first_words(given.title)
        return Table(title=title, rows=tuple(self._row(row) for row in given.rows))

    def _row(self, given: Row) -> Row:
        """The row with "see the note" in each cell that cannot be printed. The figure's cell is never touched."""
        if is_sound(self.matter, "row", line_of_row(given).pieces, given.citations):
            return given
        cells = [
            cell if n == 1 or is_sound(self.matter, "row", cell.pieces, given.citations) else Cell(pieces=(own(SEE_NOTE),))
            for n, cell in enumerate(given.cells)
        ]
        return Row(cells=tuple(cells), citations=given.citations)


def is_sound(matter: Matter, place: str, pieces: tuple[Piece, ...], citations: tuple[Citation, ...]) -> bool:
    """Whether the line breaks no line rule."""
    line = Line(place, pieces, citations)
    return bool(pieces) and not any(fault for check in LINE_RULES.values() for fault in check(line, matter))


def _first_words(title: Sentence) -> Sentence:
    return Sentence(pieces=title.pieces[:1], citations=title.citations)


def untold_sentence(untold: Iterable[Citation]) -> Sentence:
    """What was left out, cited."""
    words = (
        "What some passages say, as it was read, could not be told within the rules of a brief; they are cited here and left to the reader."
    )
    return Sentence(pieces=(own(words),), citations=tuple(untold))
