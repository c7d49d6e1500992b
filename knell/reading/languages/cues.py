"""Who says what in a unit: verbs of speech before or after their source, "according to", "quoting", a name and a colon."""

from typing import NamedTuple

from .lexicon import Hit
from .sentence import Sentence

Span = tuple[int, int]


class Attribution(NamedTuple):
    """A source and what it says, in tokens of the unit. ``source`` ``None``: not said here.

    ``order``: place in the chain, the outermost first.
    """

    cue: Span | None
    source: Span | None
    party: Hit | None
    content: tuple[Span, ...]
    stance: str
    basis: str | None
    warns: bool
    rule: str
    order: tuple[int, int]


_LONGEST_SOURCE = 9
_SPEAKS_FOR = frozenset({"individual"})
_OPEN_QUOTES, _CLOSE_QUOTES = frozenset('«"“'), frozenset('»"”')
_QUOTED = frozenset(':«"“')
_STOPS = frozenset('،,:؛;"«»()[]“”')


def find_attributions(s: Sentence) -> list[Attribution]:
    """The attributions of a unit, in the order of the chain: from the one nearest the reader to the root."""
    out: list[Attribution] = []
    taken = -1
    for hit in s.hits:
        role = hit.entry.role
        if hit.first < taken or role not in ("cue", "prepositional", "relay", "adverb"):
            continue
        for found in _spoken(s, hit) if role == "cue" else _adverbial(s, hit):
            out.append(found)
            taken = max(taken, found.source[1] if found.source and found.source[0] >= hit.first else hit.last)
    out += _before_colon(s)
    return sorted(out, key=lambda a: a.order)


def _source_at(s: Sentence, at: int, *, short: bool = False) -> tuple[Span, Hit | None] | None:
    """The source that begins at a token: up to what it says, with the party that says what kind of source it is."""
    if at >= len(s.tokens):
        return None
    party = s.role(at, "party")
    last = party.last if party is not None else at
    while last < len(s.tokens) and last - at < _LONGEST_SOURCE and not _opens(s, last, at):
        found = s.role(last, "party")
        if party is not None and (short or _stands_apart(s, party, found)):
            break
        if party is None and found is not None:
            party, last = found, found.last
        elif found is not None and party is not None and party.entry.kind in _SPEAKS_FOR:
            # "The spokesman of the ministry": whose word it is.
            party, last = found, found.last
        else:
            last += 1
        if party is not None and party.entry.form == "name":
            break
    last = _with_name(s, party, last)
    return ((at, last), party) if last > at else None


def _stands_apart(s: Sentence, party: Hit, found: Hit | None) -> bool:
    """Whether a word behind a party is no part of the source: another party, or a person it speaks to ("to Reuters")."""
    if found is None:
        return False
    return party.entry.form == "name" or s.says("object_prepositions", found.stem.preposition)


def _with_name(s: Sentence, party: Hit | None, last: int) -> int:
    """Past a name in quotation marks behind a group's noun: the organisation "Banner of the Plain"."""
    if party is None or last >= len(s.tokens) or s.tokens[last].text not in _OPEN_QUOTES or party.last != last:
        return last
    close = next((k for k in range(last + 1, min(last + 7, len(s.tokens))) if s.tokens[k].text in _CLOSE_QUOTES), None)
    return close + 1 if close is not None and close > last + 1 else last


def _opens(s: Sentence, at: int, start: int) -> bool:
    """Whether what is said, or something else, begins at a token."""
    token = s.tokens[at]
    if token.text in _STOPS or not token.low[:1].isalpha() or s.says("ends_source", token.low) or at in s.numbers:
        return True
    roles = s.at.get(at, {})
    if ("that" in roles and not s.says("about", token.low)) or "cue" in roles or "relay" in roles or "prepositional" in roles:
        return True
    if "event" in roles or "tally" in roles or "occasion" in roles or "responsibility" in roles or "rises" in roles:
        return True
    return s.says("about", token.low) or (at > start and at in s.timed)


def _spoken(s: Sentence, cue: Hit) -> list[Attribution]:
    """A verb with its source after it ("said the Observatory that") or before it ("the Observatory documented")."""
    entry = cue.entry
    short = bool(entry.flags & {"accuses", "appeals"})
    party: Hit | None
    source: Span | None
    before = _before(s, cue.first)
    after = None if cue.last >= len(s.tokens) or _opens(s, cue.last, cue.last) else _source_at(s, cue.last, short=short)
    told = s.says("self", s.low(cue.last - 1))
    if after is not None and before is not None and s.language.subject_first and before[0][1] == cue.first:
        after = None
    if after is not None and (after[1] is not None or before is None) and not told:
        source, party = after
        if party is None and not _is_source(s, cue, source):
            return []
        begins = source[1]
    elif before is not None:
        (source, party), begins = before, cue.last
    elif cue.first <= 1 or s.low(cue.last) == ":" or s.role(cue.last, "that") is not None:
        # "He added that": whoever spoke last.
        source, party, begins = None, None, cue.last
        quoted = s.low(cue.last) in _QUOTED
        if s.role(cue.last, "that") is None and not quoted and not (entry.flags & {"appeals"} or entry.stance == "denied"):
            return []
    else:
        return []
    relayed = _relayed(s, source, begins) if "relays" in entry.flags else None
    if relayed is not None:
        begins = relayed[0][1]
    content = _content_from(s, begins)
    if entry.flags & {"accuses", "appeals"} or entry.stance == "denied":
        content = (begins, max(content[1], begins))
    elif content[0] >= content[1] or content[1] - content[0] < 2:
        hi = min(cue.first, source[0] if source else cue.first)
        content = (next((k + 1 for k in range(hi - 1, -1, -1) if s.tokens[k].text in "؛;"), 0), hi)
    if content[0] >= content[1]:
        return []
    out = [
        Attribution(
            (cue.first, cue.last), source, party, (content,), entry.stance or "reported", entry.basis, "warns" in entry.flags, "verb",
            (1, cue.first),
        )
    ]  # fmt: skip
    if relayed is not None:
        out.append(Attribution(None, relayed[0], relayed[1], (content,), "reported", None, False, "relay", (2, cue.first)))
    return out


def _is_source(s: Sentence, cue: Hit, source: Span) -> bool:
    """Whether words without a known party may be a source: what it says follows, or it is named at once after a strong verb."""
    if s.role(source[1], "that") is not None:
        return not cue.entry.basis
    first = s.language.stems(s.low(source[0]))
    definite = any(x.definite for x in first[:1]) or s.says("article", s.low(source[0]))
    return definite and source[1] - source[0] <= 4 and (cue.entry.stance in ("denied", "urged") or "appeals" in cue.entry.flags)


def _relayed(s: Sentence, source: Span | None, begins: int) -> tuple[Span, Hit | None] | None:
    """ "The agency quoted a doctor as saying": the one quoted, behind "from"."""
    if source is None or not s.says("about", s.low(begins)):
        return None
    found = _source_at(s, begins + 1)
    return found if found is not None else None


def _before(s: Sentence, at: int) -> tuple[Span, Hit] | None:
    """The party whose words end right before a verb, one adjective allowed between."""
    for hit in reversed(s.by_role.get("party", [])):
        if hit.last <= at and not hit.stem.preposition:
            gap = range(hit.last, at)
            if len(gap) <= 2 and all(s.low(k)[:1].isalpha() and "event" not in s.at.get(k, {}) for k in gap):
                return (hit.first, hit.last), hit
            return None
    return None


def _content_from(s: Sentence, at: int) -> Span:
    """What is said: from past "that", a comma or a colon, to a semicolon or the end."""
    lo = at
    while lo < len(s.tokens) and lo - at < 12:
        if s.role(lo, "that") is not None:
            lo = s.at[lo]["that"].last
            break
        if s.tokens[lo].text == ":":
            lo += 1
            break
        if "event" in s.at.get(lo, {}) or "tally" in s.at.get(lo, {}) or "occasion" in s.at.get(lo, {}) or lo in s.numbers:
            break
        lo += 1
    else:
        lo = at
    if lo >= len(s.tokens):
        lo = at
    hi = next((k for k in range(lo, len(s.tokens)) if s.tokens[k].text in "؛;" or _speaks_on(s, k)), len(s.tokens))
    while hi > lo and s.tokens[hi - 1].text in ".!?؟…":
        hi -= 1
    return lo, hi


def _speaks_on(s: Sentence, at: int) -> bool:
    """Whether another sentence of the speaker begins: ", and said that"."""
    cue = s.role(at, "cue")
    joined = cue is not None and (bool(cue.stem.conjunction) or s.says("and", s.low(at - 1)))
    other = cue is not None and any("clause" in s.at.get(k, {}) for k in (at - 1, at - 2))
    return other or (joined and any(s.low(k) in ("،", ",") for k in (at - 1, at - 2)))


def _adverbial(s: Sentence, cue: Hit) -> list[Attribution]:
    """ "According to the Observatory", "quoting medical sources", "allegedly": over the rest of the unit."""
    role = cue.entry.role
    last = cue.last
    if role == "adverb":
        return [
            Attribution(
                (cue.first, last),
                None,
                None,
                (_content_from(s, last),),
                cue.entry.stance or "reported",
                None,
                False,
                "adverb",
                (1, cue.first),
            )
        ]
    while s.says("what", s.low(last)):
        last += 1
    verb = s.role(last, "cue")
    if verb is not None:
        last = verb.last
        while s.says("what", s.low(last)):
            last += 1
    found = _source_at(s, last)
    if found is None or (found[1] is None and found[0][1] - found[0][0] > 5):
        return []
    source, party = found
    end = len(s.tokens)
    while end > 0 and s.tokens[end - 1].text in ".!?؟…":
        end -= 1
    pieces = []
    if cue.first > 1:
        lo = next((k + 1 for k in range(cue.first - 1, -1, -1) if s.tokens[k].text in "؛;"), 0)
        hi = cue.first - 1 if s.tokens[cue.first - 1].text in "،," else cue.first
        pieces.append((lo, hi))
    lo = source[1] + 1 if source[1] < end and s.tokens[source[1]].text in "،," else source[1]
    hi = next((k for k in range(lo, end) if s.tokens[k].text in "؛;"), end)
    if hi > lo:
        pieces.append((lo, hi))
    pieces = [p for p in pieces if p[0] < p[1]]
    if not pieces:
        return []
    stance = verb.entry.stance if verb is not None and verb.entry.stance else "reported"
    basis = verb.entry.basis if verb is not None else None
    order = (2, cue.first) if role == "relay" else (0, cue.first)
    return [Attribution((cue.first, last), source, party, tuple(pieces), stance, basis, False, role, order)]


def _before_colon(s: Sentence) -> list[Attribution]:
    """ "The Observatory: 12 dead in Homs"."""
    for hit in s.by_role.get("party", []):
        # "Damascus - Reuters:" opens with the place of a dateline.
        opens = hit.first <= 1 or (hit.first <= 4 and hit.entry.kind in ("agency", "outlet") and 0 in s.placed)
        if opens and hit.last < len(s.tokens) - 1 and s.tokens[hit.last].text == ":":
            lo, hi = hit.last + 1, len(s.tokens)
            return [Attribution(None, (hit.first, hit.last), hit, ((lo, hi),), "reported", None, False, "colon", (0, hit.first))]
    return []
