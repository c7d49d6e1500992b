"""Lines as a page prints them back into paragraphs: a sentence that runs over a line end, or over a page end, is one sentence again."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class PagedLine(NamedTuple):
    """One printed line and the page it stands on, from 1."""

    page: int
    text: str


class Paragraph(NamedTuple):
    """A paragraph and the pages it stands on."""

    text: str
    first_page: int
    last_page: int


_PAGE_NUMBER = re.compile(r"^\W*(?:(?:page|seite|p\.|صفحة)\s*)?\d{1,4}(?:\s*(?:/|of|von|sur|de|من)\s*\d{1,4})?\W*$", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[•‣▪◦●■–—*]|-(?=\s)|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
_ENDED = re.compile(r"[.!?:;…؟۔。][\"'”’»)\]]*$")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-‐\u00ad]$")
_BROKEN_SPAN = re.compile(r"\d[-‐–]$")
_NEXT_WORD = re.compile(r"^([^\W\d_]+)")
_WORDS = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_KEEPS_HYPHEN = frozenset(
    "self non anti pro ex co semi vice cross mid post pre re multi inter counter half well long short so state war".split()
)
_FULL = 0.7
"""A line shorter than this share of its page's usual full line may end a paragraph. On reports set in one column, most last lines
are below it and hardly any inner line is."""
_FEW, _MANY, _NARROW = 8, 20, 45


def without_running_heads(lines: list[PagedLine]) -> list[PagedLine]:
    """The lines without page numbers at the edge of a page, and without heads and feet that are the same on most of at least three pages.

    The first of equal heads stays, since it may be the title; what differs in more than a page number is never taken for a head.
    """
    edges = _edges(lines)
    pages = len({line.page for line in lines if line.text.strip()})
    seen = Counter(_without_number(lines[index].text) for index in edges)
    kept: set[str] = set()
    left_out: set[int] = set()
    for index in sorted(edges):
        text = _without_number(lines[index].text)
        if _PAGE_NUMBER.match(lines[index].text.strip()) or text in kept:
            left_out.add(index)
        elif pages >= 3 and seen[text] * 2 > pages:
            kept.add(text)
    return [line for index, line in enumerate(lines) if index not in left_out]


def _edges(lines: list[PagedLine]) -> set[int]:
    """The first and last line of each page, and the one beside it where that is a page number."""
    by_page: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        if line.text.strip():
            by_page.setdefault(line.page, []).append(index)
    edges: set[int] = set()
    for indexes in by_page.values():
        for first, *more in (indexes, indexes[::-1]):
            edges.add(first)
            if more and _PAGE_NUMBER.match(lines[first].text.strip()):
                edges.add(more[0])
    return edges


def _without_number(text: str) -> str:
    return re.sub(r"^\W*\d{1,4}\b\s*|\s*\b\d{1,4}\W*$", "", " ".join(text.split()))


def join_lines(lines: Iterable[PagedLine]) -> tuple[Paragraph, ...]:
    """The paragraphs of the lines. A blank line always ends one, except over a page end in the middle of a sentence."""
    kept = list(lines)
    words = Counter(word.lower() for line in kept for word in _WORDS.findall(line.text))
    settings = _settings(kept)
    paragraphs: list[Paragraph] = []
    previous: PagedLine | None = None
    blank = False
    for line in kept:
        text = " ".join(line.text.split())
        if not text:
            blank = True
            continue
        new_page = previous is not None and previous.page != line.page
        if paragraphs and previous is not None and _goes_on(previous, text, settings[previous.page], blank and not new_page, new_page):
            last = paragraphs[-1]
            paragraphs[-1] = Paragraph(_run_on(last.text, text, words), last.first_page, line.page)
        else:
            paragraphs.append(Paragraph(text, line.page, line.page))
        previous, blank = PagedLine(line.page, text), False
    return tuple(paragraphs)


def unwrap_mail(text: str) -> tuple[tuple[str, bool], ...] | None:
    """A mail's text in paragraphs, each with whether it is quoted (">"), where its lines were wrapped by the mail program; else ``None``.

    Wrapped means: no line of over 80 characters, several of over 55, or quote marks. Other text is better left as it is.
    """
    lines = text.splitlines()
    # An address is never wrapped, so it says nothing.
    lengths = [len(line) for line in lines if "://" not in line]
    wrapped = max(lengths, default=0) <= 80 and sum(length > 55 for length in lengths) >= 2
    if not wrapped and not any(line.startswith(">") for line in lines):
        return None
    groups: list[tuple[int, list[PagedLine]]] = []
    for line in lines:
        marks = _QUOTED.match(line)
        depth = marks.group().count(">") if marks else 0
        if not groups or groups[-1][0] != depth:
            groups.append((depth, []))
        groups[-1][1].append(PagedLine(1, line[marks.end() :] if marks else line))
    return tuple((paragraph.text, depth > 0) for depth, group in groups for paragraph in join_lines(group))


class _Setting(NamedTuple):
    """How a page is set: the length of its full lines, and whether it is a list, where each line stands for itself."""

    full: int
    is_list: bool


def _settings(lines: list[PagedLine]) -> dict[int, _Setting]:
    """Page -> its setting. Pages of a few lines are judged with the whole document."""
    texts: dict[int, list[str]] = {}
    for line in lines:
        if text := " ".join(line.text.split()):
            texts.setdefault(line.page, []).append(text)
    whole = _setting([text for page in texts.values() for text in page])
    return {page: _setting(found) if len(found) >= _FEW else whole for page, found in texts.items()}


def _setting(texts: list[str]) -> _Setting:
    # Addresses are never broken, so their lines say nothing. Three quarters of the lines of set text are full ones or shorter.
    lengths = sorted(len(text) for text in texts if "://" not in text) or [80]
    starts = [
        first for text in texts if (first := next((letter for letter in text if letter.isalpha()), "")) and first.lower() != first.upper()
    ]
    small = sum(first.islower() for first in starts)
    # Of set prose about three lines in four begin with a small letter, of a list of names or places hardly one. A short page of prose
    # can be unlucky, so wide lines are taken for a list only where there are many.
    full = lengths[len(lengths) * 3 // 4]
    is_list = (full < _NARROW and len(starts) >= _FEW and small * 4 < len(starts)) or (len(starts) >= _MANY and small * 10 < len(starts))
    return _Setting(full, is_list)


def _goes_on(previous: PagedLine, text: str, setting: _Setting, blank: bool, new_page: bool) -> bool:
    if blank or _BULLET.match(text):
        return False
    if _BROKEN_WORD.search(previous.text) or (_BROKEN_SPAN.search(previous.text) and text[0].isdigit()):
        return True
    first = next((letter for letter in text if letter.isalnum()), "")
    ended = bool(_ENDED.search(previous.text))
    if new_page:
        return not ended and (first.islower() or len(previous.text) >= _FULL * setting.full)
    if first.islower() and not ended:
        return True
    return not setting.is_list and len(previous.text) >= _FULL * setting.full


def _run_on(before: str, after: str, words: "Counter[str]") -> str:
    """Two lines as one: a word broken at the line end is whole again, a hyphen that belongs to the word stays."""
    if _BROKEN_SPAN.search(before) and after[0].isdigit():
        return before + after
    head, tail = _BROKEN_WORD.search(before), _NEXT_WORD.match(after)
    if head is None or tail is None or not tail[1][0].islower():
        return f"{before}{'' if head and tail else ' '}{after}"
    joined, hyphenated = (head[1] + tail[1]).lower(), f"{head[1]}-{tail[1]}".lower()
    if "\u00ad" not in before[-1] and (words[hyphenated] > words[joined] or (head[1].lower() in _KEEPS_HYPHEN and not words[joined])):
        return before + after
    return before[:-1] + after
