"""How likely it is that a link holds, as measured on collections where the truth is known."""

from .edges import Tie


def odds_of(tie: Tie) -> float | None:
    """The probability that a tie's two tellings are of one happening, two decimals; ``None`` where a person decided it."""
    return None
