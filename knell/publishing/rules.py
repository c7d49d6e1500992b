"""The rules a brief keeps, each with an id. The checker reads every brief before it is shown; each rule has a test that trips it.

A rule reads the finished brief and the records it was written from, and trusts nothing the writer says of itself: figures are
counted again, quotations cut again, names withheld again.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from knell.records import Claim, Incident, Report
from knell.records.errors import BriefError

from .brief import Brief, BriefContext, Citation, Note, Piece, Row, Sentence
from .dates import style_date, when
from .matter import Matter
from .numbers import DIGIT, NUMBER_WORD, count_in_words, count_words, style_number
from .parties import is_generic, is_named, root_key
from .people import LOADED
from .quotes import inner_marks
from .tallies import TALLIES
from .withhold import NAME_WITHHELD, exposes, names_pattern, withhold


class Fault(NamedTuple):
    """A rule broken: its id, what is wrong, and the words it stands in."""

    rule: str
    what: str
    text: str

    def line(self) -> str:
        """The fault in one line."""
        return f"{self.rule}: {self.what}: “{self.text[:120]}”"


class Line(NamedTuple):
    """Anything that is read as a sentence: a sentence, a headline, a row of a table. ``place`` is where it stands."""

    place: str
    pieces: tuple[Piece, ...]
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """As it is read."""
        return "".join(piece.text for piece in self.pieces)

    def said(self, *voices: str) -> str:
        """The words of those voices only; other pieces leave a mark, so that no word is made of two voices."""
        return "".join(piece.text if piece.voice in voices else "\u2022" for piece in self.pieces)

    def claims(self) -> tuple[str, ...]:
        """The claims cited."""
        return tuple(citation.claim for citation in self.citations if citation.claim)


Check = Callable[[Line, Matter], Iterator[str]]


def lines_of(brief: Brief) -> tuple[Line, ...]:
    """Every line of the brief, headline first."""

    def line(place: str, sentence: Sentence) -> Line:
        return Line(place, sentence.pieces, sentence.citations)

    found = [line("headline", brief.headline), *(line("lead", sentence) for sentence in brief.lead)]
    for section in brief.sections:
        for paragraph in section.paragraphs:
            found.extend(line(section.key, sentence) for sentence in paragraph.sentences)
        for table in section.tables:
            found.append(line("title", table.title))
            found.extend(line_of_row(row) for row in table.rows)
    return tuple(found)


def line_of_row(row: Row) -> Line:
    """A row read as a line, its cells apart."""
    gap = Piece(text=" | ")
    pieces = [piece for cell in row.cells for piece in (*cell.pieces, gap)]
    return Line("row", tuple(pieces[:-1]), row.citations)


# What stands behind the words


def cited(line: Line, matter: Matter) -> Iterator[str]:
    """Every sentence has a citation, and every citation leads to a claim in a report, or to this incident's record."""
    if not line.citations:
        yield "no citation"
    for citation in line.citations:
        if citation.incident is not None:
            if citation.incident != matter.incident.incident:
                yield f"cites the record of another incident, {citation.incident}"
        elif not matter.citable(citation.claim):
            yield f"cites {citation.claim}, which is not at hand"
        else:
            passage = matter.claim(citation.claim).passage
            if (citation.report, citation.start, citation.end) != (matter.claim(citation.claim).report, passage.start, passage.end):
                yield f"the citation of {citation.claim} does not point at its passage"


def pieces_cited(line: Line, matter: Matter) -> Iterator[str]:
    """A figure, quotation, date or name comes from a claim that the same sentence cites."""
    for piece in line.pieces:
        if piece.claim is not None and piece.claim not in line.claims():
            yield f"“{piece.text}” is from {piece.claim}, which the sentence does not cite"
        if piece.claim is None and piece.voice in ("quote", "date", "accused"):
            yield f"“{piece.text}” names no claim it comes from"


def sourced_figure(line: Line, matter: Matter) -> Iterator[str]:
    """No number stands in Knell's own words: each is a claim's figure, a date, a quotation, a name or a tally."""
    for piece in line.pieces:
        if piece.voice == "own" and (DIGIT.search(piece.text) or NUMBER_WORD.search(piece.text)):
            yield f"a number without a source in “{piece.text.strip()}”"


def computed_figure(line: Line, matter: Matter) -> Iterator[str]:
    """A figure is what a claim says, in its own words or house style; never what Knell reckoned from it ("at least 71")."""
    for piece in line.pieces:
        if piece.voice != "figure":
            continue
        if piece.claim is None:
            yield f"“{piece.text}” was said by nobody"
        elif matter.citable(piece.claim) and piece.text.casefold() not in _ways_to_say(matter, matter.claim(piece.claim)):
            yield f"“{piece.text}” is not what {piece.claim} says"


def _ways_to_say(matter: Matter, claim: Claim) -> set[str]:
    if claim.count is None:
        return set()
    given = matter.words(claim.count, claim)
    return {words.casefold() for words in (count_words(claim.count, given), count_in_words(claim.count) if not given else "") if words}


def exact_quote(line: Line, matter: Matter) -> Iterator[str]:
    """A quotation is in the report to the letter, save for what is withheld and the inner marks."""
    for index, piece in enumerate(line.pieces):
        if piece.voice != "quote" or piece.claim is None or not matter.citable(piece.claim):
            continue
        if piece.start is None or piece.end is None or not 0 <= piece.start < piece.end <= len(matter.text(matter.claim(piece.claim))):
            yield "a quotation without its place in the report"
            continue
        words = inner_marks(withhold(matter, matter.claim(piece.claim).report, piece.start, piece.end))
        if piece.text.casefold() != words.casefold():
            yield f"not the report's words: “{piece.text}”"
        before = line.pieces[index - 1].text if index else ""
        if not before.endswith("“"):
            yield f"quoted without quotation marks: “{piece.text}”"


def dated(line: Line, matter: Matter) -> Iterator[str]:
    """A date is its claim's time, its report's publication or its lane's cut-off."""
    for piece in line.pieces:
        if (
            piece.voice == "date"
            and piece.claim
            and matter.citable(piece.claim)
            and piece.text not in _dates(matter, matter.claim(piece.claim))
        ):
            yield f"“{piece.text}” is no date of {piece.claim}"


def _dates(matter: Matter, claim: Claim) -> set[str | None]:
    resolved = when(claim.time) if claim.time else None
    found = {style_date(matter.published(claim)), resolved[1] if resolved else None, style_date(claim.time.from_) if claim.time else None}
    for toll in matter.incident.tolls:
        ends = [lane.as_of for lane in toll.lanes if lane.claim == claim.claim]
        found.update(style_date(at) for at in (*ends, *((toll.scope.from_, toll.scope.to) if ends else ())))
    return found


def true_tally(line: Line, matter: Matter) -> Iterator[str]:
    """What Knell counted itself is right when it is counted again."""
    for piece in line.pieces:
        if piece.voice == "tally" and (
            piece.tally not in TALLIES or piece.text.casefold() != style_number(TALLIES[piece.tally](matter)).casefold()
        ):
            yield f"“{piece.text}” is not the tally of {piece.tally}"


def known_name(line: Line, matter: Matter) -> Iterator[str]:
    """A name is one that its claim or report gives, or a rule's or reader's."""
    for piece in line.pieces:
        if piece.voice not in ("name", "accused"):
            continue
        if piece.claim is None:
            if piece.text not in {
                matter.context.casebook,
                matter.context.policy,
                *(linked.exhibit for linked in matter.context.exhibits),
                *(t.rule for t in matter.incident.tolls),
                *(c.reader for c in matter.claims),
            }:
                yield f"“{piece.text}” is nobody's name here"
        elif len(piece.text.split()) > LONGEST_NAME:
            yield f"“{piece.text}” is no name"
        elif matter.citable(piece.claim) and not _gives_name(matter, matter.claim(piece.claim), piece.text):
            yield f"{piece.claim} does not name “{piece.text}”"


LONGEST_NAME = 14
"""Words in a name or a description of a source. More is a span that has run on."""


def _gives_name(matter: Matter, claim: Claim, words: str) -> bool:
    """Whether the words are a kind of source, or a name (or the end or a part of one) that the claim, its report or its toll gives."""
    if is_generic(words):
        return True
    bare = _without_article(words)
    if bare.endswith("s") and _gives_name(matter, claim, bare[:-1]):
        return True
    names = {_without_article(name) for name in _names_given(matter, claim) if name}
    return bare in names or (len(bare) > 3 and any(re.search(rf"\b{re.escape(bare)}\b", name) for name in names))


def _names_given(matter: Matter, claim: Claim) -> Iterator[str | None]:
    report = matter.report(claim)
    yield report.outlet
    parties = [*claim.speakers, *(p for c in matter.claims if c.report == claim.report for p in c.perpetrators)]
    for name, span in [*((p.name, p) for p in parties), *((p.name, p) for p in claim.places)]:
        yield from (name, " ".join(report.text[span.start : span.end].split()) if span.start is not None else None)
        if span.start is not None and span.end is not None:
            yield withhold(matter, report.id, span.start, span.end)
    for place in claim.places:
        yield f"{place.name} province"
    for victim in claim.victims:
        yield victim.status_by
    for toll in matter.incident.tolls:
        if claim.claim in {lane.claim for lane in toll.lanes}:
            yield matter.roots.get(claim.claim)
            yield from (*toll.scope.places, toll.group, toll.scope.by)


def _without_article(words: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", words, flags=re.IGNORECASE).casefold()


# What is never said


def one_scope(line: Line, matter: Matter) -> Iterator[str]:
    """A range or a change is told of one toll: same harm, group and scope, and no unknown overlap."""
    own = line.said("own")
    figures = [piece.claim for piece in line.pieces if piece.voice == "figure" and piece.claim]
    if len(figures) < 2:
        return
    if re.search(r"\b(?:ranged?|from|between)\b[^•]*•[^.]*?(?:\bto\b|\band\b|–|-)", own, re.IGNORECASE) and _spans_figures(line):
        if any(matter.overlap_unknown(a, b) for a in figures for b in figures if a != b):
            yield "a range over figures whose overlap is not known"
        elif not any(set(figures) <= {lane.claim for lane in toll.lanes} for toll in matter.incident.tolls):
            yield "a range over figures of different scope"
    if re.search(r"\b(?:rose|fell|climbed|dropped|then)\b", own):
        claims = [matter.claim(name) for name in figures if matter.citable(name)]
        if len({claim.harm for claim in claims}) > 1 or len({root_key(matter, claim) for claim in claims}) > 1:
            yield "a change over figures of different roots or harms"


def _spans_figures(line: Line) -> bool:
    """Whether "from"/"between" is followed by a figure rather than a date."""
    for index, piece in enumerate(line.pieces[:-1]):
        if (
            piece.voice == "own"
            and re.search(r"\b(?:range[ds]?(?: from)?|from|between)\s*$", piece.text, re.IGNORECASE)
            and line.pieces[index + 1].voice == "figure"
        ):
            return True
    return False


def confirmed_by_whom(line: Line, matter: Matter) -> Iterator[str]:
    """ "Confirmed" and "verified" only as somebody's word, and that somebody is named in the sentence."""
    own = line.said("own")
    cites = [matter.claim(name) for name in line.claims() if matter.citable(name)]
    if re.search(r"(?<!un)\bconfirm(?:s|ed|ing)?\b", own, re.IGNORECASE):
        if not any(claim.stance == "confirmed" and _has_source(matter, claim) for claim in cites) or not _has_name(line):
            yield "confirmed, but not by whom"
    if re.search(r"(?<!not been )\bverified\b", own, re.IGNORECASE) and "by a decision in the casebook" not in own:
        if not any(claim.basis == "verified" and _has_source(matter, claim) for claim in cites) or not _has_name(line):
            yield "verified, but not by whom"


def _has_source(matter: Matter, claim: Claim) -> bool:
    return is_named(claim) or (not claim.speakers and bool(matter.report(claim).outlet))


def _has_name(line: Line) -> bool:
    return any(piece.voice == "name" for piece in line.pieces)


def silence(line: Line, matter: Matter) -> Iterator[str]:
    """Silence says nothing: "no civilians", "no deaths" only where a claim gives the figure nought."""
    if re.search(
        r"\b(?:no|without|zero|none of the|not any)\s+(?:\w+\s+)?"
        r"(?:civilians?|children|women|deaths?|casualties|injuries|victims?|dead|people were)\b",
        line.said("own"), re.IGNORECASE,
    ):  # fmt: skip
        yield "a nought that no claim gives"


def killers_word(line: Line, matter: Matter) -> Iterator[str]:
    """Nobody is a combatant or a terrorist in Knell's own words; a status that is somebody's word is printed as that word."""
    if found := LOADED.search(line.said("own")):
        yield f"“{found[0]}” in Knell's own words"
    for index, piece in enumerate(line.pieces):
        if piece.voice == "accused" and LOADED.search(piece.text) and not (index and line.pieces[index - 1].text.endswith("“")):
            yield f"“{piece.text}” without quotation marks"
    for name in {piece.claim for piece in line.pieces if piece.voice == "figure" and piece.claim}:
        if not matter.citable(name):
            continue
        claim = matter.claim(name)
        for victim in claim.victims:
            words = " ".join(matter.words(victim, claim).split()).casefold()
            if victim.status_by and words and words in line.said("own").casefold() and "described " not in line.said("own"):
                yield f"“{words}” is the word of {victim.status_by}"


_JUDGEMENTS = re.compile(
    r"\b(?:massacres?|massacred|genocid\w+|ethnic(?:ally)? cleans\w+|pogroms?|slaughter\w*|butcher\w*|atrocit\w+|war crimes?|"
    r"crimes? against humanity|murder\w*|assassinat\w+|lynch\w*|guilty|culprits?|perpetrators?|perpetrated|to blame|"
    r"(?:is|are|was|were) responsible for|innocent|brutal\w*|barbari\w+|cold-blooded|heinous)\b",
    re.IGNORECASE,
)


def own_judgement(line: Line, matter: Matter) -> Iterator[str]:
    """Massacre, genocide and guilt are a source's words, in quotation marks, with whose they are. Executed: only of a named source."""
    own = line.said("own")
    if found := _JUDGEMENTS.search(own):
        yield f"“{found[0]}” in Knell's own words"
    if re.search(r"\bexecut(?:ed|ions?)\b", own) and not any(
        matter.claim(n).event.type == "execution" and is_named(matter.claim(n)) for n in line.claims() if matter.citable(n)
    ):
        yield "“executed” without a source named"


def attributed_quote(line: Line, matter: Matter) -> Iterator[str]:
    """A quotation stands with the name of who is quoted."""
    if any(piece.voice == "quote" for piece in line.pieces) and not _has_name(line):
        yield "a quotation of nobody"


_ALLEGED = re.compile(r"\b(?:alleg\w*|accus\w*|blam\w*|said it had|claimed|denied)\b", re.IGNORECASE)


def alleged_perpetrator(line: Line, matter: Matter) -> Iterator[str]:
    """A perpetrator is alleged or accused, by somebody; never stated."""
    own = line.said("own")
    if any(piece.voice == "accused" for piece in line.pieces) and not (_ALLEGED.search(own) and _has_name(line)):
        yield "an alleged perpetrator told as fact"
    for accused in matter.incident.perpetrators:
        if (
            accused.name
            and re.search(r"[A-Z]", accused.name)
            and len(accused.name) > 3
            and re.search(rf"\b{re.escape(accused.name)}\b", own, re.IGNORECASE)
        ):
            yield f"“{accused.name}” in Knell's own words"


def independent_sources(line: Line, matter: Matter) -> Iterator[str]:
    """Relays of one source are never called independent; the number of roots is a tally."""
    if re.search(r"\bindependent(?:ly)?\b", line.said("own"), re.IGNORECASE) and not any(p.tally == "roots" for p in line.pieces):
        yield "called independent without the tally of roots"
    if re.search(r"•[^•]{0,3}(?:independent|separate) (?:sources?|reports?|outlets?)", line.said("own")) and any(
        p.tally == "reports" for p in line.pieces
    ):
        yield "reports called independent sources"


def witnesses_hidden(line: Line, matter: Matter) -> Iterator[str]:
    """Who filmed, testified or lives where is not told."""
    if found := exposes(line.text):
        yield f"tells who filmed, testified or lives where: “{found}”"


def no_private_names(line: Line, matter: Matter) -> Iterator[str]:
    """No private person's name: victims' only where the casebook allows it; those of witnesses, residents and relatives never."""
    named = names_pattern(matter)
    if named is not None and named.search(line.text):
        yield "a private person's name"


def own_ranking(line: Line, matter: Matter) -> Iterator[str]:
    """ "Deadliest", "worst" are a source's words."""
    if found := re.search(
        r"\b(?:deadliest|worst|bloodiest|most violent|biggest|largest ever|unprecedented)\b", line.said("own"), re.IGNORECASE
    ):
        yield f"“{found[0]}” in Knell's own words"


def house_style(line: Line, matter: Matter) -> Iterator[str]:
    """A sentence begins with a capital and ends with a stop, and has no hole in it."""
    text = line.said("own", "name", "accused", "figure", "date", "tally")
    if re.search(r"  |\bNone\b|\bnull\b|[{}<>]| ,| \.(?!\.)|,,|,\.|\(\)|“”", text):
        yield "a hole or a doubled mark"
    if line.place not in ("row", "title", "headline") and not re.search(r"[.?!][”’)]*$", line.text):
        yield "no stop at the end"
    if line.place != "row" and text[:1].islower() and line.pieces[0].voice != "quote":
        yield "no capital at the start"


# What the brief as a whole must hold


def denials_shown(brief: Brief, matter: Matter) -> Iterator[Fault]:
    """Every denial is quoted somewhere in the brief, to the letter."""
    quoted = [(p, matter.claim(p.claim)) for line in lines_of(brief) for p in line.pieces if p.voice == "quote" and matter.citable(p.claim)]
    for claim in matter.claims:
        if claim.stance != "denied":
            continue
        inside = any(c.report == claim.report and _overlaps(piece, claim) for piece, c in quoted)
        if not inside:
            yield Fault("denials-shown", f"the denial {claim.claim} is not quoted", matter.words(claim.passage, claim))


def _overlaps(piece: Piece, claim: Claim) -> bool:
    start, end = claim.passage.start or 0, claim.passage.end or 0
    return piece.start is not None and piece.end is not None and piece.start < end and start < piece.end


def lanes_shown(brief: Brief, matter: Matter) -> Iterator[Fault]:
    """Every lane that can be cited has its row, with its own figure."""
    shown = {citation.claim for section in brief.sections for table in section.tables for row in table.rows for citation in row.citations}
    for toll in matter.tolls:
        for lane in matter.lanes(toll):
            if lane.claim not in shown:
                yield Fault("lanes-shown", f"the lane of {lane.root} has no row", toll.harm)


def notes_true(brief: Brief, matter: Matter) -> Iterator[Fault]:
    """Every citation has its note; a note has its report's outlet, date, address and passage, and marks what is restated."""
    cites = {citation for line in lines_of(brief) for citation in line.citations}
    noted = {name for note in brief.notes for name in note.claims} | {note.incident for note in brief.notes if note.incident}
    for citation in sorted(cites, key=str):
        if (citation.claim or citation.incident) not in noted:
            yield Fault("notes-true", f"no note for {citation.claim or citation.incident}", "")
    for note in brief.notes:
        if note.report is not None:
            yield from _note_faults(note, matter)


def _note_faults(note: Note, matter: Matter) -> Iterator[Fault]:
    report = matter.reports.get(note.report or "")
    if report is None or note.start is None or note.end is None:
        yield Fault("notes-true", f"note {note.number} has no report at hand", note.quote)
        return
    restated = report.restates
    if note.restated_by != (restated.by if restated else None):
        yield Fault("notes-true", f"note {note.number} does not say that its report is restated", note.quote)
    expected = (
        report.outlet or (restated.outlet if restated else None),
        report.published or (restated.date if restated else None),
        report.url or (restated.url if restated else None),
    )
    if (note.outlet, note.published, note.url) != expected:
        yield Fault("notes-true", f"note {note.number} has another outlet, date or address than its report", note.quote)
    if note.quote != inner_marks(withhold(matter, report.id, note.start, note.end)):
        yield Fault("notes-true", f"note {note.number} is not the report's words", note.quote)
    line = Line("note", (Piece(text=note.quote, voice="quote"),), ())
    for what in no_private_names(line, matter):
        yield Fault("private-names", what, note.quote.replace(NAME_WITHHELD, "…"))
    for what in witnesses_hidden(line, matter):
        yield Fault("witnesses-hidden", what, note.quote)


LINE_RULES: Mapping[str, Check] = {
    "cited": cited,
    "pieces-cited": pieces_cited,
    "sourced-figure": sourced_figure,
    "computed-figure": computed_figure,
    "exact-quote": exact_quote,
    "dated": dated,
    "true-tally": true_tally,
    "known-name": known_name,
    "one-scope": one_scope,
    "confirmed-by-whom": confirmed_by_whom,
    "silence": silence,
    "killers-word": killers_word,
    "own-judgement": own_judgement,
    "attributed-quote": attributed_quote,
    "alleged-perpetrator": alleged_perpetrator,
    "independent-sources": independent_sources,
    "witnesses-hidden": witnesses_hidden,
    "private-names": no_private_names,
    "own-ranking": own_ranking,
    "house-style": house_style,
}
"""Rules read line by line."""

BRIEF_RULES: Mapping[str, Callable[[Brief, Matter], Iterator[Fault]]] = {
    "denials-shown": denials_shown,
    "lanes-shown": lanes_shown,
    "notes-true": notes_true,
}
"""Rules read over the whole brief."""


def faults_of(brief: Brief, matter: Matter) -> tuple[Fault, ...]:
    """Everything that is wrong with a brief, in reading order; empty where nothing is."""
    found = [Fault(name, what, line.text) for line in lines_of(brief) for name, check in LINE_RULES.items() for what in check(line, matter)]
    for check in BRIEF_RULES.values():
        found.extend(check(brief, matter))
    return tuple(found)


def check_brief(
    brief: Brief, incident: Incident, claims: Mapping[str, Claim], reports: Mapping[str, Report], context: BriefContext | None = None
) -> None:
    """Raises ``BriefError`` with the first fault found in the brief, if there is one."""
    faults = faults_of(brief, Matter(incident, claims, reports, context))
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise BriefError(f"{faults[0].line()}{more}", where=f"brief of {incident.incident}", todo="mend the sentence or its citation")
