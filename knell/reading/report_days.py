"""The day a report gives itself: the date printed at its head, which is the day of no deed.

A copy is often filed under another day than is printed on it: the day it was posted again, fetched or edited.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from .pieces import TimeMention
from .time_anchors import Anchor, parse_anchor
from .time_terms import TimeTerms

HEAD = 300
"""Characters at the head of a report in which its own date may stand."""
_FAR = timedelta(days=62)
"""A report is filed under another day within two months of its own; a date further off is what it tells of."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[^\w\n]*$")
_MARK_BEFORE = re.compile(r"[,;]\s*$")
_AFTER = re.compile(r"\s*(?:$|\n|[A-Z0-9\"'“‘«(|\[]|[-–—:])")


def own_day(text: str, mentions: Iterable[TimeMention], filed: Anchor | None, terms: TimeTerms) -> int | None:
    """Where the day at the head of a report starts, as far as it has one near the day it is ``filed`` under; else ``None``."""
    if filed is None or filed.day is None:
        return None
    for mention in mentions:
        if mention.start >= HEAD:
            return None
        if stands_alone(text, mention, terms):
            day = parse_anchor(mention.from_)
            return mention.start if day is not None and abs(day.latest - filed.latest) <= _FAR else None
    return None


def stands_alone(text: str, mention: TimeMention, terms: TimeTerms) -> bool:
    """Whether a full date stands between title and text, or behind a word such as "Published", and is bound to no deed."""
    if mention.from_ is None or mention.from_ != mention.to or _YEAR.search(text, mention.start, mention.end) is None:
        return False
    head = text[: mention.start]
    first = text[mention.start : mention.end].split(maxsplit=1)[0].lower()
    if first in terms.bound_words or _MARK_BEFORE.search(head):
        return False
    word = _WORD_BEFORE.search(head)
    if word is not None and head.rstrip(" :-–—\t").lower().endswith(terms.printed):
        return True
    # Between title and text: after a name, a line's end or nothing, and before what opens a sentence.
    named = word is not None and word[1][0].isupper() and word[1].lower() not in terms.bound_words
    return (not head.strip() or head.endswith("\n") or named) and _AFTER.match(text, mention.end) is not None
