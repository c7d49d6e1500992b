"""The brief as a record: sections of sentences, each sentence made of pieces that say whose words they are.

A sentence is a tuple of pieces rather than a string, so that the checker can ask of every word: is it Knell's own, a source's,
a figure, a date, a name? The text a reader sees is the pieces joined.
"""

from typing import Literal

from knell.records import Incident, Record

Voice = Literal["own", "quote", "figure", "date", "tally", "name", "accused"]
"""Whose word a piece is: Knell's; a report's, to the letter; a number of people as a claim gives it; a date; a number that Knell
counted itself (reports, roots, incidents); the name of a source or place; the name of an alleged perpetrator."""


class Piece(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A few words of one voice.

    ``claim`` is the claim a figure, quotation, date or name comes from. ``start``..``end`` are the offsets of a quotation in its
    report. ``tally`` names what Knell counted (a key of ``knell.publishing.tallies.TALLIES``). ``iso`` is the date a date piece says.
    """

    text: str
    voice: Voice = "own"
    claim: str | None = None
    start: int | None = None
    end: int | None = None
    tally: str | None = None
    iso: str | None = None


class Citation(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What a sentence rests on: a claim (with its report and the passage's offsets), or an incident's record in the casebook."""

    claim: str | None = None
    report: str | None = None
    start: int | None = None
    end: int | None = None
    incident: str | None = None


class Sentence(Record, frozen=True, kw_only=True):
    """One sentence, with what it rests on."""

    pieces: tuple[Piece, ...]
    citations: tuple[Citation, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as it is read."""
        return "".join(piece.text for piece in self.pieces)


class Cell(Record, frozen=True, kw_only=True):
    """A cell of a table of figures."""

    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """The cell as it is read."""
        return "".join(piece.text for piece in self.pieces)


class Row(Record, frozen=True, kw_only=True):
    """One lane: a root's latest figure. Cells stand under ``COLUMNS``."""

    cells: tuple[Cell, ...]
    citations: tuple[Citation, ...] = ()


COLUMNS = ("Source", "Figure, as given", "Of whom", "Where and when", "Basis", "As of")
"""What the cells of a row say, in order."""


class Table(Record, frozen=True, kw_only=True):
    """The lanes of one toll: figures of one harm, group and scope, one row a root."""

    title: Sentence
    rows: tuple[Row, ...] = ()


class Paragraph(Record, frozen=True, kw_only=True):
    """Sentences that stand together."""

    sentences: tuple[Sentence, ...]


class Section(Record, frozen=True, kw_only=True):
    """A titled part of the brief. ``key`` is its fixed name, used for links."""

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()


class Note(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A footnote: the report a sentence rests on, and the passage quoted from it, private names withheld.

    A note on the casebook's own record (``incident`` set) has no report; ``quote`` then says what the record is.
    """

    number: int
    claims: tuple[str, ...] = ()
    report: str | None = None
    incident: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    restated_by: str | None = None
    quote: str = ""
    start: int | None = None
    end: int | None = None


class Brief(Record, frozen=True, kw_only=True):
    """An incident written up. ``rules`` and ``readers`` are the versions that computed what it says.

    ``as_of``: what was published by then was taken, ``None``: everything. ``latest``: the day of its latest report.
    """

    incident: str
    headline: Sentence
    lead: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    rules: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    casebook: str | None = None
    as_of: str | None = None
    latest: str | None = None
    version: str = ""


class LinkedExhibit(Record, frozen=True, kw_only=True):
    """An exhibit that a person linked to a claim. ``kind``: picture, film, sound, document or other."""

    exhibit: str
    kind: str
    claim: str


class BriefContext(Record, frozen=True, kw_only=True):
    """What the casebook hands in beside the incident.

    ``others``: its other incidents, for the comparison (their headline claims and reports stand in the same mappings).
    ``names_allowed``: the casebook lets victims' names be printed. ``persons``: further names to withhold. ``left_out``: one line for
    each report or claim that the casebook's policy left out. ``beside``: claims of the same reports that belong to no
    incident (background, rankings, reactions). ``as_of``: the day of the brief, ISO; ``version``: of Knell.
    ``exhibits``: those that people linked to the incident's claims.
    """

    casebook: str | None = None
    policy: str | None = None
    as_of: str | None = None
    version: str = ""
    names_allowed: bool = False
    others: tuple[Incident, ...] = ()
    persons: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    exhibits: tuple[LinkedExhibit, ...] = ()
