"""A brief as Markdown, with footnotes."""

import re

from .brief import COLUMNS, Brief, Cell, Citation, Note, Sentence, Table
from .marks import dateline, marks_of, note_numbers, record_line, restated_line, source_line


def render_markdown(brief: Brief) -> str:
    """The whole brief; footnotes in the ``[^1]`` form that most readers of Markdown know."""
    numbers = note_numbers(brief)

    def told(sentence: Sentence) -> str:
        return escape(sentence.text) + _marks(sentence.citations)

    def _marks(citations: tuple[Citation, ...]) -> str:
        return "".join(f"[^{number}]" for number in marks_of(citations, numbers))

    def cell(given: Cell) -> str:
        return escape(given.text).replace("|", "\\|")

    def table(given: Table) -> list[str]:
        lines = [
            f"**{escape(given.title.text)}**{_marks(given.title.citations)}",
            "",
            "| " + " | ".join(COLUMNS) + " |",
            "|" + " --- |" * len(COLUMNS),
        ]
        for row in given.rows:
            cells = [cell(c) for c in row.cells]
            cells[1] += _marks(row.citations)
            lines.append("| " + " | ".join(cells) + " |")
        return [*lines, ""]

    lines = [f"# {escape(brief.headline.text)}{_marks(brief.headline.citations)}", "", f"*{escape(dateline(brief))}*", ""]
    lines += [" ".join(f"**{escape(s.text)}**{_marks(s.citations)}" if i == 0 else told(s) for i, s in enumerate(brief.lead)), ""]
    for section in brief.sections:
        lines += [f"## {section.title}", ""]
        for given in section.tables:
            lines += table(given)
        for paragraph in section.paragraphs:
            lines += [" ".join(told(sentence) for sentence in paragraph.sentences), ""]
    lines += ["## Notes", "", *(_note(note, brief) for note in brief.notes)]
    return "\n".join(lines).rstrip() + "\n"


def _note(note: Note, brief: Brief) -> str:
    if note.report is None:
        return f"[^{note.number}]: {escape(note.quote)} {escape(record_line(brief))}.\n"
    restated = f" *[{escape(restated_line(note))}]*" if note.restated_by else ""
    address = f" <{note.url}>" if note.url and re.match(r"https?://[^\s<>]+$", note.url) else ""
    claims = ", ".join(note.claims)
    return f"[^{note.number}]: {escape(source_line(note))}.{address}{restated} “{escape(note.quote)}” ({claims})\n"


def escape(text: str) -> str:
    """The text with the marks that Markdown would take for its own made harmless."""
    return re.sub(r"([\\`*_\[\]<>#|~^])", r"\\\1", " ".join(text.split()))
