"""Claims as pages show them: the figure in the source's words, who says it, how surely, and the sentence with its fields marked."""

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from knell.records import Claim, Report, Span

from .addresses import claim_address, report_address, sentence_address
from .graphic import is_graphic
from .segments import Highlight, cut_segments
from .withheld import WITHHELD, find_names, withhold
from .wording import BASES, EVENTS, HARMS, PARTIES, STANCES, day_words, figure_words

NO_SOURCE = "no source named"


class Piece(NamedTuple):
    """A stretch of a quoted sentence. ``core``: the words of the number or of what happened; ``withheld``: a name kept back."""

    text: str
    core: bool = False
    withheld: bool = False


class Card(NamedTuple):
    """A claim, ready to be shown. ``href`` leads to its sentence in the report, ``page`` to the claim's own page.

    ``says`` is empty where the claim gives no number. ``graphic``: its sentence stands behind a click.
    """

    claim: Claim
    number: int
    says: str
    summary: str
    event: str
    who: str
    stance: str
    basis: str
    passage: tuple[Piece, ...]
    graphic: bool
    href: str
    page: str
    outlet: str
    published: str
    report: str
    lang: str | None


def card_of(claim: Claim, report: Report | None, names: Iterable[str] = (), number: int = 0, hidden: Container[str] = frozenset()) -> Card:
    """A claim's card. ``names`` are withheld wherever words of the report are shown; ``hidden``: claims whose sentence goes
    behind a click."""
    names = tuple(names)
    says = figure_words(claim.count) if claim.count is not None else ""
    return Card(
        claim=claim,
        number=number,
        says=withhold(says, names),
        summary=summary_of(claim),
        event=EVENTS[claim.event.type],
        who=withhold(chain_of(claim, report), names),
        stance=STANCES[claim.stance],
        basis=BASES[claim.basis] if claim.count is not None else "",
        passage=quote_passage(claim, names),
        graphic=claim.claim in hidden or is_graphic(claim.event.type, claim.passage.text),
        href=sentence_address(claim),
        page=claim_address(claim.claim),
        outlet=(report.outlet if report else None) or "outlet not stated",
        published=day_words(report.published) if report and report.published else "date not stated",
        report=report_address(claim.report),
        lang=report.lang if report else None,
    )


def cards_of(
    claims: Iterable[Claim], reports: Mapping[str, Report], names: Iterable[str] = (), hidden: Container[str] = frozenset()
) -> list[Card]:
    """Cards of several claims, numbered from 1."""
    names = tuple(names)
    return [card_of(claim, reports.get(claim.report), names, number, hidden) for number, claim in enumerate(claims, start=1)]


def summary_of(claim: Claim) -> str:
    """What the figure counts, or what is said to have happened where there is none: "killed", "curfew"."""
    if claim.harm != "none":
        return HARMS[claim.harm]
    return EVENTS[claim.event.type].lower()


def chain_of(claim: Claim, report: Report | None = None) -> str:
    """Who says it: the speakers, nearest the words first; else the outlet, which then names no source."""
    names = [_speaker(speaker.name or speaker.text, speaker.kind) for speaker in claim.speakers]
    if names:
        return ", citing ".join(names)
    return f"{report.outlet}, {NO_SOURCE}" if report is not None and report.outlet else NO_SOURCE


def _speaker(name: str | None, kind: str) -> str:
    if name:
        return " ".join(name.split())
    return NO_SOURCE if kind == "unknown" else f"{PARTIES[kind]}, not named"


def core_spans(claim: Claim) -> list[Span]:
    """The words that carry the claim: its number and its event."""
    return [span for span in (claim.count, claim.event) if span is not None and span.start is not None]


def quote_passage(claim: Claim, names: Iterable[str] = ()) -> tuple[Piece, ...]:
    """The claim's sentence in pieces, core words marked and ``names`` kept back. Empty where the report was erased."""
    text, start = claim.passage.text, claim.passage.start
    if text is None or start is None:
        return ()
    marks = [
        Highlight(span.start - start, span.end - start, "core", 0)
        for span in core_spans(claim)
        if span.start is not None and span.end is not None
    ]
    marks += [Highlight(left, right, "name", 0) for left, right in find_names(text, names)]
    pieces: list[Piece] = []
    for segment in cut_segments(0, len(text), marks):
        parts = {highlight.part for highlight in segment.highlights}
        if "name" in parts:
            if not (pieces and pieces[-1].withheld):
                pieces.append(Piece(WITHHELD, withheld=True))
        else:
            pieces.append(Piece(text[segment.start : segment.end], core="core" in parts))
    return tuple(pieces)
