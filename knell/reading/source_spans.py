"""How far the words that name a source reach: from its first modifier to the last of what is hung on it or set off after it.

Word order decides. A source before its verb begins at a clause boundary and ends at the verb; a source after its verb begins there and
runs on until something that is not part of it: an adjunct of the saying ("in an interview", "on Monday"), a participle, a new clause.
"""

from .sentence import Sentence

Range = tuple[int, int]

_NOMINAL = "DWCJLNQqSTP"
_LINKS = frozenset("of for at in from with on by about between to around near against over inside outside behind within under".split())
_RELATIVE = frozenset({"who", "which", "whose", "whom", "that"})
_OPENING_CLAUSE = frozenset({"who", "which", "whose", "whom", "where"})
_MARKS_INSIDE = frozenset({"/", "&", "-", "–", "%", "$", "#", "@", ".", "'", "’", ")", "("})
_SUBJECT_PRONOUNS = frozenset("he she they we i it you".split())
LONE = frozenset("several many some all both others another this that those these each few most either neither more".split())
"""Determiners that may stand for a noun: "several said"."""
_NEVER_HEADS = frozenset("but and so yet still then now also even though however meanwhile there".split())


def source_before(s: Sentence, i: int) -> Range | None:
    """The tokens of the noun phrase that ends at ``i``, right before a verb and its auxiliaries, with what is set off between them."""
    if s.low(i - 1) == ",":
        return _over_apposition(s, i - 1)
    if s.cls(i - 1) in "KSR" or s.low(i - 1) in _NEVER_HEADS or (s.cls(i - 1) == "D" and s.low(i - 1) not in LONE):
        return None
    if s.low(i - 1) in _SUBJECT_PRONOUNS:
        return (i - 1, i)
    if s.low(i - 1) in ("—", "–", "-") and i > 3:
        opening = next((k for k in range(i - 2, max(0, i - 25), -1) if s.low(k) == s.low(i - 1)), None)
        head = _noun_phrase_to(s, opening) if opening is not None else None
        return (head[0], i) if head is not None else None
    return _noun_phrase_to(s, i)


def _over_apposition(s: Sentence, comma: int) -> Range | None:
    """ "Jane Roe, a lawyer, said": from the head to the comma before the verb."""
    end = comma
    chunk_first = adjunct = True
    for _ in range(5):
        start = _chunk_start(s, end)
        if start is None:
            return None
        if chunk_first:
            if not _may_be_set_off(s, start, end):
                return None
        elif not _only_modifies(s, start, end) and not _describes_a_name(s, start):
            head = _noun_phrase_to(s, end)
            return (head[0], end if adjunct else comma + 1) if head is not None else None
        adjunct = adjunct and (
            (s.cls(start) == "R" and s.low(start) not in ("of", "from", "including", "like")) or _tells_occasion(s, start)
        )
        chunk_first = False
        if start == 0 or s.low(start - 1) != ",":
            return None
        end = start - 1
    return None


def _tells_occasion(s: Sentence, start: int) -> bool:
    """Whether what is set off tells how or when the source spoke, and is no part of it: ", speaking to reporters," ", asked why,"."""
    low = s.low(start)
    return low in ("asked", "pressed", "questioned") or (low.endswith("ing") and s.cls(start + 1) in "RDPCWTLNJ" and s.cls(start) != "C")


def _describes_a_name(s: Sentence, start: int) -> bool:
    """Whether the stretch that begins at ``start`` is itself set off after a name: "Jane Roe, the editor of the Sun, its daily, said"."""
    if s.cls(start) != "D" or s.low(start - 1) != ",":
        return False
    k = start - 2
    while k >= 0 and s.cls(k) in "CN" and s.tokens[k].text[0].isupper():
        k -= 1
    return start - 2 - k >= 2 and (k < 0 or s.cls(k) == "X")


def _chunk_start(s: Sentence, end: int) -> int | None:
    """The token after the comma, or the boundary, to the left of ``end``."""
    depth = 0
    for k in range(end - 1, max(-1, end - 40), -1):
        low = s.low(k)
        depth += (low == ")") - (low == "(")
        if depth == 0 and low in (",", ";", ":", "—", '"', "''", "``", "?", "!"):
            return k + 1
    return 0 if end < 40 else None


def _may_be_set_off(s: Sentence, start: int, end: int) -> bool:
    """Whether words between two commas can belong to the noun before them: no clause of their own, but for a relative one."""
    if end - start < 1:
        return False
    if s.low(start) in _OPENING_CLAUSE or s.low(start) == "himself" or s.low(start).endswith("ing"):
        return True
    relative = next((k for k in range(start, end) if s.low(k) in _RELATIVE), end)
    return not any(s.cls(k) == "A" or (s.cls(k) == "V" and not _is_participle(s, k)) for k in range(start, relative))


def _is_participle(s: Sentence, k: int) -> bool:
    """Whether the verb at ``k`` opens no clause of its own: "speaking", "elected in May", "a book"."""
    low = s.low(k)
    return (
        low in s.lexicon.words["reduced_relatives"]
        or low.endswith("ing")
        or s.cls(k - 1) in "DJS"
        or (low.endswith("ed") and s.cls(k + 1) in "RTB")
    )


def _only_modifies(s: Sentence, start: int, end: int) -> bool:
    """Whether a stretch before a comma is no head: an age, a state, a preposition phrase, a party and state ("R-Fla.")."""
    if s.low(start) in _OPENING_CLAUSE or s.cls(start) in "R" or (s.low(start).endswith("ing") and s.cls(start) == "V"):
        return True
    if end - start == 1:
        text = s.tokens[start].text
        return (
            s.cls(start) in "LqQT"
            or "-" in text
            or text.isdigit()
            or (s.cls(start) == "C" and start > 1 and s.low(start - 1) == "," and len(text) <= 4)
        )
    return end - start == 2 and s.low(end - 1) == "." and len(s.tokens[start].text) <= 5


def _noun_phrase_to(s: Sentence, i: int) -> Range | None:
    """The noun phrase that ends at ``i``, with preposition phrases and relative clauses inside it."""
    j = i
    low_limit = max(0, i - 30)
    joined: int | None = None
    while j > low_limit:
        code, low = _verb_or_noun(s, j - 1), s.low(j - 1)
        if low == "that" and j < i and s.cls(j) in "CW" and s.cls(j - 2) in "WCN":
            # "a case that investigators closed": a new clause.
            break
        if code in _NOMINAL or (code == "B" and low not in _NEVER_HEADS):
            if code == "P" and low not in _RELATIVE and j < i and s.cls(j) not in "XRK":
                # "him Trump said": a pronoun takes no noun after it.
                break
            j -= 1
        elif code == "R" and low in (*_LINKS, "like", "including") and j - 1 > low_limit and s.cls(j - 2) in "DWCJLNQqSPV":
            if s.cls(j - 2) == "V" and s.low(j - 2) not in s.lexicon.words["reduced_relatives"]:
                opened = _relative_before(s, j - 2, low_limit)
                made = low == "by" and s.low(j - 2).endswith("ed") and s.cls(j - 3) in "WCNJL"
                if opened is None and not made:
                    break
                j = opened if opened is not None else j - 2
                continue
            j -= 1
        elif code == "K" and low in ("and", "or") and s.cls(j - 2) in "WCJLNQqP":
            joined = j if joined is None else joined
            j -= 1
        elif code == "K" and low == "that" and s.cls(j) in "AV":
            j -= 1
        elif code == "X" and low in _MARKS_INSIDE:
            if low == ")":
                opening = next((k for k in range(j - 2, low_limit, -1) if s.low(k) == "("), None)
                if opening is None:
                    break
                j = opening
            elif low == "(" or (low in ("-", "–") and s.tokens[j - 1].start > s.tokens[j - 2].end):
                break
            else:
                j -= 1
        elif code in "VA":
            calls = low == "called" and s.cls(j) == "D"
            if low in s.lexicon.words["reduced_relatives"] and j > 1 and s.cls(j - 2) in "WCNJL" and not calls:
                j -= 1
                continue
            relative = _relative_before(s, j - 1, low_limit)
            if relative is not None:
                j = relative
                continue
            if joined is not None:
                j = joined
            break
        else:
            break
    return _trimmed(s, j, i)


def _relative_before(s: Sentence, k: int, low_limit: int) -> int | None:
    """The relative pronoun whose clause the verb at ``k`` is in, with its noun before it: "a study that appeared in May"."""
    relative = next((x for x in range(k - 1, max(low_limit, k - 13), -1) if s.low(x) in ("who", "that", "which", "whom")), None)
    if relative is None or relative == 0 or s.cls(relative - 1) not in "WCNP":
        return None
    return None if any(s.low(x) in (",", ";") for x in range(relative, k + 1)) else relative


def _verb_or_noun(s: Sentence, k: int) -> str:
    """The class of token ``k``, where its ending and its place tell a verb that no lexicon knows, or a noun that could be a verb."""
    code, low = s.cls(k), s.low(k)
    if code == "W" and low.endswith("ed") and s.cls(k - 1) in "CNP" and low not in s.lexicon.words["reduced_relatives"]:
        return "V" if s.tokens[k].text[0].islower() else code
    if code == "V" and s.cls(k - 1) in "DJ" and s.low(k - 1) not in LONE and not low.endswith("ed"):
        # "the ruling", "the release"
        return "W"
    if code == "V" and low.endswith("ed") and s.cls(k - 1) in "JC" and s.cls(k + 1) == "N" and s.tokens[k].text[0].islower():
        # "Democratic registered voters"
        return "W"
    return code


def _trimmed(s: Sentence, j: int, i: int) -> Range | None:
    """A noun phrase without adverbs, times and conjunctions at its head; ``None`` where no noun is left."""
    if (s.low(j) == "that" and s.cls(j + 1) in "CNP") or s.low(j) in ("which", "what", "whose"):
        j += 1
    while j < i and (s.cls(j) in "BTKX" or s.low(j) in _NEVER_HEADS) and s.low(j) not in ("@", "#", "$", "both"):
        if s.cls(j) == "T" and s.cls(j + 1) in "WN":
            break
        j += 1
    if j < i and s.cls(j) == "R" and s.low(j) not in ("over", "about", "around", "under"):
        return None
    return (j, i) if j < i and any(s.cls(k) in "WCJLNQqPD" for k in range(j, i)) else None


def source_after(s: Sentence, first: int, last: int, *, lead: bool = False) -> int:
    """The token after a source that begins at ``first``, whose head ends at ``last``, and that stands after its cue.

    ``lead``: the words attributed follow ("According to X, CONTENT"), so that the first comma that opens no apposition ends it.
    """
    k = last
    while k < len(s.tokens):
        after = _step(s, k, first, lead)
        if after is None:
            return k
        k = after
    return k


def _step(s: Sentence, k: int, first: int, lead: bool) -> int | None:
    """Past what goes on with a source at ``k``; ``None`` where the source ends."""
    low, code = s.low(k), s.cls(k)
    if code == "X" or code == "S":
        return _past_mark(s, k, lead)
    if low in _RELATIVE:
        return _relative_end(s, k)
    if code == "R":
        return k + 1 if low in _LINKS and not is_occasion(s, k) and s.cls(k + 1) != "T" else None
    if code == "K":
        return k + 1 if low in ("and", "or") and s.cls(k + 1) in "DWCJLNQq" and not _verb_follows(s, k + 1) else None
    if code == "V" and s.cls(k - 1) in "DRJSLq":
        # "a tally by the agency", "the book": a noun that may also be a verb.
        return k + 1
    if code in "VA":
        return _relative_end(s, k) if low in s.lexicon.words["reduced_relatives"] and k > first else None
    if code == "T" or (code == "B" and s.cls(k + 1) not in "DWCJNV"):
        return None
    return k + 1


def _past_mark(s: Sentence, k: int, lead: bool) -> int | None:
    """Past a mark inside a source, with what it sets off."""
    low, n = s.low(k), len(s.tokens)
    if low == "(":
        closing = next((x for x in range(k + 1, min(n, k + 12)) if s.low(x) == ")"), None)
        return None if closing is None else closing + 1
    if low == ",":
        return _set_off_after(s, k, lead)
    return k + 1 if low in ("'s", "/", "&", "-", "'", "’", "%", "@", "#") or (low == "." and k + 1 < n) else None


def _verb_follows(s: Sentence, k: int) -> bool:
    """Whether a finite verb stands within the noun phrase's reach after ``k``: a second clause begins there."""
    for x in range(k, min(len(s.tokens), k + 8)):
        if s.cls(x) in "XRK":
            return False
        if s.cls(x) in "VA":
            return True
    return False


def is_occasion(s: Sentence, k: int) -> bool:
    """Whether a preposition phrase tells where the words were spoken: "in an interview", "at a rally"."""
    if s.low(k) not in ("in", "on", "at", "by", "to", "from", "with", "over"):
        return False
    for x in range(k + 1, min(len(s.tokens), k + 7)):
        if s.low(x) in s.lexicon.words["occasions"]:
            return True
        if s.cls(x) in "XKVA":
            return False
    return False


def _relative_end(s: Sentence, k: int) -> int:
    """The token after a relative clause that begins at ``k``: at a comma, a quotation mark or the end of the unit."""
    for x in range(k + 1, len(s.tokens)):
        if s.low(x) in (",", ";", ":", '"', "``", "''", "—", "–") or (s.low(x) in (".", "!", "?") and x + 1 >= len(s.tokens)):
            return x
    return len(s.tokens)


def _set_off_after(s: Sentence, comma: int, lead: bool) -> int | None:
    """Where what a comma sets off after a source ends; ``None`` where the comma ends the source."""
    k = comma + 1
    low, code = s.low(k), s.cls(k)
    n = len(s.tokens)
    if (
        code == "X"
        or low in s.lexicon.words["adjunct_openers"]
        or (code in "VA" and low not in s.lexicon.words["reduced_relatives"])
        or (low.endswith("ing") and code in "VWR" and low != "speaking")
        or (code == "W" and low.endswith("ed") and s.cls(k + 1) in "RKD" and low not in s.lexicon.words["reduced_relatives"])
    ):
        return None
    if low in _OPENING_CLAUSE:
        end = _relative_end(s, k)
    elif code in "TBPK" or (code == "R" and low not in ("of", "from")) or low == "adding":
        return None
    else:
        end = next((x for x in range(k, n) if s.cls(x) == "X" and s.low(x) in (",", ";", ":", '"', "``", "''", "—", "–")), n)
        while end > k and s.low(end - 1) in (".", "!", "?"):
            end -= 1
        verb = next((x for x in range(k, end) if s.cls(x) in "VA"), end)
        if (
            verb < end
            and s.low(verb) not in s.lexicon.words["reduced_relatives"]
            and not any(s.low(x) in _RELATIVE for x in range(k, verb))
        ):
            # A clause of its own: the comma ended the source.
            return None
        stop = next(
            (
                x
                for x in range(k + 1, end)
                if (s.cls(x) == "R" and is_occasion(s, x)) or (s.low(x) != "and" and s.low(x) in s.lexicon.words["adjunct_openers"])
            ),
            end,
        )
        end = min(end, stop)
    if code in "Qq" and end - k > 1 and low not in ("a", "an", "one"):
        # A further figure, not an age.
        return None
    if lead and (end >= n or s.low(end) != "," or (low not in _OPENING_CLAUSE and low not in ("a", "an", "the"))):
        return None
    return end
