"""The figures: a table a toll, one row a root, in the root's own words; and how each root's figure changed."""

from collections.abc import Sequence

from knell.records import Claim, Lane, Toll

from .brief import Cell, Paragraph, Piece, Row, Section, Sentence, Table
from .dates import style_date
from .headline import lane_claims, main_claims, scope_pieces
from .matter import Matter
from .numbers import is_one
from .parties import is_named, outlet_words, reckoned_root, root_of, source_words
from .people import figure_piece, noun_pieces
from .sentences import accused_piece, cite, cite_record, make_sentence, own
from .series import falls, figure_series
from .settings import place_pieces, time_pieces

_HARM_TITLE = {
    "killed": "People killed", "casualties": "People killed or injured, not told apart", "injured": "People injured",
    "missing": "People missing", "abducted": "People abducted", "detained": "People detained", "displaced": "People displaced",
}  # fmt: skip
_GROUP_TITLE = {"civilians": ": civilians", "children": ": children", "women": ": women", "men": ": men", "all": "", "unknown": ""}
_BASIS = {
    "verified": "verified, the source says", "named_list": "list of names", "documented": "documented", "witnessed": "seen by the source",
    "running": "running count", "estimated": "estimate", "unstated": "not stated",
}  # fmt: skip


def write_figures(matter: Matter) -> Section | None:
    """A table a toll: each root's latest figure in its own words. Below, what must not be done with them."""
    tables = _tables(matter)
    if not tables:
        return None
    return Section(
        key="figures", title="The figures", tables=tables, paragraphs=tuple(Paragraph(sentences=(s,)) for s in _cautions(matter))
    )


GATHERED = 3
"""From how many tolls of one lane on they stand in one table: ten tables of one row each are hard to read."""


def _tables(matter: Matter) -> tuple[Table, ...]:
    """A table a toll; where many tolls of one harm have a single source, those stand together, each row with its own scope."""
    lone: dict[str, list[Toll]] = {}
    for toll in matter.tolls[1:]:
        if len(matter.lanes(toll)) == 1:
            lone.setdefault(toll.harm, []).append(toll)
    gathered = {harm: tolls for harm, tolls in lone.items() if len(tolls) >= GATHERED}
    tables = [_table(matter, toll) for toll in matter.tolls if toll not in gathered.get(toll.harm, [])]
    return (*tables, *(_gathered(matter, harm, tolls) for harm, tolls in gathered.items()))


def _gathered(matter: Matter, harm: str, tolls: Sequence[Toll]) -> Table:
    """Single figures of one harm, each of other people, places or hands than the next."""
    rows = tuple(_row(matter, lane, toll) for toll in tolls for lane in matter.lanes(toll))
    first = matter.claim(matter.lanes(tolls[0])[0].claim)
    words = f"{_HARM_TITLE[harm]}: figures that one source alone gives, each counting something else"
    return Table(title=make_sentence((own(words),), [first], cite_record(matter), end=""), rows=rows)


def _table(matter: Matter, toll: Toll) -> Table:
    lanes = matter.lanes(toll)
    first = matter.claim(lanes[0].claim)
    pieces = [own(_HARM_TITLE[toll.harm] + _GROUP_TITLE.get(toll.group, ""))]
    if toll.group not in _GROUP_TITLE:
        pieces.append(own(", described by the source as " if toll.group == "combatants" else ": "))
        pieces.append(Piece(text=toll.group, voice="name", claim=first.claim))
    pieces.extend(scope_pieces(toll, first))
    if toll.scope.by:
        pieces.extend((own(", allegedly by "), *accused_piece(toll.scope.by, first)))
    title = make_sentence(pieces, [first], cite_record(matter), end="")
    return Table(title=title, rows=tuple(_row(matter, lane) for lane in lanes))


def _row(matter: Matter, lane: Lane, toll: Toll | None = None) -> Row:
    """A lane's row. ``toll``: say whose hand it counts, where the table's title does not."""
    claim = matter.claim(lane.claim)
    figure = figure_piece(matter, claim)
    at = lane.as_of or matter.published(claim)
    words = style_date(at)
    basis = lane.basis if lane.basis != "unstated" else claim.basis
    cells = (
        _source_cell(matter, claim),
        (figure,) if figure else (own("number not stated"),),
        (*noun_pieces(matter, claim, claim.count is not None and is_one(claim.count)), *_by(toll, claim)),
        _where_and_when(matter, claim),
        (own(_BASIS[basis]),),
        (Piece(text=words, voice="date", claim=claim.claim, iso=at),) if words else (own("not dated"),),
    )
    return Row(cells=tuple(Cell(pieces=tuple(pieces)) for pieces in cells), citations=(cite(claim),))


def _by(toll: Toll | None, claim: Claim) -> tuple[Piece, ...]:
    if toll is None or not toll.scope.by:
        return ()
    return (own(", allegedly killed by " if claim.harm == "killed" else ", allegedly by "), *accused_piece(toll.scope.by, claim))


def _where_and_when(matter: Matter, claim: Claim) -> tuple[Piece, ...]:
    where, at = place_pieces(matter, claim), time_pieces(matter, claim)
    if not where and at and at[0].text == " (“":
        return (own("“"), at[1], own("”"))
    if not where and not at:
        return (own("not stated"),)
    first, *rest = (*where, *at)
    return (own(first.text.lstrip()), *rest)


def _source_cell(matter: Matter, claim: Claim) -> tuple[Piece, ...]:
    words = source_words(matter, claim)
    words = words.removeprefix("the ") if words[4:5].isupper() else words
    name = Piece(text=words[:1].upper() + words[1:], voice="name", claim=claim.claim)
    if is_named(claim):
        return (name,)
    if reckoned_root(matter, claim):
        return (name, own(" (carried by "), Piece(text=outlet_words(matter, claim), voice="name", claim=claim.claim), own(")"))
    return (name, own(" (own voice)" if root_of(claim) is None and matter.report(claim).outlet else " (no source named)"))


def _cautions(matter: Matter) -> tuple[Sentence, ...]:
    """What a reader must know before using the tables: what is not added, and why."""
    told = []
    main = main_claims(matter)
    if len(main) > 1 and matter.overlap_unknown(main[0].claim, main[1].claim):
        a, b = figure_piece(matter, main[0]), figure_piece(matter, main[1])
        if a and b:
            pieces = (
                own("The figures "), a, own(" ("), _name(matter, main[0]), own(") and "), b, own(" ("), _name(matter, main[1]),
                own(") are not added together: whether one takes in the other is not known"),
            )  # fmt: skip
            told.append(make_sentence(pieces, main[:2]))
    if len(matter.tolls) > 1:
        claims = [lane_claims(matter, toll)[0] for toll in matter.tolls[:6]]
        told.append(
            make_sentence((own("Figures of different tables count different people, places or harms and are not added together"),), claims)
        )
    return tuple(told)


def _name(matter: Matter, claim: Claim) -> Piece:
    return Piece(text=source_words(matter, claim), voice="name", claim=claim.claim)


def write_changes(matter: Matter, most: int = 5) -> Section | None:
    """Each root's series: what it gave on which date. A fall is said to be one, and that no reason is given."""
    told = []
    for series in figure_series(matter)[:most]:
        claims = [claim for _, claim in series.points]
        told.append(make_sentence((*_whose_figure(matter, claims), *_points(matter, series.points)), claims))
        if falls(series):
            told.append(make_sentence((own("The reports at hand give no reason for the fall"),), claims))
    paragraphs = tuple(Paragraph(sentences=(sentence,)) for sentence in told)
    return Section(key="changes", title="How the figures changed", paragraphs=paragraphs) if told else None


def _whose_figure(matter: Matter, claims: Sequence[Claim]) -> tuple[Piece, ...]:
    """ "The Observatory's figure for civilians killed on the Syrian coast since 6 March 2025"."""
    first = claims[0]
    subject = source_words(matter, first)
    harm = {"casualties": "killed or injured"}.get(first.harm, first.harm)
    return (
        Piece(text=subject, voice="name", claim=first.claim), own("’" if subject.endswith("s") else "’s"), own(" figure for "),
        *noun_pieces(matter, first), own(f" {harm}"), *place_pieces(matter, first, most=2), *_common_time(matter, claims),
    )  # fmt: skip


def _common_time(matter: Matter, claims: Sequence[Claim]) -> tuple[Piece, ...]:
    """The time all the claims count, or the day they all count from."""
    first = claims[0].time
    if first is None or len({claim.time and (claim.time.from_, claim.time.to) for claim in claims}) == 1:
        return time_pieces(matter, claims[0])
    words = style_date(first.from_)
    return (own(" since "), Piece(text=words, voice="date", claim=claims[0].claim, iso=first.from_)) if words else ()


def _points(matter: Matter, points: tuple[tuple[str, Claim], ...]) -> tuple[Piece, ...]:
    """ " was 311 in a report of 8 March 2025, then 830 on 9 March 2025 and 973 on 10 March 2025"."""
    pieces: list[Piece] = []
    for index, (at, claim) in enumerate(points):
        figure = figure_piece(matter, claim)
        if figure is None:
            continue
        last = index == len(points) - 1
        pieces.append(own(" was " if index == 0 else ", then " if index == 1 else " and " if last else ", "))
        pieces.extend((figure, own(" in a report of " if index == 0 else " on ")))
        pieces.append(Piece(text=style_date(at) or "", voice="date", claim=claim.claim, iso=at))
    return tuple(pieces)
