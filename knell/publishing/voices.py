"""What stands beside the figures: disputes, the authorities, measures, reactions, commitments, context, footage."""

from collections.abc import Iterable, Iterator, Sequence

from knell.records import Claim, Verdict

from .brief import Paragraph, Piece, Section, Sentence
from .matter import Matter
from .parties import AUTHORITIES, is_named, root_key, root_of, source_words
from .reported import ASIDE
from .sentences import cite_record, footage_sentences, is_footage, is_quotable, make_sentence, own, sentence_for, statement_sentence
from .tallies import TALLIES, counted

REACTIONS = frozenset({"appeal", "warning", "protest", "statement", "other"})
MEASURES = frozenset({"curfew", "restriction", "ceasefire"})
FOREIGN = frozenset({"appeal", "warning", "protest"})
"""Reactions whoever voices them, a government included."""
CONTEXT = frozenset({"context", "ranking"})


def section(key: str, title: str, sentences: Iterable[Sentence]) -> Section | None:
    """A section of one paragraph a sentence; ``None`` without sentences."""
    told = tuple(dict.fromkeys(sentences))
    return Section(key=key, title=title, paragraphs=tuple(Paragraph(sentences=(sentence,)) for sentence in told)) if told else None


def distinct(matter: Matter, sentences: Iterable[Sentence], told: Sequence[Sentence] = ()) -> list[Sentence]:
    """Without sentences that quote a stretch already quoted, here or in ``told``."""
    seen: set[Quoted] = {place for sentence in told for place in quoted_places(matter, sentence)}
    kept = []
    for sentence in sentences:
        places = quoted_places(matter, sentence)
        if not places or not all(is_covered(place, seen) for place in places):
            kept.append(sentence)
        seen |= places
    return kept


Quoted = tuple[str, int, int]
"""Report and offsets of a quotation."""


def quoted_places(matter: Matter, sentence: Sentence) -> set[Quoted]:
    """Where each quotation of a sentence stands in its report."""
    quotes = [p for p in sentence.pieces if p.voice == "quote" and matter.citable(p.claim)]
    return {(matter.claim(p.claim).report, p.start or 0, p.end or 0) for p in quotes}


def is_covered(place: Quoted, seen: Iterable[Quoted]) -> bool:
    """Whether the stretch lies inside one that has been quoted."""
    return any(report == place[0] and start <= place[1] and place[2] <= end for report, start, end in seen)


# What is contested or unverified


def write_contested(matter: Matter, lead: Sequence[Sentence] = ()) -> Section | None:
    """How the three questions stand under the casebook's rule; who denies or disputes; what could not be verified."""
    told = [_verdicts(matter)]
    if denial := _who_denies(matter):
        told.append(denial)
    disputing = [matter.claim(name) for toll in matter.tolls for name in toll.disputes if matter.citable(name)]
    disputing += [c for c in matter.claims if c.event.type == "verification_gap" or c.stance in ("disputed", "retracted", "unverified")]
    doubts = (_doubting(matter, claim) for claim in disputing if claim.stance != "denied" and not _figure_of_lane(matter, claim))
    told += distinct(matter, doubts, lead)
    if count := TALLIES["may_be_same"](matter):
        verb = "neither is" if count == 1 else "none is"
        pieces = (
            *counted(matter, "may_be_same", "other incident", "other incidents"),
            own(f" in the casebook may be the same happening; {verb} joined or added to the other"),
        )
        told.append(make_sentence(pieces, record=cite_record(matter)))
    return section("contested", "What is contested or unverified", told)


def _doubting(matter: Matter, claim: Claim) -> Sentence:
    return statement_sentence(matter, claim) if claim.harm == "none" else sentence_for(matter, claim)


def _figure_of_lane(matter: Matter, claim: Claim) -> bool:
    """Whether the claim is a lane's own figure: then it is in the table and the lead, and no dispute in itself."""
    return claim.stance not in ("disputed", "retracted", "unverified") and any(
        claim.claim == lane.claim for toll in matter.tolls for lane in toll.lanes
    )


def _who_denies(matter: Matter) -> Sentence | None:
    """ "The account is denied by an army spokesman, quoted below."."""
    by_root = {root_key(matter, claim): claim for claim in reversed(matter.claims) if claim.stance == "denied"}
    claims = list(by_root.values())[::-1][:4]
    if not claims:
        return None
    if not any(is_named(claim) for claim in claims):
        return make_sentence((own("A denial for which no source is named is quoted under “What the authorities say”"),), claims)
    pieces: list[Piece] = [own("A denial comes from ")]
    for index, claim in enumerate(claims):
        if index:
            pieces.append(own(" and " if index == len(claims) - 1 else ", "))
        pieces.append(Piece(text=source_words(matter, claim), voice="name", claim=claim.claim))
    return make_sentence((*pieces, own(", quoted under “What the authorities say”")), claims)


_VERDICT = {
    "unverified": ("is unverified", "are unverified"),
    "single_source": ("rests on one root source", "rest on one root source"),
    "corroborated": ("is corroborated by more than one root source", "are corroborated by more than one root source"),
    "contested": ("is contested", "are contested"),
    "verified": ("is held to be verified", "are held to be verified"),
    "rejected": ("is rejected by a decision in the casebook", "are rejected by a decision in the casebook"),
}


def _verdicts(matter: Matter) -> Sentence:
    """ "Under the casebook's rules, the occurrence rests on one root source; the figure and responsibility are contested."."""
    verdicts = matter.incident.verdicts
    questions = [("the occurrence", verdicts.occurrence), ("the figure", verdicts.figure), ("responsibility", verdicts.responsibility)]
    if not matter.tolls:
        del questions[1]
    groups: dict[str, list[tuple[str, Verdict]]] = {}
    for name, verdict in questions:
        groups.setdefault(verdict.is_, []).append((name, verdict))
    pieces: list[Piece] = [own("Under the casebook’s rules, ")]
    for index, (value, members) in enumerate(groups.items()):
        words = f"{_and([name for name, _ in members])} {_VERDICT[value][len(members) > 1]}"
        pieces.append(own(f"; {words}" if index else words))
        if value == "verified":
            pieces.extend(_on_whose_word(matter, [verdict for _, verdict in members]))
    rests = [matter.claim(name) for _, verdict in questions for name in verdict.by if matter.citable(name)]
    quoted = {piece.claim for piece in pieces if piece.claim}
    cited = [c for c in dict.fromkeys(rests) if c.claim in quoted] + [c for c in dict.fromkeys(rests) if c.claim not in quoted]
    return make_sentence(pieces, cited[: max(8, len(quoted))], cite_record(matter))


def _on_whose_word(matter: Matter, verdicts: Sequence[Verdict]) -> tuple[Piece, ...]:
    """ ", on the word of the UN human rights office": who verified; a decision in the casebook where no source is named."""
    claims = [matter.claim(name) for verdict in verdicts for name in verdict.by if matter.citable(name)]
    firm = [claim for claim in claims if claim.basis == "verified" or claim.stance == "confirmed"]
    by_root = {root_key(matter, claim): claim for claim in reversed(firm)}
    if not by_root:
        return (own(" by a decision in the casebook"),)
    pieces: list[Piece] = [own(", on the word of ")]
    for index, claim in enumerate(list(by_root.values())[:3]):
        pieces.extend([own(" and of ")] if index else [])
        pieces.append(Piece(text=source_words(matter, claim), voice="name", claim=claim.claim))
    return tuple(pieces)


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


# Who else speaks


def _of_types(matter: Matter, types: Iterable[str]) -> list[Claim]:
    return [c for c in matter.claims if c.event.type in types and c.harm == "none" and not matter.related(c, "repeats")]


def _speaks_for_authorities(claim: Claim) -> bool:
    root = root_of(claim)
    return root is not None and root.kind in AUTHORITIES


def _quotes_its_speaker(claim: Claim) -> bool:
    """Whether the words to be quoted hold the speaker: then they are about the speaker, and not the speaker's."""
    return any(
        piece.start is not None and piece.end is not None and party.start is not None and piece.start <= party.start < piece.end
        for piece in claim.content
        for party in claim.speakers
    )


def write_authorities(matter: Matter, most: int = 10) -> Section | None:
    """Denials to the letter, then acknowledgements and other words of officials."""
    denials = [c for c in matter.claims if c.stance == "denied"]
    said = [
        c
        for c in matter.claims
        if _speaks_for_authorities(c)
        and c.event.type in ASIDE - MEASURES - CONTEXT - FOREIGN - {"commitment"}
        and c.stance not in ("denied", "promised")
    ]
    said += [c for c in _of_types(matter, ("acknowledgement", "investigation", "inaction")) if c not in said and c.stance != "denied"]
    said = [claim for claim in said if is_quotable(matter, claim)]
    told = [statement_sentence(matter, c) for c in (*denials, *said[: max(0, most - len(denials))])]
    return section("authorities", "What the authorities say", distinct(matter, told))


def write_measures(matter: Matter) -> Section | None:
    """Curfews, restrictions and ceasefires."""
    return section("measures", "Measures in force", distinct(matter, (sentence_for(matter, c) for c in _of_types(matter, MEASURES)[:8])))


def write_reactions(matter: Matter) -> Section | None:
    """Appeals, warnings, protests and what others than the authorities state."""
    claims = [c for c in _of_types(matter, REACTIONS) if c.stance not in ("denied", "promised") and not is_footage(c)]
    claims = [c for c in claims if is_quotable(matter, c) and not _quotes_its_speaker(c)]
    claims = [c for c in claims if c.event.type in FOREIGN or (is_named(c) and not _speaks_for_authorities(c))]
    return section("reactions", "Reactions and appeals", distinct(matter, (statement_sentence(matter, c) for c in claims[:8])))


def write_commitments(matter: Matter) -> Section | None:
    """What was promised, and by whom."""
    claims = [c for c in matter.claims if (c.event.type == "commitment" or c.stance == "promised") and not matter.related(c, "repeats")]
    return section("commitments", "Commitments", distinct(matter, (statement_sentence(matter, c) for c in claims[:6])))


def write_context(matter: Matter) -> Section | None:
    """Background and rankings, in their sources' words."""
    return section("context", "Context", distinct(matter, (statement_sentence(matter, c) for c in _of_types(matter, CONTEXT)[:6])))


def write_footage(matter: Matter) -> Section | None:
    """Footage and other exhibits as described. Never who filmed."""
    claims = [c for c in matter.claims if is_footage(c) and not matter.related(c, "repeats")][:6]
    told = {sentences[0]: sentences for claim in claims if (sentences := footage_sentences(matter, claim))}
    kept = [Paragraph(sentences=told[first]) for first in distinct(matter, told)]
    kept += [Paragraph(sentences=(sentence,)) for sentence in _linked_exhibits(matter)]
    return Section(key="footage", title="Footage and exhibits", paragraphs=tuple(kept)) if kept else None


_EXHIBITS = {"picture": "A picture", "film": "A film", "sound": "A sound recording", "document": "A document"}


def _linked_exhibits(matter: Matter) -> Iterator[Sentence]:
    """What people linked to the incident's claims; a link is said to be no finding."""
    for name in dict.fromkeys(linked.exhibit for linked in matter.context.exhibits):
        links = [linked for linked in matter.context.exhibits if linked.exhibit == name]
        claims = [matter.claim(linked.claim) for linked in links if matter.citable(linked.claim)]
        if claims:
            what = _EXHIBITS.get(links[0].kind, "A file")
            yield make_sentence(
                (own(f"{what} is kept as exhibit "), Piece(text=name, voice="name"),
                 own(", linked by the casebook’s own people as possible evidence for this; the link is no finding")),
                claims,
            )  # fmt: skip
