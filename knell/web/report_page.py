"""A report: the whole text with what was read from it marked, each claim's card beside its sentence, and how the text was received."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from knell.casebook.contents import claims_left_out, list_rows
from knell.casebook.ledger import Casebook
from knell.flows.why import Custody
from knell.records import Block, Claim, Report

from .cards import Card, card_of, core_spans
from .custody import read_custody
from .fields import Field, claim_fields
from .graphic import behind_click
from .legible import count_signs, legible_record
from .overview_page import Part, part_of
from .segments import Highlight, cut_segments
from .withheld import WITHHELD, find_names, private_names, withhold
from .wording import day_words

BLOCKS = {"headline": "Headline", "subhead": "Subheading", "caption": "Caption", "list": "List", "table": "Table", "quote": "Quotation"}
"""What the file said a stretch is; the body needs no label."""


class Bit(NamedTuple):
    """A stretch of a paragraph. ``marks``: numbers of the claims whose sentence it is in; ``card``: the id of the card that its words
    open; ``starts``: claims whose sentence begins here, as id and number."""

    text: str
    marks: tuple[int, ...] = ()
    core: bool = False
    withheld: bool = False
    card: str = ""
    starts: tuple[tuple[str, int], ...] = ()
    ends: tuple[tuple[str, int], ...] = ()


class Run(NamedTuple):
    """Bits that are shown together; a graphic run stands behind a click, its anchors before it. ``what`` says what it is about."""

    bits: tuple[Bit, ...]
    graphic: bool
    what: str
    anchors: tuple[tuple[str, int], ...] = ()


class Told(NamedTuple):
    """A claim beside the text: its card and all its fields."""

    card: Card
    fields: tuple[Field, ...]
    left_out: str
    anchor: str


class Paragraph(NamedTuple):
    """A line of the text, what the file said it is, and the claims that begin in it."""

    kind: str
    label: str
    locator: str
    runs: tuple[Run, ...]
    claims: tuple[Told, ...]


class ReportPage(NamedTuple):
    """All that the report's template needs."""

    report: Report
    title: str
    outlet: str
    published: str
    byline: str
    paragraphs: tuple[Paragraph, ...]
    receipts: tuple[Custody, ...]
    incidents: tuple[Part, ...]
    claims: int
    marks: int
    signs: int
    names_withheld: int
    left_out: str
    loose: tuple[Told, ...]
    erased: bool


def read_report(casebook: Casebook, report: Report) -> ReportPage:
    """The page of one report."""
    signs = count_signs(report.text)
    report = legible_record(report)
    claims: list[Claim] = [legible_record(claim) for claim in casebook.claims_of_report(report.id)]
    names, hidden = private_names(claims), behind_click(claims)
    out = claims_left_out(casebook, report.id)
    rows = list_rows(casebook, casebook.incidents_of_report(report.id))
    told = [
        Told(card_of(claim, report, names, number, hidden), claim_fields(claim, names), out.get(claim.claim, ""), card_anchor(claim.claim))
        for number, claim in enumerate(claims, start=1)
    ]
    paragraphs = tuple(lay_paragraphs(report, told, names))
    placed = {one.card.number for paragraph in paragraphs for one in paragraph.claims}
    return ReportPage(
        report=report,
        title=withhold(report.title or "", names) or "Report without a title",
        outlet=report.outlet or "Outlet not stated",
        published=day_words(report.published) if report.published else "not dated",
        byline=withhold(report.byline or "", names),
        paragraphs=paragraphs,
        receipts=read_custody(casebook, [report.id])[report.id],
        incidents=tuple(part_of(row) for row in rows.values()),
        claims=len(claims),
        marks=marks_needed(len(claims)),
        signs=signs,
        names_withheld=len(names),
        left_out=out.get("", ""),
        loose=tuple(one for one in told if one.card.number not in placed),
        erased=not report.text,
    )


def card_anchor(claim: str) -> str:
    """The id of a claim's card in the page of its report."""
    return f"card:{claim}"


MARKS_STEP, MARKS_MOST = 50, 2000


def marks_needed(claims: int) -> int:
    """How many claims the style sheet of marks has to know; in steps, so that few sheets serve all reports."""
    return min(MARKS_MOST, MARKS_STEP * -(-max(claims, 1) // MARKS_STEP))


def marks_sheet(claims: int) -> str:
    """Rules that light up a claim's sentence and its card when the address points at either, wherever its pieces lie."""
    rules = []
    for n in range(1, claims + 1):
        rules.append(
            f"body:has(.a{n}:target) .k{n}{{background:var(--mark-strong);color:var(--mark-ink);box-shadow:inset 0 -.14em var(--target)}}"
            f"body:has(.a{n}:target) .k{n}.core{{background:var(--target);color:var(--target-ink)}}"
            f"body:has(.a{n}:target) .c{n},.c{n}:has(:target){{border-color:var(--target);background:var(--mark);color:var(--mark-ink)}}"
        )
    return "\n".join(rules) + "\n"


def lay_paragraphs(report: Report, told: Sequence[Told], names: Iterable[str] = ()) -> Iterator[Paragraph]:
    """The text line by line. A sentence that runs over lines is marked in each; its anchor is where it begins."""
    highlights = [*_highlights(told), *(Highlight(a, b, "name", 0) for a, b in find_names(report.text, names))]
    by_number = {one.card.number: one for one in told}
    begun: set[int] = set()
    before: Block | None = None
    for start, end in _lines(report.text):
        inside = [h for h in highlights if h.start < end and h.end > start]
        block = _block_at(report.blocks or (), start)
        beginning = {h.of for h in inside if h.part == "passage"} - begun
        begun |= beginning
        yield Paragraph(
            kind=block.kind if block else "body",
            label="" if block is None or _goes_on(before, block) else BLOCKS.get(block.kind, ""),
            locator="" if block is None or _goes_on(before, block) else block.locator or "",
            runs=tuple(_parted(_bits(report.text, start, end, inside, by_number, beginning), by_number)),
            claims=tuple(one for one in told if one.card.number in beginning),
        )
        before = block


def _goes_on(before: Block | None, block: Block) -> bool:
    """Whether a line is more of the same, so that its label need not be said again."""
    return before is not None and (before.kind, before.locator) == (block.kind, block.locator)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the lines that hold more than blanks."""
    start = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        if body.strip():
            yield start + len(body) - len(body.lstrip()), start + len(body)
        start += len(line)


def _highlights(told: Iterable[Told]) -> Iterator[Highlight]:
    for one in told:
        claim, number = one.card.claim, one.card.number
        if claim.passage.start is not None and claim.passage.end is not None:
            yield Highlight(claim.passage.start, claim.passage.end, "passage", number)
        for span in core_spans(claim):
            if span.start is not None and span.end is not None:
                yield Highlight(span.start, span.end, "core", number)


def _block_at(blocks: Iterable[Block], start: int) -> Block | None:
    """The narrowest block that holds the line's start."""
    holding = [block for block in blocks if block.start <= start < block.end]
    return min(holding, key=lambda block: block.end - block.start, default=None)


def _bits(
    text: str, start: int, end: int, inside: Sequence[Highlight], told: Mapping[int, Told], beginning: set[int]
) -> list[tuple[Bit, bool]]:  # fmt: skip
    """The paragraph in bits, each with whether it lies in a graphic passage. ``beginning``: claims whose sentence begins here."""
    bits: list[tuple[Bit, bool]] = []
    waiting = set(beginning)
    for segment in cut_segments(start, end, inside):
        passages = sorted((h for h in segment.highlights if h.part == "passage"), key=lambda h: h.of)
        numbers = tuple(h.of for h in passages)
        starts = tuple((told[n].card.claim.claim, n) for n in numbers if n in waiting)
        waiting.difference_update(numbers)
        cores = [h for h in segment.highlights if h.part == "core"]
        narrowest = min(cores, key=lambda h: (h.end - h.start, h.of), default=None)
        withheld = any(h.part == "name" for h in segment.highlights)
        bit = Bit(
            text=WITHHELD if withheld else text[segment.start : segment.end],
            marks=numbers,
            core=bool(cores),
            withheld=withheld,
            card=told[narrowest.of].anchor if narrowest else "",
            starts=starts,
            ends=tuple((told[h.of].anchor, h.of) for h in passages if _ends(h, segment.end, end, text)),
        )
        bits.append((bit, any(told[n].card.graphic for n in numbers)))
    return bits


def _ends(highlight: Highlight, at: int, line_end: int, text: str) -> bool:
    """Whether the highlight ends here, blanks at the end of the line aside."""
    return highlight.end == at or (at == line_end and highlight.end > at and not text[at : highlight.end].strip())


def _parted(bits: Sequence[tuple[Bit, bool]], told: Mapping[int, Told]) -> Iterator[Run]:
    at = 0
    while at < len(bits):
        graphic, begin = bits[at][1], at
        while at < len(bits) and bits[at][1] == graphic:
            at += 1
        run = [bit for bit, _ in bits[begin:at]]
        if not graphic:
            yield Run(tuple(run), False, "")
            continue
        # Anchors stand before the curtain: following a link to a sentence is no consent to see what it describes.
        anchors = tuple(start for bit in run for start in bit.starts)
        what = ", ".join(sorted({told[n].card.event.lower() for bit in run for n in bit.marks}))
        yield Run(tuple(bit._replace(starts=()) for bit in run), True, what, anchors)
