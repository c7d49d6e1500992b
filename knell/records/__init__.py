"""Frozen types. They import nothing of ours; everything else may import them."""

from .base import Record, RecordError, Span, cut
from .claim import (
    Claim,
    Count,
    Cue,
    Event,
    Instrument,
    Mention,
    Party,
    Place,
    Range,
    Relation,
    Target,
    Time,
    Victim,
    claim_id,
)
from .incident import Accused, Garble, Incident, IncidentVictim, Lane, Link, Possible, Scope, Toll, Verdict, Verdicts
from .opinion import Alternative, Opinion
from .report import Block, Report, Restated

__all__ = [
    "Accused", "Alternative", "Block", "Claim", "Count", "Cue", "Event", "Garble", "Incident", "IncidentVictim",
    "Instrument", "Lane", "Link", "Mention", "Opinion", "Party", "Place", "Possible", "Range", "Record",
    "RecordError", "Relation", "Report", "Restated", "Scope", "Span", "Target", "Time", "Toll", "Verdict", "Verdicts",
    "Victim", "claim_id", "cut",
]  # fmt: skip
