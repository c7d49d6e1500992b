"""The brief of an incident inside the casebook's pages: each figure leads to its sentence, each note to its report."""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from knell import __version__
from knell.casebook.contents import claims_of_reports
from knell.casebook.ledger import Casebook
from knell.flows.brief import brief_within
from knell.publishing import Brief, BriefContext, Note, Piece, Sentence, write_brief
from knell.publishing.marks import dateline, marks_of, note_numbers, record_line, restated_line, source_line
from knell.records import Claim, Incident, Report
from knell.records.errors import BriefError

from .addresses import incident_address, sentence_address
from .graphic import behind_click
from .legible import legible

CURTAIN = "[description behind a click]"
"""What stands for a quotation that describes what nobody should meet unasked."""


class Said(NamedTuple):
    """A few words of a sentence; ``href`` leads to the sentence of the report they come from. ``figure``: a number of people."""

    text: str
    href: str
    figure: bool


class Line(NamedTuple):
    """A sentence and the numbers of its notes."""

    words: tuple[Said, ...]
    notes: tuple[int, ...]


class Table(NamedTuple):
    """The lanes of one toll."""

    title: Line
    rows: tuple[tuple[tuple[Line, ...], tuple[int, ...]], ...]


class Section(NamedTuple):
    """A titled part."""

    key: str
    title: str
    paragraphs: tuple[tuple[Line, ...], ...]
    tables: tuple[Table, ...]


class Footnote(NamedTuple):
    """What sentences rest on. ``href`` is empty for the casebook's own record."""

    number: int
    source: str
    restated: str
    quote: str
    href: str
    graphic: bool


class BriefPage(NamedTuple):
    """All that the brief's template needs. ``refusal``: why there is none."""

    href: str
    headline: Line | None
    dateline: str
    lead: tuple[Line, ...]
    sections: tuple[Section, ...]
    notes: tuple[Footnote, ...]
    refusal: str


def read_brief(casebook: Casebook, incident: Incident) -> BriefPage:
    """The brief of one incident, as ``knell brief`` writes it."""
    href = incident_address(incident.incident)
    try:
        brief, _ = brief_within(casebook, incident.incident)
    except BriefError as error:
        return BriefPage(href, None, "", (), (), (), legible(error.what))
    cited = {name for note in brief.notes for name in note.claims} | {name for one in _pieces(brief) if (name := one.claim)}
    claims = {claim.claim: claim for claim in casebook.claims(sorted(cited))}
    hidden = behind_click(claims_of_reports(casebook, {claim.report for claim in claims.values()}))
    return _lay_out(brief, claims, hidden, href)


def write_lead(
    incident: Incident, claims: Mapping[str, Claim], reports: Mapping[str, Report], casebook: str, hidden: Container[str]
) -> tuple[Line, ...]:
    """The brief's headline and lead, for the head of the incident's page; empty where no brief can be written."""
    try:
        brief = write_brief(incident, claims, reports, BriefContext(casebook=casebook, version=__version__))
    except BriefError:
        return ()
    return tuple(_line(sentence, {}, claims, hidden) for sentence in brief.lead)


def _pieces(brief: Brief) -> Iterator[Piece]:
    sentences = [brief.headline, *brief.lead]
    for section in brief.sections:
        sentences += [sentence for paragraph in section.paragraphs for sentence in paragraph.sentences]
        for table in section.tables:
            sentences.append(table.title)
            yield from (piece for row in table.rows for cell in row.cells for piece in cell.pieces)
    yield from (piece for sentence in sentences for piece in sentence.pieces)


def _lay_out(brief: Brief, claims: Mapping[str, Claim], hidden: Container[str], href: str) -> BriefPage:
    numbers = note_numbers(brief)

    def line(sentence: Sentence) -> Line:
        return _line(sentence, numbers, claims, hidden)

    sections = tuple(
        Section(
            section.key,
            section.title,
            tuple(tuple(line(sentence) for sentence in paragraph.sentences) for paragraph in section.paragraphs),
            tuple(
                Table(
                    line(table.title),
                    tuple(
                        (tuple(Line(_words(cell.pieces, claims, hidden), ()) for cell in row.cells), marks_of(row.citations, numbers))
                        for row in table.rows
                    ),
                )
                for table in section.tables
            ),
        )
        for section in brief.sections
    )
    notes = tuple(_footnote(note, brief, claims, hidden) for note in brief.notes)
    return BriefPage(href, line(brief.headline), legible(dateline(brief)), tuple(line(one) for one in brief.lead), sections, notes, "")


def _line(sentence: Sentence, numbers: Mapping[str, int], claims: Mapping[str, Claim], hidden: Container[str]) -> Line:
    return Line(_words(sentence.pieces, claims, hidden), marks_of(sentence.citations, numbers) if numbers else ())


def _words(pieces: Iterable[Piece], claims: Mapping[str, Claim], hidden: Container[str]) -> tuple[Said, ...]:
    """Figures and quotations lead to the sentence of their claim. A quotation that goes behind a click is not printed, only led to."""
    return tuple(Said(_shown(piece, hidden), _sentence(piece, claims), piece.voice == "figure") for piece in pieces)


def _shown(piece: Piece, hidden: Container[str]) -> str:
    return CURTAIN if piece.voice == "quote" and piece.claim in hidden else legible(piece.text)


def _sentence(piece: Piece, claims: Mapping[str, Claim]) -> str:
    claim = claims.get(piece.claim or "")
    return sentence_address(claim) if claim is not None and piece.voice in ("figure", "quote") else ""


def _footnote(note: Note, brief: Brief, claims: Mapping[str, Claim], hidden: Container[str]) -> Footnote:
    if note.report is None:
        href = incident_address(note.incident) if note.incident else ""
        return Footnote(note.number, note.quote, "", legible(record_line(brief)), href, graphic=False)
    first = next((claims[name] for name in note.claims if name in claims), None)
    return Footnote(
        number=note.number,
        source=legible(source_line(note)),
        restated=legible(restated_line(note)),
        quote=legible(note.quote),
        href=sentence_address(first) if first else "",
        graphic=any(name in hidden for name in note.claims),
    )
