"""What is reported, and by whom: the sources that give figures, then a paragraph a source with what the lead has not told."""

from collections.abc import Sequence

from knell.records import Claim

from .brief import Paragraph, Piece, Section, Sentence
from .headline import lane_claims
from .matter import Matter
from .parties import is_named, reckoned_root, root_key, root_of, second_mention, short_name, source_words
from .people import figure_piece, people_pieces
from .sentences import accused_pieces, is_footage, make_sentence, own, sentence_for
from .settings import place_pieces, time_pieces
from .wording import happened

QUOTED = 2
"""Quotations without a figure told of one root."""
MOST = 18
"""Claims told here. The rest are in the casebook's record."""

ASIDE = frozenset(
    "appeal warning protest statement other curfew restriction ceasefire context ranking commitment footage verification_gap denial "
    "acknowledgement investigation inaction".split()
)
"""Event types that have a section of their own, and so are not told here."""


def write_reported(matter: Matter, lead: Sequence[Sentence]) -> Section | None:
    """Who gives figures; then, source by source, what the lead has left untold. A total's parts follow it in one sentence."""
    already = {citation.claim for sentence in lead for citation in sentence.citations}
    chosen: dict[str, list[Claim]] = {}
    for claim in _reported_claims(matter)[:MOST]:
        chosen.setdefault(root_key(matter, claim), []).append(claim)
    told = _joined([found for claims in chosen.values() if (found := _paragraph(matter, claims, already))])
    who = who_gives_figures(matter)
    if who is not None:
        told.insert(0, Paragraph(sentences=(who,)))
    return Section(key="reported", title="What is reported, and by whom", paragraphs=tuple(told)) if told else None


def _joined(paragraphs: Sequence[tuple[Sentence, ...]]) -> list[Paragraph]:
    """The paragraphs, those of a single sentence drawn together by fours after the longer ones."""
    long = [Paragraph(sentences=sentences) for sentences in paragraphs if len(sentences) > 1]
    short = [sentences[0] for sentences in paragraphs if len(sentences) == 1]
    return [*long, *(Paragraph(sentences=tuple(short[at : at + 4])) for at in range(0, len(short), 4))]


def who_gives_figures(matter: Matter, most: int = 8) -> Sentence | None:
    """ "Figures come from the River Observatory and from the report itself, which names no source."."""
    claims = list({root_key(matter, c): c for toll in reversed(matter.tolls) for c in reversed(lane_claims(matter, toll))}.values())[::-1]
    claims.sort(key=lambda claim: (not is_named(claim), not (claim.speakers and claim.speakers[-1].name)))
    if len(claims) < 2:
        return None
    pieces: list[Piece] = [own("Figures come from ")]
    shown = claims[:most]
    for index, claim in enumerate(shown):
        if index:
            pieces.append(own(" and " if index == len(shown) - 1 and len(claims) == len(shown) else ", "))
        pieces.append(Piece(text=source_words(matter, claim), voice="name", claim=claim.claim))
        if not is_named(claim) and not reckoned_root(matter, claim):
            pieces.append(own(" (naming no source)" if root_of(claim) or not matter.report(claim).outlet else " (in its own voice)"))
    if len(claims) > len(shown):
        pieces.append(own(" and others"))
    return make_sentence(pieces, shown)


def _reported_claims(matter: Matter) -> list[Claim]:
    """Lanes first, then other claims of violence that no later figure of the same root has replaced; each wording once."""
    lanes = [claim for toll in matter.tolls for claim in lane_claims(matter, toll)]
    kept = {claim.claim for claim in lanes}
    rest = [c for c in matter.claims if c.event.type not in ASIDE and not matter.related(c, "repeats") and not _superseded(matter, c, kept)]
    rest.sort(key=lambda c: (c.harm == "none", c.count is None))
    told: list[Claim] = []
    seen: set[object] = set()
    for claim in dict.fromkeys([*lanes, *rest]):
        if (
            claim.stance == "denied"
            or is_footage(claim)
            or _repeats_told(matter, claim, told)
            or _told_elsewhere(matter, claim)
            or _bare(matter, claim, told)
        ):
            continue
        if claim.count is None and any(_same_breath(matter, claim, other) for other in told):
            continue
        sentence = sentence_for(matter, claim)
        quotes = [piece for piece in sentence.pieces if piece.voice == "quote"]
        marks = {sentence.text, *(piece.text.casefold() for piece in quotes)}
        if not marks & seen and not (quotes and _told_enough(matter, claim, told)):
            told.append(claim)
        seen |= marks
    return told


def _told_enough(matter: Matter, claim: Claim, told: Sequence[Claim]) -> bool:
    """Whether two claims without a figure are told of the same root: more quotations would drown its figures."""
    mine = root_key(matter, claim)
    return claim.count is None and sum(other.count is None and root_key(matter, other) == mine for other in told) >= QUOTED


def _repeats_told(matter: Matter, claim: Claim, told: Sequence[Claim]) -> bool:
    """Whether the claim and one already told say that they are the same figure told twice."""
    near = set(matter.related(claim, "repeats"))
    return any(other.claim in near or claim.claim in matter.related(other, "repeats") for other in told)


def _bare(matter: Matter, claim: Claim, told: Sequence[Claim]) -> bool:
    """Whether the claim names victims without any number, where the same report's figures for that harm are told."""
    if claim.harm == "none" or figure_piece(matter, claim) is not None:
        return False
    return any(other.report == claim.report and other.harm == claim.harm and figure_piece(matter, other) for other in told)


def _same_breath(matter: Matter, claim: Claim, told: Claim) -> bool:
    """Whether a figure of the same root from the same passage is told: then the passage's other words add little."""
    near = told.report == claim.report and told.passage == claim.passage
    return near and told.count is not None and root_key(matter, told) == root_key(matter, claim)


def _told_elsewhere(matter: Matter, claim: Claim) -> bool:
    """Whether the claim has nothing but its passage to be told by, and another claim of that passage has a section of its own."""
    if claim.count is not None or claim.victims or claim.content:
        return False
    return any(other.passage == claim.passage and other.event.type in ASIDE and other.claim != claim.claim for other in matter.claims)


def _superseded(matter: Matter, claim: Claim, lanes: set[str]) -> bool:
    """Whether the same root gives a later figure in a lane: then the older one belongs to the series, not here.

    A part of a figure that stands in a lane is not superseded.
    """
    if claim.count is None or any(whole in lanes for whole in matter.related(claim, "part_of")):
        return False
    later = {root_key(matter, c) for toll in matter.tolls for c in lane_claims(matter, toll) if toll.harm == claim.harm}
    return root_key(matter, claim) in later


def _paragraph(matter: Matter, claims: Sequence[Claim], already: set[str | None]) -> tuple[Sentence, ...]:
    """One root's sentences; parts of a figure are gathered into one sentence after it."""
    parts = _parts(matter, claims)
    inside = {part.claim for group in parts.values() for part in group}
    whole = [claim for claim in claims if claim.claim not in inside]
    if all(claim.claim in already for claim in whole) and not parts:
        return ()
    untold = [claim for claim in whole if claim.claim not in already or claim.claim in parts]
    if not untold:
        return ()
    first, rest = untold[0], untold[1:]
    sentences = [] if first.claim in already else [sentence_for(matter, first)]
    plain = [claim for claim in rest if claim.claim not in parts and _is_plain(matter, claim)]
    if first.claim in parts:
        sentences.append(_takes_in(matter, first, parts[first.claim], again=first.claim in already))
    for claim in (c for c in rest if c not in plain):
        sentences.append(_again(matter, sentence_for(matter, claim, len(sentences)), claim, len(sentences)))
        if claim.claim in parts:
            sentences.append(_takes_in(matter, claim, parts[claim.claim]))
    for start in range(0, len(plain), LISTED):
        sentences.append(_also(matter, plain[start : start + LISTED], further=start > 0))
    return tuple(dict.fromkeys(sentences))


LISTED = 5
"""Figures in one sentence."""


def _is_plain(matter: Matter, claim: Claim) -> bool:
    """Whether a claim is a figure told plainly, so that it can stand in a list."""
    return figure_piece(matter, claim) is not None and claim.harm != "none" and claim.stance in ("asserted", "reported")


def _also(matter: Matter, claims: Sequence[Claim], further: bool) -> Sentence:
    """ "It also spoke of 125 security personnel killed from 7 to 9 March 2025, 38 people executed and 213 fighters killed."."""
    name = second_mention(matter, claims[0], 2)
    pieces: list[Piece] = [
        Piece(text=name, voice="name", claim=claims[0].claim),
        own(" further spoke of " if further else " also spoke of "),
    ]
    items = [_item(matter, claim) for claim in claims]
    mark = "; " if any("," in piece.text and piece.voice != "figure" for item in items for piece in item) else ", "
    for index, item in enumerate(items):
        joint = f"{mark}and " if mark == "; " else " and "
        pieces.extend([own(joint if index == len(items) - 1 else mark)] if index else [])
        pieces.extend(item)
    return make_sentence(pieces, claims)


def _item(matter: Matter, claim: Claim) -> tuple[Piece, ...]:
    """ "125 security personnel killed, allegedly by loyalists, on 7 March 2025"."""
    told = (*people_pieces(matter, claim), own(f" {happened(matter, claim)}"))
    tail = (*accused_pieces(matter, claim), *place_pieces(matter, claim), *time_pieces(matter, claim))
    return (*told, *tail[:-1]) if tail and tail[-1].text == "," else (*told, *tail)


def _parts(matter: Matter, claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    """Total -> the claims that say they are part of it, where both are told here with a number."""
    names = {claim.claim for claim in claims}
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        whole = next((w for w in matter.related(claim, "part_of") if w in names and w != claim.claim), None)
        if whole and figure_piece(matter, claim) and claim.harm == matter.claim(whole).harm and claim.stance == matter.claim(whole).stance:
            found.setdefault(whole, []).append(claim)
    inside = {part.claim for group in found.values() for part in group}
    return {whole: group for whole, group in found.items() if whole not in inside}


def _takes_in(matter: Matter, whole: Claim, parts: Sequence[Claim], again: bool = False) -> Sentence:
    """ "That figure takes in 745 civilians and 125 security personnel, the Observatory said."."""
    figure = figure_piece(matter, whole)
    pieces: list[Piece] = [own("The figure of "), figure, own(" takes in ")] if again and figure else [own("That figure takes in ")]
    for index, part in enumerate(parts):
        if index:
            pieces.append(own(" and " if index == len(parts) - 1 else ", "))
        pieces.extend(people_pieces(matter, part))
        if happened(matter, part) != happened(matter, whole):
            pieces.append(own(f" {happened(matter, part)}"))
    words = source_words(matter, whole)
    name = Piece(text=words if again else short_name(words), voice="name", claim=whole.claim)
    said = (own(", according to "), name)
    return make_sentence((*pieces, *said), [whole, *parts])


def _again(matter: Matter, sentence: Sentence, claim: Claim, turn: int) -> Sentence:
    """The sentence with a second mention of its source, where the paragraph has already named it in full."""
    first = sentence.pieces[0]
    if not turn or first.voice != "name":
        return sentence
    name = second_mention(matter, claim, turn)
    renamed = Piece(text=name[:1].upper() + name[1:], voice="name", claim=first.claim)
    also = {" reported: ": " also reported: ", " said: ": " also said: "}
    rest = tuple(own(also[piece.text]) if piece.voice == "own" and piece.text in also else piece for piece in sentence.pieces[1:])
    return Sentence(pieces=(renamed, *rest), citations=sentence.citations)
