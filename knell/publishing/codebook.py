"""A casebook's codebook: how it counts, from the settings it has, dated; and the page of the conventions there are.

The Standards for Casualty Recording (Every Casualty, 2016; v1.01, 2020) ask a recorder to publish a codebook in five areas: sources,
collection, evaluation, corroboration and quality control, with its changes indicated.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Counting(NamedTuple):
    """A convention tolls can be reckoned by: its name, its rule with the version, and in words what it does and loses."""

    name: str
    rule: str
    title: str
    source: str
    counts: str
    loses: tuple[str, ...]


class Change(NamedTuple):
    """What a person decided: when (UTC), what kind of thing, what it says in words, why, and whether it is in force."""

    at: str
    kind: str
    says: str
    reason: str | None
    state: str


class Settings(NamedTuple):
    """What a casebook is run by. ``dated``: the day the codebook was written; ``position``: how far the log has been followed; ``policy``:
    label and value; ``outlets``: name and how many reports; ``languages``: likewise; ``left_out``: reason and how many.
    """

    casebook: str
    dated: str
    position: int
    policy: tuple[tuple[str, str], ...]
    reports: int
    receipts: int
    undated: int
    published: tuple[str, str] | None
    outlets: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    claims: int
    incidents: int
    aggregates: int
    unknown: int
    left_out: tuple[tuple[str, int], ...]
    versions: tuple[tuple[str, str], ...]
    rule: str
    conventions: tuple[Counting, ...]
    changes: tuple[Change, ...]


MOST_NAMED = 40
"""Outlets that are named; a longer list says how many more there are."""


def write_codebook(settings: Settings) -> str:
    """The codebook as Markdown. The same settings give the same page."""
    parts = [
        f"# Codebook of {_plain(settings.casebook)}",
        f"Written on {settings.dated} from the casebook’s own settings, which are those in force up to entry {settings.position} of its "
        f"log. "
        "It follows the five areas that the Standards for Casualty Recording ask a codebook for.",
        *_scope(settings),
        *_sources(settings),
        *_collection(settings),
        *_evaluation(settings),
        *_corroboration(),
        *_quality(settings),
        *_changes(settings),
    ]
    return "\n\n".join(parts) + "\n"


def _scope(settings: Settings) -> Iterator[str]:
    yield "## What is counted"
    yield _table(("Setting", "In force"), settings.policy)
    yield (
        "A **report** is what was received. A **claim** is what one speaker says of one harm in one event, tied to its words. An "
        "**incident** is one "
        "happening; a total over days or a region is an aggregate and never an incident. A **toll** is what is claimed of one harm to one "
        "group of "
        "people at one scope. A **root** is whose figure it is in the end; copies and relays of one root are one root."
    )
    yield (
        "Nobody is counted who is only told of in general words. Who was a civilian, a child, a woman is as the sources state it; people "
        "of unknown "
        "status are put with no group. Whoever is said to have done it is an alleged perpetrator."
    )


def _sources(settings: Settings) -> Iterator[str]:
    yield "## 1. Sources"
    span = f", published from {settings.published[0]} to {settings.published[1]}" if settings.published else ""
    undated = f"; {settings.undated} bear no date" if settings.undated else ""
    yield f"{_many(settings.reports, 'report')} in {_many(settings.receipts, 'file')} or lines received{span}{undated}."
    if settings.outlets:
        named = ", ".join(f"{_plain(name)} ({n})" for name, n in settings.outlets[:MOST_NAMED])
        more = f", and {len(settings.outlets) - MOST_NAMED} more" if len(settings.outlets) > MOST_NAMED else ""
        yield f"Outlets, with how many reports each: {named}{more}."
    if settings.languages:
        yield "Languages: " + ", ".join(f"{name} ({n})" for name, n in settings.languages) + "."
    yield "An outlet’s standing changes no figure: what counts is whose figure a report passes on."


def _collection(settings: Settings) -> Iterator[str]:
    yield "## 2. Collection"
    yield (
        "Every file is kept as it was received, with its SHA-256, in a log to which entries can only be added. The same bytes received "
        "twice are one "
        "report and two receipts. Nothing is dropped: what does not belong is kept and left out of the tolls, with the reason."
    )
    if settings.left_out:
        yield _table(("Left out because", "How many"), [(reason, str(n)) for reason, n in settings.left_out])
    if settings.unknown:
        yield f"{_many(settings.unknown, 'claim')} stay in although the place, the date or the cause is unknown; each is flagged."


def _evaluation(settings: Settings) -> Iterator[str]:
    yield "## 3. Evaluation"
    yield (
        f"{_many(settings.claims, 'claim')} were read from the reports, of {_many(settings.incidents, 'incident')} and "
        f"{_many(settings.aggregates, 'total')} over days or a region. Claims are linked to an incident only as copies, or where place "
        f"and time of death are "
        "compatible and two distinguishing facts agree with none against; figures alone never link. What falls short may be the same, and "
        "is neither "
        "joined nor added."
    )
    rule = next((c for c in settings.conventions if c.rule.split("@")[0] == settings.rule), None)
    if rule is not None:
        yield f"Tolls are reckoned by rule `{rule.rule}`: {_inner(rule.counts)} It loses:"
        yield _list(rule.loses)
    others = [c for c in settings.conventions if c is not rule]
    if others:
        yield "The same claims can be reckoned by other conventions, for comparison and export:"
        yield _table(("Rule", "What it gives"), [(f"`{c.rule}`", c.title) for c in others])


def _corroboration() -> Iterator[str]:
    yield "## 4. Corroboration"
    yield (
        "Occurrence, figure and responsibility are judged apart. Roots are counted, never reports, and only those with separate stated "
        "access to what "
        "happened; a shared network, hospital, list or post is one access. Sources that do not say what their access is are shown apart "
        "as of unknown "
        "independence."
    )
    yield _table(
        ("Verdict", "Test"),
        (
            ("unverified", "no root says what its access is"),
            ("single source", "one root with stated access"),
            ("corroborated", "two or more roots with separate stated access"),
            ("contested", "a denial, or closed figures that differ"),
            ("verified", "a body with access of its own says that it has verified or confirmed it"),
            ("rejected", "a person’s decision on positive evidence; never a rule’s"),
        ),
    )
    yield "A denial lowers no toll. An acknowledgement covers the act, the scope and the number in its words and no more."


def _quality(settings: Settings) -> Iterator[str]:
    yield "## 5. Quality control"
    yield (
        "Each figure can be walked back to its rule, its claims, their sentences and the bytes received (`knell why`). The whole ledger "
        "can be computed anew "
        "from the log and compared byte for byte (`knell rebuild --check`). It was computed by:"
    )
    yield _table(("Part", "Version"), settings.versions)


def _changes(settings: Settings) -> Iterator[str]:
    yield "## Changes"
    if not settings.changes:
        yield "Nothing has been decided since the casebook was begun."
        return
    yield "What people decided, in order; what is superseded no longer holds."
    rows = [(c.at[:10], c.kind, _plain(c.says), _plain(c.reason or "not given"), c.state) for c in settings.changes]
    yield _table(("Day", "Of", "Decided", "Reason", "State"), rows)


def write_conventions(conventions: Iterable[Counting]) -> str:
    """The page of the conventions there are, as Markdown."""
    parts = [
        "# Conventions of counting",
        "<!-- Written by `make docs` from the conventions themselves: change them in code, not here. -->",
        "`knell reckon --rule NAME` reckons tolls by one of these. All take the same claims, incidents, roots and lanes, so that under "
        "none of them "
        "anybody is counted twice; they differ in what they make of the lanes. Each toll bears its rule with the version; a change of a "
        "rule is a new "
        "version. The conventions of other recorders are Knell’s reading of what those publish; they do not stand for the recorders’ own "
        "judgement.",
    ]
    for convention in conventions:
        parts += [
            f"## {convention.name}",
            f"**{convention.title}**, `{convention.rule}`. Source: {convention.source}.",
            convention.counts,
            "It loses:",
            _list(convention.loses),
        ]
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)])


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item};" for item in items).rstrip(";") + "."


def _inner(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _many(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _plain(words: str) -> str:
    """Words from outside, so that they make no Markdown: on one line, its marks escaped."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#" else c for c in " ".join(words.split()))
