"""The sections of a brief, in the order of an agency report. One that has nothing to say is left out."""

from collections.abc import Sequence

from .brief import Section, Sentence
from .figures import write_changes, write_figures
from .matter import Matter
from .method import write_comparison, write_method
from .reported import write_reported
from .voices import (
    write_authorities,
    write_commitments,
    write_contested,
    write_context,
    write_footage,
    write_measures,
    write_reactions,
)


def write_sections(matter: Matter, lead: Sequence[Sentence]) -> tuple[Section, ...]:
    """All sections with something to say. ``lead`` is what the reader has been told already."""
    written = (
        write_reported(matter, lead),
        write_figures(matter),
        write_changes(matter),
        write_contested(matter),
        write_authorities(matter),
        write_measures(matter),
        write_reactions(matter),
        write_commitments(matter),
        write_context(matter),
        write_footage(matter),
        write_comparison(matter),
        write_method(matter),
    )
    return tuple(section for section in written if section is not None)
