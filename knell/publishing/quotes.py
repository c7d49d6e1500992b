"""Words cut from a report for quotation: short, to the letter, private names withheld."""

import re

from knell.records import Claim
from knell.records.vocabulary import VIOLENT

from .brief import Piece
from .matter import Matter
from .withhold import withhold

LONGEST = 42
"""Words in a quotation. An agency quotes a sentence, not a paragraph."""

_BREAK = re.compile(r"[,;:–—]\s|\s(?=(?:and|but|while|which|who|as|after|because|with)\s)")
_OPENING = re.compile(r"(?:However|But|And|[Ii]ncluding|Meanwhile|Also|Yet|Still|Moreover|In addition|Separately|Nevertheless),? (?=\w)")
_EDGE = " \t\r\n,;:–—-"


def content_span(matter: Matter, claim: Claim) -> tuple[int, int] | None:
    """The words to quote for a claim: its content where that is one stretch, else its passage; cut at a break where long."""
    pieces = [(piece.start, piece.end) for piece in claim.content if piece.start is not None and piece.end is not None]
    if pieces:
        start, end = max(pieces, key=lambda pair: pair[1] - pair[0])
    elif claim.event.type in VIOLENT and (clause := _clause_of_event(matter, claim)):
        start, end = clause
    elif claim.passage.start is not None and claim.passage.end is not None:
        start, end = claim.passage.start, claim.passage.end
    else:
        return None
    if start >= end or trim(matter.text(claim), start, end)[0] >= trim(matter.text(claim), start, end)[1]:
        return None
    first, last = shorten(matter.text(claim), *trim(matter.text(claim), start, end))
    return first, _with_stop(matter.text(claim), first, last)


def _clause_of_event(matter: Matter, claim: Claim) -> tuple[int, int] | None:
    """The part of the passage between semicolons, colons or stops that has the event's word."""
    at, first, last, text = claim.event.start, claim.passage.start, claim.passage.end, matter.text(claim)
    if at is None or first is None or last is None or not first <= at < last:
        return None
    start = max((match.end() for match in re.finditer(r"[;:.!?]\s+|\n", text[first:at])), default=0) + first
    return start, next((at + match.end() for match in re.finditer(r"[;:!?\n]|\.(?=\s|$)", text[at:last])), last)


_LEAD_IN = re.compile(
    r"(?:(?:which|that|and|it|this|they|he|she) )*(?:(?:is|was|are|were|calling|called|describing|described|marking|making|seen) )+"
    r"(?:(?:it|them|this|these|the attacks?|this conflict|the conflict|the violence) )?(?:(?:as|to be) )?",
    re.IGNORECASE,
)


def clause_span(matter: Matter, claim: Claim) -> tuple[int, int] | None:
    """The noun phrase around a claim's event word, for a ranking: "the worst violence since December"; ``None`` where it is not found."""
    at, text = claim.event.start, matter.text(claim)
    first, last = claim.passage.start, claim.passage.end
    if at is None or first is None or last is None or not first <= at < last:
        return None
    start = max((match.end() for match in re.finditer(r"[,;:.!?()]\s+|\n", text[first:at])), default=0) + first
    end = next((at + match.start() for match in re.finditer(r"[,;:!?()](?!\d)|\.(?=\s|$)|\n", text[at:last])), last)
    found = re.search(r"\b(?:one of |some of |among )?(?:the |its |their )?(?:most |single )?\S*$", text[start:at])
    phrase = found.start() + start if found else start
    inner = _LEAD_IN.match(text, start, at)
    start = phrase if phrase > start else inner.end() if inner else start
    return trim(text, start, end) if len(text[start:end].split()) > 2 else None


def _with_stop(text: str, start: int, end: int) -> int:
    """A whole sentence is quoted with its full stop inside, as British desks print it; a fragment without."""
    whole = text[start].isupper() and (start == 0 or text[:start].rstrip(" \"“‘'")[-1:] in ("", ".", "!", "?", ":", "\n"))
    return end + 1 if whole and text[end : end + 1] in (".", "!", "?") and len(text[start:end].split()) > 3 else end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without an opening "However", the marks and blanks at its edges, and quotation marks that enclose all of it."""
    if opening := _OPENING.match(text, start, end):
        start = opening.end()
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE + ".":
        end -= 1
    inner = text[start:end]
    if len(inner) > 2 and inner[0] in "\"“«‘'" and inner[-1] in "\"”»’'" and not re.search(r"[\"“”«»]", inner[1:-1]):
        return start + 1, end - 1
    return start, end


def shorten(text: str, start: int, end: int, longest: int = LONGEST) -> tuple[int, int]:
    """The span cut at the last natural break before ``longest`` words; never in the middle of a quotation within it."""
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) <= longest:
        return start, end
    limit = start + words[longest - 1].end()
    breaks = [start + match.start() for match in _BREAK.finditer(text[start:limit]) if match.start() > 40]
    for at in reversed(breaks):
        if text[start:at].count('"') % 2 == 0 and text[start:at].count("“") == text[start:at].count("”"):
            return trim(text, start, at)
    return trim(text, start, limit)


def quote_piece(matter: Matter, claim: Claim, start: int, end: int) -> Piece:
    """The words between two offsets as a quotation, private names withheld, inner quotation marks made single."""
    words = inner_marks(withhold(matter, claim.report, start, end))
    return Piece(text=words, voice="quote", claim=claim.claim, start=start, end=end)


def inner_marks(words: str) -> str:
    """Double quotation marks inside a quotation become single ones, as British desks print them."""
    words = re.sub(r'"([^"]*)"', r"‘\1’", words)
    return words.translate({ord("“"): "‘", ord("”"): "’", ord('"'): "’"})


def quoted(matter: Matter, claim: Claim, span: tuple[int, int]) -> tuple[Piece, ...]:
    """Opening mark, words, closing mark."""
    piece = quote_piece(matter, claim, *span)
    return (Piece(text="“"), piece, Piece(text="”"))
