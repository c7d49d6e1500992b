"""How far the words that a cue carries reach when they follow it, outside quotation marks.

Speech is reported in a clause, and the clause ends where another begins that is no part of it: after a comma, with a conjunction
of contrast ("but", "while"), a relative that only adds ("which"), a participle that goes on telling ("saying"), or a new subject
with its verb.
"""

from .sentence import Sentence

_ADDING = frozenset({"which", "who", "whose", "where", "even"})
_CLAUSE = "DWCJLNPQqS"
_RELATIVES = frozenset({"what", "who", "how", "why", "when", "where", "whether", "if", "which", "that", "whose", "as"})
_SUBJECTS = frozenset({"he", "she", "they", "we", "i", "it", "you", "there"})
_BARE = frozenset({"to", "be", "been", "being", "have", "having", "do"})
"""Auxiliaries that are not finite."""


def clause_end(s: Sentence, start: int, end: int, *, phrase: bool) -> int:
    """The token where the clause or phrase carried ends. ``phrase``: the cue takes an object ("criticized X") rather than a clause."""
    carried, within = _carried(s, start, end), False
    phrase = phrase and s.low(start - 1) != "that"
    inner = not phrase and (s.low(start) == "," or s.low(start) in s.lexicon.words["subordinate_openers"])
    for k in range(start + 1, end):
        if s.quoted and s.quoted[k]:
            if s.low(k) == "," and k + 2 < end and not s.quoted[k + 2] and _goes_another_way(s, k + 2, end):
                # ""New York values," saying that": the comma stands inside the mark.
                return k + 2
            continue
        low = s.low(k)
        within = within or low in _RELATIVES
        if low == "that" and s.cls(k) == "K" and (s.low(k + 1) == "," or s.low(k + 1) in s.lexicon.words["subordinate_openers"]):
            inner = True
        if low == ",":
            if inner:
                # "that if X, Y", "that, if X, Y": the first comma only ends what the clause begins with.
                inner = s.low(k - 1) == "that"
                continue
            if _goes_another_way(s, k + 1, end, phrase=phrase or carried != "clause"):
                return k
            if carried != "clause" and s.low(k + 1) in ("a", "an", "the") and not within and not _is_listed(s, k, end):
                # "endorsed Roe, the mayor": what is set off after it only says who that is.
                return k
        elif low in ("and", "but") and (
            _second_verb(s, k + 1, phrase, "clause" if within else carried) or (not within and _second_voice(s, start, k, end, carried))
        ):
            return k
        elif k > start + 2 and is_dash(s, k) and (phrase or _dash_ends(s, k, end, carried)):
            return k
        elif phrase and low in ("while", "because", "after", "when", "before", "as") and s.cls(k) in "KR" and k > start + 1 and low != "as":
            return k
    return end


def is_dash(s: Sentence, k: int) -> bool:
    """Whether a dash that parts clauses stands at ``k``: "—", or a hyphen with a space on both sides."""
    low = s.low(k)
    if low != "-":
        return low in ("—", "–")
    after = s.tokens[k + 1].start if k + 1 < len(s.tokens) else -1
    return k > 0 and s.tokens[k].start > s.tokens[k - 1].end and (after > s.tokens[k].end or s.low(k + 1) == "-")


def _is_listed(s: Sentence, comma: int, end: int) -> bool:
    """Whether "and" or "or" joins a list that goes on after the comma."""
    near = s.lows[comma + 1 : min(end, comma + 12)]
    return "and" in near or "or" in near


def _dash_ends(s: Sentence, k: int, end: int, carried: str) -> bool:
    """Whether the words carried end at a dash: always where they are no clause, else where a clause of its own follows."""
    if _closes_dash(s, k, end):
        return False
    after = k + 1 + (s.low(k + 1) == "-")
    return carried != "clause" or s.low(after) in s.lexicon.words["content_breaks"] or begins_clause(s, after, end)


def _closes_dash(s: Sentence, k: int, end: int) -> bool:
    """Whether an aside that opens with the dash at ``k`` is closed by another, after which the clause goes on with its verb."""
    second = next((x for x in range(k + 2, end) if is_dash(s, x)), None)
    return second is not None and second + 1 < end and (s.cls(second + 1) in "VAK" or s.low(second + 1) == "-")


def _goes_another_way(s: Sentence, k: int, end: int, *, phrase: bool = True) -> bool:
    """Whether what begins at ``k``, after a comma, is no part of the words carried before it."""
    low = s.low(k)
    if not phrase and low in _ADDING:
        # What is said may go on with what it adds: "that a raid, which killed two, was wrong".
        return False
    if low in s.lexicon.words["content_breaks"] or begins_clause(s, k, end):
        return True
    if low == "and":
        return begins_clause(s, k + 1, end) or s.low(k + 1) == "there" or (s.cls(k + 1) == "V" and s.low(k + 1).endswith(("ed", "s")))
    if low == "as" and (s.cls(k + 1) in "PA" or begins_clause(s, k + 1, end)):
        return True
    if phrase and (s.cls(k) == "A" or (s.cls(k) == "V" and not low.endswith("ing"))):
        # "known as the Roe plan, was dropped", "praised Roe, attacked Poe"
        return True
    while s.cls(k) == "B":
        k += 1
        low = s.low(k)
    return low.endswith("ing") and s.cls(k) in "VW" and s.cls(k + 1) in "DPCRKJ" and low not in ("including", "excluding")


def begins_clause(s: Sentence, k: int, end: int) -> bool:
    """Whether a subject and its finite verb stand right after ``k``."""
    if s.cls(k) not in _CLAUSE or s.low(k) in ("who", "which"):
        return False
    for x in range(k, min(end, k + 9)):
        if s.cls(x) in "VA" and x > k:
            return not s.low(x).endswith("ing") and not (s.cls(x) == "V" and s.low(x - 1) == "to")
        if s.cls(x) not in _CLAUSE + "BT" and not (s.cls(x) == "R" and s.low(x) == "of"):
            return False
    return False


def _carried(s: Sentence, start: int, end: int) -> str:
    """What words beginning at ``start`` are: a "clause", "to" and a verb ("infinitive"), or the object of the cue ("phrase")."""
    low = s.low(start)
    if low == "to" and s.cls(start + 1) in "VABW":
        return "infinitive"
    if s.low(start - 1) == "that" or s.cls(start) in "KAXR" or low in _SUBJECTS or low in _RELATIVES or low.endswith("ing"):
        return "clause"
    return "clause" if _has_verb(s, start, min(end, start + 12)) else "phrase"


def _has_verb(s: Sentence, start: int, end: int) -> bool:
    """Whether a finite verb stands in the stretch before a mark or a relative."""
    for k in range(start, end):
        low = s.low(k)
        if low in _RELATIVES or (s.cls(k) in "XK" and low not in ("and", "or", "'", "-")):
            return False
        if s.cls(k) == "A" and low not in ("to", "being", "having", "been", "be"):
            return True
        finite = s.cls(k) == "V" and k > start and not low.endswith("ing") and s.low(k - 1) != "to"
        if finite and low not in s.lexicon.words["reduced_relatives"]:
            return True
    return False


def _second_verb(s: Sentence, k: int, phrase: bool, carried: str) -> bool:
    """ "and VERBED": the verb of the one who spoke goes on.

    So it is where the words carried are an object, where they are an infinitive and the verb is finite, or where it is a verb of telling.
    """
    while s.cls(k) == "B":
        k += 1
    phrase = phrase or carried == "phrase"
    if phrase and s.cls(k) == "A" and s.low(k) not in ("to", "being", "having"):
        # "endorsed Roe and has been": the one who endorsed goes on.
        return True
    if carried == "infinitive" and _is_finite(s, k):
        return True
    while s.low(k) in ("has", "have", "had"):
        k += 1
    if s.cls(k) != "V" or s.low(k).endswith("ing"):
        return False
    return phrase or any(h.first == k and h.entry.role == "cue" and h.entry.form in ("past", "s") for h in s.hits)


def _is_finite(s: Sentence, k: int) -> bool:
    """Whether a verb at ``k`` can be no infinitive: "has", "was", "attempted", "casts"."""
    low = s.low(k)
    return (s.cls(k) == "A" and low not in _BARE) or (s.cls(k) == "V" and low.endswith(("ed", "s")) and not low.endswith("ss"))


def _second_voice(s: Sentence, start: int, k: int, end: int, carried: str) -> bool:
    """ "and Y said", "praised X and Y left": another subject with its verb, after an object or where it is told to speak."""
    if not begins_clause(s, k + 1, end):
        return False
    if carried != "clause":
        return "," not in s.lows[start:k]
    verb = next((x for x in range(k + 2, min(end, k + 10)) if s.cls(x) == "V"), None)
    return (
        verb is not None
        and _has_verb(s, start, k)
        and any(
            h.first == verb and h.entry.role == "cue" and h.entry.form in ("past", "s", "part") and not h.entry.flags & {"soft", "reacts"}
            for h in s.hits
        )
    )
