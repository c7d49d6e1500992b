"""How far the words that a cue carries reach when they follow it, outside quotation marks.

Speech is reported in a clause, and the clause ends where another begins that is no part of it: after a comma, with a conjunction
of contrast ("but", "while"), a relative that only adds ("which"), a participle that goes on telling ("saying"), or a new subject
with its verb.
"""

from .sentence import Sentence

_ADDING = frozenset({"which", "who", "whose", "where", "even"})
_CLAUSE = "DWCJLNPQqS"


def clause_end(s: Sentence, start: int, end: int, *, phrase: bool) -> int:
    """The token where the clause or phrase carried ends. ``phrase``: the cue takes an object ("criticized X") rather than a clause."""
    inner = not phrase and (s.low(start) == "," or s.low(start) in s.lexicon.words["subordinate_openers"])
    for k in range(start + 1, end):
        if s.quoted and s.quoted[k]:
            if s.low(k) == "," and k + 2 < end and not s.quoted[k + 2] and _goes_another_way(s, k + 2, end):
                # ""New York values," saying that": the comma stands inside the mark.
                return k + 2
            continue
        low = s.low(k)
        if low == "that" and s.cls(k) == "K" and (s.low(k + 1) == "," or s.low(k + 1) in s.lexicon.words["subordinate_openers"]):
            inner = True
        if low == ",":
            if inner:
                # "that if X, Y", "that, if X, Y": the first comma only ends what the clause begins with.
                inner = s.low(k - 1) == "that"
                continue
            if _goes_another_way(s, k + 1, end, phrase=phrase):
                return k
        elif low in ("and", "but") and _second_verb(s, k + 1, phrase):
            return k
        elif k > start + 2 and is_dash(s, k):
            if phrase or not _closes_dash(s, k, end):
                return k
        elif phrase and low in ("while", "because", "after", "when", "before", "as") and s.cls(k) in "KR" and k > start + 1 and low != "as":
            return k
    return end


def is_dash(s: Sentence, k: int) -> bool:
    """Whether a dash that parts clauses stands at ``k``: "—", or a hyphen with a space on both sides."""
    if s.low(k) in ("—", "–"):
        return True
    after = s.tokens[k + 1].start if k + 1 < len(s.tokens) else -1
    return s.low(k) == "-" and k > 0 and s.tokens[k].start > s.tokens[k - 1].end and (after > s.tokens[k].end or s.low(k + 1) == "-")


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


def _second_verb(s: Sentence, k: int, phrase: bool) -> bool:
    """ "and VERBED": the verb of the one who spoke goes on, where the words carried are a phrase or the verb is one of telling."""
    while s.cls(k) == "B":
        k += 1
    if phrase and s.cls(k) == "A" and s.low(k) not in ("to", "being", "having"):
        # "endorsed Roe and has been": the one who endorsed goes on.
        return True
    if s.cls(k) != "V" or s.low(k).endswith("ing"):
        return False
    return phrase or any(h.first == k and h.entry.role == "cue" and h.entry.form in ("past", "s") for h in s.hits)
