"""Why a range is what it is, in sentences: what forces each end, and what cannot all be true."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .entailment import Entailed
from .figures import Figure
from .scopes import Counted
from .spans import said

MOST = 3
"""Conflicts, and ways out of them, that a reason spells out; the record names them all."""


class Saying(NamedTuple):
    """A figure and what it bounds. ``part``: it counts a part, nobody says which, of what it bounds."""

    counted: Counted
    figure: Figure
    part: bool


def explain(found: Entailed, counted: Counted, sayings: Sequence[Saying]) -> str:
    """The reason for a range: conflicts first, then the two ends. ``counted``: what the range is of."""
    told = [*_conflicts(found, counted, sayings)]
    low, high = [sayings[n] for n in found.low_by], [sayings[n] for n in found.high_by]
    if found.low == found.high and low and set(found.low_by) == set(found.high_by):
        told.append(f"exactly {found.low}: {_told(low, counted)}")
    else:
        told += [_low(found, counted, low), _high(found, counted, high)]
    if found.loose:
        told.append(found.loose)
    return "; ".join(told)


def _low(found: Entailed, counted: Counted, by: Sequence[Saying]) -> str:
    if not by:
        return "no claim sets a lower end" if not found.conflicts else "without the claims in conflict nothing sets a lower end"
    reason = _told(by, counted)
    others = [s for s in by if s.counted != counted]
    if not others:
        tail = " of these" if all(s.part for s in by) else ""
    elif len({s.counted for s in by}) == 1:
        tail = ", who are among these"
    else:
        tail = "; taken together they leave no fewer"
    return f"no fewer than {found.low}: {reason}{tail}"


def _high(found: Entailed, counted: Counted, by: Sequence[Saying]) -> str:
    if found.high is None:
        return (
            "no upper end: no claim that can be true says how many at most"
            if found.conflicts
            else "no upper end: no claim says how many at most"
        )
    if not by:
        return f"no more than {found.high}"
    others = [s for s in by if s.counted != counted]
    tail = (
        "" if not others else (", and these are among them" if len({s.counted for s in by}) == 1 else "; taken together they leave no more")
    )
    return f"no more than {found.high}: {_told(by, counted)}{tail}"


def _conflicts(found: Entailed, counted: Counted, sayings: Sequence[Saying]) -> Iterable[str]:
    if not found.conflicts:
        return
    for conflict in found.conflicts[:MOST]:
        rivals = [_whose([sayings[n] for n in place], counted) for place in conflict]
        yield f"{_list(rivals)} cannot {'both' if len(rivals) == 2 else 'all'} be true"
    if len(found.conflicts) > MOST:
        yield f"and {len(found.conflicts) - MOST} more such conflicts"
    if not found.worlds:
        return
    places = list(dict.fromkeys(place for conflict in found.conflicts for place in conflict))
    ways: dict[str, str] = {}
    for world in found.worlds:
        wrong = [_whose([sayings[n] for n in place], counted) for place in places if not set(place) & set(world.bounds)]
        ways.setdefault(_range(world.low, world.high), f"if {_list(wrong)} {'is' if len(wrong) == 1 else 'are'} wrong" if wrong else "")
    told = [f"{left} {reason}" for left, reason in list(ways.items())[:MOST]]
    more = f", and {len(ways) - MOST} more ways out" if len(ways) > MOST else ""
    yield f"the range spans every way out: {', '.join(told)}{more}"


def _whose(sayings: Sequence[Saying], counted: Counted) -> str:
    """A figure as its roots': "the Observatory’s and the Network’s 52 (civilians)"."""
    names = dict.fromkeys(s.figure.root.name for s in sayings)
    owners = _list([f"{name}{'’' if name.endswith('s') else '’s'}" for name in names])
    return f"{owners} {said(sayings[0].figure)}{_whom(sayings[0], counted)}"


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} or more" if low else "any number"
    return f"{low}" if low == high else f"{low} to {high}"


def _told(by: Sequence[Saying], counted: Counted) -> str:
    """Whose figures they are: "X gives 80 (civilians) and Y gives 40 (security forces)"."""
    rows: dict[str, list[str]] = {}
    for s in by:
        rows.setdefault(f"{said(s.figure)}{_whom(s, counted)}", []).append(s.figure.root.name)
    parts = []
    for what, names in rows.items():
        once = list(dict.fromkeys(names))
        parts.append(f"{_list(once)} {'gives' if len(once) == 1 else 'give'} {what}")
    return _list(parts)


def _whom(saying: Saying, counted: Counted) -> str:
    """What a figure counts, where that is not what the range is of: " (civilians, in Jableh)"."""
    mine, parts = saying.counted, []
    if mine.harm != counted.harm:
        parts.append({"casualties": "killed or injured"}.get(mine.harm, mine.harm))
    if mine.group != counted.group:
        parts.append("in all" if mine.group == "all" else mine.group)
    if mine.by != counted.by:
        parts.append(f"laid to {mine.by}" if mine.by else "by whatever hand")
    if mine.place != counted.place and mine.place:
        parts.append(f"in {mine.place}")
    if mine.act != counted.act and mine.act:
        parts.append(mine.act.replace("_", " "))
    if mine.window != counted.window:
        parts.append(f"up to {mine.window[1]}" if mine.window and mine.window[1] else "over the whole time")
    if mine.incident != counted.incident:
        parts.append(f"in {mine.incident}")
    if saying.part:
        parts.append("as a part")
    return f" ({', '.join(parts)})" if parts else ""


def _list(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + f" and {words[-1]}"
