"""Writing a brief: headline, lead, sections, notes; then the checker reads it before anybody else does."""

from collections.abc import Iterator, Mapping

import msgspec

from knell.records import Claim, Incident, Report
from knell.records.errors import BriefError

from .brief import Brief, BriefContext, Citation, Note, Paragraph, Section, Sentence
from .dates import day_of
from .headline import bare_headline, without_figure, write_headline, write_lead
from .matter import Matter
from .mending import Mended, is_sound, untold_sentence
from .quotes import inner_marks, shorten
from .rules import faults_of
from .sections import write_sections
from .withhold import withhold

LONGEST_NOTE = 90
"""Words of a passage quoted in a footnote."""


def write_brief(
    incident: Incident, claims: Mapping[str, Claim], reports: Mapping[str, Report], context: BriefContext | None = None
) -> Brief:
    """The brief of an incident. Raises ``BriefError`` where a sentence or figure would stand without its source."""
    matter = Matter(incident, claims, reports, context)
    if not matter.claims:
        raise BriefError(
            "none of its claims can be cited",
            where=incident.incident,
            todo="hand in the claims and reports of the incident, or choose another",
        )
    brief = draft_brief(matter)
    faults = faults_of(brief, matter)
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise BriefError(
            f"{faults[0].line()}{more}",
            where=f"brief of {incident.incident}",
            todo="read the reports again, or report it as a fault of Knell's own",
        )
    return brief


def draft_brief(matter: Matter) -> Brief:
    """The brief before it is checked."""
    mended, context = Mended(matter), matter.context
    lead = mended.sentences("lead", write_lead(matter))
    sections = mended.sections(write_sections(matter, lead))
    headline = _first_sound(matter, write_headline(matter), without_figure(matter), bare_headline(matter))
    if mended.untold:
        sections = _with_untold(sections, mended)
    if not lead:
        lead = (untold_sentence(mended.untold),)
    return Brief(
        incident=matter.incident.incident,
        headline=headline,
        lead=lead,
        sections=sections,
        notes=write_notes(matter, cited_in(headline.citations, *(s.citations for s in lead), *_citations(sections))),
        rules=tuple(sorted({toll.rule for toll in matter.incident.tolls if toll.rule})),
        readers=tuple(sorted({claim.reader for claim in matter.claims if claim.reader})),
        casebook=context.casebook,
        as_of=context.as_of,
        latest=max((at[:10] for claim in matter.claims if day_of(at := matter.published(claim)) and at), default=None),
        version=context.version,
    )


def _first_sound(matter: Matter, *given: Sentence) -> Sentence:
    """The first headline that breaks no rule; the last where all do, for the checker to refuse."""
    return next((one for one in given if is_sound(matter, "headline", one.pieces, one.citations)), given[-1])


def _with_untold(sections: tuple[Section, ...], mended: Mended) -> tuple[Section, ...]:
    """The sections with a last word in the method on what was left out."""
    *before, method = sections
    last = Paragraph(sentences=(untold_sentence(mended.untold),))
    return (*before, msgspec.structs.replace(method, paragraphs=(*method.paragraphs, last)))


def _citations(sections: tuple[Section, ...]) -> Iterator[tuple[Citation, ...]]:
    for section in sections:
        for table in section.tables:
            yield table.title.citations
            yield from (row.citations for row in table.rows)
        for paragraph in section.paragraphs:
            yield from (sentence.citations for sentence in paragraph.sentences)


def cited_in(*groups: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """All citations in the order they are first met."""
    return tuple(dict.fromkeys(citation for group in groups for citation in group))


def write_notes(matter: Matter, citations: tuple[Citation, ...]) -> tuple[Note, ...]:
    """One numbered note a passage, in the order of first citation; the casebook's own record comes last."""
    passages: dict[tuple[str, int, int], list[str]] = {}
    records: list[str] = []
    for citation in citations:
        if citation.incident is not None:
            records.append(citation.incident)
        elif citation.report is not None and citation.start is not None and citation.end is not None and citation.claim is not None:
            passages.setdefault((citation.report, citation.start, citation.end), []).append(citation.claim)
    notes = [_note(matter, number, *place, tuple(names)) for number, (place, names) in enumerate(passages.items(), 1)]
    for incident in dict.fromkeys(records):
        notes.append(Note(number=len(notes) + 1, incident=incident, quote="The casebook’s own record of the incident."))
    return tuple(notes)


def _note(matter: Matter, number: int, report: str, start: int, end: int, names: tuple[str, ...]) -> Note:
    given = matter.reports[report]
    first, last = shorten(given.text, start, end, LONGEST_NOTE)
    restated = given.restates
    return Note(
        number=number,
        claims=names,
        report=report,
        outlet=given.outlet or (restated.outlet if restated else None),
        published=given.published or (restated.date if restated else None),
        url=given.url or (restated.url if restated else None),
        restated_by=restated.by if restated else None,
        quote=inner_marks(withhold(matter, report, first, last)),
        start=first,
        end=last,
    )
