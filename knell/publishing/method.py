"""How the incident compares with others of the casebook, and where the brief comes from."""

from collections.abc import Sequence

from knell.records import Claim, Incident

from .brief import Paragraph, Piece, Section, Sentence
from .comparing import compare_incident
from .matter import Matter
from .parties import source_words
from .people import figure_piece
from .sentences import cite_record, make_sentence, own
from .settings import place_pieces
from .tallies import TALLIES, counted, tally


def write_comparison(matter: Matter) -> Section | None:
    """The rank of this incident's headline figure among like incidents, and exactly what was compared."""
    found = compare_incident(matter)
    figure = figure_piece(matter, found.mine) if found else None
    if found is None or figure is None:
        return None
    harm = {"casualties": "killed or injured"}.get(found.harm, found.harm)
    first = (
        own("Set beside "), *counted(matter, "compared", "other incident", "other incidents"),
        own(f" in this casebook with a headline figure for people {harm} in the same country and within a month, "),
        *_how_many_higher(matter, found.higher), own(" a higher one than this incident’s "), figure,
    )  # fmt: skip
    kind = "totals over days or a region" if matter.incident.kind == "aggregate" else "single incidents, not totals over days or a region,"
    how = f"Only {kind} were compared, each by the one figure its sources allow to be quoted; incidents inside one another were left aside"
    told = (
        make_sentence(first, [found.mine, *(claim for _, claim in found.others[:6])], cite_record(matter)),
        _highest(matter, found.others),
        make_sentence((own(how.replace(", were", " were") if matter.incident.kind == "aggregate" else how),), record=cite_record(matter)),
    )
    return Section(key="comparison", title="How it compares in this casebook", paragraphs=(Paragraph(sentences=told),))


def _how_many_higher(matter: Matter, higher: int) -> tuple[Piece, ...]:
    if higher == 0:
        return (own("none has"),)
    return (tally(matter, "higher"), own(" has" if higher == 1 else " have"))


def _highest(matter: Matter, others: Sequence[tuple[Incident, Claim]]) -> Sentence:
    claims = [claim for _, claim in others[:3]]
    one = len(others) == 1
    pieces: list[Piece] = [own("The other’s is " if one else "The highest of the others are " if len(claims) > 1 else "The highest is ")]
    for index, claim in enumerate(claims):
        pieces.extend([own("; ")] if index else [])
        figure = figure_piece(matter, claim)
        name = Piece(text=source_words(matter, claim), voice="name", claim=claim.claim)
        pieces.extend((*((figure,) if figure else ()), *place_pieces(matter, claim, most=1), own(" ("), name, own(")")))
    return make_sentence(pieces, claims)


def write_method(matter: Matter) -> Section:
    """Where it comes from and how it was reckoned: reports beside roots, copies, rule, versions, what was left out."""
    told = [_rests_on(matter), *_undated(matter), *_copies(matter), *_rules(matter), *_gaps(matter)]
    told.append(_say(matter, own("Private persons’ names, and who filmed, testified or lives where, are withheld")))
    return Section(key="method", title="Sources and method", paragraphs=(Paragraph(sentences=tuple(told)),))


def _say(matter: Matter, *pieces: Piece) -> Sentence:
    return make_sentence(pieces, record=cite_record(matter))


def _rests_on(matter: Matter) -> Sentence:
    goes = "goes back to " if TALLIES["reports"](matter) == 1 else "go back to "
    return _say(
        matter, own("The incident rests on "), *counted(matter, "claims", "claim", "claims"), own(" in "),
        *counted(matter, "reports", "report", "reports"), own(f", which {goes}"), *counted(matter, "roots", "root source", "root sources"),
    )  # fmt: skip


def _undated(matter: Matter) -> list[Sentence]:
    """That a brief of one report rests on a report without an outlet or a date."""
    reports = {claim.report: matter.report(claim) for claim in matter.claims}
    if len(reports) != 1:
        return []
    (report,) = reports.values()
    lacks = [words for words, given in (("names no outlet", report.outlet), ("bears no date", report.published)) if not given]
    return [make_sentence((own(f"The report {' and '.join(lacks)}"),), matter.claims[:1], cite_record(matter))] if lacks else []


def _copies(matter: Matter) -> list[Sentence]:
    count = TALLIES["copies"](matter)
    if not count:
        return []
    said = " is a copy or relay of another and adds no weight" if count == 1 else " are copies or relays of others and add no weight"
    return [_say(matter, tally(matter, "copies"), own(" of the reports" + said))]


def _rules(matter: Matter) -> list[Sentence]:
    rules = sorted({toll.rule for toll in matter.incident.tolls if toll.rule})
    readers = sorted({claim.reader for claim in matter.claims if claim.reader})
    told = []
    if rules:
        how = ": each root source’s latest figure stands in a lane of its own, in its words, and nothing is added across sources or scopes"
        told.append(_say(matter, own("Figures stand under rule "), *_listed(rules), own(how)))
    if readers:
        told.append(_say(matter, own("The claims were read by "), *_listed(readers)))
    return told


def _gaps(matter: Matter) -> list[Sentence]:
    """What is marked, and what is not here."""
    told = []
    if count := TALLIES["restated"](matter):
        said = (
            " is restated in other words than the outlet’s own and is"
            if count == 1
            else " are restated in other words than the outlets’ own and are"
        )
        told.append(_say(matter, *counted(matter, "restated", "report", "reports"), own(said + " so marked in the notes")))
    if count := TALLIES["uncitable"](matter):
        said = " whose words are not at hand is left out" if count == 1 else " whose words are not at hand are left out"
        told.append(_say(matter, *counted(matter, "uncitable", "claim", "claims"), own(said)))
    if matter.context.policy and matter.context.policy != "everything":
        told.append(_say(matter, own("The casebook’s inclusion policy is "), Piece(text=matter.context.policy, voice="name")))
    if TALLIES["left_out"](matter):
        told.append(_say(matter, own("The casebook leaves out "), *counted(matter, "left_out", "item", "items")))
    if count := TALLIES["parts"](matter):
        has = ", which has a brief of its own" if count == 1 else ", which have briefs of their own"
        told.append(
            _say(matter, own("The incident contains "), *counted(matter, "parts", "smaller incident", "smaller incidents"), own(has))
        )
    return told


def _listed(names: Sequence[str]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for index, name in enumerate(names):
        pieces.extend([own(" and " if index == len(names) - 1 else ", ")] if index else [])
        pieces.append(Piece(text=name, voice="name"))
    return tuple(pieces)
