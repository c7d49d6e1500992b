"""Intake: the bytes that were received into reports. Pure steps; the flow reads the files."""

from .credit import find_credit
from .file import open_file
from .language import detect_language
from .lines import Line, read_reports
from .opened import Intake, Limits, report_id

__all__ = ["Intake", "Limits", "Line", "detect_language", "find_credit", "open_file", "read_reports", "report_id"]
