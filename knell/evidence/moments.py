"""How a moment is spelled in the log: UTC, ISO 8601, to the second."""

from datetime import UTC, datetime


def spell_moment(moment: datetime) -> str:
    """A moment of any zone: "2025-03-08T14:05:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
