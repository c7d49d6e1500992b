"""Noun phrases that belong together become one: "52 members of the minority", "the Observatory's director", "69 of them Alawites"."""

from .noun_phrases import FORCES, governor_of
from .pieces import Phrase
from .unit_words import QUOTES
from .word_classes import ClassedWords


def join_phrases(s: ClassedWords, phrases: list[Phrase]) -> list[Phrase]:
    """The phrases of a unit with those joined that name the same people or party."""
    if any(phrase.kind == "number" for phrase in phrases):
        phrases = _of_them(_predicates(s, _quoted(s, phrases)))
    ages = {a: b for (a, b), q in s.quantities if q.of == "age"}
    if ages:
        phrases = [_with_age(s, phrase, ages) for phrase in phrases]
    return _join_of(s, _join_marked(s, phrases))


def _with_age(s: ClassedWords, phrase: Phrase, ages: dict[int, int]) -> Phrase:
    """ "a girl of six", "a man aged 40": the age right behind one person belongs to the phrase."""
    end = ages.get(phrase.last) or (ages.get(phrase.last + 1) if s.low(phrase.last) == "of" else None)
    if end is None or phrase.kind not in ("people", "name") or s.low(phrase.last) == "," or s.low(end - 1) in (",", ")"):
        return phrase
    return phrase._replace(last=end, end=s.tokens[end - 1].end)


def _quoted(s: ClassedWords, phrases: list[Phrase]) -> list[Phrase]:
    """'16 "terrorists"': the number is that of the people whom a word in quotation marks names."""
    out: list[Phrase] = []
    for phrase in phrases:
        number = out[-1] if out else None
        if (
            number is not None
            and number.kind == "number"
            and s.low(number.last) in QUOTES
            and phrase.first == number.last + 1
            and phrase.kind == "people"
            and (phrase.quantity is None or phrase.quantity.kind == "vague")
        ):
            out.pop()
            last = phrase.last + (s.low(phrase.last) in QUOTES)
            phrase = phrase._replace(
                first=number.first,
                start=number.start,
                last=last,
                end=s.tokens[last - 1].end,
                quantity=number.quantity,
                governor=number.governor,
            )
        out.append(phrase)
    return out


def _predicates(s: ClassedWords, phrases: list[Phrase]) -> list[Phrase]:
    """ "six were children": a bare number is of the people it is said to be."""
    out: list[Phrase] = []
    for n, phrase in enumerate(phrases):
        after = phrases[n + 1] if n + 1 < len(phrases) else None
        if phrase.kind == "number" and after is not None and after.kind == "people" and after.quantity is None and after.group is None:
            gap = s.classes[phrase.last : after.first]
            if gap.strip("B") == "A" and s.low(phrase.last) in ("were", "are", "was", "is"):
                phrase = phrase._replace(kind="people", flags=after.flags, plural=True)
        out.append(phrase)
    return out


def _of_them(phrases: list[Phrase]) -> list[Phrase]:
    """ "69 of them Alawites": the number is that of the people right after "of them"."""
    out: list[Phrase] = []
    for phrase in phrases:
        number = (
            out[-2] if len(out) > 1 and out[-1].kind == "pronoun" and out[-1].governor == "of" and out[-1].last == phrase.first else None
        )
        if (
            number is not None
            and number.kind == "number"
            and phrase.kind == "people"
            and phrase.quantity is None
            and number.last == out[-1].first - 1
        ):
            del out[-2:]
            phrase = phrase._replace(first=number.first, start=number.start, quantity=number.quantity, governor=number.governor)
        out.append(phrase)
    return out


def _join_marked(s: ClassedWords, phrases: list[Phrase]) -> list[Phrase]:
    """ "the Valley Front [VF] guerrillas" and "the Maoist "Valley Front" group": one phrase, which goes by the name."""
    out: list[Phrase] = []
    skip = 0
    for phrase in phrases:
        if phrase.first < skip:
            continue
        if phrase.kind == "party" and phrase.name is not None:
            end = _bracket_end(s, phrase.last)
            if end is None and s.low(phrase.first - 1) in QUOTES:
                shut = next((k for k in (phrase.last, phrase.last + 1) if s.low(k) in QUOTES), None)
                end = shut + 1 if shut is not None and (shut == phrase.last or s.low(phrase.last) == ",") else None
                end = (_bracket_end(s, end) or end) if end is not None else None
                before = out[-1] if out else None
                if end is not None and before is not None and before.last == phrase.first - 1 and before.kind in ("people", "party"):
                    if before.quantity is None and before.name in (None, phrase.name):
                        out.pop()
                        phrase = phrase._replace(first=before.first, start=before.start, governor=before.governor)
            if end is not None:
                after = next((p for p in phrases if p.first == end and _is_rank(s, p)), None)
                if after is not None:
                    phrase = phrase._replace(
                        last=after.last, end=after.end, head=after.head, flags=phrase.flags | after.flags, plural=after.plural
                    )
                elif s.low(end - 1) in (")", "]"):
                    phrase = phrase._replace(last=end, end=s.tokens[end - 1].end)
                skip = phrase.last
        out.append(phrase)
    return out


def _bracket_end(s: ClassedWords, i: int) -> int | None:
    """The token after a short bracket without a verb that opens at ``i``."""
    if s.low(i) not in ("(", "["):
        return None
    for k in range(i + 1, min(i + 10, len(s.lows))):
        if s.low(k) in (")", "]"):
            return k + 1
        if s.cls(k) in "VAQ":
            return None
    return None


def _is_rank(s: ClassedWords, phrase: Phrase) -> bool:
    """Whether a phrase names the people of the body named before it: "guerrillas", "members", "troops"."""
    return phrase.quantity is None and phrase.kind in ("people", "party") and phrase.name is None and s.cls(phrase.first) not in "DP"


def _join_of(s: ClassedWords, phrases: list[Phrase]) -> list[Phrase]:
    """Joins "52 members of the Alawite minority": a phrase whose head takes "of" gets what follows, and its marks."""
    out: list[Phrase] = []
    for phrase in [_with_container(s, p) for p in phrases]:
        before = out[-1] if out else None
        if before is not None and phrase.first == before.last + 1 and s.low(before.last) == "'s" and phrase.kind != "pronoun":
            out[-1] = _owned(before, phrase)
        elif (
            before is not None
            and (phrase.first == before.last + 1 or _is_quoted_after(s, before.last + 1, phrase.first))
            and s.low(before.last) in ("of", "from")
            and _takes_of(s, before)
            and phrase.kind != "pronoun"
            and not (phrase.quantity is not None and before.quantity is not None)
        ):
            out[-1] = before._replace(
                last=phrase.last,
                end=phrase.end,
                kind=phrase.kind if before.kind == "number" and phrase.kind == "people" else before.kind,
                quantity=before.quantity or phrase.quantity,
                flags=before.flags | _flags_of_body(s, before, phrase),
                group=before.group or phrase.group,
                name=before.name
                if before.kind == "party" and before.name
                else (phrase.name if "organisation" in phrase.flags or phrase.kind == "party" else before.name),
                party=phrase.party if before.party in (None, "individual") and phrase.party in FORCES else before.party or phrase.party,
                plural=before.plural or phrase.plural,
            )
        else:
            out.append(phrase)
    return out


def _is_quoted_after(s: ClassedWords, i: int, first: int) -> bool:
    """Whether a phrase at ``first`` stands in quotation marks right after "of": members of the "Lion Brigade"."""
    return first - i in (1, 2) and s.low(first - 1) in QUOTES and (first - i == 1 or s.cls(i) == "D")


def _with_container(s: ClassedWords, phrase: Phrase) -> Phrase:
    """ "a column of rebels", "the 8th front of the group": the words before "of" belong to the phrase."""
    i = phrase.first - 2
    if phrase.governor != "of" or phrase.party not in FORCES or s.cls(i) != "W" or s.low(i).rstrip("s") not in s.lexicon.containers:
        return phrase
    if any(h.first <= i < h.last for h in s.of_role("event")):
        # "the deaths of four soldiers": what happened to them is no part of who they are.
        return phrase
    while i > 0 and s.cls(i - 1) in "DWJqQ" and phrase.first - i < 6:
        i -= 1
    return phrase._replace(first=i, start=s.tokens[i].start, governor=governor_of(s, i))


def _flags_of_body(s: ClassedWords, head: Phrase, body: Phrase) -> frozenset[str]:
    """What the words after "of" say of those before it: much of "members of", nothing of whose children somebody is."""
    kin = head.flags & {"child", "relatives"} and s.low(head.last) == "of"
    return frozenset() if kin else (body.flags - {"proper", "organisation", "named"}) | _fighters(s, head, body)


def _fighters(s: ClassedWords, head: Phrase, body: Phrase) -> frozenset[str]:
    """ "members of the armed group": whoever is said to be a member of a force is a combatant."""
    member = head.kind in ("people", "number") and not head.flags & {"civilian", "child", "official", "medical", "journalist"}
    return (
        frozenset({"combatant"})
        if member and body.party in ("armed_group", "militia", "state_forces", "foreign_forces") and s.low(head.last) == "of"
        else frozenset()
    )


def _owned(owner: Phrase, phrase: Phrase) -> Phrase:
    """ "the Observatory's director": one phrase; a spokesman's or director's word is that of the body."""
    body = owner.kind == "party" and owner.name and phrase.kind in ("party", "people") and phrase.name is None
    number = owner.quantity
    # "two of the minister's guards": the number stands before the owner and is of what is owned.
    over = number is not None and number.noun is not None and number.noun[1] >= phrase.last
    return phrase._replace(
        quantity=number if over and phrase.quantity is None else phrase.quantity,
        first=owner.first,
        start=owner.start,
        governor=owner.governor,
        name=owner.name if body else phrase.name,
        party=owner.party if body else phrase.party,
        kind="party" if body else phrase.kind,
    )


def _takes_of(s: ClassedWords, phrase: Phrase) -> bool:
    low = s.low(phrase.head)
    return low in s.lexicon.containers or low.rstrip("s") in s.lexicon.containers or phrase.kind == "number"
