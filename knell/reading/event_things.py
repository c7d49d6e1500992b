"""The things of a happening: what was hit, with what, and how far the deed went."""

from .finding import STRONG
from .lexicon import Hit
from .modality import is_intended
from .sentence import Sentence


def find_targets(s: Sentence, hit: Hit) -> tuple[Hit, ...]:
    """The thing that was hit: the target noun nearest after the event word in its clause, or before it in a passive."""
    if hit.entry.type not in (
        "airstrike",
        "shelling",
        "bombing",
        "arson",
        "assault",
        "property_damage",
        "looting",
        "abduction",
        "killing",
        "clash",
    ):
        return ()
    out = []
    for t in s.hits:
        if t.entry.role != "target" or abs(t.first - hit.first) > 14:
            continue
        between = range(min(hit.last, t.last), max(hit.first, t.first))
        if any(s.low(k) in STRONG for k in between):
            continue
        linked = s.low(t.first - 1) in (
            "on",
            "against",
            "at",
            "the",
            "a",
            "an",
            "of",
            "and",
            ",",
            "in",
            "near",
            "outside",
            "inside",
            "targeting",
            "hit",
            "struck",
            "their",
            "its",
            "his",
            "destroyed",
        )
        if linked or hit.entry.frame == "deed_on":
            out.append(t)
    kept = {
        (t.first, t.last): t
        for t in out
        if not any(o.first <= t.first and t.last <= o.last and o.last - o.first > t.last - t.first for o in out)
    }
    return tuple(kept.values())[:3]


def find_instrument(s: Sentence, hit: Hit) -> Hit | None:
    """The means nearest to the event word: the word itself ("car bomb"), else one tied by "with", "by", "in", "from"."""
    best: tuple[int, Hit] | None = None
    for t in s.hits:
        if t.entry.role != "instrument":
            continue
        distance = 0 if hit.first <= t.first < hit.last else min(abs(t.first - hit.last), abs(hit.first - t.last)) + 1
        if distance > 12:
            continue
        if best is None or (distance, -(t.last - t.first)) < (best[0], -(best[1].last - best[1].first)):
            best = (distance, t)
    return best[1] if best is not None else None


def read_stage(s: Sentence, hit: Hit) -> str:
    """How far the deed went: attempted or failed, threatened, planned, or done."""
    window = [s.low(k) for k in range(max(0, hit.first - 5), hit.first)]
    if (
        any(w in ("threatened", "threatening", "threatens", "threaten", "threats", "threat", "vowed", "vows", "warned") for w in window)
        and "to" in window
    ):
        return "threatened"
    if any(
        w
        in (
            "attempted",
            "tried",
            "attempt",
            "attempting",
            "trying",
            "plot",
            "plotting",
            "plotted",
            "foiled",
            "attempts",
            "failed",
        )
        for w in window
    ):
        return "attempted"
    if any(w in ("will", "would", "shall", "if") for w in window[-3:]) or any(
        w in ("planned", "planning", "plans", "plan") for w in window
    ):
        return "threatened"
    if is_intended(s, hit):
        return "threatened"
    if any(w in ("continue", "continued", "continues", "ongoing", "continuing") for w in window):
        return "ongoing"
    return "done"
