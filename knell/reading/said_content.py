"""How far the attributed words reach, before the cue and after it."""

from collections.abc import Sequence

from .attributed import CLOSERS, COUNTERS, OPENERS, Range
from .lexicon import Hit
from .sentence import QUOTES, Phrase, Sentence


def unit_end(s: Sentence) -> int:
    """The end of the unit without its closing marks."""
    end = len(s.tokens)
    while end > 0 and s.low(end - 1) in CLOSERS:
        end -= 1
    return end


def phrase_from(s: Sentence, i: int) -> Phrase | None:
    """The phrase that begins at ``i`` or one token later."""
    phrase = s.phrase_at.get(i)
    if phrase is None and s.cls(i) in "BDWJL":
        phrase = s.phrase_at.get(i + 1)
    return phrase if phrase is not None and phrase.kind != "number" else None


def plain_noun_phrase(s: Sentence, i: int) -> int | None:
    """Where a noun phrase of unknown words that begins at ``i`` ends: "court papers", "the summary of the case"."""
    j = i
    while j < len(s.tokens) and j - i < 9 and (s.cls(j) in "DWCJLQqSTNB" or (s.low(j) in ("of", "for") and j > i)):
        j += 1
    return j if j > i else None


def find_clause_start(s: Sentence, i: int) -> int:
    """Where the clause that ends at ``i`` begins: after a semicolon, or at the head of the unit."""
    lows = s.lows
    if ";" in lows:
        for j in range(min(i, len(lows)) - 1, -1, -1):
            if lows[j] == ";":
                return j + 1
    colon = next((j for j in range(min(i, 14)) if s.low(j) == ":"), None) if ":" in lows else None
    if colon is not None and colon < i - 1 and not any(s.cls(k) in "QVA" for k in range(colon)):
        return colon + 1
    return 0


def find_clause_end(s: Sentence, i: int) -> int:
    """The semicolon after ``i``, or ", but" outside quotation marks, or the end of the unit."""
    lows = s.lows
    rest = lows[i:]
    if ";" in rest or "but" in rest:
        quoted = not QUOTES.isdisjoint(lows[max(0, i - 1) :])
        for j in range(i, len(lows)):
            if lows[j] == ";" or (not quoted and j > i + 2 and lows[j] == "," and s.low(j + 1) == "but"):
                return j
    return unit_end(s)


def find_content_end(s: Sentence, i: int) -> int:
    """Where the words a cue carries end: a semicolon, a second cue of the same speaker, or the end of the unit."""
    for hit in s.of_role("cue"):
        if hit.first > i and hit.entry.form in ("past", "s", "ing") and s.cls(hit.first) == "V" and not (s.quoted and s.quoted[hit.first]):
            joined = s.low(hit.first - 1) in ("and", ",", "but") or (
                s.low(hit.first - 1) in ("also", "later") and s.low(hit.first - 2) == "and"
            )
            if joined and "soft" not in hit.entry.flags:
                cut = hit.first - 1
                while s.low(cut - 1) in (",", "and", "but"):
                    cut -= 1
                return min(cut, find_clause_end(s, i))
    return find_clause_end(s, i)


def find_content_before(s: Sentence, i: int, *, held: bool = False, last: bool = False) -> Range | None:
    """The words set off before "SUBJECT said", where SUBJECT begins at ``i``: CONTENT, SUBJECT said.

    ``held``: the cue is itself followed by a comma, so that a mere beginning ("If it rains, SUBJECT said, ...") is content too.
    ``last``: nothing follows the cue, so that all before it is what was said: "At dawn, shells fell on the market, SUBJECT said."
    """
    mark = s.low(i - 1)
    if mark not in (",", "?", "!", "—", "–") and mark not in QUOTES:
        return None
    begin = find_clause_start(s, i - 1)
    if (
        begin > 0
        and s.low(begin - 1) == ";"
        and not any(h.first < begin and s.cls(h.first) == "V" for h in s.of_role("cue"))
        and not any(s.low(k) == ":" for k in range(begin))
    ):
        # "16 died; in the response four more were killed, SOHR says": nobody else speaks before the semicolon.
        begin = 0
    quoted = is_quote(s, i - 1) or is_quote(s, i - 2)
    if not quoted and not starts_clause(s, begin):
        return (begin, i - 1) if mark == "," and (held or (last and _tells(s, begin, i - 1))) else None
    if not quoted and i - 1 - begin < 3:
        return None
    if quoted:
        begin = _opening_after_colon(s, begin, i)
    return (begin, i - 1 if mark == "," else i)


def _opening_after_colon(s: Sentence, begin: int, i: int) -> int:
    """Where the quotation that ends at ``i`` opens, where a colon or a full stop stands before it; else ``begin``."""
    close = i - 1 if is_quote(s, i - 1) else i - 2
    opening = next((k for k in range(close - 1, begin, -1) if is_quote(s, k)), None)
    return opening if opening is not None and s.low(opening - 1) in (":", ".", "?", "!") else begin


def _tells(s: Sentence, begin: int, end: int) -> bool:
    """Whether the words from ``begin`` say something: a clause, after what opens it and a comma where an adjunct stands first."""
    while s.low(begin) in ("and", "but", "yet", "so", "still", "also", ","):
        begin += 1
    opens = s.low(begin).endswith(("ing", "ed")) and s.cls(begin + 1) not in "WNC"
    if s.cls(begin) in "KRTB" or opens or s.low(begin) == "asked":
        comma = next((k for k in range(begin, end) if s.low(k) == ","), None)
        return comma is not None and _tells(s, comma + 1, end)
    return end - begin >= 3


def starts_clause(s: Sentence, begin: int) -> bool:
    """Whether a clause of its own, with a verb or a figure, begins at ``begin``; "On Thursday," is none."""
    for k in range(begin, len(s.tokens)):
        if s.low(k) == "," and k - begin > 0:
            break
        if s.cls(k) in "VAQ":
            return s.low(begin) not in ("when", "while", "if", "as", "after", "before", "although", "because", "asked", "since", "though")
    return False


def is_quote(s: Sentence, i: int) -> bool:
    """Whether token ``i`` is a quotation mark."""
    return s.low(i) in QUOTES


def find_addressee_end(s: Sentence, hit: Hit) -> int | None:
    """told Reuters that: the token after the one who was told."""
    if hit.entry.base in ("tell", "inform", "assure", "warn", "remind", "brief", "advise"):
        phrase = phrase_from(s, hit.last)
        if phrase is not None:
            return phrase.last
    if hit.entry.base == "say of":
        # "said of the plan, "WORDS"": what they are about stands where an addressee would.
        return plain_noun_phrase(s, hit.last)
    return None


def find_that(s: Sentence, i: int) -> int | None:
    """The token "that" after a short aside: said in a statement that."""
    for j in range(i, min(len(s.tokens), i + 9)):
        if s.low(j) == "that":
            return j
        if s.cls(j) in "V":
            return None
    return None


def tells_figure(s: Sentence, hit: Hit, content: Sequence[Range], subject: Phrase) -> bool:
    """For verbs of counting: only where a body that counts states a figure of people."""
    if hit.entry.form == "ing" and any(h.entry.harm == "killed" and subject.last <= h.first < hit.first for h in s.of_role("event")):
        # "A mother died of her wounds, raising the toll to six": she told nobody's toll.
        return False
    if any(h.entry.frame == "toll" and any(a <= h.first < b for a, b in content) for h in s.hits):
        # "A commissioner put the death toll at seven": whoever puts a toll at a figure counts.
        return subject.party is not None or "organisation" in subject.flags
    if not counts_people(s, subject):
        return False
    return any(q.of == "people" and any(a <= first < b for a, b in content) for (first, _), q in [*s.quantities, *s.bare])


def counts_people(s: Sentence, subject: Phrase) -> bool:
    """Whether who speaks may count the dead: a body that counts, who speaks for one, a name or a pronoun."""
    if subject.party == "individual" and "organisation" not in subject.flags and subject.kind != "name":
        return _speaks_for_a_body(s, subject)
    return subject.party in COUNTERS or "organisation" in subject.flags or subject.kind in ("name", "pronoun")


def _speaks_for_a_body(s: Sentence, subject: Phrase) -> bool:
    """The director of the Observatory, the head of the ministry, a spokesman for the hospital: whose count is the body's."""
    if subject.name or any(s.low(k) in s.lexicon.words["org_words"] for k in range(subject.head + 1, subject.last)):
        return True
    body = s.phrase_at.get(subject.last + 1) if s.low(subject.last) in ("of", "for", "at") else None
    return body is not None and body.kind == "party" and body.party in COUNTERS and body.quantity is None


def is_deed(s: Sentence, i: int) -> bool:
    """Whether an act of violence is named within the next words: "reports of brutality", "reports of killings"."""
    return any(i <= h.first < i + 6 for h in s.of_role("event")) or s.low(i) in (
        "brutality",
        "abuses",
        "abuse",
        "violations",
    )


def that_after(s: Sentence, start: int) -> int | None:
    """Past the "that" which an addressee, a place or a day stands before: "told a crowd in the square on Friday that"."""
    for k in range(start, min(len(s.tokens), start + 18)):
        low = s.low(k)
        if low == "that":
            if s.cls(k) == "K" and s.cls(k + 1) not in "VA" and k > start and s.cls(k + 1) != "X":
                return k + 1
            return None
        if low == "however":
            continue
        if s.cls(k) in "VAK" or (s.cls(k) == "X" and low not in ("'", "’", "-", "&", ".")) or (s.cls(k) == "P" and k > start):
            return None
    return None


def quotes_next(s: Sentence, w: int) -> bool:
    """Whether a quotation opens right after the cue."""
    return s.low(w) in OPENERS or (s.low(w) in (",", ":") and s.low(w + 1) in OPENERS)
