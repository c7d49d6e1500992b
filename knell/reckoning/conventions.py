"""The conventions tolls can be reckoned by, by name: each with its version, where it comes from, how it counts and what it loses.

The two rules of the contract come first. The others do as recorders do whose numbers Knell's are compared with; they are for export and
comparison, and no convention changes what a claim says.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from knell.records.claim import Claim
from knell.records.errors import UsageError
from knell.records.incident import Toll
from knell.records.matched import Root

from . import entailed, tolls
from .entailed import Told, reckon_entailed
from .figures import Figure
from .grades import grade_airwars
from .points import reckon_points, span_acled, span_airwars, span_ibc, span_ucdp
from .tolls import reckon_tolls

Grade = Callable[[Sequence[Claim], Sequence[Figure], Mapping[str, Root]], str]


class Convention(NamedTuple):
    """A way to reckon tolls. ``rule``: its name and version, as tolls bear it. ``counts``: what it does; ``loses``: what is not in its
    numbers.
    """

    rule: str
    title: str
    source: str
    counts: str
    loses: tuple[str, ...]
    reckon: Callable[[Sequence[Told]], dict[str, tuple[Toll, ...]]]
    grade: Grade | None = None


def _reported(told: Sequence[Told]) -> dict[str, tuple[Toll, ...]]:
    return {t.gathering.incident: reckon_tolls(t.gathering, t.figures, t.disputes) for t in told}


CONVENTIONS: Mapping[str, Convention] = {
    "reported": Convention(
        rule=tolls.RULE,
        title="What each root says, and the span over it",
        source="Knell's contract",
        counts="Each independent root's latest figure stands in a lane of its own. Closed figures set both ends; a floor contradicts "
        "nothing above it "
        "and leaves the upper end open where it lies above them. Nothing is added or averaged.",
        loses=(
            "that parts and wholes constrain one another (entailed uses it)",
            "how likely any number within the span is: it is a span of claims, not an interval of uncertainty",
        ),
        reckon=_reported,
    ),
    "entailed": Convention(
        rule=entailed.RULE,
        title="The range that follows from the claims together",
        source="Knell's contract; solved with HiGHS over the unknown cells of harm, group, place, time and hand",
        counts="Every lane bounds one scope; scopes that lie in one another, exclude one another or make one another up are tied; overlap "
        "that nobody "
        "states stays free. The range is what the claims leave, in whole people; where not all can be true, the hull over the largest "
        "sets that can.",
        loses=(
            "figures told as “about”, and words without a number: they bound nothing",
            "how likely any number within the range is",
            "claims nobody made: a true number outside every claim is outside the range",
        ),
        reckon=reckon_entailed,
    ),
    "ucdp": Convention(
        rule="ucdp@1",
        title="Low, best and high of direct deaths, after the Uppsala Conflict Data Program",
        source="UCDP Georeferenced Event Dataset: Sundberg and Melander (2013), Journal of Peace Research 50(4); column meanings of GED "
        "releases",
        counts="Deaths only. Low and high are the lowest and the highest figure of a source, bounds as the number they print; best is the "
        "figure with the "
        "strongest basis, the lower of equals.",
        loses=(
            "the injured, missing, detained and displaced",
            "that “at least 52” is a floor and “about 50” is about: both become that number",
            "words without a number",
            "deaths told of flight, want of care, siege or curfew, which are not direct",
            "not applied: the threshold of 25 deaths a year and dyad, and a coder's judgement of which source is reliable",
        ),
        reckon=partial(reckon_points, rule="ucdp@1", span_of=span_ucdp),
    ),
    "airwars": Convention(
        rule="airwars@1",
        title="Minimum and maximum of killed and injured, with a grade, after Airwars",
        source="Airwars' methodology page (airwars.org/about/methodology) and the grades in its published site code",
        counts="The lowest and the highest figure told for each group; the incident is graded confirmed, fair, weak, contested or "
        "discounted.",
        loses=(
            "which source gave which figure: one range stands for the incident",
            "that a floor is open above",
            "words without a number",
            "not applied: a researcher's search for a belligerent's actions nearby; a belligerent that a source names stands in for it",
        ),
        reckon=partial(reckon_points, rule="airwars@1", span_of=span_airwars),
        grade=grade_airwars,
    ),
    "ibc": Convention(
        rule="ibc@1",
        title="Minimum and maximum of civilian deaths, after Iraq Body Count",
        source="Iraq Body Count's methods as described by Sloboda, Dardagan, Spagat and Hicks; two independent sources, single ones apart "
        "since December 2007",
        counts="Civilian deaths only: the lowest and the highest figure of a source. With fewer than two independent sources the toll is "
        "flagged, to be shown "
        "apart.",
        loses=(
            "the dead whose status no source states: nobody is made a civilian",
            "fighters, the injured, the missing",
            "that a floor is open above; words without a number",
            "not applied: names and morgue records that match one by one",
        ),
        reckon=partial(reckon_points, rule="ibc@1", span_of=span_ibc),
    ),
    "acled": Convention(
        rule="acled@1",
        title="One number of deaths an event, after ACLED",
        source="ACLED's page on fatalities (27 February 2023, updated 7 May 2024)",
        counts="The most conservative figure for all the dead; tens are 10, dozens 12, hundreds 100 and so on, other words without a "
        "number 10.",
        loses=(
            "every other figure: disputes are named in the reason alone",
            "the injured, and who the dead were",
            "that the number may be a floor or a convention for an unknown one",
            "not applied: totals of several days or places are not split evenly over events, and no 3 for an unknown number in a calmer "
            "place",
        ),
        reckon=partial(reckon_points, rule="acled@1", span_of=span_acled),
    ),
}
"""Name, as ``--rule`` takes it -> the convention."""


def check_rule(rule: str) -> None:
    """Raises ``UsageError`` for a rule that is not there."""
    if rule not in CONVENTIONS:
        raise UsageError(f"--rule {rule} is not a rule", todo=f"use one of {', '.join(CONVENTIONS)}")
