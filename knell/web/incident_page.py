"""An incident: what is said and by whom, each toll's lanes, the verdicts with their reasons, and the way back to every sentence."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from knell.casebook.contents import claims_of_reports, first_received, list_parts, list_rows
from knell.casebook.ledger import Casebook
from knell.publishing.matter import Matter
from knell.publishing.series import Series as Told
from knell.publishing.series import figure_series
from knell.records import Claim, Incident, Lane, Link, Report, Toll, Verdict

from .addresses import claim_address, incident_address, report_address, sentence_address
from .axis import axis_for
from .brief_page import Line, write_lead
from .cards import NO_SOURCE, Card, card_of, cards_of
from .drawing import EMPTY, Mark, Point, Series, lanes_figure, series_figure
from .exhibit_page import Card as Exhibit
from .exhibit_page import exhibits_of
from .graphic import behind_click
from .legible import legible_record
from .overview_page import Part, part_of, verdict_chips
from .titles import incident_title, incident_when
from .tolls import lane_marks, marks_of, order_tolls
from .withheld import private_names, withhold
from .wording import (
    HARMS,
    KINDS_OF_COUNT,
    PARTIES,
    STANDINGS,
    VERDICTS,
    day_words,
    figure_words,
    group_words,
    harm_words,
    place_words,
    scope_words,
)

LIMIT = 400
"""Claims shown on an incident's page; beyond that the reports have them."""

SECTIONS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("authorities", "What authorities acknowledge and undertake", frozenset({"acknowledgement", "commitment", "investigation"})),
    ("measures", "Measures in force", frozenset({"curfew", "restriction", "ceasefire"})),
    ("reactions", "Appeals, warnings and statements", frozenset({"appeal", "warning", "statement", "protest", "inaction"})),
    ("verification", "What is not verified", frozenset({"verification_gap"})),
    ("footage", "Footage", frozenset({"footage"})),
    ("context", "Context", frozenset({"context", "ranking"})),
)
"""Where claims that are no figure of the incident's stand on its page."""

_CLAIM_ID = re.compile(r"\bc:[0-9a-f]{16}\b")


class Row(NamedTuple):
    """A lane in the table that says the figure in words."""

    mark: Mark
    kind: str
    flags: str
    stance: str
    whom: str


class Panel(NamedTuple):
    """A toll: figures of one harm, group and scope."""

    name: str
    title: str
    scope: str
    figure: SafeString
    logarithmic: bool
    rows: tuple[Row, ...]
    independent: int
    unknown: int
    headline: Card | None
    span: str
    rule: str
    why: SafeString
    flags: tuple[str, ...]
    disputes: tuple[Card, ...]


class OverTime(NamedTuple):
    """Figures one root gave on different days, with the drawing's words as a table."""

    name: str
    title: str
    figure: SafeString
    rows: tuple[tuple[str, str, str, str], ...]


class Judged(NamedTuple):
    """A verdict with its reason and the claims it rests on."""

    question: str
    value: str
    said: str
    why: SafeString
    by: tuple[Card, ...]
    more: int


class Accused(NamedTuple):
    """An alleged perpetrator, how it stands, and whose word that is."""

    name: str
    kind: str
    standing: str
    by: tuple[Card, ...]


class Source(NamedTuple):
    """A report the incident rests on."""

    href: str
    outlet: str
    title: str
    published: str
    received: str
    restated: str
    copies: str


class Joined(NamedTuple):
    """Why two claims or reports were put together."""

    a: str
    a_href: str
    b: str
    b_href: str
    kind: str
    why: SafeString


class IncidentPage(NamedTuple):
    """All that the incident's template needs."""

    incident: Incident
    title: str
    when: str
    where: str
    kind: str
    lead: tuple[Line, ...]
    headline: tuple[tuple[str, str, str, str], ...]
    chips: tuple[tuple[str, str, str], ...]
    verdicts: tuple[Judged, ...]
    panels: tuple[Panel, ...]
    groups: tuple[Panel, ...]
    over_time: tuple[OverTime, ...]
    denials: tuple[Card, ...]
    sections: tuple[tuple[str, str, tuple[Card, ...]], ...]
    accused: tuple[Accused, ...]
    victims: tuple[tuple[str, str, str], ...]
    no_status: tuple[int, int]
    claims: tuple[Card, ...]
    more_claims: int
    sources: tuple[Source, ...]
    known: str
    last_added: str
    links: tuple[Joined, ...]
    garbles: tuple[SafeString, ...]
    container: Part | None
    parts: tuple[Part, ...]
    alike: tuple[Part, ...]
    names_withheld: int
    exhibits: tuple[Exhibit, ...]


def read_incident(casebook: Casebook, incident: Incident) -> IncidentPage:
    """The page of one incident. A fixed number of queries, whatever the number of claims."""
    incident = legible_record(incident)
    reports = {report.id: legible_record(report) for report in casebook.reports(incident.reports)}
    every = [legible_record(claim) for claim in claims_of_reports(casebook, incident.reports)]
    at_hand = {claim.claim: claim for claim in every}
    missing = [name for name in _quoted(incident) if name not in at_hand]
    at_hand.update((claim.claim, legible_record(claim)) for claim in casebook.claims(missing))
    names, hidden = private_names(at_hand.values()), behind_click(every)
    own = [at_hand[name] for name in incident.claims if name in at_hand]
    rows = list_rows(casebook, [*incident.may_be_same, *([incident.part_of] if incident.part_of else [])])
    received = first_received(casebook, incident.reports)
    cards = {name: card_of(claim, reports.get(claim.report), names, hidden=hidden) for name, claim in at_hand.items()}
    held = {name: report for name, report in reports.items() if report.text}
    matter = Matter(incident, at_hand, held)
    tolls = order_tolls(incident.tolls)
    panels = [_panel(toll, number, at_hand, cards, names) for number, toll in enumerate(tolls, start=1)]
    return IncidentPage(
        incident=incident,
        title=incident_title(incident),
        when=incident_when(incident),
        where=place_words(incident.places, most=6),
        kind=incident.kind,
        lead=write_lead(incident, at_hand, held, casebook.name, hidden),
        headline=_headline(tolls, at_hand, names),
        chips=verdict_chips(incident),
        verdicts=_verdicts(incident, cards, names),
        panels=tuple(panel for panel, toll in zip(panels, tolls, strict=True) if toll.group == "all"),
        groups=tuple(panel for panel, toll in zip(panels, tolls, strict=True) if toll.group != "all"),
        over_time=_over_time(figure_series(matter), names),
        denials=tuple(cards[claim.claim] for claim in own if claim.stance == "denied" or claim.event.type == "denial"),
        sections=_sections(own, cards),
        accused=tuple(
            Accused(withhold(a.name, names), PARTIES[a.kind], STANDINGS[a.standing], tuple(cards[c] for c in a.by if c in cards))
            for a in incident.perpetrators
        ),
        victims=_victims(incident, names),
        no_status=_no_status(own),
        claims=tuple(cards_of(own[:LIMIT], reports, names, hidden)),
        more_claims=max(0, len(own) - LIMIT),
        sources=_sources(incident, reports, received, names),
        known=moment_words(min(received.values(), default=None)),
        last_added=moment_words(max(received.values(), default=None)),
        links=tuple(_joined(link, at_hand, reports, names) for link in incident.links),
        garbles=tuple(linked(garble.why, names) for garble in incident.garbles),
        container=part_of(rows[incident.part_of]) if incident.part_of in rows else None,
        parts=tuple(part_of(row) for row in list_parts(casebook, incident.incident)),
        alike=tuple(part_of(rows[name]) for name in incident.may_be_same if name in rows),
        names_withheld=len(names),
        exhibits=exhibits_of(casebook, incident.claims),
    )


def _quoted(incident: Incident) -> list[str]:
    """Every claim id that the incident's record names."""
    judged = incident.verdicts
    return list(
        dict.fromkeys(
            [
                *incident.claims,
                *(lane.claim for toll in incident.tolls for lane in toll.lanes),
                *(claim for toll in incident.tolls for claim in toll.disputes),
                *(claim for accused in incident.perpetrators for claim in accused.by),
                *(claim for verdict in (judged.occurrence, judged.figure, judged.responsibility) for claim in verdict.by),
            ]
        )
    )


def _headline(tolls: Sequence[Toll], claims: Mapping[str, Claim], names: Iterable[str]) -> tuple[tuple[str, str, str, str], ...]:
    """What each root of the main toll says, one a line: root, words, harm, address. The claim to quote comes first."""
    if not tolls:
        return ()
    toll = tolls[0]
    marks = marks_of(toll.lanes, claims, names)
    quoted = claims.get(toll.headline or "")
    leading = sentence_address(quoted) if quoted else ""
    ordered = sorted(marks, key=lambda mark: mark.href != leading)
    return tuple((mark.root, mark.says, harm_words(toll.harm, toll.group), mark.href) for mark in ordered[:4])


def _panel(toll: Toll, number: int, claims: Mapping[str, Claim], cards: Mapping[str, Card], names: tuple[str, ...]) -> Panel:
    pairs = lane_marks(toll.lanes, claims, names)
    marks = [mark for _, mark in pairs]
    axis = axis_for(number for mark in marks for number in mark.numbers)
    title = harm_words(toll.harm, toll.group).capitalize() if toll.group != "all" else HARMS[toll.harm].capitalize()
    scope = scope_words(toll.scope)
    return Panel(
        name=f"toll-{number}",
        title=title,
        scope=scope,
        figure=lanes_figure(
            marks, axis, name=f"figure-{number}",
            title=f"{title}: each source's figure ({scope})",
            description="; ".join(f"{mark.root}: {mark.says}" for mark in marks)
            + (". The scale is logarithmic." if axis.kind == "log" else "."),
        ) if any(mark.numbers for mark in marks) else EMPTY,
        logarithmic=axis.kind == "log",
        rows=tuple(_row(lane, mark, claims.get(lane.claim), cards.get(lane.claim), names) for lane, mark in pairs),
        independent=toll.n_independent,
        unknown=toll.independence_unknown,
        headline=cards.get(toll.headline or ""),
        span=span_words(toll),
        rule=toll.rule,
        why=linked(toll.why, names),
        flags=toll.flags,
        disputes=tuple(cards[name] for name in toll.disputes if name in cards),
    )  # fmt: skip


def _row(lane: Lane, mark: Mark, claim: Claim | None, card: Card | None, names: tuple[str, ...]) -> Row:
    return Row(mark, KINDS_OF_COUNT[lane.kind], ", ".join(lane.flags), card.stance if card else "", _whom(claim, names))


def _whom(claim: Claim | None, names: tuple[str, ...]) -> str:
    """Whom the figure counts, in the source's words."""
    if claim is None:
        return ""
    texts = [" ".join(victim.text.split()) for victim in claim.victims if victim.text]
    return withhold("; ".join(dict.fromkeys(texts)), names)


def span_words(toll: Toll) -> str:
    """The ends of the span of claims, as the rule computed them; nobody's figure."""
    if toll.low is None and toll.high is None:
        return "no end is set"
    if toll.high is None:
        return f"from {toll.low:,}, open above"
    if toll.low == toll.high:
        return f"{toll.low:,} at both ends"
    return f"from {toll.low:,} to {toll.high:,}" if toll.low is not None else f"up to {toll.high:,}"


def linked(why: str, names: Iterable[str]) -> SafeString:
    """A reason with the claims it names as links. ``names`` are withheld: a rule's reason names roots, and a person's may name anybody."""
    shown = escape(withhold(why, names))
    return mark_safe(_CLAIM_ID.sub(lambda m: f'<a class="id" href="{escape(claim_address(m[0]))}">{m[0]}</a>', shown))  # noqa: S308  escaped first


def _verdicts(incident: Incident, cards: Mapping[str, Card], names: tuple[str, ...]) -> tuple[Judged, ...]:
    asked = (
        ("Did it happen?", incident.verdicts.occurrence),
        ("How many?", incident.verdicts.figure),
        ("Who did it?", incident.verdicts.responsibility),
    )
    return tuple(_judged(question, verdict, cards, names) for question, verdict in asked)


def _judged(question: str, verdict: Verdict, cards: Mapping[str, Card], names: tuple[str, ...]) -> Judged:
    by = [cards[name] for name in verdict.by if name in cards]
    return Judged(question, verdict.is_, VERDICTS[verdict.is_], linked(verdict.why, names), tuple(by[:5]), max(0, len(by) - 5))


def _over_time(told: Iterable[Told], names: tuple[str, ...]) -> tuple[OverTime, ...]:
    """A drawing for each thing that a root gave two differing figures of: the same harm, people and scope."""
    return tuple(one for number, series in enumerate(told, start=1) if (one := _draw_series(series, number, names)))


def _draw_series(told: Told, number: int, names: tuple[str, ...]) -> OverTime | None:
    dated = [(day, at, claim) for at, claim in told.points if (day := _day(at))]
    if len(dated) < 2:
        return None
    first, last = dated[0][0], dated[-1]
    root = withhold(_root_of(last[2]), names)
    points = tuple(_point((day - first).days, at, claim, names) for day, at, claim in dated)
    title = f"{HARMS[last[2].harm].capitalize()}, {place_words([p for p in last[2].places if p.stated][:1])}"
    drawing = series_figure(
        [Series(root, points)],
        axis_for([p.value for p in points], ticks=3),
        [day_words(date.fromordinal(first.toordinal() + n).isoformat()) for n in range(points[-1].day + 1)],
        name=f"series-{number}",
        title=f"{root}: {title}, over time",
        description="; ".join(f"{p.when}: {p.says}" for p in points) + ".",
    )
    return OverTime(f"over-time-{number}", title, drawing, tuple((p.when, root, p.says, p.href) for p in points))


def _point(day: int, at: str, claim: Claim, names: tuple[str, ...]) -> Point:
    count = claim.count
    return Point(
        day=day,
        value=_value(claim),
        says=withhold(figure_words(count), names),
        when=day_words(at),
        open=count is not None and count.high is None and count.kind != "about",
        vague=count is not None and count.kind in ("vague", "about"),
        href=sentence_address(claim),
    )


def _root_of(claim: Claim) -> str:
    last = claim.speakers[-1] if claim.speakers else None
    return (last.name or last.text or PARTIES[last.kind]) if last else NO_SOURCE


def _value(claim: Claim) -> int:
    count = claim.count
    return 0 if count is None else next((n for n in (count.best, count.low, count.high) if n is not None), 0)


def _day(day: str) -> date | None:
    try:
        return date.fromisoformat(day[:10])
    except ValueError:
        return None


def _sections(claims: Sequence[Claim], cards: Mapping[str, Card]) -> tuple[tuple[str, str, tuple[Card, ...]], ...]:
    found = []
    for name, title, types in SECTIONS:
        chosen = [cards[c.claim] for c in claims if c.event.type in types and c.stance != "denied"]
        if chosen:
            found.append((name, title, tuple(chosen)))
    return tuple(found)


def _victims(incident: Incident, names: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """People harmed as sources describe them: the words, the harm, the group as stated. Names are kept back."""
    told = []
    for victim in incident.victims:
        said = withhold(" ".join((victim.text or "").split()), names)
        words = "one named person" if victim.name else f"“{said}”" if said else ""
        if words:
            told.append((words, HARMS[victim.harm], group_words(victim.group) if victim.group else ""))
    return tuple(dict.fromkeys(told))


def _no_status(claims: Sequence[Claim]) -> tuple[int, int]:
    """How many of the figures say nothing of who was civilian, fighter, police or detained; and how many figures there are."""
    figures = [c for c in claims if c.harm != "none" and c.count is not None]
    silent = [c for c in figures if all(victim.status in (None, "unknown") for victim in c.victims)]
    return len(silent), len(figures)


def _sources(incident: Incident, reports: Mapping[str, Report], received: Mapping[str, str], names: tuple[str, ...]) -> tuple[Source, ...]:
    copied = {report: [other for other in group if other != report] for group in incident.copies for report in group}
    return tuple(
        Source(
            href=report_address(report.id),
            outlet=report.outlet or "outlet not stated",
            title=withhold(report.title or "", names) or report.id,
            published=day_words(report.published) if report.published else "not dated",
            received=moment_words(received.get(report.id)),
            restated=report.restates.by if report.restates else "",
            copies=", ".join(_outlet(reports, other) for other in copied.get(report.id, [])),
        )
        for report in sorted(reports.values(), key=lambda r: (r.published is None, r.published or "", r.id))
    )


def _outlet(reports: Mapping[str, Report], report: str) -> str:
    return (reports[report].outlet if report in reports else None) or report


def moment_words(at: str | None) -> str:
    """A moment of the log in words: "22 November 2026, 14:02 UTC"."""
    if not at:
        return ""
    return f"{day_words(at[:10])}, {at[11:16]} UTC" if len(at) >= 16 else day_words(at)


def _joined(link: Link, claims: Mapping[str, Claim], reports: Mapping[str, Report], names: tuple[str, ...]) -> Joined:
    return Joined(*_end(link.a, claims, reports), *_end(link.b, claims, reports), link.kind.replace("_", " "), linked(link.why, names))


def _end(name: str, claims: Mapping[str, Claim], reports: Mapping[str, Report]) -> tuple[str, str]:
    if name in claims:
        claim = claims[name]
        said = figure_words(claim.count) + " " + HARMS[claim.harm] if claim.count else claim.event.type.replace("_", " ")
        return f"{said} ({_outlet(reports, claim.report)})", sentence_address(claim)
    if name in reports:
        return _outlet(reports, name), report_address(name)
    if name.startswith("i:"):
        return name, incident_address(name)
    return name, ""
