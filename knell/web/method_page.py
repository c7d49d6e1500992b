"""How this casebook counts: its policy and versions as they are in force, and what the words on its pages mean."""

from typing import NamedTuple

from knell.casebook.contents import Counts, count_contents
from knell.casebook.ledger import Casebook, Decision

from .legible import legible, legible_record
from .reports_page import policy_sentence
from .wording import BASES, STANCES


class MethodPage(NamedTuple):
    """All that the method's template needs."""

    policy: str
    details: tuple[tuple[str, str], ...]
    counts: Counts
    versions: tuple[tuple[str, str], ...]
    position: int
    decisions: tuple[Decision, ...]
    unknown: int
    stances: tuple[tuple[str, str], ...]
    bases: tuple[tuple[str, str], ...]


def read_method(casebook: Casebook) -> MethodPage:
    """The method page, from the casebook's own settings."""
    projection = casebook.projection
    policy = casebook.policy
    return MethodPage(
        policy=policy_sentence(casebook),
        details=tuple(
            (label, legible(value))
            for label, value in (
                ("Countries", ", ".join(policy.countries) or "no limit"),
                ("Provinces", ", ".join(policy.admin1s) or "no limit"),
                ("From", policy.from_ or "no limit"),
                ("To", policy.to or "no limit"),
                ("Harms", ", ".join(policy.harms) or "all"),
                ("Deaths", "direct deaths only" if policy.deaths == "direct" else "direct deaths and others"),
            )
        ),
        counts=count_contents(casebook),
        versions=tuple(sorted((legible(name), legible(version)) for name, version in projection.versions.items())),
        position=projection.position,
        decisions=tuple(legible_record(decision) for decision in casebook.decisions()),
        unknown=len(casebook.flagged()),
        stances=tuple(STANCES.items()),
        bases=tuple(BASES.items()),
    )
