"""Intake: the bytes that were received into reports. Pure steps; the flow reads the files.

What opens web pages and e-mails is loaded when it is first asked for, so that whoever only reads lines of reports does not wait for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .credit import find_credit
    from .file import open_file
    from .language import detect_language
    from .lines import Line, read_reports
    from .opened import Intake, Limits, report_id

__all__ = ["Intake", "Limits", "Line", "detect_language", "find_credit", "open_file", "read_reports", "report_id"]

_HOMES = {
    "Intake": "opened",
    "Limits": "opened",
    "Line": "lines",
    "detect_language": "language",
    "find_credit": "credit",
    "open_file": "file",
    "read_reports": "lines",
    "report_id": "opened",
}
"""Name -> the module it lives in."""


def __getattr__(name: str) -> object:
    """A name of this package, its module imported now."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
