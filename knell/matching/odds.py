"""How likely it is that a link holds, as measured on collections where the truth is known."""

from .edges import Tie

BY_KIND: dict[str, float] = {}
BY_SCORE: dict[int, float] = {}


def odds_of(tie: Tie) -> float | None:
    """The probability that a tie's two tellings are of one happening, two decimals; ``None`` where a person decided it."""
    if tie.kind == "person":
        return None
    return BY_KIND.get(tie.kind) or BY_SCORE.get(tie.score)
