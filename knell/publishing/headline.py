"""The headline and the lead: the one claim to quote, or the two where one would mislead; then what stands against it."""

from knell.records import Claim, Toll

from .brief import Piece, Sentence
from .comparing import headline_claim
from .dates import style_date, when
from .matter import Matter
from .parties import is_implied, is_named, is_plural, root_of, source_pieces, source_words
from .people import figure_piece, people_pieces
from .sentences import casualty_sentence, cite_record, make_sentence, own, sentence_for, statement_sentence
from .settings import needs_article, place_pieces, plain_preposition, time_pieces
from .withhold import PRIVATE
from .wording import happened


def write_headline(matter: Matter) -> Sentence:
    """One line, no full stop, with who says so."""
    if not matter.tolls:
        return without_figure(matter)
    main = main_claims(matter)
    if len(main) == 1:
        return make_sentence(_one(matter, main[0]), main, end="")
    if comparable(matter, main[0], main[1]):
        return _two_sources(matter, main[0], main[1])
    second = _one(matter, main[1])
    return make_sentence((*_one(matter, main[0]), own("; separately, "), *second), main[:2], end="")


def main_claims(matter: Matter) -> tuple[Claim, ...]:
    """What the headline rests on: the main toll's headline claim; else its lowest and highest lane; with a second toll of the same
    harm where its overlap with the first is unknown.
    """
    toll = matter.tolls[0]
    quote = headline_claim(matter, matter.incident, toll)
    rest = [claim for claim in lane_claims(matter, toll) if quote is None or claim.claim != quote.claim]
    if quote is not None:
        apart = [claim for claim in (*rest, *_other_tolls(matter, toll)) if matter.overlap_unknown(quote.claim, claim.claim)]
        return (quote, *apart[:1])
    if len(rest) < 2:
        others = [claim for claim in _other_tolls(matter, toll) if claim not in rest]
        apart = [claim for claim in others if rest and matter.overlap_unknown(rest[0].claim, claim.claim)]
        return (*rest, *apart[:1])
    firm = [claim for claim in rest if claim.count and claim.count.kind != "vague"]
    bodies = [claim for claim in firm if _is_body(claim)]
    ranked = sorted(bodies if len(bodies) > 1 else firm if len(firm) > 1 else rest, key=lambda claim: (_low(claim), claim.claim))
    return (ranked[0], ranked[-1]) if comparable(matter, ranked[0], ranked[-1]) else _firm_first(matter, ranked)


def _is_body(claim: Claim) -> bool:
    """Whether the source is a body that counts, and not a person who tells what they know: one family's dead are no toll of a coast."""
    root = root_of(claim)
    return root is None or not (is_implied(root) or root.kind in PRIVATE)


def _firm_first(matter: Matter, claims: list[Claim]) -> tuple[Claim, ...]:
    """Figures that cannot be set on one scale: those with a named source first, then the latest, then the largest."""

    def weight(claim: Claim) -> tuple[bool, bool, tuple[int, ...], int, str]:
        late = tuple(-ord(letter) for letter in (matter.published(claim) or ""))
        return not is_named(claim), claim.count is None or claim.count.kind == "vague", late, -_low(claim), claim.claim

    return tuple(sorted(claims, key=weight)[:2])


def lane_claims(matter: Matter, toll: Toll) -> tuple[Claim, ...]:
    """The claims of the toll's lanes, in the order of the lanes."""
    return tuple(dict.fromkeys(matter.claim(lane.claim) for lane in matter.lanes(toll)))


def comparable(matter: Matter, a: Claim, b: Claim) -> bool:
    """Whether two figures may be set on one scale: lanes of one toll whose overlap nobody says is unknown, or of one stated place."""
    if matter.overlap_unknown(a.claim, b.claim):
        return False
    same_place = _first_place(matter, a) is not None and _first_place(matter, a) == _first_place(matter, b)
    shared = [toll for toll in matter.tolls if {a.claim, b.claim} <= {lane.claim for lane in toll.lanes}]
    return any(same_place or not any("overlap" in flag for flag in toll.flags) for toll in shared)


def _first_place(matter: Matter, claim: Claim) -> str | None:
    return next((place.name or matter.words(place, claim) for place in claim.places if place.stated), None)


def _other_tolls(matter: Matter, main: Toll) -> list[Claim]:
    return [claim for toll in matter.tolls if toll is not main and toll.harm == main.harm for claim in lane_claims(matter, toll)]


def _low(claim: Claim) -> int:
    return (claim.count.low or claim.count.best or 0) if claim.count else 0


def _one(matter: Matter, claim: Claim) -> tuple[Piece, ...]:
    """ "Syrian Observatory for Human Rights says 38 men executed in al-Mukhtariya"."""
    people = people_pieces(matter, claim)
    done = own(f" {happened(matter, claim)}")
    where = place_pieces(matter, claim, most=2)
    if not is_named(claim):
        allegedly = f" allegedly {happened(matter, claim)}"
        reported = f" reported {happened(matter, claim)}"
        return (*people, own(allegedly if claim.stance == "alleged" else reported), *where)
    words = source_words(matter, claim).removeprefix("the ").removeprefix("an ").removeprefix("a ")
    name = Piece(text=words, voice="name", claim=claim.claim)
    if claim.stance == "possible":
        done = own(f" may have been {happened(matter, claim)}")
    return (name, own(f" {_says(claim, is_plural(source_words(matter, claim)))} "), *people, done, *where)


_SAYS = {"alleged": "allege", "estimated": "estimate", "confirmed": "confirm", "acknowledged": "acknowledge"}


def _says(claim: Claim, many: bool) -> str:
    """The headline's verb, in the present: says, alleges, says it has verified."""
    if claim.basis in ("verified", "documented"):
        return f"{'say they have' if many else 'says it has'} {claim.basis}"
    verb = _SAYS.get(claim.stance, "say")
    return verb if many else verb + "s"


def _two_sources(matter: Matter, a: Claim, b: Claim) -> Sentence:
    """ "Sources differ on number killed in Jableh: 13, says Syria TV; 16, says ..."."""
    first, second = figure_piece(matter, a), figure_piece(matter, b)
    if first is None or second is None:
        return make_sentence(_one(matter, a), [a], end="")
    shown = happened(matter, a) if a.harm != "killed" else "killed"
    where = place_pieces(matter, a, most=1) or place_pieces(matter, b, most=1) or scope_where(matter.tolls[0], a)
    many = len(_firm_lanes(matter, matter.tolls[0])) > 2
    pieces = (
        own(f"Sources differ on number {shown}"), *where, own(", from " if many else ": "), first, own(" ("), _name(matter, a),
        own(") to " if many else ") and "), second, own(" ("), _name(matter, b), own(")"),
    )  # fmt: skip
    return make_sentence(pieces, (a, b), end="")


def _firm_lanes(matter: Matter, toll: Toll) -> tuple[Claim, ...]:
    """Lane claims with a number that is not vague."""
    return tuple(claim for claim in lane_claims(matter, toll) if claim.count and claim.count.kind != "vague")


def _name(matter: Matter, claim: Claim) -> Piece:
    words = source_words(matter, claim).removeprefix("the ")
    return Piece(text=words, voice="name", claim=claim.claim)


_PLAIN = {
    "curfew": "curfew", "restriction": "restrictions", "custody_death": "death in custody", "detention": "detentions",
    "abduction": "abduction", "enforced_disappearance": "enforced disappearance", "protest": "protest", "arson": "arson",
    "looting": "looting",
    "displacement": "displacement", "clash": "clashes", "shelling": "shelling", "airstrike": "air strikes", "bombing": "bombing",
    "property_damage": "damage to property",
    "torture": "torture", "sexual_violence": "sexual violence", "assault": "assault", "killing": "killing", "execution": "killing",
    "massacre": "killing", "bodies_found": "discovery of bodies", "footage": "footage",
}  # fmt: skip


def without_figure(matter: Matter) -> Sentence:
    """A headline for an incident that has no figure: what is reported, where and when."""
    claim = next((c for c in matter.claims if c.event.type == matter.incident.type), matter.claims[0])
    source = Piece(text=source_words(matter, claim).removeprefix("the "), voice="name", claim=claim.claim)
    noun = _PLAIN.get(claim.event.type, "violence" if claim.harm != "none" else "statement")
    dated = claim.time is not None and when(claim.time) is not None
    where = (*place_pieces(matter, claim, most=3), *(time_pieces(matter, claim) if dated else ()))
    if not is_named(claim) and not matter.report(claim).outlet:
        return make_sentence((own(f"{noun} reported"), *where), [claim], end="")
    says = "report" if is_plural(source.text) else "reports"
    return make_sentence((source, own(f" {says} {noun}"), *where), [claim], end="")


def scope_where(toll: Toll, claim: Claim) -> tuple[Piece, ...]:
    """The first place of a toll's scope, with a preposition: for figures whose own words state no place."""
    if not toll.scope.places:
        return ()
    name = toll.scope.places[0]
    return (own(f" {plain_preposition(name)} "), Piece(text=name, voice="name", claim=claim.claim))


def bare_headline(matter: Matter) -> Sentence:
    """Only that something is reported: for a record in which nothing else can be told safely."""
    noun = _PLAIN.get(matter.incident.type, "violence")
    accused = {party.name.casefold() for party in matter.incident.perpetrators}
    return make_sentence((own(f"{noun if noun not in accused else 'violence'} reported"),), matter.claims[:1], end="")


def scope_pieces(toll: Toll, claim: Claim, joint: str = ", ") -> tuple[Piece, ...]:
    """The places a toll counts, after a comma; nothing where its scope states none."""
    pieces: list[Piece] = []
    for place in toll.scope.places[:3]:
        pieces.extend((own(joint if not pieces else ", "), Piece(text=place, voice="name", claim=claim.claim)))
    return tuple(pieces)


def write_lead(matter: Matter) -> tuple[Sentence, ...]:
    """Who says what; the second figure if one alone would mislead; how sources differ; the denial; the gap."""
    if not matter.tolls:
        ranked = sorted(matter.claims, key=lambda c: (c.event.type != matter.incident.type, c.harm == "none"))
        return tuple(sentence_for(matter, claim) for claim in ranked[:2])
    main = main_claims(matter)
    told = [casualty_sentence(matter, main[0])]
    if len(main) > 1:
        told.append(_second(matter, main[0], main[1]))
    told.extend(_between(matter, main))
    told.extend(_spread(matter, main))
    told.extend(_scope(matter, main))
    told.extend(_against(matter))
    return tuple(told)


def _between(matter: Matter, main: tuple[Claim, ...]) -> tuple[Sentence, ...]:
    """That more sources give figures than the lead quotes."""
    rest = [claim for claim in _firm_lanes(matter, matter.tolls[0]) if claim not in main]
    if len(main) < 2 or not rest or not comparable(matter, main[0], main[1]):
        return ()
    who = "Another source gives a figure" if len(rest) == 1 else "Other sources give figures"
    return (make_sentence((own(f"{who} between these, in the table below"),), rest[:6]),)


def _scope(matter: Matter, main: tuple[Claim, ...]) -> tuple[Sentence, ...]:
    """Where and since when the figures are reckoned, where the words quoted do not say so themselves."""
    toll = matter.tolls[0]
    if not toll.scope.places or any(place_pieces(matter, claim) for claim in main):
        return ()
    words = style_date(toll.scope.from_)
    since = (own(", from "), Piece(text=words, voice="date", claim=main[0].claim, iso=toll.scope.from_)) if words else ()
    listed = scope_pieces(toll, main[0])[1:]
    article = "the " if needs_article(toll.scope.places[0]) else ""
    pieces = (own(f"The casebook sets these figures under {article}"), *listed, *since)
    return (make_sentence(pieces, main[:1], cite_record(matter)),)


def _second(matter: Matter, a: Claim, b: Claim) -> Sentence:
    sentence = casualty_sentence(matter, b)
    if comparable(matter, a, b):
        return sentence
    first = sentence.pieces[0]
    words = first.text if first.text.split(" ")[0] not in ("The", "A", "An", "One") else first.text[0].lower() + first.text[1:]
    moved = Piece(text=words, voice=first.voice, claim=first.claim, start=first.start, end=first.end)
    known = "; whether that figure takes in the first is not known" if matter.overlap_unknown(a.claim, b.claim) else ""
    body = sentence.pieces[1:-1] if sentence.pieces[-1].text == "." else sentence.pieces[1:]
    return make_sentence((own("Separately, "), moved, *body, own(known)), [b, a] if known else [b])


def _spread(matter: Matter, main: tuple[Claim, ...]) -> tuple[Sentence, ...]:
    """How far apart the lanes of the main toll are, where the lead has quoted only one of them."""
    if len(main) > 1:
        return ()
    firm = [claim for claim in _firm_lanes(matter, matter.tolls[0]) if claim.stance != "denied" and _is_body(claim)]
    firm = [claim for claim in firm if claim.claim == main[0].claim or comparable(matter, main[0], claim)]
    ranked = sorted(firm, key=lambda claim: (_low(claim), claim.claim))
    if len(ranked) < 2 or _low(ranked[0]) == _low(ranked[-1]):
        return ()
    low, high = figure_piece(matter, ranked[0]), figure_piece(matter, ranked[-1])
    if low is None or high is None:
        return ()
    ends = (low, own(" ("), *_whose(matter, ranked[0]), own(") to "), high, own(" ("), *_whose(matter, ranked[-1]), own(")"))
    return (make_sentence((own("Figures given for the same toll run from "), *ends), (ranked[0], ranked[-1])),)


def _whose(matter: Matter, claim: Claim) -> tuple[Piece, ...]:
    """ "PanARMENIAN, as of 7 March 2025": an early figure and a late one are not rivals."""
    at = next((lane.as_of for lane in matter.tolls[0].lanes if lane.claim == claim.claim and lane.as_of), matter.published(claim))
    words = style_date(at)
    dated = (own(", as of "), Piece(text=words, voice="date", claim=claim.claim, iso=at)) if words else ()
    return (_name(matter, claim), *dated)


def _against(matter: Matter) -> tuple[Sentence, ...]:
    """What stands against the figures: a denial, else what is acknowledged; and that verification is lacking. Quoted further down."""
    denial = next((c for c in matter.claims if c.stance == "denied"), None)
    admitted = next((c for c in matter.claims if c.event.type == "acknowledgement" and c.harm == "none"), None)
    gap = next((c for c in matter.claims if c.event.type == "verification_gap" and c.harm == "none"), None)
    found = []
    if denial is not None:
        who = (*source_pieces(matter, denial), own(" issued a denial, quoted below"))
        unsourced = (own("A denial, for which no source is named, is quoted below"),)
        found.append(make_sentence(who if is_named(denial) else unsourced, [denial]))
    elif admitted is not None:
        found.append(statement_sentence(matter, admitted))
    if gap is not None:
        found.append(make_sentence((*source_pieces(matter, gap), own(" said verification was lacking")), [gap]))
    return tuple(found)
