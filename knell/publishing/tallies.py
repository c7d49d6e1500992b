"""What Knell counts itself for a brief. The checker counts again, so that no such number can drift from the record."""

from collections.abc import Callable

from .brief import Piece
from .comparing import compare_incident
from .matter import Matter
from .numbers import style_number


def _compared(matter: Matter) -> int:
    found = compare_incident(matter)
    return len(found.others) if found else 0


def _higher(matter: Matter) -> int:
    found = compare_incident(matter)
    return found.higher if found else 0


TALLIES: dict[str, Callable[[Matter], int]] = {
    "reports": lambda matter: matter.incident.n_reports,
    "roots": lambda matter: matter.incident.n_independent,
    "copies": lambda matter: sum(len(group) - 1 for group in matter.incident.copies),
    "claims": lambda matter: len(matter.incident.claims),
    "uncitable": lambda matter: len(matter.uncitable),
    "left_out": lambda matter: len(matter.context.left_out),
    "may_be_same": lambda matter: len(matter.incident.may_be_same),
    "restated": lambda matter: len({claim.report for claim in matter.claims if matter.report(claim).restates}),
    "parts": lambda matter: sum(other.part_of == matter.incident.incident for other in matter.context.others),
    "compared": _compared,
    "higher": _higher,
}
"""Name -> how it is counted. Units: reports, root sources, claims or incidents, as the name says."""


def tally(matter: Matter, name: str) -> Piece:
    """A number Knell counted itself, in house style."""
    return Piece(text=style_number(TALLIES[name](matter)), voice="tally", tally=name)


def counted(matter: Matter, name: str, one: str, many: str) -> tuple[Piece, ...]:
    """A tally with its noun: "one report", "12 reports"."""
    return (tally(matter, name), Piece(text=f" {one if TALLIES[name](matter) == 1 else many}"))
