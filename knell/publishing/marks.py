"""What every rendering shares: the numbers of a sentence's notes, and a note's source line."""

from collections.abc import Mapping

from .brief import Brief, Citation, Note
from .dates import style_date


def note_numbers(brief: Brief) -> Mapping[str, int]:
    """Claim or incident id -> the number of its note."""
    numbers = {claim: note.number for note in brief.notes for claim in note.claims}
    numbers.update({note.incident: note.number for note in brief.notes if note.incident})
    return numbers


def marks_of(citations: tuple[Citation, ...], numbers: Mapping[str, int]) -> tuple[int, ...]:
    """The notes a sentence points at, each once, in order."""
    found = {numbers[name] for citation in citations if (name := citation.claim or citation.incident) in numbers and name}
    return tuple(sorted(found))


def source_line(note: Note) -> str:
    """ "Example Wire, 8 March 2025", or what is missing said in words."""
    return f"{note.outlet or 'Outlet not given'}, {style_date(note.published) or 'not dated'}"


def restated_line(note: Note) -> str:
    """The mark of a text that is not its outlet's own wording; empty for one that is."""
    return f"restated by {note.restated_by}; not the outlet’s wording" if note.restated_by else ""


def record_line(brief: Brief) -> str:
    """What the casebook's own record is: its id and the versions that computed it."""
    versions = [*brief.rules, *brief.readers, *([f"knell {brief.version}"] if brief.version else [])]
    return f"{brief.incident}" + (f", computed by {', '.join(versions)}" if versions else "")


def dateline(brief: Brief) -> str:
    """The line under the headline: what this is, of which casebook, as of when."""
    parts = ["Brief", f"incident {brief.incident}"]
    if brief.casebook:
        parts.append(f"casebook {brief.casebook}")
    if day := style_date(brief.as_of):
        parts.append(f"as of {day}")
    elif day := style_date(brief.latest):
        parts.append(f"reports up to {day}")
    return " · ".join(parts)
