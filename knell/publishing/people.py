"""Whom it was done to, as a noun phrase: civilians; members of the Alawite minority; people the army described as "terrorists"."""

import re
from itertools import pairwise

from knell.records import Claim, Count, Victim

from .brief import Piece
from .matter import Matter
from .numbers import OF_PEOPLE, count_words, is_one, lower_first
from .quotes import inner_marks
from .withhold import withhold

LOADED = re.compile(
    r"\b(?:terroris\w+|extremis\w+|jihadis\w+|takfiri\w*|remnants?|combatants?|insurgents?|mercenar\w+|thugs?|criminals?|outlaws?|infidels?|"
    r"martyrs?|collaborators?|traitors?|spies|bandits?)\b",
    re.IGNORECASE,
)
"""Words for the dead that carry somebody's judgement: printed in quotation marks, with whose word they are."""

_PLURALS = frozenset(
    "people men women children personnel police staff members civilians officers soldiers troops fighters militants loyalists brothers "
    "sisters boys girls Alawites Christians Sunnis Druze Kurds Muslims Shias".lower().split()
)
_COLLECTIVE = re.compile(r"^(?:the )?(.*\b(?:minority|community|sect|faith|tribe|clan|group))$", re.IGNORECASE)


def figure_piece(matter: Matter, claim: Claim) -> Piece | None:
    """The claim's figure in its own words; ``None`` where it has none."""
    if claim.count is None:
        return None
    words = count_words(claim.count, matter.words(claim.count, claim))
    return Piece(text=words, voice="figure", claim=claim.claim) if words else None


def people_pieces(matter: Matter, claim: Claim) -> tuple[Piece, ...]:
    """The figure and whom it counts: "52 members of the Alawite minority", "dozens of people", "one soldier"."""
    figure, count = figure_piece(matter, claim), claim.count
    one = count is not None and is_one(count)
    noun = noun_pieces(matter, claim, one)
    if figure is None:
        return noun if claim.victims else (Piece(text="an unstated number of people" if count else "people"),)
    words = figure.text
    if re.search(r"\bfamily\b|\b(?:people|persons?|bodies|men|women|children|civilians)$", words):
        return (figure,)
    if words.split()[-1] in OF_PEOPLE:
        return (figure, Piece(text=" of "), *noun)
    return (figure, Piece(text=" "), *noun)


def noun_pieces(matter: Matter, claim: Claim, one: bool = False) -> tuple[Piece, ...]:
    """Whom the figure counts, without the figure: the source's own noun, or "people"."""
    if claim.count is not None and claim.count.kind == "named":
        return (Piece(text="named person" if claim.count.low == 1 else "named people"),)
    if together := _in_one_breath(matter, claim):
        return (Piece(text=together),)
    nouns = [noun for victim in claim.victims[:3] if (noun := _victim_noun(matter, claim, victim, one))]
    distinct = list(dict.fromkeys(nouns))
    if not distinct:
        return (Piece(text="person" if one else "people"),)
    marked = [victim for victim in claim.victims if victim.status_by or LOADED.search(_given(matter, claim, victim))]
    if marked:
        return _described(matter, claim, marked[0], one)
    distinct = [re.sub(r"^(?=(?:mostly|mainly|largely) )", "people, ", noun) for noun in distinct]
    joined = distinct[0] if len(distinct) == 1 else ", ".join(distinct[:-1]) + " and " + distinct[-1]
    return (Piece(text=joined),)


def _in_one_breath(matter: Matter, claim: Claim) -> str | None:
    """Several groups that the source names in one phrase, as it names them: "security and army members"."""
    spans = [(v.start, v.end) for v in claim.victims if v.start is not None and v.end is not None and not v.name and not v.status_by]
    if not 2 <= len(spans) == len(claim.victims) <= 3:
        return None
    text = matter.text(claim)
    joints = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    words = " ".join(text[spans[0][0] : spans[-1][1]].split())
    if not all(re.fullmatch(r"\s*(?:,|and|or|, and|&)\s*", joint) for joint in joints) or re.search(r"\d", words) or LOADED.search(words):
        return None
    if len(words.split()) > 9 or not (_has_plural_head(words) or words.split()[-1].lower() in _PLURALS):
        return None
    return words.lower() if matter.shouts(claim) else words


def _described(matter: Matter, claim: Claim, victim: Victim, one: bool) -> tuple[Piece, ...]:
    """People whose status is somebody's word: 'people described by the army as "terrorists"'."""
    from .parties import is_plural, source_words

    speaker = source_words(matter, claim)
    by = victim.status_by or speaker
    person = Piece(text="person" if one else "people")
    if by.casefold() == speaker.casefold():
        head: tuple[Piece, ...] = (
            person,
            Piece(text=" whom "),
            Piece(text="they" if is_plural(by) else "it", voice="name", claim=claim.claim),
        )
        head = (*head, Piece(text=" described as “"))
    else:
        head = (person, Piece(text=" described by "), Piece(text=by, voice="name", claim=claim.claim), Piece(text=" as “"))
    if victim.start is None or victim.end is None:
        return (Piece(text="person" if one else "people"),)
    start, count = victim.start, claim.count
    if count is not None and count.start == start and count.end is not None and count.end < victim.end:
        start = count.end + len(matter.text(claim)[count.end : victim.end]) - len(matter.text(claim)[count.end : victim.end].lstrip())
    words = inner_marks(withhold(matter, claim.report, start, victim.end))
    shown = Piece(text=words, voice="quote", claim=claim.claim, start=start, end=victim.end)
    return (*head, shown, Piece(text="”"))


def _given(matter: Matter, claim: Claim, victim: Victim) -> str:
    return " ".join(matter.words(victim, claim).split())


def _victim_noun(matter: Matter, claim: Claim, victim: Victim, one: bool) -> str:
    """The noun for one group of victims, without any number, name or relative clause of its own."""
    if victim.name:
        return "named person" if one else ""
    words = _without_count(matter, claim, victim)
    words = re.split(r"[,;(:]| who\b| that\b| whose\b| aged\b", words)[0].strip()
    words = (
        re.sub(
            r"^(?:(?:them|us|whom|an?|other|another|further|more|of the|of|some|many|the|his|her|their|its|our|my|dead|"
            r"killed|slain) )+(?=\w)",
            "",
            words,
            flags=re.IGNORECASE,
        )
        if not _COLLECTIVE.match(words)
        else words
    )
    if words.lower() in ("others", "other people", "more", "dead", "the dead", "victims", "fatalities", "deaths"):
        return "person" if one else "people"
    if not words or re.search(r"\d", words) or len(words.split()) > 8:
        return _noun_from_fields(victim, one)
    if collective := _COLLECTIVE.match(words):
        body = collective[1]
        if body.lower().startswith("members of"):
            return lower_first(body)
        return f"{'member' if one else 'members'} of the {body}"
    head = words.split()[-1].lower()
    if one or head in _PLURALS or head.endswith("s") or _has_plural_head(words):
        return (
            words
            if words[:1].isupper() and words.split()[0].lower() not in _PLURALS - {"alawites"} and _is_proper(words)
            else lower_first(words)
        )
    if victim.group and words.casefold() == victim.group.casefold():
        return f"{words} people" if not words.endswith("s") else words
    return _noun_from_fields(victim, one)


def _has_plural_head(words: str) -> bool:
    """Whether the noun before "of", "from" or "in" is plural: "members of the security forces"."""
    head = re.split(r" (?:of|from|in|at|with|linked|loyal|belonging) ", words)[0].split()[-1].lower()
    return head in _PLURALS or head.endswith("s")


def _is_proper(words: str) -> bool:
    first = words.split(maxsplit=1)[0]
    return first.lower() not in (
        "civilians",
        "civilian",
        "people",
        "men",
        "women",
        "children",
        "security",
        "residents",
        "fighters",
        "members",
    )


def _noun_from_fields(victim: Victim, one: bool) -> str:
    """A plain noun out of the fields, where the source's words do not make one."""
    if victim.age_group == "child":
        return "child" if one else "children"
    if victim.sex == "female":
        return "woman" if one else "women"
    if victim.sex == "male":
        return "man" if one else "men"
    if victim.status == "civilian" and victim.status_by is None:
        return "civilian" if one else "civilians"
    if victim.status == "police":
        return "police officer" if one else "police officers"
    if victim.status == "detainee":
        return "detainee" if one else "detainees"
    if victim.group:
        return victim.group if victim.group.endswith("s") and not one else f"{victim.group} {'person' if one else 'people'}"
    return "person" if one else "people"


def _without_count(matter: Matter, claim: Claim, victim: Victim) -> str:
    """The victim's words less the count's words, where the two spans overlap."""
    if victim.start is None or victim.end is None:
        return ""
    count: Count | None = claim.count
    text = matter.text(claim)
    start, end = victim.start, victim.end
    if count is not None and count.start is not None and count.end is not None and start <= count.start < end:
        before, after = text[start : count.start], text[min(count.end, end) : end]
        joined = " ".join((before + " " + after).split())
        return joined.lower() if matter.shouts(claim) else joined
    if count is not None and count.end is not None and count.start is not None and count.start < start < count.end < end:
        start = count.end
    words = " ".join(text[start:end].split())
    return words.lower() if matter.shouts(claim) else words
