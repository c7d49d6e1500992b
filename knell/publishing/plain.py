"""A brief as plain text for a terminal."""

import textwrap

from .brief import Brief, Citation, Note, Row, Sentence
from .marks import dateline, marks_of, note_numbers, record_line, restated_line, source_line

WIDTH = 88


def render_plain(brief: Brief) -> str:
    """The whole brief, wrapped at ``WIDTH`` columns, notes as numbers in brackets."""
    numbers = note_numbers(brief)

    def marks(citations: tuple[Citation, ...]) -> str:
        found = marks_of(citations, numbers)
        return f" [{', '.join(str(number) for number in found)}]" if found else ""

    def told(sentences: tuple[Sentence, ...]) -> str:
        return fill(" ".join(sentence.text + marks(sentence.citations) for sentence in sentences))

    lines = [fill(brief.headline.text + marks(brief.headline.citations)), "=" * WIDTH, dateline(brief), "", told(brief.lead), ""]
    for section in brief.sections:
        lines += [section.title.upper(), ""]
        for table in section.tables:
            lines += [fill(table.title.text + marks(table.title.citations)), *(_row(row, marks(row.citations)) for row in table.rows), ""]
        for paragraph in section.paragraphs:
            lines += [told(paragraph.sentences), ""]
    lines += ["NOTES", "", *(_note(note, brief) for note in brief.notes)]
    return "\n".join(lines).rstrip() + "\n"


def _row(row: Row, marks: str) -> str:
    source, figure, people, where, basis, as_of = (cell.text for cell in row.cells)
    return fill(f"{source}: {figure} ({people}){marks}. Where and when: {where}. Basis: {basis}. As of: {as_of}.", "  - ", "    ")


def _note(note: Note, brief: Brief) -> str:
    lead = f"[{note.number}] "
    if note.report is None:
        return fill(f"{note.quote} {record_line(brief)}.", lead, "    ")
    restated = f" [{restated_line(note)}]" if note.restated_by else ""
    address = f" {note.url}" if note.url else ""
    return fill(f"{source_line(note)}.{address}{restated} “{note.quote}”", lead, "    ")


def fill(text: str, first: str = "", rest: str = "") -> str:
    """The text wrapped; addresses are never broken."""
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
