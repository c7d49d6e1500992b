"""Terse tallies: figures without a verb, told by one who counts the dead ("The Observatory: 973 civilians")."""

from collections.abc import Collection, Sequence

from knell.records import Party

from .attributed import Attribution
from .finding import COUNTED_HARMS, Finding
from .sentence import Sentence


def read_terse_tallies(
    s: Sentence,
    findings: Sequence[Finding],
    spoken: Sequence[tuple[Attribution, list[Party | None]]],
    monitors: Collection[str],
    last_harm: str | None,
    goes_on: bool,
) -> list[Finding]:
    """ "The Observatory: 973 civilians": a casualty monitor's bare count of people counts the dead.

    ``monitors``: the bodies known to count the dead. ``last_harm``: the harm last counted before. ``goes_on``: whether this unit
    goes on with the tally of the unit before.
    """
    if not goes_on and not any("counts" in a.flags for a, _ in spoken):
        return []
    if any(f.harm in COUNTED_HARMS and f.quantity is not None for f in findings):
        return []
    spoken = [(a, who) for a, who in spoken if not _is_charge(s, a)]
    voices = [a for a, who in spoken if "counts" in a.flags and any(w is not None and w.name in monitors for w in who)]
    if not voices and not spoken and goes_on:
        return _list_figures(s)
    if not voices:
        # "the centre lists 164 in Banias, 109 in Jableh": a list of bare figures goes on with the harm that was spoken of.
        voices = [a for a, who in spoken if "counts" in a.flags and any(w is not None for w in who)]
        listed = last_harm == "killed" and sum(q.of == "people" for _, q in [*s.quantities, *s.bare]) >= 2
        dead = any(p.quantity is not None and s.low(p.head) in ("victims", "fatalities", "martyrs") for p in s.phrases)
        if not voices or not (listed or dead):
            return []
    out: list[Finding] = []
    whole: tuple[int, int] | None = None
    for (a, b), quantity in sorted([*s.quantities, *s.bare]):
        voice = next((n for n, v in enumerate(voices) if any(lo <= a < hi for lo, hi in v.wide)), None)
        if quantity.of != "people" or quantity.rule == "article" or voice is None:
            continue
        if whole is not None and whole[0] != voice:
            whole = None
        phrase = next((p for p in s.phrases if p.first <= a < p.last and p.quantity == quantity), None)
        if phrase is not None and "not_victims" in phrase.flags:
            continue
        last = phrase.last if phrase is not None else b
        part = None
        if whole is not None:
            first = out[whole[1]].quantity
            between = {s.low(k) for k in range(out[whole[1]].last, a)}
            fits = first is None or first.low is None or quantity.low is None or quantity.low <= first.low
            part = whole[1] if fits and (between & {":", "(", "by"} or s.low(b) == "of") else None
        if part is None:
            whole = (voice, len(out))
        out.append(
            Finding(
                a,
                last,
                "killing",
                "killed",
                "done",
                quantity,
                (phrase,) if phrase is not None and phrase.kind != "number" else (),
                (),
                (),
                None,
                False,
                False,
                a,
                part,
                "terse-tally",
            )
        )
    return [f._replace(part_of=None if f.part_of is None else f.part_of + len(findings)) for f in out]


def _is_charge(s: Sentence, a: Attribution) -> bool:
    """ "Three counts of murder" are a court's, and count nobody."""
    return bool(a.cues) and s.low(a.cues[0][0]) in ("count", "counts") and s.low(a.cues[0][1]) in ("of", "for", "to")


def _list_figures(s: Sentence) -> list[Finding]:
    out = []
    for (a, b), quantity in sorted([*s.quantities, *s.bare]):
        if quantity.of == "people" and quantity.rule != "article":
            out.append(Finding(a, b, "killing", "killed", "done", quantity, (), (), (), None, False, False, a, None, "terse-tally"))
    return out
