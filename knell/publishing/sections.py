"""The sections of a brief, in the order of an agency report. One that has nothing to say is left out."""

from collections.abc import Sequence

import msgspec

from .brief import Paragraph, Section, Sentence
from .figures import write_changes, write_figures
from .matter import Matter
from .method import write_comparison, write_method
from .reported import write_reported
from .voices import (
    Quoted,
    is_covered,
    quoted_places,
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
        write_contested(matter, lead),
        write_authorities(matter),
        write_measures(matter),
        write_reactions(matter),
        write_commitments(matter),
        write_context(matter),
        write_footage(matter),
        write_comparison(matter),
        write_method(matter),
    )
    return _once(matter, tuple(section for section in written if section is not None))


_AGAIN = frozenset({"authorities"})
"""Sections that say what they say, whether or not an earlier one has quoted it."""


def _is_new(matter: Matter, sentence: Sentence, seen: set[Quoted]) -> bool:
    places = quoted_places(matter, sentence)
    return not places or not all(is_covered(place, seen) for place in places)


def _once(matter: Matter, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections without quotations that an earlier section has given."""
    seen: set[Quoted] = set()
    kept = []
    for section in sections:
        paragraphs = []
        for paragraph in section.paragraphs:
            sentences = tuple(s for s in paragraph.sentences if section.key in _AGAIN or _is_new(matter, s, seen))
            whole = section.key != "footage" or sentences == paragraph.sentences
            paragraphs += [Paragraph(sentences=sentences)] if sentences and whole else []
        for paragraph in paragraphs:
            seen.update(place for sentence in paragraph.sentences for place in quoted_places(matter, sentence))
        if paragraphs or section.tables:
            kept.append(msgspec.structs.replace(section, paragraphs=tuple(paragraphs)))
    return tuple(kept)
