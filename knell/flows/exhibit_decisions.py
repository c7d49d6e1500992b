"""What a person says of an exhibit: where and when it is claimed or was found to be from, and what it may be evidence for.

1. Open the casebook as its one writer, brought up to its log.
2. Find the exhibit, and for a link the claim: it is named by text and spans, never by a row, so that it outlives every reading.
3. Into the log with it, with its reason; the ledger follows. A later decision on the same takes its place; none is lost.

Who filmed something is never written here: only the reference of an identity that is sealed elsewhere to named people.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.casebook.exhibits import FIELDS, KIND, LINK, UNLINK, About, find_exhibit, list_ties
from knell.casebook.ledger import open_casebook
from knell.evidence.entries import Decide, Random
from knell.records.errors import UsageError

from .catching_up import catch_up
from .projection import Clock, Desk, writing_desk
from .rulings import anchor_claim

SEALED = re.compile(r"w:[0-9a-f]{16}")
"""How the reference of a sealed identity looks."""
NEEDS_REASON = ("geolocation", "chronolocation")
LONGEST = 4000


class Told(NamedTuple):
    """What went into the log: the exhibit, and what of it."""

    exhibit: str
    fields: tuple[str, ...]


class Tied(NamedTuple):
    """A link as it stands now: the exhibit, the claim, the incident that is in."""

    exhibit: str
    claim: str
    incident: str | None


def describe_exhibit(
    folder: Path, asked: str, says: Mapping[str, str], reason: str | None, *, actor: str, random: Random, now: Clock
) -> Told:
    """Says something of an exhibit. ``says``: field -> words; an empty string takes back what was said.

    Raises ``UsageError`` where a finding has no reason, or a person's name stands where a sealed reference belongs.
    """
    check_description(says, reason)
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        with open_casebook(folder) as casebook:
            exhibit = find_exhibit(casebook, asked).exhibit
        entries = [
            Decide(
                kind=KIND, field=field, value=_value(About(exhibit=exhibit, says=words.strip() or None)), reason=reason and reason.strip()
            )
            for field, words in says.items()
        ]
        desk.store.append(entries, desk.stamp(), desk.random)
        catch_up(desk)
        return Told(exhibit, tuple(says))


def check_description(says: Mapping[str, str], reason: str | None) -> None:
    """Raises ``UsageError`` for a description that may not be written."""
    if not says:
        raise UsageError("there is nothing to say", todo=f"give one of: {', '.join('--' + field.replace('_', '-') for field in FIELDS)}")
    for field, words in says.items():
        if field not in FIELDS:
            raise UsageError(f"{field} is nothing that is said of an exhibit", todo=f"say one of: {', '.join(FIELDS)}")
        if len(words) > LONGEST:
            raise UsageError(f"{field} has over {LONGEST:,} characters", todo="say it shorter")
        if field in NEEDS_REASON and words.strip() and not (reason and reason.strip()):
            raise UsageError(
                f"{field.replace('_', ' ')} is a finding and needs its reason", todo="give --reason: what was compared with what"
            )
        if field == "filmed_by" and words.strip() and not SEALED.fullmatch(words.strip()):
            raise UsageError(
                "who filmed it is kept only as the reference of a sealed identity, never as a name",
                todo="give a reference such as w:3f9a77b019c4aa01",
            )


def link_exhibit(folder: Path, asked: str, claim: str, reason: str, *, actor: str, random: Random, now: Clock) -> Tied:
    """Says that an exhibit is possible evidence for a claim. Raises ``UsageError`` where it is linked already."""
    return _tie(folder, asked, claim, reason, LINK, actor=actor, random=random, now=now)


def unlink_exhibit(folder: Path, asked: str, claim: str, reason: str, *, actor: str, random: Random, now: Clock) -> Tied:
    """Takes such a link back. Raises ``UsageError`` where there is none."""
    return _tie(folder, asked, claim, reason, UNLINK, actor=actor, random=random, now=now)


def _tie(folder: Path, asked: str, claim: str, reason: str, field: str, *, actor: str, random: Random, now: Clock) -> Tied:
    if not reason.strip():
        raise UsageError(f"to {field} an exhibit needs a reason", todo="give --reason")
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk)
        with open_casebook(folder) as casebook:
            exhibit = find_exhibit(casebook, asked).exhibit
            found = casebook.claim(claim)
            tied = any(tie.claim == found.claim for tie in list_ties(casebook, exhibit=exhibit))
            if tied == (field == LINK):
                said = "is linked to it already" if tied else "is not linked to it"
                raise UsageError(f"{exhibit} {said}", where=found.claim, todo=f"see: knell exhibit show {exhibit}")
            (report,) = casebook.reports([found.report])
            if not report.text:
                raise UsageError("the words of that claim have been erased", where=found.claim)
            incident = casebook.incident_of_claim(found.claim)
        anchor = anchor_claim(found, desk.ledger.text_hash(report.id))
        told = Decide(
            kind=KIND,
            field=field,
            value=_value(About(exhibit=exhibit, harm=found.harm)),
            text=anchor.text,
            spans=anchor.spans,
            reason=reason.strip(),
        )
        _append(desk, told)
        return Tied(exhibit, found.claim, incident)


def _append(desk: Desk, told: Decide) -> None:
    desk.store.append([told], desk.stamp(), desk.random)
    catch_up(desk)


def _value(about: About) -> str:
    return msgspec.json.encode(about, order="sorted").decode()
