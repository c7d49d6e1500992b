"""The words for what a claim says: verbs of saying by stance and basis, and what happened by event and harm."""

import re

from knell.records import Claim

from .matter import Matter
from .parties import is_named

SAID = {
    "asserted": "said", "reported": "said", "alleged": "alleged", "estimated": "estimated", "confirmed": "confirmed",
    "acknowledged": "acknowledged", "claimed": "said", "possible": "said", "unverified": "said", "disputed": "said", "retracted": "withdrew a report that",
}  # fmt: skip
"""How a source's word is reported, by stance. Denials are quoted, never paraphrased."""

THAT = frozenset({"alleged", "estimated", "confirmed", "acknowledged", "reported"})
"""Verbs that read better with "that"."""

TELLS = {
    "denial": "denied this, saying:", "acknowledgement": "acknowledged:", "commitment": "gave an undertaking:", "appeal": "made an appeal:",
    "warning": "gave a warning:", "verification_gap": "said verification was lacking:", "footage": "described footage:",
    "context": "gave this background:", "ranking": "made a comparison:", "investigation": "said of an investigation:",
    "ceasefire": "said of a ceasefire:", "inaction": "said:", "protest": "said of protests:",
}  # fmt: skip
"""What introduces a quotation whose own cue does not fit, by event type."""

_HAPPENED = {
    "execution": "executed", "clash": "killed in clashes", "shelling": "killed in shelling", "airstrike": "killed in air strikes",
    "bombing": "killed in a bombing", "custody_death": "killed in custody", "bodies_found": "found dead", "arson": "killed in an arson attack",
    "torture": "killed under torture",
}  # fmt: skip
_HARMED = {
    "killed": "killed", "injured": "injured", "casualties": "killed or injured", "missing": "reported missing", "abducted": "abducted",
    "detained": "detained", "displaced": "displaced",
}  # fmt: skip
_EVENT_NOUNS = re.compile(
    r"(?:ambush|attack|raid|blast|explosion|shelling|bombing|air ?strike|airstrike|drone strike|strike|shooting|clash|assault|bombardment|"
    r"gunfight|battle|stampede|suicide attack|car bomb|car bombing)(?:e?s)?",
    re.IGNORECASE,
)


def happened(matter: Matter, claim: Claim) -> str:
    """The past participle for what was done: "killed in clashes", "injured in an ambush", "executed" (only as a named source's word)."""
    harm = _HARMED.get(claim.harm, "harmed")
    if claim.harm == "killed" and claim.event.type == "execution":
        return "executed" if is_named(claim) else "killed"
    noun = " ".join(matter.words(claim.event, claim).lower().split())
    if claim.harm in ("killed", "injured", "casualties") and _EVENT_NOUNS.fullmatch(noun):
        return f"{harm} in {_with_indefinite(noun)}"
    if claim.harm == "killed":
        return _HAPPENED.get(claim.event.type, "killed")
    if claim.harm in ("injured", "casualties") and claim.event.type == "clash":
        return f"{harm} in clashes"
    return harm


def _with_indefinite(noun: str) -> str:
    if noun in ("shelling", "bombardment") or noun.endswith("s"):
        return noun.replace("airstrike", "air strike")
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun.replace('airstrike', 'air strike')}"


_FINITE = {
    "says": "said", "said": "said", "say": "said", "acknowledges": "acknowledged", "acknowledged": "acknowledged", "admits": "admitted",
    "admitted": "admitted", "denies": "denied", "denied": "denied", "urges": "urged", "urged": "urged", "warns": "warned", "warned": "warned",
    "promises": "promised", "promised": "promised", "pledged": "pledged", "vowed": "vowed", "vows": "vowed", "called for": "called for",
    "calls for": "called for", "called on": "called on", "calls on": "called on", "insisted": "insisted", "stated": "stated", "states": "stated",
    "added": "said", "adds": "said", "announced": "announced", "announces": "announced", "condemned": "condemned", "condemns": "condemned",
    "rejected": "rejected", "rejects": "rejected", "appealed": "appealed", "demanded": "demanded", "demands": "demanded", "reported": "reported",
    "reports": "reported", "described": "described", "describes": "described", "accused": "accused", "accuses": "accused", "caution": "cautioned",
    "cautioned": "cautioned", "warn": "warned", "urge": "urged", "cautions": "cautioned", "assured": "assured", "declared": "declared", "blamed": "blamed", "blames": "blamed",
    "argued": "argued", "argues": "argued", "maintained": "maintained", "concluded": "concluded", "concludes": "concluded", "found": "found",
    "deny": "denied", "call for": "called for", "call on": "called on",
}  # fmt: skip
_LINK = re.compile(r"\s*(that|of|to|against|about|for|on|over|as|all)?\s*:?\s*[\"“«‘]?\s*")


def cue_before(matter: Matter, claim: Claim, start: int) -> str | None:
    """The source's own verb of saying with its link ("urged", "warned of"), where it stands right before the words quoted at ``start``."""
    text = matter.text(claim)
    for cue in claim.cues:
        if cue.end is None or cue.start is None or cue.end > start:
            continue
        verb = _FINITE.get(" ".join(matter.words(cue, claim).lower().split()))
        link = _LINK.fullmatch(text, cue.end, start)
        if verb and link:
            return f"{verb} {link[1]}" if link[1] else verb
    return None


_GERUND = {
    "killed": "killing",
    "injured": "injuring",
    "executed": "executing",
    "abducted": "abducting",
    "detained": "detaining",
    "displaced": "displacing",
}


def doing(done: str) -> tuple[str, str] | None:
    """A participle phrase as a gerund and its rest: "killed in clashes" -> ("killing", " in clashes"); ``None`` where there is none."""
    first, _, rest = done.partition(" ")
    gerund = _GERUND.get(first)
    if gerund is None or rest.startswith("or ") or rest in ("in custody",):
        return None
    return gerund, f" {rest}" if rest else ""
