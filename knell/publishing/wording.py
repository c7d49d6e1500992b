"""The words for what a claim says: verbs of saying by stance and basis, and what happened by event and harm."""

import re

from knell.records import Claim, Cue

from .matter import Matter
from .parties import is_named

SAID = {
    "asserted": "said", "reported": "said", "alleged": "alleged", "estimated": "estimated", "confirmed": "confirmed",
    "acknowledged": "acknowledged", "claimed": "said", "possible": "said", "unverified": "said", "disputed": "said",
    "retracted": "withdrew a report that",}  # fmt: skip
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
    "bombing": "killed in a bombing", "custody_death": "killed in custody", "bodies_found": "found dead",
    "arson": "killed in an arson attack", "torture": "killed under torture",
}  # fmt: skip
_HARMED = {
    "killed": "killed", "injured": "injured", "casualties": "killed or injured", "missing": "missing", "abducted": "abducted",
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


_PASTS = """
say said, state stated, acknowledge acknowledged, admit admitted, deny denied, urge urged, warn warned, caution cautioned,
promise promised, pledge pledged, vow vowed, insist insisted, announce announced, condemn condemned, reject rejected, appeal appealed,
demand demanded, report reported, describe described, accuse accused, blame blamed, declare declared, argue argued, maintain maintained,
conclude concluded, find found, cite cited, restate restated, assure gave an assurance, call+for called for, call+on called on,
speak+of spoke of, raise raised, lower lowered, put put, give gave, revise revised, update updated, count counted, document documented,
list listed, record recorded, note noted, estimate estimated, allege alleged, claim said
"""
"""Verb of saying and how the brief says it, in the past; "+" joins a verb to its link."""
_DOUBLED = frozenset({"admit", "put"})


def _forms(entry: str) -> dict[str, str]:
    """Every form of a verb -> its past as the brief says it: "warns", "warned", "warning" -> "warned"."""
    verb, past = entry.split(maxsplit=1)
    base, plus, link = verb.partition("+")
    ends_in_y = base.endswith("y") and base[-2] not in "aeiou"
    third = base[:-1] + "ies" if ends_in_y else base + "s"
    regular = base[:-1] + "ied" if ends_in_y else base.removesuffix("e") + "ed"
    gerund = (base + base[-1] if base in _DOUBLED else base.removesuffix("e")) + "ing"
    spelt = {base, third, regular, gerund, past.removesuffix(f" {link}") if plus else past}
    return {f"{form} {link}" if plus else form: past for form in spelt}


_FINITE = {form: past for entry in _PASTS.split(",") for form, past in _forms(entry).items()}
_LINK = re.compile(r"\s*(that|of|to|against|about|for|on|over|as|all)?\s*:?\s*[\"“«‘]?\s*")


_LEADS = re.compile(r"(that|of|to|against|about|for|on|over|as)\s+")


def introduced(matter: Matter, claim: Claim, span: tuple[int, int]) -> tuple[str, tuple[int, int]] | None:
    """The source's own verb for the words quoted at ``span`` ("urged", "warned of"), and the span less a link it begins with.

    ``None`` where no cue of the claim is a verb of saying that fits.
    """
    start, end = span
    verb = _verb_before(matter, claim, start)
    lead = _LEADS.match(matter.text(claim), start, end)
    if verb and lead and lead.end() < end:
        return f"{verb} {lead[1]}", (lead.end(), end)
    if verb:
        return verb, span
    after = next((v for cue in claim.cues if (v := _verb(matter, claim, cue)) and cue.start is not None and cue.start >= end), None)
    if after not in _PLAIN_VERBS:
        return None
    short = len(matter.text(claim)[start:end].split()) <= 5
    return (after if short else f"{after}:"), span


_PLAIN_VERBS = frozenset(
    {"said", "reported", "restated", "announced", "stated", "insisted", "argued", "declared", "maintained", "concluded"}
)


def _verb_before(matter: Matter, claim: Claim, start: int) -> str | None:
    text = matter.text(claim)
    for cue in claim.cues:
        if cue.end is None or cue.start is None or cue.end > start or text[cue.start].isupper():
            continue
        verb, link = _verb(matter, claim, cue), _LINK.fullmatch(text, cue.end, start)
        if verb and link and any(party.start is not None and party.start < cue.start for party in claim.speakers):
            return f"{verb} {link[1]}" if link[1] else verb
    return None


def _verb(matter: Matter, claim: Claim, cue: Cue) -> str | None:
    return _FINITE.get(" ".join(matter.words(cue, claim).lower().split()).removesuffix(" by").removeprefix("as "))


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
