"""Claims into sentences: who says it, how surely, what happened to how many of whom, where and when.

Every sentence names a source first and says only what its claim's fields hold; where a field cannot be said safely in Knell's own
words, the source is quoted.
"""

import re
from collections.abc import Iterable

from knell.records import Claim, Party

from .brief import Citation, Piece, Sentence
from .matter import Matter
from .numbers import is_one, lower_first
from .parties import is_common, is_named, party_words, root_of, shows, source_pieces, source_words
from .people import LOADED, figure_piece, people_pieces
from .quotes import clause_span, content_span, quoted
from .settings import place_pieces, time_pieces
from .withhold import PRIVATE
from .wording import SAID, TELLS, THAT, doing, happened, introduced

QUOTED_STANCES = frozenset({"denied", "disputed", "urged", "promised"})
"""Stances whose words are quoted even where a figure is told."""


def own(text: str) -> Piece:
    """Knell's own words."""
    return Piece(text=text)


def cite(claim: Claim) -> Citation:
    """The citation of a claim: its report and passage."""
    return Citation(claim=claim.claim, report=claim.report, start=claim.passage.start, end=claim.passage.end)


def cite_record(matter: Matter) -> Citation:
    """The citation of the casebook's own record of the incident, for what Knell counted itself."""
    return Citation(incident=matter.incident.incident)


def make_sentence(pieces: Iterable[Piece], claims: Iterable[Claim] = (), record: Citation | None = None, end: str = ".") -> Sentence:
    """Pieces into a sentence: capital first, stop last, one citation a claim."""
    kept = [piece for piece in pieces if piece.text]
    kept[0] = _capital(kept[0])
    if end and not "".join(piece.text for piece in kept).rstrip("”’)").endswith((".", "?", "!")):
        kept.append(own(end))
    citations = list(dict.fromkeys(cite(claim) for claim in claims))
    return Sentence(pieces=tuple(kept), citations=tuple([*citations, record] if record else citations))


def _capital(piece: Piece) -> Piece:
    changed = piece.text[:1].upper() + piece.text[1:]
    return Piece(text=changed, voice=piece.voice, claim=piece.claim, start=piece.start, end=piece.end, tally=piece.tally, iso=piece.iso)


def casualty_sentence(matter: Matter, claim: Claim, turn: int = 0) -> Sentence:
    """A figure told in full, with who gives it. ``turn`` varies the form among neighbours.

    "The Syrian Observatory for Human Rights said 38 men were executed in al-Mukhtariya on 7 March 2025."
    """
    if claim.stance in QUOTED_STANCES or is_footage(claim) or claim.event.stage in ("attempted", "threatened"):
        return statement_sentence(matter, claim)
    subject = source_pieces(matter, claim, own_up=True)
    return make_sentence((*subject, own(" "), *_told(matter, claim, turn)), [claim])


def _told(matter: Matter, claim: Claim, turn: int) -> tuple[Piece, ...]:
    """The predicate: verb of saying and what is said."""
    tail = (*accused_pieces(matter, claim), *place_pieces(matter, claim), *time_pieces(matter, claim))
    done = happened(matter, claim)
    people = people_pieces(matter, claim)
    if claim.basis in ("documented", "verified", "named_list", "running") and claim.count is not None and is_named(claim):
        return (own(_counted(claim.basis)), *people, own(f" {done}"), *tail, *_doubt(claim))
    if claim.stance == "claimed":
        return (own("said it had "), own(done.split(" ")[0] + " "), *people, *tail)
    if claim.stance == "alleged" and (accusation := _accusation(matter, claim, people, done)):
        return accusation
    figure = figure_piece(matter, claim)
    if (
        turn % 2
        and figure
        and claim.count
        and not is_one(claim.count)
        and claim.stance in ("asserted", "reported")
        and _is_bare(people, figure, done)
    ):
        noun = people[2:] if people[1].text == " of " else (Piece(text=people[1].text.lstrip()), *people[2:])
        return (own("put the number of "), *noun, own(f" {done}"), *tail, own(" at "), figure)
    verb = SAID.get(claim.stance, "said") if is_named(claim) else {"alleged": "reported an allegation"}.get(claim.stance, "reported")
    if claim.stance == "confirmed" and not is_named(claim):
        verb = "reported"
    be = ("may be" if claim.harm == "missing" else "may have been") if claim.stance == "possible" else _be(claim)
    link = " that " if verb in THAT or verb == "reported an allegation" else " "
    return (own(f"{verb}{link}"), *people, own(f" {be} {done}"), *tail, *_doubt(claim))


def _accusation(matter: Matter, claim: Claim, people: tuple[Piece, ...], done: str) -> tuple[Piece, ...]:
    """ "accused the security forces of executing 52 people in Basha province": a named source's allegation against a named party."""
    names, act = accused_names(matter, claim), doing(done)
    if not names or act is None:
        return ()
    where = (*place_pieces(matter, claim), *time_pieces(matter, claim))
    if not is_named(claim):
        return (own("said "), *names, own(f" stood accused of {act[0]} "), *people, own(act[1]), *where)
    return (own("accused "), *names, own(f" of {act[0]} "), *people, own(act[1]), *where)


def _counted(basis: str) -> str:
    return {
        "documented": "said it had documented ",
        "verified": "said it had verified ",
        "named_list": "said it had listed by name ",
        "running": "gave a running count of ",
    }[basis]


def _is_bare(people: tuple[Piece, ...], figure: Piece, done: str) -> bool:
    """Whether "put the number of ... at ..." can be said: a figure, then a plain plural noun."""
    return (
        len(people) >= 2 and people[0] == figure and people[1].text.strip() not in ("", "of") and done not in ("executed", "found dead")
        and all(piece.voice == "own" for piece in people[1:])
    )  # fmt: skip


def _be(claim: Claim) -> str:
    count = claim.count
    return "was" if count is not None and is_one(count) else "were"


def _doubt(claim: Claim) -> tuple[Piece, ...]:
    return (own(", which has not been verified"),) if claim.stance == "unverified" else ()


def accused_pieces(matter: Matter, claim: Claim) -> tuple[Piece, ...]:
    """ ", allegedly by Syrian security forces": an alleged perpetrator, unless it is the speaker telling of itself."""
    names = accused_names(matter, claim)
    if claim.stance == "claimed" or not names:
        return ()
    pieces = (own(", allegedly by "), *names)
    return (*pieces, own(",")) if claim.places or claim.time else pieces


def accused_names(matter: Matter, claim: Claim) -> tuple[Piece, ...]:
    """The alleged perpetrators, joined; none where the only one is the speaker."""
    speaker = source_words(matter, claim).casefold()
    names = list(dict.fromkeys(_accused_words(matter, claim, party) for party in claim.perpetrators[:3]))
    names = [name for name in names if name and name.casefold() != speaker]
    pieces: list[Piece] = []
    for index, name in enumerate(names):
        if index:
            pieces.append(own(" and " if index == len(names) - 1 else ", "))
        pieces.extend(accused_piece(name, claim))
    return tuple(pieces)


def accused_piece(name: str, claim: Claim) -> tuple[Piece, ...]:
    """An alleged perpetrator's name; in quotation marks where it is a judgement ("terrorists")."""
    words = lower_first(name) if is_common(name) else name
    words = f"{words}s" if re.search(r"(?:^|[ -])(?:loyalist|rebel|insurgent|militant)$", words) else words
    piece = Piece(text=words, voice="accused", claim=claim.claim)
    return (own("“"), piece, own("”")) if LOADED.search(name) else (piece,)


_WHOSE = re.compile(r"(?:(?:the )?(?:country|nation|state)['’]s|its|their|his|her) (?=\w)")


def _full_name(matter: Matter, claim: Claim, head: str) -> str | None:
    """What the same report calls "the country's security forces" elsewhere: "Syrian security forces"."""
    for other in matter.claims:
        for party in other.perpetrators if other.report == claim.report else ():
            words = party.name or matter.words(party, other)
            if words.casefold().endswith(f" {head.casefold()}") and not _WHOSE.match(words) and not words.startswith("the "):
                return words
    return None


def _accused_words(matter: Matter, claim: Claim, party: Party) -> str:
    if party.kind in PRIVATE:
        return "an individual"
    words = party_words(matter, claim, party)
    if whose := _WHOSE.match(words):
        words = _full_name(matter, claim, words[whose.end() :]) or f"the {words[whose.end() :]}"
    return "" if words == "a source not named" else words


def statement_sentence(matter: Matter, claim: Claim) -> Sentence:
    """A claim told in its source's own words: 'Geir Pedersen urged "all involved parties ..."'."""
    span = content_span(matter, claim)
    if claim.event.type == "ranking" and (clause := clause_span(matter, claim)):
        return make_sentence((*source_pieces(matter, claim), own(" spoke of "), *quoted(matter, claim, clause)), [claim])
    subject = source_pieces(matter, claim)
    if span is None:
        return make_sentence((*subject, own(" spoke of this")), [claim])
    found = introduced(matter, claim, span) if is_named(claim) else None
    told, span = found or (tells(matter, claim), span)
    return make_sentence((*subject, own(f" {told} "), *quoted(matter, claim, span)), [claim])


def is_quotable(matter: Matter, claim: Claim) -> bool:
    """Whether a claim's own words are worth a sentence: words, not an address, and more than a scrap."""
    span = content_span(matter, claim)
    if span is None:
        return False
    words = matter.text(claim)[span[0] : span[1]]
    if all(word[:1].isupper() or word in ("the", "of", "for", "and", "in", "a") for word in words.split()):
        return False  # a name, and nothing said
    return "://" not in words and (len(words.split()) > 4 or claim.event.type not in ("statement", "other"))


def is_footage(claim: Claim) -> bool:
    """Whether a claim tells what footage shows."""
    root = root_of(claim)
    return claim.event.type == "footage" or (root is not None and shows(root))


def tells(matter: Matter, claim: Claim) -> str:
    """The words before a quotation that has no verb of its own to lean on, by event type and stance."""
    if claim.stance == "denied":
        return TELLS["denial"]
    if is_footage(claim):
        return TELLS["footage"]
    if claim.stance == "disputed":
        return "disputed this, saying:"
    known = None if claim.event.type == "denial" else TELLS.get(claim.event.type)
    if known:
        return known
    return "said:" if is_named(claim) or not matter.report(claim).outlet else "reported:"


def measure_sentence(matter: Matter, claim: Claim) -> Sentence:
    """A curfew told with its places; any other measure in its source's words."""
    places = place_pieces(matter, claim, most=6)
    if claim.event.type != "curfew" or not places or claim.stance in QUOTED_STANCES:
        return statement_sentence(matter, claim)
    many = sum(piece.voice == "name" for piece in places) > 1
    pieces = (own(" reported curfews" if many else " reported a curfew"), *places, *time_pieces(matter, claim))
    return make_sentence((*source_pieces(matter, claim), *pieces), [claim])


def footage_sentences(matter: Matter, claim: Claim) -> tuple[Sentence, ...]:
    """What footage is said to show, and what is not said about it. Never who filmed it."""
    told = statement_sentence(matter, claim)
    if _says_where_or_when(matter, claim):
        return (told,)
    return (told, make_sentence((own("No place or date of filming is given with it"),), [claim]))


_WHERE_OR_WHEN = re.compile(r"\d|geolocat|locat(?:ed|ion)|\bdat(?:e|ed)\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)


def _says_where_or_when(matter: Matter, claim: Claim) -> bool:
    """Whether anything in the footage's passage, or any claim read in it, may give a place or a date."""
    beside = [other for other in matter.claims if other.report == claim.report and other.passage == claim.passage]
    named = any(other.time is not None or any(place.stated for place in other.places) for other in beside)
    return named or bool(_WHERE_OR_WHEN.search(matter.words(claim.passage, claim)))


def sentence_for(matter: Matter, claim: Claim, turn: int = 0) -> Sentence:
    """The sentence for any claim."""
    if claim.event.type in ("curfew", "restriction", "ceasefire") and claim.harm == "none":
        return measure_sentence(matter, claim)
    if claim.harm != "none" and (claim.count is not None or claim.victims):
        return casualty_sentence(matter, claim, turn)
    return statement_sentence(matter, claim)
