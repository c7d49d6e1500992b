"""Text into units: sentences, headlines, list items, table rows, captions.

A newline is a hard boundary, because a headline has no full stop and would else run into the first sentence. The one exception is
text that was wrapped to a fixed width: there a single newline is a space and only an empty line is a boundary.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise

from knell.records import Block

from .datelines import dateline_end
from .pieces import Unit
from .tokens import Token, tokenize

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BLANK = re.compile(r"\n[ \t\r]*\n")
_END = re.compile(r"[.!?…。؟।](?:[.!?…。؟।]*[\"'”’»)\]]*(?=\s|$)|(?<=[.!?])[”\"](?=[A-Z]))")
_BULLET = re.compile(r"\s*(?:[-*•‣◦▪·–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
_INITIAL = re.compile(r"(?:^|[\s(.])[A-Z]$")
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)$")
_LETTER = re.compile(r"[^\W\d_]")
_TWENTY_CAPITALS = re.compile(r"(?:[^A-Z]*+[A-Z]){20}")
_SMALL_START = re.compile(r"[a-z]{3}[.!?][\"'”’)]*\s+[a-z]")
_LARGE_START = re.compile(r"[a-z]{3}[.!?][\"'”’)]*\s+[A-Z]")
"""Where one sentence ends and the next begins, with a small letter or a capital."""
_SPELT = re.compile(r"(?:[a-z]\.)+[a-z]")
_ROW = re.compile(r"\S[ ]*\t[ ]*\S|\|[^|]*\||[^\s.!?:;,\"'”’)] {2,}(?=\S).*[^\s.!?:;,\"'”’)] {2,}\S")
"""A line whose cells are set apart by tabs, bars or spaces: it is never wrapped. Two spaces after a full stop set nothing apart."""
_OPENS = re.compile(r"[\"'“‘«(\[¿¡]*\s*(\S)")
_TOLD = re.compile(
    r"\s(?:(?:[A-Z][\w.’'-]*|the|of|a|an)\s){1,5}([a-z]+)(?:\s[a-z]+ly)?(?=[.,;:]|$"
    r"|\s(?:in|at|on|as|to|of|during|after|when|while|last|this|earlier|later|before|about|via|from|with)\b)"
)

_WRAPPED_MIN, _WRAPPED_MAX = 45, 110
_HEADLINE_WORDS = 22
_LONGEST_UNIT = 2000
"""A unit longer than this is cut at a space: text without any full stop must not make the later steps slow."""


def split_units(
    text: str,
    abbreviations: Collection[str],
    blocks: Sequence[Block] | None = None,
    speech: Collection[str] = (),
    words: Callable[[str, int, int], tuple[Token, ...]] = tokenize,
) -> tuple[Unit, ...]:
    """The units of ``text``, in order, with their tokens.

    ``abbreviations``: lower-case words whose full stop ends nothing. ``speech``: verbs of saying as they stand after a speaker, so
    that a question in quotation marks goes on to who put it: "Who did this?" Roe asked. ``words``: what finds the words of
    ``text[start:end]``; a language whose words wear others has its own.
    """
    kinds = sorted((b.start, b.end, b.kind) for b in blocks or () if b.kind != "body")
    caseless = _is_caseless(text)
    units: list[Unit] = []
    paragraph = 0
    heads = True
    alone = _trim(text, 0, len(text))
    block, within = 0, kinds[:0]
    for start, end, new_paragraph in _lines(text, [k[0] for k in kinds] + [k[1] for k in kinds]):
        if new_paragraph and units:
            paragraph += 1
        while block < len(kinds) and kinds[block][0] <= start:
            within.append(kinds[block])
            block += 1
        within = [b for b in within if b[1] > start]
        kind = next((k for _, e, k in within if end <= e), None)
        for s, e in _sentences(text, start, end, abbreviations, speech, caseless):
            tokens = words(text, s, e)
            if tokens:
                is_a = kind or _kind(text, (s, e), (start, end), heads, (start, end) == alone)
                heads = heads and is_a in ("headline", "subhead")
                units.append(Unit.of(s, e, is_a, paragraph, len(units), tokens))
    return tuple(units)


def _lines(text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    """Stretches between hard boundaries, trimmed, with whether a paragraph begins there."""
    spans = _wrapped_paragraphs(text) if _is_wrapped(text) else [(m.start(), m.end()) for m in _LINE.finditer(text)]
    marks = sorted(set(cuts))
    at = 0
    for start, end in spans:
        while at < len(marks) and marks[at] <= start:
            at += 1
        points = [start]
        while at < len(marks) and marks[at] < end:
            points.append(marks[at])
            at += 1
        for i, left in enumerate(points):
            s, e = _trim(text, left, points[i + 1] if i + 1 < len(points) else end)
            if s < e:
                yield s, e, i == 0


def _is_wrapped(text: str) -> bool:
    """Whether the text was wrapped to a fixed width: most inner lines are long, of one width, and stop in mid-sentence."""
    lines = [line.rstrip() for line in text[:20000].split("\n")]
    inner = [a for a, b in pairwise(lines) if a.strip() and b.strip() and not _ROW.search(a)]
    if len(inner) < 3:
        return False
    longest = max(map(len, inner))
    if not _WRAPPED_MIN <= longest <= _WRAPPED_MAX:
        return False
    full = sum(len(line) >= 0.75 * longest for line in inner)
    open_ended = sum(not line.endswith((".", "!", "?", ":", '"')) for line in inner)
    return full >= 0.7 * len(inner) and open_ended >= 0.6 * len(inner)


def _wrapped_paragraphs(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for gap in _BLANK.finditer(text):
        out.append((at, gap.start()))
        at = gap.end()
    out.append((at, len(text)))
    return [(s, e) for start, end in out for s, e in _apart_from_rows(text, start, end) if text[s:e].strip()]


def _apart_from_rows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph, with each line that is a row of a table by itself."""
    at = start
    if "\t" in text[start:end] or "  " in text[start:end] or "|" in text[start:end]:
        for line in _LINE.finditer(text, start, end):
            if _ROW.search(line.group()):
                yield at, line.start()
                yield line.start(), line.end()
                at = line.end()
    yield at, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_caseless(text: str) -> bool:
    """Whether capital letters tell nothing here: a text all in lower case."""
    sample = text[:4000]
    if _TWENTY_CAPITALS.match(sample):
        # As many as the count below asks of the longest sample.
        return False
    letters, capitals = len(_LETTER.findall(sample)), sum(map(str.isupper, sample))
    if letters <= 40 or capitals >= 0.02 * letters:
        return False
    # A headline or a footer with capitals does not tell that sentences begin with them.
    return capitals < 0.005 * letters or len(_SMALL_START.findall(sample)) > 2 * len(_LARGE_START.findall(sample))


def _sentences(
    text: str, start: int, end: int, abbreviations: Collection[str], speech: Collection[str], caseless: bool
) -> Iterator[tuple[int, int]]:
    at = dateline_end(text, start, end)
    if at > start:
        # Where and when it was sent stands by itself, so that the first sentence begins as any other.
        yield _trim(text, start, at)
        start = at
    for match in _END.finditer(text, start, end):
        if match.end() < end and (_goes_on(text, at, match, end, abbreviations, caseless) or _is_told(text, match, end, speech)):
            continue
        yield from _cut_long(text, at, match.end())
        at, _ = _trim(text, match.end(), end)
    if at < end:
        yield from _cut_long(text, at, end)


def _goes_on(text: str, at: int, match: re.Match[str], end: int, abbreviations: Collection[str], caseless: bool) -> bool:
    """Whether a full stop is inside a sentence: an abbreviation, an initial, or small letters after it."""
    mark = match.group()
    follow = _OPENS.match(text, match.end(), min(end, match.end() + 12))
    after = follow.group(1) if follow else ""
    if after.islower() and not caseless and mark[0] != "…":
        return True
    if mark.startswith(".") and len(mark.strip("\"'”’»)]")) == 1:
        before = _WORD_BEFORE.search(text, max(at, match.start() - 24), match.start())
        word = before.group(1).lower() if before else ""
        if word in abbreviations and not (word in ("al", "no", "co", "st", "p") and not after.isupper() and not after.isdigit()):
            # "U.S." and the like may also end a sentence; a capital after a title or a month goes on.
            return not ("." in word and after in "\"'“") and not (word == "no" and not after.isdigit())
        if _INITIAL.search(text, max(at, match.start() - 3), match.start()) and word != "i":
            return True
        if _SPELT.fullmatch(word) and not after.isupper():
            return True
    return False


def _is_told(text: str, match: re.Match[str], end: int, speech: Collection[str]) -> bool:
    """Whether a question or a cry in quotation marks is followed by its speaker and a verb of saying that ends there."""
    if match.group()[-1] not in '"”':
        return False
    told = _TOLD.match(text, match.end(), end)
    if told is None or told.group(1) not in speech:
        return False
    # After a full stop "Roe said on Monday that ..." may tell of other words; "Roe said." does not.
    return match.group()[0] in "?!" or told.end() == end or text[told.end()] in ".,"


def _cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST_UNIT:
        space = text.rfind(" ", start + _LONGEST_UNIT // 2, start + _LONGEST_UNIT)
        cut = space if space > 0 else start + _LONGEST_UNIT
        yield _trim(text, start, cut)
        start, _ = _trim(text, cut, end)
    if start < end:
        yield start, end


def _kind(text: str, unit: tuple[int, int], of: tuple[int, int], heads: bool, alone: bool) -> str:
    """What a unit is, by its look: a whole line without a closing mark is a headline, list item or table row.

    ``unit`` and the line it is ``of``: where they start and end. ``heads``: whether nothing but headlines stands before it.
    ``alone``: whether the line is all there is.
    """
    if unit[0] != of[0]:
        return "sentence"
    line = text[of[0] : of[1]]
    if "\t" in line or line.count("|") >= 2:
        return "table"
    if _BULLET.match(line):
        return "list"
    if unit == of and not alone and line[-1] not in ".!?…\"”')؟:;," and line.count(" ") < _HEADLINE_WORDS:
        return "headline" if heads or line.istitle() else "subhead"
    return "sentence"
